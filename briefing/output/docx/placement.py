"""Where blocks stand, as Word says it: space before and after, page breaks, sections.

Word has no positions, only distances; they are read off the composed positions, so that whatever put a block
where it stands (padding to grid lines, the height of a 报头) is in them.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, assert_never

from briefing.core.records import dataclass
from briefing.house.leaves import on_leaf
from briefing.output.docx.elements import twips
from briefing.output.docx.frame_placement import BlockSpace, Frame, frames_of, innermost
from briefing.output.docx.held_back import hold_back, text_bottom
from briefing.typeset.adjoining import continues
from briefing.typeset.composed import Composed, Page, SetBlock, SetGroup, SetParagraph, SetPicture, SetRule, SetTable
from briefing.typeset.foot_notes import down_to
from briefing.typeset.page_boxes import PageBox

#: A rule is a paragraph without text, as low as Word allows, above the border it carries. Pt.
RULE_LINE = 1.0
#: Twips that the white above a rule between items gives: LibreOffice 7.4 draws and rounds so that a page with several of them
#: would be some twips higher than it is.
BETWEEN_GIVES = 4
#: A table is higher than its rows by its borders, in LibreOffice 25.2 by one for each row, in 7.4 not. So that no row goes over
#: to the next page, each row gives as much, and the white below makes up for it as far as the page has room for both. Pt.
TABLE_EDGE, ROW_GIVES = 2.0, 0.5
#: A picture's line is higher than the picture by what its paragraph's type, as small as there is, has below its baseline, 0.22
#: pt, and twips are rounded. A page of a grid without a hair to spare would lose its last line.
PICTURE_EDGE = 0.3
_HAIR = 1.0


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Blocks `start:end`. `numbered`: its pages show their numbers; `first_number`: restart there, 0: go on.
    `blanks`: the pages without text before it, which may have notes that go on. `bare_first`: its first page, a cover or a 报头,
    shows none all the same."""

    start: int
    end: int
    numbered: bool
    first_number: int = 0
    blanks: tuple[Page, ...] = ()
    bare_first: bool = False
    goes_on: bool = False  # on the page on which the one before it ends
    box: PageBox | None = None  # of its first page
    leaf: str = ""  # the format of its pages
    columns: SetGroup | None = None


@dataclass(frozen=True)
class Placement:
    """`rows`: by how much a row of a table is higher than composed, twips, by block and row."""

    gaps: tuple[BlockSpace, ...]
    sections: tuple[SectionPlan, ...]
    rows: Mapping[int, Mapping[int, int]]
    frames: tuple[Frame, ...] = ()

    def frame(self, index: int, inside: SetGroup | None = None) -> Frame | None:
        """The one that begins with block `index`; `inside`: and that stands in this one."""
        found = [frame for frame in self.starting.get(index, ()) if inside is None or frame.group is not inside]
        return found[0] if found else None

    @cached_property
    def starting(self) -> dict[int, list[Frame]]:
        """Frames by their first block, an outer one first."""
        return {frame.start: [each for each in self.frames if each.start == frame.start] for frame in self.frames}


def flow(composed: Composed) -> Placement:
    """Distances and sections of all blocks."""
    blocks = composed.blocks
    gaps = [_own(block) for block in blocks]
    sections = _sections(composed)
    for gap, (block, following) in zip(gaps, pairwise(blocks), strict=False):
        gap.keep_next = isinstance(block, SetParagraph) and not block.style.keep_with_next and continues(block, following)
    opening = {section.start for section in sections}
    groups = innermost(composed.groups)
    previous: tuple[int, float] | None = None
    for page in composed.pages:
        low = 0.0  # where the group that `previous` belongs to ends on this page
        for place, item in enumerate(page.items):
            block = blocks[item.index]
            group = groups.get(item.index)
            if previous is not None and place and group is not groups.get(previous[0]):
                previous = (previous[0], max(previous[1], low))
                low = 0.0
            if item.first == 0:
                gap = gaps[item.index]
                if place == 0:
                    # Whatever white a word processor keeps or drops at its own page turns, here it is told.
                    gap.break_before = item.index > 0 and item.index not in opening
                    closes = composed.regions[item.index] == "colophon"  # at the foot of the page by itself
                    gap.before = 0 if closes else twips(item.y)
                    if previous is not None:
                        gaps[previous[0]].after = 0
                elif item.x and page.items[place - 1].x != item.x:
                    gap.before, gap.column_break = 0, True
                    # The break has a paragraph of its own, which word processors have at the foot of one column and the head of
                    # the other.
                    for beside in (page.items[place - 1], item):
                        gaps[beside.index].tighter += math.ceil(twips(RULE_LINE) / (beside.last - beside.first))
                    gaps[page.items[place - 1].index].after = 0
                elif composed.regions[item.index] == "colophon" != composed.regions[item.index - 1]:
                    gap.before = 0  # its table stands at the foot of the page, whatever is above
                elif previous is not None:
                    _share(gaps[previous[0]], gap, block, item.y - previous[1])
            previous = (item.index, item.y + block.standing(item.first, item.last))
            low = max(low, previous[1]) if group is not None else 0.0
    rows: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    _settle(composed, gaps, rows)
    hold_back(composed, gaps)
    frames = frames_of(composed, gaps)
    return Placement(tuple(gaps), tuple(_with_columns(sections, composed.groups)), rows, frames)


