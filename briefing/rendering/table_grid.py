"""Rows as HTML has them, where a merged cell is said once, → rows of one length, where each place of the grid has a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model.sheet import SheetCell
from briefing.model.table_wishes import ColumnWidth

Rows = tuple[tuple[SheetCell, ...], ...]


def grid(rows: Sequence[Sequence[SheetCell]]) -> Rows | None:
    """None: rows are not of one length, or merged cells overlap or reach out of the table."""
    places: dict[tuple[int, int], SheetCell] = {}
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in places:
                column += 1
            for down in range(cell.down):
                for across in range(cell.across):
                    place = (row + down, column + across)
                    if place in places:
                        return None
                    places[place] = cell if not (down or across) else SheetCell((), covered=True, span=cell.span)
            column += cell.across
    count = max((column for _, column in places), default=-1) + 1
    whole = all((row, column) in places for row in range(len(rows)) for column in range(count))
    if not whole or len(places) != len(rows) * count:
        return None
    return tuple(tuple(places[row, column] for column in range(count)) for row in range(len(rows)))


def width(text: str) -> ColumnWidth | None:
    """3, or 20mm."""
    match = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)(mm)?", text)
    return ColumnWidth(float(match[1]), bool(match[2])) if match and float(match[1]) > 0 else None
