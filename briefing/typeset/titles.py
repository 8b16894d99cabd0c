"""Titles: balanced lines broken where one would pause reading aloud (GB/T 9704-2012 §7.3.1:
回行时词意完整、排列对称、 长短适宜、间距恰当，排列使用梯形或菱形).

What a line's end costs at each place is `title_partings`' to say. Which are taken is the cheapest sum of what each costs, of the
author's own parts that are missed, of lines beyond the fewest, and of how far the lines are from a trapezium or a diamond.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from briefing.house.style import Composition
from briefing.typeset import firstfit
from briefing.typeset.classes import CharClass
from briefing.typeset.fitting import Fitter, Measure, fits
from briefing.typeset.strip import Strip
from briefing.typeset.title_partings import FAULT, STOP, parting_costs

_MOST_LINES = 5
#: By how many lines more than the fewest a title may have, and what each of them costs.
_MORE_LINES, _LINE = 1, 20.0
#: A line that ends or begins inside a part of the title, and holds the end of one: the author's space is the dearest to miss.
_MISSED = 25.0
#: By how much a line of an entry may fall short, em, and of its measure; and of that where it ends with a part of the title.
_OPEN, _SHARE, _PART = 8.0, 0.4, 0.6
#: Characters that its last line has at least, if it parts anywhere else.
_LAST = 4
#: Titles of more lines are not looked through whole: of the ways to a place that many are followed.
_FEW_LINES, _WAYS = 3, 12
_UNEVEN, _HOURGLASS, _RECTANGLE, _STUB = 0.7, 12.0, 1.0, 20.0


def fit(strip: Strip, measure: Measure, rules: Composition, names: Sequence[str]) -> list[int]:
    """Line ends of a title: few lines, in a trapezium or a diamond. Never inside one of `names`."""
    count = len(strip)
    if not count or fits(strip, 0, count, measure.first):
        return [count] if count else []
    search = _Search(strip, measure, parting_costs(strip, names))
    least = len(firstfit.fit(strip, measure, rules))
    found = []
    for lines in range(least, min(least + _MORE_LINES, _MOST_LINES) + 1):
        if best := search.best(lines):
            found.append((search.cost(best) + _LINE * (lines - least), best))
    if not found:  # one endless word, or no longer a title but a paragraph
        return firstfit.fit(strip, measure, rules)
    return min(found)[1]


class _Search:
    """The cheapest lines of one title."""

    def __init__(self, strip: Strip, measure: Measure, costs: dict[int, float]) -> None:
        self.strip, self.measure, self.costs = strip, measure, costs
        self.places, self.total, self.em = sorted(costs), len(strip), strip.sizes[0]
        self.spaces = [end + 1 for end, kind in enumerate(strip.kinds) if kind is CharClass.WIDE_SPACE and end + 1 in costs]

    def best(self, lines: int) -> list[int]:
        """The cheapest partition into that many lines, or []."""
        found = self._whole(lines) if lines <= _FEW_LINES else self._followed(lines)
        return list(min(((self.cost(ends), ends) for ends in found), default=(0.0, ()))[1])

    def cost(self, ends: Sequence[int]) -> float:
        widths = [self._width(start, end) for start, end in pairwise((0, *ends))]
        return sum(self._end(start, end) for start, end in pairwise((0, *ends))) + _shape(widths)

    def _width(self, start: int, end: int) -> float:
        return self.strip.natural(start, end) / self.em

    def _end(self, start: int, end: int) -> float:
        """What a line costs by where it begins and ends."""
        cost = self.costs[end] if end < self.total else 0.0
        if any(start < space < end for space in self.spaces):
            within = (end < self.total and end not in self.spaces) or (start and start not in self.spaces)
            cost += _MISSED if within else 0.0
        return cost

    def _fits(self, start: int, end: int, number: int) -> bool:
        return fits(self.strip, start, end, self.measure.of(number))

    def _whole(self, lines: int) -> list[tuple[int, ...]]:
        found = []
        for chosen in combinations(self.places, lines - 1):
            ends = (*chosen, self.total)
            if all(self._fits(start, end, number) for number, (start, end) in enumerate(pairwise((0, *ends)))):
                found.append(ends)
        return found

    def _followed(self, lines: int) -> list[tuple[int, ...]]:
        """Line after line: only the cheapest ways to each place are followed, reckoned by how even their lines are."""
        mean = self._width(0, self.total) / lines
        ways: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
        for number in range(lines):
            found: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
            for start, before in ways.items():
                for end in self.places if number < lines - 1 else [self.total]:
                    if end <= start or not self._fits(start, end, number):
                        continue
                    cost = self._end(start, end) + abs(self._width(start, end) - mean)
                    found.setdefault(end, []).extend((so_far + cost, (*ends, end)) for so_far, ends in before)
            ways = {end: sorted(each)[:_WAYS] for end, each in found.items()}
        return [ends for _, ends in ways.get(self.total, ())]


def entry_fitter(names: Sequence[str]) -> Fitter:
    """Lines of an entry of the contents: each ending where a title's would, an em of white being a unit of cost, the last one of
    more than a word, in no more lines than if they were filled. One of more lines than any title is no entry, and is filled."""

    def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
        usual = firstfit.fit(strip, measure, rules)
        if not 1 < len(usual) <= _MOST_LINES:
            return usual
        costs, count, em = parting_costs(strip, names), len(strip), strip.sizes[0]
        ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
        found = []
        for number in range(len(usual)):
            room = measure.of(number)
            following: dict[int, tuple[float, list[int]]] = {}
            for start, (so_far, ends) in ways.items():
                if fits(strip, start, count, room):
                    found.append((so_far + _stub(strip, start), [*ends, count]))
                for end, cost in costs.items():
                    white = room - strip.natural(start, end)
                    most = _PART * room if cost <= STOP else min(_OPEN * em, _SHARE * room)
                    if end > start and white <= most and fits(strip, start, end, room):
                        way = so_far + cost + max(0.0, white) / em, [*ends, end]
                        following[end] = min(way, following.get(end, way))
            ways = following
        return min(found)[1] if found else usual

    return fit


def _stub(strip: Strip, start: int) -> float:
    """What it costs that the last line begins there."""
    return FAULT if start and strip.inked(start, len(strip)) < _LAST else 0.0


def _shape(widths: Sequence[float]) -> float:
    """How far the lines are from an even trapezium or diamond; widths in em."""
    mean = sum(widths) / len(widths)
    cost = _UNEVEN * sum(abs(width - mean) for width in widths)
    if max(widths) - min(widths) < 0.5:
        cost += _RECTANGLE
    if any(widths[i] < min(max(widths[:i]), max(widths[i + 1 :])) - 0.5 for i in range(1, len(widths) - 1)):
        cost += _HOURGLASS  # 沙漏形: a line shorter than lines on both its sides
    if min(widths) < max(widths) / 3:
        cost += _STUB
    return cost
