"""The lines of a paragraph as glyphs: where `Composed` says, on the baselines of its leading."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from briefing.core.errors import Span
from briefing.model.sheet import Run
from briefing.paint.brush import Brush, baseline
from briefing.paint.marks import Aside, Dots, Glyphs, Link
from briefing.paint.structure import Homes, NoteLink
from briefing.typeset.composed import Composed, FaceRun, Line, SetParagraph
from briefing.typeset.emphasis_dots import DEPTH, DIAMETER, dotted

#: Diameter of a leader's dots, pt, and how high they stand over the baseline, em.
_DOT, _DOT_RAISE = 0.8, 0.33
#: White between a leader and the text before and after it, em.
_LEAD_IN, _LEAD_OUT = 0.5, 0.25


class _Part(NamedTuple):
    """Characters `start:end` of one look and one source run."""

    start: int
    end: int
    face: FaceRun
    span: Span | None


class _Text(NamedTuple):
    """What lines are cut from: `widths` are natural advances, pt."""

    text: str
    color: str
    parts: Sequence[_Part]
    widths: Sequence[float]
    homes: Homes
    dotted: frozenset[int] = frozenset()  # characters with a dot under them


def paragraph(brush: Brush, block: SetParagraph, homes: Homes, top: float, first: int, last: int) -> None:
    """Lines `first:last`, the top of the first one's line box at `top`."""
    marked = dotted(block.text, block.faces, brush.house)
    text = _Text(block.text, block.style.color, list(_parts(block.runs, block.faces)), block.widths, homes, marked)
    face = brush.fonts.primary(block.style.font, block.style.bold)
    for number in range(first, last):
        y = baseline(top + (number - first) * block.leading, block.leading, block.size, face)
        brush.line += 1
        _line(brush, text, block.lines[number], y)
        for link in homes.links:
            _note_link(brush, text, block.lines[number], link, top + (number - first) * block.leading, block.leading)
        if block.pair_lines and number == len(block.lines) - 1:
            _pair(brush, block, homes, y)
    if homes.target:
        _link(brush, block, homes, top, first, last)


def _parts(runs: Sequence[Run], faces: Sequence[FaceRun]) -> Iterator[_Part]:
    """Face runs cut where source runs meet."""
    sources: list[tuple[int, int, Span | None]] = []
    place = 0
    for run in runs:
        sources.append((place, place + len(run.text), run.span))
        place += len(run.text)
    at = 0
    for face in faces:
        while at < len(sources) and sources[at][1] <= face.start:
            at += 1
        for start, end, span in sources[at:]:
            if start >= face.end:
                break
            low, high = max(start, face.start), min(end, face.end)
            if low < high:
                yield _Part(low, high, face, span.shifted(low - start) if span else None)


def _line(brush: Brush, text: _Text, line: Line, y: float) -> None:
    house, homes = brush.house, text.homes
    x = brush.box.left + line.x
    at = line.start
    dots: list[Dots] = []
    for part in text.parts:
        if part.end <= at:
            continue
        if part.start >= line.end:
            break
        end = min(part.end, line.end)
        # by turns where a character begins and where its advance ends
        steps = chain.from_iterable(zip(text.widths[at:end], line.after[at - line.start : end - line.start], strict=True))
        edges = tuple(accumulate(steps, initial=x))
        x, right = edges[-1], edges[-2]
        face = part.face
        style = house.inline[face.style] if face.style else None
        color = text.color if style is None or style.color is None else style.color
        rise = style.raise_em * face.size if style is not None else 0.0
        span = part.span.shifted(at - part.start) if part.span and at > part.start else part.span
        home = homes.body if homes.label is None or at >= homes.label_end else homes.label
        home = next((link.home for link in homes.links if link.start <= at < link.end), home)
        key = face.face, face.bold
        for k in text.dotted.intersection(range(at, end)):
            middle, radius = edges[2 * (k - at)] + text.widths[k] / 2, DIAMETER * face.size / 2
            dots.append(Dots(Aside.ORNAMENT, color, middle - radius, middle + radius, y + DEPTH * face.size, 2 * radius))
        brush.add(Glyphs(home, span, key, face.size, color, y - rise, text.text[at:end], edges[:-1:2], right, brush.line))
        at = end
    for dot in sorted(dots, key=lambda dot: dot.left):  # after the words, which are not interrupted for them
        brush.add(dot)


def _note_link(brush: Brush, text: _Text, line: Line, link: NoteLink, top: float, leading: float) -> None:
    """What a line has of the characters that lead to a note or back from one."""
    start, end = max(link.start, line.start), min(link.end, line.end)
    if start >= end:
        return
    edges = [brush.box.left + line.x]
    for k in range(line.start, end):
        edges.append(edges[-1] + text.widths[k] + line.after[k - line.start])
    left = edges[start - line.start]
    if link.anchor:
        brush.anchors.setdefault(link.anchor, (brush.box.left, top))
    brush.links.append(Link(link.home, link.target, text.text[start:end], left, top, edges[-1], top + leading))


def _pair(brush: Brush, block: SetParagraph, homes: Homes, y: float) -> None:
    """The text at the right end of the last line, and the dots that lead to it."""
    line, pair = block.lines[-1], block.pair_lines[0]
    if block.paragraph.leader:
        left = line.x + line.width + _LEAD_IN * block.size
        right = min(brush.leaders_end, pair.x - _LEAD_OUT * block.size)
        count = int((right - left) / _DOT / 2)  # whole steps from where all end, so that dots stand one below another
        if count > 0:
            edge, left = brush.box.left, right - 2 * _DOT * count
            middle = y - _DOT_RAISE * block.size - _DOT / 2
            brush.add(Dots(Aside.ORNAMENT, block.style.color, edge + left, edge + right, middle, _DOT))
    runs = block.paragraph.pair
    text = "".join(run.text for run in runs)
    widths = [0.0] * len(text)
    for face in block.pair_faces:
        own = brush.fonts.face(face.face, face.bold)
        for k in range(face.start, face.end):
            widths[k] = own.advance(text[k]) * face.size
    _line(brush, _Text(text, block.style.color, list(_parts(runs, block.pair_faces)), widths, homes.whole), pair, y)


def leaders_end(composed: Composed) -> float:
    """Where the dots of all entries end, before the widest of what they lead to, pt from the left of the type area."""
    return min(
        (
            block.pair_lines[0].x - _LEAD_OUT * block.size
            for block in composed.blocks
            if isinstance(block, SetParagraph) and block.paragraph.leader and block.pair_lines
        ),
        default=math.inf,
    )


def _link(brush: Brush, block: SetParagraph, homes: Homes, top: float, first: int, last: int) -> None:
    """All that the page has of the paragraph, as a rectangle."""
    lines = (*block.lines[first:last], *block.pair_lines)
    left = brush.box.left + min(line.x for line in lines)
    right = brush.box.left + max(line.x + line.width for line in lines)
    assert isinstance(homes.body, int)
    brush.links.append(Link(homes.body, homes.target, homes.text, left, top, right, top + (last - first) * block.leading))
