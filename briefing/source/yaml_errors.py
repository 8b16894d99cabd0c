"""PyYAML's syntax errors in plain Chinese, at the place an editor should look. Pure."""

from __future__ import annotations

import re
from typing import Protocol

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Span
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.source import yaml_slips

_COLON = "冒号要用英文冒号，后面空一格，如 number: 17。"
_QUOTE = "文字里有冒号、井号或以特殊符号开头时，请整个用引号括起来。"
#: A key and its value without the space (or with a full-width colon) between them.
_TIGHT = Pattern(rf"^\s*(?:-\s+)?[A-Za-z_{HAN}]+(：|:(?=\S))")


#: Code, message and hint for an escape (\\U7fffffff, \\ud800) that stands for no character.
NO_CHARACTER: tuple[Code, str, str] = (
    "yaml-escape", "双引号里的反斜线写法不是一个字符", "请直接写出这个字，或删去反斜线和后面的编码。",
)  # fmt: skip
_CODE = Pattern(r"\\U([0-9a-fA-F]{8})")


#: A line that begins with a key and is set in.
_KEY = Pattern(rf" +[a-z_{HAN}]{{2,16}}:(?: |$)")


class YamlMark(Protocol):
    """A mark of PyYAML's; both count from 0."""

    line: int
    column: int


def translate(error: Exception, lines: list[str], file: str, first_line: int) -> Diagnostic:
    """The diagnostic for a yaml.YAMLError (or the RecursionError of a nesting that PyYAML cannot hold, or the ValueError of
    a code beyond Unicode)."""
    mark = getattr(error, "problem_mark", None)
    opening = getattr(error, "context_mark", None)
    if mark is None:
        for row, line in enumerate(lines):
            if wrong := next((found for found in _CODE.finditer(line) if int(found[1], 16) > 0x10FFFF), None):
                span = Span(file, first_line + row, wrong.start() + 1, len(wrong[0]))
                return Diagnostic(NO_CHARACTER[0], NO_CHARACTER[1], span, NO_CHARACTER[2])
        return Diagnostic("yaml-syntax", "这份 YAML 读不出来", Span(file, first_line, 1), "请检查文件里的特殊字符。")
    problem = f"{getattr(error, 'context', '') or ''} | {getattr(error, 'problem', '') or ''}"

    def at(place: YamlMark) -> Span:
        return Span(file, first_line + place.line, place.column + 1)

    tab = _tab_indent(lines, mark.line)
    if r"'\t'" in problem or tab is not None:
        row = mark.line if tab is None else tab
        column = lines[row].find("\t") + 1 if row < len(lines) else mark.column + 1
        indent = row < len(lines) and not lines[row][: column - 1].strip()
        message, hint = ("缩进用了制表符（Tab）", "请改用空格缩进。") if indent else ("这里用了制表符（Tab）", "请改用空格。")
        return Diagnostic("yaml-tab", message, Span(file, first_line + row, column), hint)
    near = range((opening or mark).line - 1, mark.line + 1)
    slip = yaml_slips.find(lines, iter(near), file, first_line)
    if slip is not None and "quoted scalar" not in problem:
        return slip
    if "quoted scalar" in problem and "escape" in problem:
        return Diagnostic("yaml-escape", "双引号里的反斜线写法不对", at(mark), "请改用单引号，或把反斜线写两次。")
    if "quoted scalar" in problem:
        return Diagnostic("yaml-quote", "引号没有结束", at(opening or mark), "请在这段文字末尾补上同样的英文引号。")
    tight = _tight_colon(lines, mark.line, opening.line if opening is not None else max(0, mark.line - 1))
    if tight is not None:
        row, column, colon = tight
        message = "冒号是中文的全角冒号" if colon == "：" else "冒号后面缺一个空格"
        return Diagnostic("yaml-colon", message, Span(file, first_line + row, column), _COLON)
    if "could not find expected ':'" in problem:
        if slip := yaml_slips.of_line(lines, (opening or mark).line, file, first_line):
            return slip
        return Diagnostic("yaml-colon", "这一行缺少冒号", at(opening or mark), _COLON)
    if "mapping values are not allowed" in problem:
        if _KEY.match(lines[mark.line]) and mark.line and lines[mark.line - 1].strip():  # a key under a whole line
            place = Span(file, first_line + mark.line, len(lines[mark.line]) - len(lines[mark.line].lstrip()) + 1)
            return Diagnostic("yaml-indent", "缩进不齐", place, "同一层的各行要左边对齐，都用空格缩进。")
        return Diagnostic("yaml-colon", "这一行多了一个冒号", at(mark), _QUOTE)
    if "flow sequence" in problem or "flow mapping" in problem:
        bracket = "]" if "sequence" in problem else "}"
        return Diagnostic(
            "yaml-bracket",
            f"括号没有结束，缺少 {bracket}",
            at(opening or mark),
            f"请补上 {bracket}，各项之间用英文逗号。",
        )
    if "<block end>" in problem or "block" in problem:
        return Diagnostic("yaml-indent", "缩进不齐", at(mark), "同一层的各行要左边对齐，都用空格缩进。")
    if "cannot start any token" in problem:
        return Diagnostic("yaml-character", f"文字不能以“{_at(lines, mark)}”开头", at(mark), _QUOTE)
    if "alias" in problem or "anchor" in problem:
        return Diagnostic("yaml-anchor", "不能用 YAML 的锚点或引用（& 或 *）", at(opening or mark), _QUOTE)
    if "tag" in problem:
        return Diagnostic("yaml-tag", "不能用 YAML 的类型标记（!）", at(opening or mark), _QUOTE)
    return Diagnostic("yaml-syntax", "这里的 YAML 写法不对", at(mark), _COLON)


def not_a_mapping(span: Span, lines: list[str], first_line: int) -> Diagnostic:
    """For a document that is one text or a list instead of `key: value` lines."""
    tight = _tight_colon(lines, span.line - first_line, span.line - first_line)
    if tight is not None:
        row, column, colon = tight
        message = "冒号是中文的全角冒号" if colon == "：" else "冒号后面缺一个空格"
        return Diagnostic("yaml-colon", message, Span(span.file, first_line + row, column), _COLON)
    return Diagnostic("yaml-shape", "应当一行写一项，名称在前，内容在后", span, _COLON)


def _tight_colon(lines: list[str], last: int, first: int) -> tuple[int, int, str] | None:
    for row in range(min(first, last), min(last, len(lines) - 1) + 1):
        match = _TIGHT.match(lines[row])
        if match:
            return row, match.start(1) + 1, match[1]
    return None


def _tab_indent(lines: list[str], row: int) -> int | None:
    """The line, `row` or the one before, whose indent holds a tab."""
    for candidate in (row, row - 1):
        if 0 <= candidate < len(lines) and re.match(r" *\t", lines[candidate]):
            return candidate
    return None


def _at(lines: list[str], mark: YamlMark) -> str:
    line = lines[mark.line] if mark.line < len(lines) else ""
    return line[mark.column : mark.column + 1]
