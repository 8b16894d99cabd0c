"""What an issue's outputs are made from: digests of everything they depend on, one key of all of them, and whether outputs that
stand are still of these sources.

Runs before anything heavy is imported: a rebuild with nothing to do costs hashing a few megabytes. Files are hashed by
content, never by time stamp, so that the key is the same in every clone and a `git checkout` rebuilds nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from enum import Enum
from pathlib import Path

from briefing.building.program_digest import program_digest
from briefing.core import bounds
from briefing.core.errors import why_unread
from briefing.core.records import dataclass
from briefing.files import world
from briefing.files.rooted import WAIT_FOR_NOBODY
from briefing.storage import manifest
from briefing.storage.disk import shown
from briefing.storage.manifest import Manifest

#: Distributions whose version may change an output; named in the manifest.
LIBRARIES = (
    "click", "fonttools", "jinja2", "lxml", "markdown-it-py", "mdit-py-cjk-friendly", "mdit-py-plugins", "pikepdf", "pillow",
    "pydyf", "pyphen", "pypdfium2", "python-docx", "pyyaml", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint",
)  # fmt: skip
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | WAIT_FOR_NOBODY
#: What opening says where there is nothing, or no file: a folder on the way that is none, links in a ring, a socket.
_NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO})
#: So many names of files stand in one sentence.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Ancestry:
    """`key` names all of it; `sources`: file name within the issue → SHA-256, "" for one that could not be read; `unread`: what
    could not, sources or not, with the reason (Chinese); `unlisted`: folders of the issue that nobody could look into, "" for all
    of it; `inputs`: the rest that outputs depend on, the files of `houses` among it, by name, with digest, size or version."""

    key: str
    sources: dict[str, str]
    unread: dict[str, str]
    unlisted: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)


class Age(Enum):
    """Of outputs beside their sources."""

    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"  # nobody can tell


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether outputs are of the sources as they stand, and a sentence that says so (Chinese; "" where they are)."""

    age: Age
    said: str = ""


#: What issues in the same houses depend on beside their own files, with what could not be read: looked at once for many issues.
Surroundings = dict[tuple[str, ...], tuple[dict[str, str], dict[str, str]]]


def trace(
    files: Mapping[str, Path], unlisted: Mapping[str, str], houses: Sequence[str], surroundings: Surroundings | None = None
) -> Ancestry:
    """Of an issue with the sources `files` in the first of `houses`, which is made of the others; `unlisted`: its folders that
    nobody could look into, with the reason. `surroundings`: what is known already of them, and is added to."""
    looked = _Looked({name or "稿件文件夹": why for name, why in unlisted.items()})
    sources = {name: looked.digest(name, path) for name, path in files.items()}
    return of_houses(Ancestry("", sources, looked.unread, tuple(unlisted)), houses, surroundings)


def of_houses(now: Ancestry, houses: Sequence[str], surroundings: Surroundings | None = None) -> Ancestry:
    """The same sources in other houses: which they are is known only when the issue has been read."""
    known = {} if surroundings is None else surroundings
    if (chain := tuple(houses)) not in known:
        looked = _Looked({})
        known[chain] = _inputs(chain, looked), looked.unread
    inputs, unread = known[chain]
    return replace(now, key=_key(now.sources, inputs), unread=now.unread | unread, houses=chain, inputs=inputs)


