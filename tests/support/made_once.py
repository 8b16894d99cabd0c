"""Files that many tests look at are made once a run, by whichever test process first asks for them."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

#: Names the folder of the run: set by the process that starts the others, which inherit it.
FOLDER = "TESTS_MADE_ONCE"


def begin() -> None:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="made-once-")


def end() -> None:
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def made_once(make: Callable[..., bytes]) -> Callable[..., bytes]:
    """`make`, a function of its (plain) arguments alone, called once a run for each of them."""

    @cache
    def made(*arguments: object) -> bytes:
        if FOLDER not in os.environ:  # a test's module used by itself
            return make(*arguments)
        name = hashlib.sha256(repr((make.__module__, make.__qualname__, arguments)).encode()).hexdigest()
        path = Path(os.environ[FOLDER], name)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.with_suffix(".new").write_bytes(make(*arguments))
                path.with_suffix(".new").rename(path)
        return path.read_bytes()

    return made
