"""Looking at what may be anybody's: a folder that does not let us in holds nothing for us, which is no error of its own.

`Path.is_file` and its like raise where a folder on the way may not be entered (until Python 3.14).
"""

from __future__ import annotations

from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether a file lies there that we are let to."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder lies there that we are let to."""
    try:
        return path.is_dir()
    except OSError:
        return False


def entries(path: Path) -> list[Path]:
    """What lies in a folder, by name; nothing where it is none, or may not be looked into."""
    try:
        return sorted(path.iterdir())
    except OSError:
        return []
