"""LibreOffice sets what is rich in figures, and tables, line by line as the PDF has it: generated issues, in four houses."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import digit_rich
import pytest
from painted_release import write_release
from slices import share

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import type_area
from briefing.prove.expected import seen
from briefing.prove.page_lines import compare
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


def printed(folder: Path, houses: Path) -> tuple[Pdf, Pdf, object]:
    """The PDF, the DOCX as LibreOffice prints it, and the house."""
    source = stages.read(folder, World(folder.resolve(), templates_root=houses))
    composed = stages.compose(source)
    other = office_pages.print_docx(write_docx(composed, source.world), composed.house)
    return read_pdf(write_release(composed, source.world)), read_pdf(other), composed.house


@pytest.mark.parametrize(("house", "seed", "paragraphs"), digit_rich.ISSUES[:COUNT])
def test_lines_and_pages_of_figures(house: str, seed: int, paragraphs: int, houses: Path, tmp_path: Path) -> None:
    ours, theirs, style = printed(digit_rich.write(tmp_path / "2022-01", house, seed, paragraphs), houses)
    found = compare(ours, theirs, lambda page: type_area(style, page))  # type: ignore[arg-type]
    assert found.of_lines > 100 and found.pages == found.of_pages, found
    assert found.lines >= 0.995 * found.of_lines, found.differences


@pytest.mark.parametrize("seed", range(1, 1 + share(10)))
@pytest.mark.parametrize("house", ["gb9704", "jiangsu-jingshen-wenming"])
def test_tables(house: str, seed: int, houses: Path, tmp_path: Path) -> None:
    """Fifteen tables: every character stands on LibreOffice's pages, in the line in which the PDF has it."""
    ours, theirs, style = printed(digit_rich.write_tables(tmp_path / "2022-01", house, seed, 15), houses)
    assert characters(ours) == characters(theirs)
    found = compare(ours, theirs, lambda page: type_area(style, page))  # type: ignore[arg-type]
    assert found.complete, found


def characters(pdf: Pdf) -> Counter[str]:
    """How often each stands above the page numbers."""
    return Counter(glyph.char for page in pdf.pages for glyph in page.glyphs if seen(glyph.char) and glyph.y < 770)
