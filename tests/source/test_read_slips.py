"""What an editor's hand or input method does to issue.yaml and to a report: understood, or told at its place and in its words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from check_support import HEAD, issue

import briefing as api
from briefing.building import stages
from briefing.core import numerals
from briefing.core.errors import Diagnostic, InputError
from briefing.model.text_lines import plain
from briefing.source import values


def told(place: Path) -> list[Diagnostic]:
    try:
        return stages.read(place).findings.items
    except InputError as error:
        return [*error.diagnostics]


DATES = [
    "2022-03-08。", "“2022-03-08”", "2022-03-08T00:00:00", "2022-03-08 00:00:00", "2022年3月8日（星期二），",
    "‘二〇二二年三月八日’",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_with_what_clings_to_it(text: str) -> None:
    assert values.date(text) == datetime.date(2022, 3, 8)


UNREADABLE_DATES = [
    ("22-3-8", "年份要写四位数"), ("22年3月8日", "年份要写四位数"), ("二〇二二年", "缺少月、日"), ("2022", "缺少月、日"),
    ("2022年3月", "缺少日"), ("2022-3", "缺少日"), ("3月8日", "缺少年份"), ("2022-03-08 10:00", "多了别的字"),
    ("2022年3月8日上午", "多了别的字"), ("2022-03-08至2022-03-10", "多了别的字"), ("今天", "不是日期"),
    ("2022-02-30", "只有 28 天"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), UNREADABLE_DATES)
def test_why_a_date_cannot_be_read(text: str, why: str) -> None:
    with pytest.raises(values.UnreadableValue) as refused:
        values.date(text)
    assert why in refused.value.reason and refused.value.hint


NUMBERS = [
    ("十七", 17), ("第十七期", 17), ("两百", 200), ("一千零二十份", 1020), ("二十一", 21), ("１，０００份", 1000), ("“17”", 17),
    ("17；", 17), ("第12件", 12), ("400册", 400),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_as_people_write_it(text: str, value: int) -> None:
    assert values.count(text)[0] == value


@pytest.mark.parametrize("text", ["约400", "17.0", "1万", "十七八", "17a", "-17", ""])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(values.UnreadableValue):
        values.count(text)


@pytest.mark.parametrize("text", ["第十七期（总第205期）", "2022年第17期"])
def test_a_number_with_the_others_is_told_where_they_go(text: str) -> None:
    with pytest.raises(values.UnreadableValue) as refused:
        values.numbers(text)
    assert "total" in refused.value.hint


def test_a_number_is_read_as_it_is_said() -> None:
    assert [number for number in range(10_000) if numerals.value(numerals.chinese(number)) != number] == []


@pytest.mark.parametrize(
    ("text", "whole"), [("17和18", True), ("17、18", True), ("17-19", True), ("17和19", False), ("17、19", False)]
)
def test_numbers_of_a_joint_issue_are_all_of_it(text: str, whole: bool) -> None:
    if whole:
        assert values.numbers(text)[0] == 17
        return
    with pytest.raises(values.UnreadableValue, match="不是连着的"):
        values.numbers(text)


@pytest.mark.parametrize(("text", "year"), [("2022", 2022), ("二〇二二年", 2022), ("22", None), ("1822", None), ("今年", None)])
def test_a_year_has_four_digits(text: str, year: int | None) -> None:
    if year is not None:
        assert values.year(text) == year
        return
    with pytest.raises(values.UnreadableValue, match="年"):
        values.year(text)


SETTINGS = [
    # what is added to issue.yaml, the code, the place, words of the message or the hint
    ("special: 贯彻 #精神\n", "yaml-remark", (4, 13), "不会印出来"),
    ("＃ 说明\n", "yaml-remark", (4, 1), "说明不能用“＃”"),
    ("// 说明\n", "yaml-remark", (4, 1), "#"),
    ("<!-- 说明 -->\n", "yaml-remark", (4, 1), "#"),
    ("offices: [省文明办，省委办]\n", "typed-full-width", (4, 15), "会当成一项"),
    ("keywords: [创建，文明]\n", "typed-full-width", (4, 14), "英文逗号"),
    ("offices: ［省文明办，省委办］\n", "typed-full-width", (4, 10), "[省文明办, 省委办]"),
    ("editors: 【李四，王五】\n", "typed-full-width", (4, 10), "[李四, 王五]"),
    ("offices:\n－ 省文明办\n", "yaml-dash", (5, 1), "“－”"),
    ("offices:\n· 省文明办\n· 省委办\n", "yaml-dash", (5, 1), "“·”"),
    ("offices:\n1. 省文明办\n", "yaml-dash", (5, 2), "“1.”"),
    ("serial:\u3000苏1号\n", "yaml-space", (4, 8), "全角"),
    ("serial:\u00a0苏1号\n", "yaml-space", (4, 8), "半角空格"),
    ("serial:\t苏1号\n", "yaml-tab", (4, 8), "这里用了制表符"),
    ("serial: 苏1号\n  print_run: 400\n", "yaml-indent", (5, 3), "左边对齐"),
    ("recipients:\n  报:省委\n  送:省政府\n", "value-shape", (5, 3), "“报: 省委”"),
    ("recipients: 报：省委；送：省政府\n", "value-shape", (4, 13), "“报: 省委”"),
    ("recipients:\n  - 报: [省委]\n", "value-shape", (5, 3), "“报: [各单位]”"),
    ("sections: [甲, 乙]\n", "value-shape", (4, 12), "name: 工作交流"),
    ("reports: ['*.md']\n", "report-missing", (4, 12), "逐个写"),
    ("print: 胶装\n", "value-shape", (4, 8), "binding: 胶装"),
    ("contents: 有\n", "value-choice", (4, 11), "contents 不能是“有”目录样式：none 不排目录"),
    ("year:\n", "field-blank", (4, 1), "没有写年份"),
    ("compiled: # 待定\n", "field-blank", (4, 1), "没有写编印日期"),
    ("year: 22\n", "value-number", (4, 7), "四位数"),
    ("reports: [01.md, ./01.md]\n", "report-twice", (4, 18), "列了两次"),
    ("print: {binding: 订书机}\n", "press-binding", (4, 18), "骑马订"),
    ("signature: 省文明办，2022年5月13日\n", "signature", (4, 12), "各占一行"),
    ("signature: 省文明办 2022.5.13\n", "signature", (4, 12), "一行“2022.5.13”"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "code", "place", "words"), SETTINGS)
def test_a_slip_in_the_settings_is_told(tmp_path: Path, added: str, code: str, place: tuple[int, int], words: str) -> None:
    found = [item for item in told(issue(tmp_path, "正文。", HEAD + added)) if item.code == code]
    assert found and found[0].span and (found[0].span.line, found[0].span.column) == place
    assert words in found[0].message + found[0].hint


@pytest.mark.parametrize(
    "added",
    [
        "special: 贯彻精神 # 说明\n", "special: 5#楼\n", 'offices: ["省委，省政府"]\n', "offices:\n  - 省委，省政府\n",
        "serial: 〔2022〕1号\n",
        "mark: 【内部资料】\n", "special: 甲 # 校对：不查 word-wrong\n",
        "reports: [./01.md]\n", "editor_note: [甲，乙。]\n", "recipients: {发: [各市，省各部门]}\n",
    ],
)  # fmt: skip
def test_what_is_no_slip_is_not_told(tmp_path: Path, added: str) -> None:
    assert told(issue(tmp_path, "正文。", HEAD + added)) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("GB9704", "gb9704"),
        ("gb 9704", "gb9704"),
        ("GB/T 9704", "gb9704"),
        ("jiangsu_jingshen_wenming", "jiangsu-jingshen-wenming"),
    ],
)
def test_a_house_that_is_meant_is_named(tmp_path: Path, name: str, meant: str) -> None:
    found = told(issue(tmp_path, "正文。", HEAD.replace("jiangsu-jingshen-wenming", name)))
    assert [item.hint for item in found if item.code == "house-name"] == [f"是不是“{meant}”？"]


TEXTS = [
    # a report's body, the code, its line (the body begins on 3), words of the message or the hint
    ("::: 框 题\n\n正文。\n\n::: 框", "box-end", 7, "只写 :::"),
    ("::: 批示 张三\n\n很好。\n\n::: 完", "box-end", 7, "只写 :::"),
    ("::: 框\n\n甲。\n\n::: 框\n\n乙。\n\n:::", "box-nesting", 7, "还没有收尾"),
    (":: 批示 张三\n\n很好。\n\n::", "typed-foreign", 3, "三个冒号"),
    ("::: 分栏\n\n甲。\n\n:::", "box-name", 3, "两栏"),
    ("::: 横页\n\n甲。\n\n:::", "box-name", 3, "宽页"),
    ("::: 批示 张三 3月8日\n\n很好。\n\n:::", "box-head", 3, "缺少年份"),
    ("::: 落款\n省文明办 2022年5月13日\n:::", "signature", 4, "各占一行"),
    ("-甲\n-乙", "typed-foreign", 3, "空一格"),
    ("- # 甲", "list-item", 3, "列表外面"),
    ("-\n- 乙", "list-item", 3, "删去"),
    ("正文[1]。\n\n[1]: 注。", "typed-foreign", 5, "[^1]"),
    ("正文[^ 1]。", "typed-foreign", 3, "不能有空格"),
    ("+---+---+\n| 1 | 2 |\n+---+---+", "typed-foreign", 3, "| --- |"),
    ("小标题\n===\n\n正文。", "typed-foreign", 4, "## 小标题"),
    ("####### 七\n", "typed-foreign", 3, "#####"),
    ("正文%%待核%%。", "typed-foreign", 3, "请删去"),
    ("> [!NOTE]\n> 说明。", "typed-foreign", 3, "::: 框"),
    ("\\newpage\n", "typed-foreign", 3, "由版式排"),
    ("** 一是强化。**今年。", "emphasis-open", 3, "不能有空格"),
    ("**一是强化。 **今年。", "emphasis-open", 3, "不能有空格"),
    ("市\t数\n南京\t3", "tab", 3, "| --- |"),
    ("┌──┬──┐", "typed-foreign", 3, "| --- |"),
    ("![图](tu.png) {width=80mm}", "typed-foreign", 3, "不空格"),
    ("![图](tu.png)｛width=80mm｝", "typed-foreign", 3, "英文花括号"),
    ("![图](file:///C:/tu.png)", "path-outside", 3, "只写文件名"),
    ("![图]()", "picture-syntax", 3, "没有写文件名"),
    ("![图](tu(1).png)", "picture-syntax", 3, "括号"),
]


@pytest.mark.parametrize(("body", "code", "line", "words"), TEXTS)
def test_a_slip_in_a_text_is_told(tmp_path: Path, body: str, code: str, line: int, words: str) -> None:
    found = [item for item in told(issue(tmp_path, body)) if item.code == code]
    assert found and found[0].span and found[0].span.line == line
    assert words in found[0].message + found[0].hint


@pytest.mark.parametrize("body", ["气温-5℃。", "-5℃。", "::一行。", "\\-甲。", "见图[1]：甲。", "1+1。", "（甲）{注}。"])
def test_what_is_no_slip_in_a_text_is_not_told(tmp_path: Path, body: str) -> None:
    assert told(issue(tmp_path, body)) == []


def test_a_title_whose_sign_is_full_width(tmp_path: Path) -> None:
    place = issue(tmp_path, "x")
    (place / "01.md").write_text("＃各地推进工作\n\n正文。\n", "utf-8")
    found = [item for item in told(place) if item.code == "title-missing"]
    assert found and "打成了全角" in found[0].message


@pytest.mark.parametrize("text", ["甲||乙|", "|甲| |乙", "甲|\u3000|乙"])
def test_a_break_that_parts_nothing_is_none(tmp_path: Path, text: str) -> None:
    """Lines without words have no place on the page: they stood off the grid."""
    place = issue(tmp_path, "正文。", f"{HEAD}editor_note: '{text}'\n", text)
    found = api.load(place)
    for line in (found.editor_note[0], found.articles[0].title):
        assert [type(item).__name__ for item in line] == ["Text", "Break", "Text"] and plain(line) == "甲乙"


@pytest.mark.parametrize(("char", "words"), [("\ufffc", "图片"), ("\ufffd", "编码")])
def test_a_sign_of_what_was_lost_is_not_printed(tmp_path: Path, char: str, words: str) -> None:
    found = [item for item in api.check(issue(tmp_path, f"正文{char}。")) if item.code == "invisible-character"]
    assert found and words in found[0].message + found[0].hint


COPIES = [
    (["01.md", "01 - 副本.md"], True, "一模一样"), (["01.md", "02.md"], True, "一模一样"),
    (["01.md", "01（1）.md"], False, "另一稿"),
    (["01.md", "01-终稿.md"], False, "另一稿"), (["01.md", "02.md"], False, ""),
    (["简讯(1).md", "简讯(2).md"], False, ""),
]  # fmt: skip


@pytest.mark.parametrize(("names", "alike", "words"), COPIES)
def test_a_report_and_its_copy_are_told(tmp_path: Path, names: list[str], alike: bool, words: str) -> None:
    place = issue(tmp_path, "正文。")
    (place / "01.md").unlink()
    for number, name in enumerate(names):
        (place / name).write_text(f"# 各地推进{'' if alike else number}工作\n\n正文。\n", "utf-8")
    found = [item.message for item in told(place) if item.code == "report-twice"]
    assert len(found) == bool(words) and all(words in message for message in found)
    (place / "issue.yaml").write_text(f"{HEAD}reports: {names!r}\n", "utf-8")
    assert len([item for item in told(place) if item.code == "report-twice"]) == alike


@pytest.mark.parametrize("text", ["# `码`\n", "# [甲](http://a.cn)\n"])
def test_a_title_of_what_is_refused_is_not_called_empty(tmp_path: Path, text: str) -> None:
    assert [item.code for item in told(issue(tmp_path, text + "\n正文。\n"))] in (["code"], ["link"])


@pytest.mark.parametrize("file", ["01.md", "issue.yaml"])
def test_a_merge_that_was_not_done_is_called_so(tmp_path: Path, file: str) -> None:
    place = issue(tmp_path, "正文。", HEAD)
    with (place / file).open("a", encoding="utf-8") as stream:
        stream.write("<<<<<<< HEAD\nsigner: 甲\n=======\nsigner: 乙\n>>>>>>> main\n")
    (found,) = [item for item in told(place) if item.code == "merge-marks"]
    assert found.span and found.span.file.endswith(file) and found.span.line == (place / file).read_text("utf-8").count("\n") - 4


def test_a_line_of_marks_alone_is_no_merge(tmp_path: Path) -> None:
    assert not [item for item in told(issue(tmp_path, "正文。\n\n<<<<<<< 甲\n")) if item.code == "merge-marks"]


@pytest.mark.parametrize("name", ["01 (conflicted copy).md", "01（冲突副本）.md"])
def test_what_a_cloud_disk_keeps_beside_is_another_state(tmp_path: Path, name: str) -> None:
    place = issue(tmp_path, "正文。")
    (place / name).write_text("# 各地推进重点工作\n\n正文，改过。\n", "utf-8")
    assert "另一稿" in next(item.message for item in told(place) if item.code == "report-twice")
