"""Titles: balanced lines broken where one would pause reading aloud (GB/T 9704-2012 §7.3.1:
回行时词意完整、排列对称、 长短适宜、间距恰当，排列使用梯形或菱形).

Where a title may part is judged by its marks and by words: see `words.py`. Which partings are taken is the
cheapest sum of what each costs and how even the lines are, over all ways to fill the least number of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from briefing.house.style import Composition
from briefing.typeset import firstfit
from briefing.typeset.classes import CharClass, Level
from briefing.typeset.fitting import Fitter, Measure, fits
from briefing.typeset.strip import Strip
from briefing.typeset.word_ends import phrases, word_ends

#: What a parting costs, in the unit in which 1 is a difference of 1 em between a line and the mean.
_PHRASE, _MARK, _QUOTE, _AFTER_DE, _WORD, _TERM, _INSIDE = 0.0, 2.0, 6.0, 6.0, 8.0, 14.0, 60.0
#: Taken off where a verb that opens a phrase follows; added inside quotation marks and brackets.
_OPENS, _ENCLOSED, _LEADS, _UNIT = 4.0, 6.0, 4.0, 4.0
#: Never first on a line of a title: particles belong to what is before them.
_CLINGING = frozenset("的地得了着过们之等所")
#: Not last on a line: these belong to what follows.
_LEADING = frozenset("在向与和及或对为把被将以从由按让使并于当就而且第各全该本其之")
_MOST_LINES = 5
#: What 《》 encloses stays whole where it takes no more than this share of a line; a parting inside costs so much.
_SHORT_NAME, _NAME = 0.6, 34.0
#: A parting of this cost is a fault, for which a title may take a line more.
_FAULT = 30.0
#: By how much a line of an entry may be opened, em.
_OPEN = 2.0
#: Titles of more lines are not looked through whole: of the ways to a place that many are followed.
_FEW_LINES, _WAYS = 3, 12
_BOOK = re.compile(r"《[^《》]*》")
_HOURGLASS, _RECTANGLE, _STUB = 12.0, 1.0, 20.0


def fit(strip: Strip, measure: Measure, rules: Composition, names: Sequence[str]) -> list[int]:
    """Line ends of a title: as few lines as go, in a trapezium or a diamond. Never inside one of `names`."""
    count = len(strip)
    if not count or fits(strip, 0, count, measure.first):
        return [count] if count else []
    costs = parting_costs(strip, names)
    for place in _short_names(strip, measure):
        if place in costs:
            costs[place] = max(costs[place], _NAME)
    least = len(firstfit.fit(strip, measure, rules))
    faulty: list[int] = []
    for lines in range(least, min(least + 2, _MOST_LINES + 1)):
        best = _best(strip, measure, costs, lines) if lines <= _FEW_LINES else _best_of_many(strip, measure, costs, lines)
        if best and max(costs[end] for end in best[:-1]) < _FAULT:
            return best
        faulty = faulty or best
    return faulty or firstfit.fit(strip, measure, rules)  # one endless word, or no longer a title but a paragraph


def entry_fitter(names: Sequence[str]) -> Fitter:
    """Lines of an entry of the contents: filled one after the other, without a word or a short name parted where that takes no
    more lines and opens none by more than `_OPEN`."""

    def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
        usual = firstfit.fit(strip, measure, rules)
        if len(usual) < 2:
            return usual
        costs = parting_costs(strip, names)
        for place in _short_names(strip, measure) & costs.keys():
            costs[place] = max(costs[place], _NAME)
        if all(costs.get(end, _FAULT) < _FAULT for end in usual[:-1]):
            return usual
        ends: list[int] = []
        start, count = 0, len(strip)
        while not fits(strip, start, count, measure.of(len(ends))):
            room = measure.of(len(ends))
            good = [end for end in costs if end > start and costs[end] < _FAULT and fits(strip, start, end, room)]
            if not good or room - strip.natural(start, max(good)) > _OPEN * strip.sizes[0]:
                return usual
            ends.append(max(good))
            start = ends[-1]
        return [*ends, count] if len(ends) < len(usual) else usual

    return fit


def parting_costs(strip: Strip, names: Sequence[str]) -> dict[int, float]:
    """Each place where the title may part → its cost."""
    text, kinds = strip.text, strip.kinds
    ends = word_ends(text, names)
    inside_terms = _inside(text, phrases("term"))
    openers = phrases("open")
    costs: dict[int, float] = {}
    depth = 0
    for end in range(1, len(text)):
        level = strip.level[end - 1]
        here, following = kinds[end - 1], kinds[end]
        depth = max(0, depth + (here is CharClass.OPEN) - (here is CharClass.CLOSE))
        if level > Level.KEPT or text[end] in _CLINGING:
            continue
        if here in (CharClass.WIDE_SPACE, CharClass.SPACE):
            cost = _PHRASE
        elif here in (CharClass.PAUSE, CharClass.STOP):
            cost = _MARK
        elif end not in ends and here is CharClass.HAN and following is CharClass.HAN:
            cost = _INSIDE
        elif end in inside_terms:
            cost = _TERM
        else:
            cost = _QUOTE if here is CharClass.CLOSE or following in (CharClass.OPEN, CharClass.PAIR) else _WORD
            if text[end - 1] == "的":
                cost = _AFTER_DE
            elif text[end - 1] in _LEADING:
                cost += _LEADS
            elif text[end] in openers or text[end : end + 2] in openers:
                cost -= _OPENS
        costs[end] = cost + (_UNIT if level is Level.KEPT else 0.0) + (_ENCLOSED if depth else 0.0)
    for place in _inside(text, names):
        costs.pop(place, None)
    return costs


def _inside(text: str, terms: Iterable[str]) -> set[int]:
    """Places inside any occurrence of `terms`."""
    places: set[int] = set()
    for term in terms:
        at = text.find(term)
        while at >= 0:
            places.update(range(at + 1, at + len(term)))
            at = text.find(term, at + 1)
    return places


def _best(strip: Strip, measure: Measure, costs: dict[int, float], lines: int) -> list[int]:
    """The cheapest partition into that many lines, or []."""
    total = len(strip)
    best: list[int] = []
    cheapest = 0.0
    for chosen in combinations(sorted(costs), lines - 1):
        ends = [*chosen, total]
        starts = [0, *chosen]
        if not all(fits(strip, s, e, measure.of(i)) for i, (s, e) in enumerate(zip(starts, ends, strict=True))):
            continue
        widths = [strip.natural(s, e) / strip.sizes[0] for s, e in zip(starts, ends, strict=True)]
        cost = sum(costs[end] for end in chosen) + _shape(widths)
        if not best or cost < cheapest:
            best, cheapest = ends, cost
    return best


def _best_of_many(strip: Strip, measure: Measure, costs: dict[int, float], lines: int) -> list[int]:
    """As `_best`, line after line: only the cheapest ways to each place are followed, reckoned by how even their lines are."""
    total, em = len(strip), strip.sizes[0]
    mean = strip.natural(0, total) / em / lines
    ways: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
    for number in range(lines):
        found: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
        for start, before in ways.items():
            for end in sorted(costs) if number < lines - 1 else [total]:
                if end <= start or not fits(strip, start, end, measure.of(number)):
                    continue
                cost = costs.get(end, 0.0) + abs(strip.natural(start, end) / em - mean)
                found.setdefault(end, []).extend((so_far + cost, (*ends, end)) for so_far, ends in before)
        ways = {end: sorted(each)[:_WAYS] for end, each in found.items()}
    whole: list[tuple[int, ...]] = [ends for _, ends in ways.get(total, ())]

    def reckoned(ends: tuple[int, ...]) -> float:
        widths = [strip.natural(start, end) / em for start, end in pairwise((0, *ends))]
        return sum(costs[end] for end in ends[:-1]) + _shape(widths)

    if not whole:
        return []
    best = min(whole, key=lambda each: (reckoned(each), each))
    return list(best)


def _short_names(strip: Strip, measure: Measure) -> set[int]:
    """Places inside what stands in 《》 and is short."""
    found: set[int] = set()
    for match in _BOOK.finditer(strip.text):
        if strip.natural(match.start(), match.end()) <= _SHORT_NAME * measure.rest:
            found.update(range(match.start() + 1, match.end()))
    return found


def _shape(widths: Sequence[float]) -> float:
    """How far the lines are from an even trapezium or diamond; widths in em."""
    mean = sum(widths) / len(widths)
    cost = sum(abs(width - mean) for width in widths)
    if max(widths) - min(widths) < 0.5:
        cost += _RECTANGLE
    if any(widths[i] < min(max(widths[:i]), max(widths[i + 1 :])) - 0.5 for i in range(1, len(widths) - 1)):
        cost += _HOURGLASS  # 沙漏形: a line shorter than lines on both its sides
    if min(widths) < max(widths) / 3:
        cost += _STUB
    return cost
