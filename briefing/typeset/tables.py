"""Tables: cells set in their columns, rows as high as their text and the white around it, and the bands that pages consist of."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.core.records import dataclass
from briefing.model.sheet import SheetCell, SheetParagraph, SheetTable
from briefing.typeset.cell_lines import cell_fitter
from briefing.typeset.column_widths import ColumnSet, cell_style, columns
from briefing.typeset.composed import SetParagraph, SetTable, TableBand
from briefing.typeset.context import Context
from briefing.typeset.paragraphs import TextBox, set_paragraph

#: Rows, and rows that a merged cell joins, part over a page where they are higher than this share of it.
_WHOLE_ROW = 1 / 3
#: A head that takes more of a page than this is not repeated.
_REPEATED = 1 / 2
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计|小\s*计|总\s*和|总\s*数)\s*(?:[（(].*[）)])?\s*")


def set_table(table: SheetTable, context: Context) -> SetTable:
    """Each row as high as its text with the house's white around it, or a whole multiple of the grid's pitch."""
    made = columns(table, context)
    rows = table.all_rows
    cells = [
        [_set_cell(cell, row, at, table.heads, made, context) for at, cell in enumerate(line)] for row, line in enumerate(rows)
    ]
    shape = _shape(rows, cells, context)

    def standing(row: int, line: Sequence[SetParagraph]) -> tuple[SetParagraph, ...]:
        return tuple(_standing(cell, shape, row, at, rows[row][at].down) for at, cell in enumerate(line))

    placed = tuple(standing(row, line) for row, line in enumerate(cells))
    heights, head = shape.heights, sum(shape.heights[: table.heads])
    continued = SheetParagraph("table-continued", table.continued, table.span)
    line = set_paragraph(continued, context, TextBox(0.0, context.measure)) if table.continued else None
    room = context.capacity - head - (line.height + line.after if line is not None else 0.0)
    bands = tuple(band for row in range(len(rows)) for band in _bands(table, row, placed[row], shape, room, context))
    repeats = bool(table.heads) and head <= _REPEATED * context.capacity
    again: list[tuple[SetParagraph, ...]] = []
    if line is not None and repeats and any(map(_marked, cells[: table.heads])):
        for row, cells_of in enumerate(rows[: table.heads]):
            bare = (replace(cell, runs=tuple(run for run in cell.runs if run.style != "note-ref")) for cell in cells_of)
            made_again = [_set_cell(cell, row, at, table.heads, made, context) for at, cell in enumerate(bare)]
            again.append(standing(row, made_again))
    return SetTable(table, made.edges, tuple(heights), placed, 0.0, 0.0, made.padding, bands, repeats, line, tuple(again))


def _marked(cells: Sequence[SetParagraph]) -> bool:
    """Whether a row has the mark of a note."""
    return any(run.style == "note-ref" for cell in cells for run in cell.runs)


def _set_cell(cell: SheetCell, row: int, column: int, heads: int, made: ColumnSet, context: Context) -> SetParagraph:
    head = row < heads
    style = cell_style(head, made.scale, context)
    numbers = column in made.centred
    if head and (cell.across > 1 or numbers) and not cell.own:
        style = replace(style, align="center")
    elif cell.align:
        style = replace(style, align=cell.align)
    pad = made.padding * style.size
    if (row, column) in made.right and not cell.covered and not cell.own:
        style = replace(
            style, align="right", indent_left=0.0, indent_first=0.0, indent_right=made.right[row, column] / style.size
        )
    paragraph = SheetParagraph(style.kind, cell.runs, cell.span)
    left, right = made.edges[column], made.edges[column + cell.across]
    box = TextBox(left + pad, max(style.size, right - left - 2 * pad))
    return set_paragraph(paragraph, context, box, style=style, fitter=cell_fitter(context.house.words, head))


# --- rows


@dataclass(frozen=True, slots=True)
class _Shape:
    """`heights` of the rows, pt. `tops`: cells (row, column) whose text stands at the top of their first row and has room in it,
    because a page may end in their rows. `joined`: rows into which another merged cell reaches from above. `merged`: rows of a
    cell that is several rows high; LibreOffice 7.4 parts none of them."""

    heights: list[float]
    tops: frozenset[tuple[int, int]]
    joined: list[bool]
    merged: frozenset[int]


def _text_height(cell: SetParagraph) -> float:
    return len(cell.lines) * cell.leading


def _shape(rows: Sequence[Sequence[SheetCell]], cells: Sequence[Sequence[SetParagraph]], context: Context) -> _Shape:
    tables, pitch, whole_row = context.house.tables, context.house.grid.pitch, _WHOLE_ROW * context.capacity
    white = 0.0 if tables.grid_rows else 2 * tables.row_space
    line = min((cell.leading for row in cells for cell in row), default=pitch)

    def high(height: float) -> float:
        return max(1, math.ceil(height / pitch - 1e-6)) * pitch if tables.grid_rows else height

    def whole(text: float) -> float:
        return high(max(line, text) + white)

    spans = {(row, at): cell.down for row, line in enumerate(rows) for at, cell in enumerate(line) if cell.down > 1}
    long: set[tuple[int, int]] = set()
    while True:
        heights = [
            whole(max((_text_height(cells[row][at]) for at in range(len(line)) if (row, at) not in spans), default=0.0))
            for row, line in enumerate(rows)
        ]
        for (row, at), down in sorted(spans.items(), key=lambda span: (span[1], span[0])):
            needed = _text_height(cells[row][at])
            if (row, at) in long:
                heights[row] = max(heights[row], whole(needed))
            elif (missing := needed + white - sum(heights[row : row + down])) > 0:
                heights[row + down - 1] = high(heights[row + down - 1] + missing)
        joined = [
            any(row < each < row + down for (row, at), down in spans.items() if (row, at) not in long)
            for each in range(len(rows))
        ]
        more = {
            (row, at)
            for (row, at), down in spans.items()
            if sum(heights[row : row + down]) > whole_row or _chain(joined, heights, row) > _REPEATED * context.capacity
        }
        if more <= long:
            break
        long |= more
    tall = {(row, at) for row, line in enumerate(rows) if heights[row] > whole_row for at in range(len(line))}
    merged = frozenset(each for (row, _), down in spans.items() for each in range(row, row + down))
    return _Shape(heights, frozenset(long | tall), joined, merged)


def _chain(joined: Sequence[bool], heights: Sequence[float], row: int) -> float:
    """Height of the rows that merged cells join with `row`, pt."""
    first, last = row, row + 1
    while joined[first]:
        first -= 1
    while last < len(joined) and joined[last]:
        last += 1
    return sum(heights[first:last])


def _standing(cell: SetParagraph, shape: _Shape, row: int, column: int, down: int) -> SetParagraph:
    """White above and below alike, so that the text stands in the middle; where a page may end inside, at the top."""
    room = sum(shape.heights[row : row + down]) - _text_height(cell)
    if (row, column) not in shape.tops:
        return replace(cell, before=room / 2, after=room / 2)
    # White above a row's first paragraph LibreOffice puts above its rest on the next page, too: there is none but the leading's.
    return replace(cell, before=0.0, after=room)


def _bands(
    table: SheetTable, row: int, cells: Sequence[SetParagraph], shape: _Shape, room: float, context: Context
) -> list[TableBand]:
    """`room`: under the head of a further page, pt."""
    height = shape.heights[row]
    follows = shape.joined[row] or _follows(table, row, shape.heights, context)
    if height <= (room if row in shape.merged else _WHOLE_ROW * context.capacity):
        return [TableBand(row, 0.0, height, follows)]
    leading, least = max(cell.leading for cell in cells), 2 if context.house.composition.lone_line else 1
    lines = max(max(len(cell.lines) for cell in cells), int(height / leading))
    edges = [0.0, *(line * leading for line in range(least, lines - least + 1)), height]
    return [TableBand(row, top, bottom, follows and not top) for top, bottom in pairwise(edges)]


def _follows(table: SheetTable, row: int, heights: Sequence[float], context: Context) -> bool:
    """Whether a row stands on the page of the one before it: within the head, and the first and the sum of what it is over."""
    heads = table.heads
    if not row:
        return False
    if row <= heads:
        return sum(heights[:heads]) <= _REPEATED * context.capacity
    if row < 2:
        return False
    total = _TOTAL.fullmatch(table.all_rows[row][0].text) is not None
    return total or (table.wishes.total and row == len(heights) - 1)
