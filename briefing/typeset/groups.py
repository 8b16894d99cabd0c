"""Frames, columns and pictures side by side: how wide each block in them is, and where it stands across the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefing.core.records import dataclass
from briefing.model.sheet import Block, Group, Picture, SheetParagraph
from briefing.typeset.composed import Line, SetBlock, SetGroup, SetParagraph, SetPicture, SetRule, SetTable
from briefing.typeset.context import Context
from briefing.typeset.picture_sizes import RESOLUTION, tallest

#: White above and below the text of a frame, and around the frame, of the grid's pitch: with both a frame adds one line.
QUARTER = 0.25
#: White between two pictures, in cells of the body's type.
_BETWEEN = 1.0
#: So wide is what belongs to a picture at least, in the same cells, however narrow the picture.
_LEAST = 4.0


@dataclass(frozen=True, slots=True)
class GroupSlot:
    """Where a block is set: `x` of its left edge, pt from the left of the type area, and its width. `height`: of a picture."""

    x: float
    width: float
    height: float | None = None


def cell(context: Context) -> float:
    """Advance of a character of the body's type on the grid, pt."""
    body = context.house.styles["body"]
    return body.size + context.tracking(body, body.size) - body.tracking * body.size


def slots(groups: Sequence[Group], blocks: Sequence[Block], context: Context) -> dict[int, GroupSlot]:
    """For each block of a group."""
    found: dict[int, GroupSlot] = {}
    for group in groups:
        around = found.get(group.start, GroupSlot(0.0, context.house.page.measure))
        if group.kind == "beside":
            found |= _beside(group, blocks, around, context)
            continue
        if group.kind == "columns":
            slot = GroupSlot(0.0, (around.width - context.house.columns.gap * cell(context)) / 2)
        else:
            inset = context.house.boxes[group.kind].inset * cell(context)
            slot = GroupSlot(inset, around.width - 2 * inset)
        found |= dict.fromkeys(range(group.start, group.end), slot)
    return found


def set_group(group: Group, found: dict[int, GroupSlot], context: Context) -> SetGroup:
    places = tuple((found[index].x, found[index].width) for index in range(group.start, group.end))
    style = context.house.boxes.get(group.kind)
    if style is None:
        gap = context.house.columns.gap * cell(context) if group.kind == "columns" else 0.0
        return SetGroup(group.kind, group.start, group.end, places, gap=gap)
    padding = QUARTER * context.house.grid.pitch if style.padding is None else style.padding
    return SetGroup(group.kind, group.start, group.end, places, style, padding)


def _beside(group: Group, blocks: Sequence[Block], around: GroupSlot, context: Context) -> dict[int, GroupSlot]:
    """Pictures of one height that fill the width, each with what belongs to it, which has room for some characters; none larger
    than its pixels allow, unless it is so small that all would be."""
    pictures = [i for i in range(group.start, group.end) if isinstance(blocks[i], Picture)]
    shapes = []
    for index in pictures:
        picture = blocks[index]
        assert isinstance(picture, Picture)
        shapes.append(picture.pixels)
    gap = _BETWEEN * cell(context)
    room = around.width - gap * (len(pictures) - 1)
    least = min(_LEAST * cell(context), room / len(shapes))
    height = _filling(room, [across / down for across, down in shapes], least)
    height = min(height, tallest(context.house) - context.house.grid.pitch, max(down for _, down in shapes) / RESOLUTION * 72)
    widths = [height * across / down for across, down in shapes]
    found: dict[int, GroupSlot] = {}
    x = around.x
    ends = [*pictures[1:], group.end]
    for width, start, end in zip(_shares(room, widths, least), pictures, ends, strict=True):
        slot = GroupSlot(x, width, height)
        found |= dict.fromkeys(range(start, end), slot)
        x += slot.width + gap
    last = blocks[group.end - 1]
    if isinstance(last, SheetParagraph) and last.kind == "figure-caption":  # of all
        found[group.end - 1] = around
    return found


def _filling(room: float, ratios: Sequence[float], least: float) -> float:
    """The height at which pictures of these ratios of width to height fill `room`, each with no less than `least` of it."""
    wide = list(ratios)
    while True:
        height = (room - least * (len(ratios) - len(wide))) / sum(wide)
        wider = [ratio for ratio in wide if height * ratio >= least]
        if not wider or len(wider) == len(wide):
            return height
        wide = wider


def _shares(room: float, widths: Sequence[float], least: float) -> list[float]:
    """What each has of `room`: what the pictures do not fill is shared out equally, and none has less than `least`."""
    wide = list(widths)
    while True:
        spare = (room - least * (len(widths) - len(wide)) - sum(wide)) / len(wide)
        wider = [width for width in wide if width + spare >= least]
        if not wider or len(wider) == len(wide):
            return [max(least, width + spare) for width in widths]
        wide = wider


def shifted(block: SetBlock, x: float) -> SetBlock:
    """The block, set as if its slot began at the left of the type area, in its place."""
    if not x:
        return block
    match block:
        case SetParagraph():
            return replace(block, lines=_moved(block.lines, x), pair_lines=_moved(block.pair_lines, x))
        case SetTable():
            cells = tuple(tuple(replace(each, lines=_moved(each.lines, x)) for each in row) for row in block.cells)
            return replace(block, columns=tuple(edge + x for edge in block.columns), cells=cells)
        case SetPicture():
            return replace(block, x=block.x + x)
        case SetRule():
            return block


def _moved(lines: Iterable[Line], x: float) -> tuple[Line, ...]:
    return tuple(replace(line, x=line.x + x) for line in lines)


def by_start(groups: Iterable[SetGroup]) -> dict[int, list[SetGroup]]:
    """Groups by their first block, an outer one first."""
    found: dict[int, list[SetGroup]] = {}
    for group in groups:
        found.setdefault(group.start, []).append(group)
    return found
