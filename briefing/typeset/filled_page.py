"""The page that is being filled: how far down blocks may go, notes at its foot, the turn to the next one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.core.errors import Diagnostic
from briefing.house.style import HouseStyle
from briefing.typeset import adjoining
from briefing.typeset.composed import Patch, Placed, SetBlock, SetGroup, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.foot_notes import HIGHER, FootNotes, down_to
from briefing.typeset.groups import by_start
from briefing.typeset.leaf_plates import LeafFormat

_CLOSE = 0.01  # pt: sums of line heights that differ by less are equal


class Care(NamedTuple):
    """What pages are filled with care for. `lines`: no line of a paragraph stands alone on a page; `rows`: no row of a table that
    goes on under 续表."""

    lines: bool
    rows: bool


class FilledPage:
    """The page being filled, and where on it the next block goes. `origin` is where its grid begins; what follows at the top of a
    page is placed at `ceiling`, down to `edge`, or to the notes at its foot. Within a frame these differ from the page's own;
    `padding` is kept free under what stands in it."""

    def __init__(
        self,
        blocks: list[SetBlock],
        context: Context,
        groups: Sequence[SetGroup] = (),
        notes: Sequence[SetParagraph] = (),
        care: Care | None = None,
        formats: Sequence[LeafFormat] = (),
        short: dict[int, float] | None = None,
    ) -> None:
        """`care`: of lines as the house has it, unless given. `formats`: of the pages of each block, none where all stand on
        pages as `context` has them. `short`: pages, from 0, that are left early, and how much of each stays free, pt."""
        self.blocks, self.context, self.groups = blocks, context, groups
        self.formats = list(formats)
        self.order = list(range(len(blocks)))  # places in the sources of the blocks as they stand
        self.own_white: dict[int, float] = {}  # above blocks that have been moved, pt
        self.due: dict[int, int] = {}  # figures that text has passed: the pages, from 0, on which they stand at the latest
        self.parting: list[SetBlock] = []  # tables that part though a page would hold them
        self.held: list[int] = []  # places of paragraphs that part early, for what stands under them
        self.starting = by_start(groups)
        self.pitch, self.capacity = context.house.grid.pitch, context.capacity
        self.care = care or Care(context.house.composition.lone_line, True)
        self.pages: list[list[Placed]] = [[]]
        self.y = self.origin = self.ceiling = 0.0
        self.short = short or {}
        self.edge = self.capacity - self.short.get(0, 0.0)
        self.padding = 0.0
        self.foot = FootNotes(notes)
        self.whole_from: int | None = None  # the page from which on no paragraph parts
        self.depths: Sequence[float] = ()  # of the pages, where these are columns
        self.patches: dict[int, list[Patch]] = {}  # by the page, from 0
        self.within: list[SetGroup] = []  # that are being placed
        self.sheets: list[HouseStyle] = [context.house]  # what each page is laid by
        self.unnumbered: set[int] = set()
        self.closing = len(blocks)  # where the 版记 begins
        self.void = -1  # the page before that of the 版记, from 0, if it is blank for no reason but that one's
        self.notes: list[Diagnostic] = []

    def reorder(self, start: int, order: Sequence[int]) -> None:
        """Blocks from `start` on in another order, that of their places; groups go with their blocks."""
        stop = start + len(order)
        self.blocks[start:stop] = [self.blocks[at] for at in order]
        self.order[start:stop] = [self.order[at] for at in order]
        for at in range(max(1, start), min(stop + 1, len(self.blocks))):
            self._close_up(at)
        if self.formats:
            self.formats[start:stop] = [self.formats[at] for at in order]
        if any(start <= first < stop for first in self.starting):
            now = {at: start + place for place, at in enumerate(order)}
            firsts = ((group, now.get(group.start, group.start)) for group in self.groups)
            moved = (replace(group, start=first, end=group.end - group.start + first) for group, first in firsts)
            self.groups = sorted(moved, key=lambda group: (group.start, -group.end))
            self.starting = by_start(self.groups)

    def _close_up(self, at: int) -> None:
        """A figure that comes to stand right under another has one white above it, not two; one that no longer does, its own."""
        above, block, source = self.blocks[at - 1], self.blocks[at], self.order[at]
        before = self.own_white.setdefault(source, block.before)
        under = self.order[at - 1] + 1 != source and adjoining.joins(above, block)
        self.blocks[at] = replace(block, before=max(0.0, before - above.after) if under else before)

    # --- the page -------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        return not self.pages[-1]

    @property
    def bare(self) -> bool:
        """Without any notes, too."""
        return self.empty and not self.foot.here

    def turn(self, force: bool = False) -> None:
        """Go to a new page, unless this one is still empty."""
        if force or not self.empty:
            self.pages.append([])
            self.sheets.append(self.context.house)
            self.foot.turn(self.depth)
            self.y = self.origin = self.ceiling
            if self.depths:
                self.edge = self.depths[min(len(self.pages) - 1, len(self.depths) - 1)]
            elif self.short:
                self.edge = self.capacity - self.short.get(len(self.pages) - 1, 0.0)

    def lay(self, context: Context) -> None:
        """Go on on pages of another format. A fold-out is a sheet of its own: it begins on a right-hand page, and its back is a
        page, blank if nothing stands on it."""
        before, after = self.context.house, context.house
        if before.leaf == after.leaf:
            return
        self.finish_notes()
        self.turn(force=self.foot.here)  # a page that has but notes is one of the format before, too
        if "foldout" in (before.leaf, after.leaf) and len(self.pages) % 2 == 0:
            self.unnumbered.add(len(self.pages))
            self.turn(force=True)
        self.context, self.capacity, self.edge = context, context.capacity, context.capacity
        self.sheets[-1] = after

    def snapped(self, y: float) -> float:
        """The grid line at or below `y`."""
        return self.origin + math.ceil((y - self.origin) / self.pitch - _CLOSE / self.pitch) * self.pitch

    @property
    def depth(self) -> float:
        """Height of the type area, pt: notes, and the 版记, stand on its bottom."""
        return max(self.context.house.page.depth, self.capacity)

    def floor(self, notes: Sequence[int] = (), *, least: bool = False, fresh: bool = False) -> float:
        """Down to where blocks may stand, if `notes` are claimed, too; `least`: of the last of them what has to stand with its
        mark; `fresh`: on a further page."""
        height = self.foot.height(notes, least=least, fresh=fresh)
        low = down_to(self.depth - height, self.pitch) if height else self.edge
        return min(self.edge, low) - self.padding

    def room(self, y: float, notes: Sequence[int] = (), *, least: bool = False) -> float:
        return self.floor(notes, least=least) - y + _CLOSE

    def floor_under(self, start: int, end: int) -> float:
        """Down to where blocks `start:end` may stand with their notes, nothing under them."""
        blocks = self.blocks[start:end]
        return self.floor(self.foot.marked_in(blocks), least=self.foot.may_part_in(blocks))

    def cost(self, start: int, end: int, *, least: bool = False) -> float:
        """Height of the notes marked in blocks `start:end`; `least`: of the last of them what has to stand with its mark."""
        notes = self.foot.marked_in(self.blocks[start:end])
        return self.floor() - self.floor(notes, least=least) if notes else 0.0

    def cost_under(self, start: int, end: int) -> float:
        """The same if nothing stands under these blocks."""
        return self.cost(start, end, least=self.foot.may_part_in(self.blocks[start:end]))

    def put(self, index: int, y: float, first: int, last: int) -> None:
        """Parts `first:last` of a block stand here, and the notes that are marked in them at the page's foot."""
        block = self.blocks[index]
        self.pages[-1].append(Placed(index, y, first, last))
        if notes := self.foot.marked(block, first, last):
            self.claim(notes, y + block.standing(first, last))

    def claim(self, notes: Sequence[int], bottom: float) -> None:
        """Notes of a text that ends at `bottom`: they begin below a line of the grid."""
        low = math.ceil((bottom + self.padding - _CLOSE) / self.pitch) * self.pitch
        self.foot.claim(notes, self.depth - low, self.depth)

    def give_way(self, block: SetParagraph, first: int, y: float) -> None:
        """The page ends before line `first` of a paragraph, which would stand at `y`. LibreOffice 7.4 leaves a line there whose
        note has no room, if a further line would go in under it (SwTextFormatter::NewFootnotePortion): notes of the page give
        way until none would."""
        if not self.foot.gives_way or self.within:
            return
        for number in range(1, len(block.lines) - first + 1):
            bottom = y + number * block.leading
            left = self.depth - self.foot.height() - bottom
            if left <= block.leading - HIGHER:
                return
            if notes := self.foot.marked(block, first, first + number):
                if bottom > self.floor(notes, least=True) + _CLOSE:
                    self.foot.give(left - block.leading + HIGHER)
                return

    def clear(self, height: float, notes: Sequence[int] = (), *, least: bool = True) -> None:
        """Go past pages on which notes that go on leave no room for what stands on one page whole."""
        while self.empty and self.foot.here and height > self.room(self.y, notes, least=least):
            self.turn(force=True)

    def finish_notes(self, last: bool = False) -> None:
        """Pages for the notes that still wait; at the `last`, for those, too, of which no block has a mark."""
        if last:
            self.claim(self.foot.unclaimed(), self.y)
        while self.foot.waiting:
            self.pages.append([])
            self.sheets.append(self.context.house)
            self.foot.turn(self.depth, text=False)
            self.y = 0.0

    def masthead_end(self) -> None:
        """The text under a 报头 begins on a grid line, after the lines that the house gives the 报头."""
        if len(self.pages) == 1:
            self.y = max(self.snapped(self.y), self.context.house.masthead_lines * self.pitch)
