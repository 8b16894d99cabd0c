"""What the files of an imported report are called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefing.core.errors import Diagnostic, InputError, why_unread
from briefing.core.han import HAN
from briefing.source.report_names import subject

_FORBIDDEN = re.compile(rf"[^0-9A-Za-z{HAN}-]+")
_NUMBERED = re.compile(r"(\d{2,3})-(.+)\.md")


def leftover(file: str) -> str:
    """What a file is, by its name, that some program left beside a document; "" for others."""
    name = Path(file).name
    if name.startswith("~$"):
        return "这是 Word 打开文件时留下的临时文件，里面没有稿件"
    if name.startswith(".~lock.") and name.endswith("#"):
        return "这是 LibreOffice 打开文件时留下的临时文件，里面没有稿件"
    if re.fullmatch(r"~(?:WRL|WRD|WRA)\d+\.tmp", name, re.IGNORECASE) or (name.startswith("~") and name.endswith(".tmp")):
        return "这是 Word 留下的临时文件"
    if name.startswith("._"):
        return "这是苹果电脑附带的文件，里面没有稿件"
    return "这是系统自己的文件" if name.lower() in ("thumbs.db", ".ds_store", "desktop.ini") else ""


def stem(file: str) -> str:
    """The part of a report's name that tells whose it is."""
    return _FORBIDDEN.sub("-", subject(file)).strip("-")[:40] or "report"


def vacant(folder: Path, wanted: str, *, replace: bool = False, taken: Sequence[str] = ()) -> str:
    """`NN-wanted` with the next number; with `replace`, that of the report of this name that is there already. `taken`:
    names given to others of the same batch."""
    there = listed(folder)
    if replace and (same := namesake(there, f"00-{wanted}")):
        name = same.removesuffix(".md")
        if name not in taken:
            return name
    found = (_NUMBERED.fullmatch(name) for name in [*there, *(f"{name}.md" for name in taken)])
    number = max((int(match[1]) for match in found if match), default=0) + 1
    return f"{number:02d}-{wanted}"


def listed(folder: Path) -> list[str]:
    """Names in a folder of an issue. Raises InputError where the system does not tell them."""
    try:
        return os.listdir(folder)
    except OSError as error:
        message = f"文件夹打不开：{folder.name}（{why_unread(error)}）"
        hint = "请再运行一次；总是这样时请检查磁盘和权限。"
        raise InputError(Diagnostic("folder-missing", message, hint=hint)) from None


def namesake(names: Iterable[str], name: str) -> str:
    """The last report among `names` that differs from `name` (NN-…) in its number only, "" for none."""
    wanted = name.partition("-")[2]
    same = [match[0] for each in names if (match := _NUMBERED.fullmatch(each)) and match[2] == wanted and each != f"{name}.md"]
    return max(same, default="")
