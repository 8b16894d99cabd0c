"""Looking at what may be anybody's. `is_…`: a folder that does not let us in holds nothing for us, which is no error of its own;
`…_stands`: it must not be taken for one that holds nothing.

`Path.is_file` and its like raise where a folder on the way may not be entered, until Python 3.14, which says False.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

#: Of a path at which there is nothing.
_NOTHING = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


def is_file(path: Path) -> bool:
    """Whether a file lies there that we are let to."""
    try:
        return file_stands(path)
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder lies there that we are let to."""
    try:
        return folder_stands(path)
    except OSError:
        return False


def file_stands(path: Path) -> bool:
    """Whether a file lies there. Raises OSError where nobody may look."""
    return stat.S_ISREG(_mode(path))


def folder_stands(path: Path) -> bool:
    """Whether a folder lies there. Raises OSError where nobody may look."""
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    """0: nothing is there, nor can there be anything of that name."""
    try:
        return os.stat(path).st_mode
    except ValueError:
        return 0
    except OSError as error:
        if error.errno in _NOTHING:
            return 0
        raise


def entries(path: Path) -> list[Path]:
    """What lies in a folder, by name; nothing where it is none, or may not be looked into."""
    try:
        return sorted(path.iterdir())
    except OSError:
        return []
