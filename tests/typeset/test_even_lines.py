"""Neighbouring lines of a paragraph are alike: marks give for the sake of a looser line beside theirs."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from statistics import median

import pytest
from typeset_support import ROOT, fonts, house, paragraph, sheet

from briefing.house.style import Composition, Grid
from briefing.typeset import typeset
from briefing.typeset.composed import SetParagraph
from briefing.typeset.even_lines import LOOSEST, UNEVEN

GRID = Grid(22, 225 / 25.4 * 72 / 22, 28)
#: A line of 26 with marks in it, one of 27, as long as its 28th may not stand before a comma, and one of 28 with marks.
MARKED = "文明，城市，创建，文明，城市创建文明城市创建文明城市"
TEXT = f"{MARKED}{'文' * 27}市，创建，文明，城市创建文明城市创建文明城市创建文明城明城市。"
CLAUSES = re.findall(r"[\u4e00-\u9fff]{2,}[。，、；：]", (ROOT / "tests" / "typeset" / "data" / "2022-17.txt").read_text("utf-8"))


def set_in(text: str, give: float, strategy: str) -> SetParagraph:
    rules = Composition(strategy=strategy, squeeze_marks=give, opening_marks="half")
    (block,) = typeset(sheet(paragraph(text)), house(rules, GRID), fonts()).blocks
    assert isinstance(block, SetParagraph)
    return block


def openings(block: SetParagraph) -> list[float]:
    """Of the Han gaps of each full line, em."""
    return [median(line.after[:-1]) / block.size for line in block.lines if line.flush]


def widest(block: SetParagraph) -> float:
    return max((abs(here - below) for here, below in pairwise(openings(block))), default=0.0)


def test_marks_give_for_a_looser_neighbour() -> None:
    stiff, easy = (set_in(TEXT, give, "first-fit") for give in (0.0, 0.25))
    assert [line.end for line in stiff.lines] == [line.end for line in easy.lines]
    assert widest(stiff) > 0.03 and widest(easy) == pytest.approx(UNEVEN)
    for before, after in zip(stiff.lines, easy.lines, strict=True):
        assert after.width == pytest.approx(before.width, abs=0.01) and (after.x, after.head) == (before.x, before.head)
        assert all(here - there >= -0.25 * easy.size - 1e-6 for here, there in zip(after.after, before.after, strict=True))


def test_no_line_is_opened_far_for_a_neighbour_that_is_torn() -> None:
    torn = MARKED + "文" * 4 + "x" * 50 + "，城市"
    block = set_in(torn, 0.25, "first-fit")
    assert all(opening <= LOOSEST for opening in openings(block))


def test_running_text_is_even() -> None:
    chance, uneven, pairs = random.Random(7), 0, 0
    for _ in range(20):
        block = set_in("".join(chance.choices(CLAUSES, k=12)), 0.25, "total-fit")
        differences = [abs(here - below) for here, below in pairwise(openings(block))]
        uneven, pairs = uneven + sum(each > 0.03 for each in differences), pairs + len(differences)
    assert pairs > 40 and uneven <= pairs / 50
