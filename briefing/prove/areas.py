"""Where the house wants things on a page: the type area, the box of a paragraph, the heights of its lines.

From the numbers of the house alone. Pt, from the top left corner of the sheet, y downwards.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.core import bounds
from briefing.house.style import PT_PER_MM, HouseStyle, ParagraphStyle
from briefing.prove.pdf_pages import Rect

TOLERANCE = bounds.PROOF_TOLERANCE * PT_PER_MM
#: Of the type size, from the top of a line's em box to its baseline: where the shipped faces have it.
ASCENT = 0.88


class Edges(NamedTuple):
    """Left edges of a paragraph's first line and of the others, and their common right edge."""

    first: float
    rest: float
    right: float


def type_area(house: HouseStyle, page: int) -> Rect:
    """Its bottom is that of the grid where that is the lower one."""
    style = house.page
    left = style.binding_mm
    if style.mirrored and page % 2 == 0:
        left = style.width_mm - style.binding_mm - style.type_area_width_mm
    x, y = left * PT_PER_MM, style.top_mm * PT_PER_MM
    depth = max(style.depth, house.grid.lines * house.grid.pitch)
    return Rect(x, y, x + style.measure, y + depth)


def leading(house: HouseStyle, style: ParagraphStyle) -> float:
    return house.grid.pitch if style.leading is None else style.leading


def grid_tracking(house: HouseStyle, size: float) -> float:
    """What the character grid adds after each character of the body's size."""
    chars, body = house.grid.chars, house.styles["body"].size
    if chars is None or chars < 2 or abs(size - body) > 0.01:
        return 0.0
    return (house.page.measure - chars * body) / (chars - 1)


def edges(house: HouseStyle, style: ParagraphStyle, region: str, page: int) -> Edges:
    """Of a paragraph (not a table's cell) on physical page `page`; in the 版记 one character is kept free on either side."""
    area = type_area(house, page)
    inset = house.colophon.inset * style.size if region == "colophon" else 0.0
    cell = style.size + grid_tracking(house, style.size)
    rest = area.left + inset + style.indent_left * cell
    return Edges(rest + style.indent_first * cell, rest, area.right - inset - style.indent_right * cell)
