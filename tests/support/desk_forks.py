"""Desks that cost next to nothing to start, for tests that kill them again and again: a program that has loaded the server once
forks it, with no pages. Each is a process of its own on the loopback, spoken to and killed as any other.

    in   {"shelf": "/…/issues", "output": "/…/build"}
    out  {"pid": 4711, "said": "http://127.0.0.1:16001/enter#key=…"}
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import ROOT
from desk_support import PATIENCE, RunningDesk


class Forks:
    """The program that forks; ends with `close`, and its desks with it."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", str(Path(__file__).resolve())]
        path = os.pathsep.join(map(str, (ROOT, ROOT / "tests", ROOT / "tests" / "support")))
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
        )

    def fork(self, shelf: Path, output: Path) -> tuple[int, str]:
        """A desk on `shelf`: its process, and what it said of itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"shelf": str(shelf), "output": str(output)}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        return said["pid"], said["said"]

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)


class ForkedDesk(RunningDesk):
    """A running desk without pages."""

    def __init__(self, folder: Path, forks: Forks) -> None:
        self._forks = forks
        super().__init__(folder)

    def start(self) -> None:
        self.pid, said = self._forks.fork(self.shelf, self.output)
        self._heard(said)

    def strike(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        self.strike()
        self._gone()

    def stop(self) -> str:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        self._gone()
        return ""

    def _gone(self) -> None:
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{self.pid}").exists():
            assert time.monotonic() < until
            time.sleep(0.005)
        self._quiet()


def _main() -> None:
    """One thread, so that a fork is whole."""
    from briefing.desk import serving
    from briefing.desk.live_pages import LivePages

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        asked = json.loads(line)
        if os.fork():
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        LivePages.start = LivePages.ask = lambda *_: None  # type: ignore[method-assign,assignment]
        wanted = serving.Wanted(Path(asked["shelf"]), Path(asked["output"]), browser=False)
        serving.serve(wanted, _say)
        os._exit(0)


def _say(said: str) -> None:
    sys.stdout.write(json.dumps({"pid": os.getpid(), "said": said}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main()
