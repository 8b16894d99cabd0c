"""A title that gives the white above it for a page stands where the proof has it, however many lines it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from lengths_support import make

from briefing.typeset.composed import SetParagraph

SAID = "坚持以人民为中心的发展思想　扎实推进共同富裕示范区建设"


@pytest.mark.parametrize(
    ("title", "count", "lines"),
    [
        (SAID, 7, 2),
        (f"{SAID}　奋力书写中国式现代化市域实践新篇章", 5, 3),
        (f"{SAID}　奋力书写市域实践新篇章　全市上下学习贯彻会议精神", 4, 4),
    ],
)
def test_a_title_that_saves_a_page_is_proved(title: str, count: int, lines: int, tmp_path: Path) -> None:
    texts = {"01.md": "# 题\n\n" + "一行正文。\n\n" * 3, "02.md": f"# {title}\n\n" + "一行正文。\n\n" * count}
    made = make(tmp_path, texts, pdf=True)
    assert made.codes == []
    assert made.composed is not None
    assert len(made.composed.pages) == 1
    block = [found for found in made.composed.blocks if isinstance(found, SetParagraph) and found.style.kind == "title"][1]
    assert len(block.lines) == lines
    assert block.before == pytest.approx(block.after)
    assert block.before < block.style.before
