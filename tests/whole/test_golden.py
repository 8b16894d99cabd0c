"""The pages of every example issue, as a person would compare them: `make accept` writes them anew.

Composed: which text stands on which line of which page. Painted: a mark a line, as `briefing show` has it. Both are compared by
meaning, not as bytes: a golden file is read in a diff, and a hundredth of a point is no difference.
"""

from __future__ import annotations

import json
import re
from itertools import groupby, pairwise
from typing import Any

import pytest
from conftest import ROOT
from example_issues import NAMES, composed, painted

from briefing.paint.dump import dump
from briefing.typeset.composed import Composed, SetParagraph, SetPicture, SetRule, SetTable

GOLDEN = ROOT / "tests" / "golden"
PAINTED = GOLDEN / "painted"
#: A place, size or step in a line of a dump, in front of the text; pt by which it may differ.
_LENGTH = re.compile(r"(?<=[\s–])-?\d+(?:\.\d+)?(?=[\s×–])")
_SAME = 0.025


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


def same_mark(one: str, other: str) -> bool:
    """Whether two lines of a dump say the same, lengths being what differs least from one machine to another."""
    (said, quote, text), (other_said, _, other_text) = one.partition("“"), other.partition("“")
    lengths, others = _LENGTH.findall(said), _LENGTH.findall(other_said)
    return (
        (_LENGTH.sub("#", said), quote, text) == (_LENGTH.sub("#", other_said), quote, other_text)
        and len(lengths) == len(others)
        and all(abs(float(a) - float(b)) <= _SAME for a, b in zip(lengths, others, strict=True))
    )


@pytest.mark.parametrize("name", NAMES)
def test_painted_as_accepted(name: str, request: pytest.FixtureRequest) -> None:
    path = PAINTED / f"{name}.txt"
    found = list(dump(painted(name)))
    if request.config.getoption("--accept"):
        PAINTED.mkdir(exist_ok=True)
        path.write_text("\n".join([*found, ""]), encoding="utf-8")
        return
    assert path.is_file(), "没有标准：看过 PDF 之后运行 make accept"
    accepted = path.read_text("utf-8").split("\n")[:-1]
    for number, (new, old) in enumerate(zip(found, accepted, strict=False), 1):
        assert same_mark(new, old), f"{path}:{number}\n  {old}\n  {new}\n有意为之就运行 make accept"
    assert len(found) == len(accepted)


def test_a_mark_moved_or_changed_is_another() -> None:
    line = next(line for line in dump(painted("2022-17")) if "×26" in line)
    assert same_mark(line, line.replace("y 275.96", "y 275.97"))
    changes = (("y 275.96", "y 276.96"), ("×26", "×25"), ("16.39", "16.5"), ("black", "red"), (" 16 ", " 15 "), ("，", "。"))
    for old, new in changes:
        assert old in line and not same_mark(line, line.replace(old, new, 1)), (old, new)


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in (*GOLDEN.glob("*.json"), *PAINTED.glob("*.txt"))} <= set(NAMES)


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
