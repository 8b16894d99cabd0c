"""Composed → Painted: every mark where the composition says, belonging to something, known by its source."""

from __future__ import annotations

from pathlib import Path

import example_issues
import pytest
import write_pdf_sample as sample
from write_pdf_readback import wanted

from briefing.building import stages
from briefing.files.world import World
from briefing.paint import paint
from briefing.paint.marks import Aside, Bar, Glyphs, Painted
from briefing.typeset.composed import Composed


@pytest.fixture(scope="module", params=[(None, False), (26, True)], ids=["free", "grid, mirrored"])
def composed(request: pytest.FixtureRequest) -> Composed:
    chars, mirrored = request.param
    return sample.composed(sample.house(chars, mirrored=mirrored))


@pytest.fixture(scope="module")
def painted(composed: Composed) -> Painted:
    return paint(composed, sample.fonts())


def test_every_glyph_stands_where_it_was_composed(composed: Composed, painted: Painted) -> None:
    found = [
        (number, mark.baseline, x, char)
        for number, page in enumerate(painted.pages, 1)
        for mark in page.marks
        if isinstance(mark, Glyphs) and (mark.home is not Aside.FURNITURE or mark.baseline < page.box.top + page.box.depth)
        for char, x in zip(mark.text, mark.xs, strict=True)
        if not char.isspace()
    ]
    expected = [(glyph[0], glyph[1], glyph[2], glyph[3]) for glyph in wanted(composed, sample.fonts())]
    assert [item[3] for item in found] == [item[3] for item in expected]
    assert max(abs(a[1] - b[1]) + abs(a[2] - b[2]) for a, b in zip(found, expected, strict=True)) < 1e-6


def test_marks_belong_to_leaves_and_leaves_have_marks(painted: Painted) -> None:
    parents = {node.parent for node in painted.nodes}
    homes = {mark.home for page in painted.pages for mark in page.marks if not isinstance(mark.home, Aside)}
    leaves = {index for index in range(len(painted.nodes)) if index not in parents}
    assert homes == leaves
    assert all(node.parent < index for index, node in enumerate(painted.nodes))


@pytest.mark.parametrize("name", example_issues.NAMES)
def test_what_an_author_wrote_knows_where(name: str) -> None:
    source = example_issues.source(name)
    painted = paint(example_issues.composed(name), stages.fonts_of(source.house, source.world))
    lines = {file: text.split("\n") for file, text in source.world.sources.items()}
    told = 0
    for page in painted.pages:
        for mark in page.marks:
            if isinstance(mark, Glyphs) and mark.span is not None and mark.span.file.endswith(".md"):
                here = lines[mark.span.file][mark.span.line - 1][mark.span.column - 1 :]
                first = mark.text.strip()[:1]
                assert here.lstrip()[:1] == first or first in "“”‘’", (mark, here)
                told += 1
    assert told > 50


def test_lists_of_two_kinds_are_two(tmp_path: Path) -> None:
    (tmp_path / "issue.yaml").write_text("house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\n", "utf-8")
    (tmp_path / "01.md").write_text("# 甲市：一\n\n- 一项\n- 二项\n\n1. 甲项\n2. 乙项\n\n段。\n\n1. 又一\n", "utf-8")
    world = World(tmp_path)
    composed = stages.compose(stages.read(tmp_path, world))
    nodes = paint(composed, stages.fonts_of(composed.house, world)).nodes
    lists = [index for index, node in enumerate(nodes) if node.kind == "L"]
    items = [sum(node.kind == "LI" and node.parent == index for node in nodes) for index in lists]
    assert [nodes[index].numbering for index in lists] == ["Disc", "Decimal", "Decimal"] and items == [2, 2, 1]


def test_a_table_is_closed_on_all_sides(painted: Painted) -> None:
    bars = [mark for page in painted.pages for mark in page.marks if isinstance(mark, Bar) and mark.color == "black"]
    level = [bar for bar in bars if bar.right - bar.left > bar.bottom - bar.top]
    upright = [bar for bar in bars if bar not in level]
    assert upright
    for bar in upright:
        for end in (bar.top, bar.bottom):
            assert any(
                other.top - 1e-6 <= end <= other.bottom + 1e-6 and other.left <= bar.left <= other.right for other in level
            )
    weights = {round(bar.bottom - bar.top, 3) for bar in level} | {round(bar.right - bar.left, 3) for bar in upright}
    assert {0.5, 1.0} <= weights, "within, and around"
