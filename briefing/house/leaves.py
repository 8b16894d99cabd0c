"""Pages of another format than the house's own: a wide page is its sheet turned on its side, a fold-out (折页) is twice as wide
as its sheet is narrow and as high as that is high: A3 in a bulletin on A4.

A bulletin stays one book. A turned page is bound where all are, its head to the left (GB/T 9704-2012 §8: 单页码表头在订口一边，
双页码表头在切口一边), so that its type area lies on that of the other pages, and its page number stands where theirs do.
"""

from __future__ import annotations

import math
from dataclasses import replace

from briefing.house.style import HouseStyle, PageStyle


def on_leaf(house: HouseStyle, leaf: str) -> HouseStyle:
    """The house on pages of that format: sheet, margins and lines are those of the page, all else, the pitch of its lines and the
    advance of its characters too, is the house's. "": its own pages; they may be wide themselves, and then no page is turned."""
    page = house.page
    if not leaf or house.leaf == leaf or (leaf == "wide" and page.width_mm >= page.height_mm):
        return house
    style = _turned(page) if leaf == "wide" else _unfolded(page)
    lines = house.grid.lines
    if style.type_area_height_mm != page.type_area_height_mm:
        lines = max(1, math.floor(style.depth / house.grid.pitch + 1e-3))
    return replace(house, page=style, grid=replace(house.grid, lines=lines), leaf=leaf, own_page=page)


def outer_mm(page: PageStyle) -> float:
    """Margin at the edge that is cut, 切口."""
    return page.width_mm - page.binding_mm - page.type_area_width_mm


def _turned(page: PageStyle) -> PageStyle:
    """A quarter turn to the right: what was the left margin is the head. Of left-hand pages see `page_boxes.page_box`."""
    below = page.height_mm - page.top_mm - page.type_area_height_mm
    return PageStyle(
        page.height_mm, page.width_mm, page.binding_mm, below, page.type_area_height_mm, page.type_area_width_mm, mirrored=False
    )


def _unfolded(page: PageStyle) -> PageStyle:
    narrow, long = sorted((page.width_mm, page.height_mm))
    around, above = page.width_mm - page.type_area_width_mm, page.height_mm - page.type_area_height_mm
    return replace(
        page, width_mm=2 * narrow, height_mm=long, type_area_width_mm=2 * narrow - around, type_area_height_mm=long - above
    )