def _with_columns(sections: Sequence[SectionPlan], groups: Sequence[SetGroup]) -> Iterator[SectionPlan]:
    """Columns are sections of their own, on the page on which the text before them ends."""
    for plan in sections:
        rest = plan
        for group in groups:
            if group.kind != "columns" or not plan.start <= group.start < plan.end:
                continue
            if group.start > rest.start:
                yield replace(rest, end=group.start)
                rest = _going_on(rest, group.start)
            yield replace(rest, end=group.end, columns=group)
            rest = _going_on(rest, group.end)
        if rest.start < rest.end or rest is plan:
            yield rest


def _going_on(plan: SectionPlan, start: int) -> SectionPlan:
    return replace(plan, start=start, first_number=0, blanks=(), bare_first=False, goes_on=True)


def _own(block: SetBlock) -> BlockSpace:
    match block:
        case SetTable():
            return BlockSpace()  # Word's tables have no space of their own; their neighbours keep it
        case SetParagraph() | SetRule() | SetPicture():
            return BlockSpace(twips(block.before), twips(block.after))
        case _:
            assert_never(block)


def _share(above: BlockSpace, below: BlockSpace, block: SetBlock, white: float) -> None:
    """The white between two blocks, on one side: the lower one's where it asks for any, as a heading does, else the upper's.
    Of white on both sides some word processors take the larger."""
    total = max(0, twips(white))
    asks = isinstance(block, SetParagraph) and bool(block.style.before)
    below.before, above.after = (total, 0) if asks else (0, total)


def _settle(composed: Composed, gaps: list[BlockSpace], rows: dict[int, dict[int, int]]) -> None:
    """Move white off what cannot hold it, tables and the rules of the 版记 (borders of its table), and take
    the lines of the other rules out of the white above them."""
    blocks = composed.blocks
    below, above, heads, taller = _gives(composed)
    for (index, row), height in taller.items():
        rows[index][row] = twips(height)
    for i, block in enumerate(blocks):
        gap = gaps[i]
        if i in heads and (white := twips(above[heads[i]])):
            if i and not isinstance(block, SetTable):  # on one side
                gap.before, gaps[i - 1].after = gap.before + gaps[i - 1].after, 0
            gap.before += white
        ruled = isinstance(block, SetRule) and composed.regions[i] == "colophon"
        if isinstance(block, SetTable) or ruled:
            if gap.before and i and not isinstance(blocks[i - 1], SetTable):
                gaps[i - 1].after += gap.before
                gap.before = 0
            if gap.after and i + 1 < len(blocks):
                gaps[i + 1].before += gap.after
                gap.after = 0
        if isinstance(block, SetTable):
            left = _spare(gaps, i, twips(TABLE_EDGE - below[i]), not above.get(i))
            if left > 0:  # where no white is left the last row is lower
                rows[i][len(block.heights) - 1] -= left
        elif isinstance(block, SetPicture):
            _spare(gaps, i, twips(PICTURE_EDGE), True)
        elif isinstance(block, SetRule) and not ruled and not block.void:
            line = twips(RULE_LINE) + (BETWEEN_GIVES if block.between else 0)
            taken = min(line, gap.before)
            gap.before -= taken
            if i and not isinstance(blocks[i - 1], SetTable):
                gaps[i - 1].after = max(0, gaps[i - 1].after - (line - taken))


class _Gives(NamedTuple):
    """What tables give that is made up for elsewhere, pt, by their index: by the white below those that end on a page, as far as
    it has room; above one that goes on over the page, whose next row must not go in; or by its last row there, if it stands at
    the head of a page. `heads`: tables by the block above which that white stands, their caption as a rule."""

    below: dict[int, float]
    above: dict[int, float]
    heads: dict[int, int]
    taller: dict[tuple[int, int], float]


