"""What both strategies share: the task, and how good a line is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from briefing.core.records import dataclass
from briefing.house.style import Composition
from briefing.typeset.classes import Level
from briefing.typeset.strip import TOLERANCE, Strip


@dataclass(frozen=True, slots=True)
class Measure:
    """Width of the lines in pt: of the first, and of those after it. `flush`: lines are opened to it; ragged ones fall short."""

    first: float
    rest: float
    flush: bool = True

    def of(self, number: int) -> float:
        return self.rest if number else self.first


#: `ends[k]` is where line k ends in the strip; the last is its length.
Fitter = Callable[[Strip, Measure, Composition], list[int]]

#: How far Han gaps may open (em) before a line end of the next level is preferred to the gaps.
OPENING = {Level.FREE: 0.15, Level.KEPT: 0.2, Level.HYPHEN: 1.0}
#: How far they may open where that saves something else: a lone character, the evenness of a paragraph.
LOOSE = 0.5


def fits(strip: Strip, start: int, end: int, measure: float) -> bool:
    """Whether the line goes in with no more than its end mark trimmed, in word processors too."""
    least = strip.natural(start, end) - strip.trim_at(start, end)
    return least <= measure + TOLERANCE and strip.leads(start, end, measure)


def fits_squeezed(strip: Strip, start: int, end: int, measure: float) -> bool:
    """Whether the line goes in with everything squeezed that the house lets be squeezed, in word processors too."""
    least = strip.natural(start, end) - strip.trim_at(start, end) - strip.gives(start, end)
    return least <= measure + TOLERANCE and strip.leads(start, end, measure)


def furthest(strip: Strip, start: int, measure: float) -> int:
    """The last end up to which the letters go in, line ends apart; at least one letter."""
    beyond = strip.beyond(start, measure + 2 * strip.sizes[start])
    return next((end for end in range(beyond - 1, start + 1, -1) if fits(strip, start, end, measure)), start + 1)


def lines_of(ends: Sequence[int]) -> list[tuple[int, int]]:
    """(start, end) of each line."""
    return list(pairwise([0, *ends]))
