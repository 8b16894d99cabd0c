"""Diagnostics for people (text with the source line and a caret) and for programs (JSON). Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.terminal import visible

#: Columns of the terminal that a source line may take; a paragraph is one long line, of which a window is
#: shown.
WINDOW = 76
_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_PLAIN = "\x1b[0m"


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    color: bool = False,
    locate: Callable[[str], str] = str,
) -> str:
    """All findings in source order, each with its line and a caret. `sources` maps file names of spans to
    their text, `locate` those names to paths that a terminal can open. Ends in a newline unless empty."""
    lines = {name: text.split("\n") for name, text in sources.items()}
    shown = [_one(item, lines, color, locate) for item in sorted(diagnostics, key=Diagnostic.sort_key)]
    return "".join(f"{text}\n" for text in shown)


def records(diagnostics: Iterable[Diagnostic], locate: Callable[[str], str] = str) -> list[dict[str, str | int | None]]:
    """For machines, in source order; `file`, `line`, `column` and `length` are None where there is no place."""
    return [_record(item, locate) for item in sorted(diagnostics, key=Diagnostic.sort_key)]


def _record(item: Diagnostic, locate: Callable[[str], str]) -> dict[str, str | int | None]:
    """`replacement` is what to put in place of the marked characters, where only that can be meant."""
    span = item.span
    return {
        "file": locate(span.file) if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "length": span.length if span else None,
        "severity": item.severity.value,
        "code": item.code,
        "message": item.message,
        "hint": item.hint,
        "replacement": item.fix.new if item.fix else None,
    }


def _one(item: Diagnostic, lines: Mapping[str, list[str]], color: bool, locate: Callable[[str], str]) -> str:
    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_PLAIN}" if color else text

    kind = paint(f"{_NAMES[item.severity]}[{item.code}]", _COLOURS[item.severity])
    span = item.span
    if span is None:
        parts = [f"{kind} {visible(item.message)}"]
    else:
        place = paint(f"{visible(locate(span.file))}:{span.line}:{span.column}", "\x1b[1m")
        parts = [f"{place}: {kind} {visible(item.message)}"]
        source = lines.get(span.file, [])
        if span.line <= len(source) and source[span.line - 1].strip():
            text, caret = excerpt(source[span.line - 1], span)
            parts += [f"    {text}", f"    {paint(caret, _COLOURS[item.severity])}"]
    if item.hint:
        parts.append(f"    {paint('建议', chr(27) + '[2m')}：{visible(item.hint)}")
    return "\n".join(parts)


def excerpt(line: str, span: Span) -> tuple[str, str]:
    """The part of `line` around the span, and the caret line under it."""
    index = min(span.column - 1, len(line))
    start, end = _window(line, index)
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    before, marked = _shown(line[start:index]), _shown(line[index : min(end, index + span.length)])
    text = before + _shown(line[index:end])
    # a full-width space is as wide as whatever width the terminal gives Han characters
    pad = "".join("\u3000" if width(character) == 2 else " " * width(character) for character in head + before)
    return head + text + tail, pad + "^" + "~" * max(0, sum(map(width, marked)) - 1)


def width(character: str) -> int:
    """Columns a terminal gives a character: 2 for wide ones, 0 for combining marks, 1 otherwise (tabs show
    as one)."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(line: str, index: int) -> tuple[int, int]:
    """Start and end of the stretch around `index` that fits WINDOW: a third before, the rest after."""
    if len(line) <= WINDOW and sum(map(_columns, line)) <= WINDOW:
        return 0, len(line)
    start, room = index, WINDOW // 3
    while start and room > 0:
        start -= 1
        room -= _columns(line[start])
    end, room = start, WINDOW
    while end < len(line) and room > 1:
        room -= _columns(line[end])
        end += 1
    return start, end


def _columns(character: str) -> int:
    return sum(map(width, _shown(character)))


def _shown(text: str) -> str:
    """A tab would move the caret; invisible controls would act on the terminal."""
    return visible(text.replace("\t", " "))
