"""The YAML head of a report: between two lines of `---` at the very top of the file."""

from __future__ import annotations

from typing import Any

from briefing import fields
from briefing.errors import Findings, InputError, Span
from briefing.read import yaml
from briefing.read.bind import Binder

_FENCE = "---"


def read_head(lines: list[str], file: str, findings: Findings) -> tuple[dict[str, Any], str]:
    """The values of the head, and the text with the head blanked out, so that line numbers stay."""
    if lines[0].rstrip() != _FENCE:
        return {}, "\n".join(lines)
    end = next((row for row in range(1, len(lines)) if lines[row].rstrip() == _FENCE), None)
    if end is None:
        findings.add(
            "head-open",
            f"开头的 {_FENCE} 没有对应的结束行",
            Span(file, 1, 1),
            f"请在这部分内容之后另起一行写 {_FENCE}。",
        )
        return {}, "\n" * len(lines)
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    try:
        node = yaml.load("\n".join(lines[1:end]), file, first_line=2)
    except InputError as error:
        findings.items.extend(error.diagnostics)
        return {}, body
    return Binder(findings).bind(node, fields.HEAD), body
