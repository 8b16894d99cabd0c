"""Errands as seen from the server: a process for each, which may take its time and may die."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Sequence

from briefing.core import plain
from briefing.core.errors import Diagnostic
from briefing.core.plain import Entries
from briefing.desk import plain_values

#: Errands at once; a machine has few cores.
_ABREAST = 2
#: LibreOffice may take a minute over a file, and a batch has many, s.
_PATIENCE = 900.0
_LONGEST = 1 << 28


class Refused(Exception):
    """Nothing came of it; `findings` say why."""

    def __init__(self, findings: Sequence[Entries]) -> None:
        super().__init__("; ".join(plain.text(finding["message"]) for finding in findings))
        self.findings = findings


class Errands:
    def __init__(self) -> None:
        self._room = asyncio.Semaphore(_ABREAST)
        self._running: set[asyncio.subprocess.Process] = set()

    async def run(self, work: str, asked: Entries, step: Callable[[str], None] | None = None) -> Entries:
        """What came of it; `step` hears what is being done. Raises Refused."""
        async with self._room:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "briefing.desk.errand",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LONGEST,
            )  # fmt: skip
            self._running.add(process)
            try:
                return await asyncio.wait_for(self._heard(process, {**asked, "work": work}, step), _PATIENCE)
            except TimeoutError:
                raise Refused([_finding("做了一刻钟还没有做完，已经停下", "请看看是不是放进了特别大的文件。")]) from None
            finally:
                self._running.discard(process)
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def close(self) -> None:
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def _heard(self, process: asyncio.subprocess.Process, asked: Entries, step: Callable[[str], None] | None) -> Entries:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(asked, ensure_ascii=False).encode())
            await process.stdin.drain()
            process.stdin.close()
        while line := await process.stdout.readline():
            said = plain.entries(plain.read(line))
            if "step" in said and step is not None:
                step(plain.text(said["step"]))
            if "done" in said:
                return plain.entries(said["done"])
            if "refused" in said:
                raise Refused(plain.mappings(said["refused"]))
        raise Refused([_finding("这件事做到一半意外停止，没有改动任何文件", "请再试一次；总是这样时请把情况告诉维护者。")])


def _finding(message: str, hint: str) -> Entries:
    return plain_values.finding(Diagnostic("work-limit", message, hint=hint))
