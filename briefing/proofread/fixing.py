"""Safe fixes as edits of a source file's bytes: what the finding names changes and not a byte besides. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from briefing.core.errors import Edit

_LINE_END = re.compile(r"(\r\n|\r|\n)")


def apply(data: bytes, text: str, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The file `data`, which the reader saw as `text`, with those of `edits` that are certain; and which these are.

    Encoding, byte-order mark and line ends stay. An edit is left out where the line is not what the reader saw (accents that it
    composed), where `old` does not stand there, or where it overlaps another; a file that would not survive decoding, as a whole.
    """
    encoding = _encoding(data)
    bom = codecs.BOM_UTF8 if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8) else b""
    raw = data[len(bom) :].decode(encoding)
    if bom + raw.encode(encoding) != data:
        return data, []
    parts = _LINE_END.split(raw)  # lines at even places, their ends at odd ones
    seen = text.split("\n")
    applied: list[Edit] = []
    for number, group in _by_line(edits).items():
        place = 2 * (number - 1)
        if place < len(parts) and number <= len(seen) and parts[place] == seen[number - 1]:
            parts[place] = _edited(parts[place], group, applied)
    return bom + "".join(parts).encode(encoding), applied


def joined(text: str, first: Iterable[Edit], then: Iterable[Edit]) -> list[Edit]:
    """`first`, made in `text`, and `then`, made in what came of it, as edits of `text` from its top; those that meet become one,
    and what changed back is none."""
    before, after = _by_line(first), _by_line(then)
    lines = text.split("\n")
    return [
        edit
        for number in sorted({*before, *after})
        for edit in _joined(lines[number - 1], before.get(number, []), after.get(number, []))
    ]


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"  # the reader takes no other
    return "utf-8"


def _by_line(edits: Iterable[Edit]) -> dict[int, list[Edit]]:
    groups: dict[int, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.span.line, []).append(edit)
    return {number: sorted(group, key=lambda edit: (edit.span.column, edit.span.length)) for number, group in groups.items()}


def _edited(line: str, edits: list[Edit], applied: list[Edit]) -> str:
    """`line` after those of `edits` that fit, which are added to `applied`; of two that overlap, the first."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        start = edit.span.column - 1
        if start < position or not edit.old or not line.startswith(edit.old, start):
            continue
        pieces += [line[position:start], edit.new]
        position = start + len(edit.old)
        applied.append(edit)
    return "".join(pieces) + line[position:]


def _joined(line: str, first: list[Edit], then: list[Edit]) -> list[Edit]:
    """As `joined`, in one line. Each piece of the line in between is (what stood there in `line`, what stands there now)."""
    pieces = _pieces(line, first)
    for edit in reversed(then):
        pieces = _replaced(pieces, edit.span.column - 1, edit.span.column - 1 + len(edit.old), edit.new)
    here = (first or then)[0].span
    edits, column = [], 1
    for old, new in pieces:
        if old != new:
            edits.append(Edit(here._replace(column=column, length=max(1, len(old))), old, new))
        column += len(old)
    return edits


def _pieces(line: str, edits: list[Edit]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    position = 0
    for edit in edits:
        start = edit.span.column - 1
        pieces += [(char, char) for char in line[position:start]]
        pieces.append((edit.old, edit.new))
        position = start + len(edit.old)
    return pieces + [(char, char) for char in line[position:]]


def _replaced(pieces: list[tuple[str, str]], start: int, end: int, new: str) -> list[tuple[str, str]]:
    """`pieces` with what now stands from `start` to `end` replaced; a piece that is cut is taken whole."""
    kept: list[tuple[str, str]] = []
    old, head, tail = "", "", ""
    position, placed = 0, False
    for before, now in pieces:
        last = position + len(now)
        if last <= start or position >= end:
            if position >= end and not placed:
                kept.append((old, head + new + tail))
                placed = True
            kept.append((before, now))
        else:
            old += before
            head += now[: max(0, start - position)]
            tail += now[max(0, end - position) :] if last > end else ""
        position = last
    return kept if placed else [*kept, (old, head + new + tail)]
