"""Neighbouring lines of a paragraph alike: the marks of the tighter one give a little, so that its Han characters stand as far
apart as those of the line above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefing.typeset.fitting import Measure
from briefing.typeset.strip import TOLERANCE, Rank, Strip

#: Neighbouring lines whose Han gaps differ by more are seen, em; less a little, for PDF rounds places to thousandths of an em.
UNEVEN = 0.03 - 0.002
#: None is opened further for the sake of its neighbour, em: nor is it by total-fit while there are others.
LOOSEST = 0.12
#: What marks give.
_MARKS = frozenset({Rank.BRACKET, Rank.PAUSE, Rank.STOP})


def eased(strip: Strip, measure: Measure, lines: Sequence[tuple[int, int]]) -> list[float]:
    """What the marks of each of the full `lines` give beside what makes it go in, pt: the least by which no two neighbours differ
    by more than `UNEVEN`, or as much as there is."""
    if len(lines) < 2 or not strip.gives(0, len(strip)):
        return [0.0] * len(lines)
    widths = [measure.of(number) for number in range(len(lines))]
    own = [strip.opening(*line, width) for line, width in zip(lines, widths, strict=True)]
    if all(abs(here - below) <= UNEVEN for here, below in pairwise(own)):
        return [0.0] * len(lines)
    most = [here + _room(strip, *line, width) for here, line, width in zip(own, lines, widths, strict=True)]
    wanted = own
    for order in (range(1, len(own)), range(len(own) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        wanted = [*wanted]
        for number in order:
            wanted[number] = max(wanted[number], min(most[number], wanted[number + step] - UNEVEN, LOOSEST))
    return [(then - here) * _gaps(strip, *line) for here, then, line in zip(own, wanted, lines, strict=True)]


def give(strip: Strip, start: int, end: int, after: list[float], amount: float) -> float:
    """Take up to `amount` pt out of the gaps at marks of a line, of each the same share of what it has left; returns what was
    taken. `after`: pt after each character from `start` on."""
    left = {i: strip.give[i] + after[i - start] - strip.gap[i] for i in range(start, end - 1) if _is_mark(strip, i)}
    share = min(1.0, amount / sum(left.values())) if left else 0.0
    for i, most in left.items():
        after[i - start] -= most * share
    return share * sum(left.values())


def _room(strip: Strip, start: int, end: int, width: float) -> float:
    """By how much its marks can open the Han gaps of a line, em; 0 where Latin spaces would open first."""
    missing = width - strip.natural(start, end)
    rooms, gaps = strip.rooms(start, end), _gaps(strip, start, end)
    if not gaps or (rooms > 0 and missing < rooms):
        return 0.0
    over = max(0.0, -missing - strip.trim_at(start, end))
    ink = strip.ink_end(start, end)
    marks = sum(strip.give[i] for i in range(start, ink - 1) if _is_mark(strip, i))
    return max(0.0, marks - over) / gaps


def _gaps(strip: Strip, start: int, end: int) -> float:
    """Of one em in each of its Han gaps, pt."""
    return strip.han_gaps(start, end) * strip.sizes[start]


def _is_mark(strip: Strip, i: int) -> bool:
    return strip.give[i] > TOLERANCE and strip.rank[i] in _MARKS
