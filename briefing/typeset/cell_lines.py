"""Lines of a table's cells: ragged, as few as go in, parted between words, never inside what `unparted` binds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from briefing.house.style import Composition
from briefing.typeset import firstfit
from briefing.typeset.fitting import Fitter, Measure, fits
from briefing.typeset.strip import TOLERANCE, Strip
from briefing.typeset.unparted import Parting, partings

#: A cell of more lines is running text, filled line after line.
_FEW_LINES = 4
#: What is weighed in lines of a few: a line more, a line end inside a word, a character alone, and (em²) what lines differ by.
_LINE, _WORD, _LONE, _UNEVEN, _SHORT_LAST = 1000.0, 60.0, 40.0, 1.0, 0.05


def cell_fitter(names: Sequence[str], head: bool) -> Fitter:
    """Heads are balanced; other cells fill their first lines. `names`: words of the house."""

    def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
        count = len(strip)
        if not count or fits(strip, 0, count, measure.first):
            return [count] if count else []
        gaps = partings(strip, names)
        lines = strip.natural(0, count) / max(1.0, min(measure.first, measure.rest))
        ends = _few(strip, measure, gaps, head) if lines <= _FEW_LINES - 1 else _many(strip, measure, gaps)
        return ends or firstfit.fit(strip, measure, rules)  # columns of given widths, too narrow for a word

    return fit


def goes_in(strip: Strip, gaps: Sequence[Parting], start: int, end: int, measure: float) -> bool:
    """As `fits`; a piece that cannot part need not be led."""
    if strip.natural(start, end) - strip.trim_at(start, end) > measure + TOLERANCE:
        return False
    one = all(gap is not Parting.GOOD for gap in gaps[start : end - 1])
    return one or strip.leads(start, end, measure)


def _few(strip: Strip, measure: Measure, gaps: Sequence[Parting], head: bool) -> list[int]:
    """The cheapest lines, [] where there are none."""
    count, em = len(strip), strip.sizes[0]
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # cost, lines, where the last of them begins
    for end in range(1, count + 1):
        found = (math.inf, 0, 0)
        if gaps[end - 1] is not Parting.NEVER:
            for start in range(end - 1, -1, -1):
                before, lines, _ = best[start]
                width = measure.of(lines)
                if strip.natural(start, end) > measure.first + measure.rest + em:
                    break
                if before == math.inf or not goes_in(strip, gaps, start, end, width):
                    continue
                slack = (width - strip.natural(start, end)) / em
                uneven = slack * slack * (_UNEVEN if head or end < count else _SHORT_LAST)
                cost = before + _LINE + uneven + (_WORD if gaps[end - 1] is Parting.WORD else 0.0)
                cost += _LONE if strip.lone(start, end) else 0.0
                found = min(found, (cost, lines + 1, start))
        best.append(found)
    if best[count][0] == math.inf:
        return []
    ends = [count]
    while best[ends[0]][2]:
        ends.insert(0, best[ends[0]][2])
    return ends


def _many(strip: Strip, measure: Measure, gaps: Sequence[Parting]) -> list[int]:
    """Line after line as far as it goes; [] where a piece goes into none."""
    count, start = len(strip), 0
    ends: list[int] = []
    while start < count:
        width, end, reach = measure.of(len(ends)), start, start
        while end < count:
            end += 1
            if strip.natural(start, end) - strip.trim_at(start, end) > width + 2 * strip.sizes[0]:
                break
            if gaps[end - 1] is not Parting.NEVER and goes_in(strip, gaps, start, end, width):
                reach = end
        if reach == start:
            return []
        ends.append(reach)
        start = reach
    if len(ends) > 1 and strip.lone(ends[-2], count):
        first = ends[-3] if len(ends) > 2 else 0
        for end in range(ends[-2] - 1, first + 1, -1):
            free = gaps[end - 1] is not Parting.NEVER and not strip.lone(end, count)
            if free and goes_in(strip, gaps, end, count, measure.rest):
                ends[-2] = end
                break
    return ends
