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
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from briefing import decode, pictures, unseen
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

#: So many wrong names are told of; a whole archive unpacked wrongly has the same cause.
MAX_STRANGE = 20
MAX_DEPTH = 40

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


def readable(name: str) -> bool:
    """Whether a file's name is text: the system hands on bytes that are no UTF-8 as lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


class Root:
    """A folder and what may be read below it. `label` precedes file names in diagnostics, "" for the
    issue. `drafts` are read in place of the files of these names: what is to be written there, looked at beforehand."""

    def __init__(self, folder: Path, label: str = "", drafts: Mapping[str, builtins.bytes] | None = None) -> None:
        self.folder = folder
        self.label = label
        self._drafts = drafts or {}
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
        out, and those that `strange_names` tells of."""
        names = []
        try:
            with os.scandir(self._resolved) as entries:
                for count, entry in enumerate(entries):
                    if count >= MAX_ENTRIES:
                        raise _refusal(
                            "folder-size",
                            f"文件夹里的文件超过 {MAX_ENTRIES} 个",
                            span,
                            "请确认选对了文件夹。",
                        )
                    wanted = entry.name.endswith(suffix) and not entry.name.startswith(".")
                    if wanted and readable(entry.name) and entry.is_file():
                        names.append(entry.name)
        except OSError as error:
            raise _refusal("folder-missing", f"文件夹打不开：{self.folder.name}（{_reason(error)}）", span) from None
        return sorted(names)

    def strange_names(self) -> list[builtins.bytes]:
        """Names of files below the folder, however deep, that are no UTF-8: what an old Windows program or archive left."""
        found = []
        for top, folders, files in os.walk(os.fsencode(self._resolved)):
            folders[:] = [name for name in folders if not name.startswith(b".")]
            found += [name for name in (*folders, *files) if not readable(os.fsdecode(name))]
            if len(found) > MAX_STRANGE or top.count(os.sep.encode()) > MAX_DEPTH:
                break
        return sorted(found)[:MAX_STRANGE]

    def bytes(self, path: str, limit: int, span: Span | None = None) -> builtins.bytes:
        """The file's bytes. Raises InputError at `span` (where `path` is mentioned) if it is missing,
        outside the root, not a regular file, or larger than `limit` bytes."""
        return self._read(path, limit, span, span)

    def text(self, path: str, limit: int, span: Span | None = None) -> tuple[str, list[Diagnostic]]:
        """The file's text, lines ending in \\n, and notes about its encoding. Raises InputError as `bytes`,
        but for its size, its encoding and characters that nobody sees at the place in the file itself."""
        name = self.name(path)
        text, notes = decode.decode(self._read(path, limit, span, Span(name, 1, 1)), name)
        self.sources[name] = text
        unseen.refuse(text, name)
        return text, notes

    def picture(self, path: str, span: Span | None = None) -> pictures.PictureInfo:
        """Format and size in pixels of a PNG or JPEG. Errors as in `bytes`, and for a spoilt or oversized
        picture."""
        return pictures.probe(self.bytes(path, MAX_PICTURE, span), path, span)

    def _read(self, path: str, limit: int, span: Span | None, too_large: Span | None) -> builtins.bytes:
        located = self._locate(path, span)
        try:
            data = self._drafts.get(path)
            if data is None:
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
            located = (self._resolved / pure).resolve(strict=True)
            mode = located.stat().st_mode
        except (OSError, RuntimeError):
            raise _refusal("file-missing", f"找不到文件：{path}", span, "请检查文件名，或把文件放进文件夹。") from None
        if not located.is_relative_to(self._resolved):
            raise _refusal("path-outside", f"文件在允许的文件夹之外：{path}", span, "请把文件本身复制进来，不要用链接。")
        if not stat.S_ISREG(mode):
            raise _refusal("file-missing", f"不是普通文件：{path}", span)
        return located


class World:
    """What one build may know of the outside: the issue, the templates, the fonts, and the time.

    `templates_root` and `fonts_root` default to the folders of `home()`; `drafts`: see Root, of the issue.
    """

    def __init__(
        self,
        issue_root: Path,
        templates_root: Path | None = None,
        fonts_root: Path | None = None,
        environ: Mapping[str, str] = os.environ,
        drafts: Mapping[str, bytes] | None = None,
    ) -> None:
        self.issue = Root(issue_root, drafts=drafts)
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
