"""Names of files: as people write them, as systems store them, and what a folder lists."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefing.core.errors import Diagnostic


class Listed(NamedTuple):
    """What a folder lists: `kind` is "file", "folder", "link" (to nothing, or to a folder) or "other" (a pipe, a link that leads
    out)."""

    name: str
    kind: str


class FolderTree(NamedTuple):
    """What lies below a folder, by names within it: `files` that may be read; `findings` about what else is there, which never is
    read; `unlisted`: folders that nobody could look into, "" for the whole, with the reason (Chinese)."""

    files: dict[str, Path]
    findings: list[Diagnostic]
    unlisted: dict[str, str]


def readable(name: str) -> bool:
    """Whether a file's name is text: the system hands on bytes that are no UTF-8 as lone surrogates."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def stays_below(path: str) -> bool:
    """Whether a name, as it is written, stays below the folder that it is looked up in."""
    pure = PurePosixPath(path)
    return bool(path) and not (pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or "\0" in path)


def kept_by_editor(name: str) -> bool:
    """A backup, or the mark of an open file."""
    return name.startswith("~$") or name.endswith("~")


def spelt(folder: Path, path: str) -> Path | None:
    """Where `path` lies in `folder` under a name that looks the same and is stored otherwise (a Mac parts é into two)."""
    if path.isascii() or os.path.lexists(folder / path):
        return None
    here = folder
    for part in PurePosixPath(path).parts:
        wanted = unicodedata.normalize("NFC", part)
        try:
            names = os.listdir(here)
        except OSError:
            return None
        found = part if part in names else next((name for name in names if unicodedata.normalize("NFC", name) == wanted), "")
        if not found:
            return None
        here = here / found
    return here
