"""The typesetter as seen from the server: one process for all issues that are open, the newest text wins."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core.errors import Diagnostic
from briefing.core.plain import Entries
from briefing.desk import plain_values

#: One bulletin takes a tenth of a second; one that takes this long never ends, s.
_PATIENCE = 60.0
#: Before one that ended by itself is begun again, s.
_REST = 0.5
#: Bytes of an answer: every page of the longest issue, with its pictures.
_LONGEST = 1 << 30

#: What the typesetter said of an issue: pages or `broken`, then `findings`.
Told = Callable[[Entries], None]


class _Asked(NamedTuple):
    folder: Path
    drafts: Mapping[str, str | None]
    told: Told


class LivePages:
    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._wanted: dict[Path, _Asked] = {}
        self._sent: dict[int, _Asked] = {}
        self._setting = 0  # the number of the request whose pages have not come
        self._serial = 0
        self._known: set[Path] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Warm by the time that somebody asks."""
        self._tasks = [asyncio.create_task(self._keep_going())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        process = self._process
        self._end()
        if process is not None:
            await process.wait()

    def ask(self, folder: Path, drafts: Mapping[str, str | None], told: Told) -> None:
        """Have the issue set with these texts, without the files for which there is None; what was asked before and not begun is
        forgotten."""
        self._wanted[folder] = _Asked(folder, drafts, told)
        self._wake.set()

    async def _keep_going(self) -> None:
        while True:
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "briefing.desk.typesetter",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LONGEST,
            )  # fmt: skip
            sending = asyncio.create_task(self._send(process))
            try:
                await self._hear(process)
                self._apologise("排版程序意外停止", "已经重新启动；改一个字就会再排一次。")
                await asyncio.sleep(_REST)
            except TimeoutError:
                self._apologise("这一期排了一分钟还没有排完，已经停下", "请看看是不是贴进了很长的一串字符，或一张大表。")
            finally:
                sending.cancel()
                self._end()

    async def _send(self, process: asyncio.subprocess.Process) -> None:
        """One request at a time; the next one as soon as the pages of this are there."""
        assert process.stdin is not None
        while True:
            await self._wake.wait()
            if self._setting or not self._wanted:
                self._wake.clear()
                continue
            asked = self._wanted.pop(next(iter(self._wanted)))
            self._serial += 1
            self._setting = self._serial
            self._sent[self._serial] = asked
            request = {"id": self._serial, "folder": str(asked.folder), "drafts": dict(asked.drafts)}
            request["all"] = asked.folder not in self._known
            with contextlib.suppress(OSError):  # it has ended, which `_hear` finds out
                process.stdin.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
                await process.stdin.drain()

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        """Until the process ends. Raises TimeoutError where pages do not come."""
        assert process.stdout is not None
        while True:
            line = await self._line(process.stdout)
            if not line:
                return
            said = json.loads(line)
            asked = self._sent[said["id"]]
            for earlier in [number for number in self._sent if number < said["id"]]:
                del self._sent[earlier]
            if "findings" in said:
                del self._sent[said["id"]]
            else:
                self._setting = 0
                self._wake.set()
                if "pages" in said:
                    self._known.add(asked.folder)
            asked.told(said)

    async def _line(self, stream: asyncio.StreamReader) -> bytes:
        """The next answer; there is no hurry while nothing is being set."""
        reading = asyncio.ensure_future(stream.readline())
        try:
            while True:
                setting = self._setting
                done, _ = await asyncio.wait({reading}, timeout=_PATIENCE)
                if done:
                    return reading.result()
                if setting and setting == self._setting:
                    raise TimeoutError
        finally:
            reading.cancel()

    def _apologise(self, message: str, hint: str) -> None:
        """To whoever waits for pages."""
        asked = self._sent.get(self._setting)
        if asked is not None:
            found = [plain_values.finding(Diagnostic("work-limit", message, hint=hint))]
            asked.told({"broken": found})
            asked.told({"findings": found})

    def _end(self) -> None:
        """The process and what it knew."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process = None
        self._known.clear()
        self._sent.clear()
        self._setting = 0
        self._wake.set()
