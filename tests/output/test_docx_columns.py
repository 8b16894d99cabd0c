"""Columns: as high in a DOCX as composed, and their items part where LibreOffice parts them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import noted_issues
import pytest
from noted_issues import TEXT, report

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx import placement
from briefing.typeset.composed import Composed

BREAK = 20  # twips: the paragraph of a column break


def composed_of(folder: Path, above: int, items: int, house: str) -> Composed:
    text = [*("字。" for _ in range(above)), "::: 两栏", *(TEXT[n % 3] * (1 + n % 2) for n in range(items)), ":::", *TEXT]
    folder = noted_issues.write(folder / "2026-03", [report("\n\n".join(text), [])], house)
    return stages.compose(stages.read(folder, World(folder)))


@pytest.mark.parametrize("house", ["jiangsu-jingshen-wenming", "gb9704"])
def test_no_first_line_of_an_item_stands_alone_at_the_foot_of_a_column(house: str, tmp_path: Path) -> None:
    """LibreOffice does not take one back that it has moved."""
    parted = 0
    for above in range(0, 12, 3):
        composed = composed_of(tmp_path / f"{above}", above, 7, house)
        group = next(group for group in composed.groups if group.kind == "columns")
        for page in composed.pages:
            for item in page.items:
                if group.start <= item.index < group.end and item.last < composed.blocks[item.index].parts:
                    parted += 1
                    assert item.first or item.last >= 2, (above, page.number)
    assert parted


def test_the_lines_on_either_side_of_a_column_break_give_what_its_paragraph_takes(tmp_path: Path) -> None:
    broken = 0
    for above in range(0, 12, 3):
        composed = composed_of(tmp_path / f"{above}", above, 5, "gb9704")
        gaps = placement.flow(composed).gaps
        for page in composed.pages:
            for one, item in pairwise(page.items):
                if gaps[item.index].column_break and not item.first and item.x > one.x:
                    broken += 1
                    for beside in (one, item):
                        lines = beside.last - beside.first
                        assert BREAK <= gaps[beside.index].tighter * lines < BREAK + lines
    assert broken
