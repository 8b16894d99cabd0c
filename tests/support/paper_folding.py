"""Folding, cutting and gathering sheets by hand: from where each page's label stands on the sides of the sheets, to the copy.

Knows nothing of how the sheets were laid out: a sheet is halved across its longer side until one page is left, the last fold
upright, and the heap is leafed through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Label:
    """A page found on a side: the lower left corner of its place as the side lies before you; whether it stands on its head."""

    page: int
    left: float
    bottom: float
    turned: bool


Side = Sequence[Label]
#: How far two places of one leaf may be from one another: creep.
NEAR = 12.0


@dataclass(frozen=True)
class Leaf:
    """A place of a sheet on a heap: what is seen from above and from below; lower left corner as seen from above."""

    left: float
    bottom: float
    above: tuple[int, bool] | None
    below: tuple[int, bool] | None


def leaves(front: Side, back: Side, width: float, places: Sequence[tuple[float, float]], page: tuple[float, float]) -> list[Leaf]:
    """The places of a sheet of `width`, seen with its back up. `places`: lower left corners on the front."""
    found = []
    for left, bottom in places:
        own = [label for label in front if _near(label, left, bottom)]
        under = [label for label in back if _near(label, width - left - page[0], bottom)]
        assert len(own) <= 1 and len(under) <= 1
        seen = [(label[0].page, label[0].turned) if label else None for label in (own, under)]
        found.append(Leaf(width - left - page[0], bottom, seen[1], seen[0]))
    assert sum(leaf.above is not None for leaf in found) == len(back), "every page in its place"
    assert sum(leaf.below is not None for leaf in found) == len(front)
    return found


def _near(label: Label, left: float, bottom: float) -> bool:
    return abs(label.left - left) < NEAR and abs(label.bottom - bottom) < NEAR


def fold(sheet: Sequence[Leaf], page: tuple[float, float]) -> list[tuple[int | None, int | None]]:
    """A sheet with its back up, folded to one page with its spine on the left: recto and verso of each leaf from the top."""
    heap = list(sheet)
    while True:
        lefts, bottoms = sorted({round(leaf.left) for leaf in heap}), sorted({round(leaf.bottom) for leaf in heap})
        if len(lefts) == len(bottoms) == 1:
            break
        wide = lefts[-1] + page[0] - lefts[0] > bottoms[-1] + page[1] - bottoms[0] or len(bottoms) == 1
        if wide:
            line = (lefts[0] + lefts[-1] + page[0]) / 2
            over = [leaf for leaf in heap if leaf.left < line - 1]
            moved = [replace(leaf, left=round(2 * line - leaf.left - page[0])) for leaf in over]
        else:
            line = (bottoms[0] + bottoms[-1] + page[1]) / 2
            over = [leaf for leaf in heap if leaf.bottom > line - 1]
            moved = [replace(leaf, bottom=round(2 * line - leaf.bottom - page[1])) for leaf in over]
        rest = [leaf for leaf in heap if leaf not in over]
        flipped = [
            replace(leaf, above=_head(leaf.below, not wide), below=_head(leaf.above, not wide)) for leaf in reversed(moved)
        ]
        heap = flipped + rest
    for leaf in heap:
        for side in (leaf.above, leaf.below):
            assert side is None or not side[1], f"page {side[0]} stands on its head"
    return [(leaf.above and leaf.above[0], leaf.below and leaf.below[0]) for leaf in heap]


def _head(side: tuple[int, bool] | None, other: bool) -> tuple[int, bool] | None:
    return None if side is None else (side[0], side[1] ^ other)


def nested(sheets: Sequence[list[tuple[int | None, int | None]]]) -> list[int | None]:
    """Folded sheets laid into one another, the first outermost; leafed through."""
    front: list[tuple[int | None, int | None]] = []
    back: list[tuple[int | None, int | None]] = []
    for sheet in sheets:
        half = len(sheet) // 2
        front += sheet[:half]
        back = sheet[half:] + back
    return [page for leaf in (*front, *back) for page in leaf]


def turned_over(side: Side, width: float, height: float, page: tuple[float, float], upright: bool) -> list[Label]:
    """The side as the second printing leaves it on the back, which lies turned over like a page. `upright`: the sheet was turned
    round its upright middle line; else round the level one, and all stands on its head."""
    if upright:
        return list(side)
    return [
        replace(label, left=width - label.left - page[0], bottom=height - label.bottom - page[1], turned=not label.turned)
        for label in side
    ]
