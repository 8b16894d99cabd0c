"""The only module that writes outputs: all files of an issue come into place in one step, or none.

The files are written into a hidden folder beside the issue's, made durable, and then the two folders change places
(`renameat2(RENAME_EXCHANGE)` on Linux, `renamex_np(RENAME_SWAP)` on macOS). Whoever looks, whenever the process is
killed, sees the old set or the new one. A file system that cannot exchange gets two renames; if it is killed between
them the old set waits in the hidden folder, and the next commit puts it back.

What others put into the folder stays there. An output that somebody edited is kept under another name.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.building import manifest
from briefing.errors import Diagnostic, OutputError

#: A commit takes milliseconds; who waits longer has met a hung process or a stale network lock.
LOCK_SECONDS = 30.0
LOCK_FILE = ".briefing.lock"


def commit(folder: Path, files: Mapping[str, bytes], outdated: Collection[str] = ()) -> tuple[str, ...]:
    """Make `folder` hold `files`, the manifest among them, instead of those that the manifest there lists, and without the
    `outdated`: what was made of the old ones.

    Returns the names under which edited outputs were kept. Raises OutputError, with the old files untouched."""
    stage, _ = _hidden(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.parent):
            _sweep(folder)
            try:
                stage.mkdir()
                for name, data in files.items():
                    _write(stage / name, data)
                kept = _carry(folder, stage, manifest.load(folder).get("files", {}), outdated)
                _sync(stage)
                _place(stage, folder)
                _sync(folder.parent)
            finally:
                _sweep(folder)  # the old set after success, the unfinished new one after failure
    except OSError as error:
        raise OutputError(refused(folder, error)) from error
    return kept


def recover(folder: Path) -> None:
    """Put right what a killed commit left behind; costs two look-ups when nothing did. Raises OutputError."""
    try:
        if any(path.exists() for path in _hidden(folder)):
            with _locked(folder.parent):
                _sweep(folder)
    except OSError as error:
        raise OutputError(refused(folder, error)) from error


def obstacle(folder: Path) -> Diagnostic | None:
    """Why nothing could be written into `folder`, found without leaving a trace; None if nothing is in the way.

    It asks by doing: access rights alone do not know of read-only mounts, full disks or a file in a folder's place."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    probe = existing / f".briefing-probe-{os.getpid()}"
    try:
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        return refused(folder, error)
    return None


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _carry(folder: Path, stage: Path, ours: Mapping[str, Any], outdated: Collection[str]) -> tuple[str, ...]:
    """Take over into `stage` what others put into `folder`. Folders follow after the exchange (`_sweep`)."""
    kept = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            continue
        target = stage / path.name
        if path.name == manifest.FILE or path.name in outdated:
            continue
        if path.name in ours or target.exists():
            if _untouched(path, ours.get(path.name, {}), target):
                continue
            target = _free(stage, folder, path)
            kept.append(target.name)
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:  # the file system has no hard links
            shutil.copy2(path, target, follow_symlinks=False)
    return tuple(kept)


def _untouched(path: Path, entry: Mapping[str, Any], successor: Path) -> bool:
    """Whether the file is as it was written, or just as it is about to be."""
    digest = _sha256(path)
    return digest == entry.get("sha256") or (successor.exists() and digest == _sha256(successor))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _free(stage: Path, folder: Path, path: Path) -> Path:
    """2022-17.docx → 2022-17.改动1.docx, the first number not taken."""
    number = 1
    while True:
        name = f"{path.stem}.改动{number}{path.suffix}"
        if not (stage / name).exists() and not (folder / name).exists():
            return stage / name
        number += 1


def _hidden(folder: Path) -> tuple[Path, Path]:
    """Where the new set is written, and where the old one waits if the file system cannot exchange."""
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _sweep(folder: Path) -> None:
    """Clear away the hidden folders: our own leftovers, or a killed process's. Only under the lock."""
    stage, aside = _hidden(folder)
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)
    for leftover in (stage, aside):
        if leftover.is_dir():
            for path in leftover.iterdir() if folder.is_dir() else ():
                if path.is_dir() and not path.is_symlink():  # somebody's; where it has the name of an output it gets another
                    target = folder / path.name
                    path.rename(_free(folder, folder, path) if target.exists() else target)
            shutil.rmtree(leftover)


def _place(stage: Path, folder: Path) -> None:
    if not folder.exists():
        stage.rename(folder)
        return
    try:
        _exchange(stage, folder)
    except OSError as error:
        if error.errno not in _CANNOT_EXCHANGE:
            raise
        aside = _hidden(folder)[1]
        folder.rename(aside)
        stage.rename(folder)


#: Kernel, C library or file system do not know the call.
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV}


def _exchange(first: Path, second: Path) -> None:
    """Let two paths change places in one step. Raises OSError; ENOSYS where the system has no such call."""
    library = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    here, exchange = -100, 2  # AT_FDCWD; RENAME_EXCHANGE and RENAME_SWAP share the number
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(one, other, exchange)
        else:
            failed = library.renameat2(here, one, here, other, exchange)
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(second))


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One commit at a time below `folder`. The lock ends with the process, however it ends; the file stays."""
    deadline = time.monotonic() + LOCK_SECONDS
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder)) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Make renames durable. Some network file systems refuse; then there is nothing more to be done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


_REASONS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "这个位置是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "路径中有一段是文件，不是文件夹",
    errno.EBUSY: "另一个 briefing 正在写，或文件夹正被占用",
    errno.ENAMETOOLONG: "路径太长",
}


def refused(folder: Path, error: OSError) -> Diagnostic:
    hint = "原有文件没有改动。可以用 -o 换一个文件夹，例如 -o ~/简报。"
    return Diagnostic("output", f"成品写不进 {shown(folder)}：{reason(error)}", hint=hint)


def reason(error: OSError) -> str:
    """Why, in Chinese where that is known."""
    return _REASONS.get(error.errno or 0, os.strerror(error.errno) if error.errno else str(error))


def shown(path: Path) -> str:
    """A path as a person would write it: from the current folder if it lies below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
