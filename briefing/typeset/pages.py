"""Pages: set blocks → pages on the grid.

Every block with `whole_lines` begins on a grid line and takes whole lines. A table or picture does so
together with its caption, unit, note and source, which stand close to it. What this module settles about
white space it writes back into the blocks: `before` is 0 where it is dropped at the top of a page, and
`after` includes the padding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from briefing.core.errors import Diagnostic
from briefing.house.style import HouseStyle
from briefing.typeset import adjoining, colophon_notes, floats, group_pages, table_pages
from briefing.typeset.composed import (
    Patch,
    Placed,
    SetBlock,
    SetGroup,
    SetParagraph,
    SetPicture,
    SetRule,
    SetTable,
    by_start,
)
from briefing.typeset.context import Context
from briefing.typeset.tails import Tail, is_tail, tail_of

_CLOSE = 0.01  # pt: sums of line heights that differ by less are equal
#: Pages of a folded sheet.
_FOLDED = 4
#: A paragraph of up to so many lines whose end is held back for what stands under it goes to the next page whole. LibreOffice 7.4
#: moves it whole however long it is, Word parts it.
WHOLE = 5


class PageFlow:
    """The page being filled, and where on it the next block goes. `origin` is where its grid begins; what follows at the top of a
    page is placed at `ceiling`, down to `floor`. Within a frame these differ from the page's own."""

    def __init__(self, blocks: list[SetBlock], context: Context, groups: Sequence[SetGroup] = ()) -> None:
        self.blocks, self.context, self.groups = blocks, context, groups
        self.order = list(range(len(blocks)))  # places in the sources of the blocks as they stand
        self.passed: set[int] = set()  # places of figures that text has passed
        self.starting = by_start(groups)
        self.pitch, self.capacity = context.house.grid.pitch, context.capacity
        self.lone_line = context.house.composition.lone_line
        self.pages: list[list[Placed]] = [[]]
        self.y = self.origin = self.ceiling = 0.0
        self.floor = self.capacity
        self.whole_from: int | None = None  # the page from which on no paragraph parts
        self.depths: Sequence[float] = ()  # of the pages, where these are columns
        self.patches: dict[int, list[Patch]] = {}  # by the page, from 0
        self.within: list[SetGroup] = []  # that are being placed
        self.sheets: list[HouseStyle] = [context.house]  # what each page is laid by
        self.unnumbered: set[int] = set()
        self.notes: list[Diagnostic] = []

    # --- the page -------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        return not self.pages[-1]

    def turn(self, force: bool = False) -> None:
        """Go to a new page, unless this one is still empty."""
        if force or not self.empty:
            self.pages.append([])
            self.sheets.append(self.context.house)
            self.y = self.origin = self.ceiling
            if self.depths:
                self.floor = self.depths[min(len(self.pages) - 1, len(self.depths) - 1)]

    def lay(self, context: Context) -> None:
        """Go on on pages of another format. A fold-out is a sheet of its own: it begins on a right-hand page, and its back is a
        page, blank if nothing stands on it."""
        before, after = self.context.house, context.house
        if before.leaf == after.leaf:
            return
        self.turn()
        if "foldout" in (before.leaf, after.leaf) and len(self.pages) % 2 == 0:
            self.unnumbered.add(len(self.pages))
            self.turn(force=True)
        self.context, self.capacity, self.floor = context, context.capacity, context.capacity
        self.sheets[-1] = after

    def snapped(self, y: float) -> float:
        """The grid line at or below `y`."""
        return self.origin + math.ceil((y - self.origin) / self.pitch - _CLOSE / self.pitch) * self.pitch

    def room(self, y: float) -> float:
        return self.floor - y + _CLOSE

    def masthead_end(self) -> None:
        """The text under a 报头 begins on a grid line, after the lines that the house gives the 报头."""
        if len(self.pages) == 1:
            self.y = max(self.snapped(self.y), self.context.house.masthead_lines * self.pitch)

    # --- blocks ---------------------------------------------------------------------------------------------

    def region(self, start: int, end: int) -> None:
        index = start
        while index < end:
            if (group := self._beginning(index)) is not None:
                group_pages.place(self, group)
                index = group.end
                continue
            if self.context.house.figures.floats and (move := floats.passing(self, index, end)) is not None:
                self._pass(move)
            block = self.blocks[index]
            if not self.empty and self._kept_height(index, end) > self.room(self.y):
                if isinstance(block, SetRule) and block.between:
                    self._void(index, block)
                    index += 1
                    continue
                self.turn()
            match block:
                case SetParagraph():
                    self._paragraph(index, block, end)
                case SetTable():
                    self._table(index, block)
                case SetRule() | SetPicture():
                    self._whole(index, block)
                case _:
                    assert_never(block)
            index += 1

    def _pass(self, move: floats.Move) -> None:
        start, end, stop = move
        self.passed.add(self.order[start])
        self.blocks[start:stop] = [*self.blocks[end:stop], *self.blocks[start:end]]
        self.order[start:stop] = [*self.order[end:stop], *self.order[start:end]]

    def _beginning(self, index: int) -> SetGroup | None:
        """The outermost group that begins with block `index` and is not being placed."""
        within = self.within
        return next((group for group in self.starting.get(index, ()) if all(group is not each for each in within)), None)

    def _kept_height(self, index: int, end: int) -> float:
        """Height from here to the end of what must stand together with block `index` on this page; 0:
        nothing, or more than any page holds."""
        if not self._keeps_next(index, end):
            return 0.0
        y = self.y
        while index < end and self._keeps_next(index, end):
            block = self.blocks[index]
            y = self.top(index, y) + block.before + block.height + block.after
            index += 1
            if self._beginning(index) is not None:
                break
        following = self.blocks[index]
        group = self._beginning(index)
        if group is not None:
            kept = self.snapped(y) + group_pages.least(self, group) - self.y
            return kept if kept <= self.capacity + _CLOSE else 0.0
        top = self.top(index, y) + following.before
        kept = top + self.least_of(following) - self.y
        if kept > self.capacity + _CLOSE:
            return 0.0
        tail = tail_of(self.blocks, index, end)
        if isinstance(following, SetParagraph) and not self._held(following, len(following.lines), self.room(top), tail):
            return self.capacity  # it goes to the next page for the sake of what stands under it
        return kept

    def _keeps_next(self, index: int, end: int) -> bool:
        if index + 1 >= end:
            return False
        block, following = self.blocks[index], self.blocks[index + 1]
        if isinstance(block, SetTable) and self._parts(block):
            return False
        if adjoining.continues(block, following) or (is_tail(block) and is_tail(following) and adjoining.name(block) != "note"):
            return True
        if isinstance(block, SetTable | SetPicture | SetParagraph) and adjoining.ends_figure(block) and is_tail(following):
            return True
        if isinstance(block, SetRule):
            return block.between
        return isinstance(block, SetParagraph) and block.style.keep_with_next

    def _parts(self, table: SetTable) -> bool:
        return table.height > floats.WHOLE_TABLE * self.capacity

    def top(self, index: int, y: float) -> float:
        """Where block `index` begins if there is room from `y` on."""
        block = self.blocks[index]
        match block:
            case SetParagraph():
                return self.snapped(y) if block.style.whole_lines else y
            case SetRule():
                return y
            case SetTable() | SetPicture():
                goes_on = index and not self.empty and adjoining.continues(self.blocks[index - 1], block)
                return y if goes_on else self.snapped(y)
            case _:
                assert_never(block)

    def least_of(self, block: SetBlock) -> float:
        """The least of a block that may stand at the foot of a page."""
        if isinstance(block, SetParagraph) and adjoining.divisible(block):
            lines = len(block.lines)
            least = 2 if self._pairs(block) else 1
            return (lines if lines < 2 * least else least) * block.leading
        if isinstance(block, SetTable) and self._parts(block):
            return table_pages.least(block, self.capacity)
        return block.height

    def _paragraph(self, index: int, block: SetParagraph, end: int) -> None:
        lines, first = len(block.lines), 0
        tail = tail_of(self.blocks, index, end)
        top = self.top(index, self.y)
        before = self._before(block)
        taken = self._held(block, lines, self.room(top + before), tail)
        if taken <= 0:
            self.turn()
            top, before = self.y, self._before(block)
            taken = self._held(block, lines, self.room(top + before), tail)
        y = top + before
        while True:
            self.pages[-1].append(Placed(index, y, first, first + taken))
            y += taken * block.leading
            first += taken
            if first >= lines:
                break
            self.turn()
            y = self.y
            taken = self._held(block, lines - first, self.room(y), tail)
        bottom = y + block.after
        self.y = self.snapped(bottom) if block.style.whole_lines else bottom
        self.blocks[index] = replace(block, before=before, after=self.y - y)

    def _before(self, block: SetParagraph) -> float:
        top = self.empty or (bool(self.within) and self.y - self.origin < _CLOSE)
        return 0.0 if top and block.style.drop_before else block.before

    def _pairs(self, block: SetParagraph) -> bool:
        """Whether no line of it stands alone on a page."""
        return self.lone_line or block.style.lone_line

    def _held(self, block: SetParagraph, lines: int, room: float, tail: Tail) -> int:
        """As `_lines_here`, with lines held back for a tail that would stand on the next page without them."""
        taken = self._lines_here(block, lines, room)
        fits = taken == lines and lines * block.leading + block.after + tail.height <= room
        if not tail.hold or fits or lines - taken >= tail.hold:
            return taken
        if tail.hold * block.leading + block.after + tail.height > self.capacity:
            return taken  # no page holds both
        held = lines - tail.hold
        whole = lines <= WHOLE and lines == len(block.lines) and lines * block.leading + tail.height <= self.capacity
        if not (whole or tail.firm):
            return taken
        if whole or held < (2 if self._pairs(block) else 1) or not adjoining.divisible(block):
            return taken if self.empty else 0
        return held

    def _lines_here(self, block: SetParagraph, lines: int, room: float) -> int:
        """How many of the next `lines` lines this page takes; 0: turn the page first."""
        taken = int(room / block.leading)
        if taken >= lines:
            return lines
        if not adjoining.divisible(block) or (self.whole_from is not None and len(self.pages) > self.whole_from):
            taken = 0
        elif self._pairs(block) and lines > 1:  # 孤行不成页: two lines on either side of a page turn
            if lines - taken == 1:
                taken -= 1
            if taken == 1 or lines - taken < 1:
                taken = 0
        if taken <= 0 and self.empty:
            return max(1, min(lines, int(room / block.leading)))
        return max(0, taken)

    def _table(self, index: int, table: SetTable) -> None:
        if self.within:  # word processors know no page turn in a frame, and what goes on in the next column is in sight
            table = replace(table, continued=None)
        top, before = self.top(index, self.y), 0.0 if self.empty else table.before
        tail = self._tail(index)
        whole = before + table.height + tail > self.room(top) and not self._parts(table)
        if not self.empty and (whole or before + table_pages.least(table, self.capacity) > self.room(top)):
            self.turn()
            top, before = 0.0, 0.0
        y = top + before
        for number, (first, last) in enumerate(table_pages.parted(table, (self.room(y), self.room(0.0)), tail)):
            if number:
                self.turn()
                y = 0.0
            self.pages[-1].append(Placed(index, y, first, last))
            y += table.standing(first, last)
        self.y = y + table.after
        over = any(table.line_over(item.first) for item in self.pages[-1] if item.index == index)
        self.blocks[index] = replace(table, before=before, continued=table.continued if over else None)

    def _tail(self, index: int) -> float:
        """Height of the notes that stand with the last rows of the table `index`; 0 where they are a text of their own."""
        height = 0.0
        for above, block in pairwise(self.blocks[index:]):
            if not adjoining.continues(above, block) and not adjoining.notes(above, block):
                break
            height += block.before + block.height + block.after
        return height if height <= floats.WHOLE_TABLE * self.capacity else 0.0

    def _void(self, index: int, rule: SetRule) -> None:
        """What follows the rule goes to the next page, whose turn parts as well as a rule."""
        self.blocks[index] = replace(rule, weight=0.0, before=0.0, after=0.0)
        self.pages[-1].append(Placed(index, self.y, 0, 1))
        self.turn()

    def _whole(self, index: int, block: SetRule | SetPicture) -> None:
        top = self.top(index, self.y)
        height = block.before + block.height
        if not self.empty and height > self.room(top):
            self.turn()
            top = self.y
        self.pages[-1].append(Placed(index, top + block.before, 0, 1))
        self.y = top + height + block.after

    # --- 版记 -----------------------------------------------------------------------------------------------

    def colophon(self, start: int, end: int) -> None:
        """On the bottom of the type area (GB/T 9704-2012 §7.4), on a further page if this one is too full,
        and on an even page where the house asks; a blank page before it is unnumbered, and then so is its
        own."""
        first = self.blocks[start]
        self.blocks[start] = replace(first, before=0.0)
        own = (block.paragraph.span for block in self.blocks[start:end] if isinstance(block, SetParagraph))
        span = next(filter(None, own), None)
        depth = max(self.context.house.page.depth, self.capacity)
        height = sum(block.before + block.height + block.after for block in self.blocks[start:end])
        if height > depth + _CLOSE:
            tallest = max(self.blocks[start:end], key=lambda block: block.height)
            runs = tallest.runs if isinstance(tallest, SetParagraph) else ()
            where = next((run.span for run in runs if run.span), None)
            self.context.findings.add("colophon-too-tall", "版记太长，一页放不下", where, "请精简报送单位、分发范围或联系方式")
        over = self.y + height - depth
        if not self.empty and over > _CLOSE:
            self.turn()
        moved = self.context.house.colophon.last_side and not self.empty and len(self.pages) % _FOLDED > 0
        if moved:
            self.turn()
        if self.context.house.colophon.even_page and len(self.pages) % 2:
            blank = self.empty and len(self.pages) > 1
            self.turn(force=True)
            if blank:
                self.unnumbered |= {len(self.pages) - 1, len(self.pages)}
            if blank and not moved:
                text = (block.paragraph.span for block in reversed(self.blocks[:start]) if isinstance(block, SetParagraph))
                leaf = self.sheets[len(self.pages) - 3].leaf
                lines = over / self.pitch - _CLOSE
                self.notes.append(colophon_notes.blank(next(filter(None, text), span), len(self.pages), leaf, lines))
        if moved:
            self.notes.append(colophon_notes.moved(span, len(self.pages)))
        y = max(0.0, depth - height)
        for index in range(start, end):
            block = self.blocks[index]
            y += block.before
            self.pages[-1].append(Placed(index, y, 0, block.parts))
            y += block.height + block.after
        self.y = y
