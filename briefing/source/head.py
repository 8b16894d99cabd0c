"""The YAML head of a report: between two lines of `---` at the top of the file, after blank lines at most."""

from __future__ import annotations

import re

from briefing.core.errors import Findings, InputError, Span
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.model import fields
from briefing.source import keys, yaml_tree
from briefing.source.binder import Binder, BoundValues

_FENCE = "---"
#: What people type for it: too many or too few, full-width ones, dashes, the line that Word makes of three.
_LIKE_FENCE = Pattern(r"\s*([-－–—―─_=*]+)\s*")


def read_head(lines: list[str], file: str, findings: Findings) -> tuple[BoundValues, str]:
    """The values of the head, and the text with the head blanked out, so that line numbers stay."""
    first, end = extent(lines)
    if first < 0:
        return {}, "\n".join(lines)
    _check_fence(lines[first], Span(file, first + 1, 1), findings)
    if end < 0:
        findings.add(
            "head-open",
            f"开头的 {_FENCE} 没有对应的结束行",
            Span(file, first + 1, 1),
            f"请在这部分内容之后另起一行写 {_FENCE}。",
        )
        return {}, "\n" * len(lines)
    _check_fence(lines[end], Span(file, end + 1, 1), findings)
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    try:
        node = yaml_tree.load("\n".join(lines[first + 1 : end]), file, first_line=first + 2, remarks=findings.items)
    except InputError as error:
        findings.items.extend(error.diagnostics)
        return {}, body
    return Binder(findings).bind(node, fields.HEAD), body


def extent(lines: list[str]) -> tuple[int, int]:
    """The rows of the two fences of a report's head; -1 for one that is not there."""
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    if not _opens(lines, first):
        return -1, -1
    return first, next((row for row in range(first + 1, len(lines)) if _closes(lines[row])), -1)


def _opens(lines: list[str], row: int) -> bool:
    """A line that only resembles the fence opens a head where a key follows it."""
    if lines[row].rstrip() == _FENCE:
        return True
    if _LIKE_FENCE.fullmatch(lines[row]) is None:
        return False
    following = next((line for line in lines[row + 1 :] if line.strip()), "")
    key = re.match(rf"\s*([A-Za-z_]+|[{HAN}]{{1,8}})\s*[:：]", following)
    return bool(key and keys.meant(key[1], fields.HEAD)[0])


def _closes(line: str) -> bool:
    like = _LIKE_FENCE.fullmatch(line)
    return line.rstrip() == _FENCE or bool(like and (len(like[1]) > 1 or not like[1].isascii()))


def _check_fence(line: str, span: Span, findings: Findings) -> None:
    if line.rstrip() != _FENCE:
        hint = "请写三个英文短横 ---，顶格，独占一行。"
        findings.add("head-fence", f"这一行应当是 {_FENCE}，这里是“{line.strip()}”", span, hint)
