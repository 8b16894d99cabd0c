"""Derived files that a later run may use again. Losing them costs time and nothing else.

What lies in a cache may come from anybody, so two things are asked of it:

where   a folder of this user's that nobody else can write to, nor to the folders above it. Otherwise there is none.
what    entries sealed with a key that lies elsewhere, readable by this user alone: what was carried here in a cache from
        another machine, or spoilt on the disk, is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from briefing.core import saving
from briefing.core.terminal import shell

#: No entry of ours has a tenth of this.
MAX_ENTRY = 8 << 20
_KEY, _SEAL = 32, 32  # bytes
_READ = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS_ENTER = stat.S_IXGRP | stat.S_IXOTH

#: Why the folder that was asked for is not used, and what to do (Chinese): told once, by whoever tells things.
complaints: dict[Path, str] = {}
#: Shelves for this process only.
_in_process: dict[str, dict[str, bytes]] = {}
_made_here: Path | None = None


def wanted(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where derived files would be kept: $BRIEFING_CACHE, else the user's own cache; None for somebody without a home."""
    if chosen := environ.get("BRIEFING_CACHE"):
        return Path(chosen)
    base = _base(environ, "XDG_CACHE_HOME", ".cache")
    return base / "briefing" if base else None


def folder() -> Path | None:
    """The cache folder, made if need be; None where there is none that is safe."""
    path = wanted()
    if path is None:
        return None
    found, complaint = private(path)
    if complaint and (os.environ.get("BRIEFING_CACHE") or os.path.lexists(path)):
        complaints.setdefault(path, complaint)
    return found


def working(path: Path | None = None) -> Path:
    """A private folder in any case: `path` or the cache, else one that this process and its children have until it ends."""
    found = private(path)[0] if path else folder()
    return found or temporary()


def shelf(name: str) -> MutableMapping[str, bytes]:
    """Byte strings by key, kept between runs if they can be kept safely."""
    found, key = folder(), _key()
    inner = private(found / name)[0] if found and key else None
    return Shelf(inner, key) if inner and key else _in_process.setdefault(name, {})


def unguessable(folder: Path, name: str) -> Path | None:
    """A path in `folder` that only this user's key leads to, for files that cannot be sealed: nobody else can have put anything
    there. None where the user has no key."""
    if folder == _made_here:
        return folder / name
    key = _key()
    return folder / f"{name}-{hashlib.blake2b(name.encode(), key=key, digest_size=12).hexdigest()}" if key else None


def put(path: Path, data: bytes) -> None:
    """Let `path` in a private folder hold `data`, all of it or what it held before. Raises OSError."""
    saving.save(path, data, durable=False)  # what a cache loses is made anew


