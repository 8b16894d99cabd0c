"""One line that overwrites itself while many things are made: only on a terminal, and only where there is more than one."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator

from briefing.cli import output


class Progress:
    """How far a command has come: done, failed, the rate, and how long it may still take. Others speak inside `aside`."""

    def __init__(self, total: int, work: str) -> None:
        """`work`: what is done, as in 正在制作 (Chinese)."""
        self._total, self._work = total, work
        self._done = self._failed = 0
        self._began = time.monotonic()
        self._shown = total > 1 and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        self._show()
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    @contextlib.contextmanager
    def aside(self, failed: bool = False) -> Iterator[None]:
        """One more is done; the line makes room for what is said of it."""
        self._done += 1
        self._failed += failed
        self._clear()
        yield
        self._show()

    def line(self) -> str:
        """The line as it reads now."""
        said = f"正在{self._work} {self._done}/{self._total}"
        if self._failed:
            said += f"，{self._failed} 期没有做成"
        seconds = time.monotonic() - self._began
        if self._done >= 2 and seconds > 1:
            left = seconds / self._done * (self._total - self._done)
            said += f"，每秒 {self._done / seconds:.1f} 期，还要{_duration(left)}"
        return said

    def _show(self) -> None:
        if self._shown and self._done < self._total:
            output.overwrite(self.line())

    def _clear(self) -> None:
        if self._shown:
            output.overwrite("")


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"约 {max(1, round(seconds))} 秒"
    return f"约 {round(seconds / 60)} 分钟" if seconds < 3600 else f"约 {seconds / 3600:.1f} 小时"
