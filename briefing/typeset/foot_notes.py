"""Notes at the foot of pages: what a page has of them while it fills.

A line that has the mark of a note claims room for the note at the foot of its page. Notes stand on the bottom of the type area in
the order of their marks, under a short rule; what of the last one has no room goes on at the foot of the next page, and as
few lines as need be. A note parts as paragraphs do, with two lines on either side: one that cannot goes to the next page whole,
and the line with its mark, too.

Word processors reckon the same from the same heights: what follows is how they do it, so that they end pages where these end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import field

from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.typeset.composed import Patch, Placed, RowPart, SetBlock, SetParagraph, SetTable, TableBand

_CLOSE = 0.01  # pt
#: From the text to the notes, and how far above the notes their rule stands, pt. LibreOffice 7.4 takes 0.1 cm above its rule and
#: below it, and says so of no file that comes from Word, in which the rule is a line of any height.
SEPARATOR, RULE_ABOVE = 6.0, 2.85
#: Share of the measure that the rule is long: LibreOffice's.
RULE_LENGTH = 0.25
#: What must be left or missing for another line, so that no rounding decides whether it goes in, pt; and what the notes give way
#: where that is not so.
_SURE, _GIVES = 1.25, 2.5
#: How much higher than composed a text may end in word processors: tables and frames give them that much, pt.
HIGHER = 4.0
#: Share of the type area that notes may take, however long they are, where text stands above them: LibreOffice's.
_MOST = 0.8
#: Lines of a note that stand together, on either side of a page turn.
PAIR = 2
#: White between notes and the 版记 under them, in lines of the grid.
ABOVE_COLOPHON = 0.5


@dataclass(slots=True)
class _Foot:
    """Of one page: lines `first:last` of notes, in order. `raised`: height of the 版记 below them, pt; `gives`: white above the
    first that begins there, where word processors can be told of it."""

    parts: list[tuple[int, int, int]] = field(default_factory=list)
    raised: float = 0.0
    gives: float = 0.0

    @property
    def begins(self) -> int:
        """The place of the first note that begins on the page; the last of all if none does."""
        return next((place for place, (_, first, _) in enumerate(self.parts) if not first), len(self.parts) - 1)


def least(note: SetParagraph) -> int:
    """How many of its lines stand with its mark."""
    lines = len(note.lines)
    return lines if lines < 2 * PAIR else PAIR


def down_to(low: float, pitch: float) -> float:
    """How far down the text goes above notes that begin at `low`: whole lines of the grid, tables and frames, too. Of a page with
    a grid LibreOffice 7.4 does not use what its notes leave of a line (found by making room twip by twip)."""
    return math.floor((low + _CLOSE) / pitch) * pitch


def _unsure(low: float, pitch: float) -> bool:
    """Whether a program that rounds otherwise would have room for another line above notes that begin at `low`."""
    return _CLOSE < math.ceil(low / pitch - _CLOSE / pitch) * pitch - low < _SURE


class FootNotes:
    """Those of an issue while its pages fill. Indices are into `notes`; heights are pt."""

    def __init__(self, notes: Sequence[SetParagraph] = ()) -> None:
        self._notes = notes
        self._by_anchor = {note.paragraph.anchor: index for index, note in enumerate(notes)}
        self._claimed: set[int] = set()
        self._carried: list[tuple[int, int, int]] = []
        self.pages: list[_Foot] = [_Foot()]

    # --- what is marked where

    def marked(self, block: SetBlock, first: int, last: int) -> tuple[int, ...]:
        """Notes without a place yet that have a mark in the parts `first:last` of a block, in order."""
        if not self._notes:
            return ()
        found = targets(block, first, last)
        if not found:
            return ()
        notes = (self._by_anchor.get(target, -1) for target in found)
        return tuple(dict.fromkeys(note for note in notes if note >= 0 and note not in self._claimed))

    def marked_in(self, blocks: Iterable[SetBlock]) -> tuple[int, ...]:
        if not self._notes:
            return ()
        return tuple(dict.fromkeys(note for block in blocks for note in self.marked(block, 0, block.parts)))

    def may_part(self, block: SetBlock, first: int, last: int) -> bool:
        """Whether the last note marked in the parts `first:last` may part if nothing stands under them: its mark is in the last
        of them. A line under that of a mark has to leave room for the whole note, which word processors place before it."""
        notes = self.marked(block, first, last)
        return bool(notes) and notes[-1] not in self.marked(block, first, last - 1)

    def may_part_in(self, blocks: Sequence[SetBlock]) -> bool:
        """The same of whole blocks, one under the other."""
        notes = self.marked_in(blocks)
        if not notes:
            return False
        *above, last = blocks
        return notes[-1] not in (*self.marked_in(above), *self.marked(last, 0, last.parts - 1))

    def says(self, anchors: Iterable[str]) -> set[str]:
        """The texts of the notes that marks lead to, whatever their numbers."""
        notes = (self._notes[self._by_anchor[anchor]] for anchor in anchors if anchor in self._by_anchor)
        return {"".join(run.text for run in note.runs[1:]) for note in notes}

    # --- room

    @property
    def here(self) -> bool:
        """Whether the page has notes."""
        return bool(self.pages[-1].parts)

    @property
    def gives_way(self) -> bool:
        """Whether word processors can be told of white above the notes: one begins on the page."""
        return any(not first for _, first, _ in self.pages[-1].parts)

    def give(self, white: float) -> None:
        """White above the first note that begins on the page, pt, beside what there is."""
        self.pages[-1].gives += white

    @property
    def waiting(self) -> bool:
        """Whether some have no place yet that their marks have."""
        return bool(self._carried)

    def height(self, more: Sequence[int] = (), *, least: bool = False, fresh: bool = False) -> float:
        """From the text to the bottom of the notes, 0 without any. `more`: notes that are claimed, too; `least`: of the last of
        those no more than has to stand with its mark; `fresh`: of a page that has none yet."""
        foot = _Foot() if fresh else self.pages[-1]
        lines = [self._high(*part) for part in foot.parts]
        lines += [self._high(note, 0, len(self._notes[note].lines)) for note in more]
        if more and least:
            lines[-1] = self._least_high(more[-1])
        return SEPARATOR + foot.raised + foot.gives + sum(lines) if lines else 0.0

    def _least_high(self, note: int) -> float:
        return self._high(note, 0, least(self._notes[note]))

    def _high(self, note: int, first: int, last: int) -> float:
        return (last - first) * self._notes[note].leading

    # --- pages

    def claim(self, notes: Sequence[int], room: float, depth: float) -> None:
        """Give notes their place on this page, as far as `room` goes from the text down to its end; the rest waits. `depth`: of
        the type area."""
        self._claimed.update(notes)
        whole = [(note, 0, len(self._notes[note].lines)) for note in notes]
        self._fill([*self._carried, *whole], min(room, _MOST * depth))

    def turn(self, depth: float, text: bool = True) -> None:
        """A new page begins, on which what waits takes what it may; without `text`, all of it."""
        self.pages.append(_Foot())
        self._fill(self._carried, (_MOST if text else 1.0) * depth)

    def _fill(self, parts: Sequence[tuple[int, int, int]], room: float) -> None:
        self._carried = []
        foot = self.pages[-1]
        for note, first, last in parts:
            left = room - (self.height() or SEPARATOR + foot.raised)
            leading = self._notes[note].leading
            count = math.floor((left + _CLOSE) / leading)
            if self._carried or count <= 0:
                self._carried.append((note, first, last))
                continue
            end = self._end(note, first, last, count)
            foot.parts.append((note, first, end))
            if end < last:
                self._carried.append((note, end, last))
                short = (end + 1 - first) * leading - left
                if short < _SURE:  # another program might have room for one more, or has
                    foot.gives = max(_GIVES, HIGHER - short)

    def _end(self, note: int, first: int, last: int, count: int) -> int:
        """Where the lines `first:last` of a note end on a page that has room for `count` of them. Of one that has begun on an
        earlier page a word processor leaves one line for the next, whatever it is told."""
        begun = any(not part[1] for part in self.pages[-1].parts)
        end = min(last, first + count)
        pairs = last - end == 1 and end - first > PAIR and (not first or begun)
        return end - 1 if pairs else end

    def unclaimed(self) -> tuple[int, ...]:
        return tuple(note for note in range(len(self._notes)) if note not in self._claimed)

    # --- the finished pages

    def high(self, page: int) -> float:
        """Of the notes of page `page` (from 0) with the white above them."""
        foot = self.pages[page]
        return SEPARATOR + foot.gives + sum(self._high(*part) for part in foot.parts) if foot.parts else 0.0

    def placed(self, page: int, house: HouseStyle, depth: float, bottom: float) -> tuple[tuple[Placed, ...], tuple[Patch, ...]]:
        """Notes of page `page` (from 0) and their rule. `depth`: of the type area; `bottom`: of the text, pt."""
        foot = self.pages[page]
        if not foot.parts:
            return (), ()
        low = depth - foot.raised - self.high(page)
        if _unsure(low, house.grid.pitch) and bottom <= low - _GIVES + _CLOSE:
            foot.gives += _GIVES
        heights = [self._high(*part) for part in foot.parts]
        y, ys = depth - foot.raised - sum(heights) - foot.gives, []
        low = y - RULE_ABOVE
        for place, height in enumerate(heights):
            y += foot.gives if place == foot.begins else 0.0
            ys.append(y)
            y += height
        notes = tuple(Placed(note, y, first, last) for (note, first, last), y in zip(foot.parts, ys, strict=True))
        weight = house.notes.rule
        rule = Patch("black", 0.0, low - weight, RULE_LENGTH * house.page.measure, low)
        return notes, (rule,) if weight else ()


def targets(block: SetBlock, first: int, last: int) -> list[str]:
    """What the marks in parts `first:last` of a block lead to."""
    match block:
        case SetParagraph():
            return _led_to(block, _marks(block), first, last)
        case SetTable():
            return [target for band in block.bands[first:last] for target in _in_band(block, band)]
        case _:
            return []


def _in_band(table: SetTable, band: TableBand) -> list[str]:
    row, top, bottom, _ = band
    found: list[str] = []
    for column, cell in enumerate(table.cells[row]):
        marks = _marks(cell)
        if marks and not table.table.all_rows[row][column].covered:
            parts = row in table.parting
            lines = table.lines_of(row, column, RowPart(row, top, bottom))[:2] if parts else (0, len(cell.lines))
            found += _led_to(cell, marks, *lines)
    return found


def _led_to(block: SetParagraph, marks: Sequence[tuple[int, str]], first: int, last: int) -> list[str]:
    return [target for place, target in marks if _within(block, place, first, last)] if marks else []


def _marks(block: SetParagraph) -> list[tuple[int, str]]:
    """Where in its text the marks begin, and what they lead to."""
    found, place = [], 0
    for run in block.runs:
        if run.style == "note-ref" and run.target:
            found.append((place, run.target))
        place += len(run.text)
    for run in block.paragraph.pair:
        if run.style == "note-ref" and run.target:
            found.append((place, run.target))
    return found


def _within(block: SetParagraph, place: int, first: int, last: int) -> bool:
    lines = block.lines[first:last]
    if not lines:
        return False
    return lines[0].start <= place and (place < lines[-1].end or last == len(block.lines))
