"""The composed lines, held against what ECMA-376 makes of the finished DOCX (word_rules.py)."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import digit_rich
import odd_marks
import pytest
import word_rules
from example_issues import NAMES, composed, docx
from slices import share

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx
from briefing.typeset.composed import Composed, SetParagraph, SetTable


def ours(page: Composed) -> Iterator[tuple[str, list[str]]]:
    """Text and lines of every paragraph as composed."""
    for block in page.all_blocks:
        rows = block.cells if isinstance(block, SetTable) else ((block,),)
        for row in rows:
            for cell in row:
                if isinstance(cell, SetParagraph) and cell.text.strip():
                    yield re.sub(r"\s", "", cell.text), [cell.text[line.start : line.end].strip() for line in cell.lines]


def agreement(page: Composed, data: bytes, reading: word_rules.Reading) -> tuple[int, int, list[tuple[list[str], list[str]]]]:
    """How many lines are the same, how many there are, and the paragraphs that differ, ours first."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    notes = (page.notes[placed.index] for each in page.pages for placed in each.notes if not placed.first)
    numbers = {str(identity): "".join(re.findall(r"\d+", note.text)[:1]) for identity, note in enumerate(notes, 1)}
    for text, lines in word_rules.set_lines(data, reading, numbers if page.house.notes.numbering == "page" else None):
        found[text].append(lines)
    same = count = 0
    differing = []
    for text, lines in ours(page):
        candidates = found.get(text) or [[]]
        theirs = candidates.pop(candidates.index(lines) if lines in candidates else 0)
        count += len(lines)
        same += len(set(_places(lines)) & set(_places(theirs)))
        if theirs != lines:
            differing.append((lines, theirs))
    return same, count, differing


def _places(lines: list[str]) -> list[tuple[int, int]]:
    places, start = [], 0
    for line in lines:
        length = len(re.sub(r"\s", "", line))
        places.append((start, start + length))
        start += length
    return places


@pytest.mark.parametrize("name", NAMES)
def test_the_examples(name: str) -> None:
    for reading in word_rules.READINGS:
        same, count, differing = agreement(composed(name), docx(name), reading)
        assert count > 25 and not differing and same == count, (reading, differing)


def test_without_the_pins_lines_are_others() -> None:
    """The engine fills lines by itself: it does not find ours unless it is led there. (In 2022-17 the standard alone does.)"""
    name = "2022-08-xinxi"
    unled = edited(docx(name), lambda part: re.sub(r'<w:rStyle w:val="[^"]*[TL]\d+"/>', "", part))
    same, count, _ = agreement(composed(name), unled, word_rules.READINGS[0])
    assert same < 0.98 * count


def test_the_rules_themselves() -> None:
    """Lines of a paragraph of ten characters of 10 pt in a box of 50."""

    def lines(text: str, hangs: bool = False, spacing: float = 0.0, heads: bool = False) -> list[str]:
        letters = [word_rules.Letter(char, 10.0, spacing, char >= "\u2000") for char in text]
        first, last = frozenset("。，）"), frozenset("（")
        paragraph = word_rules.Paragraph(letters, 50.0, 0.0, 0.0, 0.0, first, last, hangs=True, heads=heads)
        return word_rules.lines(paragraph, word_rules.Reading(hangs, trails=True))

    assert lines("一二三四五六七") == ["一二三四五", "六七"]
    assert lines("一二三四五。六") == ["一二三四", "五。六"]
    assert lines("一二三四五。六", hangs=True) == ["一二三四五。", "六"]
    assert lines("一二三四（五") == ["一二三四", "（五"]
    assert lines("一二三Word五") == ["一二三", "Word五"]
    assert lines("一二三四五六", spacing=-2.0) == ["一二三四五六"]
    assert lines("一二三四五六", spacing=0.5) == ["一二三四", "五六"]
    assert lines("一二\n三四") == ["一二", "三四"]
    assert lines("（二三四五六", spacing=-1.0, heads=False) == ["（二三四五", "六"]
    assert lines("（二三四五六", spacing=-1.0, heads=True) == ["（二三四五六"]


def edited(data: bytes, change: Callable[[str], str]) -> bytes:
    """The DOCX with its document part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
    return buffer.getvalue()


# --- issues rich in figures

COUNT = share(16, least=2)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return digit_rich.houses(tmp_path_factory.mktemp("houses") / "templates")


def made(folder: Path, houses: Path) -> tuple[Composed, bytes]:
    source = stages.read(folder, World(folder.resolve(), templates_root=houses))
    page = stages.compose(source)
    return page, write_docx(page, source.world)


@pytest.mark.slow
@pytest.mark.parametrize(("house", "seed", "paragraphs"), digit_rich.ISSUES[:COUNT])
def test_issues_rich_in_figures(house: str, seed: int, paragraphs: int, houses: Path, tmp_path: Path) -> None:
    page, data = made(digit_rich.write(tmp_path / "2022-01", house, seed, paragraphs), houses)
    for reading in word_rules.READINGS:
        same, count, differing = agreement(page, data, reading)
        assert count > 100 and same >= 0.995 * count, (reading, differing)


@pytest.mark.parametrize(
    ("house", "seed"), [pytest.param(*one, marks=[pytest.mark.slow] if i else []) for i, one in enumerate(odd_marks.ISSUES)]
)
def test_odd_marks(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    page, data = made(odd_marks.write(tmp_path / "2022-01", house, seed), houses)
    for reading in word_rules.READINGS:
        same, count, differing = agreement(page, data, reading)
        assert count > 50 and same >= 0.99 * count, (reading, differing)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 1 + min(10, COUNT)))
@pytest.mark.parametrize("house", ["gb9704", "jiangsu-jingshen-wenming", "close-grid"])
def test_tables(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    page, data = made(digit_rich.write_tables(tmp_path / "2022-01", house, seed, 15), houses)
    for reading in word_rules.READINGS:
        same, count, differing = agreement(page, data, reading)
        assert count > 200 and same >= 0.995 * count, (reading, differing)


@pytest.mark.slow
@pytest.mark.parametrize(("house", "most"), [("jiangsu-jingshen-wenming", 1.5), ("gb9704", 2.0)])
def test_what_leads_costs_few_bytes(house: str, most: float, houses: Path, tmp_path: Path) -> None:
    """Beside the same issue without it. A house with a gap between Han and Latin says that gap at each border."""
    (houses / "unled").mkdir(exist_ok=True)
    (houses / "unled" / "house.yaml").write_text(
        f"extends: {house}\ntitle: 不引导\ncomposition: {{pin_docx: false}}\n", encoding="utf-8"
    )
    led, plain = (len(made(digit_rich.write(tmp_path / name / "2022-01", name, 44, 80), houses)[1]) for name in (house, "unled"))
    assert led <= most * plain
