"""Tables and figures that stand right under one another: as much white between them as above and below."""

from __future__ import annotations

import random

import pytest
from typeset_support import fonts, house, paragraph

from briefing.model.sheet import Block, ParagraphKind, Picture, Region, Run, Sheet, SheetCell, SheetTable
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetParagraph

STYLES = {
    "table-caption": {"size": 14.0, "leading": 20.0, "before": 12.0, "after": 4.0, "whole_lines": False, "keep_with_next": True},
    "figure-caption": {"size": 14.0, "leading": 20.0, "before": 4.0, "whole_lines": False},
    "table-note": {"size": 12.0, "leading": 18.0, "whole_lines": False},
}


def unit(chance: random.Random) -> list[Block]:
    def said(share: float, kind: ParagraphKind) -> list[Block]:
        return [paragraph("表1　情况", kind)] if chance.random() < share else []

    if chance.random() < 0.5:
        return [Picture("a.png", "", (500, chance.randint(60, 160))), *said(0.5, "figure-caption")]
    cells = tuple((SheetCell((Run("某县"),)), SheetCell((Run("1"),))) for _ in range(chance.randint(2, 4)))
    return [*said(0.5, "table-caption"), SheetTable(cells[0], cells[1:]), *said(0.3, "table-note")]


def composed(units: list[list[Block]], before: int = 2) -> Composed:
    blocks = [*(paragraph("文。") for _ in range(before)), *(block for each in units for block in each), paragraph("文。")]
    return typeset(Sheet((Region("body", tuple(blocks)),)), house(styles=STYLES), fonts())


def whites(made: Composed, units: list[list[Block]], before: int = 2) -> list[float]:
    """That is seen above each unit, and below the last; of lines, without what a line of text has of its own."""
    firsts = {before + sum(map(len, units[:number])) for number in range(len(units) + 1)}
    found = []
    (page,) = made.pages
    for above, item in zip(page.items, page.items[1:], strict=False):
        if item.index in firsts:
            white = item.y - above.y - made.blocks[above.index].standing(above.first, above.last)
            for block in (made.blocks[above.index], made.blocks[item.index]):
                own = isinstance(block, SetParagraph) and block.paragraph.kind != "body"
                white += (block.leading - block.size) / 2 if own and isinstance(block, SetParagraph) else 0.0
            found.append(white / made.house.grid.pitch)
    return found


@pytest.mark.parametrize("count", [1, 2, 3])
def test_white_is_shared_alike_above_between_and_below(count: int) -> None:
    for seed in range(20):
        chance = random.Random(seed)
        units = [unit(chance) for _ in range(count)]
        made = composed(units)
        found = whites(made, units)
        assert len(found) == count + 1
        assert max(found) - min(found) < 0.12, (seed, found)
        assert min(found) > 0.45 and max(found) < 0.6 + 1 / (count + 1), (seed, found)
        text = made.pages[0].items[-1]
        assert text.y / made.house.grid.pitch == pytest.approx(round(text.y / made.house.grid.pitch)), "text is back on the grid"


def test_text_that_goes_between_two_figures_has_white_on_both_sides() -> None:
    chance = random.Random(3)
    for _ in range(20):
        one, other = unit(chance), unit(chance)
        text: list[Block] = [paragraph("文。")]
        units = [one, text, other]
        found = whites(composed(units), units)
        assert min(found) > 0.45, found
