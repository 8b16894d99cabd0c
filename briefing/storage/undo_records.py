"""The way back from `check --fix`: the files as they were, in `.undo/<issue>/<number>/` beside the issue's folder.

Nothing takes them for sources there: the shelf lists folders with an issue.yaml directly in them, and a build looks into its own
folder only. A record is written whole before the sources are, and names what they became, so that later work is never undone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from briefing.core import plain
from briefing.core.errors import BriefingError, Diagnostic, OutputError, UsageError, why_unread
from briefing.files import looking
from briefing.files.world import MAX_MARKDOWN, Root
from briefing.storage import source_files
from briefing.storage.disk import reason, shown

_RECORD = "record.json"
#: More than anybody goes back; older ones are dropped.
_MOST = 20


def keep(folder: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Path:
    """Keep `before`, which becomes `after`; where. Raises OutputError."""
    place = source_files.records(folder)
    _drop_void(folder, place)
    numbers = _numbers(place)
    kept = place / f"{max(numbers, default=0) + 1:04d}"
    record = {"files": {name: _digest(data) for name, data in after.items()}}
    files = {f"files/{name}": data for name, data in before.items()}
    written = json.dumps(record, ensure_ascii=False, indent=1).encode()
    source_files.create(kept, {**files, _RECORD: written}, asked=False)
    for number in sorted(numbers)[: max(0, len(numbers) + 1 - _MOST)]:
        drop(place / f"{number:04d}")
    return kept


def drop(kept: Path) -> None:
    """Forget a record, at once and then for good."""
    rubbish = kept.with_name(f".new-{kept.name:0>8}")
    with contextlib.suppress(OSError):
        kept.rename(rubbish)
    for _ in range(2):  # what failed once need not fail again, and nobody else comes by here soon
        shutil.rmtree(rubbish, ignore_errors=True)
    source_files.prune(kept.parent)


def undo(folder: Path) -> list[str]:
    """Put back the files of the last record that is kept; their names. Raises UsageError where there is none or a file was worked
    on since, OutputError where one cannot be written."""
    with source_files.held(folder):
        return _undo(folder)


def _undo(folder: Path) -> list[str]:
    place = source_files.records(folder)
    _drop_void(folder, place)
    numbers = _numbers(place)
    if not numbers:
        hint = "--undo 退回上一次 --fix 改动的文件。"
        raise UsageError(Diagnostic("no-undo", f"{folder.name} 没有可以退回的改动", hint=hint))
    kept = place / f"{max(numbers):04d}"
    before, after = _read(kept)
    was = {name: _now(folder, name) for name in before}
    for name, data in before.items():
        if _digest(was[name]) not in (after[name], _digest(data)):
            hint = f"改之前的文件在 {shown(kept / 'files')}，请自己比较。"
            raise UsageError(Diagnostic("no-undo", f"{name} 在 --fix 之后又改动过，没有退回", hint=hint))
    source_files.place(folder, before, over=before, was={name: data for name, data in was.items() if data})
    drop(kept)
    return list(before)


def _drop_void(folder: Path, place: Path) -> None:
    """Forget a last record whose change never came about: its command was killed before."""
    numbers = _numbers(place)
    if numbers:
        kept = place / f"{max(numbers):04d}"
        with contextlib.suppress(BriefingError):
            before, after = _read(kept)
            if before and all(_now(folder, name) == data and _digest(data) != after[name] for name, data in before.items()):
                drop(kept)


def _now(folder: Path, name: str) -> bytes:
    root = Root(folder)
    return root.bytes(name, MAX_MARKDOWN) if root.exists(name) else b""


def _numbers(place: Path) -> list[int]:
    try:
        return [int(entry.name) for entry in place.iterdir() if entry.name.isdecimal() and looking.file_stands(entry / _RECORD)]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"{shown(place)} 里的记录读不出来：{why_unread(error)}"
        raise OutputError(Diagnostic("undo-record", message, hint="请再运行一次；总是这样时请检查磁盘和权限。")) from None


def _read(kept: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of a record, and the digests of what they became."""
    try:
        record = plain.entries(plain.read(Root(kept).bytes(_RECORD, MAX_MARKDOWN)))
        after = {name: str(digest) for name, digest in plain.entries(record["files"]).items()}
        return {name: Root(kept / "files").bytes(name, MAX_MARKDOWN) for name in after}, after
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        why = reason(error) if isinstance(error, OSError) else "记录读不出来"
        hint = "请自己把其中的文件放回去。"
        raise OutputError(Diagnostic("undo-record", f"{shown(kept)}：{why}", hint=hint)) from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
