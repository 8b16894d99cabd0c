"""What begins an item of a list with a bullet begins as a line does."""

from __future__ import annotations

from pathlib import Path

import pytest
from lengths_support import make

from briefing.typeset.composed import SetParagraph

SAID = "市委宣传部牵头，各县区配合，切实把各项工作抓紧抓好抓出成效，让群众看到新变化"


def items(folder: Path, opening: str, closing: str, house: str) -> list[SetParagraph]:
    yaml = f"house: {house}\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\n"
    text = f"# 题\n\n- {opening}{SAID}{closing}。\n- {SAID}。\n"
    made = make(folder, {"issue.yaml": yaml, "01.md": text}, pdf=True)
    assert made.composed is not None, made.codes
    return [block for block in made.composed.blocks if isinstance(block, SetParagraph) and block.style.kind == "list-item"]


@pytest.mark.parametrize(("opening", "closing"), ["（）", "“”", "《》", "【】"])
def test_an_opening_mark_after_a_bullet_has_no_blank_half(opening: str, closing: str, tmp_path: Path) -> None:
    marked, plain = items(tmp_path, opening, closing, "gb9704")
    closer = sum(marked.lines[0].after[:2]) - sum(plain.lines[0].after[:2])
    assert closer == pytest.approx(-marked.size / 2, abs=0.1 * marked.size)  # the rest is what fills the lines
    assert marked.lines[1].x == pytest.approx(plain.lines[1].x)


def test_a_house_whose_marks_are_full_keeps_them_so(tmp_path: Path) -> None:
    marked, plain = items(tmp_path, "（", "）", "jiangsu-jingshen-wenming")
    assert sum(marked.lines[0].after[:2]) == pytest.approx(sum(plain.lines[0].after[:2]), abs=0.1 * marked.size)
