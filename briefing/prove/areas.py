"""Where the house wants things on a page: the type area, the box of a paragraph, the heights of its lines.

From the numbers of the house alone. Pt, from the top left corner of the sheet, y downwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from briefing.core import bounds
from briefing.house.leaves import on_leaf, outer_mm
from briefing.house.style import PT_PER_MM, HouseStyle, ParagraphStyle
from briefing.model.sheet import LEAVES
from briefing.prove.pdf_pages import Pdf, Rect

#: The group of what stands in two columns.
COLUMNS = "columns"
TOLERANCE = bounds.PROOF_TOLERANCE * PT_PER_MM
#: Of the type size, from the top of a line's em box to its baseline: where the shipped faces have it.
ASCENT = 0.88


class Edges(NamedTuple):
    """Left edges of a paragraph's first line and of the others, and their common right edge."""

    first: float
    rest: float
    right: float


def page_houses(house: HouseStyle, pdf: Pdf) -> list[HouseStyle]:
    """For each page the house on pages of its format, told by its size; the house itself where it has none of them."""
    formats = [house, *(on_leaf(house, leaf) for leaf in LEAVES)]
    return [next((each for each in formats if _is_of(each, page.width, page.height)), house) for page in pdf.pages]


def _is_of(house: HouseStyle, width: float, height: float) -> bool:
    page = house.page
    return max(abs(width - page.width_mm * PT_PER_MM), abs(height - page.height_mm * PT_PER_MM)) <= 2 * TOLERANCE


def page_areas(house: HouseStyle, pdf: Pdf) -> Callable[[int], Rect]:
    """The type area of each page, by its number; beyond the last, that of the house's own pages."""
    houses = page_houses(house, pdf)
    return lambda page: type_area(houses[page - 1] if page <= len(houses) else house, page)


def type_area(house: HouseStyle, page: int) -> Rect:
    """Its bottom is that of the grid where that is the lower one."""
    style = house.page
    left = style.binding_mm
    if style.mirrored and page % 2 == 0:
        left = style.width_mm - style.binding_mm - style.type_area_width_mm
    top = style.top_mm
    if house.leaf == "wide" and house.own_page is not None and house.own_page.mirrored and page % 2 == 0:
        top = outer_mm(house.own_page)  # its head is at the edge that is cut
    x, y = left * PT_PER_MM, top * PT_PER_MM
    depth = max(style.depth, house.grid.lines * house.grid.pitch)
    return Rect(x, y, x + style.measure, y + depth)


def leading(house: HouseStyle, style: ParagraphStyle) -> float:
    return house.grid.pitch if style.leading is None else style.leading


def grid_tracking(house: HouseStyle, size: float) -> float:
    """What the character grid adds after each character of the body's size."""
    chars, body = house.grid.chars, house.styles["body"].size
    if chars is None or chars < 2 or abs(size - body) > 0.01:
        return 0.0
    return ((house.own_page or house.page).measure - chars * body) / (chars - 1)


def edges(house: HouseStyle, style: ParagraphStyle, region: str, page: int, group: str = "", x: float = 0.0) -> Edges:
    """Of a paragraph (not a table's cell) on physical page `page`; in the 版记 one character is kept free on either side.
    `group`: the kind of frame that it stands in, or "columns", of which the one at `x` is meant."""
    area = type_area(house, page)
    inset = house.colophon.inset * style.size if region == "colophon" else 0.0
    left, right = area.left, area.right
    if group == COLUMNS:
        left, right = columns(house, page)[column(house, page, x)]
    elif group:
        inset = house.boxes[group].inset * _body_cell(house)
    cell = style.size + grid_tracking(house, style.size)
    rest = left + inset + style.indent_left * cell
    return Edges(rest + style.indent_first * cell, rest, right - inset - style.indent_right * cell)


def columns(house: HouseStyle, page: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right edge of each of two columns."""
    area, gap = type_area(house, page), house.columns.gap * _body_cell(house)
    width = (area.right - area.left - gap) / 2
    return (area.left, area.left + width), (area.right - width, area.right)


def column(house: HouseStyle, page: int, x: float) -> int:
    """Which of two columns is at `x`."""
    return int(x > (columns(house, page)[0][1] + columns(house, page)[1][0]) / 2)


def _body_cell(house: HouseStyle) -> float:
    size = house.styles["body"].size
    return size + grid_tracking(house, size)
