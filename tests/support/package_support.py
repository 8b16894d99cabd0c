"""Packages for the archive, made once a run; and ways to spoil one, with its lists put right again or not."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from made_once import made_once

from briefing.core.errors import BriefingError, Diagnostic
from briefing.delivery.archive_set import archive_issue
from briefing.delivery.file_set import Pressed
from briefing.preflight.package_reader import opened
from briefing.preflight.package_rules import examine

NUMBER = "X043-WS·2024-Y-BGS-0012"
ARCHIVE = {
    "archives": "某某市档案馆", "creator": "某某市文明办", "organization_code": "11320000MB0000000X", "fonds": "X043",
    "department": "办公室", "department_code": "BGS", "retention": "永久", "category": "WS", "secrecy": "公开",
}  # fmt: skip
ISSUE = """house: own
number: 5
date: 2024-03-08
nameplate: 某某信息
offices: 某某市文明办
signer: 张三
keywords: 文明城市创建
"""
FILING = """archive:
  item: 12
  carrier: GP-2024-01
  remark: 附原件一份
  steps:
    - {action: 审核, who: 李四, post: 主任, date: 2024年3月7日}
    - {action: 会签, who: 宣传科, kind: 内设机构, note: 同意}
"""
REPORT = "---\ncontributor: 甲市文明办\n---\n# 甲市：推进示范创建\n\n一是加强统筹，逐项落实责任。\n"


def write(
    folder: Path, archive: Mapping[str, str] = ARCHIVE, filing: str = FILING, more: Mapping[str, bytes] | None = None
) -> Path:
    """An issue in a house of its own, on a workplace of its own. The issue's folder."""
    house = "".join(f"  {key}: {value!r}\n" for key, value in archive.items())
    files = {
        "templates/own/house.yaml": f"extends: gb9704\ntitle: 自家\n{'archive:' if house else ''}\n{house}".encode(),
        "issues/2024-05/issue.yaml": (ISSUE + filing).encode(), "issues/2024-05/01-甲.md": REPORT.encode(), **(more or {}),
    }  # fmt: skip
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "issues/2024-05"


def pressed(folder: Path) -> tuple[Pressed, dict[str, bytes]]:
    """The archive's files of the issue that `write` put there, by name, with what else stands beside them."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = archive_issue(Path("issues/2024-05").resolve(), "build")
    finally:
        os.chdir(before)
    return done, {path.name: path.read_bytes() for path in (folder / "build/2024-05").iterdir()}


@made_once
def package(form: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), {**ARCHIVE, "package": form})
        return pressed(Path(name))[1][f"{NUMBER}.{form}"]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def relisted(files: dict[str, bytes]) -> dict[str, bytes]:
    """With the contents and the sums of the files as they are now: whoever forges one can do that."""
    contents = files["目录.xml"].decode()
    total = 0

    def row(match: re.Match[str]) -> str:
        nonlocal total
        data = files[match[1]]
        total += len(data)
        return f'路径="{escape(match[1])}"{match[2]}大小="{len(data)}" SHA-256="{digest(data)}"'

    contents = re.sub(r'路径="([^"]*)"( [^/]*?)大小="\d+" SHA-256="[0-9a-f]*"', row, contents)
    contents = re.sub(r'字节数="\d+"', f'字节数="{total}"', contents)
    files = {**files, "目录.xml": contents.encode()}
    sums = "".join(f"{digest(data)}  {path}\n" for path, data in sorted(files.items()) if path != "SHA256SUMS")
    return {**files, "SHA256SUMS": sums.encode()}


def replaced(path: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    """An edit of one of the files; its last occurrence is meant where there are several."""

    def edit(files: dict[str, bytes]) -> None:
        before, found, after = files[path].decode().rpartition(old)
        assert found, f"{path} has no {old}"
        files[path] = f"{before}{new}{after}".encode()

    return edit


def found_in(data: bytes, name: str = "a.zip") -> list[Diagnostic]:
    """Everything that is wrong, be it refused or told."""
    try:
        return list(examine(opened(name, data), _JUDGED).found)
    except BriefingError as error:
        return list(error.diagnostics)


#: The same PDFs are in all of them.
_JUDGED: dict[str, list[Diagnostic]] = {}