def _gives(composed: Composed) -> _Gives:
    blocks = composed.blocks
    gives = _Gives({}, {}, {}, {})
    for page in composed.pages:
        tables = [(item, block) for item in page.items if isinstance(block := blocks[item.index], SetTable)]
        if not tables:
            continue
        last = page.items[-1]
        house = on_leaf(composed.house, page.leaf)
        grid = house.grid
        depth = grid.lines * grid.pitch
        beyond = 0.0 if page.notes else max(0.0, house.page.depth - depth)  # below the last line of the grid
        low = last.y + blocks[last.index].standing(last.first, last.last)
        left = min(depth, down_to(text_bottom(composed, page, depth), grid.pitch)) - low
        room, given, all_given = max(0.0, left - _HAIR), 0.0, 0.0
        for item, block in tables:
            whole = [part.row for part in block.rows_of(item.first, item.last) if part.row not in block.parting]
            rows = ROW_GIVES * len(whole)
            given, all_given = given + rows, all_given + rows
            if item.last == len(block.bands):
                below = gives.below[item.index] = min(rows, room)
                room, given = room - below, given - below
                continue
            if block.line_over(item.last) is not None:
                continue  # what follows is a table of its own, on a new page
            # where there is no white below a table it makes up for nothing
            most = left + beyond + all_given + _HAIR * len(tables)
            band = block.bands[item.last]
            edge = TABLE_EDGE if item.last + 1 == len(block.bands) or band.top else 0.0
            following = band.bottom - band.top - ROW_GIVES - edge
            missing = max(0.0, min(room - TABLE_EDGE, most - following))
            if item.index != page.items[0].index:
                gives.above[item.index] = missing
                gives.heads[_head(composed, page, item.index)] = item.index
            elif missing and whole:
                gives.taller[item.index, whole[-1]] = missing
    return gives


def _head(composed: Composed, page: Page, index: int) -> int:
    """The first of the blocks that stand above table `index` and keep with it, if it does not begin the page."""
    items = [item.index for item in page.items]
    place = items.index(index)
    while place and isinstance(above := composed.blocks[items[place - 1]], SetParagraph) and above.style.keep_with_next:
        place -= 1
    return items[place] if place else index


def _spare(gaps: list[BlockSpace], index: int, amount: int, above: bool) -> int:
    """Take `amount` twips out of the white around block `index`, below it first, at last `above`; or add what it is less than
    nothing. What is left to be taken."""
    below = gaps[index + 1] if index + 1 < len(gaps) else None
    if amount < 0:
        if below is not None and below.before:  # at the top of a page there is no white
            below.before -= amount
        return 0
    own, over = gaps[index], gaps[index - 1] if index and above else None
    for gap, side in ((own, "after"), (below, "before"), (own, "before"), (over, "after")):
        if gap is not None:
            taken = min(amount, getattr(gap, side))
            setattr(gap, side, getattr(gap, side) - taken)
            amount -= taken
    return amount


def _sections(composed: Composed) -> list[SectionPlan]:
    """A new section wherever blank pages come in, pages have another format, or other figures of that format, the 版记 has a page
    of its own, or numbering of pages starts or stops; but a first page without number needs none, so that a paragraph may run on
    from it."""
    plans: list[SectionPlan] = []
    first = composed.pages[0]
    section = SectionPlan(0, len(composed.blocks), numbered=True, box=first.box, leaf=first.leaf)
    pages, restarted = 0, False
    blanks: tuple[Page, ...] = ()
    for page in composed.pages:
        if not page.items:
            blanks = (*blanks, page)
            continue
        head, shown = page.items[0], bool(page.label)
        plate = head.first == 0 and composed.begins_plate(head.index)
        changes = shown != section.numbered or page.leaf != section.leaf or plate
        closing = head.first == 0 and composed.regions[head.index] == "colophon"
        if page is first:
            section = replace(section, numbered=shown, first_number=_restart(page))
        elif changes and page.leaf == section.leaf and pages == 1 and shown and not (blanks or closing or plate):
            section = replace(section, numbered=True, bare_first=True)
        elif head.first == 0 and (changes or blanks or closing):
            plans.append(replace(section, end=head.index))
            number = 0 if restarted else _restart(page)
            section = SectionPlan(head.index, len(composed.blocks), shown, number, blanks, box=page.box, leaf=page.leaf)
            pages = 0
        restarted, blanks, pages = bool(_restart(page)), (), pages + 1
    return [*plans, section]


def _restart(page: Page) -> int:
    """The number a page shows where it is not its place in the file; 0 where Word counts to it by itself."""
    shown = re.search(r"\d+", page.label)
    return int(shown.group()) if shown and int(shown.group()) != page.number else 0
