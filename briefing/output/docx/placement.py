"""Where blocks stand, as Word says it: space before and after, page breaks, sections.

Word has no positions, only distances; they are read off the composed positions, so that whatever put a block
where it stands (padding to grid lines, the height of a 报头) is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from briefing.output.docx.elements import twips
from briefing.typeset.composed import Composed, Page, Placed, SetBlock, SetParagraph, SetPicture, SetRule, SetTable
from briefing.typeset.pages import continues
from briefing.typeset.tails import tail_of

#: A rule is a paragraph without text, as low as Word allows, above the border it carries. Pt.
RULE_LINE = 1.0
#: A table is higher than its rows by its borders, in LibreOffice 25.2 by one for each row, in 7.4 not. So that no row goes over
#: to the next page, each row gives as much, and the white below makes up for it as far as the page has room for both. Pt.
TABLE_EDGE, ROW_GIVES = 2.0, 0.5
_HAIR = 1.0


@dataclass(slots=True)
class BlockSpace:
    """Space around one block, in twips, and what binds it to a page."""

    before: int = 0
    after: int = 0
    break_before: bool = False
    keep_next: bool = False  # with the next part of the same table or figure


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Blocks `start:end`. `numbered`: its pages show their numbers; `first_number`: restart there, 0: go on.
    `blanks`: empty pages before it. `bare_first`: its first page, a cover or a 报头, shows none all the same."""

    start: int
    end: int
    numbered: bool
    first_number: int = 0
    blanks: int = 0
    bare_first: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    gaps: tuple[BlockSpace, ...]
    sections: tuple[SectionPlan, ...]


def flow(composed: Composed) -> Placement:
    """Distances and sections of all blocks."""
    blocks = composed.blocks
    gaps = [_own(block) for block in blocks]
    sections = _sections(composed)
    for gap, (block, following) in zip(gaps, pairwise(blocks), strict=False):
        gap.keep_next = isinstance(block, SetParagraph) and not block.style.keep_with_next and continues(block, following)
    for index in _held_back(composed):
        gaps[index].keep_next = True
    opening = {section.start for section in sections}
    previous: tuple[int, float] | None = None
    for page in composed.pages:
        for place, item in enumerate(page.items):
            block = blocks[item.index]
            if item.first == 0:
                gap = gaps[item.index]
                if place == 0:
                    # Whatever white a word processor keeps or drops at its own page turns, here it is told.
                    gap.break_before = item.index > 0 and item.index not in opening
                    gap.before = twips(item.y)
                    if previous is not None:
                        gaps[previous[0]].after = 0
                elif composed.regions[item.index] == "colophon" != composed.regions[item.index - 1]:
                    gap.before = 0  # its table stands at the foot of the page, whatever is above
                elif previous is not None:
                    _share(gaps[previous[0]], gap, block, item.y - previous[1])
            previous = (item.index, item.y + _height(block, item))
    _settle(composed, gaps)
    return Placement(tuple(gaps), tuple(sections))


def _held_back(composed: Composed) -> Iterator[int]:
    """Paragraphs that part over a page for the sake of what stands under them, and what of that is bound to the next."""
    blocks = composed.blocks
    for page in composed.pages:
        last = page.items[-1] if page.items else None
        block = blocks[last.index] if last is not None else None
        if last is None or not isinstance(block, SetParagraph) or last.last == len(block.lines):
            continue
        if tail_of(blocks, last.index, len(blocks)).hold:
            yield last.index


def _own(block: SetBlock) -> BlockSpace:
    if isinstance(block, SetTable):
        return BlockSpace()  # Word's tables have no space of their own; their neighbours keep it
    return BlockSpace(twips(block.before), twips(block.after))


def _share(above: BlockSpace, below: BlockSpace, block: SetBlock, white: float) -> None:
    """The white between two blocks, on one side: the lower one's where it asks for any, as a heading does, else the upper's.
    Of white on both sides some word processors take the larger."""
    total = max(0, twips(white))
    asks = isinstance(block, SetParagraph) and bool(block.style.before)
    below.before, above.after = (total, 0) if asks else (0, total)


