"""Tables: column widths from their contents, cells set by the same fitter, rows of whole grid lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from briefing.core.errors import Findings
from briefing.house.style import ParagraphStyle
from briefing.model.sheet import SheetCell, SheetParagraph, SheetTable
from briefing.typeset.classes import Level
from briefing.typeset.composed import SetParagraph, SetTable
from briefing.typeset.context import Context
from briefing.typeset.letters import letters
from briefing.typeset.paragraphs import Box, pieces, set_paragraph
from briefing.typeset.strip import TOLERANCE, Strip

#: White between a cell's text and its column's edges, em.
PADDING = 0.4
#: A table too wide for its type is set smaller, never below this share of its size.
SCALES = (1.0, 0.9, 0.8, 0.7)


def set_table(table: SheetTable, context: Context) -> SetTable:
    """Columns as wide as the measure in all; each row a whole multiple of the grid's pitch high.

    A row that no page holds, below the head that each repeats, is a finding: rows do not part.
    """
    rows = [row for row in (table.header, *table.rows) if row]
    columns, scale = _columns(table, rows, context)
    pitch = context.house.grid.pitch
    cells: list[tuple[SetParagraph, ...]] = []
    heights: list[float] = []
    for row in rows:
        head = bool(table.header) and row is table.header
        set_row = [_set_cell(cell, head, scale, columns[i], columns[i + 1], context) for i, cell in enumerate(row)]
        tallest = max(len(cell.lines) * cell.leading for cell in set_row)
        height = max(1, math.ceil(tallest / pitch - 1e-6)) * pitch
        repeated = heights[0] if heights and table.header else 0.0  # over every part of the table
        if height + repeated > context.capacity + 1e-6:
            span = row[0].span or table.span
            below = "，接在重复的表头下面" if repeated else ""
            context.findings.add("row-too-tall", f"这一行表格{below}比一页还高，排不下", span, "请把它拆成几行")
        # White above and below alike: the row's text stands in its middle.
        cells.append(tuple(_centred(cell, height) for cell in set_row))
        heights.append(height)
    return SetTable(table, tuple(columns), tuple(heights), tuple(cells), 0.0, 0.0)


def _set_cell(cell: SheetCell, head: bool, scale: float, left: float, right: float, context: Context) -> SetParagraph:
    style = _style(head, scale, context)
    if cell.align:
        style = replace(style, align=cell.align)
    pad = PADDING * style.size
    paragraph = SheetParagraph(style.kind, cell.runs, cell.span)
    box = Box(left + pad, max(style.size, right - left - 2 * pad))
    return set_paragraph(paragraph, context, box, style=style)


def _style(head: bool, scale: float, context: Context) -> ParagraphStyle:
    style = context.house.styles["table-head" if head else "table-cell"]
    if scale == 1.0:
        return style
    return replace(style, size=style.size * scale, leading=context.leading(style) * scale)


def _centred(cell: SetParagraph, height: float) -> SetParagraph:
    white = (height - len(cell.lines) * cell.leading) / 2
    return replace(cell, before=white, after=white)


def _columns(table: SheetTable, rows: Sequence[Sequence[SheetCell]], context: Context) -> tuple[list[float], float]:
    """Column edges (pt), and the share of its size at which the table's type goes in."""
    measure = context.measure
    count = max((len(row) for row in rows), default=0)
    needs: tuple[list[float], list[float]] = ([], [])
    scale = 1.0
    for scale in SCALES:
        needs = _needs(table, rows, count, scale, context)
        if sum(needs[0]) <= measure:
            break
    if len(table.widths) == count and count:
        widths = [share * measure / sum(table.widths) for share in table.widths]
    else:
        widths = share_out(measure, *needs)
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges, scale


def share_out(measure: float, least: Sequence[float], wished: Sequence[float]) -> list[float]:
    """Widths summing to `measure`: every column its least, the rest as it wishes more, or in proportion. Where not even that goes
    in, the widest part with what they are short of: none becomes narrower than its least or than an even share."""
    if not least:
        return []
    low, high = sum(least), sum(wished)
    if low >= measure:
        return _shortened(measure, least)
    if high <= measure:
        return [width * measure / high for width in wished]
    share = (measure - low) / (high - low)
    return [a + (b - a) * share for a, b in zip(least, wished, strict=True)]


def _shortened(measure: float, least: Sequence[float]) -> list[float]:
    kept = [min(width, measure / len(least)) for width in least]
    open_ = set(range(len(least)))
    while open_:
        scale = (measure - sum(width for i, width in enumerate(kept) if i not in open_)) / sum(least[i] for i in open_)
        narrow = {i for i in open_ if least[i] * scale < kept[i]}
        if not narrow:
            return [width * scale if i in open_ else kept[i] for i, width in enumerate(least)]
        open_ -= narrow
    return kept


def _needs(
    table: SheetTable, rows: Sequence[Sequence[SheetCell]], count: int, scale: float, context: Context
) -> tuple[list[float], list[float]]:
    """For each column: the width of its longest unbreakable piece, and of its longest line."""
    least, wished = [0.0] * count, [0.0] * count
    unheard = Findings()  # the cells are set again, and speak then
    for row in rows:
        style = _style(bool(table.header) and row is table.header, scale, context)
        pad = 2 * PADDING * style.size + 2 * TOLERANCE
        for i, cell in enumerate(row):
            body = letters(cell.runs, style, style.size, context.house, context.fonts, unheard)
            for _, piece in pieces(body):
                strip = Strip(piece, context.house.composition)
                wished[i] = max(wished[i], strip.natural(0, len(strip)) + pad)
                least[i] = max(least[i], _longest_piece(strip) + pad)
    return least, [max(a, b, 1.0) for a, b in zip(least, wished, strict=True)]


def _longest_piece(strip: Strip) -> float:
    longest, start = 0.0, 0
    for end in range(1, len(strip) + 1):
        if end == len(strip) or strip.level[end - 1] <= Level.KEPT:
            longest = max(longest, strip.natural(start, end))
            start = end
    return longest
