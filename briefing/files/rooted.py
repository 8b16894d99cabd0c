"""A folder, and what may be read below it: by names that stay in it, of files that are files, up to a size."""

from __future__ import annotations

import builtins
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from briefing import pictures
from briefing.core import decode, merge_marks, unseen
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Severity, Span, why_unread
from briefing.core.home import home
from briefing.core.terminal import shell
from briefing.files import filekinds
from briefing.files.stored import FolderTree, Listed, kept_by_editor, readable, spelt, stays_below

MB = 1 << 20
#: A long issue.yaml has 4 KB; 1 MB already is 250 of them, and PyYAML parses it in under ten seconds.
MAX_YAML = 1 * MB
#: 1 MB of UTF-8 are 350,000 Han characters: 560 printed pages in one report.
MAX_MARKDOWN = 1 * MB
#: Templates and style sheets are written by hand.
MAX_TEMPLATE = 1 * MB
#: A full-page photograph at 600 dpi is 15 MB as JPEG.
MAX_PICTURE = 50 * MB
#: A CJK face with 65,535 outlines stays below this.
MAX_FONT = 100 * MB
#: A folder with more entries is not an issue (a home directory chosen by mistake).
MAX_ENTRIES = 2_000
#: The same, with all that is below it.
MAX_FILES = 10_000

WAIT_FOR_NOBODY: int = getattr(os, "O_NONBLOCK", 0)  # who opens a pipe would
_READ = os.O_RDONLY | os.O_CLOEXEC | WAIT_FOR_NOBODY | getattr(os, "O_NOFOLLOW", 0)

#: So many wrong names are told of; a whole archive unpacked wrongly has the same cause.
MAX_STRANGE = 20
MAX_DEPTH = 40

#: What a picture in CMYK without a profile is taken to be meant for, below templates/: coated paper, as most are.
INKS = "gb9704/FOGRA39L_coated.icc"

#: Enough of a file to tell its kind: the names in a Word file's package are near its beginning.
_HEAD = 64 << 10


