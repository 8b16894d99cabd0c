"""Where a house lets text pass figures, tables and pages of another format: the order in which an output has what the sources
say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain

from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.model.freedoms import PASSING, PASSING_HEADS, is_plate
from briefing.model.sheet import Sheet
from briefing.prove.expected import Expected, ExpectedPassage

_FIGURE = ("figure-caption", "figure-source")
_TABLE = ("table-caption", "table-unit", "table-note")
#: By so much text on either side it is known what follows what.
_CONTEXT = 60


def as_found(expected: Expected, text: str) -> Expected:
    """`expected` with its figures and tables later in their sections, where `text`, what an output says, has them so."""
    if not expected.house.figures.floats or text == expected.text:
        return expected
    passages = list(expected.passages)
    units, start = _Units(expected.sheet, expected.house), 0
    for unit in units.of(passages):
        start = next(at for at in range(start, len(passages)) if passages[at] is unit[0])
        _move(passages, start, len(unit), text, units)
    starts = tuple(accumulate((len(passage.text) for passage in passages), initial=0))[:-1]
    whole = "".join(passage.text for passage in passages)
    return replace(expected, passages=tuple(passages), text=whole, starts=starts)


class _Units:
    """What is passed as one thing: a figure, pictures side by side, a table, each with what is said of it; pages of another
    format."""

    def __init__(self, sheet: Sheet, house: HouseStyle) -> None:
        self._leaves = {leaf: on_leaf(house, leaf).leaf for leaf in {region.leaf for region in sheet.regions}}
        self._plates: dict[int, int] = {}  # by block
        before = 0
        for number, region in enumerate(sheet.regions):
            if self._leaves[region.leaf] and is_plate(region):
                self._plates |= dict.fromkeys(range(before, before + len(region.blocks)), number)
            before += len(region.blocks)
        rows = (group for group in sheet.groups if group.kind == "beside")
        self._rows = {index: group.start for group in rows for index in range(group.start, group.end)}

    def sort(self, passage: ExpectedPassage) -> str:
        """What a passage belongs to; "": nothing that may be passed."""
        kind = passage.style.kind
        if passage.block in self._plates:
            return f"plate {self._plates[passage.block]}"
        if passage.group:
            return ""
        if passage.block in self._rows:
            return f"row {self._rows[passage.block]}"
        return "table" if passage.row >= 0 or kind in _TABLE else "figure" if kind in _FIGURE else ""

    def of(self, passages: Sequence[ExpectedPassage]) -> list[list[ExpectedPassage]]:
        """What belongs to each, in order."""
        found: list[list[ExpectedPassage]] = []
        last = -1
        for at, passage in enumerate(passages):
            if not self.sort(passage):
                continue
            if last == at - 1 and found and self._goes_on(found[-1][-1], passage):
                found[-1].append(passage)
            else:
                found.append([passage])
            last = at
        return found

    def _goes_on(self, last: ExpectedPassage, passage: ExpectedPassage) -> bool:
        sort = self.sort(passage)
        if self.sort(last) != sort:
            return False
        if sort == "figure":
            return last.block + 1 == passage.block
        if sort != "table":
            return True
        order = {"table-caption": 0, "table-unit": 1, "table-note": 3}
        one, other = (2 if each.row >= 0 else order[each.style.kind] for each in (last, passage))
        return other > one or (one == other == 3) or (one == other == 2 and last.block == passage.block)

    def passing(self, passages: Sequence[ExpectedPassage], end: int, unit: ExpectedPassage) -> Iterator[tuple[int, ...]]:
        """What may pass a unit that ends at `end`, one after the other: the place of a passage, after those of the headings over
        it. Further units are left out."""
        heads: list[int] = []
        leaf = "" if unit.block in self._plates else self._leaves[unit.leaf]
        for at in range(end, len(passages)):
            passage = passages[at]
            if passage.group or passage.region != unit.region:
                return
            if self.sort(passage):
                continue
            kind = passage.style.kind
            if passage.cell or self._leaves[passage.leaf] != leaf or kind not in PASSING | PASSING_HEADS:
                return
            heads.append(at)
            if kind in PASSING:
                yield tuple(heads)
                heads = []


def _move(passages: list[ExpectedPassage], start: int, length: int, text: str, units: _Units) -> None:
    """Put the unit of so many passages behind the text that passes it: by its place, or else, if something before it is not as
    expected, by what stands around it. What of further units stands between goes behind it."""
    unit = passages[start : start + length]
    said, before = _joined(unit), _joined(passages[:start])
    exact = text.startswith(before)
    passed, around = "", before[-_CONTEXT:]
    texts: list[int] = []
    for more in chain([()], units.passing(passages, start + length, unit[0])):
        texts += more
        passed += _joined([passages[at] for at in more])
        here = len(before) + len(passed)
        if exact and not text.startswith(passed, len(before)):
            return
        if _reordered(said, text, here) if exact else around + passed + said[:_CONTEXT] in text:
            stop = texts[-1] + 1 if texts else start + length
            others = [at for at in range(start + length, stop) if at not in texts]
            passages[start:stop] = [*(passages[at] for at in texts), *unit, *(passages[at] for at in others)]
            return


def _reordered(said: str, text: str, at: int) -> bool:
    """Whether `text` has at `at` what is said, as it is or page by page of each cell."""
    return text.startswith(said, at) or sorted(text[at : at + len(said)]) == sorted(said)


def _joined(passages: Sequence[ExpectedPassage]) -> str:
    return "".join(passage.text for passage in passages)
