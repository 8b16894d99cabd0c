"""What was typed and does not stand in its file yet: a line for each pause, on the disk before anybody is told that it is safe.

A line holds a whole text and its own digest. One that was cut off by a crash is none; those before it count.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.core import plain, saving
from briefing.desk.kept_folder import no_link, open_to_append
from briefing.desk.manuscript import digest


class JournalEntry(NamedTuple):
    """`file` was to hold `text`, when on the disk it had the digest `base` ("" where there was none)."""

    file: str
    text: str
    base: str


class DeskJournal:
    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, entry: JournalEntry) -> None:
        """On the disk when this returns. Raises OSError."""
        body = json.dumps(entry._asdict(), ensure_ascii=False)
        line = f"{digest(body.encode())} {body}\n".encode()
        fresh = not self._path.exists()
        descriptor = open_to_append(self._path)
        try:
            _write_all(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if fresh:
            saving.sync(self._path.parent)

    def typed(self) -> dict[str, list[JournalEntry]]:
        """File → what was typed into it, the last of it last. Raises OSError."""
        found: dict[str, list[JournalEntry]] = {}
        for entry in self._entries():
            found.setdefault(entry.file, []).append(entry)
        return found

    def forget(self) -> None:
        """Everything in it stands in the files. Raises OSError."""
        no_link(self._path.parent)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()

    def _entries(self) -> Iterator[JournalEntry]:
        no_link(self._path)
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines:
            told, _, body = line.partition(b" ")
            if body and digest(body) == told.decode("ascii", "replace"):
                said = plain.by_name(plain.read(body))
                yield JournalEntry(said["file"], said["text"], said["base"])


def _write_all(descriptor: int, data: bytes) -> None:
    """A line that a full disk cut short must not join the next one."""
    done = 0
    try:
        while done < len(data):
            done += os.write(descriptor, data[done:])
    except OSError:
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\n")
        raise