class Root:
    """A folder and what may be read below it. `label` precedes file names in diagnostics, "" for the
    issue. `drafts` are read in place of the files of these names, or where there are none: what is to be written there, looked
    at beforehand. One that is None is as if the file were not there."""

    def __init__(
        self, folder: Path, label: str = "", drafts: Mapping[str, builtins.bytes | None] | None = None, inks: Path | None = None
    ) -> None:
        """`inks`: the ICC profile of pictures in CMYK that bring none."""
        self.folder = folder
        self.label = label
        self._drafts = drafts or {}
        #: SHA-256 of every file read so far, by name; the cache and the manifest list them.
        self.digests: dict[str, str] = {}
        #: Text of every text file read so far, by the name that its spans carry; for showing source lines.
        self.sources: dict[str, str] = {}
        self._resolved = Path(os.path.realpath(folder))
        self._inks = inks
        self._pictures: dict[str, pictures.SoundPicture] = {}

    def name(self, path: str) -> str:
        """The name by which spans and diagnostics call the file `path`."""
        return f"{self.label}{path}"

    def _base(self, path: str) -> Path:
        """The folder, without links, that `path` is below."""
        return self._resolved

    def files(self, folder: str) -> list[str]:
        """Names of the files directly in `folder`, in name order; hidden ones are left out, and a folder that is not there has
        none."""
        try:
            entries = sorted(os.listdir(self._base(folder) / folder))
        except OSError:
            return []
        return [name for name in entries[:MAX_ENTRIES] if not name.startswith(".") and self.exists(f"{folder}/{name}")]

    def exists(self, path: str) -> bool:
        """Whether there is something of that name, and not a folder. Whether it may be read, and why not, reading it says."""
        if path in self._drafts:
            return self._drafts[path] is not None
        base = self._base(path)
        found = spelt(base, path) or base / path
        return stays_below(path) and os.path.lexists(found) and not found.is_dir()

    def tree(self, inside: str = "") -> FolderTree:
        """Every file below the folder, or its folder `inside`, that may be read, by its name; and what else is there, which never
        is: links that lead out (errors), and links that lead nowhere, pipes, sockets, devices, folders that nobody may look into
        (warnings). Hidden files and editors' backups do not count."""
        tree = FolderTree({}, [], {})
        for name, entry in self._below(inside, unlisted=tree.unlisted):
            if len(tree.files) >= MAX_FILES:
                tree.findings.append(_crowded(MAX_FILES, Span(self.name(""), 1, 1)))
                break
            if finding := self._irregular(name, entry):
                tree.findings.append(finding)
            elif not entry.is_dir():
                tree.files[name] = Path(entry.path)
        for name, why in tree.unlisted.items():
            name = self.name(name) or self.folder.name
            message, hint = f"文件夹打不开，里面的没有看：{name}（{why}）", "请改它的权限；不用的话请移走。"
            tree.findings.append(Diagnostic("file-unreadable", message, Span(name, 1, 1), hint, Severity.WARNING))
        return tree

    def closed(self, path: str = "") -> Path | None:
        """The folder `path`, for a library that reads all of it; None if there is none. Raises InputError where it, or anything
        in it, leads out of this root or is no file."""
        base = self._base(path)
        located = (base / path).resolve()
        if not located.is_relative_to(base):
            raise InputError(_leads_out(self.name(path), None))
        if not located.is_dir():
            return None
        for name, entry in self._below(path, backups=True):
            if finding := self._irregular(name, entry):
                raise InputError(finding)
        return located

    def _below(
        self, path: str, backups: bool = False, unlisted: dict[str, str] | None = None
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """What lies below the folder `path`, with its name; links are not followed. Folders that cannot be listed go into
        `unlisted`."""
        try:
            with os.scandir(self._base(path) / path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:  # whoever needs a file from there says so
            if unlisted is not None and not isinstance(error, FileNotFoundError):
                unlisted[path] = why_unread(error)
            return
        for entry in found:
            if entry.name.startswith(".") or (not backups and kept_by_editor(entry.name)) or entry.name == "__pycache__":
                continue
            if not readable(entry.name):  # `strange_names` tells of it
                continue
            name = f"{path}/{entry.name}" if path else entry.name
            yield name, entry
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(name, backups, unlisted)

    def _irregular(self, name: str, entry: os.DirEntry[str]) -> Diagnostic | None:
        """What is wrong with something in the folder, whether or not anybody asks for it."""
        try:
            if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(self._base(name)):
                return _leads_out(name, Span(self.name(name), 1, 1))
            if entry.is_dir() or stat.S_ISREG(entry.stat().st_mode):
                return None
        except (OSError, RuntimeError):
            if not entry.is_symlink():
                return None  # it went away, or nobody may look at it
            place = Span(self.name(name), 1, 1)
            return Diagnostic("file-special", f"链接断了，没有读：{name}", place, "不用的话请删去。", Severity.WARNING)
        message = f"不是普通文件（管道、设备之类），没有读：{name}"
        return Diagnostic("file-special", message, Span(self.name(name), 1, 1), "不用的话请删去。", Severity.WARNING)

    def names(self, suffix: str, span: Span | None = None) -> list[str]:
        """File names directly in the folder that end in `suffix`, in name order; hidden files are left
        out, and those that `strange_names` tells of."""
        return [entry.name for entry in self.entries(span) if entry.name.endswith(suffix) and entry.kind == "file"]

    def entries(self, span: Span | None = None, inside: str = "") -> list[Listed]:
        """What lies directly in the folder, or in its folder `inside`, in name order; hidden entries are left out, and those
        that `strange_names` tells of."""
        found = []
        try:
            with os.scandir(self._resolved / inside) as entries:
                for count, entry in enumerate(entries):
                    if count >= MAX_ENTRIES:
                        raise InputError(_crowded(MAX_ENTRIES, span))
                    if not entry.name.startswith(".") and readable(entry.name):
                        found.append(Listed(entry.name, self._kind(entry)))
        except OSError as error:
            raise refusal("folder-missing", f"文件夹打不开：{self.folder.name}（{why_unread(error)}）", span) from None
        drafts = {path: data for path, data in self._drafts.items() if not inside and "/" not in path}
        found = [entry for entry in found if entry.name not in drafts]
        return sorted([*found, *(Listed(path, "file") for path, data in drafts.items() if data is not None)])

    def _kind(self, entry: os.DirEntry[str]) -> str:
        if entry.is_symlink():
            try:
                if not Path(entry.path).resolve(strict=True).is_relative_to(self._resolved):
                    return "other"
            except (OSError, RuntimeError):
                return "link"
            return "file" if entry.is_file() else "link"
        return "file" if entry.is_file() else "folder" if entry.is_dir() else "other"

    def head(self, path: str) -> builtins.bytes:
        """The beginning of a file, enough to tell its kind; nothing where it cannot be read."""
        if path in self._drafts:
            return (self._drafts[path] or b"")[:_HEAD]
        try:
            with open(os.open(self._locate(path, None), _READ), "rb") as stream:
                return stream.read(_HEAD)
        except (InputError, OSError):
            return b""

    def command(self, path: str) -> str:
        """How the file, or with "" the folder, is named on a command line."""
        full = self._resolved / path if path else self._resolved
        return shell(os.path.relpath(full) if full.is_relative_to(Path.cwd()) else str(full))

    def strange_names(self) -> list[builtins.bytes]:
        """Names of files below the folder, however deep, that are no UTF-8: what an old Windows program or archive left."""
        found = []
        root = os.fsencode(self._resolved)
        for top, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(b".")]
            found += [name for name in (*folders, *files) if not readable(os.fsdecode(name))]
            if len(found) > MAX_STRANGE or top[len(root) :].count(os.sep.encode()) > MAX_DEPTH:
                break
        return sorted(found)[:MAX_STRANGE]

    def bytes(self, path: str, limit: int, span: Span | None = None) -> builtins.bytes:
        """The file's bytes. Raises InputError at `span` (where `path` is mentioned) if it is missing,
        outside the root, not a regular file, or larger than `limit` bytes."""
        return self._read(path, limit, span, span)

    def located(self, path: str, span: Span | None = None) -> Path:
        """Where the file `path` lies, for a library that maps it. Raises InputError as `bytes`, but for its size."""
        return self._locate(path, span)

    def text(self, path: str, limit: int, span: Span | None = None) -> tuple[str, list[Diagnostic]]:
        """The file's text, lines ending in \\n, and notes about its encoding. Raises InputError as `bytes`,
        but for its size, its encoding and characters that nobody sees at the place in the file itself."""
        name = self.name(path)
        kind = None if self.label else filekinds.kind_of(self.head(path))  # templates are written by hand, and may be HTML
        if kind is not None:
            raise InputError(self.not_text(path, kind, Span(name, 1, 1)))
        data = self._read(path, limit, span, Span(name, 1, 1))
        text, notes = (_decoded if self.label else decode.decode)(data, name)
        self.sources[name] = text
        merge_marks.refuse(text, name)
        unseen.refuse(text, name)
        return text, [*notes]

    def not_text(self, path: str, kind: filekinds.FileKind, span: Span | None) -> Diagnostic:
        """What is said of a file that is to be read as text and is something else."""
        return filekinds.not_text(path, kind, span, self.command)

    def picture(self, path: str, span: Span | None = None) -> pictures.SoundPicture:
        """The picture `path`, made sound when it is first asked for: every output shows the same. Errors as in `bytes`, and for a
        file that is no picture, is spoilt or too large."""
        found = self._pictures.get(path)
        if found is None:
            data = self.bytes(path, MAX_PICTURE, span)
            found = pictures.sound(data, path, span, self.inks(), drawings=True)
            if found.format == "SVG":
                self.sources[self.name(path)] = decode.decode(data, path)[0]
            self._pictures[path] = found
        return found

    def inks(self) -> builtins.bytes | None:
        """The ICC profile of pictures in CMYK that bring none; None where it has been taken away."""
        try:
            return (self._inks or home() / "templates" / INKS).read_bytes()
        except OSError:
            return None

    def _read(self, path: str, limit: int, span: Span | None, too_large: Span | None) -> builtins.bytes:
        data = self._drafts.get(path)
        if data is None and path in self._drafts:
            raise refusal("file-missing", f"找不到文件：{path}", span, "请检查文件名，或把文件放进文件夹。")
        if data is None:
            located = self._locate(path, span)
            try:
                with open(os.open(located, _READ), "rb") as stream:
                    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):  # it was one a moment ago
                        raise refusal("file-missing", f"不是普通文件：{path}", span)
                    data = stream.read(limit + 1)
            except OSError as error:
                raise refusal("file-unreadable", f"文件读不出来：{path}（{why_unread(error)}）", span) from None
        if len(data) > limit:
            raise refusal("file-size", f"文件太大：{path} 超过 {limit // MB} MB", too_large)
        self.digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def _locate(self, path: str, span: Span | None) -> Path:
        if not stays_below(path):
            raise refusal(
                "path-outside",
                f"不能使用这个路径：{path}",
                span,
                "只能用本文件夹里的文件，写文件名，不写盘符、反斜线或 ..。",
            )
        try:
            base = self._base(path)
            located = (spelt(base, path) or base / path).resolve(strict=True)
            mode = located.stat().st_mode
        except (OSError, RuntimeError, ValueError):
            raise refusal("file-missing", f"找不到文件：{path}", span, "请检查文件名，或把文件放进文件夹。") from None
        if not located.is_relative_to(base):
            raise InputError(_leads_out(path, span))
        if stat.S_ISDIR(mode):
            raise refusal("file-missing", f"是文件夹，不是文件：{path}", span)
        if not stat.S_ISREG(mode):
            raise refusal("file-missing", f"不是普通文件：{path}", span)
        return located


@lru_cache(32)
def _decoded(data: builtins.bytes, name: str) -> tuple[str, list[Diagnostic]]:
    """Of files that one issue after another reads."""
    return decode.decode(data, name)


def _leads_out(path: str, span: Span | None) -> Diagnostic:
    return Diagnostic("path-outside", f"文件在允许的文件夹之外：{path}", span, "请把文件本身复制进来，不要用链接。")


def _crowded(limit: int, span: Span | None) -> Diagnostic:
    return Diagnostic("folder-size", f"文件夹里的文件超过 {limit} 个", span, "请确认选对了文件夹。")


def refusal(code: Code, message: str, span: Span | None, hint: str = "") -> InputError:
    return InputError(Diagnostic(code, message, span, hint))
