"""Tables and figures with what belongs to them, those that stand right under one another as one thing: as much white above as
below and between them, together whole lines of the grid; and a picture no higher than its caption, source and notes leave of a
page.

White is what is seen: from the frame of a table or the edge of a picture, or from the characters of a caption or note. A table
that parts has as little of it as may be.
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
#: Where a table or figure begins and ends, with all that belongs to it.
Unit = tuple[int, int]


def settled(
    blocks: Sequence[SetBlock], regions: Sequence[str], context_of: Callable[[int], Context], framed: Framed,
    notes: Sequence[SetParagraph],
) -> list[SetBlock]:  # fmt: skip
    """`blocks` with that white. `context_of`: of the pages on which block i stands."""
    found = list(blocks)
    foot = FootNotes(notes)
    chains: list[list[Unit]] = []
    for start, end in _units(blocks, regions, framed):
        context = context_of(start)
        if isinstance(picture := found[start], SetPicture):
            framing = _FRAMED * context.house.grid.pitch if framed(start) else 0.0
            claimed = foot.height(foot.marked_in(found[start:end]))
            spare = context.house.grid.pitch if claimed else 0.0
            found[start] = _lowered(picture, found[start + 1 : end], claimed + spare + framing, context)
        before = chains[-1][-1][1] if chains else 0
        if (
            start == before > 0
            and regions[start] == regions[before - 1]
            and context is context_of(before - 1)
            and (framed(start) == framed(before - 1))
        ):
            chains[-1].append((start, end))
        else:
            chains.append([(start, end)])
    for chain in chains:
        _even(found, chain, context_of(chain[0][0]))
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


def _even(blocks: list[SetBlock], chain: Sequence[Unit], context: Context) -> None:
    """Set the white above, between and below the tables and figures of `chain`, and that between a table and its notes."""
    tables, pitch = context.house.tables, context.house.grid.pitch
    distance = pitch / 2 if tables.distance is None else tables.distance
    for start, end in chain:
        for index in range(start, end):
            block = blocks[index]
            if isinstance(block, SetTable | SetPicture):
                noted = isinstance(block, SetTable) and index + 1 < end
                blocks[index] = replace(block, before=0.0, after=tables.note_distance if noted else 0.0)
    # lines of a paragraph have white of their own, which is part of that above and below
    inside = [(_inside(blocks[start]), _inside(blocks[end - 1])) for start, end in chain]
    firsts = (blocks[start] for start, _ in chain)
    wanted = [first.before if isinstance(first, SetParagraph) else distance for first in firsts]
    least = [max(above + over, distance) for above, (over, _) in zip(wanted, inside, strict=True)]
    content = sum(block.before + block.height + block.after for start, end in chain for block in blocks[start:end])
    content -= sum(blocks[start].before + blocks[end - 1].after for start, end in chain) + sum(map(sum, inside))
    gaps = [*least, least[-1]]
    if not any(_parts(block, context) for start, end in chain for block in blocks[start:end]):
        whole = math.ceil((content + sum(gaps)) / pitch - _CLOSE) * pitch
        gaps = [gap + (whole - content - sum(gaps)) / len(gaps) for gap in gaps]
    given = 0.0
    for number, (start, end) in enumerate(chain):
        over, under = inside[number]
        blocks[start] = replace(blocks[start], before=max(0.0, gaps[number] - given - over))
        # what follows goes to the next line of the grid, which is no further than that; at the head of a page it is nearer
        after = least[number] - under
        if number + 1 < len(chain):
            after = max(0.0, min(after, gaps[number + 1] - under - inside[number + 1][0]))
        blocks[end - 1] = replace(blocks[end - 1], after=after)
        given = under + after


def _parts(block: SetBlock, context: Context) -> bool:
    return isinstance(block, SetTable) and block.height > WHOLE_TABLE * context.capacity


def _inside(block: SetBlock) -> float:
    """White above and below the characters of a line of a paragraph, pt."""
    return (block.leading - block.size) / 2 if isinstance(block, SetParagraph) else 0.0