def get(path: Path, limit: int = MAX_ENTRY) -> bytes:
    """The bytes of a regular file that this user wrote and nobody else can write. Raises OSError for anything else."""
    with open(os.open(path, _READ), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & _OTHERS_WRITE:
            raise PermissionError(path)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise OSError(f"{path} is too large")
    return data


class Shelf(MutableMapping[str, bytes]):
    """A private folder of byte strings. What cannot be written is not kept; what cannot be read, or bears no seal of ours, is
    not there."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._secret = key

    def __getitem__(self, key: str) -> bytes:
        try:
            found = get(self._path(key))
        except OSError:
            raise KeyError(key) from None
        data = found[_SEAL:]
        from hmac import compare_digest

        if not compare_digest(found[:_SEAL], self._seal(key, data)):
            raise KeyError(key)
        return data

    def __setitem__(self, key: str, data: bytes) -> None:
        with contextlib.suppress(OSError):
            put(self._path(key), self._seal(key, data) + data)

    def __delitem__(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the names on a shelf are digests")

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.sealed"))

    def _seal(self, key: str, data: bytes) -> bytes:
        """It holds for one key on one shelf: an entry cannot be passed off as another."""
        name = hashlib.sha256(f"{self.folder.name}\0{key}".encode()).digest()
        return hashlib.blake2b(name + data, key=self._secret, digest_size=_SEAL).digest()

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.sealed"


def private(path: Path) -> tuple[Path | None, str]:
    """The folder `path` without links in it, made if need be, where it is this user's alone; else None and why (Chinese)."""
    try:
        parent = _made(path.absolute().parent).resolve()
        found = parent / path.absolute().name
        with contextlib.suppress(FileExistsError):
            found.mkdir(0o700)
        status = found.lstat()
    except (OSError, RuntimeError, ValueError):
        return None, f"缓存文件夹建不成：{path}。不影响结果，只是慢一些。"
    if stat.S_ISLNK(status.st_mode) or not stat.S_ISDIR(status.st_mode):
        return None, f"缓存文件夹不是文件夹，没有使用：{path}。不影响结果，只是慢一些。"
    if status.st_uid != os.geteuid():
        return None, f"缓存文件夹是别的用户的，没有使用：{path}。不影响结果，只是慢一些。"
    if status.st_mode & _OTHERS_WRITE:
        remedy = f"要用它请运行 chmod 700 {shell(str(path))}"
        return None, f"缓存文件夹别人也能改，没有使用：{path}。不影响结果，只是慢一些；{remedy}。"
    if not _sheltered(parent):
        return None, f"缓存文件夹的上级别人也能改，没有使用：{path}。不影响结果，只是慢一些。"
    return (found, "") if os.access(found, os.W_OK | os.X_OK) else (None, f"缓存文件夹写不进去：{path}。不影响结果，只是慢一些。")


def _made(path: Path) -> Path:
    """`path`, with those folders above it that are missing; they are this user's, too."""
    if not path.exists():
        _made(path.parent)
        path.mkdir(0o700, exist_ok=True)
    return path


def _sheltered(path: Path) -> bool:
    """Whether nobody else can put something in the place of the folder `path`: each folder from the root down is root's or this
    user's, and others may write into none of them, unless they do not get there or may not rename what is not theirs."""
    for step in (*reversed(path.parents), path):
        status = step.lstat()
        if status.st_uid not in (0, os.geteuid()):
            return False
        if status.st_mode & _OTHERS_WRITE and not status.st_mode & stat.S_ISVTX:
            return False
        if not status.st_mode & _OTHERS_ENTER:
            return True
    return True


def temporary() -> Path:
    """A folder that this process and its children have until it ends."""
    global _made_here
    if _made_here is None:
        import atexit
        import tempfile

        _made_here = Path(tempfile.mkdtemp(prefix="briefing-"))
        atexit.register(_remove, _made_here, os.getpid())
    return _made_here


def _remove(path: Path, owner: int) -> None:
    if os.getpid() == owner:  # not when a child ends
        import shutil

        shutil.rmtree(path, ignore_errors=True)


def _base(environ: Mapping[str, str], variable: str, usual: str) -> Path | None:
    """A folder of the XDG base directory specification, which says that relative paths do not count."""
    chosen = environ.get(variable, "")
    if os.path.isabs(chosen):
        return Path(chosen)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / usual if home.is_absolute() else None


def _key() -> bytes | None:
    """The user's key for sealing, made when first needed; None where it cannot be kept."""
    base = _base(os.environ, "XDG_STATE_HOME", ".local/state")
    place = private(base / "briefing")[0] if base else None
    cache = wanted()
    if place is None or cache is None or place.is_relative_to(os.path.realpath(cache)):
        return None  # a key beside what it seals would travel with it
    path = place / "cache.key"
    with contextlib.suppress(OSError):
        if _mine_alone(path) and len(key := get(path, _KEY)) == _KEY:
            return key
    try:
        key = os.urandom(_KEY)
        put(path, key)
        return key
    except OSError:
        return None


def _mine_alone(path: Path) -> bool:
    return not path.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
