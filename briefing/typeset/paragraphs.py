"""Sheet paragraph → SetParagraph: its letters measured, its lines decided, its edges placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.core.errors import Findings, Severity, Span
from briefing.house.style import NO_HYPHENATION, ParagraphStyle
from briefing.model.sheet import LINE_BREAK, Run, SheetParagraph
from briefing.typeset import titles
from briefing.typeset.classes import WORDLIKE, Level
from briefing.typeset.composed import FaceRun, Line, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.fitting import Measure, lines_of
from briefing.typeset.hyphenation import hyphen_places, hyphenated, shifted
from briefing.typeset.justify import set_line
from briefing.typeset.letters import Letters, letters
from briefing.typeset.strip import Strip, words

#: Characters of a text that a message quotes.
QUOTED = 20
#: White kept between a line and the text at its right end, em.
PAIR_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where a paragraph goes: from `x` (pt from the left of the type area), `width` wide."""

    x: float
    width: float


def excerpt(text: str) -> str:
    """The beginning of a text, for a message."""
    shown = text.replace(LINE_BREAK, "")
    return shown if len(shown) <= QUOTED else f"{shown[:QUOTED]}…"


def set_paragraph(
    paragraph: SheetParagraph, context: Context, box: Box | None = None, runs: Sequence[Run] | None = None,
    style: ParagraphStyle | None = None,
) -> SetParagraph:  # fmt: skip
    """Decide the lines of `paragraph`.

    `box` is the type area unless given; `runs` and `style` replace the paragraph's own (page references
    filled in, a table's cell). Missing glyphs, and a nameplate that cannot be fitted, become findings.
    """
    style = style or context.house.styles[paragraph.kind]
    box = box or Box(0.0, context.house.page.measure)
    runs = tuple(runs if runs is not None else paragraph.runs)
    pair_runs = paragraph.pair
    size = _fitted_size(paragraph, runs, style, box, context) if style.fit else style.size
    body = letters(runs, style, size, context.house, context.fonts, context.findings)
    pair_lines, pair_faces = _set_pair(pair_runs, style, size, box, context)
    reserved = pair_lines[0].width + PAIR_GAP * size if pair_lines else 0.0
    narrowed = replace(box, width=box.width - reserved)
    parts = _parts(body, paragraph, style, size, narrowed, context)
    _report_cuts(parts, runs, paragraph, context.findings)
    if places := [part.offset + place for part in parts for place in part.hyphens]:
        runs = hyphenated(runs, places)
        body = letters(runs, style, size, context.house, context.fonts, Findings())
        parts = _with_hyphens(parts, body, style, size, context)
    lines = _set_lines(parts, style, narrowed)
    return SetParagraph(
        paragraph=paragraph,
        style=style,
        runs=runs,
        lines=tuple(lines),
        faces=body.faces,
        widths=tuple(body.widths),
        pair_lines=pair_lines,
        pair_faces=pair_faces,
        size=size,
        leading=context.leading(style),
        before=style.before,
        after=style.after,
    )


def pieces(body: Letters) -> list[tuple[int, Letters]]:
    """The text cut at forced breaks: each piece with its place. A break belongs to no piece."""
    found: list[tuple[int, Letters]] = []
    start = 0
    for part in body.text.split(LINE_BREAK):
        end = start + len(part)
        raised = frozenset(i - start for i in body.raised if start <= i < end)
        found.append(
            (
                start,
                Letters(part, body.widths[start:end], body.sizes[start:end], body.blanks[start:end], raised, ()),
            )
        )
        start = end + 1
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """The text up to a forced break: its place in the paragraph's, where its lines end and in which measure. `hyphens`: the
    characters after which its lines end with one."""

    offset: int
    strip: Strip
    left: float
    measure: Measure
    indent: float
    ends: list[int]
    hyphens: tuple[int, ...] = ()


def _parts(
    body: Letters, paragraph: SheetParagraph, style: ParagraphStyle, size: float, box: Box, context: Context
) -> list[_Part]:
    rules = context.house.composition
    tracking = context.tracking(style, size)
    cell = size + context.tracking(style, size) - style.tracking * size  # an indent counts cells of the grid
    left, right = style.indent_left * cell, style.indent_right * cell
    first = left + style.indent_first * cell
    parts: list[_Part] = []
    for offset, piece in pieces(body):
        strip = Strip(piece, rules, tracking)
        if paragraph.hang and offset == 0:
            hang = min(paragraph.hang, len(strip))
            left = first + sum(strip.widths[:hang]) + sum(strip.gap[:hang])
        indent = left if parts else first
        measure = Measure(box.width - right - indent, box.width - right - left, style.align == "justify")
        if style.balance:
            ends = titles.fit(strip, measure, rules, context.house.words)
        else:
            ends = context.fitter(strip, measure, rules)
            if len(ends) > 1 and (hyphens := _hyphens(body, offset, piece.text, context)):
                strip = Strip(piece, rules, tracking, hyphens)
                ends = context.fitter(strip, measure, rules)
        used = tuple(end - 1 for end in ends if strip.tail[end - 1])
        parts.append(_Part(offset, strip, left, measure, indent, ends, used))
    return parts


