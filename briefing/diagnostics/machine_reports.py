"""Diagnostics for the machines that show them beside the source: SARIF 2.1.0, GitHub's workflow commands, GitLab's Code Quality
report. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.plain import Plain
from briefing.core.terminal import dump_json, visible
from briefing.diagnostics.codes import CodeEntry, codes
from briefing.diagnostics.issue_findings import Locate
from briefing.proofread.baseline import digest

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_GRADES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def to_sarif(diagnostics: Sequence[tuple[Diagnostic, Locate]], version: str) -> str:
    """A SARIF log with one run. Each diagnostic comes with what turns the file of its
    span into a path; `version` is the program's."""
    used = list(dict.fromkeys(item.code for item, _ in diagnostics))
    known = codes()
    run = {
        "tool": {
            "driver": {
                "name": "briefing",
                "version": version,
                "language": "zh-CN",
                "rules": [_rule(code, known.get(code)) for code in used],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, used.index(item.code), locate) for item, locate in diagnostics],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return dump_json(log)


def _rule(code: str, entry: CodeEntry | None) -> dict[str, Plain]:
    if entry is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.why},
        "help": {"text": entry.remedy},
    }


def _result(item: Diagnostic, index: int, locate: Locate) -> dict[str, Plain]:
    text = f"{item.message}。{item.hint}" if item.hint else item.message
    result: dict[str, Plain] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": text},
        "partialFingerprints": {"passage/v1": digest(item)},
    }
    if item.span is not None:
        place: Plain = {"artifactLocation": _artifact(item.span, locate), "region": _region(item.span)}
        result["locations"] = [{"physicalLocation": place}]
    if item.fix is not None:
        replacement: Plain = {"deletedRegion": _region(item.fix.span), "insertedContent": {"text": item.fix.new}}
        change: Plain = {"artifactLocation": _artifact(item.fix.span, locate), "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": item.hint or item.message}, "artifactChanges": [change]}]
    return result


def _artifact(span: Span, locate: Locate) -> dict[str, str]:
    return {"uri": quote(locate(span.file).replace("\\", "/"), errors="surrogateescape")}


def _region(span: Span) -> dict[str, int]:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.line, "endColumn": span.column + span.length}


def to_gitlab(diagnostics: Iterable[tuple[Diagnostic, Locate]]) -> str:
    """A Code Quality report, a JSON array. GitLab wants a place for everything: what has none is told of issue.yaml. A
    fingerprint knows a finding again in the next run, wherever its passage has moved."""
    seen: Counter[str] = Counter()
    report = []
    for item, locate in diagnostics:
        path, line = (locate(item.span.file), item.span.line) if item.span else (locate("issue.yaml"), 1)
        known = f"{item.code} {path} {digest(item)}"
        seen[known] += 1
        report.append(
            {
                "description": f"{item.message}。{item.hint}" if item.hint else item.message,
                "check_name": item.code,
                "severity": _GRADES[item.severity],
                "fingerprint": hashlib.sha256(f"{known} {seen[known]}".encode()).hexdigest(),
                "location": {"path": path, "lines": {"begin": line}},
            }
        )
    return json.dumps(report, ensure_ascii=False, indent=2)


def to_github(diagnostics: Iterable[tuple[Diagnostic, Locate]]) -> str:
    """One workflow command a line; GitHub shows them in the changed files."""
    return "\n".join(_command(item, locate) for item, locate in diagnostics)


def _command(item: Diagnostic, locate: Locate) -> str:
    properties: dict[str, str] = {"title": item.code}
    if item.span is not None:
        span = item.span
        properties = {
            "file": locate(span.file), "line": str(span.line), "col": str(span.column),
            "endColumn": str(span.column + span.length), **properties,
        }  # fmt: skip
    said = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{_COMMANDS[item.severity]} {said}::{_escaped(f'{item.message}。{item.hint}' if item.hint else item.message)}"


def _escaped(text: str, more: str = "") -> str:
    text = visible(text, keep="\r\n\t")
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
