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
          text, <span class=S>, <strong>, <em>, <sup>, <br/>                      S of INLINE_STYLES
          <span class="page-ref" data-target=ID/>
          <span class="pair">  last: what stands flush right on the last line
        <hr class=L/>     L a name of the house's `rules:`
        <table data-widths="1 5">  <thead>, <tbody>, <tr>, <th>, <td>; class "left", "center" or "right" on a cell
        <img src alt data-width=MM/>
        <div class="css">   any HTML, with <style> in it and pictures of the issue: as high as CSS makes it, then a picture

`data-src="file:line:column"` on a block or a span says where its words come from. White space that contains a
line feed is the layout of the template and vanishes, except inside a span with `data-src`, whose text is kept
to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, assert_never, get_args

from briefing.core.errors import Span

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
    "list-item",  # an item of a list, its label first
    "list-item-2",  # an item of a list within a list, however deep
    "quote",  # quotation or 按语 in 楷体
    "note",  # footnote text, after its report
    "byline",  # （供稿单位） or （来源：…） at the end of a report
    "table-caption",  # 表题
    "table-unit",  # 单位：万元, right-aligned over the table
    "table-cell",  # text in a table
    "table-head",  # text in a table's head row
    "table-note",  # 注：…
    "figure-caption",  # 图题
    "figure-source",  # picture source line
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
]
INLINE_STYLES: tuple[InlineName, ...] = get_args(InlineName)

#: Regions (the `class` of <section>), in the order they may occur.
RegionName = Literal[
    "cover",  # a whole first page: 报头 and contents, unnumbered if the house says so
    "masthead",  # 报头 in the top of page 1, text follows on the same page
    "contents",  # the contents, after the masthead
    "body",  # articles
    "attachment",  # starts a new page
    "colophon",  # 版记: on the bottom of the type area of the last page
]
REGIONS: tuple[RegionName, ...] = get_args(RegionName)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one character style. A forced line break is the character U+2028.

    `target` names an anchor for a `page-ref`; its text is empty until pagination fills it. `span` is the
    source place of the first character (None: wording of the house).
    """

    text: str
    style: InlineName = ""
    span: Span | None = None
    target: str = ""


Runs = tuple[Run, ...]
LINE_BREAK = "\u2028"


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


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A horizontal rule as wide as the type area; `kind` names one of the house's `rules`: red, first, inner,
    last."""

    kind: str


@dataclass(frozen=True, slots=True)
class SheetCell:
    runs: Runs
    align: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SheetTable:
    header: tuple[SheetCell, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    span: Span | None = None
    #: relative widths of the columns, summing to 1; empty: from the contents
    widths: tuple[float, ...] = ()


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
class Region:
    name: RegionName
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed bulletin. `properties`: title, author, subject, keywords, date (ISO) for PDF Info and Word
    core. `facts`: what the pages do not show and a DOCX keeps, so that it can be read back (`briefing.model.facts`)."""

    regions: tuple[Region, ...]
    properties: dict[str, str] = field(default_factory=dict)
    language: str = "zh-CN"
    facts: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for region in self.regions for block in region.blocks)
