"""Frames, columns and pictures side by side: down the page, and over its end.

All stand on the grid as a whole: what follows one is back on a grid line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.house.box_settings import SIDES, BoxStyle
from briefing.typeset.composed import Patch, Placed, SetGroup, SetParagraph, SetPicture
from briefing.typeset.groups import QUARTER
from briefing.typeset.tails import height_below

if TYPE_CHECKING:
    from briefing.typeset.pages import PageFlow

_CLOSE = 0.01
#: A frame of up to this share of a page goes to the next page whole.
_WHOLE = 0.5
#: Lines of a frame, or of columns, that may stand at the foot of a page.
_LEAST_LINES = 3
#: Lines that one column may be longer than it would be if an item parted.
_UNEVEN = 2
_ENDLESS = 1e6  # pt


def place(flow: PageFlow, group: SetGroup) -> None:
    """Put the blocks of `group` on this page, and on those after it."""
    flow.within.append(group)
    if group.kind == "columns":
        _columns(flow, group)
    elif group.kind == "beside":
        _beside(flow, group)
    else:
        _frame(flow, group)
    flow.within.remove(group)


def least(flow: PageFlow, group: SetGroup) -> float:
    """Height of what of `group` may stand at the foot of a page, from a grid line."""
    lines = _LEAST_LINES * flow.pitch
    if group.kind == "columns":
        return lines
    if group.kind == "beside":
        high = row_height(flow, group)
        return _with_tail(flow, group, high, high) + flow.cost_under(group.start, group.end)
    assert group.box is not None
    content, space = _content(flow, group), _space(flow, group.box)
    around = space + 2 * group.padding
    if _stays(flow, group, content):
        height = _with_tail(flow, group, around + content, around + content + space)
        return min(height + flow.cost_under(group.start, group.end), max(height, flow.capacity))
    return around + min(content, max(lines, _opening(flow, group))) + flow.cost(group.start, group.start + 1, least=True)


def row_height(flow: PageFlow, group: SetGroup) -> float:
    """Of pictures side by side, from a grid line."""
    return _rows(flow, group, 0.0)[1]


def _with_tail(flow: PageFlow, group: SetGroup, height: float, end: float) -> float:
    """`height` of a group that stands on one page, from a grid line. What ends the text stands under it from the grid line after
    `end` on: `height` is with that, if a page holds both."""
    tail = 0.0 if any(each is not group for each in flow.within) else height_below(flow.blocks, group.end)
    both = math.ceil(end / flow.pitch - _CLOSE) * flow.pitch + tail
    return both if tail and both <= flow.capacity + _CLOSE else height


# --- frames


def _frame(flow: PageFlow, group: SetGroup) -> None:
    box = group.box
    assert box is not None
    content, space = _content(flow, group), _space(flow, box)
    top, above = flow.snapped(flow.y), 0.0 if flow.empty else space
    blocks = flow.blocks[group.start : group.end]
    notes, part = flow.foot.marked_in(blocks), flow.foot.may_part_in(blocks)
    fits = above + content + 2 * group.padding <= flow.room(top, notes, least=part)
    stays = _stays(flow, group, content)
    if not flow.empty and (stays or not fits) and least(flow, group) > flow.room(top):
        flow.turn()
        top, above = flow.y, 0.0
        if stays:
            flow.clear(content + 2 * group.padding, notes, least=part)
        fits = content + 2 * group.padding <= flow.room(top, notes, least=part)
    if not fits and not box.part:
        flow.notes.append(_too_tall(flow, group))
    first = len(flow.pages) - 1
    flow.y = flow.origin = top + above + group.padding
    flow.padding, flow.ceiling = group.padding, group.padding if box.closed else 0.0
    flow.region(group.start, group.end)
    bottom = flow.y + group.padding
    flow.origin = flow.ceiling = flow.padding = 0.0
    last = len(flow.pages) - 1
    for page in range(first, last + 1):
        here = top + above if page == first else 0.0
        there = bottom if page == last else _extent(flow, group, page) + (group.padding if box.closed else 0.0)
        begins, ends = page == first or box.closed, page == last or box.closed
        flow.patches.setdefault(page, []).extend(_frame_patches(flow, box, here, there, begins, ends))
    flow.y = flow.snapped(bottom + space)


def _space(flow: PageFlow, box: BoxStyle) -> float:
    return QUARTER * flow.pitch if box.space is None else box.space


def _content(flow: PageFlow, group: SetGroup) -> float:
    """Height of the blocks of a frame, all below one another."""
    trial = _fresh(flow, group)
    trial.edge = _ENDLESS
    trial.region(group.start, group.end)
    return trial.y


def _opening(flow: PageFlow, group: SetGroup) -> float:
    """Height of what a frame may begin with at the foot of a page: its title does not stand there alone."""
    y = 0.0
    index = group.start
    while index < group.end:
        inner = next((each for each in flow.starting.get(index, ()) if each.start >= group.start and each is not group), None)
        if inner is not None:
            return y + least(flow, inner)
        block = flow.blocks[index]
        whole = isinstance(block, SetParagraph) and (block.style.balance or block.style.keep_with_next)
        y += block.before * (index > group.start) + (block.height if whole else flow.least_of(block))
        if not whole:
            break
        y += block.after
        index += 1
    return y


def _stays(flow: PageFlow, group: SetGroup, content: float) -> bool:
    """Whether a frame goes to the next page whole: a low one, and any that a page holds if there is more in it than text."""
    height = content + 2 * group.padding
    text = all(isinstance(block, SetParagraph) for block in flow.blocks[group.start : group.end])
    part = group.box is not None and group.box.part and text
    return height <= flow.capacity + _CLOSE if not part else height <= _WHOLE * flow.capacity


def _fresh(flow: PageFlow, group: SetGroup) -> PageFlow:
    """An empty page on which the blocks of `group` can be tried."""
    trial = type(flow)(list(flow.blocks), flow.context, flow.groups)
    trial.within = [*flow.within] if group in flow.within else [*flow.within, group]
    return trial


def _extent(flow: PageFlow, group: SetGroup, page: int) -> float:
    """Where the last of the group's blocks ends on a page."""
    ends = (item.y + flow.blocks[item.index].standing(item.first, item.last) for item in _items(flow, group, page))
    return max(ends, default=0.0)


