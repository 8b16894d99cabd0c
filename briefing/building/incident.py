"""The outermost guard: what nobody foresaw becomes a finding of the work and file it happened at, and a report to send.

The report holds versions, the place in this program and nothing of the sources: messages of exceptions quote them, so they are
left out unless BRIEFING_DEBUG=1 asks for them.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from briefing.core import saving
from briefing.core.errors import Diagnostic, Span, at_work
from briefing.files import cache

CODE = "internal"
FOLDER = "reports"
_FILE = "故障报告-{}.txt"


def finding(error: BaseException, work: str) -> Diagnostic:
    """`work`: what was being done, where the exception does not know better itself."""
    doing, file = at_work(error) or (work, "")
    name = type(error).__name__
    if isinstance(error, MemoryError):
        hint = "内存不够：请关闭其他程序后重试，或减少图片、分成几期。"
        return Diagnostic("internal", f"{doing}时内存不够", Span(file, 1, 1) if file else None, hint)
    text = "\n".join([*_circumstances(doing, file), "", *_trace(error)])
    return Diagnostic("internal", f"{doing}时程序出错（{name}）", Span(file, 1, 1) if file else None, _hint(keep(text)))


def note(diagnostics: Iterable[Diagnostic], work: str) -> Path | None:
    """Keep a report of findings that are this program's own fault: their codes and places, not what they quote."""
    said = [f"{item.code}  {item.span or ''}" + (f"  {item.message}" if debugging() else "") for item in diagnostics]
    return keep("\n".join([*_circumstances(work, ""), "", *said]))


def keep(text: str) -> Path | None:
    """Write a report where derived files go; the same text is the same file. None where nothing can be written."""
    place = cache.folder()
    if place is None:
        return None
    folder = place / FOLDER
    path = folder / _FILE.format(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        saving.save(path, f"{text}\n".encode("utf-8", "backslashreplace"), durable=False)
    except OSError:
        return None
    return path


def debugging() -> bool:
    return os.environ.get("BRIEFING_DEBUG") == "1"


def _hint(path: Path | None) -> str:
    if path is None:
        return "请在命令前加 BRIEFING_DEBUG=1 再运行一次，把输出发给维护者。"
    return f"请把 {path} 发给维护者，其中没有稿件的文字；这一处换个写法或许能先制作出来。"


def _circumstances(work: str, file: str) -> list[str]:
    import platform

    import briefing
    from briefing.building.ancestry import versions

    libraries = "、".join(f"{name} {version}" for name, version in versions().items())
    optimized = f" -{'O' * sys.flags.optimize}" if sys.flags.optimize else ""
    return [
        f"briefing {briefing.__version__} 故障报告（不含稿件文字）",
        f"正在：{work}" + (f"（{file}）" if file else ""),
        f"Python {platform.python_version()}{optimized}，{platform.platform()}",
        f"库：{libraries}",
    ]


def _trace(error: BaseException) -> list[str]:
    """Where it happened, and the exceptions that led to it; of each its kind."""
    if debugging():
        return "".join(traceback.format_exception(error)).splitlines()
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < 200:
        said = getattr(seen, "frames", None) or [
            f"{_shown(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(seen.__traceback__)[-40:]
        ]
        lines += [type(seen).__name__, *(f"  {line}" for line in said)]
        seen = seen.__cause__ or seen.__context__
    return lines


def frames(error: BaseException) -> list[str]:
    """As lines of the report, for an exception that does not leave its process."""
    return _trace(error)


def _shown(file: str) -> str:
    """A source file without the folders that lead to it: they may name people."""
    for mark in ("/site-packages/", "/lib/python", "/briefing/"):
        before, found, after = file.rpartition(mark)
        if found:
            return f"{mark.strip('/')}/{after}" if before or mark else file
    return Path(file).name
