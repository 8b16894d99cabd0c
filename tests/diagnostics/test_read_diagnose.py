"""How findings are shown: the caret stands under the character, whatever its width."""

from __future__ import annotations

import pytest

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.diagnostics.terminal_text import WINDOW, excerpt, records, render, width


def columns(text: str) -> int:
    return sum(map(width, text))


@pytest.mark.parametrize(
    ("line", "column", "length"),
    [
        ("abc", 2, 1),
        ("汉字abc", 3, 2),
        ("一是**加强", 3, 2),
        ("“引”号", 2, 1),
        ("\t制表", 2, 1),
        ("e\u0301汉", 3, 1),
        ("末尾", 3, 1),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, length: int) -> None:
    text, caret = excerpt(line, Span("f", 1, column, length))
    before = line[: column - 1]
    assert columns(caret[: caret.index("^")]) == columns(before)
    assert len(caret) - caret.index("^") == max(1, columns(line[column - 1 : column - 1 + length]))
    assert columns(text) == columns(line)


def test_a_paragraph_is_shown_around_the_place() -> None:
    line = "文" * 300 + "错" + "字" * 300
    text, caret = excerpt(line, Span("f", 1, 301))
    assert columns(text) <= WINDOW + 2
    assert text.startswith("…") and text.endswith("…")
    assert columns(text[: text.index("错")]) == columns(caret[: caret.index("^")])


def test_text_form() -> None:
    found = [
        Diagnostic("tab", "后面的", Span("b.md", 2, 3, 2), "改掉", Severity.WARNING),
        Diagnostic("html", "前面的", Span("a.md", 9, 1)),
        Diagnostic("clock", "没有位置", severity=Severity.NOTE),
    ]
    text = render(found, {"b.md": "一\n二三四五六\n", "a.md": "只有一行"}, locate=lambda name: f"issues/{name}")
    assert text == (
        "提示[clock] 没有位置\n"
        "issues/a.md:9:1: 错误[html] 前面的\n"
        "issues/b.md:2:3: 警告[tab] 后面的\n"
        "    二三四五六\n"
        "    \u3000\u3000^~~~\n"
        "    建议：改掉\n"
    )


def test_colour_only_when_asked() -> None:
    found = [Diagnostic("tab", "错", Span("a", 1, 1), "改")]
    assert "\x1b" not in render(found, {"a": "文"})
    assert "\x1b[1;31m" in render(found, {"a": "文"}, color=True)


def test_control_characters_of_a_source_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in render([Diagnostic("tab", "错", Span("a", 1, 1))], {"a": "\x1b[2J文"})


def test_json_form() -> None:
    found = records([Diagnostic("tab", "错", Span("a", 1, 2, 3), "改"), Diagnostic("html", "误")])
    assert found[0]["file"] is None
    assert found[1] == {
        "file": "a",
        "line": 1,
        "column": 2,
        "length": 3,
        "severity": "error",
        "code": "tab",
        "message": "错",
        "hint": "改",
        "replacement": None,
    }
