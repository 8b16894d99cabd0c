"""Commands struck at their n-th call to the system: a warm process, with `faults.c` preloaded, forks one child for each."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: What changes, opens or lists; reading besides.
EVERY, READING = 127, 128
#: What needs room on the disk; what a pulled plug refuses is everything.
NEEDS_ROOM = 2 | 4 | 32
OPENING = 1

#: name → (what happens, at which kinds of calls, whether from then on)
FAULTS: dict[str, tuple[int, int, bool]] = {
    "kill": (-1, EVERY, False),
    "torn": (-2, 2, False),
    "ENOSPC": (errno.ENOSPC, EVERY, False),
    "EIO": (errno.EIO, EVERY | READING, False),
    "EACCES": (errno.EACCES, EVERY, False),
    "EMFILE": (errno.EMFILE, OPENING, False),
    "disk stays full": (errno.ENOSPC, NEEDS_ROOM, True),
    "disk goes away": (errno.EIO, (EVERY | READING) & ~OPENING, True),
}


@dataclass(frozen=True)
class Struck:
    """How a command ended. `code` is negative for a signal; `calls`: how many there were; `hit`: whether any was struck."""

    code: int
    calls: int
    hit: bool
    out: str
    err: str


class Stage:
    """The warm process. `root`: what lies below is counted."""

    def __init__(self, process: subprocess.Popen[str], scratch: Path) -> None:
        self._process, self._scratch = process, scratch

    def run(self, arguments: Sequence[str], root: Path, fault: str = "", at: int = 0) -> Struck:
        what, kinds, sticky = FAULTS[fault] if fault else (0, EVERY, False)
        job = [list(arguments), str(root), at, what, kinds, sticky]
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        code, calls, hits = json.loads(self._process.stdout.readline())
        out, err = ((self._scratch / name).read_text("utf-8", "replace") for name in ("out", "err"))
        return Struck(code, calls, bool(hits), out, err)

    def calls(self, arguments: Sequence[str], root: Path, fault: str) -> int:
        """How many calls of the fault's kinds there are."""
        _, kinds, _ = FAULTS[fault]
        job = [list(arguments), str(root), 0, 0, kinds, False]
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(json.loads(self._process.stdout.readline())[1])


@contextmanager
def stage(scratch: Path) -> Iterator[Stage]:
    library = scratch / "faults.so"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", library, HERE / "faults.c", "-ldl"], check=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "PYTEST_"))}
    environ |= {"LD_PRELOAD": str(library), "PYTHONPATH": str(HERE.parents[1]), "BRIEFING_CACHE": str(scratch / "cache")}
    process = subprocess.Popen(
        [sys.executable, __file__, str(library), str(scratch)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ,
    )  # fmt: skip
    try:
        yield Stage(process, scratch)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        process.stdout.close()
        process.wait()


def naive(folder: Path, files: dict[str, str]) -> int:
    """The control: a writer without any care."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return 0


def _child(job: list[Any], library: ctypes.CDLL, scratch: Path) -> None:
    arguments, root, at, what, kinds, sticky = job
    for name, number in (("out", 1), ("err", 2)):
        descriptor = os.open(scratch / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, number)
    os.chdir(root)
    library.faults_arm(os.fsencode(root), ctypes.c_long(at), what, kinds, int(sticky))
    code = 99
    try:
        if arguments[0] == "naive":
            code = naive(Path(root, arguments[1]), json.loads(arguments[2]))
        else:
            from briefing.cli.app import main

            code = int(main(arguments))
    finally:
        library.faults_disarm()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve() -> None:
    scratch = Path(sys.argv[2])
    library = ctypes.CDLL(sys.argv[1])
    library.faults_count.restype = library.faults_hits.restype = ctypes.c_long
    import weasyprint  # noqa: F401

    import briefing.cli.app
    import briefing.cli.build
    import briefing.cli.check
    import briefing.cli.import_
    import briefing.cli.new
    import briefing.cli.press
    import briefing.delivery.print_set
    import briefing.output.docx.word_file  # noqa: F401

    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _child(json.loads(line), library, scratch)
        _, status = os.waitpid(pid, 0)
        library.faults_disarm()
        code = os.waitstatus_to_exitcode(status)
        answers.write(json.dumps([code, library.faults_count(), library.faults_hits()]) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve()
