"""What an issue's name means: `2022-17`, `17` (the newest year that has it), or the path of a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from briefing import world
from briefing.building import sources
from briefing.errors import Diagnostic, UsageError

ISSUE_FILE = "issue.yaml"
_NAME = re.compile(r"(?P<year>\d{4})-(?P<rest>.+)")


def shelf() -> Path:
    """The folder that holds the issues: `issues/` where the user is, else the one beside templates/ and fonts/."""
    here = Path("issues")
    return here if here.is_dir() else world.home() / "issues"


def names(folder: Path | None = None) -> list[str]:
    """Every issue on the shelf, oldest year first, numbers in numerical order."""
    folder = folder or shelf()
    try:
        found = [entry.name for entry in folder.iterdir() if not entry.name.startswith(".") and (entry / ISSUE_FILE).is_file()]
    except OSError:
        return []
    return sorted(found, key=_order)


def locate(name: str | os.PathLike[str]) -> Path:
    """The folder of an issue, its sources made whole where an earlier command was killed half-way. Raises UsageError, which
    lists what there is, when there is none of that name, OutputError where the sources cannot be made whole."""
    folder = find(name)
    sources.recover(folder)
    return folder


def find(name: str | os.PathLike[str]) -> Path:
    """As `locate`, for whoever holds the sources (`sources.held`), which makes them whole."""
    text = os.fspath(name)
    path = Path(text)
    if (path / ISSUE_FILE).is_file():
        return path.resolve()
    if path.name == ISSUE_FILE and path.is_file():
        return path.parent.resolve()
    folder = shelf()
    if path.name == text:  # a bare name, not a path
        if (folder / text / ISSUE_FILE).is_file():
            return (folder / text).resolve()
        matching = [candidate for candidate in names(folder) if _is_number(candidate, text)]
        if matching:
            return (folder / matching[-1]).resolve()
    raise UsageError(Diagnostic("no-issue", f"没有这一期：{text}", hint=_hint(path, folder)))


def _hint(path: Path, folder: Path) -> str:
    if path.is_dir() or (folder / path).is_dir():
        return f"文件夹里缺少 {ISSUE_FILE}。新建一期请运行 briefing new。"
    known = names(folder)
    if not known:
        return "还没有任何一期。新建请运行 briefing new。"
    return f"现有：{'、'.join(known[-8:])}。新建一期请运行 briefing new。"


def _is_number(name: str, asked: str) -> bool:
    """Whether `2022-017` is what somebody means who asks for `17`."""
    match = _NAME.fullmatch(name)
    return match is not None and _bare(match["rest"]) == _bare(asked)


def _bare(number: str) -> str:
    return number.lstrip("0") if number.isdecimal() else number


def _order(name: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Numbers inside a name sort by value: 2022-9 before 2022-17."""
    match = _NAME.fullmatch(name)
    year, rest = (match["year"], match["rest"]) if match else ("", name)
    parts = re.split(r"(\d+)", rest)
    return year, tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)