def _items(flow: PageFlow, group: SetGroup, page: int) -> Iterator[Placed]:
    return (item for item in flow.pages[page] if group.start <= item.index < group.end)


def _frame_patches(flow: PageFlow, box: BoxStyle, top: float, bottom: float, begins: bool, ends: bool) -> Iterator[Patch]:
    """The ground, then the lines, which stand inside the frame's edges."""
    right, line = flow.context.house.page.measure, box.weight
    if box.ground != "none":
        yield Patch(box.ground, 0.0, top, right, bottom)
    sides = SIDES[box.sides]
    if "top" in sides and begins:
        yield Patch(box.color, 0.0, top, right, top + line)
    if "bottom" in sides and ends:
        yield Patch(box.color, 0.0, bottom - line, right, bottom)
    if "left" in sides:
        yield Patch(box.color, 0.0, top, line, bottom)
    if "right" in sides:
        yield Patch(box.color, right - line, top, right, bottom)


def _too_tall(flow: PageFlow, group: SetGroup) -> Diagnostic:
    blocks = flow.blocks[group.start : group.end]
    own = (run.span for block in blocks if isinstance(block, SetParagraph) for run in block.runs if run.span)
    span: Span | None = next(own, None)
    message = "这个框比一页还高，只好在框里转页"
    return Diagnostic("box-too-tall", message, span, "请把内容写短些，或分成几个框。", Severity.NOTE)


# --- columns


