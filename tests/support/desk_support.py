"""A desk that runs: started on a shelf, spoken to as its page does, killed and started again."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from conftest import ROOT
from json_answers import Json

#: s in which anything that is waited for has happened on the busiest machine.
PATIENCE = 60.0


#: Of edits, whichever desk they go to.
_NUMBERS = itertools.count(1)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Json:
        return json.loads(self.body)


class RunningDesk:
    """`briefing serve` on the shelf `folder`/issues. What it is told on its way in is `address`."""

    def __init__(self, folder: Path, *options: str, environment: dict[str, str] | None = None) -> None:
        self.folder, self.shelf, self.output = folder, folder / "issues", folder / "build"
        self._options, self._environment = options, environment or {}
        self.cookie = ""
        self._streams: list[News] = []
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-P", "-m", "briefing", "serve", "--no-browser", "--folder", str(self.shelf)]
        self.process = subprocess.Popen(
            [*command, "-o", str(self.output), *self._options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=self.folder, env={**os.environ, "PYTHONPATH": str(ROOT), **self._environment},
        )  # fmt: skip
        assert self.process.stdout is not None
        self._heard(self.process.stdout.readline())

    def _heard(self, line: str) -> None:
        """What it says of itself when it begins."""
        found = re.search(r"http://([\w.-]+):(\d+)/enter(?:#key=([\w-]+))?", line)
        assert found, line
        self.address, self.port, self.key = found[0], int(found[2]), found[3] or ""
        self.origin = f"http://127.0.0.1:{self.port}"

    def stop(self) -> str:
        """Ended as people end it; what it had to complain of."""
        self.process.send_signal(signal.SIGINT)
        _, complaints = self.process.communicate(timeout=PATIENCE)
        self._quiet()
        return complaints

    def ended(self) -> int:
        """By itself, waited for; its exit code."""
        self.process.communicate(timeout=PATIENCE)
        self._quiet()
        return self.process.returncode

    def strike(self) -> None:
        """Killed, and not waited for."""
        self.process.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)
        self._quiet()

    def _quiet(self) -> None:
        for stream in self._streams:
            stream.close()
        self._streams.clear()

    def restart(self) -> None:
        """After a kill, or one that was ended."""
        self.cookie = ""
        self.start()

    def enter(self) -> Self:
        answer = self.post("/enter", {"key": self.key})
        assert answer.status == 200
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if self.cookie:
                sent.setdefault("Cookie", self.cookie)
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: object) -> Answer:
        return self.ask("POST", path, json.dumps(body).encode(), Origin=self.origin, Content_Type="application/json")

    def send(self, path: str, data: bytes) -> Answer:
        return self.ask("POST", path, data, Origin=self.origin, Content_Type="application/octet-stream")

    def edit(self, issue: str, file: str, text: str, was: str, window: str = "one", number: int = 0) -> Answer:
        """`number` 0: the next one."""
        asked = {"file": file, "text": text, "was": was, "window": window, "number": number or next(_NUMBERS)}
        return self.post(f"/api/issue/{issue}/edit", asked)

    def texts(self, issue: str) -> dict[str, str]:
        found: dict[str, str] = self.get(f"/api/issue/{issue}").said["texts"]
        return found

    def news(self, issue: str, window: str = "one") -> News:
        self._streams.append(News(self, issue, window))
        return self._streams[-1]


class News:
    """The stream of a window, heard in a thread."""

    def __init__(self, desk: RunningDesk, issue: str, window: str) -> None:
        self.heard: list[tuple[str, Json]] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)
        self._connection.request("GET", f"/api/issue/{issue}/news?window={window}", headers={"Cookie": desk.cookie})
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """The desk has ended, and with it the stream."""
        self._thread.join(PATIENCE)
        self._answer.close()
        self._connection.close()

    def _listen(self) -> None:
        kind = ""
        try:
            for line in self._answer:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    kind = text.removeprefix("event: ")
                elif text.startswith("data: "):
                    self.heard.append((kind, json.loads(text.removeprefix("data: "))))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return  # the desk was killed, or this was closed

    def last(self, kind: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
        """The last of that kind that fits, waited for."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for told, said in reversed(self.heard):
                if told == kind and fits(said):
                    return said
            time.sleep(0.02)
        raise AssertionError(f"no {kind}: {[told for told, _ in self.heard]}")


def shelf(folder: Path, *names: str) -> Path:
    """A folder with copies of these issues of the checkout in its issues/."""
    for name in names:
        shutil.copytree(ROOT / "issues" / name, folder / "issues" / name)
    return folder


def soon(fits: Callable[[], bool]) -> None:
    """Waits until it is so."""
    until = time.monotonic() + PATIENCE
    while not fits():
        assert time.monotonic() < until
        time.sleep(0.02)
