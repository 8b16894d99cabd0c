"""Figures in a row that text passes: notes count as a reader meets them, and everything comes back from the DOCX."""

from __future__ import annotations

from pathlib import Path

import noted_issues
import pytest
from noted_issues import report
from painted_release import write_release
from PIL import Image
from test_foot_notes import composed_of, proved, restored

from briefing.building import stages
from briefing.output.docx.word_file import write_docx
from briefing.prove import mention_places
from briefing.prove.areas import type_area
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import SetParagraph

#: Text, two figures in a row whose captions have marks, text that passes them with a mark of its own, and one mark twice.
TEXT = (
    "文[^1]。\n\n" + "一行正文。\n\n" * 4 + '![甲](a.png "图1　走势[^2]")\n\n中间一段[^3]。\n\n![乙](b.png "图2　走势")\n\n'
    "过了两张图的一段[^4]，又说[^1]一次。\n\n" + "后面的正文。\n\n" * 30
)
NOTES = ["甲注。", "图注。", "中注。", "丁注。"]


@pytest.mark.parametrize("numbering", ["report", "page", "issue"])
def test_notes_count_as_they_are_met(numbering: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    second = report("文[^1]。\n\n" * 2, ["又一篇的注。"])
    folder = noted_issues.write(tmp_path / "2026-03", [report(TEXT, NOTES), second], numbering=numbering)
    for name in ("a.png", "b.png"):
        Image.new("RGB", (1400, 900), (200, 210, 220)).save(folder / name)
    composed, world = composed_of(folder)
    texts = [block.text for block in composed.blocks if isinstance(block, SetParagraph)]
    assert sum(composed.passed.values()) == 2
    assert texts.index(next(text for text in texts if text.startswith("过了两张图"))) < texts.index(
        next(text for text in texts if text.startswith("图1"))
    )
    labels = [[composed.notes[placed.index].text[1] for placed in page.notes if not placed.first] for page in composed.pages]
    for page, numbers in zip(composed.pages, labels, strict=True):
        assert numbers == sorted(numbers), page.number
    docx = write_docx(composed, world)
    assert proved(composed, world, write_release(composed, world), docx).findings == ()
    back = restored(docx, tmp_path / "back")
    written = "".join(path.read_text("utf-8") for path in sorted((tmp_path / "back").rglob("*.md")))
    assert written.index("图1") < written.index("中间一段") < written.index("图2") < written.index("过了两张图")
    assert write_docx(stages.compose(back), back.world) == docx


@pytest.mark.parametrize("lines", range(4, 12))
def test_a_figure_stands_on_the_next_page_at_the_latest(lines: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After what speaks of it: a text that would pass one figure to speak of another, for which the next page then has no room,
    does not pass."""
    monkeypatch.chdir(tmp_path)
    text = (
        "见图1。\n\n"
        + "一行正文。\n\n" * lines
        + '![甲](a.png "图1　走势"){width=150mm}\n\n'
        + f"见图2。{'说了很多话，' * 40}完。\n\n"
    )
    text += '![乙](b.png "图2　构成"){width=150mm}\n\n' + "后面的正文。\n\n" * 30
    folder = noted_issues.write(tmp_path / "2026-03", [report(text, [])])
    for name in ("a.png", "b.png"):
        Image.new("RGB", (1400, 1000), (200, 210, 220)).save(folder / name)
    composed, world = composed_of(folder)
    pages = read_pdf(write_release(composed, world)).pages
    found = mention_places.measure(pages, type_area(composed.house, 1), composed.house.styles["body"].size)
    assert [caption.label for caption in found.told] == ["图1", "图2"] and found.far == ()