def _columns(flow: PageFlow, group: SetGroup) -> None:
    """The pages' columns one after the other; those of the last page as low as both can be."""
    top = flow.snapped(flow.y)
    if not flow.empty and flow.room(top) < _LEAST_LINES * flow.pitch:
        flow.turn()
        top = flow.y
    depths = _depths(flow, group, top)
    filled = _filled(flow, group, depths)
    if not flow.empty and max(_extent(filled, group, column) for column in range(min(2, len(filled.pages)))) > depths[0] + _CLOSE:
        flow.turn()  # a row, or a picture, is higher than what is left of this page
        top = flow.y
        depths = _depths(flow, group, top)
        filled = _filled(flow, group, depths)
    last = (len(filled.pages) - 1) // 2
    depths += [flow.capacity] * (last + 1 - len(depths))
    filled = _balanced(flow, group, depths, last) or filled
    flow.blocks[group.start : group.end] = filled.blocks[group.start : group.end]
    width = group.slots[0][1]
    for number, items in enumerate(filled.pages):
        if number and number % 2 == 0:
            flow.turn()
            top = flow.y
        x = (width + group.gap) * (number % 2)
        flow.pages[-1] += (replace(item, y=top + item.y, x=x) for item in items)
        if number % 2 or number == len(filled.pages) - 1:
            page = len(flow.pages) - 1
            bottom = _extent(flow, group, page)
            flow.patches.setdefault(page, []).extend(_rule(flow, width + group.gap / 2, top, bottom))
            flow.claim(_notes(flow, filled, number // 2), bottom)
            flow.y = flow.snapped(bottom)


def _depths(flow: PageFlow, group: SetGroup, top: float) -> list[float]:
    """How far down the columns of each page may go, from where they begin: above the notes that they mark."""
    depths = [flow.floor() - top]
    page = 0
    while flow.foot.marked_in(flow.blocks[group.start : group.end]):
        filled = _filled(flow, group, depths)
        if 2 * page >= len(filled.pages):
            break
        notes = _notes(flow, filled, page)
        low = flow.floor(notes) - top if page == 0 else flow.floor(notes, fresh=True)
        ends = [_extent(filled, group, column) for column in range(2 * page, min(2 * page + 2, len(filled.pages)))]
        depths += [flow.capacity] * (page + 1 - len(depths))
        if max(ends) > low + _CLOSE and depths[page] > _LEAST_LINES * flow.pitch:
            over = int((max(ends) - low) / 2 / flow.pitch)  # lines less may be without the mark
            depths[page] -= max(1, over) * flow.pitch
        else:
            page += 1
    return depths


def _notes(flow: PageFlow, filled: PageFlow, page: int) -> tuple[int, ...]:
    """Those marked in the columns of a page, from 0."""
    items = (item for column in filled.pages[2 * page : 2 * page + 2] for item in column)
    found = (flow.foot.marked(filled.blocks[item.index], item.first, item.last) for item in items)
    return tuple(dict.fromkeys(note for notes in found for note in notes))


def _balanced(flow: PageFlow, group: SetGroup, depths: list[float], last: int) -> PageFlow | None:
    """With the columns of page `last`, on which all ends, as low as they can be; an item parts between them only where that saves
    more than `_UNEVEN` lines. None: no lower than they are."""
    most = int(depths[last] / flow.pitch + _CLOSE)
    parted: tuple[int, PageFlow] | None = None
    for lines in range(1, most + 1):
        if parted is not None and lines > parted[0] + _UNEVEN:
            break
        for whole in (True, False):
            if parted is not None and not whole:
                continue
            lower = _filled(flow, group, [*depths[:last], lines * flow.pitch], 2 * last if whole else None)
            ends = [_extent(lower, group, page) for page in range(2 * last, len(lower.pages))]
            if len(lower.pages) <= 2 * last + 2 and max(ends, default=0.0) <= lines * flow.pitch + _CLOSE:
                if whole:
                    return lower
                parted = lines, lower
    return parted[1] if parted is not None else None


def _filled(flow: PageFlow, group: SetGroup, depths: list[float], whole_from: int | None = None) -> PageFlow:
    """The blocks in columns, as pages of a flow; `depths`: of each page's columns, then those of whole pages. From column
    `whole_from` on no paragraph parts."""
    trial = _fresh(flow, group)
    trial.whole_from = whole_from
    trial.depths = [*(depth for depth in depths for _ in range(2)), flow.capacity]
    trial.edge = depths[0]
    trial.region(group.start, group.end)
    return trial


def _rule(flow: PageFlow, x: float, top: float, bottom: float) -> Iterator[Patch]:
    style = flow.context.house.columns
    if style.rule:
        yield Patch(style.color, x - style.rule / 2, top, x + style.rule / 2, bottom)


# --- pictures side by side


def _beside(flow: PageFlow, group: SetGroup) -> None:
    top = flow.snapped(flow.y)
    placed, height = _rows(flow, group, top)
    blocks = flow.blocks[group.start : group.end]
    notes, part = flow.foot.marked_in(blocks), flow.foot.may_part_in(blocks)
    if not flow.empty and _with_tail(flow, group, height, height) > flow.room(top, notes, least=part):
        flow.turn()
        flow.clear(height, notes, least=part)
        top = flow.y
        placed, height = _rows(flow, group, top)
    flow.pages[-1] += placed
    flow.claim(notes, top + height)
    flow.y = flow.snapped(top + height)


def _rows(flow: PageFlow, group: SetGroup, top: float) -> tuple[list[Placed], float]:
    """The pictures on one line, below each what belongs to it, below all the caption of all; and the height of it all."""
    placed: list[Placed] = []
    y = start = top + QUARTER * flow.pitch
    low = start
    for index in range(group.start, group.end):
        block = flow.blocks[index]
        if isinstance(block, SetPicture):
            y = start
        elif isinstance(block, SetParagraph) and block.style.kind == "figure-caption":
            y = low
        y += block.before
        last = len(block.lines) if isinstance(block, SetParagraph) else 1
        placed.append(Placed(index, y, 0, last))
        y += block.standing(placed[-1].first, placed[-1].last) + block.after
        low = max(low, y)
    height = low + QUARTER * flow.pitch - top
    down = (flow.snapped(top + height) - top - height) / 2  # as much white above as below
    return [replace(item, y=item.y + down) for item in placed], height + 2 * down
