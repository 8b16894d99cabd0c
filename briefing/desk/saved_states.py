"""Every state of an issue that was saved, beside the issue's folder: texts by their digests, and a small file for each state.

.desk/<issue>/texts/<sha256>      a source file's bytes
.desk/<issue>/states/000042.json  which file was what; its time is the time at which it was written
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core import plain, saving
from briefing.desk.kept_folder import no_link
from briefing.desk.manuscript import digest

#: States of one go of typing that are closer together than this are one, s.
_ONE_GO = 120.0
#: Beyond an age (s), one state in so many seconds is kept: all of two days, one an hour of a month, then one a day.
_THINNED = ((2 * 86_400.0, 3_600.0), (31 * 86_400.0, 86_400.0))
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

    def keep(self, files: Mapping[str, bytes], why: str = TYPED) -> None:
        """The state `files`, unless it is the last one; typing that goes on takes the place of what was typed a moment ago.
        Raises OSError."""
        no_link(self._texts)
        no_link(self._states)
        digests = {name: self._text(data) for name, data in sorted(files.items())}
        states = self.all()
        last = states[-1] if states else None
        if last is not None and last.files == digests:
            return
        self._states.mkdir(parents=True, exist_ok=True)
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
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self._states):
                number = entry.name.removesuffix(".json")
                if not number.isdecimal():
                    continue
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                    said = plain.entries(plain.read(Path(entry.path).read_bytes()))
                    files = plain.by_name(said["files"])
                    found.append(SavedState(int(number), entry.stat().st_mtime, str(said["why"]), files))
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

    def _text(self, data: bytes) -> str:
        name = digest(data)
        path = self._texts / name
        if not path.exists():
            self._texts.mkdir(parents=True, exist_ok=True)
            saving.save(path, data)
        return name

    def _thin(self) -> None:
        """By age; what nobody has any more goes with its state."""
        states = self.all()
        if not states:
            return
        now, kept_at, dropped = states[-1].time, 0.0, False
        for state in states[:-1]:
            apart = next((step for age, step in reversed(_THINNED) if now - state.time > age), 0.0)
            if apart and state.time - kept_at < apart:
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
