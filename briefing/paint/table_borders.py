"""Tables: the cells' lines, and borders between all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from briefing.paint import glyph_lines
from briefing.paint.brush import Brush
from briefing.paint.marks import Aside, Bar
from briefing.paint.structure import FURNITURE, Homes
from briefing.typeset.composed import RowPart, SetTable

_COLOR = "black"


def table(brush: Brush, block: SetTable, homes: Sequence[Homes], top: float, first: int, last: int) -> None:
    """Bands `first:last`, under the head once more where the table goes on. `homes`: of the cells, row by row."""
    block = block.beginning(first)
    parts = block.rows_of(first, last)
    if (line := block.line_over(first)) is not None:
        glyph_lines.paragraph(brush, line, FURNITURE, top, 0, len(line.lines))
    top += block.below_line(first)
    edges = list(accumulate((part.bottom - part.top for part in parts), initial=top))
    starts = list(accumulate((len(row) for row in block.cells), initial=0))
    for at, (part, y) in enumerate(zip(parts, edges, strict=False)):
        for row, column, stretch, _ in block.begun(parts, at):
            cell = block.cells[row][column]
            home = FURNITURE if part.again else homes[starts[row] + column]
            begin, end, below = block.lines_of(row, column, stretch)
            if begin < end:
                glyph_lines.paragraph(brush, cell, home, y + below, begin, end)
    _borders(brush, block, parts, edges)


def _borders(brush: Brush, block: SetTable, parts: Sequence[RowPart], edges: Sequence[float]) -> None:
    """Half on either side of the edges of columns and rows."""
    owners, tables = _owners(block), brush.house.tables
    columns = [brush.box.left + x for x in block.columns]
    count = len(columns) - 1

    def bar(left: float, top: float, right: float, bottom: float, outer: bool) -> None:
        half = (tables.outer if outer else tables.inner) / 2
        brush.add(Bar(Aside.ORNAMENT, _COLOR, left - half, top - half, right + half, bottom + half))

    for number, y in enumerate(edges):
        outer = number in (0, len(parts))
        drawn = [outer or owners[parts[number - 1].row][i] != owners[parts[number].row][i] for i in range(count)]
        for start, end in _runs(drawn):
            bar(columns[start], y, columns[end], y, outer)
    for column, x in enumerate(columns):
        drawn = [column in (0, count) or owners[part.row][column - 1] != owners[part.row][column] for part in parts]
        for start, end in _runs(drawn):
            bar(x, edges[start], x, edges[end], column in (0, count))


def _owners(block: SetTable) -> list[list[tuple[int, int]]]:
    """For each place of the grid, where its cell begins."""
    rows = block.table.all_rows
    found = [[(row, column) for column in range(len(line))] for row, line in enumerate(rows)]
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            for down in range(cell.down if not cell.covered else 0):
                for across in range(cell.across):
                    found[row + down][column + across] = (row, column)
    return found


def _runs(drawn: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of what is drawn."""
    start = 0
    for i, is_drawn in enumerate([*drawn, False]):
        if not is_drawn:
            if i > start:
                yield start, i
            start = i + 1
