"""Justification: the exact amount after each character of a line whose ends are decided.

Too long: the line-end mark is trimmed, then gaps give rank by rank (standard order), all of one rank by the
same share. Too short: Latin spaces open, then Chinese–Latin gaps to their maximum, then all Han gaps alike, for which marks
may give a little beside a looser line. Where all this would tear the line open (a few Han characters before a long address) it
stays as it is, and falls short.
"""

from __future__ import annotations

from briefing.typeset import even_lines
from briefing.typeset.classes import WORDLIKE
from briefing.typeset.composed import Line
from briefing.typeset.fitting import LOOSE
from briefing.typeset.strip import TOLERANCE, Rank, StretchOrder, Strip

#: A line whose Han gaps would have to open further is not opened, em: it falls short as a last line does. In one without any its
#: spaces count, and where there are none either, what holds together: the gaps inside words least.
TORN, IN_WORD = 0.25, 0.02


def set_line(
    strip: Strip, start: int, end: int, measure: float, x: float, align: str, *, flush: bool, offset: int = 0, ease: float = 0.0
) -> Line:
    """The line `start:end` in a box of `measure` pt whose left edge is at `x`.

    `flush`: both edges meet the box. Otherwise `align` (justify and left, center, right) places the natural
    line, squeezed if it must be. `offset` is the strip's place in its paragraph's text; `ease`: what its marks give for its
    Han characters to stand further apart, pt (`even_lines`).
    """
    ink = strip.ink_end(start, end)
    after = strip.gap[start:end]
    for i in range(ink, end):  # spaces at the line's end vanish
        after[i - start] = -strip.widths[i]
    width = strip.natural(start, end)
    trimmed = False
    if ink > start:
        after[ink - start - 1] = 0.0
        missing = measure - width
        if missing < -TOLERANCE:
            trim = strip.trim_at(start, end)
            if trim:
                trimmed = True
                after[ink - start - 1] = -trim
                width -= trim
                missing += trim
            if missing < 0:
                width -= _squeeze(strip, start, ink, after, -missing)
                missing = measure - width
        if flush and ease:
            width -= even_lines.give(strip, start, ink, after, ease)
            missing = measure - width
        if flush and missing > 0:
            width += _stretch(strip, start, ink, after, missing)
    if not flush:
        x += {"center": (measure - width) / 2, "right": measure - width}.get(align, 0.0)
    head = strip.head[start] if ink > start else 0.0
    return Line(start + offset, end + offset, x - head, width + head, tuple(after), trimmed, flush, head)


def _squeeze(strip: Strip, start: int, end: int, after: list[float], amount: float) -> float:
    """Take up to `amount` pt out of the gaps; returns what was taken."""
    left = amount
    for rank in Rank:
        gaps = [i for i in range(start, end - 1) if strip.rank[i] is rank and strip.give[i] > 0]
        total = sum(strip.give[i] for i in gaps)
        if total <= 0:
            continue
        share = min(1.0, left / total)
        for i in gaps:
            after[i - start] -= strip.give[i] * share
        left -= total * share
        if left <= 0:
            break
    return amount - left


def gaps_to_open(strip: Strip, start: int, end: int) -> tuple[list[int], float]:
    """The gaps of a line that open alike once its spaces have all they may, and how far each may, em."""
    for kind, most in ((StretchOrder.HAN, TORN), (StretchOrder.SPACE, LOOSE)):
        if gaps := _of_kind(strip, start, end, kind):
            return gaps, most
    tight, kinds = _of_kind(strip, start, end, StretchOrder.TIGHT), strip.kinds
    apart = [i for i in tight if kinds[i] not in WORDLIKE or kinds[i + 1] not in WORDLIKE]
    return (apart, TORN) if apart else (tight, IN_WORD)


def _of_kind(strip: Strip, start: int, end: int, kind: StretchOrder) -> list[int]:
    return [i for i, each in enumerate(strip.stretch[start : end - 1], start) if each is kind]


def _stretch(strip: Strip, start: int, end: int, after: list[float], amount: float) -> float:
    """Put `amount` pt into the gaps; returns what was put: all of it, or nothing where that would tear the line open."""
    shares, left = [0.0] * (end - start), amount
    for stretch in (StretchOrder.SPACE, StretchOrder.MIXED):
        gaps = _of_kind(strip, start, end, stretch)
        total = sum([strip.room[i] for i in gaps])
        if total > 0:
            share = min(1.0, left / total)
            for i in gaps:
                shares[i - start] += strip.room[i] * share
            left -= total * share
    if left > 0:
        opened, most = gaps_to_open(strip, start, end)
        if left > most * strip.largest * len(opened) + TOLERANCE:
            return 0.0
        for i in opened:
            shares[i - start] += left / len(opened)
    for place, share in enumerate(shares):
        after[place] += share
    return amount
