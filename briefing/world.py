"""The one door outside: files under three roots, the size limits of what is read, and the clock.

Nothing else in the project opens a file for reading or asks for the time. So that a build reads nothing
beyond the issue, the templates and the fonts, and gives the same bytes anywhere, is a property of this file
alone.
"""

from __future__ import annotations

import builtins
import datetime
import hashlib
import os
import shlex
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefing import decode, filekinds, pictures
from briefing.errors import Diagnostic, InputError, Span

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

#: Where zip archives begin to count; stands in for the date of an issue that has none.
NO_DATE = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds templates/ and fonts/: $BRIEFING_HOME, else the checkout this file is part of."""
    chosen = environ.get("BRIEFING_HOME")
    return Path(chosen) if chosen else Path(__file__).resolve().parent.parent


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where derived files may be kept: $BRIEFING_CACHE, .cache of the checkout, or the user's cache."""
    if chosen := environ.get("BRIEFING_CACHE"):
        return Path(chosen)
    project = home(environ)
    if os.access(project, os.W_OK):
        return project / ".cache" / "briefing"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "briefing"


#: Enough of a file to tell its kind: the names in a Word file's package are near its beginning.
_HEAD = 64 << 10


class Entry(NamedTuple):
    """What a folder lists: `kind` is "file", "folder" or "other" (a link to nowhere, a pipe)."""

    name: str
    kind: str


class Root:
    """A folder and what may be read below it. `label` precedes file names in diagnostics, "" for the
    issue."""

    def __init__(self, folder: Path, label: str = "") -> None:
        self.folder = folder
        self.label = label
        #: SHA-256 of every file read so far, by name; the cache and the manifest list them.
        self.digests: dict[str, str] = {}
        #: Text of every text file read so far, by the name that its spans carry; for showing source lines.
        self.sources: dict[str, str] = {}
        self._resolved = folder.resolve()

    def name(self, path: str) -> str:
        """The name by which spans and diagnostics call the file `path`."""
        return f"{self.label}{path}"

    def exists(self, path: str) -> bool:
        """Whether `path` is a regular file that may be read."""
        try:
            self._locate(path, None)
        except InputError:
            return False
        return True

    def names(self, suffix: str, span: Span | None = None) -> list[str]:
        """File names directly in the folder that end in `suffix`, in name order; hidden files are left
        out."""
        return [entry.name for entry in self.entries(span) if entry.name.endswith(suffix) and entry.kind == "file"]

    def entries(self, span: Span | None = None, inside: str = "") -> list[Entry]:
        """What lies directly in the folder, or in its folder `inside`, in name order; hidden entries are left out."""
        found = []
        try:
            with os.scandir(self._resolved / inside) as entries:
                for count, entry in enumerate(entries):
                    if count >= MAX_ENTRIES:
                        raise _refusal(
                            "folder-size",
                            f"文件夹里的文件超过 {MAX_ENTRIES} 个",
                            span,
                            "请确认选对了文件夹。",
                        )
                    if not entry.name.startswith("."):
                        kind = "file" if entry.is_file() else "folder" if entry.is_dir(follow_symlinks=False) else "other"
                        found.append(Entry(entry.name, kind))
        except OSError as error:
            raise _refusal("folder-missing", f"文件夹打不开：{self.folder.name}（{_reason(error)}）", span) from None
        return sorted(found)

    def head(self, path: str) -> builtins.bytes:
        """The beginning of a file, enough to tell its kind; nothing where it cannot be read."""
        try:
            with self._locate(path, None).open("rb") as stream:
                return stream.read(_HEAD)
        except (InputError, OSError):
            return b""

    def command(self, path: str) -> str:
        """How the file, or with "" the folder, is named on a command line."""
        full = self._resolved / path if path else self._resolved
        return shlex.quote(os.path.relpath(full) if full.is_relative_to(Path.cwd()) else str(full))

    def bytes(self, path: str, limit: int, span: Span | None = None) -> builtins.bytes:
        """The file's bytes. Raises InputError at `span` (where `path` is mentioned) if it is missing,
        outside the root, not a regular file, or larger than `limit` bytes."""
        return self._read(path, limit, span, span)

    def text(self, path: str, limit: int, span: Span | None = None) -> tuple[str, list[Diagnostic]]:
        """The file's text, lines ending in \\n, and notes about its encoding. Raises InputError as `bytes`,
        but for its size and encoding at the place in the file itself."""
        name = self.name(path)
        kind = None if self.label else filekinds.kind_of(self.head(path))  # templates are written by hand, and may be HTML
        if kind is not None:
            raise InputError(self.not_text(path, kind, Span(name, 1, 1)))
        text, notes = decode.decode(self._read(path, limit, span, Span(name, 1, 1)), name)
        self.sources[name] = text
        return text, notes

    def not_text(self, path: str, kind: filekinds.Kind, span: Span | None) -> Diagnostic:
        """What is said of a file that is to be read as text and is something else."""
        hint = "请换成纯文本文件，用 UTF-8 编码保存。"
        if kind.importable:
            given, first = path, "请"
            if path.endswith(".md"):
                given = f"{path.removesuffix('.md')}{kind.importable}"
                first = f"只改扩展名没有用。请把它改名为 {PurePosixPath(given).name}，从 issue.yaml 里删去它，再"
            hint = f"{first}运行 briefing import {self.command(given)} -i {self.command('')}，由它变成稿件。"
        elif kind.picture:
            hint = "图片在稿件里这样写：![图中内容](文件名)。"
        elif "PDF" in kind.name or "OFD" in kind.name:
            hint = "请向来稿单位要它的 Word 原件，再用 briefing import 变成稿件。"
        return Diagnostic("file-kind", f"{path} 不是文本，是{kind.name}", span, hint)

    def picture(self, path: str, span: Span | None = None) -> pictures.PictureInfo:
        """Format and size in pixels of a PNG or JPEG. Errors as in `bytes`, and for a spoilt or oversized
        picture."""
        return pictures.probe(self.bytes(path, MAX_PICTURE, span), path, span)

    def _read(self, path: str, limit: int, span: Span | None, too_large: Span | None) -> builtins.bytes:
        located = self._locate(path, span)
        try:
            with located.open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            raise _refusal("file-unreadable", f"文件读不出来：{path}（{_reason(error)}）", span) from None
        if len(data) > limit:
            raise _refusal("file-size", f"文件太大：{path} 超过 {limit // MB} MB", too_large)
        self.digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def _locate(self, path: str, span: Span | None) -> Path:
        pure = PurePosixPath(path)
        if not path or pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or "\0" in path:
            raise _refusal(
                "path-outside",
                f"不能使用这个路径：{path}",
                span,
                "只能用本文件夹里的文件，写文件名，不写盘符、反斜线或 ..。",
            )
        try:
            located = (self._spelt(pure) or self._resolved / pure).resolve(strict=True)
            mode = located.stat().st_mode
        except (OSError, RuntimeError, ValueError):
            raise _refusal("file-missing", f"找不到文件：{path}", span, "请检查文件名，或把文件放进文件夹。") from None
        if not located.is_relative_to(self._resolved):
            raise _refusal("path-outside", f"文件在允许的文件夹之外：{path}", span, "请把文件本身复制进来，不要用链接。")
        if not stat.S_ISREG(mode):
            raise _refusal("file-missing", f"不是普通文件：{path}", span)
        return located


    def _spelt(self, path: PurePosixPath) -> Path | None:
        """Where `path` lies under a name that looks the same and is stored otherwise (a Mac parts é into two)."""
        if (self._resolved / path).exists() or str(path).isascii():
            return None
        here = self._resolved
        for part in path.parts:
            wanted = unicodedata.normalize("NFC", part)
            names = os.listdir(here)
            found = part if part in names else next((name for name in names if unicodedata.normalize("NFC", name) == wanted), "")
            if not found:
                return None
            here = here / found
        return here


