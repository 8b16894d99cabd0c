"""Feet of pages. Where a turn leaves lines blank, or parts a single line from its paragraph, or the last page has but a line or
two, paragraphs near by are set in a line less or a line more, one after another, as long as each makes the pages better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.typeset import table_pages
from briefing.typeset.adjoining import divisible
from briefing.typeset.book import Book, Refit, Refits
from briefing.typeset.composed import SetBlock, SetParagraph, SetTable
from briefing.typeset.filled_page import Care
from briefing.typeset.pages import PageFlow
from briefing.typeset.paragraph_ends import FROM_EACH, LEAST, TAKEN_BACK
from briefing.typeset.tails import is_firm_tail

_CLOSE = 0.01
#: A foot with fewer blank lines is full; where more are blank, something large has gone over to the next page, and they are left.
_LEFT, _MOST = 2, 4
#: Lines that a last page has at least.
LINES = 3
#: Paragraphs tried for each fault, of either kind, and how often pages are filled anew for all of them.
_EACH, _TRIES = 3, 24
#: From so many pages up to the fault.
_BACK = 3


class PageFaults(NamedTuple):
    """What is wrong with pages, the worst first; fewer is better. `pages`: how many there are; `void`: whether the one before
    that of the 版记 is blank; `alone`: lines parted from their paragraph; `few`: lines that last pages are short of `LINES`;
    `blank` at feet, by the square."""

    pages: int
    void: int
    alone: int
    few: int
    blank: int


@dataclass(frozen=True, slots=True)
class Filling:
    """Pages and the blocks that fill them, as they were before: a `PageFlow` writes white into its own."""

    flow: PageFlow
    blocks: list[SetBlock]

    def on(self, number: int) -> list[int]:
        """Blocks of the sources on a page, from the top."""
        return [self.flow.order[item.index] for item in self.flow.pages[number]]

    def bottom(self, number: int, end: int, tails: bool = True) -> float:
        """Where blocks before `end` end on a page, pt from the top of the type area. `tails`: what stands under a text, too."""
        flow = self.flow
        own = (item for item in flow.pages[number] if flow.order[item.index] < end)
        own = (item for item in own if tails or not is_firm_tail(flow.blocks[item.index]))
        return max((item.y + flow.blocks[item.index].standing(item.first, item.last) for item in own), default=0.0)

    def alone(self, number: int) -> bool:
        """Whether the turn of a page leaves a single line of a paragraph on one side."""
        flow = self.flow
        if number + 1 >= len(flow.pages) or not flow.pages[number] or not flow.pages[number + 1]:
            return False
        item, following = flow.pages[number][-1], flow.pages[number + 1][0]
        block = flow.blocks[item.index]
        if item.index != following.index or not isinstance(block, SetParagraph) or not divisible(block):
            return False
        return block.parts - item.last == 1 or (not item.first and item.last == 1)

    def rows(self, number: int) -> int:
        """Rows of tables that stand alone on a page."""
        flow = self.flow
        tables = ((flow.blocks[item.index], item) for item in flow.pages[number])
        return sum(isinstance(table, SetTable) and table_pages.lone(table, item.first, item.last) for table, item in tables)

    def blank(self, number: int, end: int) -> int:
        """Lines of the grid at the foot of a page that are blank for no reason that is seen."""
        flow = self.flow
        if self.plated(number):
            return 0
        grid = flow.sheets[number].grid
        floor = min(grid.lines * grid.pitch, flow.sheets[number].page.depth - flow.foot.high(number))
        lines = int((floor - self.bottom(number, end)) / grid.pitch + _CLOSE)
        return lines if _LEFT <= lines <= _MOST else 0

    def plated(self, number: int) -> bool:
        """Whether figures of pages of another format end with this page."""
        return bool(self.flow.sheets[number].leaf) and self.flow.sheets[number].leaf != self.flow.sheets[number + 1].leaf

    def few(self, first: int, last: int, end: int) -> int:
        """Lines that the last page of a text of several is short of what it should have besides who signs."""
        if first == last:
            return 0
        return max(0, LINES - int(self.bottom(last, end, tails=False) / self.flow.sheets[last].grid.pitch + _CLOSE))


def mended(book: Book, filling: Filling, care: Care, refits: Refits) -> Filling:
    """`filling` with fewer faults, if paragraphs in a line less or more make it so."""
    tries, done = _TRIES, -1
    # a paragraph is near several faults, and comes out the same
    refits = Refits(*(cache(refit) if refit is not None else None for refit in (refits.tighter, refits.looser)))
    faults = faults_of(book, filling)
    while (page := next((number for number in _faulty(book, filling) if number > done), -1)) >= 0:
        done = page
        for index, block in _others(filling, page, refits):
            if not tries:
                return filling
            tries -= 1
            blocks = [block if number == index else each for number, each in enumerate(filling.blocks)]
            trial = Filling(book.filled(blocks, care), blocks)
            found = faults_of(book, trial)
            if found < faults:
                trial.flow.notes = filling.flow.notes if found[:2] == faults[:2] else trial.flow.notes
                filling, faults, done = trial, found, page - 1  # and perhaps once more
                break
    return filling


def longer(book: Book, before: Filling, after: Filling) -> int:
    """By how many lines more the last text goes down its last page after it was mended."""
    if before is after or len(before.flow.pages) != len(after.flow.pages):
        return 0
    *_, (_, page, end) = texts_of(book, before)
    return round((after.bottom(page, end) - before.bottom(page, end)) / before.flow.sheets[page].grid.pitch)


def texts_of(book: Book, filling: Filling) -> Iterator[tuple[int, int, int]]:
    """First and last page of each text, from 0, and where it ends."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number in range(len(filling.flow.pages)):
        for index in filling.on(number):
            first.setdefault(index, number)
            last[index] = number
    for start, end, _ in book.stretches(filling.flow):
        yield first[start], last[end - 1], end


