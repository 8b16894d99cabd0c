"""The houses of a workplace and those that came with the program, as one folder `templates/`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.core.errors import Diagnostic, InputError, why_unread
from briefing.files.rooted import Root

#: Without it a folder of templates/ is no house.
HOUSE_FILE = "house.yaml"
#: Its lists for the proofreader.
WORDS_FILE = "words.yaml"


class HouseFolders(Root):
    """Several folders of houses, read as one; of two houses of one name the first folder's counts, with all of its files. In
    what is said, each is below `templates/`."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """`folders`: the last one is home's, and may be missing. Raises InputError where another one cannot be listed."""
        super().__init__(folders[-1], "templates/")
        self._own: dict[str, Path] = {}
        for folder in reversed(folders[:-1]):
            base = folder.resolve()
            self._own |= dict.fromkeys(_houses(folder), base)

    def candidates(self) -> list[str]:
        """Names of what may be a house, in name order. Raises OSError where nobody may look."""
        try:
            shipped = os.listdir(self._resolved)
        except (FileNotFoundError, NotADirectoryError):
            shipped = []
        if shipped:
            os.lstat(self._resolved / ".")  # it may be one that is listed and not entered
        return sorted({*shipped, *self._own})

    def path(self, path: str) -> Path:
        """Where the file `path` lies, or would."""
        return self._base(path) / path

    def own(self, house: str) -> bool:
        """Whether the house is the workplace's."""
        return self._base(house) != self._resolved

    def shadows(self, house: str) -> bool:
        """Whether it stands in the place of one that came with the program."""
        return self.own(house) and (self._resolved / house / HOUSE_FILE).is_file()

    def _base(self, path: str) -> Path:
        return self._own.get(path.partition("/")[0], self._resolved)

    def _below(
        self, path: str, backups: bool = False, unlisted: dict[str, str] | None = None
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        if path or not self._own:
            yield from super()._below(path, backups, unlisted)
            return
        for name, entry in super()._below("", backups, unlisted):
            if name.partition("/")[0] not in self._own:
                yield name, entry
        for house, base in sorted(self._own.items()):
            if (base / house).resolve().is_relative_to(base):
                yield from super()._below(house, backups, unlisted)


def _houses(folder: Path) -> list[str]:
    try:
        found = os.listdir(folder)
    except OSError as error:
        message = f"文件夹打不开：{folder}（{why_unread(error)}）"
        raise InputError(Diagnostic("file-unreadable", message, hint="请改它的权限；不用的话请移走。")) from None
    return [name for name in found if os.path.lexists(folder / name / HOUSE_FILE)]
