"""The program's own files as one digest, which every set of outputs depends on.

They are read once an installation: what the system says of them (size, times, number) is the key under which the digest is kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from briefing.files import cache

_ROOT = Path(__file__).resolve().parent.parent
_SHELF = "program"


def program_digest() -> str:
    """SHA-256 over names and contents of the program's modules. Raises OSError where one cannot be read."""
    found = sorted(_modules(str(_ROOT), ""))
    signs = [(name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) for name, status in found]
    key = hashlib.sha256(repr((str(_ROOT), signs)).encode()).hexdigest()
    shelf = cache.shelf(_SHELF)
    if kept := shelf.get(key):
        return kept.decode()
    whole = hashlib.sha256()
    for name, _ in found:
        own = hashlib.sha256((_ROOT / name).read_bytes()).hexdigest()
        whole.update(f"{name}\0{own}\n".encode())
    shelf[key] = whole.hexdigest().encode()
    return whole.hexdigest()


def _modules(folder: str, inside: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every module below `folder` by its name, with what the system says of it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield f"{inside}{entry.name}", entry.stat()
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path, f"{inside}{entry.name}/")
