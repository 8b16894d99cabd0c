"""What a report is made of, block by block: its syntax apart, all that the model knows of a kind stands in its class.

A new kind is a class here and a member of `Block`: `called` is its name in docs/house.md, `parts` what it says and holds in
reading order, by which `walk` goes. Kinds that an author writes between `:::` are members of `Fenced`, too: `fence` is the row of
`briefing.source.containers` that reads and writes them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import ClassVar

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.core.written_dates import is_date
from briefing.model.table_wishes import NO_WISHES, TableWishes
from briefing.model.text_lines import Line, ModelText, plain


class _Standing:
    """A block that stands alone."""

    __slots__ = ()

    @property
    def held(self) -> tuple[Block, ...]:
        """The blocks in it."""
        return ()


class _Holding:
    """A block that holds others."""

    __slots__ = ()
    blocks: tuple[Block, ...]

    @property
    def held(self) -> tuple[Block, ...]:
        return self.blocks

    def parts(self) -> Iterator[Part]:
        return iter(self.blocks)


@dataclass(frozen=True, slots=True)
class Paragraph(_Standing):
    """A body paragraph. `lead` says how many of its first inline items are its run-in bold lead."""

    called: ClassVar[str] = "一段"

    content: Line
    span: Span
    lead: int = 0

    def parts(self) -> Iterator[Part]:
        yield ModelText("paragraph", self.content, self.span)


@dataclass(frozen=True, slots=True)
class Heading(_Standing):
    """一、（一）1.（1）: levels 1 to 4 below the article's title. The author types the number or leaves it
    out (`## 标题`), in which case the house numbers it."""

    called: ClassVar[str] = "小标题"

    level: int
    content: Line
    span: Span
    number: str = ""

    def parts(self) -> Iterator[Part]:
        yield ModelText("heading", self.content, self.span, self.number, self.level)


#: The label of an item without a number; what is printed for it is the house's.
BULLET = "●"


@dataclass(frozen=True, slots=True)
class ListItem:
    content: Line
    span: Span
    label: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock(_Standing):
    called: ClassVar[str] = "列表"

    items: tuple[ListItem, ...]
    span: Span

    def parts(self) -> Iterator[Part]:
        return (ModelText("item", item.content, item.span, item.label, item.depth) for item in self.items)


@dataclass(frozen=True, slots=True)
class Quote(_Standing):
    """A quotation or 按语 inside a report, set in 楷体."""

    called: ClassVar[str] = "引文"

    blocks: tuple[Paragraph, ...]
    span: Span

    def parts(self) -> Iterator[Part]:
        return (ModelText("quote", paragraph.content, paragraph.span) for paragraph in self.blocks)


@dataclass(frozen=True, slots=True)
class Cell:
    """`across` columns wide and `down` rows high; what it covers beside its own place are cells without content. A `Break` in
    it begins a new paragraph. `align` is its column's: "", "left", "center", "right"; `own` what it asks for itself."""

    content: Line
    span: Span
    align: str = ""
    across: int = 1
    down: int = 1
    covered: bool = False
    own: str = ""


