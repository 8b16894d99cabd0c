"""Plain text → Flow, whatever its encoding."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator

from briefing.core import decode, unseen
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.other_encodings import other_encoding
from briefing.importing import look
from briefing.importing.flow import Flow, FlowGrid, Para, Piece, Slot

#: Line ends that are characters: U+2028 of web pages, U+0085 and the vertical tab of old systems.
LINES = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n", "\r": "\n"})
#: Other controls show nothing anywhere, and no source may hold them.
CONTROLS = {code: None for code in (*range(9), *range(14, 32), *range(0x7F, 0xA0), 0xFFFC, 0xFFFE, 0xFFFF) if code != 0x85}
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Two bytes a character, at least four characters: nobody types that in ASCII.
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){4,}~\}")
_USUAL = re.compile("[\n\r\t -~\u2010-\u2027\u3000-\u301f\u4e00-\u9fff\uff00-\uffef]")
#: Bytes that are controls in every encoding of text: all but tab, line feed, vertical tab, form feed, return, DOS's end of file.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
#: Of so many bytes at the beginning, at most one in so many.
_LOOKED_AT, _OFTEN = 64 << 10, 20
#: Lines wrapped by hand (mail, old terminals) are this long at most, and this many at least.
_WRAPPED, _ENOUGH = 90, 3
#: Rows and columns of the least table.
_ROWS = 2


def decoded(data: bytes, file: str) -> str:
    """UTF-8, GB18030, Big5, HZ, UTF-16 with or without a mark. Raises InputError."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            data = data[len(mark) :].decode(encoding, "replace").encode()
    if encoding := _unmarked(data):
        data = data.decode(encoding, "replace").encode()
    data = _from_hz(data)
    for control in (b"\x0b", b"\x0c"):  # vertical tab and form feed of old word processors
        data = data.replace(control, b"\n")
    with contextlib.suppress(UnicodeDecodeError):  # in GB18030 the same bytes are Han
        data = data.decode("utf-8-sig").replace("\r\n", "\n").translate(LINES).translate(CONTROLS).encode()
    data = data.removesuffix(b"\x1a")  # the end of a DOS file
    if (foreign := other_encoding(data)) is not None:
        if not foreign:
            raise InputError(
                Diagnostic(
                    "encoding-unknown",
                    "文件的编码认不出来：照 GB18030 读，不成话",
                    Span(file, 1, 1),
                    "可能是日文、韩文系统存的，也可能坏了；请用原来的软件打开，另存为 UTF-8 编码。",
                )
            )
        data = data.decode(foreign).encode()
    text, _ = decode.decode(data.replace(b"\x00", b""), file)
    unseen.refuse(text, file, unseen.CONTROLS)  # the others are repaired, and said
    return text


def _from_hz(data: bytes) -> bytes:
    """HZ, Han in seven bits between ~{ and ~} (RFC 1843), as UTF-8; anything else as it is."""
    if not _HZ.search(data) or not data.isascii():
        return data
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("hz").encode()
    return data


def looks_like_text(data: bytes) -> bool:
    """Whether hardly anything in it is a control that no text has. Old word processors and lists of addresses leave a few."""
    head = data[:_LOOKED_AT]
    if data.startswith(tuple(mark for mark, _ in _UTF16)) or _unmarked(data):
        return True
    return len(_BINARY.findall(head)) * _OFTEN <= len(head)


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark. Zeros tell that it is; which of the two, what reads as Chinese: 一 and the full-width
    space have a zero, too, on the other side."""
    head = data[: min(len(data), 4096) & ~1]
    if b"\0" not in head:
        return ""
    sense = {encoding: len(_USUAL.findall(head.decode(encoding, "replace"))) for _, encoding in _UTF16}
    best = max(sense, key=sense.__getitem__)
    return best if sense[best] * 2 >= len(head) * 0.9 else ""


def tabbed(text: str) -> str:
    """Values between commas (CSV, RFC 4180) as values between tabs; what is none as it is."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if any(map(str.strip, row))]
    except csv.Error:
        return text
    if len({len(row) for row in rows}) != 1 or len(rows) < _ROWS or len(rows[0]) < _ROWS:
        return text
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows) + "\n"


def read_text(text: str, file: str) -> Flow:
    """Each line is a paragraph, unless the text is wrapped at one width; lines with as many tabs are a table."""
    flow = Flow(file)
    lines = text.split("\n")
    width = _wrapped_at(lines)
    previous = ""
    tables = dict(_tables(lines))
    for number, line in enumerate(lines, 1):
        if (end := tables.get(number - 1)) is not None:
            if end:
                flow.items.append(FlowGrid([_cells(lines[at], at + 1) for at in range(number - 1, end)], number))
            previous = ""
            continue
        words = line.strip()
        if not words:
            previous = ""
            continue
        joins = bool(width and previous and len(previous) >= width - 2 and not _opens(line))
        if joins and isinstance(last := flow.items[-1], Para):
            gap = " " if previous[-1].isascii() and words[0].isascii() else ""
            last.pieces[0].text += gap + words
        else:
            flow.items.append(Para([Piece(words)], number))
        previous = line.rstrip()
    return flow


def _cells(line: str, number: int) -> list[Slot]:
    return [Slot([Para([Piece(cell.strip())], number)]) for cell in line.split("\t")]


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Index of the first line of a table → that behind its last; of its other lines → 0."""
    at = 0
    while at < len(lines):
        tabs, end = lines[at].count("\t"), at
        while end < len(lines) and tabs and lines[end].count("\t") == tabs and lines[end].partition("\t")[0].strip():
            end += 1
        if end - at >= _ROWS:
            yield at, end
            yield from dict.fromkeys(range(at + 1, end), 0).items()
        at = max(end, at + 1)


def _wrapped_at(lines: list[str]) -> int:
    """The width at which many lines end; 0 where lines are paragraphs."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    longest = max(lengths, default=0)
    full = sum(length >= longest - 2 for length in lengths)
    return longest if 10 < longest <= _WRAPPED and full >= _ENOUGH and full * 3 >= len(lengths) else 0


def _opens(line: str) -> bool:
    """Whether a line begins a paragraph: indented, numbered, or an item."""
    words = line.strip()
    return line[:1] in " \t\u3000" or bool(look.number_level(words)) or bool(look.bullet(words))
