"""What a DOCX says of its heights adds up to the places of the PDF, around all tables and figures and at the head of pages."""

from __future__ import annotations

from pathlib import Path

import dense_issues
import docx_heights
import pytest
from painted_release import write_release

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import page_areas
from briefing.prove.page_lines import set_lines
from briefing.prove.pdf_pages import read_pdf

#: Twips are whole.
ROUNDED = 0.06
#: What is given so that nothing goes over in a word processor that counts borders, pt (ARCHITECTURE.md, Word processors): below a
#: table, for each of its rows, for the line of a picture.
EDGE, ROW, PICTURE = 2.0, 0.5, 0.3


@pytest.mark.parametrize("seed", [4, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 25) if seed != 4)])
def test_heights_add_up(seed: int, tmp_path: Path) -> None:
    house = dense_issues.HOUSES[seed % len(dense_issues.HOUSES)]
    folder = dense_issues.write(seed, house, tmp_path / f"2024-{seed:02d}")
    read = stages.read(folder, World(folder))
    composed = stages.compose(read)
    pdf = read_pdf(write_release(composed, read.world))
    area = page_areas(composed.house, pdf)
    docx = write_docx(composed, read.world)
    found = list(docx_heights.differences(docx, set_lines(pdf, area), lambda page: area(page).top))
    assert len(found) > 2
    for each in found:
        least = (EDGE + ROW * each.rows if each.rows else 0.0) + (PICTURE if each.pictures else 0.0)
        assert -least - ROUNDED <= each.more <= ROUNDED, each
