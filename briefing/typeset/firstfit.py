"""First-fit: each line takes what goes in; at a forbidden line end squeeze first, then push out
(先推入，后推出).

This is how the printed bulletins are set and what word processors come near to. The order is the
standard's: the line-end mark is trimmed (that is part of *going in*), then the gaps give what the house
allows, and only then does the word or mark go to the next line.
"""

from __future__ import annotations

from enum import StrEnum

from briefing.house.style import Composition
from briefing.typeset.classes import CharClass, Level
from briefing.typeset.fitting import LOOSE, OPENING, Measure, fits, fits_squeezed, furthest, lines_of
from briefing.typeset.strip import Strip


def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
    """Line ends of a whole paragraph (`strip` up to a forced break)."""
    ends: list[int] = []
    start = 0
    while start < len(strip):
        end = line_end(strip, start, measure.of(len(ends)))
        ends.append(end)
        start = end
    if rules.lone_character:
        _keep_company(strip, measure, ends)
    return ends


def line_end(strip: Strip, start: int, measure: float) -> int:
    """Where the line that begins at `start` ends."""
    reach = furthest(strip, start, measure)
    if reach >= len(strip) or strip.level[reach - 1] is Level.FREE:
        return reach
    pulled_in = _next_free(strip, start, reach, measure)
    return pulled_in or _pushed_out(strip, start, reach, measure)


class Reason(StrEnum):
    """Why a line of first-fit ends where it does."""

    LAST = "段末"
    FITS = "放得下的最后一处，可断"
    PULLED_IN = "推入：标点、空隙让一点，多收几个字"
    PUSHED_OUT = "推出：放得下的最后一处不能断，退到前面"
    COMPANY = "孤字不成行：为末行留伴"


def reason(strip: Strip, start: int, end: int, measure: float) -> Reason:
    """Of the line `start:end`, as `fit` cut it."""
    if end != line_end(strip, start, measure):
        return Reason.COMPANY
    if end == len(strip):
        return Reason.LAST
    reach = furthest(strip, start, measure)
    return Reason.FITS if end == reach else Reason.PULLED_IN if end > reach else Reason.PUSHED_OUT


def _next_free(strip: Strip, start: int, reach: int, measure: float) -> int:
    """The next good line end if squeezing brings it into the line, or 0."""
    for end in range(reach + 1, len(strip) + 1):
        if not fits_squeezed(strip, start, end, measure):
            return 0
        if end == len(strip) or strip.level[end - 1] is Level.FREE:
            return end
    return 0


def _pushed_out(strip: Strip, start: int, reach: int, measure: float) -> int:
    """The last line end before `reach`, of the mildest level that does not tear the line open."""
    best, shortest = 0, max(start, strip.label)
    for level in (Level.FREE, Level.KEPT, Level.HYPHEN, Level.NAME):
        if best and strip.opening(start, best, measure) <= OPENING[Level(level - 1)]:
            break
        best = next(
            (e for e in range(reach, shortest, -1) if strip.level[e - 1] <= level and _goes_in(strip, start, e, measure)), best
        )
    if best and strip.ink_end(start, best) > start:
        return best
    # A run without any line end: spaces that join yield, then words, then 避头尾, before the measure does; what is one stays one
    # if it can.
    for good in (
        lambda e: strip.kinds[e - 1] is CharClass.JOINED_SPACE,
        lambda e: strip.level[e - 1] <= Level.WORD,
        lambda e: strip.level[e - 1] <= Level.FORBIDDEN,
    ):
        if end := next(filter(good, range(reach, shortest, -1)), 0):
            return end
    return reach


def _goes_in(strip: Strip, start: int, end: int, measure: float) -> bool:
    """A hyphen may be wider than the letters in whose place it stands."""
    return not strip.tail[end - 1] or fits(strip, start, end, measure)


def _keep_company(strip: Strip, measure: Measure, ends: list[int]) -> None:
    """孤字不成行: a lone last character is squeezed into the line before it, or given company from there."""
    lines = lines_of(ends)
    if len(lines) < 2 or not strip.lone(*lines[-1]):
        return
    start, end = lines[-2]
    width = measure.of(len(lines) - 2)
    if fits_squeezed(strip, start, len(strip), width):
        del ends[-2]
        return
    forced = strip.level[end - 1]  # where no line end was to be had, another such one is as good
    level = forced if forced >= Level.WORD else Level.FREE
    for earlier in range(end - 1, start + 1, -1):
        if strip.level[earlier - 1] <= level and not strip.lone(earlier, len(strip)):
            evenly = not measure.flush or strip.opening(start, earlier, width) <= LOOSE
            if evenly and fits_squeezed(strip, earlier, len(strip), measure.rest):
                ends[-2] = earlier
            return
