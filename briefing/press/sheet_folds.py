"""What folding a sheet of paper does to the places of its pages."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A place of a sheet side as it lies before you, the back turned over like a page. `turned`: its head is below."""

    back: bool
    column: int
    row: int
    turned: bool


#: Columns and rows of pages on one side → the folds: "h" the upper half down over the lower, "v" the left over the right.
#: The last one is the spine.
FOLDS: dict[tuple[int, int], str] = {(2, 1): "v", (4, 1): "vv", (2, 2): "hv", (4, 2): "vhv", (4, 4): "hvhv"}


def folded(columns: int, rows: int) -> list[Place]:
    """Where page 1, 2, … of the folded sheet stand on it: a blank sheet is folded, then leafed through.

    It lies with its back up, so that page 1 comes to its front. Raises KeyError for what is not folded so."""
    # From the top of each heap: the leaf's column and row on the front, whether its back is up, whether it stands on its head.
    heaps = {(columns - 1 - column, row): [(column, row, True, False)] for column in range(columns) for row in range(rows)}
    across, down = columns, rows
    for fold in FOLDS[columns, rows]:
        if fold == "v":
            across //= 2
            left = [(column, row) for column in range(across) for row in range(down)]
            moved = [((2 * across - 1 - column, row), heaps.pop((column, row))) for column, row in left]
        else:
            down //= 2
            upper = [(column, row) for column in range(across) for row in range(down)]
            moved = [((column, 2 * down - 1 - row), heaps.pop((column, row))) for column, row in upper]
        for place, heap in moved:
            over = [(column, row, not back, turned ^ (fold == "h")) for column, row, back, turned in reversed(heap)]
            heaps[place] = over + heaps[place]
        heaps = {
            (column - (across if fold == "v" else 0), row - (down if fold == "h" else 0)): heap
            for (column, row), heap in heaps.items()
        }
    (heap,) = heaps.values()
    places = []
    for column, row, back, turned in heap:
        for side in (back, not back):
            places.append(Place(side, columns - 1 - column if side else column, row, turned))
    return places
