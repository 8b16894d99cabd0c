"""Safe fixes as edits of a source file's bytes: what the finding names changes and not a byte besides. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from briefing.errors import Edit

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
    return groups


def _edited(line: str, edits: list[Edit], applied: list[Edit]) -> str:
    """`line` after those of `edits` that fit, which are added to `applied`; of two that overlap, the first."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.column, edit.span.length)):
        start = edit.span.column - 1
        if start < position or not edit.old or not line.startswith(edit.old, start):
            continue
        pieces += [line[position:start], edit.new]
        position = start + len(edit.old)
        applied.append(edit)
    return "".join(pieces) + line[position:]
