"""`briefing verify`: a package for the archive as somebody has it, a zip, an EEP or a folder, held against its own promises."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from briefing.core import bounds
from briefing.core.errors import Diagnostic, InputError, Span, UsageError, why_unread
from briefing.core.records import dataclass
from briefing.files.world import argument

#: Bytes of a signature or time stamp beside a package.
_SIGNATURE = 4 * bounds.MB


@dataclass(frozen=True, slots=True)
class Verified:
    """`form`: zip, eep or folder; `title`, `number`: of its record, "" where that cannot be read; `signatures`: names of those
    that were found, none of which was verified."""

    name: str
    form: str
    files: int
    size: int
    title: str
    number: str
    signatures: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def verify(file: str) -> Verified:
    """Raises UsageError where there is nothing of that name, InputError where it is no package or none that is safe to open."""
    from briefing.preflight.package_reader import of_files, opened
    from briefing.preflight.package_rules import examine

    path = Path(file)
    if not os.path.lexists(path):
        hint = "请写包的文件名，如 build/2022-17/2022-17-archive.zip；还没有做的，先运行 briefing press 17 --for archive。"
        raise UsageError(Diagnostic("package-absent", f"找不到 {file}", hint=hint))
    name = path.resolve().name or file
    if path.is_dir():
        package, size = of_files(name, parts := _folder(path, name)), sum(map(len, parts.values()))
    else:
        data = argument(file, bounds.PACKAGE_BYTES)
        size = len(data)
        with bounds.bounded("读包", _seconds(size)):
            package = opened(name, data)
    with _libraries_silent(), bounds.bounded("核对包", _seconds(size)):
        seen = examine(package, beside=_beside(path))
    return Verified(name, package.form, len(package.parts), size, seen.title, seen.number, seen.signatures, seen.found)


@contextlib.contextmanager
def _libraries_silent() -> Iterator[None]:
    """What libraries log about a strange PDF would reach the terminal past its guard, in English; the rules say it."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _seconds(size: int) -> float:
    return bounds.PACKAGE_SECONDS + bounds.PACKAGE_SECONDS_PER_MB * size / bounds.MB


def _beside(path: Path) -> dict[str, bytes]:
    """Signatures of the whole package: its name, and an ending more."""
    from briefing.preflight.package_layout import SIGNED

    found = {}
    for ending in SIGNED:
        signature = path.with_name(f"{path.name}{ending}")
        if signature.is_file():
            found[signature.name] = argument(str(signature), _SIGNATURE)
    return found


def _folder(path: Path, name: str) -> dict[str, bytes]:
    """Every file below it; links and the like are refused, as in a zip. Raises InputError."""
    found: dict[str, bytes] = {}
    left = bounds.PACKAGE_BYTES

    def unread(error: OSError) -> None:
        raise InputError(
            Diagnostic("package-unreadable", f"文件夹读不出来：{error.filename}（{why_unread(error)}）", Span(name, 1, 1))
        )

    for top, folders, files in os.walk(path, onerror=unread):
        for each in (*folders, *files):
            inside = Path(top, each)
            said = inside.relative_to(path).as_posix()
            mode = os.lstat(inside).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                message = f"包里有链接或特殊文件：{said}"
                raise InputError(Diagnostic("package-unsafe", message, Span(f"{name}/{said}", 1, 1), "请把文件本身放进去。"))
            if stat.S_ISREG(mode):
                if len(found) >= bounds.PACKAGE_PARTS or inside.stat().st_size > left:
                    message = f"文件夹太大，超过 {bounds.PACKAGE_BYTES // bounds.MB} MB 或 {bounds.PACKAGE_PARTS} 个文件"
                    raise InputError(Diagnostic("package-unsafe", message, Span(name, 1, 1), "请确认选对了文件夹。"))
                found[said] = argument(str(inside), left)
                left -= len(found[said])
    return found
