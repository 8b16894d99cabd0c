"""The end of a paragraph: a last line of a few characters is given company, or taken back into the lines before it; and one that
is nearly full becomes two, where a page wants a line.

Each moves the ends of some lines by a few characters and takes the ways that cost least; the lines are otherwise as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from briefing.house.style import Composition
from briefing.typeset import totalfit
from briefing.typeset.classes import Level
from briefing.typeset.fitting import Measure, fits_squeezed
from briefing.typeset.strip import Strip

#: Characters of a last line, marks included, where the house keeps ends.
LEAST = 4
#: Company comes from so many lines before, so many characters from each, and opens none by more, em: half of what looks loose.
_BACK, FROM_EACH, _OPEN = 4, 3, 0.05
#: A last line of up to so many characters may go back.
TAKEN_BACK = 5
#: A line more is tried with up to so many characters in it.
_LONGEST = LEAST + 4

#: Other ends for those that a strip has; [] where there are none.
Refitter = Callable[[Strip, Measure, Composition, list[int]], list[int]]


def kept(strip: Strip, measure: Measure, rules: Composition, ends: list[int]) -> list[int]:
    """`ends`, or those of as many lines of which the last has `LEAST` characters, or of one line less, where the house wants it
    and lines of flush edges allow it."""
    if rules.ends != "kept" or not measure.flush or len(ends) < 2 or strip.inked(ends[-2], len(strip)) >= LEAST:
        return ends
    return _accompanied(strip, measure, rules, ends) or tightened(strip, measure, rules, ends) or ends


def tightened(strip: Strip, measure: Measure, rules: Composition, ends: list[int]) -> list[int]:
    """Ends of one line less, what the house lets give being given; [] where the last line does not go back."""
    if len(ends) < 2 or not measure.flush or len(strip) - ends[-2] > TAKEN_BACK:
        return []
    over = len(strip) - ends[-2]
    choices = [[end + more for more in range(over + 1)] for end in ends[:-2]]
    return _cheapest(strip, measure, rules, 0, 0, [*choices, [len(strip)]], _OPEN)


def loosened(strip: Strip, measure: Measure, rules: Composition, ends: list[int]) -> list[int]:
    """Ends of one line more, no line being opened by more than the house says; [] where the lines have not that much to give."""
    count = len(strip)
    if not measure.flush or not ends or rules.loosen <= 0:
        return []
    stops = [end for end in range(count - 1, max(0, count - _LONGEST - 1), -1) if strip.inked(end, len(strip)) >= LEAST]
    if not stops or not _opens_so_far(strip, measure, rules, len(ends), stops[0]):
        return []
    # what one line gives the next one passes on: no line gives more than the new one needs
    given = [min(FROM_EACH * (number + 1), _LONGEST) for number in range(len(ends))]
    least = [max(number + 1, end - most) for number, (end, most) in enumerate(zip(ends[:-1], given, strict=False))]
    choices = [range(low, end + 1) for low, end in zip(least, ends, strict=False)]
    return _cheapest(strip, measure, rules, 0, 0, [*choices, stops, [count]], rules.loosen)


def _opens_so_far(strip: Strip, measure: Measure, rules: Composition, lines: int, stop: int) -> bool:
    """Whether the text up to `stop` could fill so many lines, all of them taken together."""
    width = sum(measure.of(number) for number in range(lines))
    missing = width - strip.natural(0, stop) - strip.rooms(0, stop)
    return missing <= rules.loosen * strip.han_gaps(0, stop) * strip.sizes[0] + strip.sizes[0] / 2


def _accompanied(strip: Strip, measure: Measure, rules: Composition, ends: list[int]) -> list[int]:
    first = max(0, len(ends) - 1 - _BACK)
    choices: list[Iterable[int]] = [[end - less for less in range(FROM_EACH + 1)] for end in ends[first:-1]]
    choices[-1] = [end for end in choices[-1] if strip.inked(end, len(strip)) >= LEAST]
    start = ends[first - 1] if first else 0
    found = _cheapest(strip, measure, rules, first, start, [*choices, [len(strip)]], _OPEN)
    return [*ends[:first], *found] if found else []


def _cheapest(
    strip: Strip, measure: Measure, rules: Composition, number: int, start: int, choices: Sequence[Iterable[int]], most: float
) -> list[int]:
    """Ends, one of each of `choices`, of the lines from `number` on, which begins at `start`, none opened by more than `most` em;
    [] where there are none."""
    ways: dict[int, tuple[float, list[int]]] = {start: (0.0, [])}
    for line, ends in enumerate(choices, number):
        found: dict[int, tuple[float, list[int]]] = {}
        for end in ends:
            for begin, (so_far, before) in ways.items():
                price = _price(strip, begin, end, measure.of(line), rules, most)
                if price is not None and (end not in found or so_far + price < found[end][0]):
                    found[end] = so_far + price, [*before, end]
        ways = found
    return min(ways.values())[1] if ways else []


def _price(strip: Strip, start: int, end: int, width: float, rules: Composition, most: float) -> float | None:
    """What a line costs; None: it is none."""
    last = end == len(strip)
    if end <= start or end > len(strip) or (not last and strip.level[end - 1] is not Level.FREE):
        return None
    if not last and strip.opening(start, end, width) > most:
        return None
    return totalfit.price(strip, start, end, width, rules) if fits_squeezed(strip, start, end, width) else None