@dataclass(frozen=True, slots=True)
class Table(_Standing):
    """A table with its caption (表题), unit line (单位：…) and notes (注：…). `header` is its first row; the next ones belong to
    the head, too, where `wishes` says so. All rows are of one length."""

    called: ClassVar[str] = "表格"

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    caption: Line = ()
    unit: Line = ()
    notes: tuple[Line, ...] = ()
    wishes: TableWishes = NO_WISHES

    @property
    def head(self) -> tuple[tuple[Cell, ...], ...]:
        """All rows of the head."""
        return (self.header, *self.rows[: self.wishes.heads - 1])

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[self.wishes.heads - 1 :]

    def parts(self) -> Iterator[Part]:
        yield ModelText("table-caption", self.caption, self.span)
        yield ModelText("table-unit", self.unit, self.span)
        yield from (ModelText("cell", cell.content, cell.span) for row in (self.header, *self.rows) for cell in row)
        yield from (ModelText("table-note", note, self.span) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Figure(_Standing):
    """A picture inside the issue folder. `width` in mm, None: as large as its pixels (300 dpi) or the measure allow."""

    called: ClassVar[str] = "图"

    path: str
    alt: str
    span: Span
    caption: Line = ()
    source: Line = ()
    width: float | None = None

    def parts(self) -> Iterator[Part]:
        yield ModelText("figure-caption", self.caption, self.span)
        yield ModelText("figure-source", self.source, self.span)


@dataclass(frozen=True, slots=True)
class Signature(_Standing):
    """落款: who signs, and when, a line each. `dates` is how many of the last lines are dates: 1 or none."""

    called: ClassVar[str] = "落款"

    lines: tuple[Line, ...]
    span: Span

    @property
    def fence(self) -> str:
        return "signature"

    @property
    def dates(self) -> int:
        return int(is_date(plain(self.lines[-1])))

    @property
    def names(self) -> tuple[Line, ...]:
        return self.lines[: len(self.lines) - self.dates]

    @property
    def date(self) -> Line:
        return self.lines[-1] if self.dates else ()

    def parts(self) -> Iterator[Part]:
        return (ModelText("signature", line, self.span) for line in self.lines)


@dataclass(frozen=True, slots=True)
class QrCode(_Standing):
    """二维码: what a telephone reads `url` from, with a caption."""

    called: ClassVar[str] = "二维码"

    url: str
    span: Span
    caption: Line = ()

    @property
    def fence(self) -> str:
        return "qr"

    def parts(self) -> Iterator[Part]:
        yield ModelText("qr-caption", self.caption, self.span)


@dataclass(frozen=True, slots=True)
class Beside(_Standing):
    """并排: two to four pictures side by side, each with a caption of its own, and one for all of them."""

    called: ClassVar[str] = "并排的图"

    figures: tuple[Figure, ...]
    span: Span
    caption: Line = ()

    @property
    def fence(self) -> str:
        return "beside"

    @property
    def held(self) -> tuple[Figure, ...]:
        return self.figures

    def parts(self) -> Iterator[Part]:
        yield from self.figures
        yield ModelText("beside-caption", self.caption, self.span)


@dataclass(frozen=True, slots=True)
class Box(_Holding):
    """What stands in a frame of its own; `kind` is one of `sheet.BOX_KINDS`. `title` is printed on top of it, but for a 批示, of
    which it says who wrote it, and `date` when."""

    called: ClassVar[str] = "框"

    kind: str
    blocks: tuple[Block, ...]
    span: Span
    title: Line = ()
    date: datetime.date | None = None

    @property
    def fence(self) -> str:
        return self.kind

    def parts(self) -> Iterator[Part]:
        yield ModelText("box-title", self.title, self.span)
        yield from self.blocks


@dataclass(frozen=True, slots=True)
class Columns(_Holding):
    """两栏: short items side by side in two columns."""

    called: ClassVar[str] = "两栏"

    blocks: tuple[Block, ...]
    span: Span

    @property
    def fence(self) -> str:
        return "columns"


@dataclass(frozen=True, slots=True)
class Wide(_Holding):
    """宽页, 折页: what stands on pages of another format; `leaf` is one of `sheet.LEAVES`."""

    called: ClassVar[str] = "宽页、折页"

    leaf: str
    blocks: tuple[Block, ...]
    span: Span

    @property
    def fence(self) -> str:
        return self.leaf


@dataclass(frozen=True, slots=True)
class Brief(_Holding):
    """One item of 简讯: what it says runs on from its number, under no title. Its first block is a paragraph."""

    called: ClassVar[str] = "一条简讯"

    blocks: tuple[Block, ...]
    span: Span


#: Those that others stand in.
Container = Box | Columns | Wide | Brief
#: Those that stand between `::: 名称` and `:::`.
Fenced = Signature | QrCode | Beside | Box | Columns | Wide
Block = Paragraph | Heading | ListBlock | Quote | Table | Figure | Signature | QrCode | Beside | Container
#: What a block is made of.
Part = ModelText | Block


def within(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks in the order of the file, each container before what it holds."""
    for block in blocks:
        yield block
        yield from within(block.held)
