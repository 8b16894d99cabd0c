"""Figures, and tables that do not part, for which a page has no room: paragraphs that follow go before them, so that no white is
left.

Only text passes, within its section, and no further than the page on which the figure stands anyway; figures keep their order.
The sources say the one order, `Composed.blocks` have the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from briefing.typeset import adjoining
from briefing.typeset.composed import Page, SetBlock, SetParagraph, SetPicture, SetTable

#: Kinds of paragraphs that pass.
PASSING = frozenset({"body", "list-item", "list-item-2", "list-item-3", "quote"})
#: A table of up to this share of a page does not part.
WHOLE_TABLE = 0.5
_CLOSE = 0.01


class Trial(NamedTuple):
    """How blocks stand in some order."""

    blocks: Sequence[SetBlock]
    pages: Sequence[Page]


class _Move(NamedTuple):
    """Blocks `start:end` go behind `end:stop`."""

    start: int
    end: int
    stop: int


def settled(count: int, places: Sequence[object], pitch: float, lay: Callable[[Sequence[int]], Trial]) -> list[int]:
    """The order of `count` blocks, as places in the sources. Blocks between which nothing passes differ in `places`: their region
    and frame. `lay` sets pages."""
    order = list(range(count))
    tried: set[int] = set()
    trial = lay(order)
    while (move := _next(trial, order, places, pitch, tried)) is not None:
        tried.add(order[move.start])
        for stop in range(move.stop, move.end, -1):
            changed = [*order[: move.start], *order[move.end : stop], *order[move.start : move.end], *order[stop:]]
            after = lay(changed)
            if len(after.pages) <= len(trial.pages) and _page(after, move.start + stop - move.end) <= _page(trial, move.start):
                order, trial = changed, after
                break
    return order


def passed(order: Sequence[int]) -> frozenset[int]:
    """Of blocks in this order, those before which something stands in the sources that comes later here."""
    return frozenset(at for at in range(len(order)) if order[at] > at and (not at or order[at - 1] < at))


def _page(trial: Trial, index: int) -> int:
    return next(number for number, page in enumerate(trial.pages) for item in page.items if item.index == index)


def _next(trial: Trial, order: Sequence[int], places: Sequence[object], pitch: float, tried: set[int]) -> _Move | None:
    """The first figure that went to the next page and left white which text can fill."""
    blocks = trial.blocks
    for before, page in zip(trial.pages, trial.pages[1:], strict=False):
        if not page.items or not before.items or page.items[0].first or before.leaf != page.leaf:
            continue
        start = first = page.items[0].index
        last = before.items[-1]
        while start < len(blocks) and _heads(blocks[start]):
            start += 1  # a heading goes where its text goes
        end = unit(blocks, start, page.box.depth)
        if end == start or order[start] in tried or last.index != first - 1:
            continue
        if len({places[index] for index in range(first - 1, end)}) > 1:
            continue
        y = last.y + blocks[last.index].standing(last.first, last.last)
        y += sum(block.before + block.height + block.after for block in blocks[first:start] if isinstance(block, SetParagraph))
        if page.box.depth - y < pitch * (2 if start > first else 1):
            continue
        stop = end
        while stop < len(blocks) and y < page.box.depth - _CLOSE and places[stop] == places[start] and _passes(blocks[stop]):
            y += blocks[stop].before + blocks[stop].height + blocks[stop].after
            stop += 1
        if stop > end:
            return _Move(start, end, stop)
    return None


def _heads(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind.startswith("heading-") and block.style.keep_with_next


def _passes(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind in PASSING


def unit(blocks: Sequence[SetBlock], start: int, depth: float) -> int:
    """The end of the figure, or of the table that does not part, that begins with block `start`; `start`: there begins none."""
    end = start
    while end < len(blocks) and adjoining.name(blocks[end]) in ("table-caption", "table-unit"):
        end += 1
    block = blocks[end] if end < len(blocks) else None
    whole = isinstance(block, SetTable) and block.height <= WHOLE_TABLE * depth
    if not whole and not (isinstance(block, SetPicture) and end == start and not block.picture.markup):
        return start
    end += 1
    while end < len(blocks) and (
        adjoining.continues(blocks[end - 1], blocks[end]) or adjoining.notes(blocks[end - 1], blocks[end])
    ):
        end += 1
    return end
