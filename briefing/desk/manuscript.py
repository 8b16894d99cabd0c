"""One source file on the desk: its text as it is edited, and its bytes as they lie on the disk."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence

from briefing.core import decode
from briefing.core.records import dataclass


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class Manuscript:
    """`text`: lines ending in `\\n`; `disk`: the file as it was last read or written, None where there is none; `version` goes up
    with every text of the issue."""

    name: str
    text: str
    disk: bytes | None
    version: int = 1
    _stood: tuple[bytes, str] | None = None  # `disk`, and what it reads: asked several times for each key

    @classmethod
    def read(cls, name: str, data: bytes) -> Manuscript:
        """Raises InputError for what is no text."""
        text, _ = decode.decode(data, name)
        return cls(name, text, data)

    @property
    def data(self) -> bytes:
        """The text as it is to lie on the disk."""
        return rewritten(self.disk or b"", self.text, self.name)

    @property
    def saved(self) -> bool:
        return self.stood == self.text

    @property
    def stood(self) -> str | None:
        """The text of the file as it lies on the disk; None where there is none."""
        if self.disk is None:
            return None
        if self._stood is None or self._stood[0] is not self.disk:
            self._stood = self.disk, decode.decode(self.disk, self.name)[0]
        return self._stood[1]


def rewritten(before: bytes, text: str, name: str) -> bytes:
    """`text` in the manner of the file `before`: its encoding, byte-order mark and line ends; lines that are in both, at the
    beginning and at the end, keep their very bytes."""
    if not before:
        return text.encode()
    if decode.decode(before, name)[0] == text:
        return before
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    body = before[len(mark) :]
    codec = "utf-8" if _is_utf8(body) else "gb18030"
    old = body.decode(codec).replace("\r\n", "\n\0").replace("\r", "\n\1").split("\n")
    stood = [_Line.of(old, index) for index in range(len(old))]
    lines = text.split("\n")
    shown = [line.shown for line in stood]
    first = _common(shown, lines)
    last = _common(shown[first:][::-1], lines[first:][::-1])
    ends = [line.end for line in stood if line.end]
    usual = max(set(ends), key=ends.count) if ends else "\n"
    middle = lines[first : len(lines) - last]
    # what joins the lines: the end of each but the last of all
    written = [*stood[:first], *(_Line(line, line, usual) for line in middle), *stood[len(stood) - last :]]
    parts = []
    for index, line in enumerate(written):
        parts.append(line.raw)
        if index + 1 < len(written):
            parts.append(line.end or usual)
    data = mark + "".join(parts).encode(codec)
    if codec != "utf-8" and decode.decode(data, name)[0] != text:  # too little is left by which GB18030 is known
        return text.replace("\n", usual).encode()
    return data


@dataclass(frozen=True, slots=True)
class _Line:
    """`raw` as it lies in the file, `shown` as it is read, `end` what parts it from the next, "" for the last."""

    raw: str
    shown: str
    end: str

    @classmethod
    def of(cls, split: Sequence[str], index: int) -> _Line:
        raw = split[index].lstrip("\0\1") if index else split[index]
        end = ""
        if index + 1 < len(split):
            end = {"\0": "\r\n", "\1": "\r"}.get(split[index + 1][:1], "\n")
        return cls(raw, decode.decode(raw.encode(), "")[0], end)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
