"""No page of a finished PDF ends badly, whatever stands on it, in all houses: told from the PDF alone."""

from __future__ import annotations

from pathlib import Path

import dense_issues
import pytest
from painted_release import write_release

from briefing.building import stages
from briefing.files.world import World
from briefing.prove import page_ends
from briefing.prove.areas import type_area
from briefing.prove.pdf_pages import read_pdf

#: Issues, seed and size, of which in some house a table went on with one row, or a leaf began blank.
ISSUES = ((2, 8), (4, 16), (10, 12), (17, 12), (19, 24))


@pytest.mark.slow
@pytest.mark.parametrize("house", dense_issues.HOUSES)
def test_pages_end_well(house: str, tmp_path: Path) -> None:
    continued, signed = [], []
    for seed, size in ISSUES:
        folder = dense_issues.write(seed, house, tmp_path / str(seed), size)
        world = World(folder)
        composed = stages.compose(stages.read(folder, world))
        pages = read_pdf(write_release(composed, world)).pages
        area = type_area(composed.house, 1)
        assert page_ends.blank_pages(pages, area) == 0, seed
        continued += page_ends.rows_continued(pages, area)
        signed += page_ends.lines_above_dates(pages, area, composed.house.styles["body"].size)
    assert continued and min(continued) >= 2, continued
    assert all(lines >= 2 for lines in signed), signed
