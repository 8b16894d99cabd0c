"""The composed pages of every example issue, line by line, as a person would compare them: `make accept` writes them anew.

Kept by meaning (which text stands on which line of which page), not as bytes: a golden file is read in a diff.
"""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from typing import Any

import pytest
from conftest import ROOT
from example_issues import NAMES, composed

from briefing.composed import Composed, SetParagraph, SetPicture, SetRule, SetTable

GOLDEN = ROOT / "tests" / "golden"


def described(page: Composed) -> dict[str, Any]:
    """Pages → blocks → lines of text, with what kind of block each is."""
    pages = []
    for sheet in page.pages:
        blocks = []
        for item in sheet.items:
            block = page.blocks[item.index]
            match block:
                case SetParagraph():
                    text = block.text
                    lines = [text[line.start : line.end] for line in block.lines[item.first : item.last]]
                    pair = "".join(run.text for run in block.paragraph.pair)
                    blocks.append([block.paragraph.kind, *lines, *([f"⇥{pair}"] if pair else [])])
                case SetRule():
                    blocks.append([f"rule {block.rule.kind}"])
                case SetTable():
                    rows = block.cells[item.first : item.last]
                    blocks.append(["table", *(" | ".join(cell.text for cell in row) for row in rows)])
                case SetPicture():
                    blocks.append(["picture", f"{block.picture.path} {block.width:.0f}×{block.height:.0f} pt"])
        pages.append({"page": sheet.number, "label": sheet.label, "blocks": blocks})
    return {"properties": dict(sorted(page.sheet.properties.items())), "pages": pages}


@pytest.mark.parametrize("name", NAMES)
def test_composed_as_accepted(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.json"
    found = described(composed(name))
    if request.config.getoption("--accept"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    assert path.is_file(), "没有标准：看过 PDF 之后运行 make accept"
    accepted = json.loads(path.read_text("utf-8"))
    assert found["properties"] == accepted["properties"]
    for new, old in zip(found["pages"], accepted["pages"], strict=False):
        assert new == old, f"第 {old['page']} 页变了；有意为之就运行 make accept"
    assert len(found["pages"]) == len(accepted["pages"])


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_placed_once(name: str) -> None:
    """No line of any block is lost between pages or set twice."""
    page = composed(name)
    placed = sorted((item.index, item.first, item.last) for sheet in page.pages for item in sheet.items)
    for index, parts in groupby(placed, key=lambda part: part[0]):
        block = page.blocks[index]
        edges = [(first, last) for _, first, last in parts]
        if isinstance(block, SetParagraph | SetTable):
            total = len(block.lines) if isinstance(block, SetParagraph) else len(block.cells)
            assert edges[0][0] == 0 and edges[-1][1] == total
            assert all(before[1] == after[0] for before, after in pairwise(edges))
    assert {index for index, _, _ in placed} == set(range(len(page.blocks)))
