"""Figures, and tables that do not part, for which a page has no room: paragraphs that follow go before them, so that no white is
left.

Only text passes, with the smaller headings over it, within its section (图不跨节), and a figure stands on the next page at the
latest; figures keep their order. The sources say the one order, `Composed.blocks` have the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefing.typeset import adjoining
from briefing.typeset.composed import SetBlock, SetParagraph, SetPicture, SetTable

if TYPE_CHECKING:
    from briefing.typeset.pages import PageFlow

#: Kinds of paragraphs that pass.
_PASSING = frozenset({"body", "list-item", "list-item-2", "list-item-3", "quote"})
#: Headings that pass with the text under them: those below 一、, which begin no section.
_MINOR = frozenset({"heading-2", "heading-3", "heading-4"})
#: A table of up to this share of a page goes to the next page whole; a longer one parts between rows.
WHOLE_TABLE = 0.5
#: But it parts where it would leave as much of a page white, if it does so under 续表, with so many rows on either side.
_WHITE, _ROWS = 0.3, 3
_CLOSE = 0.01


class Move(NamedTuple):
    """Blocks `start:end` go behind `end:stop`."""

    start: int
    end: int
    stop: int


def passing(flow: PageFlow, index: int, region_end: int) -> Move | None:
    """What passes a figure that begins with block `index`, or under headings there, and for which this page has no room."""
    blocks, start = flow.blocks, index
    if flow.empty or flow.within:
        return None
    while start < region_end and _heads(blocks[start]):
        start += 1  # a heading goes where its text goes
    end = _unit(blocks, start, region_end, flow.capacity)
    if end == start or flow.order[start] in flow.passed or any(at in flow.starting for at in range(index, end)):
        return None
    begin = y = _below(flow, index, start, flow.y)
    high = _below(flow, start, end, begin) - begin
    floor = flow.floor_under(index, end)
    if begin + high <= floor + _CLOSE or flow.floor() - begin < flow.pitch * (2 if start > index else 1):
        return None
    stop = end
    floor = flow.floor()
    while y < floor - _CLOSE and (following := _text(flow, stop, region_end, y)) > stop:
        y = _below(flow, stop, following, y)
        stop = following
        floor = flow.floor(flow.foot.marked_in(blocks[end:stop]), least=True)
    if stop > end and y - floor + high > flow.capacity + _CLOSE:
        stop -= 1  # under the rest of that paragraph the figure would not go in
        while stop > end and _of(blocks[stop - 1], _MINOR):
            stop -= 1
    return Move(start, end, stop) if stop > end else None


def parting(flow: PageFlow, index: int, region_end: int) -> SetTable | None:
    """The table that begins with block `index`, or under headings there, and parts since nothing else could fill this page."""
    blocks, start = flow.blocks, index
    if flow.empty or flow.within:
        return None
    while start < region_end and _heads(blocks[start]):
        start += 1
    end = _unit(blocks, start, region_end, flow.capacity)
    tables = [block for block in blocks[start:end] if isinstance(block, SetTable) and block.continued is not None]
    if not tables or any(at in flow.starting for at in range(index, end)) or flow.foot.marked_in(tables):
        return None
    table, floor = tables[0], flow.floor_under(index, end)
    free = floor - _below(flow, index, next(at for at in range(start, end) if blocks[at] is table), flow.y)
    if _below(flow, index, end, flow.y) <= floor + _CLOSE or floor - flow.y < _WHITE * flow.capacity:
        return None
    rows = sum(table.standing(0, last) <= free for last in range(1, len(table.bands) + 1))
    return table if table.table.heads + _ROWS <= rows <= len(table.bands) - _ROWS else None


def passed(order: Sequence[int]) -> frozenset[int]:
    """Of blocks in this order, those before which something stands in the sources that comes later here."""
    return frozenset(at for at in range(len(order)) if order[at] > at and (not at or order[at - 1] < at))


def _below(flow: PageFlow, start: int, end: int, y: float) -> float:
    """Where blocks `start:end` end if they begin at `y` and do not part."""
    for index in range(start, end):
        block = flow.blocks[index]
        y = flow.top(index, y) + block.before + block.height + block.after
    return y


def _heads(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind.startswith("heading-") and block.style.keep_with_next


def _text(flow: PageFlow, start: int, region_end: int, y: float) -> int:
    """The end of the paragraph that begins with block `start` at `y`, or under small headings there that two of its lines can
    stand with on this page; `start`: there is none."""
    at = start
    while at < region_end and at not in flow.starting and _of(flow.blocks[at], _MINOR):
        at += 1
    if at == region_end or at in flow.starting or not _of(flow.blocks[at], _PASSING):
        return start
    if at > start:
        block, top = flow.blocks[at], flow.top(at, _below(flow, start, at, y))
        if top + block.before + min(block.height, 2 * flow.pitch) > flow.floor() + _CLOSE:
            return start
    return at + 1


def _of(block: SetBlock, kinds: Collection[str]) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind in kinds


def _unit(blocks: Sequence[SetBlock], start: int, region_end: int, capacity: float) -> int:
    """The end of the figure, or of the table that does not part, that begins with block `start`; `start`: there begins none."""
    end = start
    while end < region_end and adjoining.name(blocks[end]) in ("table-caption", "table-unit"):
        end += 1
    block = blocks[end] if end < region_end else None
    whole = isinstance(block, SetTable) and block.height <= WHOLE_TABLE * capacity
    if not whole and not (isinstance(block, SetPicture) and end == start and not block.picture.markup):
        return start
    end += 1
    while end < region_end and (
        adjoining.continues(blocks[end - 1], blocks[end]) or adjoining.notes(blocks[end - 1], blocks[end])
    ):
        end += 1
    return end
