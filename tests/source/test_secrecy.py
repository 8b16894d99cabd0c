"""密级★保密期限: printed in the one form of GB/T 9704 however it was typed, or told."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import HEAD, issue

from briefing.building import stages
from briefing.core.errors import Findings, Severity, Span
from briefing.model.described import LocatedText
from briefing.source import secrecy


def read(typed: str) -> tuple[str, list[str]]:
    findings = Findings()
    printed = secrecy.read(LocatedText(typed, Span("issue.yaml", 4, 10)), findings)
    assert all(item.span and (item.span.line, item.span.column) == (4, 10) for item in findings.items)
    assert all(item.hint for item in findings.items if item.severity is Severity.WARNING)
    return printed, [item.severity.value for item in findings.items]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("秘密*1年", "秘密★1年"), ("秘密☆１年", "秘密★1年"), ("秘密 ★ 1 年", "秘密★1年"), ("机密级★十年", "机密★10年"),
        ("秘密1年", "秘密★1年"), ("秘密（2年）", "秘密★2年"), ("秘　密★6个月", "秘密★6个月"), ("绝密 长期", "绝密★长期"),
        ("秘密-5年", "秘密★5年"), ("秘密⭐2025年6月30日", "秘密★2025年6月30日"),
    ],
)  # fmt: skip
def test_usual_ways_are_printed_in_the_one_form(typed: str, printed: str) -> None:
    assert read(typed) == (printed, ["note"])


@pytest.mark.parametrize(
    "typed",
    [
        "秘密★1年", "绝密★长期", "机密★公布前", "秘密★2025年6月30日", "秘密", "秘　密", "内部资料", "工作秘密★3年",
        "普通商密★3年", "商密★3年", "机密文件，注意保存", "不予公开",
    ],
)  # fmt: skip
def test_what_is_right_or_an_offices_own_stays(typed: str) -> None:
    assert read(typed) == (typed, [])


@pytest.mark.parametrize(
    "typed",
    [
        "绝密★★", "秘密★", "秘密★1", "秘密★永久", "秘密★★1年", "秘密★5年★", "★1年", "1年★秘密", "绝蜜★1年", "机蜜*5年",
        "秘密★0年", "秘密★20年", "机密★300个月", "绝密★长期?",
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_printed_as_typed(typed: str) -> None:
    assert read(typed) == (typed, ["warning"])


def test_an_issue_prints_the_form_and_is_told_where(tmp_path: Path) -> None:
    found = stages.read(issue(tmp_path, "正文。", HEAD + "secrecy: 秘密*1年\n"))
    assert found.issue.masthead.secrecy == "秘密★1年"
    note = next(item for item in found.findings.items if item.code == "secrecy")
    assert note.span and (note.span.line, note.span.column, note.span.length) == (4, 10, 5)
