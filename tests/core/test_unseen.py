"""Characters that nobody sees: told at their place, taken out by --fix, and let be where a script needs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import HEAD, fix_issue, issue

import briefing as api
from briefing.core import unseen
from briefing.core.errors import InputError

NO_WIDTH = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u034f",
    "\u061c",
    "\u115f",
    "\u3164",
    "\uffa0",
    "\ufe0f",
    "\u180e",
    "\U000e0020",
]
CONTROLS = ["\x00", "\x01", "\x07", "\x08", "\x1b", "\x1f", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"]
BREAKS = ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
REPORT = (
    "# 各地推进重点工作\n\n## 一、工作\n\n会议对**工作**作了部署，见表[^1]。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n[^1]: 注。\n"
)
#: Places in REPORT that the character breaks or spoils.
PLACES = [0, 1, 2, 8, 13, 15, 22, 24, 27, 32, 37, 40, 42, 50, 54, 68, 70, 74, len(REPORT) - 1]


def bare(place: Path) -> str:
    return str([article.blocks for article in api.load(place).articles])


@pytest.mark.parametrize("char", [*NO_WIDTH, *CONTROLS], ids=lambda char: f"{ord(char):04x}")
def test_any_of_them_anywhere_is_told_and_taken_out(tmp_path: Path, char: str) -> None:
    text = REPORT
    for index in reversed(PLACES):
        text = text[:index] + char + text[index:]
    place = issue(tmp_path, text.encode("utf-8", "surrogatepass"), HEAD.replace("number", f"{char}num{char}ber"))
    with pytest.raises(InputError) as raised:
        api.load(place)
    assert {item.code for item in raised.value.diagnostics} <= unseen.CODES
    assert all(f"U+{ord(char):04X}" in item.message and item.fix for item in raised.value.diagnostics)
    # a U+FEFF at the very start is the mark of UTF-8
    assert len(fix_issue(place)) == len(PLACES) + 2 - (char == "\ufeff")
    assert (place / "01.md").read_text("utf-8-sig") == REPORT and (place / "issue.yaml").read_text("utf-8") == HEAD
    assert fix_issue(place) == []


def test_the_first_place_is_named() -> None:
    with pytest.raises(InputError) as raised:
        unseen.refuse("甲\n乙\u200b\u200b丙" + "\u200b丁" * 30, "01.md")
    assert len(raised.value.diagnostics) == 10
    first = raised.value.diagnostics[0]
    assert (first.span.line, first.span.column, first.span.length) == (2, 2, 2) if first.span else False
    assert len(unseen.edits("甲\n乙\u200b\u200b丙" + "\u200b丁" * 30, "01.md")) == 31


@pytest.mark.parametrize("char", BREAKS, ids=lambda char: f"{ord(char):04x}")
def test_a_break_of_another_program_is_for_a_person_to_read(tmp_path: Path, char: str) -> None:
    place = issue(tmp_path, f"第一句。{char}第二句。{char}\n")
    with pytest.raises(InputError) as raised:
        api.load(place)
    assert [bool(item.fix) for item in raised.value.diagnostics] == [False, True]
    assert "换行" in raised.value.diagnostics[0].message
    fix_issue(place)
    assert f"第一句。{char}第二句。\n" in (place / "01.md").read_bytes().decode()


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian needs the non-joiner
        "क\u094d\u200dष",  # Devanagari the joiner
        "甲\u200fא乙",  # a line with Hebrew its marks of direction
        "普通的文字，café，m²，葛󠄀城",  # a variant of a character is another look, not nothing
    ],
)
def test_what_a_script_needs_is_let_be(text: str) -> None:
    unseen.refuse(text, "01.md")


def test_what_else_is_wrong_stays_and_what_nobody_sees_goes(tmp_path: Path) -> None:
    place = issue(tmp_path, "正文\u200b**没有配对，，其它。")
    assert [edit.old for edit in fix_issue(place)] == ["\u200b"]
    assert "正文**没有配对，，其它。" in (place / "01.md").read_text("utf-8")


def test_the_sources_of_a_house_hold_none_either(tmp_path: Path) -> None:
    from test_check_cli import templates

    home = templates(tmp_path, "wrong: {布\u200b署: 部署}\n")
    from check_support import said

    with pytest.raises(InputError) as raised:
        said(issue(tmp_path / "issues", "各地抓好落实。"), home)
    assert raised.value.diagnostics[0].code == "invisible-character"
