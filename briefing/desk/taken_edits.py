"""Which edits of windows the desk has taken. Every text that a window sends of a file has a number, one more than the one before:
a browser that was killed comes back with an edit that is seconds old, an answer is lost on its way, and what was taken already
must not be joined once more. The number tells, where the text would not: what is written, taken back and written again is the
same text, and another edit.

Losing the list costs no text: what comes back is then joined by paragraph, as from another window.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from briefing.desk.kept_folder import no_link, open_to_append

#: No window has more edits: they are written with as many digits.
MOST_EDITS = 10**9 - 1
_BYTES = 12
_LINE = 2 * _BYTES + 1 + 9 + 1
#: As many lines are read when the desk opens the issue; twice as many may stand in the file.
_MOST = 20_000


class WindowEdit(NamedTuple):
    """The `number`-th text of a file that came from `window`; windows count from 1."""

    window: str
    number: int


#: What nobody sends again: made by the desk itself.
NO_EDIT = WindowEdit("", 0)


class TakenEdits:
    """Of the files of one issue, in `path`: a line each, the digest of file and window, and the number."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[bytes, int] | None = None
        self._unwritten: dict[bytes, int] = {}
        self._descriptor: int | None = None

    def last(self, file: str, window: str) -> int:
        """The number of the newest edit that was taken, 0 for none."""
        return self._read().get(_sign(file, window), 0)

    def take(self, file: str, edit: WindowEdit) -> None:
        """From now on it is known; on the disk with `write`."""
        sign = _sign(file, edit.window)
        if edit.number > self._read().get(sign, 0):
            self._read()[sign] = self._unwritten[sign] = edit.number

    def write(self) -> None:
        """What is known as lines of the file: for when the texts themselves outlive this desk, and not before."""
        if not self._unwritten:
            return
        with contextlib.suppress(OSError):
            if self._descriptor is None:
                self._descriptor = open_to_append(self._path)
            os.write(self._descriptor, b"".join(_line(sign, number) for sign, number in self._unwritten.items()))
            self._unwritten.clear()

    def sync(self) -> None:
        """What was written outlives the machine, too."""
        with contextlib.suppress(OSError):
            if self._descriptor is not None:
                os.fsync(self._descriptor)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _read(self) -> dict[bytes, int]:
        if self._known is None:
            self._known = {}
            with contextlib.suppress(OSError):
                no_link(self._path)
                with open(os.open(self._path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW), "r+b") as stream:
                    size = stream.seek(0, os.SEEK_END)
                    stream.seek(max(0, size - _MOST * _LINE))
                    for line in stream.read().split(b"\n"):
                        sign, _, number = line.partition(b" ")
                        if len(line) + 1 == _LINE and number.isdigit():
                            self._known[sign] = max(int(number), self._known.get(sign, 0))
                    if size > 2 * _MOST * _LINE:
                        stream.seek(0)
                        stream.truncate()
                        stream.write(b"".join(_line(sign, number) for sign, number in self._known.items()))
        return self._known


def _line(sign: bytes, number: int) -> bytes:
    return b"%b %09d\n" % (sign, number)


def _sign(file: str, window: str) -> bytes:
    return hashlib.blake2b(f"{file}\0{window}".encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest().encode()
