"""What an office may set its pages to, with all that may stand on them: made, and nothing in it taken for a fault of ours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from font_house import Office, made
from prove_spoil import edited_docx
from slices import some

from briefing.building import output_proof, stages
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.prove import prove

PAGES = {
    "mirrored": "page: {mirrored: true}",
    "mirrored, lying": "page: {mirrored: true, width: 297mm, height: 210mm, top: 30mm, binding: 40mm, type_area_width: 220mm,"
    " type_area_height: 150mm}\ngrid: {lines: 14, chars: none}",
    "lying": "page: {width: 297mm, height: 210mm, top: 30mm, binding: 40mm, type_area_width: 220mm, type_area_height: 150mm}\n"
    "grid: {lines: 14, chars: none}",
    "narrow gutter": "page: {mirrored: true, binding: 10mm}",
    "wide gutter": "page: {mirrored: true, binding: 44mm}",
    "no gutter": "page: {mirrored: true, binding: 0mm, width: 180mm}",
    "nothing at the edge": "page: {mirrored: true, binding: 24mm, width: 180mm}",
    "版记 on the front": "page: {mirrored: true, binding: 24mm, width: 180mm}\ncolophon: {even_page: false}",
}
COLOPHON = "recipients: {报: [省委]}\neditors: []\nserial: 第1号\nprint_run: 40\n"

ALL = """# 全省文明城市创建工作推进情况

- ***城GDP 、　《通知》***城市、一、城 的各地 要按照任务分工逐项落实责任单位各地要按照任务分工逐项落实责任单位

::: 两栏

**南京市**开展“文明实践日”活动，联系 wangxiaoming@wmb.jiangsu-province.gov.cn 报名参加。

:::

::: 宽页

| 甲 | 乙 |
| --- | --: |
| 1 | 2 |

::: 落款
甲办
2022年5月13日
:::

:::

::: 折页

最后一页。

::: 落款
某某单位的办公室
:::

:::

页的后面还有一段话。
"""


def office(folder: Path, pages: str, house: str = "gb9704") -> Office:
    found = Office.at(folder)
    (folder / "templates" / "own" / "house.yaml").write_text(f"extends: {house}\ntitle: 本单位\n{pages}\n", "utf-8")
    return found


@pytest.mark.parametrize("name", ["mirrored", "版记 on the front"])
def test_all_that_may_stand_on_a_page(name: str, tmp_path: Path) -> None:
    """Raises where the proof finds fault."""
    pages = made(office(tmp_path, PAGES[name]).read(ALL, COLOPHON)).composed.pages
    assert len(pages) % 2 == (name == "版记 on the front")


def test_a_table_off_both_places_is_seen(tmp_path: Path) -> None:
    place = office(tmp_path, PAGES["narrow gutter"])
    source = place.read("# 题\n\n文。\n", COLOPHON)
    made_ = made(source)
    expected = output_proof.prepare(made_.composed.sheet, made_.composed.house, source.world.issue, made_.composed.drawings)

    def spoil(text: str) -> str:
        return re.sub(r'w:tblpX="(\d+)"', lambda match: f'w:tblpX="{int(match[1]) + 900}"', text)

    found = prove(expected, stages.fonts_of(source.house, source.world), docx=edited_docx(made_.docx, spoil)).diagnostics
    assert [item.code for item in found] == ["prove-docx-seen"] and "表格伸到" in found[0].message


def test_what_stands_at_a_lines_end_leaves_room_for_the_line(tmp_path: Path) -> None:
    """Else every character of the office has a line of its own, over the one before."""
    place = office(tmp_path, "page: {width: 176mm, binding: 26mm, type_area_width: 130mm}\ngrid: {chars: none}")
    source = place.read("# 题\n\n文。\n", "compiled: 2024-03-07\noffices: 某办\n")
    with pytest.raises(InputError) as caught:
        made(source)
    assert [item.code for item in caught.value.diagnostics] == ["line-end-too-long"]


SPECIMENS = sorted((ROOT / "tests" / "specimen").iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: path.name)
@pytest.mark.parametrize("name", some(list(PAGES), 4))
def test_every_specimen_on_every_page(name: str, specimen: Path, tmp_path: Path) -> None:
    folder = tmp_path / "issues" / "2024-05"
    shutil.copytree(specimen, folder)
    yaml = (folder / "issue.yaml").read_text("utf-8")
    parent = re.search(r"(?m)^house: *(\S+)", yaml)
    assert parent is not None
    place = office(tmp_path, PAGES[name], parent[1])
    (folder / "issue.yaml").write_text(re.sub(r"(?m)^house:.*", "house: own", yaml), "utf-8")
    made(stages.read(folder, World(folder, place.folder / "templates")))