def freshness(previous: Manifest | None, damage: str, now: Ancestry, folder: Path) -> Freshness:
    """Of outputs in `folder` whose manifest is `previous`; `damage`: why that cannot be used. A file that cannot be read has not
    changed as far as anybody knows."""
    listed = shown(folder / manifest.FILE)
    if previous is None:
        return _unknown(f"清单 {listed} 不能用（{damage}）" if damage else f"没有清单 {listed}")
    if previous.key == now.key:
        return Freshness(Age.SAME)
    then = previous.sources
    changed = [name for name in sorted({*then, *now.sources}) if _differ(name, then, now)]
    if changed:
        return Freshness(Age.CHANGED, f"稿件在成品做好之后改动过：{_names(changed)}")
    if now.unread:
        name, why = next(iter(now.unread.items()))
        return _unknown(f"{name} 读不出来（{why}）")
    if unread := [name for name, digest in then.items() if not digest and name in now.sources]:
        return _unknown(f"{_names(unread)} 制作时没有读出来")
    other = differing(previous.inputs, now.inputs)
    return Freshness(Age.CHANGED, "版式、字体、程序或运行环境在成品做好之后换过" + (f"：{_names(other)}" if other else ""))


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names of what changed, came or went between two records of inputs."""
    return sorted(name for name in {*then, *now} if then.get(name) != now.get(name)) if then and now else []


def _differ(name: str, then: Mapping[str, str], now: Ancestry) -> bool:
    """Whether a source is known to have changed, come or gone."""
    if name not in now.sources and any(not folder or name.startswith(f"{folder}/") for folder in now.unlisted):
        return False  # it lies where nobody could look
    before, after = then.get(name), now.sources.get(name)
    return before != after and before != "" and after != ""


def _unknown(why: str) -> Freshness:
    return Freshness(Age.UNKNOWN, f"说不准成品是不是用现在的稿件、版式和程序做的：{why}")


def _names(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 个文件" if len(names) > _NAMED else "")


def versions() -> dict[str, str]:
    """Installed versions of `LIBRARIES`, by the names of their .dist-info folders: importlib.metadata would take longer
    than all the rest of a rebuild that has nothing to do."""
    found: dict[str, str] = {}
    for entry in sys.path:
        try:
            listing = os.listdir(entry or ".")
        except OSError:
            continue
        for item in listing:
            if item.endswith(".dist-info"):
                name, _, version = item.removesuffix(".dist-info").partition("-")
                name = name.lower().replace("_", "-").replace(".", "-")
                if name in LIBRARIES:
                    found.setdefault(name, version)
    return dict(sorted(found.items()))


#: Digests of the houses' and the fonts' files, by what the system says of them.
_digests: dict[tuple[str, int, int, int, int], str] = {}


class _Looked:
    """Digests files, and keeps which could not be."""

    def __init__(self, unread: dict[str, str]) -> None:
        self.unread = unread

    def digest(self, name: str, path: Path) -> str:
        try:
            return _sha256(path)
        except FileNotFoundError:  # it is known that there is none
            return ""
        except OSError as error:
            self.unread[name] = why_unread(error)
            return ""

    def kept(self, name: str, path: Path) -> str:
        """Of a file that hardly ever changes: a process that builds again reads it once."""
        try:
            status = path.stat()
        except FileNotFoundError:  # it is known that there is none
            return ""
        except OSError as error:
            self.unread[name] = why_unread(error)
            return ""
        key = str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
        found = _digests.get(key) or self.digest(name, path)
        if found:
            _digests[key] = found
        return found

    def size(self, name: str, path: Path) -> str:
        try:
            return str(path.stat().st_size)
        except FileNotFoundError:  # it is known that there is none
            return ""
        except OSError as error:
            self.unread[name] = why_unread(error)
            return ""

    def files(self, root: world.Root, inside: str = "") -> list[tuple[str, Path]]:
        tree = root.tree(inside)
        self.unread |= {root.name(name): why for name, why in tree.unlisted.items()}
        return sorted(tree.files.items())


#: What this process runs, once it was looked at: modules that are loaded do not change.
_running: dict[str, str] = {}


def _program(looked: _Looked) -> dict[str, str]:
    """The program's own files as one digest, the libraries' versions, and Python's."""
    if _running:
        return _running
    python = {"python": sys.version.partition(" ")[0]}
    try:
        _running.update({"briefing": program_digest()} | python | versions())
    except OSError as error:
        looked.unread["briefing/"] = why_unread(error)
        return python | versions()
    return _running


def running() -> dict[str, str]:
    """What this process runs: the program's digest, versions of Python and of the libraries."""
    return dict(_program(_Looked({})))


def _inputs(houses: Sequence[str], looked: _Looked) -> dict[str, str]:
    """What the pages of an issue in these houses depend on beside its own files. A house's list of words is for the
    proofreader, who does not touch the pages."""
    home, found = world.home(), dict(_program(looked))
    folders = world.houses()
    for house in houses:
        for name, path in looked.files(folders, house):
            if name != f"{house}/{world.WORDS_FILE}":
                found[f"templates/{name}"] = looked.kept(f"templates/{name}", path)
    found[f"templates/{world.INKS}"] = looked.kept(f"templates/{world.INKS}", home / "templates" / world.INKS)
    # metrics.json holds the SHA-256 of every face, which `doctor` compares; the size betrays one that was replaced.
    for name in ("metrics.json", "optional.json"):
        found[f"fonts/{name}"] = looked.kept(f"fonts/{name}", home / "fonts" / name)
    for name, path in looked.files(world.Root(home / "fonts", "fonts/")):
        if "/" not in name and name.endswith((".ttf", ".otf")):
            found[f"fonts/{name}"] = looked.size(f"fonts/{name}", path)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        found["SOURCE_DATE_EPOCH"] = epoch
    return found


def _key(sources: Mapping[str, str], inputs: Mapping[str, str]) -> str:
    listed = (("source", sources), ("input", inputs))
    whole = "".join(f"{kind}\0{name}\0{value}\n" for kind, named in listed for name, value in sorted(named.items()))
    return hashlib.sha256(whole.encode()).hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file; "" if it cannot be read or is larger than anything that is read (the reader will say so, with a
    position). Never waits on a pipe."""
    try:
        return _sha256(path)
    except OSError:
        return ""


def _sha256(path: Path) -> str:
    """Raises FileNotFoundError where there is no file, OSError where it cannot be read."""
    try:
        descriptor = os.open(path, _READ)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise _none_at(path) from None
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _none_at(path)
        if status.st_size > bounds.SOURCE_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        found = hashlib.sha256()
        while part := os.read(descriptor, min(status.st_size + 1, bounds.MB)):
            found.update(part)
        return found.hexdigest()
    finally:
        os.close(descriptor)


def _none_at(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
