"""What was typed and does not stand in its file yet: a line for each pause, on the disk before anybody is told that it is safe.

A line holds a whole text and its own digest. One that was cut off by a crash is none; those before it count. Each desk that has
an issue open, on this machine or another, has a journal of its own, locked while it lives: none forgets what another has not
saved.
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
from briefing.desk.taken_edits import NO_EDIT, WindowEdit
from briefing.storage import disk


class JournalEntry(NamedTuple):
    """`file` was to hold `text`, when on the disk it had the digest `base` ("" where there was none); by which `edit`."""

    file: str
    text: str
    base: str
    edit: WindowEdit = NO_EDIT


#: Desks that have one issue open, and that have ended without saving it.
_MOST = 20


class DeskJournal:
    """`path`, or where another desk has that, the next one of its name that is nobody's."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left: list[Path] = []
        self._locks = contextlib.ExitStack()

    def take(self) -> list[dict[str, list[JournalEntry]]]:
        """From now on one of them is this desk's. What desks have left behind that ended. Raises OSError."""
        first = self._path
        no_link(first.parent)
        first.parent.mkdir(parents=True, exist_ok=True)
        found, mine = [], False
        for number in range(1, _MOST + 1):
            path = first if number == 1 else first.with_name(f"{first.name}-{number}")
            no_link(path)
            if mine and not path.exists():
                continue
            if not self._locks.enter_context(disk.locked(path, os.O_RDWR | os.O_CREAT, seconds=0)):
                continue
            if mine:
                self._left.append(path)
            else:
                self._path, mine = path, True
                saving.sync(path.parent)
            found.append(DeskJournal(path).typed())
        return [typed for typed in found if typed]

    def close(self) -> None:
        """It is nobody's any more."""
        with contextlib.suppress(OSError):
            if not self._path.stat().st_size:
                self._path.unlink()
        self._locks.close()

    def add(self, entry: JournalEntry) -> None:
        """On the disk when this returns. Raises OSError."""
        said = {"file": entry.file, "text": entry.text, "base": entry.base, **entry.edit._asdict()}
        body = json.dumps(said, ensure_ascii=False)
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
        """Everything in it, and in what was left behind, stands in the files. Raises OSError."""
        no_link(self._path)
        with contextlib.suppress(FileNotFoundError):
            os.truncate(self._path, 0)
        while self._left:
            self._left.pop().unlink(missing_ok=True)

    def _entries(self) -> Iterator[JournalEntry]:
        no_link(self._path)
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines:
            told, _, body = line.partition(b" ")
            if body and digest(body) == told.decode("ascii", "replace"):
                yield _entry(plain.entries(plain.read(body)))


def _entry(said: plain.Entries) -> JournalEntry:
    """Earlier desks told no edit."""
    file, text, base = (plain.text(said[key]) for key in ("file", "text", "base"))
    edit = WindowEdit(plain.text(said["window"]), plain.whole(said["number"])) if "number" in said else NO_EDIT
    return JournalEntry(file, text, base, edit)


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
