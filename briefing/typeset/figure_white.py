"""Tables and figures with what belongs to them, each as one thing: as much white above as below, together whole lines of the
grid; and a picture no higher than its caption, source and notes leave of a page.

White is what is seen: from the frame of a table or the edge of a picture, or from the characters of a caption or note. A table
that parts has as little of it as may be. What stands right under another has the white of that one above it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from briefing.typeset import adjoining
from briefing.typeset.composed import SetBlock, SetParagraph, SetPicture, SetTable
from briefing.typeset.context import Context
from briefing.typeset.floats import WHOLE_TABLE
from briefing.typeset.foot_notes import FootNotes

_CLOSE = 0.01  # pt
_ABOVE = ("table-caption", "table-unit")
#: A picture becomes no lower than this share of a page, whatever belongs to it.
_LEAST = 1 / 3
#: What a frame, or columns, may take of a page beside its contents, in lines of the grid.
_FRAMED = 2

#: Whether block i stands in a frame or columns; None: beside another picture, in a row that is one thing.
Framed = Callable[[int], bool | None]


def settled(
    blocks: Sequence[SetBlock], regions: Sequence[str], context_of: Callable[[int], Context], framed: Framed,
    notes: Sequence[SetParagraph],
) -> list[SetBlock]:  # fmt: skip
    """`blocks` with that white. `context_of`: of the pages on which block i stands."""
    found = list(blocks)
    foot = FootNotes(notes)
    last, white = 0, 0.0
    for start, end in _units(blocks, regions, framed):
        context = context_of(start)
        if isinstance(picture := found[start], SetPicture):
            framing = _FRAMED * context.house.grid.pitch if framed(start) else 0.0
            claimed = foot.height(foot.marked_in(found[start:end]))
            spare = context.house.grid.pitch if claimed else 0.0
            found[start] = _lowered(picture, found[start + 1 : end], claimed + spare + framing, context)
        together = start == last > 0 and regions[start] == regions[last - 1] and context is context_of(last - 1)
        last, white = end, _even(found, start, end, context, white if together else 0.0)
    return found


def _units(blocks: Sequence[SetBlock], regions: Sequence[str], framed: Framed) -> Iterator[tuple[int, int]]:
    """Where each table or figure begins and ends."""
    at = 0
    while at < len(blocks):
        start = at
        while at < len(blocks) and adjoining.name(blocks[at]) in _ABOVE and regions[at] == regions[start]:
            at += 1
        block = blocks[at] if at < len(blocks) and regions[at] == regions[start] else None
        picture = isinstance(block, SetPicture) and at == start and not block.picture.markup and framed(at) is not None
        at += 1
        if not (picture or isinstance(block, SetTable)) or regions[start] == "colophon":
            continue
        while at < len(blocks) and regions[at] == regions[start] and _belongs(blocks[at - 1], blocks[at]):
            at += 1
        yield start, at


def _belongs(block: SetBlock, following: SetBlock) -> bool:
    return adjoining.continues(block, following) or adjoining.notes(block, following)


def _lowered(picture: SetPicture, below: Sequence[SetBlock], taken: float, context: Context) -> SetPicture:
    """The picture as high as there is room for it with what is `below` and `taken` from its page, pt."""
    under = sum(block.before + block.height + block.after for block in below)
    room = max(context.capacity - under - taken - 2 * _CLOSE, _LEAST * context.capacity)
    if picture.height <= room:
        return picture
    width = picture.width * room / picture.height
    return replace(picture, x=picture.x + (picture.width - width) / 2, width=width, height=room)


def _even(blocks: list[SetBlock], start: int, end: int, context: Context, given: float) -> float:
    """Set the white above and below the table or figure `start:end`, and that between a table and its notes. `given`: white that
    stands above it already. Returns the white below it, pt."""
    tables, pitch = context.house.tables, context.house.grid.pitch
    distance = pitch / 2 if tables.distance is None else tables.distance
    for index in range(start, end):
        block = blocks[index]
        if isinstance(block, SetTable | SetPicture):
            noted = isinstance(block, SetTable) and index + 1 < end
            blocks[index] = replace(block, before=0.0, after=tables.note_distance if noted else 0.0)
    first, last = blocks[start], blocks[end - 1]
    wanted = first.before if isinstance(first, SetParagraph) else distance
    over, under = _inside(first), _inside(last)
    # lines of a paragraph have white of their own, which is part of that above and below
    content = sum(block.before + block.height + block.after for block in blocks[start:end])
    content -= first.before + over + under + last.after
    least = max(wanted + over, distance)
    above = max(least - given, over)
    spare = math.ceil((content + above + least) / pitch - _CLOSE) * pitch - content
    parts = any(isinstance(block, SetTable) and block.height > WHOLE_TABLE * context.capacity for block in blocks[start:end])
    if not parts:
        above = max((spare + given) / 2 - given, above)
    blocks[start] = replace(blocks[start], before=above - over)
    # what follows goes to the next line of the grid, which is no further than that; at the head of a page it is nearer
    blocks[end - 1] = replace(blocks[end - 1], after=least - under)
    return least if parts else spare - above


def _inside(block: SetBlock) -> float:
    """White above and below the characters of a line of a paragraph, pt."""
    return (block.leading - block.size) / 2 if isinstance(block, SetParagraph) else 0.0
