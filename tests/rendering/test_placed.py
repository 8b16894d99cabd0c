"""What stands on the page otherwise than in the sources: 附件说明 above who signs, a sign in empty cells of figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from compose_support import read_issue

from briefing.files.world import World
from briefing.model.sheet import Sheet, SheetParagraph, SheetTable
from briefing.rendering.issue_to_sheet import render_sheet

_YAML = "house: gb9704\nnumber: 1\ndate: 2024-03-08\nnameplate: 简报\noffices: 办公室\nattachments: [fj-1.md, fj-2.md]\n"
_END = ("signature", "signature-date", "byline", "note", "attachment-note", "attachment-item")


def rendered(folder: Path, *reports: str, yaml: str = _YAML, empty: str = "") -> Sheet:
    (folder / "issue.yaml").write_text(yaml, "utf-8")
    for number, text in enumerate(reports, 1):
        (folder / f"0{number}.md").write_text(text, "utf-8")
    for number in (1, 2):
        (folder / f"fj-{number}.md").write_text(f"# 附件题{number}\n\n附件正文。\n", "utf-8")
    world = World(folder)
    issue, house = read_issue(world)
    return render_sheet(issue, replace(house, tables=replace(house.tables, empty=empty)), world)


def ends(sheet: Sheet) -> list[str]:
    (body,) = (region for region in sheet.regions if region.name == "body")
    return [block.kind for block in body.blocks if isinstance(block, SheetParagraph) and block.kind in _END]


_NOTE = ["attachment-note", "attachment-item"]
_SIGNED = "::: 落款\n市文明办\n2024年3月8日\n:::\n"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# 题\n\n正文。\n", _NOTE),
        ("---\ncontributor: 市文明办\n---\n\n# 题\n\n正文。\n", [*_NOTE, "byline"]),
        (f"# 题\n\n正文。\n\n{_SIGNED}", [*_NOTE, "signature", "signature-date"]),
        (
            f"---\nsource: 某报\ncontributor: 市文明办\n---\n\n# 题\n\n正文。\n\n{_SIGNED}",
            [*_NOTE, "signature", "signature-date", "byline", "byline"],
        ),
        (f"# 题\n\n{_SIGNED}\n正文还没有完。\n", ["signature", "signature-date", *_NOTE]),
    ],
)
def test_attachment_notes_stand_above_who_signs(text: str, kinds: list[str], tmp_path: Path) -> None:
    assert ends(rendered(tmp_path, text)) == kinds


def test_notes_at_a_texts_end_stay_with_it(tmp_path: Path) -> None:
    text = "---\ncontributor: 市文明办\n---\n\n# 题\n\n正文[^1]。\n\n[^1]: 注文。\n"
    sheet = rendered(tmp_path, text, yaml=_YAML.replace("gb9704", "jiangsu-jingshen-wenming"))
    assert ends(sheet) == ["note", *_NOTE, "byline"]


def test_those_of_several_reports_are_the_issues(tmp_path: Path) -> None:
    report = "---\ncontributor: 市文明办\n---\n\n# 题\n\n正文。\n"
    assert ends(rendered(tmp_path, report, report)) == ["byline", "byline", *_NOTE]


_TABLE = """# 题

正文。

| 名称 | 数量 | 增幅 | 说明 | 空栏 |
|---|---:|---:|---|---|
| 甲 | 1,200 | −3.4% | 好 |  |
| 乙 |  | 1.2% |  |  |
|  | 12万元 |  | 12 |  |
| 丙 | 3 | — | 见注 |  |
"""


@pytest.mark.parametrize("sign", ["", "—"])
def test_an_empty_cell_of_a_column_of_figures(sign: str, tmp_path: Path) -> None:
    (table,) = (block for block in rendered(tmp_path, _TABLE, empty=sign).blocks if isinstance(block, SheetTable))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["甲", "1,200", "−3.4%", "好", ""],
        ["乙", sign, "1.2%", "", ""],
        ["", "12万元", sign, "12", ""],
        ["丙", "3", "—", "见注", ""],
    ]
