"""The folder beside the issues in which the desk keeps what it needs of them. It is made by the desk, so a link in its place is
somebody else's, and nothing is read or written where it leads."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
#: Beside the issues, as `.undo` is.
KEPT = ".desk"


def kept_folder(shelf: Path, issue: str) -> Path:
    return shelf / KEPT / issue


def no_link(place: Path) -> None:
    """Of the folder of an issue, the one that holds it, or those in it. Raises OSError for a link."""
    parts = place.parts[place.parts.index(KEPT) :] if KEPT in place.parts else place.parts[-1:]
    for length in range(len(parts)):
        path = Path(*place.parts[: len(place.parts) - length])
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def open_to_append(path: Path) -> int:
    """A descriptor of the file `path`, made with its folder where there is none. Raises OSError, for a link, too."""
    no_link(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, _APPEND, 0o600)
