"""Reports: every character kept, every text at its place, every structure of a bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_support import SOUND_PNG

from briefing.core.errors import Severity
from briefing.files.world import Root
from briefing.model.blocks import Block, Figure, Heading, ListBlock, Paragraph, Quote, Table
from briefing.model.bulletin import Article
from briefing.model.text_lines import Break, Line, NoteMark, Text, plain
from briefing.source.markdown import read_report
from briefing.source.write import markdown


def report(folder: Path, source: str, *, sound: bool = True) -> Article:
    (folder / "a.md").write_text(source, encoding="utf-8", newline="")
    article, findings = read_report(Root(folder), "a.md")
    assert article is not None
    if sound:
        assert findings.errors == []
    return article


def lines_in(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph() | Heading():
            yield block.content
        case ListBlock():
            yield from (item.content for item in block.items)
        case Quote():
            yield from (item.content for item in block.blocks)
        case Table():
            yield from (cell.content for row in (block.header, *block.rows) for cell in row)
            yield from (block.caption, block.unit, *block.notes)
        case Figure():
            yield from (block.caption, block.source)


def assert_places(article: Article, source: str) -> None:
    """Each character of each text stands where its span says; a joining space stands on the line end."""
    rows = source.split("\n")
    contents = [article.title, *(line for block in article.blocks for line in lines_in(block))]
    contents += [note.content for note in article.notes]
    for content in contents:
        for item in content:
            if isinstance(item, Text):
                row = rows[item.span.line - 1] + "\n"
                found = row[item.span.column - 1 : item.span.column - 1 + len(item.text)]
                assert found == item.text or found == item.text.removesuffix(" ") + "\n", (item, row)


WHOLE = """\
---
subtitle: ——综述
lead: 今年以来，|成效明显。
contributor: 南京市文明办
---
# 南京市：凝心聚力　奋勇争先　|争创典范

　　**一是强化统筹。**把“创建”\\*落到实处*分类*指导，GDP
growth
续行，_下划线_。

二是 A
B[^甲]。[^2]

## 一、组织领导

### （二）**压实**责任

#### 3．推进落实

表：重点指标
单位：万元

| 项目 | 金额 \\| *元* |
| --- | ---: |
| 甲 | 1 |
|  | 2 |

注：数据截至4月。
1. 第一项
   续
2) 另一项

- 项
  - 子项

> 按语一
> 续
>
> 按语二

![签到](图.png "图1　现场"){width=80mm}

来源：省文明办

[^甲]: 脚注一

