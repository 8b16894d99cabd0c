"""What opens a text: under a title it has the title's white and none besides, under the contents it has some."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from dense_issues import HOUSES
from lengths_support import YAML, make

from briefing.typeset.composed import SetParagraph

REPORT = "# 题目\n\n一段正文。\n"
NOTED = {
    "title": "---\neditor_note: 现将做法印发。\n---\n\n# 题目\n\n一段正文。\n",
    "subtitle": "---\neditor_note: 现将做法印发。\nsubtitle: ——创建工作综述\n---\n\n# 题目\n\n一段正文。\n",
}


@pytest.mark.parametrize("above", NOTED)
def test_a_note_under_a_title_has_no_white_of_its_own(above: str, tmp_path: Path) -> None:
    made = make(tmp_path, {"01.md": REPORT, "02.md": NOTED[above]}, pdf=True)
    assert made.composed is not None, made.codes
    blocks = [block for block in made.composed.blocks if isinstance(block, SetParagraph)]
    (found,) = [(one, other) for one, other in pairwise(blocks) if other.style.kind == "editor-note"]
    assert (found[0].style.kind, found[1].before) == (above, 0)


@pytest.mark.parametrize("opening", ["summary", "editor_note"])
@pytest.mark.parametrize("house", [house for house in HOUSES if house != "yanjiu-cankao"])
@pytest.mark.parametrize("contents", ["plain", "grouped"])
def test_what_opens_the_text_stands_apart_from_the_contents(house: str, opening: str, contents: str, tmp_path: Path) -> None:
    yaml = YAML.replace("gb9704", house) + f"contents: {{style: {contents}, heading: 目录}}\n{opening}: 去年以来，建得快。\n"
    made = make(tmp_path, {"issue.yaml": yaml, "01.md": REPORT, "02.md": REPORT}, pdf=True)
    assert made.composed is not None, made.codes
    blocks = [block for block in made.composed.blocks if isinstance(block, SetParagraph)]
    (found,) = [(one, other) for one, other in pairwise(blocks) if other.style.kind in ("editor-note", "summary")]
    page = {item.index: page.number for page in made.composed.pages for item in page.items}
    one, other = (page[made.composed.blocks.index(block)] for block in found)
    assert found[0].style.kind.startswith("contents-")
    assert found[1].before >= made.composed.house.grid.pitch - 0.01 or one != other
