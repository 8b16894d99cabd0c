"""A house and a bulletin for the PDF writer's tests: every kind of block, set by `typeset`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.house.style import (
    ColophonStyle,
    Color,
    Composition,
    FontRole,
    Grid,
    HouseStyle,
    InlineStyle,
    PageNumber,
    PageStyle,
    ParagraphStyle,
    RuleStyle,
)
from briefing.model.sheet import (
    INLINE_STYLES,
    PARAGRAPH_KINDS,
    Block,
    InlineName,
    ParagraphKind,
    Picture,
    Region,
    Run,
    Sheet,
    SheetCell,
    SheetParagraph,
    SheetRule,
    SheetTable,
)
from briefing.typeset import typeset
from briefing.typeset.composed import Composed

FONTS = Path(__file__).parents[2] / "fonts"
_SPECIAL: dict[str, dict[str, object]] = {
    "nameplate": {
        "font": "biaosong", "size": 43, "color": "red", "align": "center", "leading": 60, "fit": True,
    },
    "number": {"align": "center"},
    "imprint": {"align": "center"},
    "contents-heading": {"font": "hei", "align": "center"},
    "contents-entry": {"indent_first": 0},
    "section": {"font": "hei", "align": "center"},
    "title": {
        "font": "biaosong", "size": 22, "align": "center", "balance": True, "leading": 36, "before": 30,
        "outline": 1,
    },
    "heading-1": {"font": "hei", "indent_first": 2, "outline": 2},
    "heading-2": {"font": "kai", "indent_first": 2, "outline": 3},
    "body": {"indent_first": 2},
    "table-cell": {"size": 12, "leading": 18, "align": "left"},
    "table-head": {"size": 12, "leading": 18, "font": "hei", "align": "center"},
    "figure-caption": {"font": "kai", "size": 14, "align": "center"},
    "recipients": {"size": 14, "leading": 25, "whole_lines": False},
}  # fmt: skip


def house(chars: int | None = None, css: tuple[str, ...] = (), mirrored: bool = False) -> HouseStyle:
    styles = {
        kind: ParagraphStyle(**{"kind": kind, "word": kind, "font": "fangsong", "size": 16} | _SPECIAL.get(kind, {}))  # type: ignore[arg-type]
        for kind in PARAGRAPH_KINDS
    }
    inline = {name: InlineStyle(name, name) for name in INLINE_STYLES}
    inline["strong"] = InlineStyle("strong", "strong", bold=True)
    inline["lead-in"] = InlineStyle("lead-in", "lead-in", bold=True)
    inline["emphasis"] = InlineStyle("emphasis", "emphasis", font="kai")
    inline["red"] = InlineStyle("red", "red", color="red")
    inline["note-ref"] = InlineStyle("note-ref", "note-ref", scale=0.6, raise_em=0.6)
    roles: tuple[FontRole, ...] = ("fangsong", "kai", "biaosong", "hei", "song")
    families: dict[FontRole, tuple[str, ...]] = {role: (f"Briefing {role.title()}",) for role in roles}
    return HouseStyle(
        name="sample",
        title="样例",
        chain=("sample",),
        page=PageStyle(210, 297, 37, 28, 156, 225, mirrored),
        grid=Grid(21, 30.0, chars),
        composition=Composition(squeeze_marks=0.25),
        styles=styles,
        inline=inline,
        rules={
            "red": RuleStyle(1.2, "red", 4, 10), "first": RuleStyle(1, "black"),
            "inner": RuleStyle(0.7, "black"), "last": RuleStyle(1, "black"),
        },
        colors={"black": Color("#000000", (0, 0, 0, 100)), "red": Color("#e60012", (0, 80, 80, 0))},
        fonts={**families, "latin": ("Liberation Serif",)},
        word_fonts={},
        page_number=PageNumber("— {n} —", "song", 14, 7, 1),
        colophon=ColophonStyle(),
        wording={},
        css=css,
    )  # fmt: skip


def paragraph(kind: ParagraphKind, text: str, **more: object) -> SheetParagraph:
    """`text` with **bold**, *kai* and 4^1^ notes."""
    runs: list[Run] = []
    style: InlineName = ""
    for part in text.replace("**", "\0strong\0").replace("*", "\0emphasis\0").replace("^", "\0note-ref\0").split("\0"):
        if part in ("strong", "emphasis", "note-ref"):
            style = "" if style else cast("InlineName", part)
        elif part:
            runs.append(Run(part, style))
    return SheetParagraph(kind, tuple(runs), **more)  # type: ignore[arg-type]


BODY = (
    "今年以来，全市上下深入贯彻落实中央、省委关于精神文明建设的部署要求，坚持以“全域、全民、全程”为抓手，围绕2022年全国文明城市年度测评，"
    "扎实推进文明城市建设“十大行动”（2022—2025年），新建、改建农贸市场46个、停车泊位12.5万个，完成老旧小区改造2700余个，"
    "带动GDP增长3.8%，有力提升了城市文明程度和市民文明素养；《江苏省文明行为促进条例》、《南京市文明行为促进条例》同步宣传，"
    "形成了共建、共治、共享的良好格局……群众满意度达到98.6%，比上年提高1.2个百分点。"
)


def _entry(text: str, target: str) -> SheetParagraph:
    number = (Run("", "page-ref", target=target),)
    return SheetParagraph("contents-entry", (Run(text),), pair=number, leader=True)


def blocks(picture: bool = False) -> tuple[Region, ...]:
    cover: list[Block] = [
        paragraph("mark", "工作资料　注意保存"),
        paragraph("nameplate", "精神文明建设简报"),
        paragraph("number", "第17期"),
        paragraph("imprint", "江苏省精神文明建设指导委员会办公室"),
        SheetRule("red"),
        paragraph("contents-heading", "【典型经验】"),
        _entry("以绣花功夫推进全域文明创建", "a1"),
        _entry("坚持“创建为民”\u2028让文明成为城市底色", "a2"),
    ]  # fmt: skip
    body: list[Block] = [
        paragraph("title", "以绣花功夫推进全域文明创建打造新时代文明典范城市", anchor="a1", outline=1),
        paragraph("body", BODY),
        paragraph("heading-1", "一、高位统筹", outline=2),
        paragraph("body", "**一是强化统筹。**" + BODY + "^1^" + BODY),
        paragraph("heading-2", "（一）健全*机制*", outline=3),
        paragraph("body", "*楷体里的Windows 11和“引号”*，再接喆堃两个罕见字，" + BODY),
        paragraph("title", "坚持“创建为民”让文明成为城市底色", anchor="a2", outline=1),
        paragraph("body", BODY * 3),
        SheetTable(
            (SheetCell((Run("地区"),)), SheetCell((Run("数量"),)), SheetCell((Run("说明"),))),
            (
                (
                    SheetCell((Run("南京"),)),
                    SheetCell((Run("46"),), "right"),
                    SheetCell((Run("新建、改建农贸市场，完成“一网通管”"),)),
                ),
                (SheetCell((Run("苏州"),)), SheetCell((Run("12.5"),), "right"), SheetCell((Run("停车泊位（万个）"),))),
            ),
        ),
    ]
    body.append(paragraph("table-note", "注：数据截至2022年4月底。"))
    if picture:
        body.append(Picture("photo.png", "一张照片", (300, 200), width=80))
        body.append(paragraph("figure-caption", "图1　文明实践站"))
    colophon: list[Block] = [
        SheetRule("first"),
        paragraph("recipients", "报：中央文明办，省委常委，省人大常委会、省政府、省政协负责同志。", hang=2),
        SheetRule("inner"),
        paragraph("recipients", "发：各设区市文明委。", hang=2),
        SheetRule("last"),
    ]
    return Region("cover", tuple(cover)), Region("body", tuple(body)), Region("colophon", tuple(colophon))


def fonts() -> Fonts:
    return Fonts(json.loads((FONTS / "metrics.json").read_text("utf-8")))


def composed(style: HouseStyle | None = None, picture: bool = False) -> Composed:
    properties = {
        "title": "精神文明建设简报",
        "author": "江苏省文明办",
        "subject": "第17期",
        "keywords": "简报",
        "date": "2022-05-05",
    }
    return typeset(Sheet(blocks(picture), properties), style or house(), fonts())


def world(folder: Path) -> World:
    """With the shipped fonts, whatever the machine has besides."""
    return World(folder, templates_root=folder, fonts_root=FONTS, environ={})
