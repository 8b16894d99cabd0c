"""Whole issue folders of every feature of the model, written as an editor would write them: for round trips."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Protocol, TypeVar

from hypothesis import strategies as st
from read_support import SOUND_PNG

from briefing.model.blocks import Paragraph
from briefing.model.bulletin import Article
from briefing.model.text_lines import Text

T = TypeVar("T")


class Draw(Protocol):
    def __call__(self, strategy: st.SearchStrategy[T]) -> T: ...


_WORDS = st.sampled_from(
    [
        *["文明城市", "创建", "认真贯彻落实", "一是强化统筹", "的", "努力", "省文明委", "来", "GDP", "12.5%", "2022", "5-8"],
        *["（试行）", "“实事”", "《通知》", "、", "，", "：", "；", "～", "——", "……", "一、", "表1", "well-known", "100 km/h"],
        *['"', "'", "$", "!", "a*b", "_x_", "#1", "[注]", "<未达标>", "C&D", "&amp;", "`码`", "|", "~~", "1.", "+", "\\", "=="],
    ]
)
_GAPS = st.sampled_from(["", "", "", "\u3000", " "])
_OPENING = re.compile("^[，。、；：！？…—～）”》]+")


@st.composite
def words(draw: Draw, most: int = 6) -> str:
    """Characters, not Markdown: no space at an end, no mark in front that cannot begin a line."""
    parts = [draw(_WORDS) + draw(_GAPS) for _ in range(draw(st.integers(1, most)))]
    text = re.sub(r" {2,}|\u3000+ *| \u3000", "\u3000", "".join(parts)).strip(" \u3000")
    return "城" + (_OPENING.sub("", text) or "市")


def escaped(text: str) -> str:
    """So that each character is only itself: every mark of ASCII behind a backslash."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@st.composite
def inline(draw: Draw, notes: int = 0, breaks: bool = True) -> str:
    """Markdown of one paragraph, on several lines now and then."""
    parts: list[str] = []
    for index in range(draw(st.integers(1, 4))):
        text = escaped(draw(words(4)))
        marked = draw(st.sampled_from(["{}", "{}", "{}", "**{}。**", "*{}*", "**{}**", "***{}***"])).format(text)
        parts.append("和" * (parts[-1:] != [] and parts[-1].endswith("*") and marked.startswith("*")) + marked)
        if notes and draw(st.integers(0, 5)) == 0:
            parts.append(f"[^{draw(st.integers(1, notes))}]")
        if breaks and index and draw(st.integers(0, 5)) == 0:
            parts.append(draw(st.sampled_from(["\\\n", "  \n", "\n"])) + "后")
    return "".join(parts)


@st.composite
def block(draw: Draw, notes: int) -> str:
    kinds = ["text", "text", "lead", "heading", "list", "numbers", "nested", "quote", "table", "figure", "sign"]
    kind = draw(st.sampled_from(kinds))
    line = inline(notes)
    short = inline(notes, breaks=False)
    if kind == "lead":
        return f"**{draw(st.sampled_from(['一是', '（二）', '苏州市：']))}{escaped(draw(words(3)))}。**和{draw(line)}"
    if kind == "heading":
        level = draw(st.integers(1, 4))
        number = draw(st.sampled_from(["", "", "一、", "（二）", "3.", "（4）", "1.2 "]))
        return f"{'#' * (level + 1)} {number}{draw(short)}"
    if kind == "list":
        sign = draw(st.sampled_from("-+*"))
        return "\n".join(f"{sign} {draw(short)}" for _ in range(draw(st.integers(1, 3))))
    if kind == "numbers":
        sign, first = draw(st.sampled_from(".)")), draw(st.integers(1, 9))
        return "\n".join(f"{first + n}{sign} {draw(short)}" for n in range(draw(st.integers(1, 3))))
    if kind == "sign":
        return f"::: 落款\n{escaped(draw(words(2)))}\n{draw(st.sampled_from(['', '甲办', '2022年5月13日']))}\n:::"
    if kind == "nested":
        return f"- {draw(short)}\n  1. {draw(short)}\n  2. {draw(short)}\n     - {draw(short)}\n- {draw(short)}"
    if kind == "quote":
        return "\n>\n".join("> " + draw(line).replace("\n", "\n> ") for _ in range(draw(st.integers(1, 2))))
    if kind == "table":
        return str(draw(table(notes)))
    if kind == "figure":
        caption = draw(st.sampled_from(["", ' "图1　现场"', " “图二”"]))
        width = draw(st.sampled_from(["", "{width=30mm}", "{width=25.5mm}"]))
        source = draw(st.sampled_from(["", f"\n来源：{escaped(draw(words(2)))}"]))
        alt = escaped(draw(words(2)).replace("[", "").replace("]", "").replace("\\", ""))
        return f"![{alt}]({draw(st.sampled_from(['a.png', 'img/图 1.png', 'b.png'])).join(['<', '>'])}{caption}){width}{source}"
    return str(draw(line))


