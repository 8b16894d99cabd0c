"""What became of an issue, as JSON: plain data that nobody has to trust to read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from briefing.building.run import Built, FailedIssue
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, ExitCode, InputError, Severity, Span
from briefing.scaling.parcels import REMEDY


def written(result: Built | FailedIssue) -> bytes:
    """`result` without the paths of the machine that it was built on."""
    if isinstance(result, FailedIssue):
        said: dict[str, Any] = {"exit": int(result.exit_code), "sources": result.sources, "crash": result.crash}
    else:
        said = {"pages": result.pages, "sources": result.sources}
    said["diagnostics"] = [_record(item) for item in result.diagnostics]
    return json.dumps(said, ensure_ascii=False).encode()


def read(data: bytes, name: str) -> Built | FailedIssue:
    """The result of the issue `name`; the files of a Built are for its reader to name. Raises InputError for anything else."""
    try:
        said = json.loads(data)
        found = tuple(_diagnostic(item) for item in said["diagnostics"])
        sources = {str(file): str(text) for file, text in (said["sources"] or {}).items()}
        if "exit" in said:
            return FailedIssue(name, found, _code(said["exit"]), sources, str(said["crash"]))
        return Built(name, (), int(said["pages"]), True, found, sources)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(Diagnostic("dask-answer", "工作机的回答无法理解", hint=REMEDY)) from None


def _code(number: Any) -> ExitCode:
    """Raises ValueError."""
    if number not in set(ExitCode):
        raise ValueError(number)
    return next(code for code in ExitCode if code == number)


def _record(item: Diagnostic) -> dict[str, Any]:
    span = list(item.span) if item.span else None
    return {"code": item.code, "message": item.message, "span": span, "hint": item.hint, "severity": item.severity.value}


def _diagnostic(item: dict[str, Any]) -> Diagnostic:
    span = item["span"]
    file, *numbers = span or ("",)
    place = Span(str(file), *map(int, cast(Iterable[Any], numbers))) if span else None
    return Diagnostic(cast(Code, str(item["code"])), str(item["message"]), place, str(item["hint"]), Severity(item["severity"]))