def _settle(composed: Composed, gaps: list[BlockSpace]) -> None:
    """Move white off what cannot hold it, tables and the rules of the 版记 (borders of its table), and take
    the lines of the other rules out of the white above them."""
    blocks = composed.blocks
    below, above = _gives(composed)
    for i, block in enumerate(blocks):
        gap = gaps[i]
        gap.before += twips(above.get(i, 0.0))
        ruled = isinstance(block, SetRule) and composed.regions[i] == "colophon"
        if isinstance(block, SetTable) or ruled:
            if gap.before and i and not isinstance(blocks[i - 1], SetTable):
                gaps[i - 1].after += gap.before
                gap.before = 0
            if gap.after and i + 1 < len(blocks) and not isinstance(blocks[i + 1], SetTable):
                gaps[i + 1].before += gap.after
                gap.after = 0
        if isinstance(block, SetTable):
            _spare(gaps, i, twips(TABLE_EDGE - below[i]))
        elif isinstance(block, SetRule) and not ruled:
            line = twips(RULE_LINE)
            taken = min(line, gap.before)
            gap.before -= taken
            if i and not isinstance(blocks[i - 1], SetTable):
                gaps[i - 1].after = max(0, gaps[i - 1].after - (line - taken))


def _gives(composed: Composed) -> tuple[dict[int, float], dict[int, float]]:
    """What tables give that white makes up for, pt, by their index: below those that end on a page as far as it has room; above
    one that goes on over the page, whose next row must not go in."""
    grid, blocks = composed.house.grid, composed.blocks
    beyond = max(0.0, composed.house.page.depth - grid.lines * grid.pitch)  # below the last line of the grid
    below: dict[int, float] = {}
    above: dict[int, float] = {}
    for page in composed.pages:
        tables = [(item, block) for item in page.items if isinstance(block := blocks[item.index], SetTable)]
        if not tables:
            continue
        last = page.items[-1]
        left = grid.lines * grid.pitch - last.y - _height(blocks[last.index], last)
        room, given = max(0.0, left - _HAIR), 0.0
        for item, block in tables:
            rows = ROW_GIVES * (item.last - item.first)
            given += rows
            if item.last == len(block.heights):
                below[item.index] = min(rows, room)
                room, given = room - below[item.index], given - below[item.index]
            elif item.index != page.items[0].index:
                most = left + beyond + given + _HAIR * len(tables)
                above[item.index] = max(0.0, min(room, most - block.heights[item.last]))
    return below, above


def _spare(gaps: list[BlockSpace], index: int, amount: int) -> None:
    """Take `amount` twips out of the white around block `index`, below it first; or add what it is less than nothing."""
    below = gaps[index + 1] if index + 1 < len(gaps) else None
    if amount < 0:
        if below is not None and below.before:  # at the top of a page there is no white
            below.before -= amount
        return
    for gap, side in ((below, "before"), (gaps[index], "before"), (gaps[index - 1] if index else None, "after")):
        if gap is not None:
            taken = min(amount, getattr(gap, side))
            setattr(gap, side, getattr(gap, side) - taken)
            amount -= taken


def _height(block: SetBlock, item: Placed) -> float:
    """Height of the part of a block that stands on this page, pt."""
    match block:
        case SetParagraph():
            return (item.last - item.first) * block.leading
        case SetRule():
            return block.weight
        case SetPicture():
            return block.height
        case SetTable():
            head = block.heights[0] if item.first and block.table.header else 0.0
            return head + sum(block.heights[item.first : item.last])


def _sections(composed: Composed) -> list[SectionPlan]:
    """A new section wherever blank pages come in, the 版记 has its own page, or numbering of pages starts or stops;
    but a first page without number needs none, so that a paragraph may run on from it."""
    plans: list[SectionPlan] = []
    section = SectionPlan(0, len(composed.blocks), numbered=True)
    pages, blanks, restarted = 0, 0, False
    for page in composed.pages:
        if not page.items:
            blanks += 1
            continue
        head, shown = page.items[0], bool(page.label)
        changes = shown != section.numbered
        if page is composed.pages[0]:
            section = replace(section, numbered=shown, first_number=_restart(page))
        elif changes and pages == 1 and shown and not blanks:
            section = replace(section, numbered=True, bare_first=True)
        elif head.first == 0 and (changes or blanks or composed.regions[head.index] == "colophon"):
            plans.append(replace(section, end=head.index))
            number = 0 if restarted else _restart(page)
            section, pages = SectionPlan(head.index, len(composed.blocks), shown, number, blanks), 0
        restarted, blanks, pages = bool(_restart(page)), 0, pages + 1
    return [*plans, section]


def _restart(page: Page) -> int:
    """The number a page shows where it is not its place in the file; 0 where Word counts to it by itself."""
    shown = re.search(r"\d+", page.label)
    return int(shown.group()) if shown and int(shown.group()) != page.number else 0
