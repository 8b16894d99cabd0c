"""Slips of the hand in YAML that its grammar either takes for something else or refuses for a reason nobody would guess. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.pattern import Pattern

#: Spaces that look like an indent and are none: full-width, no-break, and the other blanks of Unicode.
WIDE_SPACES = "\u3000\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_WIDE_INDENT = Pattern(f"[ ]*[{WIDE_SPACES}]")
_WIDE_GAP = Pattern(rf"[ ]*(?:- )?[\w]+:([{WIDE_SPACES}]+)")
#: What YAML takes for a remark, and its author probably for words: no space after the sign.
_REMARK = Pattern(r"[ \t]+(#(?![\s#!]|校对).*)", "#")
#: Signs that people begin the items of a list with.
_SIGN = Pattern(r"[ ]*(?:[－–—―·•●▪◆*+]|\d{1,2}[.．、)）]|[（(]\d{1,2}[）)]|[①-⑳])(?=\s*\S)")
#: Signs that begin a remark elsewhere.
_FOREIGN_REMARK = Pattern(r"[ ]*(＃|//|<!--|/\*|;|；|REM\b|--(?= ))")
#: An item of a list without the space after its dash, or with another sign for it. `---` and -5 are none.
_GLUED = Pattern(rf"[ ]*(?:-(?=[^\s\-0-9]|[0-9]+[-_.、]\S|[{WIDE_SPACES}])|[－–—―•·●▪*](?=\s*\S+\.md\s*$|\s*name[:：]))")


def wide_indent(span: Span) -> Diagnostic:
    hint = "请改用半角空格（切换到英文输入法再按空格键）；同一层的各行左边对齐。"
    return Diagnostic("yaml-space", "缩进用了全角空格，或别的特殊空格", span, hint)


def glued_dash(span: Span, sign: str = "-") -> Diagnostic:
    message = "短横后面缺一个空格" if sign == "-" else f"列表的每一项要以英文短横开头，这里是“{sign}”"
    return Diagnostic("yaml-dash", message, span, "请写成“- 内容”：英文短横，后面空一格。")


def cut_off(lines: list[str], row: int, column: int, file: str, first_line: int) -> Diagnostic | None:
    """What follows a plain text that ends at `column` of lines[row] and is dropped as a remark."""
    match = _REMARK.match(lines[row], column) if row < len(lines) else None
    if match is None:
        return None
    shown = match[1] if len(match[1]) <= 20 else f"{match[1][:20]}…"
    message = f"“{shown}”不会印出来：前面有空格的 # 后面是说明"
    hint = "要印的，请把整个内容用引号括起来；是说明的，请在 # 后面空一格。"
    return Diagnostic(
        "yaml-remark", message, Span(file, first_line + row, match.start(1) + 1, len(match[1])), hint, Severity.WARNING
    )


def of_line(lines: list[str], row: int, file: str, first_line: int) -> Diagnostic | None:
    """What a line without a colon that can be read was meant to be: an item of a list, a remark, a key and its value."""
    line = lines[row] if 0 <= row < len(lines) else ""
    if match := _FOREIGN_REMARK.match(line):
        span = Span(file, first_line + row, match.start(1) + 1, len(match[1]))
        return Diagnostic("yaml-remark", f"说明不能用“{match[1]}”开头", span, "说明请用英文的 # 开头，后面空一格。")
    if match := _SIGN.match(line):
        return glued_dash(Span(file, first_line + row, match.end()), match[0].strip())
    if match := _WIDE_GAP.match(line):
        span = Span(file, first_line + row, match.start(1) + 1, len(match[1]))
        return Diagnostic(
            "yaml-space", "冒号后面的空格是全角的，或别的特殊空格", span, "请改用半角空格（切换到英文输入法再按空格键）。"
        )
    return None


def find(lines: list[str], rows: Iterator[int], file: str, first_line: int) -> Diagnostic | None:
    """The first such slip on the lines `rows`, where the parser gave up or the line before."""
    for row in rows:
        if not 0 <= row < len(lines):
            continue
        if match := _WIDE_INDENT.match(lines[row]):
            return wide_indent(Span(file, first_line + row, match.end()))
        if match := _GLUED.match(lines[row]):
            return glued_dash(Span(file, first_line + row, match.end()), match[0].strip())
    return None


def in_scalar(lines: list[str], start: int, end: int, file: str, first_line: int) -> Diagnostic | None:
    """The first item of a list that YAML took for a line of a plain text which stands on the lines `start` to `end`."""
    for row in range(start, end + 1):
        if (match := _GLUED.match(lines[row])) and (row > start or not lines[row][: match.end() - 1].strip()):
            return glued_dash(Span(file, first_line + row, match.end()), match[0].strip())
    return None
