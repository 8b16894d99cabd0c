"""A workplace: the folder in which an office works, with its first issue, a page of instructions and, where wanted, a house of
its own (briefing/home.py says what a workplace is)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core.errors import Diagnostic, OutputError, UsageError
from briefing.core.home import program_files
from briefing.source import write
from briefing.storage import disk, source_files, standing

GUIDE = "说明.md"
_HOUSE_NAME = re.compile(r"[\w-]{1,60}")
_HOUSE = """\
# 本单位的版式：没有写的都沿用 {parent}，只写与它不同的地方。写法见 {docs}/house.md。

"""
_GUIDE = """\
# 简报工作文件夹

在这个文件夹里打开终端运行下面的命令。`briefing` 装在别处、不在 PATH 里的，写它的路径，如 `~/briefing/bin/briefing`。

| 这里有什么 | |
|---|---|
| `issues/` | 一期一个文件夹：`issue.yaml` 写期号、日期、栏目、印数，每篇稿件一个 `.md` 文件 |
| `build/` | 做好的 PDF 和 DOCX，制作时产生 |
| `templates/` | 本单位自己的版式，可以没有。与随程序附带的版式同名的，用这里的 |

| 想做的事 | 命令 |
|---|---|
| 新建一期 | `briefing new`；照上一期的样子：`briefing new --from {issue}` |
| 放进送来的 Word 文件 | `briefing import 南京.docx 苏州.docx -i {issue}` |
| 检查、校对 | `briefing check {issue}`；有把握的直接改好：`briefing check {issue} --fix` |
| 制作 PDF 和 DOCX | `briefing build {issue}` |
| 交给印刷厂、档案室 | `briefing press {issue} --for print`、`--for archive` |
| 再核对一遍成品 | `briefing prove {issue} --report` |
| 有哪些版式 | `briefing houses` |
| 制作不出来 | `briefing doctor`；某条提示是什么意思：`briefing explain 代码` |

各种写法见 {docs} 里的 writing.md（怎样写一期）、fields.md（全部字段）、house.md（做一套版式）。
"""


class Outfit(NamedTuple):
    """`issue`: the folder of the first issue; `files`: its files; `house`: the office's own house, as `name`, the one that it
    extends, or None."""

    issue: Path
    files: Mapping[str, bytes]
    house: tuple[str, str] | None = None


def named(house: str) -> str:
    """The name, if a house can be called that. Raises UsageError."""
    if not _HOUSE_NAME.fullmatch(house):
        hint = "请用汉字、字母、数字和短横，60 字以内，如 某市信息专报。"
        raise UsageError(Diagnostic("house-unknown", f"版式不能叫“{house[:80]}”", hint=hint))
    return house


def make(place: Path, outfit: Outfit) -> tuple[str, ...]:
    """Write a workplace, or what is still missing of one, and return what it now has more (names below `place`). A new `place` is
    written whole or not at all. Raises UsageError where the house is there already, OutputError."""
    issue = f"issues/{outfit.issue.name}"
    parts: dict[str, Mapping[str, bytes]] = {}
    if outfit.house:
        name, parent = outfit.house
        if disk.kind(place / "templates" / name):
            message = f"{place / 'templates' / name} 已经有了"
            raise UsageError(Diagnostic("issue-exists", message, hint=f"不用再建：请写 --house {name}，或换一个名称。"))
        text = _HOUSE.format(parent=parent, docs=_docs()) + write.yaml({"extends": parent, "title": name})
        parts[f"templates/{name}"] = {"house.yaml": text.encode()}
    parts[issue] = outfit.files
    guide = _GUIDE.format(issue=outfit.issue.name, docs=_docs()).encode()
    if not disk.kind(place):
        files = {f"{folder}/{file}": data for folder, held in parts.items() for file, data in held.items()}
        source_files.create(place, {GUIDE: guide, **files})
        return (*parts, GUIDE)
    for folder, held in parts.items():
        source_files.create(place / folder, held)
    return (*parts, GUIDE) if _guide(place / GUIDE, guide) else tuple(parts)


def _guide(path: Path, data: bytes) -> bool:
    """Whether there was none yet."""
    standing.watch([path], f"已经写好 {disk.shown(path)}")
    try:
        if disk.kind(path):
            return False
        disk.replace(path, data)
    except OSError as error:
        raise OutputError(Diagnostic("sources-output", f"{disk.shown(path)} 写不进去：{disk.reason(error)}")) from error
    return True


def _docs() -> Path:
    return program_files() / "docs"