def _hyphens(body: Letters, offset: int, text: str, context: Context) -> dict[int, tuple[Level, float]]:
    """Where words of a piece may part, and the width of the hyphen there, pt."""
    language = context.house.composition.hyphenation
    if language == NO_HYPHENATION:
        return {}
    widths = {
        place: context.fonts.face(face.face, face.bold).advance("-") * face.size
        for face in body.faces
        for place in range(face.start - offset, face.end - offset)
    }
    return {place: (level, widths[place]) for place, level in hyphen_places(text, language).items()}


def _with_hyphens(parts: list[_Part], body: Letters, style: ParagraphStyle, size: float, context: Context) -> list[_Part]:
    """The same lines of `body`, whose text has the hyphens."""
    found = []
    for part, (offset, piece) in zip(parts, pieces(body), strict=True):
        strip = Strip(piece, context.house.composition, context.tracking(style, size))
        found.append(replace(part, offset=offset, strip=strip, ends=shifted(part.ends, part.hyphens)))
    return found


def _report_cuts(parts: list[_Part], runs: Sequence[Run], paragraph: SheetParagraph, findings: Findings) -> None:
    """Words that are cut as they come, because no line holds them."""
    for part in parts:
        strip = part.strip
        for end in part.ends[:-1]:
            inside = strip.kinds[end - 1] in WORDLIKE and strip.kinds[end] in WORDLIKE
            if inside and strip.level[end - 1] >= Level.WORD and not strip.tail[end - 1]:
                start, stop = next(word for word in words(strip.kinds) if word[0] < end < word[1])
                findings.add(
                    "word-cut",
                    f"“{excerpt(strip.text[start:stop])}”比一行还长，只好在“{strip.text[start:end][-6:]}”之后断开",
                    _span_at(runs, part.offset + start) or paragraph.span,
                    "请写短些；网址可以只写到主要的部分，英文单词可以用空格或连字符分开。",
                    Severity.WARNING,
                )


def _span_at(runs: Sequence[Run], place: int) -> Span | None:
    for run in runs:
        if place < len(run.text):
            return run.span.shifted(place) if run.span else None
        place -= len(run.text)
    return None


def _set_lines(parts: Sequence[_Part], style: ParagraphStyle, box: Box) -> list[Line]:
    lines: list[Line] = []
    for part in parts:
        strip = part.strip
        for number, (start, end) in enumerate(lines_of(part.ends) if part.ends else [(0, 0)]):
            flush = style.align == "justify" and end < len(strip)
            x = box.x + (part.left if number else part.indent)
            lines.append(set_line(strip, start, end, part.measure.of(number), x, style.align, flush=flush, offset=part.offset))
    return lines


def _set_pair(
    runs: tuple[Run, ...], style: ParagraphStyle, size: float, box: Box, context: Context
) -> tuple[tuple[Line, ...], tuple[FaceRun, ...]]:
    """The text at the right end of the last line, on one line whatever its width."""
    if not runs:
        return (), ()
    body = letters(runs, style, size, context.house, context.fonts, context.findings)
    strip = Strip(body, context.house.composition, context.tracking(style, size))
    width = box.width - style.indent_right * size
    if strip.natural(0, len(strip)) > width:
        context.findings.add(
            "line-end-too-long",
            f"排在行末的“{excerpt(body.text)}”太长，一行放不下",
            next((run.span for run in runs if run.span), None),
            "请写短些；几个人名可以只写主要的，或改模板，让它自成一段",
        )
    line = set_line(strip, 0, len(strip), width, box.x, "right", flush=False)
    return (line,), body.faces


def _fitted_size(paragraph: SheetParagraph, runs: tuple[Run, ...], style: ParagraphStyle, box: Box, context: Context) -> float:
    """The size at which every line between forced breaks goes into the measure; below half it is a
    finding."""
    body = letters(runs, style, style.size, context.house, context.fonts, Findings())  # set again, and heard then
    em = style.size
    room = box.width - (style.indent_first + style.indent_left + style.indent_right) * em
    widest = 0.0
    for _, piece in pieces(body):
        strip = Strip(piece, context.house.composition, style.tracking * em)
        widest = max(widest, strip.natural(0, len(strip)))
    if widest <= room:
        return em
    # Down to a whole tenth of a point, so that the size can be written in every output.
    size = int(em * room / widest * 10 + 1e-6) / 10
    if size < em / 2:
        context.findings.add(
            "nameplate-too-long",
            f"“{excerpt(paragraph.text)}”太长，缩到一半字号（{em / 2:g} 磅）一行仍排不下",
            next((run.span for run in runs if run.span), paragraph.span),
            "请把它分成几行写",
        )
        return em / 2
    return size
