"""The one door outside: files under three roots (`rooted`, `house_folders`; `home` says where they are), the size limits of what
is read, and the clock.

Nothing else in the project opens a file for reading or asks for the time. So that a build reads nothing beyond the issue, the
templates and the fonts, and gives the same bytes anywhere, is a property of these modules.
"""

from __future__ import annotations

import builtins
import contextlib
import datetime
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from briefing.core.errors import why_unread
from briefing.core.home import home, house_folders
from briefing.files.font_folders import optional_folders
from briefing.files.house_folders import WORDS_FILE, HouseFolders
from briefing.files.rooted import (
    INKS,
    MAX_FONT,
    MAX_MARKDOWN,
    MAX_PICTURE,
    MAX_TEMPLATE,
    MAX_YAML,
    MB,
    WAIT_FOR_NOBODY,
    Root,
    refusal,
)

__all__ = [
    "INKS", "MAX_FONT", "MAX_MARKDOWN", "MAX_PICTURE", "MAX_TEMPLATE", "MAX_YAML", "MB", "NO_DATE", "WORDS_FILE", "Root", "World",
    "argument", "home", "houses",
]  # fmt: skip

#: Where zip archives begin to count; stands in for the date of an issue that has none.
NO_DATE = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


class World:
    """What one build may know of the outside: the issue, the templates, the fonts, and the time.

    `templates_root` and `fonts_root` default to what home.py says; `drafts`: see Root, of the issue;
    `workplace`: where it is not the current folder. Raises InputError where the
    workplace's houses cannot be listed.
    """

    def __init__(
        self,
        issue_root: Path,
        templates_root: Path | None = None,
        fonts_root: Path | None = None,
        environ: Mapping[str, str] = os.environ,
        drafts: Mapping[str, bytes | None] | None = None,
        workplace: Path | None = None,
    ) -> None:
        self.issue = Root(issue_root, drafts=drafts, inks=(templates_root or home(environ) / "templates") / INKS)
        self.templates = HouseFolders((templates_root,)) if templates_root else houses(environ, workplace)
        self.fonts = Root(fonts_root or home(environ) / "fonts", "fonts/")
        self._optional = optional_folders(self.fonts.folder, environ)
        self._epoch = environ.get("SOURCE_DATE_EPOCH", "")

    @property
    def sources(self) -> dict[str, str]:
        """Text of every file read so far, by the name that spans carry."""
        return {**self.templates.sources, **self.issue.sources}

    def optional_font(self, file: str) -> builtins.bytes | None:
        """A font file that may be installed besides (`fonts/optional.json` knows its digest); None: it is not there."""
        path = self.optional_path(file)
        try:
            return None if path is None else path.read_bytes()
        except OSError:
            return None

    def optional_path(self, file: str) -> Path | None:
        """Where it lies."""
        for folder in self._optional:
            path = folder / file
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_size <= MAX_FONT:
                    return path
        return None

    def timestamp(self, date: datetime.date | None) -> datetime.datetime:
        """The time written into outputs (UTC): SOURCE_DATE_EPOCH if set, else the issue's date; never the
        wall clock."""
        if self._epoch:
            try:
                return datetime.datetime.fromtimestamp(int(self._epoch), datetime.UTC)
            except (ValueError, OverflowError, OSError):
                raise refusal(
                    "clock",
                    f"环境变量 SOURCE_DATE_EPOCH 不是秒数：{self._epoch}",
                    None,
                    "请删去它，或写整数秒。",
                ) from None
        if date is None:
            return NO_DATE
        return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)


def houses(environ: Mapping[str, str] = os.environ, workplace: Path | None = None) -> HouseFolders:
    """The houses that there are in `workplace` (None: here). Raises InputError as World."""
    return HouseFolders(house_folders(environ, workplace))


def argument(file: str, limit: int) -> bytes:
    """A file that the user named on the command line, wherever it lies; links are his to make. Raises InputError."""
    path = Path(file)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | WAIT_FOR_NOBODY), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise refusal("file-special", f"不是普通文件：{file}", None, "请先存成文件，再写它的名字。")
            data = stream.read(limit + 1)
    except IsADirectoryError:
        raise refusal("file-special", f"是文件夹，不是文件：{file}", None) from None
    except (OSError, ValueError) as error:
        why = why_unread(error) if isinstance(error, OSError) else "文件名不对"
        raise refusal("file-unreadable", f"文件读不出来：{file}（{why}）", None) from None
    if len(data) > limit:
        raise refusal("file-size", f"文件太大：{file} 超过 {limit // MB} MB", None)
    return data