@st.composite
def container(draw: Draw, notes: int) -> str:
    """`::: 批示 …` to `:::`."""
    name = draw(st.sampled_from(["批示", "框", "编者按", "链接", "背景", "两栏", "并排"]))
    title = draw(st.sampled_from(["", escaped(draw(words(3))), f"{escaped(draw(words(2)))} 乙"]))
    if name == "批示":
        title = f"{title or '省长'}{draw(st.sampled_from(['', ' 2022-05-06', ' 2022年12月31日']))}"
    elif name in ("编者按", "两栏"):
        title = ""
    if name == "并排":
        figures = [f"![图]({draw(st.sampled_from(['a.png', 'b.png']))}{draw(st.sampled_from(['', ' “甲”']))})" for _ in range(2)]
        inner = draw(st.sampled_from(["\n", "\n\n"])).join(figures)
    else:
        plain = block(notes).filter(lambda text: ":::" not in text)  # a frame in a frame is refused
        inner = "\n\n".join(draw(plain) for _ in range(draw(st.integers(1, 3))))
        if name == "编者按":
            inner = f"{draw(inline(notes))}\n\n{inner}"
        if name != "两栏" and not draw(st.integers(0, 3)):
            inner += "\n\n::: 并排\n![图](a.png)\n![图](b.png)\n:::"
    return f"::: {name} {title}\n\n{inner}\n\n:::"


@st.composite
def on_leaf(draw: Draw, notes: int) -> str:
    """`::: 宽页` to `:::`, which may hold a container."""
    held = [draw(block(notes) if draw(st.integers(0, 2)) else container(notes)) for _ in range(draw(st.integers(1, 2)))]
    return f"::: {draw(st.sampled_from(['宽页', '折页', '宽页 A3']))}\n\n" + "\n\n".join(held) + "\n\n:::"


@st.composite
def table(draw: Draw, notes: int) -> str:
    columns = draw(st.integers(1, 4))
    cell = inline(notes, breaks=False).map(lambda text: text if draw(st.integers(0, 3)) else "")
    before: str = draw(st.sampled_from(["", "表1　得\\\n分\n", "表：得分\n", "表2　得分\n单位：分\n", "单位：\\\n万元\n"]))
    rule = "|".join(draw(st.sampled_from(["---", ":--", "--:", ":-:"])) for _ in range(columns))
    body = [[draw(cell) for _ in range(columns)] for _ in range(draw(st.integers(1, 3)))]
    if draw(st.integers(0, 2)) == 0:
        body[0][0] += draw(st.sampled_from([" {左}", "{居中}", " {右}", "\\{右}"]))
    if draw(st.integers(0, 2)) == 0:
        merge(draw, body)
    if draw(st.integers(0, 3)) == 0:
        body[-1][-1] += f"<br>{escaped(draw(words(2)))}"
    rows = ["| " + " | ".join(cells) + " |" for cells in body]
    head = "| " + " | ".join(draw(inline(notes, breaks=False)) for _ in range(columns)) + " |"
    wishes = draw(st.sampled_from(["", "", " {total}", " {size=小五 align=decimal}", f" {{widths={','.join('1' * columns)}}}"]))
    if wishes and "\n" not in before.rstrip("\n"):
        before = f"{before.rstrip()}{wishes}\n" if before else f"{wishes.strip()}\n"
    after: str = draw(st.sampled_from(["", "\n\n注：数据为初步统计。", "\n\n注1：甲。\n注2：乙。\n资料来源：统计局"]))
    return before + ("\n" if before else "") + "\n".join([head, f"|{rule}|", *rows]) + after


