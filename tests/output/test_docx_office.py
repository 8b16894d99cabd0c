"""LibreOffice sets what is rich in figures, and tables, line by line as the PDF has it: generated issues, in four houses."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import digit_rich
import odd_marks
import office_texts
import pytest
from painted_release import write_release
from slices import share

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.house.style import HouseStyle
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import type_area
from briefing.prove.expected import seen
from briefing.prove.page_lines import compare, set_lines
from briefing.prove.pdf_pages import Pdf, read_pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)"),
]
#: A slice sets a few of them.
COUNT = share(16, least=2)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return digit_rich.houses(tmp_path_factory.mktemp("houses") / "templates")


def printed(folder: Path, houses: Path) -> tuple[Pdf, Pdf, HouseStyle]:
    """The PDF, the DOCX as LibreOffice prints it, and the house."""
    source = stages.read(folder, World(folder.resolve(), templates_root=houses))
    composed = stages.compose(source)
    other = office_pages.print_docx(write_docx(composed, source.world), composed.house)
    return read_pdf(write_release(composed, source.world)), read_pdf(other), composed.house


@pytest.mark.parametrize(("house", "seed", "paragraphs"), digit_rich.ISSUES[:COUNT])
def test_lines_and_pages_of_figures(house: str, seed: int, paragraphs: int, houses: Path, tmp_path: Path) -> None:
    ours, theirs, style = printed(digit_rich.write(tmp_path / "2022-01", house, seed, paragraphs), houses)
    found = compare(ours, theirs, lambda page: type_area(style, page))
    assert found.of_lines > 100 and found.pages == found.of_pages, found
    assert found.lines >= 0.995 * found.of_lines, found.differences


@pytest.mark.parametrize(("house", "seed"), odd_marks.ISSUES[: share(20, least=2)])
def test_lines_and_pages_of_odd_marks(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    ours, theirs, style = printed(odd_marks.write(tmp_path / "2022-01", house, seed), houses)
    found = compare(ours, theirs, lambda page: type_area(style, page))
    assert found.of_lines > 50 and found.pages == found.of_pages, found
    assert found.lines >= 0.99 * found.of_lines, found.differences


@pytest.mark.parametrize(("house", "seed"), office_texts.ISSUES[: share(10, least=2)])
def test_lines_and_pages_of_what_offices_write(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    ours, theirs, style = printed(office_texts.write(tmp_path / "2022-01", house, seed), houses)
    found = compare(ours, theirs, lambda page: type_area(style, page))
    assert found.of_lines > 50 and found.pages == found.of_pages, found
    assert found.lines >= 0.99 * found.of_lines, found.differences


@pytest.mark.parametrize("seed", range(1, 1 + share(10)))
@pytest.mark.parametrize("house", ["gb9704", "jiangsu-jingshen-wenming"])
def test_tables(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    """Fifteen tables: every character stands on LibreOffice's pages, in the line in which the PDF has it."""
    ours, theirs, style = printed(digit_rich.write_tables(tmp_path / "2022-01", house, seed, 15), houses)
    assert characters(ours) == characters(theirs)
    found = compare(ours, theirs, lambda page: type_area(style, page))
    assert found.complete, found


#: Of no CJK block, and set by the faces: Latin-1 to Cyrillic, marks, raised and lowered figures, Roman and circled ones, arrows.
_CHARACTERS = "".join(map(chr, (*range(0xA1, 0x180), *range(0x391, 0x3CA), *range(0x410, 0x450), *range(0x2010, 0x2500))))
#: LibreOffice writes a hyphen for one that does not break, and takes Ω for the Greek letter.
_REWRITTEN = "\u2011\u2126"


def test_each_character_stands_where_it_was_composed(houses: Path, tmp_path: Path) -> None:
    """Beside Han, beside Latin, between them and at the head of a paragraph."""
    some = digit_rich.write(tmp_path / "2022-01", "gb9704", 1, 1)
    glyphs = stages.read(some, World(some, templates_root=houses)).fonts().glyphs("fangsong")
    known = [c for c in _CHARACTERS if unicodedata.category(c)[0] in "LNPS" and c not in _REWRITTEN and glyphs[c] is not None]
    known = known[:: max(1, round(len(known) / share(len(known))))]
    texts = [f"国{c}国a{c}国{c}a国a{c}b国{c}{c}国\n\n{c}国a{c}" for c in known]
    folder = tmp_path / "2022-02"
    folder.mkdir()
    (folder / "01-r.md").write_text("# 题目\n\n" + "\n\n".join(texts) + "\n", encoding="utf-8")
    (folder / "issue.yaml").write_text(
        "house: jiangsu-jingshen-wenming\nnumber: 2\ndate: 2022-05-13\nsections:\n  - name: 字\n    reports: [01-r.md]\n",
        encoding="utf-8",
    )
    one_pdf, other_pdf, style = printed(folder, houses)
    ours, theirs = (set_lines(pdf, lambda page: type_area(style, page)) for pdf in (one_pdf, other_pdf))
    assert [row.text for row in ours] == [row.text for row in theirs]
    assert len(ours) > 2 * len(known) > 30
    for one, other in zip(ours, theirs, strict=True):
        for glyph, same in zip(one.glyphs, other.glyphs, strict=True):
            assert glyph.x - one.glyphs[0].x == pytest.approx(same.x - other.glyphs[0].x, abs=1.0), one.text


def characters(pdf: Pdf) -> Counter[str]:
    """How often each stands above the page numbers."""
    return Counter(glyph.char for page in pdf.pages for glyph in page.glyphs if seen(glyph.char) and glyph.y < 770)
