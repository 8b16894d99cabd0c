"""The Sheet: the one page description that every output is written from, and its closed vocabulary.

A house's Jinja template renders XHTML of the elements and classes listed here; `briefing.rendering.parse` reads
it into the dataclasses below. What a kind looks like stands in the house (`styles:` of house.yaml), from
which CSS and Word styles are both projected.

    <html><head>          <title>, <meta name="author|subject|keywords|date" content>     → Sheet.properties
    <body>
      <section class=R>   R of REGIONS, in that order
        <p class=K>       K of PARAGRAPH_KINDS; <h1> … <h4> where the house gives K an outline level
                          "hang": wrapped lines align after the label; "leader": dots before the pair
                          id: the anchor that a page reference names; data-target: the anchor that the
                        whole paragraph leads to, by a link where there are links
                          a "note" whose id a <sup data-target=ID> names is one at the foot of a page, where the house has such
          text, <span class=S>, <strong>, <em>, <sup>, <br/>                      S of INLINE_STYLES; <sup> is a note-ref
          <span class="page-ref" data-target=ID/>
          <span class="pair">  last: what stands flush right on the last line
        <hr class=L/>     L a name of the house's `rules:`
        <table>             <thead>, <tbody>, <tr>, <th>, <td>; on a cell class "left", "center" or "right" (with
                        "own": this cell's, not its column's), colspan, rowspan
                          data-widths="1 5": parts of the measure, or mm; data-size: pt; data-align="decimal": numbers stand
                        point under point; data-total: the last row is a sum; data-continued: what stands over it
                        on further pages
        <img src alt data-width=MM/>
        <div class="box K">   K of BOX_KINDS: blocks in a frame
        <div class="columns">   blocks in two columns
        <div class="beside">    <img/> and its <p class="figure-part">, two to four times; then perhaps <p class="figure-caption">
        <div class="leaf L">  L of LEAVES, around blocks of a section: they stand on pages of another format
        <div class="css">   any HTML, with <style> in it and pictures of the issue: as high as CSS makes it, then a picture

`data-src="file:line:column"` on a block or a span says where its words come from. White space that contains a
line feed is the layout of the template and vanishes, except inside a span with `data-src`, whose text is kept
to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from typing import Literal, assert_never, get_args

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.table_wishes import NO_WISHES, TableWishes

#: Paragraph kinds (the `class` of <p>, <h1> … <h4>), each with its meaning.
ParagraphKind = Literal[
    "mark",  # 处理标记 or 密级, top of page 1
    "overline",  # the line above the nameplate: a meeting's name or the office's red head
    "nameplate",  # 报名
    "number",  # 期号: 第17期（总第205期）
    "special",  # the line in parentheses under the number
    "imprint",  # office, date, 签发人: centred lines, or a pair at both ends
    "contents-heading",  # 目录 / 本期要目
    "contents-section",  # 【栏目】 in the contents
    "contents-entry",  # one title in the contents, optionally with leader and page number
    "editor-note",  # 编者按 (issue or article)
    "summary",  # 摘要
    "section",  # 栏目 heading in the body
    "title",  # article title
    "subtitle",  # article subtitle
    "lead",  # article lead 导语
    "heading-1",  # 一、
    "heading-2",  # （一）
    "heading-3",  # 1.
    "heading-4",  # （1）
    "body",  # body paragraph
    "brief",  # how an item of 简讯 begins, its number first
    "list-item",  # an item of a list, its label first
    "list-item-2",  # an item of a list within a list
    "list-item-3",  # an item of a list within that one
    "quote",  # quotation or 按语 in 楷体
    "note",  # footnote text, after its report
    "byline",  # （供稿单位） or （来源：…） at the end of a report
    "table-caption",  # 表题
    "table-unit",  # 单位：万元, right-aligned over the table
    "table-cell",  # text in a table
    "table-head",  # text in a table's head row
    "table-note",  # 注：…
    "table-continued",  # 续表1, over the part of a table that stands on a further page
    "figure-caption",  # 图题
    "figure-source",  # picture source line
    "figure-part",  # caption of one of several pictures that stand side by side
    "box-title",  # title of what stands in a frame
    "instruction",  # text of a 批示
    "instruction-sign",  # who wrote a 批示, and when
    "panel",  # body paragraph of a 链接 or 背景
    "signature",  # 落款: an office that signs
    "signature-date",  # 落款: the date under it
    "attachment-note",  # 附件：1. …, after the last article
    "attachment-item",  # 2. … under it, where there are several
    "attachment-label",  # 附件1, on a new page
    "recipients",  # one 报/送/发/增发 entry of the footer
    "editors",  # 责任编辑, contact, permit
    "serial",  # （苏简字1004号　共印400份）
]
PARAGRAPH_KINDS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)

#: Character styles (the `class` of <span>, or <strong>/<em>/<sup>), each with its meaning.
InlineName = Literal[
    "",  # as the paragraph
    "strong",  # bold; it wins over emphasis, as no 楷体 has a bold
    "emphasis",  # 楷体
    "lead-in",  # the run-in bold lead of a paragraph
    "label",  # a list label, 报：, 编者按：
    "note-ref",  # raised footnote number
    "page-ref",  # page number of `target`, filled in by pagination
    "red",  # in the house's document red
    "bullet",  # the sign before an item of a list
    "superscript",  # raised and small: m²
    "subscript",  # lowered and small: H₂O
    "strong-superscript",  # the same in bold text
    "strong-subscript",
    "emphasis-superscript",  # and in 楷体
    "emphasis-subscript",
]
INLINE_STYLES: tuple[InlineName, ...] = get_args(InlineName)
SCRIPTS = ("superscript", "subscript")
#: Those that a house need not describe: `house.derived_styles` has them.
DERIVED_INLINE = ("bullet", *SCRIPTS)
DERIVED_KINDS: tuple[ParagraphKind, ...] = (
    "list-item-3", "signature", "signature-date", "attachment-item", "figure-part", "box-title", "instruction",
    "instruction-sign", "panel", "table-continued", "brief",
)  # fmt: skip

#: Kinds of paragraphs in the cells of tables.
CELLS: frozenset[ParagraphKind] = frozenset({"table-cell", "table-head"})

#: The styles of what stands before the text of a paragraph.
LABELS = frozenset({"label", "bullet"})

#: Frames (the second `class` of <div class="box …">), each with what an editor calls it; the keys of the house's `boxes:`.
BOX_KINDS: dict[str, str] = {
    "instruction": "批示",
    "story": "框",  # a story or 专栏
    "editor-note": "编者按",
    "link": "链接",  # what a reader may want to look up
    "background": "背景",
}

#: Formats of pages beside the house's own (the second `class` of <div class="leaf …">), each with what an editor calls it.
LEAVES: dict[str, str] = {
    "wide": "宽页",  # the house's sheet, turned on its side
    "foldout": "折页",  # twice as wide, A3 in a bulletin on A4
}

#: Regions (the `class` of <section>), in the order they may occur.
RegionName = Literal[
    "cover",  # a whole first page: 报头 and contents, unnumbered if the house says so
    "masthead",  # 报头 in the top of page 1, text follows on the same page
    "contents",  # the contents, after the masthead
    "front",  # a page of its own before the text: contents, a 批示; there may be several
    "body",  # articles
    "attachment",  # starts a new page
    "colophon",  # 版记: on the bottom of the type area of the last page
]
REGIONS: tuple[RegionName, ...] = get_args(RegionName)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one character style. A forced line break is the character U+2028.

    `target` names an anchor: of a `page-ref`, whose text is empty until pagination fills it; of a `note-ref`, that of its
    note. `span` is the source place of the first character (None: wording of the house).
    """

    text: str
    style: InlineName = ""
    span: Span | None = None
    target: str = ""