def merge(draw: Draw, body: list[list[str]]) -> None:
    """Make one rectangle of cells one cell, so that in each row and column another begins."""
    rows, columns = len(body), len(body[0])
    down, across = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    if (down > 1 and across == columns) or (across > 1 and down == rows):
        return
    top, left = draw(st.integers(0, rows - down)), draw(st.integers(0, columns - across))
    for row in range(top, top + down):
        for column in range(left, left + across):
            if (row, column) != (top, left):
                body[row][column] = "^^" if row > top else "<<"


@st.composite
def report(draw: Draw) -> str:
    notes = draw(st.integers(0, 2))
    title = draw(st.sampled_from(["", "南京市：", "一、"])) + escaped(draw(words(4)))
    if draw(st.booleans()):
        title += draw(st.sampled_from(["|", " ", "\u3000"])) + "又一句"
    wide = draw(st.sampled_from(["", "", "", "true", "A3"]))
    kinds = [block, block, block, block, block, block, container, container if wide else on_leaf]
    blocks = [draw(draw(st.sampled_from(kinds))(notes)) for _ in range(draw(st.integers(1, 5)))]
    cited = sorted(set(re.findall(r"\[\^(\d)\]", "".join(blocks))))
    blocks += [f"[^{number}]: {draw(inline(breaks=False))}" for number in cited]
    return f"{draw(head(wide))}# {title}\n\n" + "\n\n".join(blocks) + "\n"


@st.composite
def briefs(draw: Draw) -> str:
    """A file of 简讯."""
    notes = draw(st.integers(0, 1))
    held = block(notes).filter(lambda text: not re.match("#|:::", text))

    def item() -> str:
        return "\n\n".join([draw(inline(notes)), *(draw(held) for _ in range(draw(st.integers(0, 2))))])

    parts = [item() for _ in range(draw(st.integers(1, 3)))]
    text = "\n\n---\n\n".join(parts)
    if not draw(st.integers(0, 3)):
        text = f"::: 两栏\n\n{text}\n\n:::\n\n{item()}"
    cited = sorted(set(re.findall(r"\[\^(\d)\]", text)))
    text += "".join(f"\n\n[^{number}]: {draw(inline(breaks=False))}" for number in cited)
    said = draw(st.sampled_from(["", "contributor: 甲办\n", "source: 《日报》\n", "signature: [甲办, 2022年5月13日]\n"]))
    return f"---\n{said}---\n\n{text}\n" if said else f"{text}\n"


@st.composite
def head(draw: Draw, wide: str) -> str:
    known = ["subtitle", "lead", "editor_note", "contributor", "source", "contents_title"]
    keys = draw(st.sets(st.sampled_from(known), max_size=4))
    said = {key: draw(words(3)).replace("|", "") for key in sorted(keys)}
    for key in ("subtitle", "lead", "editor_note"):
        if key in said and draw(st.booleans()):
            said[key] = draw(st.sampled_from(["{}|后句", "{} 后句"])).format(said[key])
    rows: dict[str, str | list[str]] = {**said}
    if not draw(st.integers(0, 3)):
        rows["signature"] = draw(st.sampled_from([["甲办"], ["甲 办", "2022年5月13日"], ["甲办", "乙办", "二〇二二年五月"]]))
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
    lines += f"wide: {wide}\n" if wide else ""
    return f"---\n{lines}---\n" if lines else ""


