"""Marks that would be printed as typed are told, at check and at build; --fix writes what was meant, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import fix_issue, issue
from conftest import ROOT, Run

import briefing as api
from briefing.building import stages
from briefing.core.errors import Diagnostic, InputError
from briefing.model.blocks import Figure, Heading, ListBlock, Paragraph, Quote, Table
from briefing.model.text_lines import NoteMark, Text

CODES = ("typed-full-width", "typed-foreign", "item-joined", "placeholder")


def told(place: Path) -> list[Diagnostic]:
    try:
        found = stages.read(place).findings.items
    except InputError as error:
        found = [*error.diagnostics]
    return [item for item in found if item.code in CODES]


FIXED = [
    ("＃＃ 小标题\n\n正文。", "## 小标题\n\n正文。", Heading),
    ("＃＃小标题\n\n正文。", "## 小标题\n\n正文。", Heading),
    ("##\u3000小标题\n\n正文。", "## 小标题\n\n正文。", Heading),
    ("#＃＃\u00a0小标题\n\n正文。", "### 小标题\n\n正文。", Heading),
    ("＊＊一是强化。＊＊把工作做好。", "**一是强化。**把工作做好。", Paragraph),
    ("**一是强化。＊＊把工作做好。", "**一是强化。**把工作做好。", Paragraph),
    ("要求：＊＊强化工作＊＊，抓好落实。", "要求：**强化工作**，抓好落实。", Paragraph),
    ("正文［^1］。\n\n［^1］：注。", "正文[^1]。\n\n[^1]: 注。", Paragraph),
    ("正文[^1]。\n\n[^1]：注。", "正文[^1]。\n\n[^1]: 注。", Paragraph),
    ("正文【＾注】。\n\n【^注】： 注。", "正文[^注]。\n\n[^注]: 注。", Paragraph),
    ("｜ 甲 ｜ 乙 ｜\n｜---｜：---：｜\n｜ 1 ｜ 2 ｜", "| 甲 | 乙 |\n| --- | :---: |\n| 1 | 2 |", Table),
    ("| 甲 | 乙 |\n|---|---|\n｜ 1 ｜ 2 ｜", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", Table),
    ("| 甲 | 乙 |\n|---|---|\n| 1 ｜ 2 |\n| 3 | 4 |", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", Table),
    ("| 甲 | 乙 |\n| — | ——— |\n| 1 | 2 |", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |", Table),
    ("甲｜乙\n---|---\n1｜2", "甲|乙\n --- | --- \n1|2", Table),
    ("-\u3000甲；\n-\u3000乙。", "- 甲；\n- 乙。", ListBlock),
    ("＞\u3000引文。", "> 引文。", Quote),
    ("！［图］（tu.png）", "![图](tu.png)", Figure),
    ("![图]（tu.png “图题”）", '![图](tu.png "图题")', Figure),
    ("面积100m^2，合格。", "面积100m²，合格。", Paragraph),
]


@pytest.mark.parametrize(("body", "right", "kind"), FIXED)
def test_one_meaning_is_written(tmp_path: Path, body: str, right: str, kind: type) -> None:
    place = issue(tmp_path, body)
    (place / "tu.png").write_bytes((ROOT / "issues" / "2022-08-xinxi" / "tu1.png").read_bytes())
    assert all(item.fix and item.span for item in told(place)) and told(place)
    fix_issue(place)
    assert (place / "01.md").read_text("utf-8") == f"# 各地推进重点工作\n\n{right}\n"
    assert isinstance(api.load(place).articles[0].blocks[0], kind)
    assert told(place) == [] and fix_issue(place) == []


def test_a_title_of_full_width_is_one_where_there_is_no_other(tmp_path: Path) -> None:
    place = issue(tmp_path, "# x")
    (place / "01.md").write_text("＃ 各地推进重点工作\n\n正文。\n", "utf-8")
    fix_issue(place)
    assert (place / "01.md").read_text("utf-8") == "# 各地推进重点工作\n\n正文。\n"


SAID = [
    ("不要~~这几个字~~的。", "删除线"),
    ("要==突出==的。", "高亮"),
    ("要++突出++的。", "下划线"),
    ("- [ ] 待办\n- [x] 已办", "任务框"),
    ("公式$E=mc^2$。", "公式"),
    ("公式$$\\frac{1}{2}$$。", "公式"),
    ("脚注^[在行内]。", "行内脚注"),
    ("见[[别处]]。", "双方括号"),
    ("[TOC]", "目录"),
    ("## 题 {#id .a}\n\n正文。", "属性"),
    ("由{{单位}}牵头。", "模板变量"),
    (":smile:", "表情"),
    ("正文［^1］。", "脚注"),
    ("李四和＊＊重点内容＊＊的。", "加粗"),
    ("！［图］（没有.png）", "图片"),
    ("＃ 题", "标题"),
    ("一是完成。\n**二是强化。**工作。", "二是"),
    ("一是完成；\n二是强化。", "二是"),
    ("工作。\n（二）强化。", "（二）"),
    ("工作。\n2.强化。", "2."),
    ("工作：\n①强化。", "①"),
    ("要＝＝突出＝＝的。", "高亮"),
    ("- ［ ］待办", "任务框"),
    ("见［网站］（https://a.cn/b）。", "链接"),
    ("＊一是强化＊。", "星号"),
    ("＊＊市＊＊区推进工作。", "加粗"),
    ("＊＊一是强化。", "星号"),
    ("· 甲\n· 乙", "·"),
    ("第一，甲。\n第二，乙。", "第二"),
    ("已经做好。\n三、下一步。", "三、"),
    ("请在这里写导语：什么会议。", "还没有写"),
    ("单击或点击此处输入文字。", "还没有写"),
    ("点击此处添加正文", "还没有写"),
    ("（此处填写数据）", "还没有写"),
    ("TODO：补数据。", "还没有写"),
    ("Lorem ipsum dolor。", "还没有写"),
]


@pytest.mark.parametrize(("body", "word"), SAID)
def test_what_is_not_certain_is_said_and_stays(tmp_path: Path, body: str, word: str) -> None:
    place = issue(tmp_path, body)
    before = (place / "01.md").read_bytes()
    found = [item for item in told(place) if not item.fix]
    assert found and word in found[0].message
    line = (place / "01.md").read_text("utf-8").split("\n")[found[0].span.line - 1] if found[0].span else ""
    assert found[0].span and len(line) >= found[0].span.column - 1 + found[0].span.length
    fix_issue(place)
    if all(item.fix is None for item in told(place)):
        assert (place / "01.md").read_bytes() == before


RIGHT = [
    "张＊＊、李＊＊两人被处罚。",
    "王＊＊与赵＊＊。",
    "＃1机组并网。",
    "＃文明实践＃话题。",
    "文明｜实践｜你我同行。",
    "每件20$，每箱30$。",
    "价格在$100至$200之间。",
    "A~B为区间，10~20人。",
    "＊注：数据为初步统计。",
    "3＊4＊5等于60。",
    "（ ）分",
    "1==1吗？",
    "C++和C++。",
    "见图[1]和[2]。",
    "时间：10:30:45。",
    "比分为3:2:1。",
    "https://a.cn/~x~/y^2^",
    "可查。",
    "面积为a^b。",
    "{注}和{1}。",
    "一是强化，二是提升。",
    "（注：略）。",
    "正文：内容。",
    "在这里写下历史。",
    "请在系统中填写申请表。",
    "点击量上升。",
    "群众在此处输入编号查询。",
]


def test_right_text_is_let_alone(tmp_path: Path) -> None:
    table = "| 甲｜丙 | 乙 |\n|---|---|\n| 1｜2 | — |\n| — | — |"
    place = issue(
        tmp_path, "\n\n".join([*RIGHT, table, "转义\\~~x\\~~，\\$x\\$，\\==x==。", "这一段在中间\n换行，第\n二是数字。"])
    )
    assert told(place) == [] and fix_issue(place) == []


@pytest.mark.parametrize("body", ["要==突出==的。", "张四＊＊重点内容＊＊。", "工作。\n2.强化。", "TODO 补。"])
def test_an_excuse_is_heeded_and_not_called_unused(tmp_path: Path, body: str) -> None:
    place = issue(tmp_path, body)
    (code,) = {item.code for item in told(place)}
    place = issue(tmp_path / "excused", f"{body}<!-- 校对：不查 {code} 原文如此 -->")
    assert not {code, "excuse-unused"} & {item.code for item in api.check(place)}


def test_a_build_says_it_too(briefing: Run, tmp_path: Path) -> None:
    place = issue(tmp_path / "issues", "要++突出++的。\n\n请在这里写导语。")
    built = briefing("build", "17", "--format", "docx")
    assert built.code == 1 and "typed-foreign" in built.err and "placeholder" in built.err
    assert place.is_dir()


@pytest.mark.parametrize("body", ["不要~~这几个字~~的。", "要==突出==的。", "- [ ] 待办", "公式$x$。", "公式$$\\frac{1}{2}$$。"])
def test_what_nobody_means_to_print_stops_a_build(tmp_path: Path, body: str) -> None:
    with pytest.raises(InputError) as refused:
        stages.read(issue(tmp_path, body))
    (found,) = refused.value.diagnostics
    assert found.code == "typed-foreign" and found.hint and found.span and found.span.line == 3
    signed = body.replace("~~", "\\~~").replace("==", "\\==").replace("$", "\\$").replace("[ ]", "\\[ ]")
    assert told(issue(tmp_path / "meant", signed)) == []


def test_an_untouched_scaffold_is_not_called_sound(briefing: Run, tmp_path: Path) -> None:
    made = briefing("new", "--number", "18", "--date", "2022-05-20", "--city", "南京市", "--house", "gb9704")
    assert made.code == 0, made.err
    ran = briefing("check", "18")
    assert ran.code == 1 and ran.err.count("[placeholder]") >= 3


def test_runs_are_text(tmp_path: Path) -> None:
    """What is mended reads as what was meant."""
    place = issue(tmp_path, "＊＊一是强化。＊＊把工作做好［^1］。\n\n［^1］：注。")
    fix_issue(place)
    paragraph = api.load(place).articles[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    first, *_, mark, stop = paragraph.content
    assert isinstance(first, Text) and first.marks == {"strong"} and isinstance(mark, NoteMark) and isinstance(stop, Text)


def test_any_number_of_them_stops_no_build_and_all_are_mended(tmp_path: Path) -> None:
    place = issue(tmp_path, "\n\n".join(f"＊＊第{number}条。＊＊做好工作。" for number in range(450)))
    found = stages.read(place).findings
    assert not found.errors and "findings-more" in [item.code for item in found.items]
    assert len(fix_issue(place)) == 450 and "＊" not in (place / "01.md").read_text("utf-8")
