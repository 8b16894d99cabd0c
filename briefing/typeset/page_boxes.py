"""The sheet of a page and the type area on it."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.leaves import outer_mm
from briefing.house.style import PT_PER_MM, HouseStyle


@dataclass(frozen=True, slots=True)
class PageBox:
    """A page's sheet and its type area, pt: `left` and `top` of the type area from the sheet's top left corner. `turned`: as it
    is read, a quarter turn to the right from how it is bound."""

    width: float
    height: float
    left: float
    top: float
    measure: float
    depth: float
    right_hand: bool
    turned: bool = False


def page_box(house: HouseStyle, *, right_hand: bool) -> PageBox:
    """Left-hand pages have the binding on their right where the house mirrors them; turned ones, at their foot."""
    style, own = house.page, house.own_page
    turned = house.leaf == "wide"
    left, top = style.binding_mm, style.top_mm
    if not right_hand and style.mirrored:
        left = outer_mm(style)
    elif not right_hand and turned and own is not None and own.mirrored:
        top = outer_mm(own)
    width, height, x, y = (mm * PT_PER_MM for mm in (style.width_mm, style.height_mm, left, top))
    return PageBox(width, height, x, y, style.measure, style.depth, right_hand, turned)
