"""Pages → sides of sheets: arithmetic over page numbers.

A booklet is a list of pages with blanks (`padded`). A binding makes sections of it: one for sheets that lie in one another,
several 书帖 for a glued book, or leaves that are cut. Each section is laid on folded sheets from outside in (`sheet_folds`),
leaves on as many places as a sheet has, so that its cut piles lie on one another in order.

What is missing is blank: before a last page that holds the 版记 alone, which then bears no number (GB/T 9704-2012 §7.5), and else
after the last page, for blank pages do not part a text. Fold-outs are sheets of their own, tipped in: `apart` of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from briefing.core.records import dataclass
from briefing.house.bindings import Binding
from briefing.press.sheet_folds import folded

Pages = Sequence[int | None]  # None: a blank page
Grid = tuple[int, int]  # columns and rows of pages on one side
#: Round which line a sheet is turned over to be printed by the same plates again; None: its back has plates of its own.
Flip = Literal["vertical", "horizontal"] | None


class PageCell(NamedTuple):
    """A page's place. Columns and rows count from the upper left corner; `turned`: it stands on its head; `depth`: how many
    folded leaves lie round it."""

    page: int | None
    column: int
    row: int
    turned: bool = False
    depth: int = 0


class Side(NamedTuple):
    """One side of a sheet, as it lies before you, the back turned over like a page. Sheets and sections count from 1, sheets of a
    section from outside in."""

    sheet: int
    back: bool
    section: int
    grid: Grid
    cells: tuple[PageCell, ...]

    @property
    def pages(self) -> list[int]:
        return [cell.page for cell in self.cells if cell.page is not None]


@dataclass(frozen=True, slots=True)
class Imposition:
    """A copy on sheets. `pages`: as it is bound; `flip`: each side is the whole sheet, front and back, of two copies."""

    binding: Binding
    pages: tuple[int | None, ...]
    sides: tuple[Side, ...]
    sections: tuple[int, ...]  # pages of each
    flip: Flip = None

    @property
    def sheets(self) -> int:
        return max((side.sheet for side in self.sides), default=0)

    @property
    def deepest(self) -> int:
        """The depth of the innermost leaf."""
        return max((cell.depth for side in self.sides for cell in side.cells), default=0)

    @property
    def sheets_per_copy(self) -> float:
        """Of paper: half of them where a sheet holds two copies."""
        return self.sheets / 2 if self.flip else self.sheets

    @property
    def blanks(self) -> int:
        return self.pages.count(None)


def padded(count: int, alone: bool = False, apart: Collection[int] = (), unit: int = 4) -> list[int | None]:
    """Page numbers 1 … `count` without those `apart`, and blanks, a multiple of `unit`. `alone`: the last page holds the 版记 and
    nothing else."""
    pages = [number for number in range(1, count + 1) if number not in apart]
    blanks = [None] * (-len(pages) % unit)
    return [*pages[:-1], *blanks, *pages[-1:]] if alone and count > 1 else [*pages, *blanks]


def imposed(pages: Pages, binding: Binding, grids: Sequence[Grid], signature: int = 16, flip: Flip = None) -> Imposition:
    """`pages`, a multiple of the binding's unit, on sheets. `grids`: what a side of a sheet holds of one copy, the largest first;
    of a section's sheets the last ones may be smaller. Folded sheets need one with 4 pages among them."""
    if binding.making == "leaves":
        sides = _leaves(pages, grids[0], binding.printed_sides == 2)
        sections: tuple[int, ...] = (len(pages),)
    else:
        sections = _sections(len(pages), signature) if binding.making == "signatures" else (len(pages),)
        sides = _folded(pages, sections, grids)
    laid = tuple(_turned_over(sides, flip) if flip else sides)
    return Imposition(binding, tuple(pages), laid, sections, flip)


def _sections(count: int, size: int) -> tuple[int, ...]:
    """What does not fill a section is the last but one, between two that hold it."""
    whole, rest = divmod(count, size)
    return (*[size] * (whole - 1), *([rest] if rest else []), *([size] if whole else []))


def _folded(pages: Pages, sections: Sequence[int], grids: Sequence[Grid]) -> Iterator[Side]:
    sheet = begin = 0
    for section, size in enumerate(sections, 1):
        first, last = begin, begin + size  # of the section's pages, those that are not laid yet
        begin = last
        while first < last:
            grid = next(grid for grid in grids if 2 * grid[0] * grid[1] <= last - first)
            half = grid[0] * grid[1]
            own = [*range(first, first + half), *range(last - half, last)]
            sheet += 1
            cells: dict[bool, list[PageCell]] = {False: [], True: []}
            for at, place in zip(own, folded(*grid), strict=True):
                depth = min(at - (begin - size), begin - 1 - at) // 2
                cells[place.back].append(PageCell(pages[at], place.column, place.row, place.turned, depth))
            for back in (False, True):
                yield Side(sheet, back, section, grid, tuple(sorted(cells[back], key=lambda cell: (cell.row, cell.column))))
            first, last = first + half, last - half


def _leaves(pages: Pages, grid: Grid, both: bool) -> Iterator[Side]:
    leaves = [(*pages[at : at + 2],) if both else (pages[at],) for at in range(0, len(pages), 2 if both else 1)]
    columns, rows = grid
    sheets = -(-len(leaves) // (columns * rows))
    for sheet in range(sheets):
        held = [(at, at * sheets + sheet) for at in range(columns * rows) if at * sheets + sheet < len(leaves)]
        for back in (False, True) if both else (False,):
            cells = []
            for at, leaf in held:
                row, column = divmod(at, columns)
                cells.append(PageCell(leaves[leaf][back], columns - 1 - column if back else column, row))
            yield Side(sheet + 1, back, 1, grid, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _turned_over(sides: Iterator[Side], flip: Literal["vertical", "horizontal"]) -> Iterator[Side]:
    """Front and back beside one another (or the back under the front, on its head): the sheet is printed, turned over and printed
    again by the same plates, and cut in two copies."""
    for front in sides:
        back = next(sides)
        columns, rows = front.grid
        if flip == "vertical":
            grid = (2 * columns, rows)
            moved = [cell._replace(column=cell.column + columns) for cell in back.cells]
        else:
            grid = (columns, 2 * rows)
            moved = [
                cell._replace(column=columns - 1 - cell.column, row=2 * rows - 1 - cell.row, turned=not cell.turned)
                for cell in back.cells
            ]
        yield Side(front.sheet, False, front.section, grid, (*front.cells, *moved))


def two_up(count: int) -> list[Side]:
    """Pages in reading order, two beside one another, for a proof on the office's printer."""
    return [
        Side(number, False, 1, (2, 1), tuple(PageCell(page, page - first, 0) for page in (first, first + 1) if page <= count))
        for number, first in enumerate(range(1, count + 1, 2), 1)
    ]
