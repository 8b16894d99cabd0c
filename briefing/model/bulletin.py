"""The content of a bulletin, as read: what an office says, with nothing of how it looks.

Every node knows its Span. The fields of `issue.yaml` and of a report's head are declared once, here: the
reader binds YAML to them, the JSON Schema and docs/fields.md are generated from them. `described()` gives
each field its Chinese description and an example; `briefing.model.fields` lists them by key.
"""

from __future__ import annotations

import datetime
from dataclasses import field

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.blocks import Block, Brief, within
from briefing.model.described import about, described
from briefing.model.issue_parts import Colophon, Contents, Filing, Masthead, Number, PrintWishes
from briefing.model.text_lines import Inline, Line


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text, set after the report it belongs to."""

    number: int
    content: Line
    span: Span


# --- articles and issue


@dataclass(frozen=True, slots=True)
class Article:
    """One report: a Markdown file. Its first `# 标题` is the title; the other fields stand in its YAML
    head. A file of 简讯 has no title, and its blocks are `Brief`, in two columns perhaps."""

    title: Line
    blocks: tuple[Block, ...]
    span: Span
    path: str
    subtitle: tuple[Inline, ...] = described(
        "副标题，排在标题下一行", "——南京市创建工作综述", kind="line", default=(), names="副题"
    )
    lead: tuple[Inline, ...] = described("导语或摘要，排在正文之前", "今年以来，……", kind="line", default=(), names="导语 引言")
    editor_note: tuple[Inline, ...] = described(
        "本篇编者按", "现将……摘发如下，供参考。", kind="line", default=(), names="编者按 按语"
    )
    contributor: str = described("供稿单位，署在文末", "南京市文明办", default="", names="供稿 单位 来稿单位 作者 署名")
    source: str = described("来源，署在文末", "《苏州日报》", default="", names="出处 转自")
    contents_title: str = described("目录中使用的标题；不写则与标题相同", default="", names="目录标题 短标题")
    wide: str = described(
        "宽页：整篇排在横放的纸上写 true，排在折页上写 A3", "true", kind="leaf", default="", names="横排 横版 横页 横向"
    )
    signature: tuple[Line, ...] = described(
        "落款，排在正文之后的右边：机关一行，日期一行", "[省文明办, 2022年5月13日]", kind="lines", default=(),
        names="落款 署名机关 落款单位",
    )  # fmt: skip
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """栏目: a named group of reports. The unnamed section (`name == ""`) holds reports that belong to
    none."""

    name: str = field(metadata=about("栏目名", "工作交流", names="名称 栏目 标题"))
    articles: tuple[Article, ...] = field(
        metadata=about(
            "本栏目的报告文件，按先后排列；只有一个栏目时可以不写，收入全部报告",
            "01-nanjing.md",
            kind="reports",
            key="reports",
            names="报告 报道 稿件 文章 文件",
        )
    )
    span: Span
    numbering: str = described("栏目内各篇（简讯为各条）的编号：none、1.、一、、★、■", "1.", default="", names="编号 序号")
    form: str = described(
        "报道 或 简讯：简讯没有标题，一条接一条排在栏目名下", "简讯", kind="choice", choices=("报道", "简讯"), default="报道",
        names="形式 体裁 类型",
    )  # fmt: skip
    rule: str = described(
        "各篇（简讯为各条）之间加不加线：有 或 无；不写则照版式", "有", kind="choice", choices=("有", "无"), default="",
        names="线 分隔线 间隔线",
    )  # fmt: skip

    @property
    def brief(self) -> bool:
        """Whether its reports are 简讯."""
        return self.form == "简讯"

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """The items of all its files in reading order."""
        return tuple(block for article in self.articles for block in within(article.blocks) if isinstance(block, Brief))


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: starts on a new page; `label` is 附件 or 附件1."""

    label: str = field(metadata=about("附件标记；不写则依次为附件1、附件2，只有一个时为附件", "附件1", names="标记 附件"))
    article: Article = field(
        metadata=about("附件的 Markdown 文件", "fujian-1.md", kind="file", key="file", names="文件 附件文件")
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """A whole bulletin: at least one report, and a number or a date."""

    name: str  # the folder's name, 2022-17
    house: str = field(
        metadata=about("版式的名称，即 templates/ 下的文件夹名", "jiangsu-jingshen-wenming", names="版式 样式 模板 单位样式")
    )
    masthead: Masthead
    number: Number
    date: datetime.date | None = field(
        metadata=about("印发日期", "2022-05-13", kind="date", names="日期 时间 印发时间 出版日期 发布日期")
    )
    compiled: datetime.date | None = field(
        metadata=about("编印日期，与印发日期不同时才写", "2022-05-12", kind="date", names="编印时间")
    )
    contents: Contents = field(metadata=about("目录；写样式名，或写样式和标题", "grouped", kind="contents", names="要目"))
    sections: tuple[Section, ...] = field(
        metadata=about("栏目；只有一个栏目时写栏目名即可，收入全部报告", "工作交流", kind="sections", names="栏目名 专栏")
    )
    colophon: Colophon
    span: Span
    editor_note: tuple[Line, ...] = described(
        "本期编者按，一段写一项", "现将……印发。", kind="lines", default=(), names="编者按 按语"
    )
    summary: tuple[Line, ...] = described("摘要，排在正文之前，一段写一项", "……", kind="lines", default=(), names="内容摘要 提要")
    attachments: tuple[Attachment, ...] = described(
        "附件的文件，各自另页起排", "fujian-1.md", kind="attachments", default=(), names="附件"
    )
    front: tuple[Article, ...] = described(
        "排在正文之前、各占一页的文件，如领导批示", "00-pishi.md", kind="reports", default=(), names="前置页 批示页 卷首"
    )
    signature: tuple[Line, ...] = described(
        "落款，排在全部报告之后的右边：机关一行，日期一行", "[省文明办, 2022年5月13日]", kind="lines", default=(),
        names="落款 署名机关 落款单位",
    )  # fmt: skip
    keywords: tuple[str, ...] = described("关键词，写入文件属性", "文明城市创建", kind="texts", default=(), names="主题词 关键字")
    printing: PrintWishes = field(
        default=PrintWishes(),
        metadata=about("印刷的要求，与版式平常的不同时才写", kind="print", key="print", names="印刷 付印 印刷要求"),
    )
    filing: Filing = field(
        default=Filing(),
        metadata=about("归档：件号、存放的位置、办理过程", kind="archive", key="archive", names="归档 档案 归档要求"),
    )

    @property
    def articles(self) -> tuple[Article, ...]:
        """All reports in reading order, without the attachments."""
        return tuple(article for section in self.sections for article in section.articles)

    @property
    def all_articles(self) -> tuple[Article, ...]:
        """What stands before the reports, the reports, and then what is attached."""
        return (*self.front, *self.articles, *(attachment.article for attachment in self.attachments))
