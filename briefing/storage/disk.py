"""Steps that transactions are made of: exchanges, locks; and what the system says, in Chinese."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import signal
import stat
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from briefing.core import saving
from briefing.core.errors import Diagnostic, OutputError, why_unread
from briefing.files import looking

#: A commit takes milliseconds; who waits longer has met a hung process or a stale network lock.
LOCK_SECONDS = 30.0

#: What lies under a name, itself and not what it points to; NOTHING: no such name.
NOTHING, FILE, FOLDER, LINK = "", "文件", "文件夹", "链接"
_SPECIAL = {stat.S_IFIFO: "管道", stat.S_IFSOCK: "套接字", stat.S_IFCHR: "设备", stat.S_IFBLK: "设备"}

_ASIDE = ".briefing-"
_LEFT = re.compile(rf"\.briefing-probe-(\d{{1,9}})|{saving.DRAFT.pattern}")

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.EINVAL}


def kind(path: Path) -> str:
    """What lies there, as it is called in messages. Raises OSError where nobody may look."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    if stat.S_ISREG(mode):
        return FILE
    if stat.S_ISDIR(mode):
        return FOLDER
    return LINK if stat.S_ISLNK(mode) else _SPECIAL.get(stat.S_IFMT(mode), "特殊文件")


def size(path: Path) -> int:
    """Bytes; 0 where it went away, or nobody may look."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def standing(path: Path) -> bytes | None:
    """An output as it stands; None: there is none, or something else lies there. Raises OutputError where it cannot be read,
    which must not be taken for one that is gone or changed."""
    try:
        return path.read_bytes() if looking.file_stands(path) else None  # who opens a pipe waits
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> OutputError:
    """What stands among the outputs and cannot be read: nothing is wrong with writing there."""
    hint = "请再运行一次；总是这样时请检查磁盘和权限。"
    return OutputError(Diagnostic("output", f"成品读不出来：{shown(path)}（{why_unread(error)}）", hint=hint))


def replace(path: Path, data: bytes) -> None:
    """One file, new or instead of the old one, whole in any case; behind a link the file that it leads to. What is no file stays.
    Raises OSError."""
    target = path.resolve()
    if (found := kind(target)) not in (NOTHING, FILE):
        raise OSError(errno.EISDIR if found == FOLDER else errno.ENXIO, "", str(path))
    sweep(target.parent)
    saving.save(target, data, mode=0o666 & ~umask())


def probe(folder: Path) -> None:
    """Whether something can be put into `folder`, found out by doing so. Raises OSError."""
    trial = folder / f"{_ASIDE}probe-{os.getpid()}"
    trial.mkdir()
    trial.rmdir()


def sweep(folder: Path) -> None:
    """Remove what `replace` and `probe` left in `folder` in processes that are no more."""
    with contextlib.suppress(OSError):
        for name, number in leavings(folder, _LEFT):
            if not _alive(int(number)):
                path = folder / name
                with contextlib.suppress(OSError):
                    path.rmdir() if kind(path) == FOLDER else path.unlink()


#: Folders that held no leavings, by pattern: when their names last changed. A thousand issues ask of the same one.
_clean: dict[tuple[str, re.Pattern[str]], int] = {}


def leavings(folder: Path, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Names in `folder` that `pattern` matches whole, each with its first group. Raises OSError."""
    changed = os.stat(folder).st_mtime_ns
    key = os.fspath(folder), pattern
    if _clean.get(key) == changed:
        return []
    with os.scandir(folder) as entries:
        matches = [match for entry in entries if (match := pattern.fullmatch(entry.name))]
    found = [(match[0], next(filter(None, match.groups()), "")) for match in matches]
    if not found:
        _clean[key] = changed
    return found


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def twin(path: Path, target: Path) -> None:
    """The file `path` under a second name, as it is; a copy where the file system has no hard links."""
    try:
        os.link(path, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, target, follow_symlinks=False)


def exchange(first: Path, second: Path) -> None:
    """Let two paths change places in one step. Raises OSError; ENOSYS where the system has no such call."""
    library = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE and RENAME_SWAP share the number
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(one, other, swap)
        else:
            failed = library.renameat2(here, one, here, other, swap)
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(second))


#: Kernel, C library or file system do not know the call.
CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV}


@contextlib.contextmanager
def locked(path: Path, flags: int = os.O_RDONLY, *, seconds: float = LOCK_SECONDS) -> Iterator[bool]:
    """One process at a time with the file or folder `path`; False at once where another has it and `seconds` is 0. The lock
    ends with the process, however it ends. Raises OSError, EBUSY after `seconds`."""
    deadline = time.monotonic() + seconds
    descriptor = _opened(path, flags)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not seconds:
                    yield False
                    return
                if time.monotonic() > deadline:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path)) from None
                time.sleep(0.02)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                break
        yield True
    finally:
        with contextlib.suppress(OSError):  # a child that was forked meanwhile has the lock as well
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _opened(path: Path, flags: int) -> int:
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        return os.open(path, flags, 0o666)
    except PermissionError:
        if not flags & os.O_RDWR:
            raise
        return os.open(path, flags & ~(os.O_RDWR | os.O_CREAT))  # a colleague's lock


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """^C waits until the few steps inside are done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_REASONS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限，或文件设成了不许改",
    errno.EROFS: "这个位置是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "文件的位置上是文件夹",
    errno.ENOTEMPTY: "那里已经有一个文件夹，不是空的",
    errno.ELOOP: "路径中有一段是链接",
    errno.ENXIO: "文件的位置上是管道、设备之类",
    errno.EBUSY: "另一个 briefing 正在写，或文件夹正被占用",
    errno.ENAMETOOLONG: "路径太长",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOENT: "文件夹不见了",
    errno.EFBIG: "文件太大，这个磁盘存不下",
}


def reason(error: OSError) -> str:
    """Why, in Chinese where that is known."""
    return _REASONS.get(error.errno or 0, os.strerror(error.errno) if error.errno else str(error))


def shown(path: Path) -> str:
    """A path as a person would write it: from the current folder if it lies below."""
    text = str(path)
    try:
        here = os.getcwd()
    except OSError:  # it was deleted
        return text
    return "." if text == here else text.removeprefix(os.path.join(here, ""))


def umask() -> int:
    value = os.umask(0)
    os.umask(value)
    return value