class World:
    """What one build may know of the outside: the issue, the templates, the fonts, and the time.

    `templates_root` and `fonts_root` default to the folders of `home()`.
    """

    def __init__(
        self,
        issue_root: Path,
        templates_root: Path | None = None,
        fonts_root: Path | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.issue = Root(issue_root)
        self.templates = Root(templates_root or home(environ) / "templates", "templates/")
        self.fonts = Root(fonts_root or home(environ) / "fonts", "fonts/")
        self._epoch = environ.get("SOURCE_DATE_EPOCH", "")

    @property
    def sources(self) -> dict[str, str]:
        """Text of every file read so far, by the name that spans carry."""
        return {**self.templates.sources, **self.issue.sources}

    def timestamp(self, date: datetime.date | None) -> datetime.datetime:
        """The time written into outputs (UTC): SOURCE_DATE_EPOCH if set, else the issue's date; never the
        wall clock."""
        if self._epoch:
            try:
                return datetime.datetime.fromtimestamp(int(self._epoch), datetime.UTC)
            except (ValueError, OverflowError, OSError):
                raise _refusal(
                    "clock",
                    f"环境变量 SOURCE_DATE_EPOCH 不是秒数：{self._epoch}",
                    None,
                    "请删去它，或写整数秒。",
                ) from None
        if date is None:
            return NO_DATE
        return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)


def _refusal(code: str, message: str, span: Span | None, hint: str = "") -> InputError:
    return InputError(Diagnostic(code, message, span, hint))


def _reason(error: OSError) -> str:
    """Why the system refused, in Chinese for the common cases."""
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "不存在"
    return os.strerror(error.errno) if error.errno else type(error).__name__
