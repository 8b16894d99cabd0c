"""No page before that of the 版记 is blank where a block can be moved there."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from typeset_support import fonts, house, paragraph

from briefing.core.errors import Findings
from briefing.model.sheet import Block, Region, Run, Sheet, SheetCell, SheetRule, SheetTable
from briefing.typeset import typeset
from briefing.typeset.composed import Composed


def composed(blocks: Sequence[Block], findings: Findings | None = None, ends: str = "kept", last_side: bool = False) -> Composed:
    colophon: tuple[Block, ...] = (
        SheetRule("first"),
        *(paragraph("报：省文明委", "recipients") for _ in range(3)),
        SheetRule("last"),
    )
    look = house()
    look = replace(look, composition=replace(look.composition, ends=ends), colophon=replace(look.colophon, last_side=last_side))
    return typeset(Sheet((Region("body", tuple(blocks)), Region("colophon", colophon))), look, fonts(), findings)


def texts(page: Composed) -> list[float]:
    """Lines of text on each page, and how far down it they go, in lines."""
    found = []
    for one in page.pages:
        own = [item for item in one.items if page.regions[item.index] == "body"]
        down = [item.y + page.blocks[item.index].standing(item.first, item.last) for item in own]
        found.append(max(down, default=0.0) / page.house.grid.pitch)
    return found


@pytest.mark.parametrize("lines", range(36, 64))
def test_the_front_of_the_last_leaf_has_three_lines(lines: int) -> None:
    page = composed([paragraph("文。") for _ in range(lines)])
    down = texts(page)
    assert len(down) % 2 == 0 and down[-2] > 2.9, down
    assert sum(down) == pytest.approx(lines), "blank lines stand at feet only"
    assert [one.label.strip("— ") for one in page.pages] == [str(number + 1) for number in range(len(down))]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_text_no_leaf_begins_blank(seed: int) -> None:
    """But under one paragraph alone, which no word processor would part before the page is full."""
    chance = random.Random(seed)
    blocks = [paragraph("文" * chance.randint(10, 160)) for _ in range(chance.randint(14, 40))]
    page = composed(blocks)
    assert all(texts(page)[:-1]), texts(page)


def test_it_is_said_what_went_over_and_what_would_save_the_leaf() -> None:
    findings = Findings()
    assert len(composed([paragraph("文。") for _ in range(41)], findings).pages) == 4
    (said,) = [item for item in findings.items if item.code == "colophon-blank"]
    assert said.message == "第 2 页放不下版记，版记又要在双数页上：末 3 行移到第 3 页，免得空一页"
    assert said.hint.startswith("正文少 ")


def test_one_paragraph_is_not_parted_before_its_page_is_full() -> None:
    findings = Findings()
    down = texts(composed([paragraph("文" * (27 * 42 - 4))], findings, ends="plain"))
    assert down == pytest.approx([21, 21, 0, 0])
    assert any("是空白页" in item.message for item in findings.items)


@pytest.mark.parametrize("lines", range(36, 64))
def test_who_signs_has_three_lines_of_the_text_on_a_last_page(lines: int) -> None:
    signed = [paragraph("某办", "signature"), paragraph("2024年3月8日", "signature-date")]
    page = composed([*(paragraph("文。") for _ in range(lines)), *signed])
    last = next(one for one in reversed(page.pages) if any(item.index == lines + 1 for item in one.items))
    text = [item for item in last.items if item.index < lines]
    white = 21 - texts(page)[last.number - 2]
    assert len(text) >= 3 or (len(text) == 2 and white == 3), "a fourth blank line is not given for that"
    assert sum(texts(page)) == pytest.approx(lines + 2), "blank lines stand at feet only"


@pytest.mark.parametrize("last_side", [False, True])
def test_what_is_said_of_the_last_leaf_is_so(last_side: bool) -> None:
    """A page that is said to be blank is; one on which lines are said to stand has as many; nothing is said twice."""
    for lines in range(30, 110):
        findings = Findings()
        page = composed([paragraph("题目", "title"), *(paragraph("文。") for _ in range(lines))], findings, last_side=last_side)
        said = [item for item in findings.items if item.code.startswith("colophon-")]
        assert len({item.code for item in said}) == len(said), said
        for message in (item.message for item in said if item.code == "colophon-blank"):
            if blank := re.match(r"第 (\d+) 页是空白页", message):
                assert not page.pages[int(blank[1]) - 1].items, (lines, message)
            elif carried := re.search(r"末 (\d+) 行移到第 (\d+) 页", message):
                assert texts(page)[int(carried[2]) - 1] == pytest.approx(int(carried[1])), (lines, message)


@pytest.mark.parametrize("rows", range(5, 16))
def test_a_page_does_not_lose_its_table_to_the_leaf_of_the_colophon(rows: int) -> None:
    """Six lines and a page of white would be worse than a blank page behind them; rows may go over."""
    cells = tuple((SheetCell((Run(f"甲{row}"),)), SheetCell((Run("1"),))) for row in range(rows))
    page = composed([*(paragraph("文。") for _ in range(28)), SheetTable(cells[0], cells[1:])])
    down = texts(page)
    assert down[1] > 10.4, down