[^2]: 脚注**二**
"""


def test_all_structures_and_their_places(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(SOUND_PNG)
    article = report(tmp_path, WHOLE)
    assert_places(article, WHOLE)
    assert plain(article.title) == "南京市：凝心聚力　奋勇争先　争创典范"
    assert [type(item) for item in article.title] == [Text, Break, Text]
    assert plain(article.subtitle) == "——综述" and plain(article.lead) == "今年以来，成效明显。"
    assert article.contributor == "南京市文明办"
    first, second, *rest = article.blocks
    assert isinstance(first, Paragraph) and first.lead == 1
    assert plain(first.content) == "一是强化统筹。把“创建”*落到实处分类指导，GDP growth续行，下划线。"
    assert {item.text: item.marks for item in first.content if isinstance(item, Text) and item.marks} == {
        "一是强化统筹。": frozenset({"strong"}),
        "分类": frozenset({"emphasis"}),
        "下划线": frozenset({"emphasis"}),
    }
    assert isinstance(second, Paragraph) and plain(second.content) == "二是 A B。"
    assert [item.number for item in second.content if isinstance(item, NoteMark)] == [1, 2]
    headings = [(item.level, item.number, plain(item.content)) for item in rest if isinstance(item, Heading)]
    assert headings == [(1, "一、", "组织领导"), (2, "（二）", "压实责任"), (3, "3．", "推进落实")]
    table = next(item for item in rest if isinstance(item, Table))
    assert (plain(table.caption), plain(table.unit)) == ("重点指标", "单位：万元")
    assert [plain(note) for note in table.notes] == ["注：数据截至4月。"]
    assert [[plain(cell.content) for cell in row] for row in (table.header, *table.rows)] == [
        ["项目", "金额 | 元"],
        ["甲", "1"],
        ["", "2"],
    ]
    assert [cell.align for cell in table.header] == ["", "right"]
    labels = [
        (entry.label, entry.depth, plain(entry.content)) for item in rest if isinstance(item, ListBlock) for entry in item.items
    ]
    assert labels == [("1.", 0, "第一项续"), ("2)", 0, "另一项"), ("●", 0, "项"), ("●", 1, "子项")]
    quote = next(item for item in rest if isinstance(item, Quote))
    assert [plain(item.content) for item in quote.blocks] == ["按语一续", "按语二"]
    figure = next(item for item in rest if isinstance(item, Figure))
    assert (figure.path, figure.alt, figure.width) == ("图.png", "签到", 80.0)
    assert (plain(figure.caption), plain(figure.source)) == ("图1　现场", "来源：省文明办")
    assert [(note.number, plain(note.content)) for note in article.notes] == [(1, "脚注一"), (2, "脚注二")]
    assert not any(isinstance(item, Paragraph) for item in rest)


@pytest.mark.parametrize("change", [lambda s: s.replace("\n", "\r\n"), lambda s: "\ufeff" + s, lambda s: s.rstrip("\n")])
def test_line_ends_and_bom_change_nothing(tmp_path: Path, change: object) -> None:
    (tmp_path / "图.png").write_bytes(SOUND_PNG)
    assert callable(change)
    assert report(tmp_path, change(WHOLE)) == report(tmp_path, WHOLE)


def test_gb18030_is_read_with_a_note(tmp_path: Path) -> None:
    source = "# 联通\n\n镕基同志在联通调研，㐀。\n"
    expected = report(tmp_path, source)
    (tmp_path / "a.md").write_bytes(source.encode("gb18030"))
    article, findings = read_report(Root(tmp_path), "a.md")
    assert article == expected
    assert [(item.code, item.severity) for item in findings.items] == [("encoding-gb18030", Severity.NOTE)]


def test_big5_is_not_read_as_gbk(tmp_path: Path) -> None:
    """Its bytes are Han in GBK, too: 畗砰 for 具體, on every page."""
    source = "# 各項工作有序推進\n\n今年以來，蘇州市深入推進文明城市創建，各項工作取得明顯成效。\n"
    (tmp_path / "a.md").write_bytes(source.encode("big5"))
    (refused,) = read_report(Root(tmp_path), "a.md")[1].errors
    assert refused.code == "encoding-unknown" and "Big5" in refused.message
    (tmp_path / "a.md").write_bytes(source.encode("gbk"))
    article = read_report(Root(tmp_path), "a.md")[0]
    assert article is not None and plain(article.title) == "各項工作有序推進"


@pytest.mark.parametrize(
    ("source", "lead"),
    [
        ("**一是强化。**把工作", 1),
        ("**一是*强*化。**把工作", 3),
        ("**苏州市**　今年", 1),
        ("**南京市**积极推进", 0),
        ("**整段都是粗体。**", 0),
        ("先说**一是强化。**把", 0),
        ("**“一把手”工程：**抓", 1),
    ],
)
def test_leads(tmp_path: Path, source: str, lead: int) -> None:
    block = report(tmp_path, f"# 题\n\n{source}\n").blocks[0]
    assert isinstance(block, Paragraph) and block.lead == lead


@pytest.mark.parametrize(
    ("source", "number", "text"),
    [
        ("一、标题", "一、", "标题"),
        ("十二、标题", "十二、", "标题"),
        ("（三）标题", "（三）", "标题"),
        ("(3) 标题", "(3)", "标题"),
        ("1. 标题", "1.", "标题"),
        ("1.1 标题", "1.1\u3000", "标题"),
        ("1.2.3　标题", "1.2.3\u3000", "标题"),
        ("1.1标题", "", "1.1标题"),
        ("2.5亿元", "", "2.5亿元"),
        ("2.5 亿元", "", "2.5 亿元"),
        ("2022年工作", "", "2022年工作"),
        ("第一章　总则", "第一章", "总则"),
        ("一心一意", "", "一心一意"),
        ("①标题", "①", "标题"),
    ],
)
def test_heading_numbers(tmp_path: Path, source: str, number: str, text: str) -> None:
    heading = report(tmp_path, f"# 题\n\n## {source}\n").blocks[0]
    assert isinstance(heading, Heading)
    assert (heading.number, plain(heading.content)) == (number, text)


def test_plain_stars_that_open_nothing_are_text(tmp_path: Path) -> None:
    block = report(tmp_path, "# 题\n\n3 * 4，见 \\*，a_b，5<6，R&D，【备注】(一)。\n").blocks[0]
    assert isinstance(block, Paragraph)
    assert plain(block.content) == "3 * 4，见 *，a_b，5<6，R&D，【备注】(一)。"


def test_escaped_bars_in_a_title_break_nothing(tmp_path: Path) -> None:
    title = report(tmp_path, "# 甲\\|乙\\*丙|丁\n\n正文\n").title
    assert plain(title) == "甲|乙*丙丁"
    assert [item.span.column for item in title if isinstance(item, Break)] == [10]


def test_typed_indent_is_noted_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 题\n\n　　一。\n\n　　二。\n", encoding="utf-8")
    article, findings = read_report(Root(tmp_path), "a.md")
    assert article is not None
    assert [plain(line) for block in article.blocks for line in lines_in(block)] == ["一。", "二。"]
    assert [(str(item.span), item.code) for item in findings.items] == [("a.md:3:1", "indent-typed")]


#: Letters, marks and spaces that mean nothing to Markdown inside a paragraph.
PLAIN = st.text(
    st.sampled_from("一二国文明，。“”（）《》—…·　 abcXYZ0123456789%,.;:'\"()/+=~$é𠮷"),
    min_size=1,
    max_size=60,
)
#: Marks that mean something only at the start of a line, or as a trailing or doubled space.
_STARTS = re.compile(r"[-+=~>#|.:\d\s(]")


def _ordinary(line: str) -> bool:
    return line == line.strip() and not _STARTS.match(line)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PLAIN.filter(_ordinary), min_size=1, max_size=3), min_size=1, max_size=4))
def test_plain_text_survives_character_for_character(tmp_path: Path, paragraphs: list[list[str]]) -> None:
    source = "# 题\n\n" + "\n\n".join("\n".join(rows) for rows in paragraphs) + "\n"
    article = report(tmp_path, source)
    assert_places(article, source)
    assert len(article.blocks) == len(paragraphs)
    for block, rows in zip(article.blocks, paragraphs, strict=True):
        assert isinstance(block, Paragraph)
        texts = [item for item in block.content if isinstance(item, Text)]
        assert [item.text.removesuffix(" ") for item in texts[:-1]] == rows[:-1]
        assert texts[-1].text == rows[-1]


MARKED = st.lists(
    st.tuples(
        st.text(st.sampled_from("汉字，。“”a1 "), min_size=1, max_size=8).map(str.strip).filter(bool),
        st.sampled_from(["", "**", "\\*", "&amp;"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKED)
def test_places_survive_marks_escapes_and_entities(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    """Whatever is found about emphasis, the texts are right and so are their places."""
    body = "".join(f"汉{mark}{text}{mark if mark == '**' else ''}" for text, mark in parts)
    source = f"# 题\n\n{body}\n"
    article = report(tmp_path, source, sound=False)
    entities = 0
    block = article.blocks[0]
    assert isinstance(block, Paragraph)
    for item in block.content:
        assert isinstance(item, Text)
        found = source.split("\n")[2][item.span.column - 1 :]
        entities += item.text == "&"
        assert found.startswith("&amp;" if item.text == "&" else item.text)
    assert entities == sum(mark == "&amp;" for _, mark in parts)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("| 甲 | 乙 |\n| 1 | 2 |", (3, 1, "表格缺少表头下面的分隔行")),
        ("| 甲 | 乙 |\n| --- |\n| 1 | 2 |", (4, 1, "表头有 2 格，下面的分隔行有 1 格")),
        ("| 甲 \\| 丁 | 乙\n  |:--|--:|---|\n| 1 | 2 |", (4, 3, "表头有 2 格，下面的分隔行有 3 格")),
    ],
)
def test_a_table_that_is_none_for_its_rule(table: str, said: tuple[int, int, str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# 题\n\n{table}\n", encoding="utf-8")
    _, findings = read_report(Root(tmp_path), "a.md")
    assert [(item.span.line, item.span.column, item.message) for item in findings.items if item.span] == [said]


def test_a_merged_head_leaves_each_column_its_alignment(tmp_path: Path) -> None:
    """What is merged is narrower than the alignment of the columns below: written again, they have it still."""
    table = "| 单位 | << | 数 | ^^ |\n|:---|---:|:---:|---|\n| 甲 | 1.5 | 二 | 丙 |\n| ^^ | -2 | << | 丁 |\n"
    article = report(tmp_path, f"# 题\n\n{table.replace('^^ |', '时限 |', 1)}")
    written = markdown(article)
    assert "|:---|---:|:---:|---|" in written
    again = report(tmp_path, written)
    (read,) = (block for block in again.blocks if isinstance(block, Table))
    assert [[cell.align for cell in row] for row in (read.header, *read.rows)] == [["left", "right", "center", ""]] * 3


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("1. 1. 1.", "1. 2. 3."), ("3) 3)", "3) 4)"), ("1. 2. 4.", "1. 2. 4."), ("2.", "2."), ("1. 1. 2.", "1. 1. 2.")],
)
def test_numbers_that_are_all_the_same_count(typed: str, printed: str, tmp_path: Path) -> None:
    """As Markdown has it; others are printed as typed, and what is wrong with them is told."""
    article = report(tmp_path, "# 题目\n\n" + "".join(f"{number} 一项\n" for number in typed.split()))
    (items,) = (block for block in article.blocks if isinstance(block, ListBlock))
    assert [item.label for item in items.items] == printed.split()
