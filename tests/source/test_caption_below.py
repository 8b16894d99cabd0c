"""A caption under its table or picture is told; what else begins with 表 or 图 is a paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_support import SOUND_PNG

from briefing.files.world import Root
from briefing.source.markdown import read_report

TABLE = "| 市 | 数 |\n| --- | --- |\n| 南京 | 3 |\n\n"
PICTURE = "![会场](图.png)\n\n"


def told(folder: Path, body: str) -> list[tuple[str, int]]:
    (folder / "图.png").write_bytes(SOUND_PNG)
    (folder / "a.md").write_text(f"# 题\n\n{body}", "utf-8")
    return [(item.code, item.span.line) for item in read_report(Root(folder), "a.md")[1].items if item.span]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"{TABLE}表1　各市情况\n", 7), (f"{TABLE}注：截至4月底。\n\n表：各市情况\n\n正文。\n", 9), (f"{PICTURE}图1 会场\n", 5),
        (f"{PICTURE}来源：记者\n\n图：开幕式现场\n", 7),
    ],
)  # fmt: skip
def test_a_caption_below_is_told(tmp_path: Path, body: str, line: int) -> None:
    assert told(tmp_path, body) == [("caption-below", line)]


@pytest.mark.parametrize(
    "body",
    [
        f"{TABLE}表1显示，南京最多。\n", f"{TABLE}表1　各市情况\n\n{TABLE}", f"{TABLE}表2　各市情况\n\n单位：个\n\n{TABLE}",
        f"表1　各市情况\n\n{TABLE}表2 中的数字是全年的。\n", f"{PICTURE}图书馆开放情况\n", f"{TABLE}图1　会场\n\n{PICTURE}",
        f"{TABLE}表彰先进\n", f"{TABLE}正文。\n\n表1　各市情况\n",
    ],
)  # fmt: skip
def test_what_is_no_caption_of_what_stands_above(tmp_path: Path, body: str) -> None:
    assert told(tmp_path, body) == []
