"""What `typeset` returns: the Sheet with every line, height and page decided. Writers obey it and decide nothing.

Geometry is in pt, from the top left corner of the type area, y downwards.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple, assert_never

from briefing.core.records import dataclass
from briefing.fonts.metrics import Origin
from briefing.house.box_settings import BoxStyle
from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.model.freedoms import is_plate
from briefing.model.sheet import ITEM_RULE, InlineName, Picture, RegionName, Run, Sheet, SheetParagraph, SheetRule, SheetTable
from briefing.pictures import SoundPicture
from briefing.typeset.page_boxes import PageBox

#: Sums of heights that differ by less than this share of a line are equal.
_HAIR = 1e-4


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start:end` of the paragraph's text (forced breaks U+2028 belong to no line).

    `x` is where the first character's advance box begins, from the left edge of the type area (in table cells too).
    `after[i]` is the pt added to the natural advance of character `start + i` (negative: squeezed). It is complete: grid and
    style tracking, closed-up marks, Chinese–Latin gaps and justification are all in it, so that character k begins at x +
    Σ_{i<k} (advance_i + after_i), and x + Σ_all (advance_i + after_i) == x + `width` exactly. Hence the last visible
    character has 0, or −half its size when `trimmed` (its blank half may overhang), and spaces at the line's end have minus
    their own advance. `head` is what the first character's blank half stands out of the line's box on the left, 0 for most.
    Advances are those of `fonts/metrics.json`: no kerning, no ligatures, no contextual spacing."""

    start: int
    end: int
    x: float
    width: float
    after: tuple[float, ...]
    trimmed: bool = False  # its last mark gave up its trailing half
    flush: bool = False  # both edges meet the measure; else left, centred or right as the style says
    head: float = 0.0  # x + head: the left edge of the box


@dataclass(frozen=True, slots=True)
class FaceRun:
    """Characters `start:end` are set in one face: `face` is the key of its family (`fonts.Fonts.face`); size in pt.

    `bold` says that the family has a bold weight and it is used; one without sets bold text in its regular."""

    start: int
    end: int
    face: str
    bold: bool
    size: float
    style: InlineName


@dataclass(frozen=True, slots=True)
class SetFace:
    """A face as an engine is asked for it. `weight` is the one that its file declares; `origin` says where the glyphs come from
    if the face is not shipped, else `file` is its name in fonts/."""

    key: str
    bold: bool
    family: str
    weight: int
    origin: Origin | None
    file: str = ""


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """A paragraph with its lines. `runs` are the sheet's runs with page references filled in. `widths` is the natural
    advance of every character of its text, pt; `size` is the type size after fitting. `before`/`after` are the blank above
    and below in pt, padding to whole lines included in `after`."""

    paragraph: SheetParagraph
    style: ParagraphStyle
    runs: tuple[Run, ...]
    lines: tuple[Line, ...]
    faces: tuple[FaceRun, ...]
    widths: tuple[float, ...]
    pair_lines: tuple[Line, ...]
    pair_faces: tuple[FaceRun, ...]
    size: float
    leading: float
    before: float
    after: float

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def parts(self) -> int:
        return len(self.lines)

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def standing(self, first: int, last: int) -> float:
        return (last - first) * self.leading


@dataclass(frozen=True, slots=True)
class SetRule:
    rule: SheetRule
    weight: float
    before: float
    after: float

    @property
    def parts(self) -> int:
        return 1

    @property
    def height(self) -> float:
        return self.weight

    @property
    def between(self) -> bool:
        """Whether it parts two items, and is needless where a page's end does."""
        return self.rule.kind == ITEM_RULE

    @property
    def void(self) -> bool:
        """Whether a page's end stands in its place: nothing is drawn."""
        return not self.weight

    def standing(self, first: int, last: int) -> float:
        return self.weight


class TableBand(NamedTuple):
    """What never parts between pages: the stretch `top:bottom` (pt) of a row, mostly all of it. `follows`: it stands on the page
    of the band before it."""

    row: int
    top: float
    bottom: float
    follows: bool = False