Runs = tuple[Run, ...]
LINE_BREAK = "\u2028"
#: The hyphen of a word that a line's end parts: in set paragraphs only, no source holds one.
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class SheetParagraph:
    """One block of text. `outline` 1–4 puts it into bookmarks and navigation pane; 0 keeps it out.

    `pair` is the text set flush right on the last line (date at the right end, page number after a
    leader)."""

    kind: ParagraphKind
    runs: Runs
    span: Span | None = None
    anchor: str = ""
    outline: int = 0
    pair: Runs = ()
    leader: bool = False
    hang: int = 0  # characters of the label that wrapped lines align after (报：)
    target: str = ""  # the anchor that it leads to

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


#: The rule between two items of 简讯, or two reports.
ITEM_RULE = "item"


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A horizontal rule as wide as the type area, not in columns; `kind` names one of the house's `rules`: red, first, inner,
    last, item."""

    kind: str


@dataclass(frozen=True, slots=True)
class SheetCell:
    """`across` columns wide and `down` rows high; what it covers beside its own place are cells without text. `own`: its `align`
    is not its column's, but asked for by the author."""

    runs: Runs
    align: str = ""
    span: Span | None = None
    across: int = 1
    down: int = 1
    covered: bool = False
    own: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """`header`: the first row of its head, () where it has none; the head's other rows are the first of `rows`. `continued`: what
    stands over it on pages that it goes on on (续表1)."""

    header: tuple[SheetCell, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    span: Span | None = None
    wishes: TableWishes = NO_WISHES
    continued: Runs = ()

    @property
    def heads(self) -> int:
        """How many of `all_rows` are its head."""
        return self.wishes.heads if self.header else 0

    @property
    def all_rows(self) -> tuple[tuple[SheetCell, ...], ...]:
        return tuple(row for row in (self.header, *self.rows) if row)


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` relative to the issue folder; sizes in pixels; `width` in mm asked by the author. `markup`: of one that was a
    CssBlock, what was laid out."""

    path: str
    alt: str
    pixels: tuple[int, int]
    span: Span | None = None
    width: float | None = None
    markup: str = ""


@dataclass(frozen=True, slots=True)
class CssBlock:
    """Free HTML, as wide as the measure. Once it is laid out (`building/drawings.py`) it is a Picture. `markup` is XHTML, `words`
    is what it says, `pictures` are the paths of those in it, `span` is its place in the template, `alt` is what is read out for
    it (`aria-label`; nothing: its words)."""

    markup: str
    words: Runs
    pictures: tuple[str, ...]
    span: Span
    alt: str = ""

    @property
    def text(self) -> str:
        if self.alt:
            return self.alt
        return " ".join("".join(run.text for run in self.words).split())


Block = SheetParagraph | SheetRule | SheetTable | Picture | CssBlock


def stretches(block: Block) -> Iterator[Runs]:
    """All text of a block: a paragraph with what stands at its line's end, the cells of a table, the words of a CSS block."""
    match block:
        case SheetParagraph():
            yield (*block.runs, *block.pair)
        case SheetTable():
            yield from (cell.runs for row in (block.header, *block.rows) for cell in row)
        case CssBlock():
            yield block.words
        case SheetRule() | Picture():
            return
        case _:
            assert_never(block)


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks `start:end` that do not stand one below another across the measure. `kind`: "columns", "beside", or of BOX_KINDS,
    which are framed. A "beside" may stand within a frame; nothing else is nested."""

    kind: str
    start: int
    end: int
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """`groups`: of its blocks, by their beginning, an outer one before those in it. `leaf`: of LEAVES, "" for pages of the
    house's own format. A section with pages of several formats is several regions of one name."""

    name: RegionName
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...] = ()
    leaf: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed bulletin. `properties`: title, author, subject, keywords, date (ISO) for PDF Info and Word
    core. `facts`: what the pages do not show and a DOCX keeps, so that it can be read back (`briefing.model.facts`). `notes`:
    those at the foot of pages, by their anchors the targets of the marks in the blocks."""

    regions: tuple[Region, ...]
    properties: dict[str, str] = field(default_factory=dict)
    language: str = "zh-CN"
    facts: str = ""
    notes: tuple[SheetParagraph, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for region in self.regions for block in region.blocks)

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        return (*self.blocks, *self.notes)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The format of the page of each of `blocks`."""
        return tuple(region.leaf for region in self.regions for _ in region.blocks)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Those of all regions, counted into `blocks`."""
        found: list[Group] = []
        before = 0
        for region in self.regions:
            found += (replace(group, start=group.start + before, end=group.end + before) for group in region.groups)
            before += len(region.blocks)
        return tuple(found)
