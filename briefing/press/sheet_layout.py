"""Where pages stand on paper: the sheet that a binding takes, and the edges of its places. Lengths: mm, from the lower left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from briefing.core.errors import Diagnostic, InputError
from briefing.core.records import dataclass
from briefing.house.bindings import STOCKS, Binding, Stock
from briefing.house.papers import caliper
from briefing.house.print_settings import PrintStyle
from briefing.press.impose import Flip, Grid
from briefing.press.sheet_folds import FOLDS

#: Folded heads and fore-edges are cut off, glued spines milled off: so much on each side.
TRIM, MILL = 3.0, 1.5
#: What crosses and the colour bar take beside the pages and their bleed, where a house asks for them.
CONTROL_ROOM = 7.0
#: Leaves on a sheet.
_LEAF_GRIDS = ((4, 4), (4, 2), (2, 4), (2, 2), (4, 1), (1, 4), (2, 1), (1, 2), (1, 1))
#: Sheets are as large as their pages if nothing is left but this.
_CLOSE = 0.5
#: Nobody sees pages that have moved by less.
CREEP_SEEN = 0.25

Edge = Literal["bottom", "left"]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of `width` × `height` with the lower left corners of its columns and rows of pages, rows from above. `gripper`: the
    edge at which the press holds it, "" for machines that need none. `spine_gap`: between pages that share a spine."""

    stock: str  # "" for a sheet that is just as large as its pages
    width: float
    height: float
    grid: Grid
    page: tuple[float, float]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    gripper: Edge | Literal[""]
    spine_gap: float

    @property
    def block(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of all pages."""
        return self.columns[0], self.rows[-1], self.columns[-1] + self.page[0], self.rows[0] + self.page[1]

    def place(self, column: int, row: int, back: bool) -> tuple[float, float]:
        """The lower left corner of a page; on the back, which lies turned over like a page, from the other side."""
        return (self.width - self.columns[-1 - column] - self.page[0] if back else self.columns[column]), self.rows[row]

    def bleeds(self, column: int, row: int, back: bool, bleed: float) -> tuple[float, float, float, float]:
        """How far a page may be drawn over its left, lower, right and upper edge: its bleed, but not into a neighbour's place."""
        x, y = self.place(column, row, back)
        width, height = self.page
        left, bottom, right, top = x, y, self.width - x - width, self.height - y - height
        if column:
            left = (x - self.place(column - 1, row, back)[0] - width) / 2
        if column + 1 < len(self.columns):
            right = (self.place(column + 1, row, back)[0] - x - width) / 2
        if row:
            top = (self.rows[row - 1] - y - height) / 2
        if row + 1 < len(self.rows):
            bottom = (y - self.rows[row + 1] - height) / 2
        return min(bleed, left), min(bleed, bottom), min(bleed, right), min(bleed, top)


@dataclass(frozen=True, slots=True)
class Papers:
    """The sheets of a job: a layout for every grid that it may take, the grids of one copy with the largest first."""

    grids: tuple[Grid, ...]
    layouts: dict[Grid, SheetLayout]
    flip: Flip

    def layout(self, grid: Grid) -> SheetLayout:
        return self.layouts[grid]


def papers(page: tuple[float, float], binding: Binding, style: PrintStyle, bleed: float) -> Papers:
    """`page`: width and height; `bleed`: 0 where nothing reaches the edge. Raises InputError where the house's paper does not
    take the pages."""
    for mill in (MILL, 0.0) if binding.fastening == "glue" else (0.0,):
        for stock in _stocks(style):
            found = _on(stock, page, binding, style, bleed, mill)
            if found is not None:
                return found
    width, height = page
    asked = "" if style.stock == "auto" else style.stock
    what = {"正反版": "", "自翻版": "，又要自翻", "滚翻版": "，又要滚翻"}[style.work]
    message = f"{asked or '各种上机的纸'}放不下{binding.name}的版：成品 {width:g}×{height:g} 毫米"
    message += (f"，出血 {bleed:g} 毫米" if bleed else "") + what
    hint = "请在 house.yaml 的 print 里把 sheet 改成大一些的纸（或 auto），或把 work 写成 正反版。"
    raise InputError(Diagnostic("press-sheet", message, hint=hint))


def _stocks(style: PrintStyle) -> Iterator[Stock | None]:
    """What to try, in order; None is a sheet just as large as the pages on it."""
    if style.stock != "auto":
        yield next(stock for stock in STOCKS if stock.name == style.stock)
        return
    yield None
    yield from STOCKS


def _on(
    stock: Stock | None, page: tuple[float, float], binding: Binding, style: PrintStyle, bleed: float, mill: float
) -> Papers | None:
    folds = binding.making != "leaves"
    grids: tuple[Grid, ...] = _LEAF_GRIDS
    if folds:
        grids = tuple(sorted(FOLDS, key=lambda grid: (_cells(grid), grid[1]), reverse=True))
    if stock is None or style.stock == "auto":
        grids = ((2, 1),) if folds else ((1, 1),)  # what everybody can print
    if binding.making == "signatures":
        grids = tuple(grid for grid in grids if 2 * _cells(grid) <= int(style.signature))
    for upright in (False, True):
        flip = _flip(style.work, upright) if binding.printed_sides == 2 else None
        fitting = {}
        for grid in grids:
            columns, rows = grid
            whole = (2 * columns, rows) if flip == "vertical" else (columns, 2 * rows) if flip else grid
            layout = _layout(stock, upright, whole, page, folds, style, bleed, flip, mill)
            if layout is not None:
                fitting[grid] = layout
        if fitting and (not folds or (2, 1) in fitting):
            kept = [grid for grid in grids if grid in fitting]
            if not folds:
                kept = kept[:1]
            return Papers(tuple(kept), {layout.grid: layout for grid in kept for layout in (fitting[grid],)}, flip)
    return None


def _cells(grid: Grid) -> int:
    return grid[0] * grid[1]


def _flip(work: str, upright: bool) -> Flip:
    """自翻 keeps the edge that the press holds, a long one; 滚翻 does not."""
    if work == "正反版":
        return None
    return "vertical" if (work == "自翻版") is not upright else "horizontal"


def _layout(
    stock: Stock | None, upright: bool, grid: Grid, page: tuple[float, float], folds: bool, style: PrintStyle, bleed: float,
    flip: Flip, mill: float,
) -> SheetLayout | None:  # fmt: skip
    cut, spine = (2 * max(TRIM, bleed) if folds else 2 * bleed), 2 * mill
    across = [spine if folds and column % 2 else cut for column in range(1, grid[0])]
    down = [cut] * (grid[1] - 1)
    block = grid[0] * page[0] + sum(across), grid[1] * page[1] + sum(down)
    if stock is None:
        exact = not (upright or bleed or mill or flip or style.control == "always")
        return _placed("", block, (0.0, 0.0), grid, page, across, down, "", spine) if exact else None
    sheet = (stock.short, stock.long) if upright else (stock.long, stock.short)
    edge: Edge | Literal[""] = ("left" if upright else "bottom") if stock.press else ""
    aside = bleed + (CONTROL_ROOM if style.control == "always" else 0.0)
    grip = max(aside, style.gripper_mm) if stock.press else aside
    # Turned over with another edge ahead, it is held there, too.
    twice = flip == ("vertical" if upright else "horizontal")
    near = (grip if edge == "left" else aside, grip if edge == "bottom" else aside)
    far = (near[0] if twice else aside, near[1] if twice else aside)
    free = (sheet[0] - block[0], sheet[1] - block[1])
    if any(free[at] + _CLOSE < near[at] + far[at] for at in (0, 1)):
        return None
    # In the middle, so that front and back lie on one another, but for the edge that is held.
    corner = (max(free[0] / 2, near[0]), max(free[1] / 2, near[1]))
    return _placed(stock.name, sheet, corner, grid, page, across, down, edge, spine)


def _placed(
    stock: str, sheet: tuple[float, float], corner: tuple[float, float], grid: Grid, page: tuple[float, float],
    across: list[float], down: list[float], edge: Edge | Literal[""], spine: float,
) -> SheetLayout:  # fmt: skip
    columns = [corner[0] + column * page[0] + sum(across[:column]) for column in range(grid[0])]
    top = corner[1] + grid[1] * page[1] + sum(down)
    rows = [top - (row + 1) * page[1] - sum(down[:row]) for row in range(grid[1])]
    return SheetLayout(stock, *sheet, grid, page, tuple(columns), tuple(rows), edge, spine)


def leaf(style: PrintStyle) -> float | None:
    """Thickness of a leaf; None where nobody knows."""
    return style.thickness_mm or caliper(style.paper)


def creep(style: PrintStyle, pages: int) -> float:
    """How far the innermost of so many pages of a section are moved: the house's word, or the paper that lies round them."""
    if style.creep_mm is not None:
        return style.creep_mm
    moved = round((leaf(style) or 0.0) * (pages // 4 - 1), 2)
    return moved if moved >= CREEP_SEEN else 0.0
