"""What stands on the disk after a command, however it ends: found out by looking, never said by rote.

A writer names what it is about to replace (`watch`) and how to say that it has; whoever speaks at the end compares. So the
sentence holds for a command that was interrupted between the exchange and its next line, and for what a child process did.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity

_Mark = tuple[int, int, int, int] | None

UNCHANGED = "原有文件没有改动。"


class _Watched(NamedTuple):
    """`done`: how to say that one of them is another now, found out when it is said; `half`: the same as long as one of `pending`
    lies about."""

    marks: dict[Path, _Mark]
    done: Callable[[], str]
    pending: tuple[Path, ...]
    half: str


_watched: dict[tuple[Path, ...], _Watched] = {}
_remarks: list[Diagnostic] = []


def begin() -> None:
    """A command starts."""
    _watched.clear()
    _remarks.clear()


def watch(paths: Sequence[Path], done: str | Callable[[], str], pending: Sequence[Path] = (), half: str = "") -> None:
    """Before `paths` are replaced, all or none. What was first watched counts: the state before the command."""
    say = done if callable(done) else lambda: done
    _watched.setdefault(tuple(paths), _Watched({path: _mark(path) for path in paths}, say, tuple(pending), half))


def watching() -> bool:
    """Whether this command was about to write anything."""
    return bool(_watched)


def changed(*paths: Path) -> list[str]:
    """How to say what has been replaced since it was watched; with `paths`, of those only."""
    said = []
    for key, entry in _watched.items():
        if paths and not set(paths) & set(key):
            continue
        if any(_mark(path) != mark for path, mark in entry.marks.items()):
            half = entry.half and any(os.path.lexists(path) for path in entry.pending)
            said.append(entry.half if half else entry.done())
    return list(dict.fromkeys(said))


def sentence(*paths: Path) -> str:
    """One sentence about what stands now."""
    return f"{'；'.join(said)}。" if (said := changed(*paths)) else UNCHANGED


def remark(code: Code, message: str, hint: str = "") -> None:
    """Something about files of earlier commands, or left by this one, that whoever runs it should know."""
    _remarks.append(Diagnostic(code, message, hint=hint, severity=Severity.NOTE))


def remarks() -> tuple[Diagnostic, ...]:
    """What was remarked since somebody last asked."""
    said = tuple(_remarks)
    _remarks.clear()
    return said


def _mark(path: Path) -> _Mark:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
