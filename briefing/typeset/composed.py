"""What `typeset` returns: the Sheet with every line, height and page decided. Writers obey it and decide
nothing.

Geometry is in pt, from the top left corner of the type area, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from briefing.fonts.metrics import Origin
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.model.sheet import InlineName, Picture, RegionName, Run, Sheet, SheetParagraph, SheetRule, SheetTable
from briefing.pictures import SoundPicture


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start:end` of the paragraph's text (forced breaks U+2028 belong to no line).

    `x` is where the first character's advance box begins, from the left edge of the type area (in table
    cells too). `after[i]` is the pt added to the natural advance of character `start + i` (negative:
    squeezed). It is complete: grid and style tracking, closed-up marks, Chinese–Latin gaps and
    justification are all in it, so that character k begins at x + Σ_{i<k} (advance_i + after_i), and x +
    Σ_all (advance_i + after_i) == x + `width` exactly. Hence the last visible character has 0, or −half its
    size when `trimmed` (its blank half may overhang), and spaces at the line's end have minus their own
    advance. Advances are those of `fonts/metrics.json`: no kerning, no ligatures, no contextual spacing.
    """

    start: int
    end: int
    x: float
    width: float
    after: tuple[float, ...]
    trimmed: bool = False  # its last mark gave up its trailing half
    flush: bool = False  # both edges meet the measure; else left, centred or right as the style says


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

    def standing(self, first: int, last: int) -> float:
        return self.weight


@dataclass(frozen=True, slots=True)
class SetTable:
    """`columns` are x positions of the column edges (n + 1), `heights` the row heights, head row first."""

    table: SheetTable
    columns: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[tuple[SetParagraph, ...], ...]
    before: float
    after: float

    @property
    def parts(self) -> int:
        return len(self.heights)

    @property
    def height(self) -> float:
        return sum(self.heights)

    def standing(self, first: int, last: int) -> float:
        head = self.heights[0] if first and self.table.header else 0.0
        return head + sum(self.heights[first:last])


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
    """All text of a block: itself, or the cells of a table, row by row."""
    match block:
        case SetParagraph():
            yield block
        case SetTable():
            for row in block.cells:
                yield from row
        case SetRule() | SetPicture():
            return
        case _:
            assert_never(block)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or the lines/rows `first:last` of it that this page holds, with `y` at the top of its first
    line box."""

    index: int  # into Composed.blocks
    y: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PageBox:
    """A page's sheet and its type area, pt: `left` and `top` of the type area from the sheet's top left corner."""

    width: float
    height: float
    left: float
    top: float
    measure: float
    depth: float
    right_hand: bool


@dataclass(frozen=True, slots=True)
class Page:
    number: int  # physical, from 1
    label: str  # "" where unnumbered
    items: tuple[Placed, ...]
    box: PageBox


@dataclass(frozen=True, slots=True)
class Composed:
    sheet: Sheet
    house: HouseStyle
    blocks: tuple[SetBlock, ...]
    regions: tuple[RegionName, ...]  # region of each block, parallel to `blocks`
    pages: tuple[Page, ...]
    anchors: dict[str, int] = field(default_factory=dict)  # anchor → physical page
    faces: Mapping[tuple[str, bool], SetFace] = field(default_factory=dict)  # (family key, bold) as in FaceRun
    primaries: Mapping[tuple[str, bool], SetFace] = field(default_factory=dict)  # (role, bold) → what sets most of it
    drawings: Mapping[str, Drawing] = field(default_factory=dict)  # by the path of the picture
