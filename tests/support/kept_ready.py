"""Runs `python -m briefing …` without its start: a process that has imported everything forks for each command.

A command still has a process of its own, with its own folder, environment, streams and exit code, and leaves by Python's own
end; only the imports, two thirds of a short command's time, are done once. What Python itself reads at its start, such as
PYTHONHASHSEED or a locale, cannot be given to a fork: `conftest.briefing` starts a whole process where a test sets it. That
commands work from a cold start, and what they then import, is asked by test_architecture, test_makefile, test_records and
test_strangers_cache.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Variables that Python or the C library take in when they start.
AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_")


class Kept:
    """The process, as the tests see it."""

    def __init__(self, root: Path, through: Sequence[str] = ()) -> None:
        """`through`: a program that becomes the one named after it, as `setpriv` and its options."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [*through, sys.executable, "-P", __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, cwd="/", env={**os.environ, "PYTHONPATH": str(root)},
                start_new_session=True,
            )  # fmt: skip
        self._socket = ours

    def run(self, arguments: Sequence[str], cwd: Path, environ: Mapping[str, str], streams: Sequence[int], timeout: float) -> int:
        """The exit code of the command, minus the signal that ended it. `streams`: stdin, stdout, stderr. Raises TimeoutError."""
        request = json.dumps([list(arguments), str(cwd), dict(environ)]).encode()  # by a pipe: any length
        reads, writes = os.pipe()
        socket.send_fds(self._socket, [b"run"], [reads, *streams])
        os.close(reads)
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(request)
        self._socket.settimeout(timeout)
        try:
            answer = self._socket.recv(64)
        except TimeoutError:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise
        if not answer:
            raise RuntimeError("the process that forks for commands is gone")
        return int(answer)

    def close(self) -> None:
        self._socket.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _serve(wanted: socket.socket) -> None:
    import briefing

    for module in pkgutil.walk_packages(briefing.__path__, "briefing."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    importlib.import_module("weasyprint")
    gc.freeze()
    while True:
        said, descriptors, _, _ = socket.recv_fds(wanted, 16, 4)
        if not said:
            return
        reads, *streams = descriptors
        pid = os.fork()
        if pid == 0:
            wanted.close()
            with os.fdopen(reads, "rb") as pipe:
                arguments, cwd, environ = json.load(pipe)
            for number, descriptor in enumerate(streams):
                os.dup2(descriptor, number)
                os.close(descriptor)
            _become(arguments, cwd, environ)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        wanted.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(arguments: list[str], cwd: str, environ: dict[str, str]) -> None:
    """This process is `python -m briefing …` from here on; ends as it does."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    sys.argv = ["briefing", *arguments]
    runpy.run_module("briefing", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