class RowPart(NamedTuple):
    """The stretch `top:bottom` (pt) of a row as a page has it; `again`: of a head that stands on an earlier page, too."""

    row: int
    top: float
    bottom: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class SetTable:
    """`columns` are x positions of the column edges (n + 1), `heights` the row heights, head rows first; `padding` is the white
    beside a cell's text, em. A cell's `before` is reckoned from the top of its row; a merged one's text may reach into the rows
    below. `bands` are what pages consist of; `repeats`: every page begins with the head. `continued` stands over that, and over a
    page that begins with a whole row only; None where the table says nothing or stands on one page. `again`: the rows of the head
    as they stand under that, without marks of notes, which are on another page; none where the head has no marks."""

    table: SheetTable
    columns: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[tuple[SetParagraph, ...], ...]
    before: float
    after: float
    padding: float
    bands: tuple[TableBand, ...]
    repeats: bool
    continued: SetParagraph | None = None
    again: tuple[tuple[SetParagraph, ...], ...] = ()

    def beginning(self, first: int) -> SetTable:
        """The table as the page has it that begins with band `first`."""
        if not self.again or self.line_over(first) is None:
            return self
        return replace(self, cells=(*self.again, *self.cells[len(self.again) :]))

    @property
    def head(self) -> float:
        """Height of what pages after the first begin with, pt: the head, and 续表 over it."""
        line = self.continued.height + self.continued.after if self.continued is not None else 0.0
        return line + (sum(self.heights[: self.table.heads]) if self.repeats else 0.0)

    def line_over(self, first: int) -> SetParagraph | None:
        """The 续表 of the page that begins with band `first`."""
        return self.continued if first and not self.bands[first].top else None

    def below_line(self, first: int) -> float:
        """How far below its place the rows of the page that begins with band `first` begin, pt."""
        line = self.line_over(first)
        return line.height + line.after if line is not None else 0.0

    @property
    def parting(self) -> frozenset[int]:
        """Rows inside which a page may end."""
        return frozenset(row for row, count in Counter(band.row for band in self.bands).items() if count > 1)

    def rows_of(self, first: int, last: int) -> tuple[RowPart, ...]:
        """Rows of the page that holds bands `first:last`."""
        bands = self.bands[first:last]
        found: list[RowPart] = []
        if first and self.repeats and bands[0].row >= self.table.heads:
            found += [RowPart(row, 0.0, self.heights[row], True) for row in range(self.table.heads)]
        for row, top, bottom, _ in bands:
            if found and found[-1].row == row:
                found[-1] = found[-1]._replace(bottom=bottom)
            else:
                found.append(RowPart(row, top, bottom))
        return tuple(found)

    def width(self, column: int, across: int = 1) -> float:
        return self.columns[column + across] - self.columns[column]

    def begun(self, parts: Sequence[RowPart], at: int) -> Iterator[tuple[int, int, RowPart, int]]:
        """Cells (row, column) of the page of `parts` that begin in its part `at`, with the stretch of the table that a cell takes
        there, and how many parts those are. A merged cell that began on an earlier page begins anew with its first row here."""
        rows, part = self.table.all_rows, parts[at]
        for column, asked in enumerate(rows[part.row]):
            owner = part.row
            if asked.covered:
                while owner >= 0 and rows[owner][column].covered:
                    owner -= 1
                before = parts[at - 1] if at else None
                beside = owner < 0 or owner + rows[owner][column].down <= part.row
                if beside or (before is not None and before.row >= owner and not before.again):
                    continue
            down = rows[owner][column].down
            own = [each for each in parts[at:] if owner <= each.row < owner + down and each.again == part.again]
            yield owner, column, RowPart(part.row, part.top, part.top + sum(each.bottom - each.top for each in own)), len(own)

    def lines_of(self, row: int, column: int, part: RowPart) -> tuple[int, int, float]:
        """Which lines (first, last) of the cell `row`, `column` have their tops in `part`, and how far below the part's top the
        first of them begins, pt."""
        cell = self.cells[row][column]
        shift = cell.before - part.top - sum(self.heights[row : part.row])
        first = max(0, math.ceil(-shift / cell.leading - _HAIR))
        last = min(len(cell.lines), math.ceil((part.bottom - part.top - shift) / cell.leading - _HAIR))
        return first, max(first, last), shift + first * cell.leading

    @property
    def parts(self) -> int:
        return len(self.bands)

    @property
    def height(self) -> float:
        return sum(self.heights)

    def standing(self, first: int, last: int) -> float:
        return self.below_line(first) + sum(part.bottom - part.top for part in self.rows_of(first, last))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What CSS laid out (`output/css/drawing.py`): a PDF of one page, `width` × `height` pt and nothing beside it, to be shown at
    any size; the same in pixels, PNG, for outputs that have no vectors."""

    pdf: bytes
    width: float
    height: float
    picture: SoundPicture


@dataclass(frozen=True, slots=True)
class SetPicture:
    picture: Picture
    x: float
    width: float
    height: float
    before: float
    after: float

    @property
    def parts(self) -> int:
        return 1

    def standing(self, first: int, last: int) -> float:
        return self.height


#: Of each: `parts`, the lines or rows that pages may part; `height` without the white above and below it, pt; `standing`, the
#: height of its parts `first:last` on a page, with the head that a table repeats there.
SetBlock = SetParagraph | SetRule | SetTable | SetPicture


def set_paragraphs(block: SetBlock) -> Iterator[SetParagraph]:
    """All text of a block: itself, or the cells of a table, row by row, and its 续表."""
    match block:
        case SetParagraph():
            yield block
        case SetTable():
            for row in block.cells:
                yield from row
            if block.continued is not None:
                yield block.continued
        case SetRule() | SetPicture():
            return
        case _:
            assert_never(block)


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Blocks `start:end` that do not stand one below another across the measure; `kind` as in `sheet.Group`. `slots`: where each
    of them was set, x of its left edge and width; of two columns, as if in the first. `padding`: in a frame, from its edge to the
    text, above and below. `gap`: between two columns."""

    kind: str
    start: int
    end: int
    slots: tuple[tuple[float, float], ...]
    box: BoxStyle | None = None
    padding: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or the lines (of a table: bands) `first:last` of it that this page holds, with `y` at the top of its first
    line box. `x`: how far it stands to the right of where it was set: the second of two columns."""

    index: int  # into Composed.blocks
    y: float
    first: int
    last: int
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled rectangle that belongs to no block: a side of a frame, its ground, the rule between columns."""

    color: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    number: int  # physical, from 1
    label: str  # "" where unnumbered
    items: tuple[Placed, ...]
    box: PageBox
    leaf: str  # of `sheet.LEAVES`, "" for the house's own format
    patches: tuple[Patch, ...] = ()  # in painting order, under all blocks
    notes: tuple[Placed, ...] = ()  # of `Composed.notes`; the rule above them is a patch


