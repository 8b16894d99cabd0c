"""Warnings and notes as a manifest keeps them, so that a second build, which has nothing to do, says them again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from briefing.core import plain
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.plain import Plain


def written(remarks: Iterable[Diagnostic]) -> list[Plain]:
    """Without the edits that some of them offer: those are `check`'s."""
    return [
        {"code": item.code, "severity": item.severity.value, "message": item.message, "hint": item.hint, "at": _place(item.span)}
        for item in remarks
    ]


def _place(span: Span | None) -> Plain:
    return None if span is None else [span.file, span.line, span.column, span.length]


def understood(value: Plain) -> tuple[Diagnostic, ...]:
    """What `written` gave. Raises TypeError, ValueError, KeyError for anything else."""
    return tuple(_remark(plain.entries(item)) for item in plain.items(value))


def _remark(said: plain.Entries) -> Diagnostic:
    severity = Severity(plain.text(said["severity"]))
    if severity is Severity.ERROR:
        raise ValueError("with an error nothing is made")
    code = cast(Code, plain.text(said["code"]))
    return Diagnostic(code, plain.text(said["message"]), _span(said["at"]), plain.text(said["hint"]), severity)


def _span(value: Plain) -> Span | None:
    if value is None:
        return None
    file, line, column, length = plain.items(value)
    return Span(plain.text(file), plain.whole(line), plain.whole(column), plain.whole(length))
