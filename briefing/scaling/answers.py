"""What became of an issue, as JSON: plain data that nobody has to trust to read."""

from __future__ import annotations

import json
from typing import cast

from briefing.building.run import Built, FailedIssue
from briefing.core import plain
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, ExitCode, InputError, Severity, Span
from briefing.core.plain import Entries, Plain
from briefing.scaling.parcels import REMEDY


def written(result: Built | FailedIssue) -> bytes:
    """`result` without the paths of the machine that it was built on."""
    if isinstance(result, FailedIssue):
        said: dict[str, Plain] = {"exit": int(result.exit_code), "sources": result.sources, "crash": result.crash}
    else:
        said = {"pages": result.pages, "sources": result.sources}
    said["diagnostics"] = [_record(item) for item in result.diagnostics]
    return json.dumps(said, ensure_ascii=False).encode()


def read(data: bytes, name: str) -> Built | FailedIssue:
    """The result of the issue `name`; the files of a Built are for its reader to name. Raises InputError for anything else."""
    try:
        said = plain.entries(plain.read(data))
        found = tuple(_diagnostic(item) for item in plain.mappings(said["diagnostics"]))
        sources = plain.by_name(said["sources"] or {})
        if "exit" in said:
            return FailedIssue(name, found, _code(said["exit"]), sources, str(said["crash"]))
        return Built(name, (), plain.whole(said["pages"]), True, found, sources)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(Diagnostic("dask-answer", "工作机的回答无法理解", hint=REMEDY)) from None


def _code(number: object) -> ExitCode:
    """Raises ValueError."""
    if number not in set(ExitCode):
        raise ValueError(number)
    return next(code for code in ExitCode if code == number)


def _record(item: Diagnostic) -> dict[str, Plain]:
    span: list[str | int] | None = [*item.span] if item.span else None
    return {"code": item.code, "message": item.message, "span": span, "hint": item.hint, "severity": item.severity.value}


def _diagnostic(item: Entries) -> Diagnostic:
    place = None
    if item["span"]:
        file, *numbers = plain.items(item["span"])
        place = Span(plain.text(file), *map(plain.whole, numbers))
    return Diagnostic(
        cast(Code, str(item["code"])), str(item["message"]), place, str(item["hint"]), Severity(plain.text(item["severity"]))
    )
