"""One file, written whole or not at all. Nothing else puts a single file in the place of another; many at once are a matter of
`storage/commit` and `storage/journal`."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from pathlib import Path

_serial = itertools.count()
#: A draft bears the number of the process that writes it: one that is dead leaves rubbish.
_DRAFT = ".briefing-save-{}-{}"
DRAFT = re.compile(r"\.briefing-save-(\d{1,9})-\d+")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


def save(path: Path, data: bytes, *, mode: int = 0o600, durable: bool = True) -> None:
    """`path` holds `data`, or what it held before: the file is written beside it and takes its place in one step, with the
    permissions `mode`. A reader sees the one or the other, also when this process is killed; `durable`: also when the power goes.
    The folder must be there; a link is put aside, not followed. Raises OSError."""
    draft = path.parent / _DRAFT.format(os.getpid(), next(_serial))
    try:
        write(draft, data, mode=mode, durable=durable)
        os.chmod(draft, mode)  # whatever the umask
        os.replace(draft, path)
        if durable:
            sync(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def write(path: Path, data: bytes, *, mode: int = 0o666, durable: bool = True) -> None:
    """A new file, of at most the permissions `mode`. Raises OSError, FileExistsError where the name is taken."""
    with open(os.open(path, _NEW, mode), "wb") as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())


def sync(folder: Path) -> None:
    """Make renames durable. Some network file systems refuse; then there is nothing more to be done."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
