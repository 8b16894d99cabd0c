"""Tables: the cells' lines, and borders between all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from briefing.paint import glyph_lines
from briefing.paint.brush import Brush
from briefing.paint.marks import Aside, Bar
from briefing.paint.structure import FURNITURE, Homes
from briefing.typeset.composed import SetTable

#: Weight of a border, pt. It stands half on either side of the edges of columns and rows.
WEIGHT = 0.5
_COLOR = "black"


def table(brush: Brush, block: SetTable, homes: Sequence[Homes], top: float, first: int, last: int) -> None:
    """Rows `first:last`, under the head once more where the table goes on. `homes`: of the cells, row by row."""
    repeated = [0] if first and block.table.header else []
    rows = [*repeated, *range(first, last)]
    edges = list(accumulate((block.heights[row] for row in rows), initial=top))
    starts = list(accumulate((len(row) for row in block.cells), initial=0))
    for number, (row, y) in enumerate(zip(rows, edges, strict=False)):
        for column, cell in enumerate(block.cells[row]):
            home = FURNITURE if number < len(repeated) else homes[starts[row] + column]
            glyph_lines.paragraph(brush, cell, home, y + cell.before, 0, len(cell.lines))
    _borders(brush, [brush.box.left + x for x in block.columns], edges)


def _borders(brush: Brush, columns: Sequence[float], edges: Sequence[float]) -> None:
    half = WEIGHT / 2
    for y in edges:
        brush.add(Bar(Aside.ORNAMENT, _COLOR, columns[0] - half, y - half, columns[-1] + half, y + half))
    for x in columns:
        brush.add(Bar(Aside.ORNAMENT, _COLOR, x - half, edges[0] - half, x + half, edges[-1] + half))