@dataclass(frozen=True, slots=True)
class Composed:
    """`blocks` are in the order of the pages, which is not the sheet's where text passes a figure (`typeset/floats.py`)."""

    sheet: Sheet
    house: HouseStyle
    blocks: tuple[SetBlock, ...]
    regions: tuple[RegionName, ...]  # region of each block, parallel to `blocks`
    parts: tuple[int, ...]  # which of `sheet.regions` each block is of
    pages: tuple[Page, ...]
    anchors: dict[str, int] = field(default_factory=dict)  # anchor → physical page
    faces: Mapping[tuple[str, bool], SetFace] = field(default_factory=dict)  # (family key, bold) as in FaceRun
    primaries: Mapping[tuple[str, bool], SetFace] = field(default_factory=dict)  # (role, bold) → what sets most of it
    groups: tuple[SetGroup, ...] = ()  # by their beginning, an outer one before those in it
    drawings: Mapping[str, Drawing] = field(default_factory=dict)  # by the path of the picture
    passed: Mapping[int, int] = field(default_factory=dict)  # blocks before which so many figures to come stand in the sources
    longer: int = 0  # lines that the last text has more than it needs, so that its last page has some
    notes: tuple[SetParagraph, ...] = ()  # of the sheet, at the foot of pages

    @property
    def all_blocks(self) -> tuple[SetBlock, ...]:
        return (*self.blocks, *self.notes)

    def house_of(self, index: int) -> HouseStyle:
        """The house on the pages on which block `index` stands."""
        return on_leaf(self.house, self.leaf_of(index))

    def leaf_of(self, index: int) -> str:
        """The format of the pages of block `index`."""
        return self.sheet.regions[self.parts[index]].leaf

    def begins_plate(self, index: int) -> bool:
        """Whether block `index` begins figures on pages of another format right after such pages, or such pages right after
        figures."""
        own, before = (self.sheet.regions[self.parts[at]] for at in (index, max(0, index - 1)))
        return own is not before and own.leaf == before.leaf and (is_plate(own) or is_plate(before))
