"""Every state of an issue that was saved, beside the issue's folder: texts by their digests, and a small file for each state.

.desk/<issue>/texts/<sha256>      a source file's bytes
.desk/<issue>/states/000042.json  which file was what; its time is the time at which it was written
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from briefing.core import plain, saving
from briefing.desk.kept_folder import no_link
from briefing.desk.manuscript import digest
from briefing.storage import disk

#: States of one go of typing that are closer together than this are one, s.
_ONE_GO = 120.0
#: Beyond an age (s), one state in so many seconds is kept: all of two days, one an hour of a month, then one a day.
_THINNED = ((2 * 86_400.0, 3_600.0), (31 * 86_400.0, 86_400.0))
#: The newest, whatever their ages: a clock that was a year ahead for a minute makes all others old.
_ALWAYS = 300
#: For which another desk on this folder is waited, s.
_PATIENCE = 2.0
TYPED = "输入"


class SavedState(NamedTuple):
    """`time`: seconds since 1970; `files`: name → digest; `why`: what led to it, in a word or two."""

    number: int
    time: float
    why: str
    files: dict[str, str]


class SavedStates:
    def __init__(self, place: Path) -> None:
        self._texts, self._states = place / "texts", place / "states"
        self._read: dict[tuple[str, int, int], SavedState] = {}  # by name, inode and time: they are asked for at each save

    def keep(self, files: Mapping[str, bytes], why: str = TYPED) -> None:
        """The state `files`, unless it is the last one; typing that goes on takes the place of what was typed a moment ago.
        Raises OSError."""
        no_link(self._texts)
        no_link(self._states)
        digests = {name: digest(data) for name, data in sorted(files.items())}
        if self._has(digests):
            return
        for folder in (self._texts, self._states):
            folder.mkdir(parents=True, exist_ok=True)
        with disk.locked(self._states, seconds=_PATIENCE):  # two desks would give one number to two states
            if not self._has(digests):
                self._keep(files, digests, why)

    def _has(self, digests: Mapping[str, str]) -> bool:
        """Whether it is the last state, whole."""
        states = self.all()
        return bool(states) and states[-1].files == digests and all((self._texts / each).exists() for each in digests.values())

    def _keep(self, files: Mapping[str, bytes], digests: Mapping[str, str], why: str) -> None:
        for name, data in files.items():
            path = self._texts / digests[name]
            if not path.exists():
                saving.save(path, data)
        states = self.all()
        last = states[-1] if states else None
        path = self._path(last.number + 1 if last else 1)
        saving.save(path, json.dumps({"why": why, "files": digests}, ensure_ascii=False).encode())
        if last is not None and why == last.why == TYPED and len(states) > 1:
            begun = states[-2]
            if begun.why == TYPED and 0 <= path.stat().st_mtime - begun.time < _ONE_GO:  # clocks are put back
                self._path(last.number).unlink(missing_ok=True)
        self._thin()

    def all(self) -> list[SavedState]:
        """From the oldest to the newest; one that cannot be read is left out."""
        found: list[SavedState] = []
        try:
            no_link(self._states)
        except OSError:
            return found
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(self._states):
                number = entry.name.removesuffix(".json")
                if not number.isdecimal():
                    continue
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                    status = entry.stat()
                    key = entry.name, status.st_ino, status.st_mtime_ns
                    if key not in self._read:
                        said = plain.entries(plain.read(Path(entry.path).read_bytes()))
                        files = plain.by_name(said["files"])
                        self._read[key] = SavedState(int(number), status.st_mtime, str(said["why"]), files)
                    found.append(self._read[key])
        return sorted(found)

    def text(self, name: str) -> bytes | None:
        """The file whose digest is `name`; None where it is not there, or no longer what it was."""
        if len(name) != 64 or not name.isalnum():
            return None
        try:
            no_link(self._texts / name)
            data = (self._texts / name).read_bytes()
        except OSError:
            return None
        return data if digest(data) == name else None

    def _path(self, number: int) -> Path:
        return self._states / f"{number:06d}.json"

    def _thin(self) -> None:
        """By age; what nobody has any more goes with its state. The last one that has a file stays: it is the way back to it."""
        states = self.all()
        if not states:
            return
        now, kept_at, dropped = states[-1].time, 0.0, False
        for state, following in pairwise(states[: len(states) - _ALWAYS + 1]):
            apart = next((step for age, step in reversed(_THINNED) if now - state.time > age), 0.0)
            if apart and abs(state.time - kept_at) < apart and state.files.keys() <= following.files.keys():
                self._path(state.number).unlink(missing_ok=True)
                dropped = True
            else:
                kept_at = state.time
        if dropped:
            used = {name for state in self.all() for name in state.files.values()}
            for entry in os.scandir(self._texts):
                if entry.name not in used:
                    with contextlib.suppress(OSError):
                        os.unlink(entry.path)
