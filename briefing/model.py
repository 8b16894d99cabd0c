"""The content of a bulletin, as read: what an office says, with nothing of how it looks.

Every node knows its Span. The fields of `issue.yaml` and of a report's head are declared once, here: the reader
binds YAML to them, the JSON Schema and docs/fields.md are generated from them. `described()` gives each
field its Chinese description and an example.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from briefing.errors import Span


def described(text: str, example: str = "", *, default: Any = None, required: bool = False) -> Any:
    """A dataclass field that an editor may write in YAML. `text` and `example` are for people."""
    metadata = {"text": text, "example": example, "required": required}
    if isinstance(default, tuple):
        return field(default=default, metadata=metadata)
    return field(default=default, metadata=metadata)


# --- inline ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters. `marks` ⊆ {"strong", "emphasis"}; `span` is the place of its first character."""

    text: str
    span: Span
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Break:
    """A line break the author forced (two trailing spaces or a backslash in Markdown; `|` in a YAML title)."""

    span: Span


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place of a footnote; `number` counts from 1 within the report."""

    number: int
    span: Span


Inline = Text | Break | NoteMark
Line = tuple[Inline, ...]


def plain(line: Line) -> str:
    """The characters of an inline sequence, forced breaks as nothing."""
    return "".join(item.text for item in line if isinstance(item, Text))


# --- blocks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph. `lead` says how many of its first inline items are its run-in bold lead."""

    content: Line
    span: Span
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """一、（一）1.（1）: levels 1 to 4 below the article's title. The author types the number or leaves it out
    (`## 标题`), in which case the house numbers it."""

    level: int
    content: Line
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    content: Line
    span: Span
    label: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[ListItem, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation or 按语 inside a report, set in 楷体."""

    blocks: tuple[Paragraph, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    content: Line
    span: Span
    align: str = ""  # "", "left", "center", "right"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (表题), unit line (单位：…) and notes (注：…)."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    caption: Line = ()
    unit: Line = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture inside the issue folder. `width` in mm, None: as large as its pixels (300 dpi) or the measure allow."""

    path: str
    alt: str
    span: Span
    caption: Line = ()
    source: Line = ()
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text, set after the report it belongs to."""

    number: int
    content: Line
    span: Span


Block = Paragraph | Heading | ListBlock | Quote | Table | Figure


# --- articles and issue ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """One report: a Markdown file. Its first `# 标题` is the title; the other fields stand in its YAML head."""

    title: Line
    blocks: tuple[Block, ...]
    span: Span
    path: str
    subtitle: Line = described("副标题，排在标题下一行", "——南京市创建工作综述", default=())
    lead: Line = described("导语或摘要，排在正文之前", "今年以来，……", default=())
    editor_note: Line = described("本篇编者按", "现将……摘发如下，供参考。", default=())
    contributor: str = described("供稿单位，署在文末", "南京市文明办", default="")
    source: str = described("来源，署在文末", "《苏州日报》", default="")
    contents_title: str = described("目录中使用的标题；不写则与标题相同", default="")
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """栏目: a named group of reports. The unnamed section (`name == ""`) holds reports that belong to none."""

    name: str
    articles: tuple[Article, ...]
    span: Span
    numbering: str = described("栏目内各篇的编号：none、1.、一、、★、■", "1.", default="")


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: starts on a new page; `label` is 附件 or 附件1."""

    label: str
    article: Article


@dataclass(frozen=True, slots=True)
class Recipients:
    """One line of the footer: 报 / 送 / 发 / 增发 and its recipients, one string a line."""

    role: str
    lines: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Masthead:
    """Everything above the red rule, as the house defaults and the issue settle it."""

    mark: str = described("左上角的处理标记", "工作资料 注意保存", default="")
    secrecy: str = described("密级和保密期限", "秘密★1年", default="")
    copy_number: str = described("份号", "000001", default="")
    overline: str = described("报名上方的一行：会议全称，或机关的红色套头", "全省宣传思想工作会议", default="")
    nameplate: tuple[str, ...] = described("报名；分几行写几项", "江苏精神文明建设简报", default=())
    kind: str = described("正刊、增刊或专刊", "增刊", default="正刊")
    special: str = described("期号下面括号里的说明，不写括号", "贯彻落实……精神专刊 1", default="")
    offices: tuple[str, ...] = described("编印机关，一个或几个", "江苏省文明办", default=())
    signer: str = described("签发人", "张三", default="")


@dataclass(frozen=True, slots=True)
class Number:
    """期号. `value` None: a bulletin without a number. `style` picks the wording from the house."""

    value: int | None
    year: int | None = None
    total: int | None = None
    digits: int = 0
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Colophon:
    """版记/报尾."""

    recipients: tuple[Recipients, ...] = ()
    serial: str = described("编号，如 苏简字1004号", "苏简字1004号", default="")
    print_run: int | None = described("印数", "400", default=None)
    permit: str = described("准印证号", "苏内资准字第0001号", default="")
    editors: tuple[str, ...] = described("责任编辑", "李四", default=())
    contact: tuple[str, ...] = described("联系方式，一行一项", "电话：025-12345678", default=())


@dataclass(frozen=True, slots=True)
class Contents:
    """What the contents list shows. `style` is "none", "plain", "grouped" or "pages" (grouped, with page numbers)."""

    style: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A whole bulletin: at least one report, and a number or a date."""

    name: str  # the folder's name, 2022-17
    house: str
    masthead: Masthead
    number: Number
    date: datetime.date | None
    compiled: datetime.date | None
    contents: Contents
    sections: tuple[Section, ...]
    colophon: Colophon
    span: Span
    editor_note: tuple[Line, ...] = ()
    summary: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    keywords: tuple[str, ...] = field(default=())

    @property
    def articles(self) -> tuple[Article, ...]:
        """All reports in reading order, without the attachments."""
        return tuple(article for section in self.sections for article in section.articles)