def faults_of(book: Book, filling: Filling) -> PageFaults:
    """Of all texts."""
    alone = few = blank = 0
    for first, last, end in texts_of(book, filling):
        few += filling.few(first, last, end)
        for number in range(first, last):
            alone += filling.alone(number)
            blank += filling.blank(number, end) ** 2
    return PageFaults(len(filling.flow.pages), int(filling.flow.void >= 0), alone, few, blank)


def _faulty(book: Book, filling: Filling) -> Iterator[int]:
    """Pages, from 0, after whose turn, or before it, something is wrong."""
    for first, last, end in texts_of(book, filling):
        for number in range(first, last):
            few = number == last - 1 and filling.few(first, last, end)
            if few or filling.alone(number) or filling.blank(number, end):
                yield number


def _others(filling: Filling, page: int, refits: Refits) -> Iterator[tuple[int, SetParagraph]]:
    """Blocks before the turn of a page that can have a line more or less, and what they are then: those first that are near, and
    that are seen least."""
    for number in range(page, max(-1, page - _BACK), -1):
        indices = list(dict.fromkeys([*filling.on(number), *filling.on(number + 1)[:1]]))
        tight = sorted((length, index) for index in indices if 0 < (length := last_line(filling.blocks[index])) <= TAKEN_BACK)
        loose = sorted((want, index) for index in indices if (want := _want(filling.blocks[index])) <= FROM_EACH)
        closer = refits.tighter if filling.alone(page) else None  # marks half as wide are seen: not for white
        for kind, refit in ((loose, refits.looser), (tight, closer)):
            yield from islice(_refitted(filling, [index for _, index in kind], refit), _EACH)


def _refitted(filling: Filling, indices: list[int], refit: Refit | None) -> Iterator[tuple[int, SetParagraph]]:
    for index in indices if refit else ():
        usual, found = filling.blocks[index], refit(index) if refit else None
        if found is not None and isinstance(usual, SetParagraph) and found.lines != usual.lines:
            yield index, replace(found, before=usual.before, after=usual.after)


def _want(block: SetBlock) -> float:
    """How many characters each line of a paragraph must give for a line more, if it is in several."""
    if not isinstance(block, SetParagraph) or len(block.lines) < 2:
        return float("inf")
    widest, last = max(line.width for line in block.lines), block.lines[-1].width
    return ((widest - last) / block.size + LEAST) / len(block.lines)


def last_line(block: SetBlock) -> int:
    """Characters of a paragraph's last line; 0 where there is but one."""
    return block.lines[-1].end - block.lines[-1].start if isinstance(block, SetParagraph) and len(block.lines) > 1 else 0