@st.composite
def issue(draw: Draw) -> dict[str, bytes]:
    """The files of one folder, to be called 2022-17."""
    names = [f"{n:02d}-{draw(st.sampled_from(['nanjing', '苏州', 'a.b']))}.md" for n in range(1, draw(st.integers(2, 4)))]
    attached = [f"fujian-{n}.md" for n in range(1, draw(st.integers(1, 3)))]
    said = {name: draw(report()) for name in [*names, *attached]}
    house = draw(st.sampled_from(["gb9704", "jiangsu-jingshen-wenming", "xinxi-zhuanbao"]))
    rows = [f"house: {house}", draw(st.sampled_from(["number: 17", "number: '017'"])), "date: 2022-05-13"]
    optional = [
        "compiled: 2022-05-12", "total: 205", "kind: 增刊", "special: 学习专刊 1", "signer: 张 三", "secrecy: 秘密★1年",
        "copy_number: '000001'", "nameplate: [工作简报]", "offices: [甲办, 乙办]", "serial: 苏简字1004号", "print_run: 400",
        "keywords: [创建, 'yes']", "editor_note: 现将有关|做法印发。", "summary: [第一段。, '第二段: 有冒号']",
        "contact: '电话：1'", "signature: [甲办, 2022年5月13日]", "signature: 甲|办",
        "contents: {style: pages, heading: 本期要目}",
        "contents: {style: grouped, place: 另页}", "recipients: {报: [省委], 送: [甲, 乙]}", "mark: 工作资料 注意保存",
        "editors: []", "year: 2021",
        "archive: {item: 12, remark: '附: 件', steps: [{action: 审核, who: 李四, date: 2022-05-11}, {action: 会签, who: 甲办}]}",
    ]  # fmt: skip
    rows += draw(st.lists(st.sampled_from(optional), unique_by=lambda row: row.partition(":")[0], max_size=8))
    if house == "gb9704":
        rows = [row for row in rows if not row.startswith(("nameplate", "offices"))] + ["nameplate: 简报", "offices: 某办"]
    brief = draw(st.sampled_from(["", "", "简讯", "简讯, rule: 有"]))
    if brief:
        more = [f"{n:02d}-jianxun.md" for n in range(11, draw(st.integers(12, 14)))]
        said |= {name: draw(briefs()) for name in more}
        rows += _sections(names)[:4]
        rows += [f"  - {{name: 稿件, reports: [{', '.join(names[1:])}]}}"] if names[1:] else []
        numbering = draw(st.sampled_from(["", "1."]))
        rows += [f"  - {{name: 动态, form: {brief}, numbering: '{numbering}', reports: [{', '.join(more)}]}}"]
    else:
        rows += draw(st.sampled_from([_sections, _reports, _one_section]))(names)
    if not draw(st.integers(0, 3)):
        said |= {"00-pishi.md": draw(report())}
        rows += ["front: 00-pishi.md"]
    if attached:
        labels = draw(st.booleans())
        rows += ["attachments:", *(f"  - {{label: 附表, file: {name}}}" if labels else f"  - {name}" for name in attached)]
    pictures = {name: SOUND_PNG for name in ("a.png", "img/图 1.png", "b.png") if any(name in text for text in said.values())}
    return {"issue.yaml": "\n".join(rows).encode(), **{name: text.encode() for name, text in said.items()}, **pictures}


def _sections(names: list[str]) -> list[str]:
    first, rest = names[:1], names[1:]
    rows = ["sections:", "  - name: 工作交流", f"    reports: [{', '.join(first)}]", "    numbering: 1."]
    return [*rows, "  - name: 简讯", f"    reports: [{', '.join(rest)}]"] if rest else rows


def _reports(names: list[str]) -> list[str]:
    return [f"reports: [{', '.join(reversed(names))}]"]


def _one_section(names: list[str]) -> list[str]:
    return ["sections: [{name: 经验, reports: [" + ", ".join(names) + "]}]"]


def canonical(node: object) -> object:
    """A model without its places, adjacent runs of one look as one: what two readings of one text have in common."""
    if isinstance(node, tuple):
        merged: list[object] = []
        for item in map(canonical, node):
            last = merged[-1] if merged else None
            if isinstance(item, tuple) and isinstance(last, tuple) and item[:1] == last[:1] == ("Text",) and item[2] == last[2]:
                merged[-1] = ("Text", last[1] + item[1], item[2])
            elif item != ("Text", "", frozenset()):
                merged.append(item)
        return tuple(merged)
    if isinstance(node, Text):
        return ("Text", node.text, node.marks)
    if dataclasses.is_dataclass(node):
        fields = {field.name: getattr(node, field.name) for field in dataclasses.fields(node) if field.name != "span"}
        if isinstance(node, Paragraph):  # counted in runs
            fields["lead"] = "".join(item.text for item in node.content[: node.lead] if isinstance(item, Text))
        if isinstance(node, Article):
            fields["contents_title"] = str(node.contents_title)
        return (type(node).__name__, {name: canonical(value) for name, value in fields.items()})
    return node
