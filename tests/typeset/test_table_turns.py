"""No row of a table that goes on under 续表 stands alone on a page, if that costs none."""

from __future__ import annotations

import random

import pytest
from typeset_support import fonts, house, paragraph

from briefing.model.sheet import Block, Region, Run, Sheet, SheetCell, SheetTable
from briefing.typeset import pagination, typeset
from briefing.typeset.composed import Composed, SetTable


def table(rows: int, merged: int = 0, total: bool = False, continued: bool = True) -> SheetTable:
    """`merged`: rows that a cell of the first column spans."""
    cells = []
    for row in range(rows):
        at = row % merged if merged else 0
        first = SheetCell((Run("某县"),), down=min(merged, rows - row)) if merged and not at else SheetCell((Run("某县"),))
        cells.append((SheetCell((), covered=True) if at else first, SheetCell((Run(str(row)),))))
    if total:
        cells.append((SheetCell((Run("合计"),)), SheetCell((Run("99"),))))
    head = (SheetCell((Run("单位"),)), SheetCell((Run("数"),)))
    return SheetTable(head, tuple(cells), continued=(Run("续表1"),) if continued else ())


def composed(before: int, grid: SheetTable, after: int = 3) -> Composed:
    blocks: list[Block] = [*(paragraph("文。") for _ in range(before)), paragraph("表1　情况", "table-caption"), grid]
    blocks += [paragraph("文。") for _ in range(after)]
    return typeset(Sheet((Region("body", tuple(blocks)),)), house(), fonts())


def rows(made: Composed) -> list[int]:
    """Of the table on each page."""
    found = []
    for page in made.pages:
        for item in page.items:
            block = made.blocks[item.index]
            if isinstance(block, SetTable):
                found.append(len({band.row for band in block.bands[item.first : item.last]} - set(range(block.table.heads))))
    return found


@pytest.mark.parametrize("before", range(0, 18, 3))
def test_two_rows_on_either_side_of_a_turn(before: int) -> None:
    for count in range(20, 62):
        parts = rows(composed(before, table(count)))
        assert sum(parts) == count
        assert 1 not in parts, (count, parts)


@pytest.mark.parametrize("seed", range(30))
def test_rows_that_belong_together_count_as_they_stand(seed: int) -> None:
    chance = random.Random(seed)
    count, before = chance.randint(20, 70), chance.randint(0, 20)
    parts = rows(composed(before, table(count, merged=chance.choice((0, 2, 3, 5)), total=chance.random() < 0.5)))
    assert 1 not in parts, parts


def test_two_rows_cost_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that would be full but for a row that goes over keeps all of the text, and the row stands alone."""
    sizes = [(count, after) for count in (24, 25, 32, 33) for after in range(12, 24)]
    careful = [composed(8, table(count), after) for count, after in sizes]
    monkeypatch.setattr(pagination, "_careful", lambda pages, filling, care, more: (filling, care))
    careless = [composed(8, table(count), after) for count, after in sizes]
    assert [len(made.pages) for made in careful] == [len(made.pages) for made in careless]
    alone = [sum(1 in rows(made) for made in all_made) for all_made in (careful, careless)]
    assert alone[0] < alone[1], alone


def test_where_nothing_is_said_over_it_rows_part_as_they_go_in() -> None:
    """As word processors part it."""
    assert any(1 in rows(composed(0, table(count, continued=False))) for count in range(20, 62))
