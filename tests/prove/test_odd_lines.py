"""Lines that are odd and right: nothing in them is taken for a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from briefing.building import output_proof, stages
from briefing.files.world import World
from briefing.typeset.composed import SetParagraph

HEAD = "house: gb9704\nnumber: 5\ndate: 2024-03-08\nnameplate: 甲市简报\n"


def proved(folder: Path, text: str) -> stages.Read:
    """Raises where the proof of the PDF finds fault."""
    from painted_release import write_release

    issue = folder / "2024-05"
    issue.mkdir(parents=True)
    (issue / "issue.yaml").write_text(HEAD, "utf-8")
    (issue / "01-甲.md").write_text(f"# 甲市稳步推进创建\n\n{text}\n", "utf-8")
    source = stages.read(issue, World(issue, fonts_root=ROOT / "fonts"))
    composed = stages.compose(source)
    expected = output_proof.prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    output_proof.ensure(expected, source.fonts(), {"pdf": write_release(composed, source.world)})
    return source


def table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |\n" for row in rows]
    return "".join([lines[0], "|" + " --- |" * len(rows[0]) + "\n", *lines[1:]])


def test_rows_of_marks(tmp_path: Path) -> None:
    """What follows a row of marks cannot come to the line before it; where the last Han is alone with it, nobody can help."""
    rows = [mark * count for mark in ("。", "，", "）", "”", "……") for count in (3, 12, 20)]
    proved(tmp_path, "\n\n".join("文" * before + row for row in rows for before in range(14, 29, 2)))


def test_addresses_of_mail(tmp_path: Path) -> None:
    """@ leans on what follows it."""
    texts = ("wangxiaoming@wmb.jiangsu-province.gov.cn", "a@b." * 20)
    source = proved(tmp_path, "\n\n".join(f"{'文' * before}{text}报名。" for before in range(28) for text in texts))
    blocks = (block for block in stages.compose(source).blocks if isinstance(block, SetParagraph))
    ends = {block.text[line.start : line.end][-1:] for block in blocks for line in block.lines}
    assert "." in ends and "@" not in ends


@pytest.mark.parametrize(
    "rows",
    [
        [["1"]] * 60,
        [["无", "无"]] * 60,
        [["甲", "乙"], ["数据" * 500, "数据" * 490]],
        [["甲", "乙", "丙"], ["一二" * 300, "一", "一二" * 3], ["二", "一二" * 300, "二一" * 300]],
        [["专"] * 4, ["专" * 300, "专" * 40, "专" * 400, "专"], ["^^", "专" * 200, "^^", "专"], ["专", "^^", "专" * 9, "^^"]],
        [["1"] * 3, *[["{\\|\\| /文、<", "11", "1"], ["{\\|\\| /文、<" * 9, "^^", "11"]] * 9],
    ],
    ids=[
        "a column of one word",
        "a head like its cells",
        "cells of the same words",
        "beginnings of one another",
        "one character",
        "signs",
    ],
)
def test_tables_whose_cells_say_the_same(rows: list[list[str]], tmp_path: Path) -> None:
    proved(tmp_path, table(rows))


def test_cells_merged_down(tmp_path: Path) -> None:
    """So many rows that the cell stands beside one of them; over the page too; heads that begin one another; with notes."""
    texts = []
    for down in range(2, 8):
        for column in range(3):
            rows = [[f"{row}县", "文" * 40 * (row % 2) + "3", "5"] for row in range(down)]
            for row in range(down):
                rows[row][column] = "^^" if row else "1"
            more = [["数三"], *[["7"]] * down, ["8"]] if column == 1 else [[]] * (down + 2)
            body = [["县", "数一", "数二"], *rows, ["末县", "8", "9"]]
            texts.append(table([one + other for one, other in zip(body, more, strict=True)]) + f"\n\n文[^{down}{column}]。")
    notes = "\n".join(f"[^{down}{column}]: 注{down}。" for down in range(2, 8) for column in range(3))
    proved(tmp_path, "\n\n".join(texts) + "\n\n" + notes)


def test_rules_between_cells_are_no_rules_of_notes(tmp_path: Path) -> None:
    """They are as long as the rule above notes where a table has four columns, and the words below may be those of a note."""
    rows = [["数"] * 4, ["各地结合实际", "一", "二", "三"], ["各地结合实际", "^^", "^^", "^^"]]
    proved(tmp_path, f"文[^1]。\n\n{table(rows)}\n\n[^1]: 各地结合实际。")


def test_a_cell_goes_on_beside_its_own_line(tmp_path: Path) -> None:
    """One line in either column, at one height, of one word."""
    proved(tmp_path, "::: 两栏\n\n" + table([["专"], ["专" * 500], ["专" * 30]]) + "\n\n:::")


def test_a_word_in_many_lines_is_told_once(tmp_path: Path) -> None:
    source = proved(tmp_path, f"文{'w' * 600}与{'v' * 300}文。")
    assert [item.message[:3] for item in source.findings.items if item.code == "word-cut"] == ["“ww", "“vv"]


def test_lines_before_what_is_longer_than_their_rest_fall_short_and_no_others(tmp_path: Path) -> None:
    """Two characters and an address that goes in nowhere but on a line of its own: neither is opened."""
    address = "http://" + "wenmingbangongshi" * 3 + ".cn"
    source = proved(tmp_path, "\n\n".join(f"{'文' * before}登录{address}，报名。" for before in (2, 24)))
    lines = [line for block in stages.compose(source).blocks for line in getattr(block, "lines", ()) if line.flush]
    assert any(line.width < 300 for line in lines)
    assert all(max(line.after) <= 0.25 * 16 + 1e-6 for line in lines)


def test_a_sign_of_a_list_stands_beside_a_word_longer_than_its_line(tmp_path: Path) -> None:
    """Not alone above it, where nothing says how far the lines of the item are set in."""
    items = [f"- {'w' * 90}\n- 甲\n  - {'9' * 90}", f"1. {'ABCDEFGH' * 12}", *(f"- {mark * 40}" for mark in "“（”。")]
    proved(tmp_path, "\n\n文。\n\n".join(items))


def test_columns(tmp_path: Path) -> None:
    """A line on either side at one height; a head that is repeated, a row that is parted in the middle of a page."""
    rows = [["甲", "乙"], *[["数据", "据数"]] * 9, ["各地结合实际" * 30, "创新方式方法" * 20], *[["数据", "据数"]] * 9]
    parts = ["一行字在左，\\\n一行字在右。", f"一段话。\n\n{table(rows)}", f"前面一段话。\n\n{table([rows[0], *rows[-3:]] * 2)}"]
    proved(tmp_path, "\n\n".join(f"::: 两栏\n\n{part}\n\n:::\n\n又一段话。" for part in parts))
