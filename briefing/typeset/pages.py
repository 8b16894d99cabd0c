"""Pages: set blocks → pages on the grid.

Every block with `whole_lines` begins on a grid line and takes whole lines. A table or picture does so
together with its caption, unit, note and source, which stand close to it. What this module settles about
white space it writes back into the blocks: `before` is 0 where it is dropped at the top of a page, and
`after` includes the padding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from briefing.typeset import adjoining, colophon_notes, floats, group_pages, leaf_plates, table_pages
from briefing.typeset.composed import (
    Placed,
    SetBlock,
    SetGroup,
    SetParagraph,
    SetPicture,
    SetRule,
    SetTable,
)
from briefing.typeset.filled_page import FilledPage
from briefing.typeset.foot_notes import ABOVE_COLOPHON
from briefing.typeset.tails import Tail, is_tail, tail_of

_CLOSE = 0.01  # pt: sums of line heights that differ by less are equal
#: Pages of a folded sheet.
_FOLDED = 4
#: A paragraph of up to so many lines whose end is held back for what stands under it goes to the next page whole. LibreOffice 7.4
#: moves it whole however long it is, Word parts it.
WHOLE = 5


class PageFlow(FilledPage):
    """Puts blocks on pages."""

    # --- blocks ---------------------------------------------------------------------------------------------

    def region(self, start: int, end: int) -> None:
        """Blocks `start:end`, a region, or a section with pages of several formats."""
        index, last = start, end
        while index < last:
            if self.formats and not leaf_plates.begins(self, index):
                self.lay(self.formats[index].context)
            if self.context.house.figures.floats and (move := floats.passing(self, index, last)) is not None:
                self.due |= {self.order[figure]: page for figure, page in move.due.items()}
                self.reorder(move.start, move.order)
            elif (table := floats.parting(self, index, last)) is not None:
                self.parting.append(table)
            if self.formats:
                end = leaf_plates.format_end(self, index, last)
                self.lay(self.formats[index].context)
                if leaf_plates.follows(self, index):
                    self.turn()
            if (group := self._beginning(index)) is not None:
                group_pages.place(self, group)
                index = group.end
                continue
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

    def _beginning(self, index: int) -> SetGroup | None:
        """The outermost group that begins with block `index` and is not being placed."""
        within = self.within
        return next((group for group in self.starting.get(index, ()) if all(group is not each for each in within)), None)

    def _kept_height(self, index: int, end: int) -> float:
        """Height from here to the end of what must stand together with block `index` on this page; 0: nothing, or more than any
        page holds. LibreOffice 7.4 takes a figure whose caption marks a note to the next page where no line is left below it."""
        if not self._keeps_next(index, end):
            return 0.0
        y, start = self.y, index
        while index < end and self._keeps_next(index, end):
            block = self.blocks[index]
            y = self.top(index, y) + block.before + block.height + block.after
            index += 1
            if self._beginning(index) is not None:
                break
        following = self.blocks[index]
        group = self._beginning(index)
        if group is not None:
            return self._with_notes(self.snapped(y) + group_pages.least(self, group) - self.y, start, index)
        top = self.top(index, y) + following.before
        belongs = adjoining.continues(self.blocks[index - 1], following)
        spare = self.pitch if belongs and self.cost(start, index + 1) else 0.0
        kept = self._with_notes(top + self.least_of(following) - self.y + spare, start, index + belongs)
        if not kept:
            return 0.0
        tail = tail_of(self.blocks, index, end)
        if isinstance(following, SetParagraph) and not self._held(following, 0, top, tail):
            return self.capacity  # it goes to the next page for the sake of what stands under it
        return kept

    def _with_notes(self, kept: float, start: int, end: int) -> float:
        """`kept` with the notes that blocks `start:end` mark, whole if a page holds that; 0: no page holds it. The first of
        them has no white above it at the head of a page."""
        most = self.capacity + self.top(start, self.y) + self.blocks[start].before - self.y + _CLOSE
        costs = (self.cost(start, end, least=least) for least in (False, True))
        return next((kept + cost for cost in costs if kept + cost <= most), 0.0)

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
        return table.height > floats.WHOLE_TABLE * self.capacity or any(table is other for other in self.parting)

    def top(self, index: int, y: float) -> float:
        """Where block `index` begins if there is room from `y` on."""
        block = self.blocks[index]
        match block:
            case SetParagraph():
                return self.snapped(y) if block.style.whole_lines else y
            case SetRule():
                return y
            case SetTable() | SetPicture():
                goes_on = index and not self.empty and adjoining.joins(self.blocks[index - 1], block)
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
            return table_pages.least(block, self.capacity, self.care.rows)
        return block.height

    def _paragraph(self, index: int, block: SetParagraph, end: int) -> None:
        lines, first = len(block.lines), 0
        tail = tail_of(self.blocks, index, end)
        top = self.top(index, self.y)
        before = self._before(block)
        taken = self._held(block, 0, top + before, tail)
        if taken <= 0:
            self.give_way(block, 0, top + before)
            self.turn()
            top, before = self.y, self._before(block)
            taken = self._held(block, 0, top + before, tail)
        after = block.after
        if taken >= lines:
            before, after = self._padded(block, top, before)
        y = top + before
        while True:
            if first + taken < lines and taken < self._lines_here(block, first, y):
                self.held.append(self.order[index])
            self.put(index, y, first, first + taken)
            y += taken * block.leading
            first += taken
            if first >= lines:
                break
            self.give_way(block, first, y)
            self.turn()
            y = self.y
            taken = self._held(block, first, y, tail)
        bottom = y + after
        self.y = self.snapped(bottom) if block.style.whole_lines else bottom
        self.blocks[index] = replace(block, before=before, after=self.y - y)

    def _before(self, block: SetParagraph) -> float:
        return 0.0 if self._at_top and block.style.drop_before else block.before

    @property
    def _at_top(self) -> bool:
        return self.empty or (bool(self.within) and self.y - self.origin < _CLOSE)

    def _padded(self, block: SetParagraph, top: float, before: float) -> tuple[float, float]:
        """The white above and below it: above with what it has of the white that makes its lines whole ones, as much as below, if
        that can be had. One that lost its white, to save a page, shares what is below it."""
        style, after = block.style, block.after
        if style.padding != "around" or not style.whole_lines or not style.before or self._at_top:
            return before, after
        bottom = top + before + block.height + after
        slack = self.snapped(bottom) - bottom
        above = max(0.0, (after + slack - before) / 2)
        if before:
            return before + min(slack, above), after
        return above, after + slack - above

    def _pairs(self, block: SetParagraph) -> bool:
        """Whether no line of it stands alone on a page."""
        return self.care.lines or block.style.lone_line

    def _held(self, block: SetParagraph, first: int, y: float, tail: Tail) -> int:
        """As `_lines_here`, with lines held back for a tail that would stand on the next page without them."""
        taken, lines = self._lines_here(block, first, y), len(block.lines) - first
        part = not tail.height and self.foot.may_part(block, first, first + lines)
        room = self.room(y, self.foot.marked(block, first, first + lines), least=part)
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

    def _lines_here(self, block: SetParagraph, first: int, y: float) -> int:
        """How many of the lines from `first` on this page takes; 0: turn the page first."""
        taken = most = self._filling(block, first, y)
        lines = len(block.lines) - first
        if taken >= lines:
            return lines
        if not adjoining.divisible(block) or (self.whole_from is not None and len(self.pages) > self.whole_from):
            taken = 0
        elif self._pairs(block) and lines > 1:  # 孤行不成页: two lines on either side of a page turn
            if lines - taken == 1:
                taken -= 1
            if taken == 1 or lines - taken < 1:
                taken = 0
        elif taken == 1 and not first and self._reckoned_twice:
            taken = 0
        if taken <= 0 and self.empty:
            return max(1, min(lines, most))
        return max(0, taken)

    @property
    def _reckoned_twice(self) -> bool:
        """Whether the page has notes, tables or columns, for which LibreOffice 7.4 takes another room at first. What it then
        moves to the next page does not come back for its first line alone. (Under pictures it seldom happens, and minding it
        cost pages.)"""
        above = [item.index for item in self.pages[-1]]
        blocks = (self.blocks[index] for index in above)
        found = any(isinstance(block, SetTable) or adjoining.name(block) == "note" for block in blocks)
        grouped = any(group.start <= index < group.end for group in self.groups for index in above)
        return bool(self.depths) or (not self.within and (self.foot.here or found or grouped))

    def _filling(self, block: SetParagraph, first: int, y: float) -> int:
        """How many lines from `first` on go in with their notes. Where one has a note for which there is not all the room, it is
        the last. Under notes so long that they fill this page and more, text goes on and its notes come when they can."""
        count = int(self.room(y) / block.leading)
        if self.foot.waiting or not self.foot.marked(block, first, len(block.lines)):
            return count
        for number in range(1, min(count, len(block.lines) - first) + 1):
            notes = self.foot.marked(block, first, first + number)
            if number * block.leading <= self.room(y, notes):
                continue
            new = self.foot.marked(block, first + number - 1, first + number)
            return number if new and number * block.leading <= self.room(y, notes, least=True) else number - 1
        return count

    def _table(self, index: int, table: SetTable) -> None:
        if self.within:  # word processors know no page turn in a frame, and what goes on in the next column is in sight
            table = replace(table, continued=None)
        top, before = self.top(index, self.y), 0.0 if self.empty else table.before
        tail = self._tail(index)
        notes, part = self.foot.marked(table, 0, table.parts), not tail and self.foot.may_part(table, 0, table.parts)
        whole = before + table.height + tail > self.room(top, notes, least=part) and not self._parts(table)
        room = self._room_for(table, top, 0)(table_pages.groups(table, self.capacity, self.care.rows)[0][1])
        if not self.empty and (whole or before + table_pages.least(table, self.capacity, self.care.rows) > room):
            self.turn()
            top, before = 0.0, 0.0
        y = top + before
        if not self._parts(table):
            self.clear(table.height + tail, notes, least=part)
        groups, at = table_pages.groups(table, self.edge - self.padding, self.care.rows), 0
        while at < len(groups):
            if at:
                self.turn()
                y = 0.0
            start, end = groups[at]
            part = self.foot.may_part(table, start, end)
            self.clear(table.standing(start, end), self.foot.marked(table, start, end), least=part)
            stop = table_pages.filled(table, groups, at, self._room_for(table, y, start), tail)
            self.put(index, y, start, groups[stop - 1][1])
            y += table.standing(start, groups[stop - 1][1])
            at = stop
        self.y = y + table.after
        over = any(table.line_over(item.first) for item in self.pages[-1] if item.index == index)
        self.blocks[index] = replace(table, before=before, continued=table.continued if over else None)

    def _room_for(self, table: SetTable, y: float, start: int) -> Callable[[int], float]:
        """What there is from `y` on for bands of a table from `start` up to some other, under which their notes stand."""

        def room(last: int) -> float:
            return self.room(y, self.foot.marked(table, start, last), least=self.foot.may_part(table, start, last))

        return room

    def _tail(self, index: int) -> float:
        """Height of the notes that stand with the last rows of the table `index`; 0 where they are a text of their own."""
        height = after = 0.0
        for above, block in pairwise(self.blocks[index:]):
            if not adjoining.continues(above, block) and not adjoining.notes(above, block):
                break
            height += after + block.before + block.height
            after = block.after
        return height if height <= floats.WHOLE_TABLE * self.capacity else 0.0

    def _void(self, index: int, rule: SetRule) -> None:
        """What follows the rule goes to the next page, whose turn parts as well as a rule."""
        self.blocks[index] = replace(rule, weight=0.0, before=0.0, after=0.0)
        self.put(index, self.y, 0, 1)
        self.turn()

    def _whole(self, index: int, block: SetRule | SetPicture) -> None:
        top, before = self.top(index, self.y), self._above(block)
        if not self.empty and before + block.height > self.room(top):
            self.turn()
            top, before = self.y, self._above(block)
        self.clear(before + block.height)
        self.put(index, top + before, 0, 1)
        self.y = top + before + block.height + block.after
        if isinstance(block, SetPicture):
            self.blocks[index] = replace(block, before=before)

    def _above(self, block: SetRule | SetPicture) -> float:
        return 0.0 if self._at_top and isinstance(block, SetPicture) and not block.picture.markup else block.before

    # --- 版记 -----------------------------------------------------------------------------------------------

    def colophon(self, start: int, end: int) -> None:
        """On the bottom of the type area (GB/T 9704-2012 §7.4), on a further page if this one is too full,
        and on an even page where the house asks; a blank page before it is unnumbered, and then so is its
        own."""
        self.closing = start
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
        self.finish_notes()
        gap = ABOVE_COLOPHON * self.pitch if self.foot.here else 0.0
        if self.foot.here:
            self.y = self.snapped(self.y) + self.pitch  # for the paragraph that holds it in a DOCX
        over = self.y + self.foot.height() + gap + height - depth
        if not self.bare and over > _CLOSE:
            self.turn(force=True)
            gap = 0.0
        moved = self.context.house.colophon.last_side and not self.bare and len(self.pages) % _FOLDED > 0
        if moved:
            self.turn(force=True)
        if self.context.house.colophon.even_page and len(self.pages) % 2:
            blank = self.bare and len(self.pages) > 1
            self.turn(force=True)
            if blank:
                self.unnumbered |= {len(self.pages) - 1, len(self.pages)}
            if blank and not moved:
                text = (block.paragraph.span for block in reversed(self.blocks[:start]) if isinstance(block, SetParagraph))
                leaf = self.sheets[len(self.pages) - 3].leaf
                lines = over / self.pitch - _CLOSE
                self.void = -1 if leaf else len(self.pages) - 2
                self.notes.append(colophon_notes.blank(next(filter(None, text), span), len(self.pages), leaf, lines))
        if moved:
            self.notes.append(colophon_notes.moved(span, len(self.pages)))
        if self.foot.here:
            self.foot.pages[-1].raised = height + gap
        y = max(0.0, depth - height)
        for index in range(start, end):
            block = self.blocks[index]
            y += block.before
            self.pages[-1].append(Placed(index, y, 0, block.parts))
            y += block.height + block.after
        self.y = y
