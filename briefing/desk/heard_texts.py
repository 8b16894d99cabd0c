"""Which texts the desk has heard from windows, by digest: a browser that was killed comes back with one that is seconds old, and
what was typed or taken away since must not be joined with it again.

Losing the list costs no text: what comes back is then joined by paragraph, as from another window.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from briefing.desk.kept_folder import no_link, open_to_append

_BYTES = 12
_LINE = 2 * _BYTES + 1
#: As many are known when the desk opens the issue; twice as many may stand in the file.
_MOST = 20_000


class HeardTexts:
    """Of the files of one issue, in `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[bytes] | None = None

    def add(self, file: str, text: str) -> None:
        """What the desk had, an earlier text of a file or the newest."""
        sign = _sign(file, text)
        known = self._read()
        if sign in known:
            return
        known.add(sign)
        with contextlib.suppress(OSError):
            descriptor = open_to_append(self._path)
            try:
                os.write(descriptor, sign + b"\n")
            finally:
                os.close(descriptor)

    def has(self, file: str, text: str) -> bool:
        return _sign(file, text) in self._read()

    def _read(self) -> set[bytes]:
        if self._known is None:
            self._known = set()
            with contextlib.suppress(OSError):
                no_link(self._path)
                with open(os.open(self._path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW), "r+b") as stream:
                    size = stream.seek(0, os.SEEK_END)
                    stream.seek(max(0, size - _MOST * _LINE))
                    lines = [line for line in stream.read().split(b"\n") if len(line) == 2 * _BYTES]
                    if size > 2 * _MOST * _LINE:
                        stream.seek(0)
                        stream.truncate()
                        stream.write(b"".join(line + b"\n" for line in lines))
                self._known.update(lines)
        return self._known


def _sign(file: str, text: str) -> bytes:
    return hashlib.blake2b(f"{file}\0{text}".encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest().encode()
