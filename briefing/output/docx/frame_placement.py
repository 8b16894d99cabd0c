"""White around frames and columns: what stands in a table of its own, or in a section, as Word says it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.records import dataclass
from briefing.output.docx.elements import twips
from briefing.typeset.composed import Composed, SetBlock, SetGroup, SetParagraph, SetTable

#: A frame may turn out higher than it was composed, by its lines and at each page turn, a row of pictures by the white below
#: their captions: the white below it gives so much. Pt.
GIVES = 2.0


@dataclass(slots=True)
class BlockSpace:
    """Space around one block, in twips, and what binds it to a page."""

    before: int = 0
    after: int = 0
    break_before: bool = False
    column_break: bool = False
    keep_next: bool = False  # with the next part of the same table or figure
    parts_from_next: bool = False  # whatever its style says
    keep_lines: bool = False
    tighter: int = 0  # what each of its lines gives
    office_before: int = 0  # LibreOffice's alone, in the place of `before`; 0: none
    office_parts: bool = False  # in LibreOffice from what is under it


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks `start:end` that stand in a table which is no table of the reports': a frame, or pictures side by side.
    `gap`: above it. `parts`: over a page turn."""

    start: int
    end: int
    group: SetGroup
    gap: BlockSpace
    parts: bool = False


def innermost(groups: Sequence[SetGroup]) -> dict[int, SetGroup]:
    """The group that each block of one belongs to, of two the inner one."""
    return {index: group for group in groups for index in range(group.start, group.end)}


def frames_of(composed: Composed, gaps: list[BlockSpace]) -> tuple[Frame, ...]:
    """All frames. Their tables have no space of their own: in `gaps` the white around them goes to their neighbours, what is
    within them to their cells."""
    frames: list[Frame] = []
    placed = [(item.index, number) for number, page in enumerate(composed.pages) for item in page.items]
    last_page, first_page = dict(placed), dict(reversed(placed))
    heads = {page.items[0].index for page in composed.pages if page.items}
    for group in composed.groups:
        if group.kind == "columns":
            _around_columns(gaps, group)
            continue
        end = group.end
        if group.kind == "beside":
            end -= _is_caption(composed.blocks[end - 1])
            _within_beside(composed, gaps, group, end)
        gap = _above(composed, gaps, group, any(frame.end == group.start for frame in frames), group.start in heads)
        if end == group.end:
            _below(composed, gaps, group)
        gaps[group.start].parts_from_next = True  # LibreOffice parts no table whose first paragraph keeps with the next
        for index in range(group.start, end):
            gaps[index].break_before = False  # word processors heed none within a table
        if gap.break_before and not gap.before and isinstance(composed.blocks[group.start], SetParagraph):
            # But in its first paragraph. LibreOffice parts no row below a paragraph which begins a page.
            gap.break_before, gaps[group.start].break_before = False, True
        parts = last_page[end - 1] > first_page[group.start]
        frames.append(Frame(group.start, end, group, gap, parts))
    return tuple(frames)


def _above(composed: Composed, gaps: list[BlockSpace], group: SetGroup, after_frame: bool, head: bool) -> BlockSpace:
    """The white above goes to the block above; what has none, or a table, leaves it to the frame, and so does the `head` of a
    page."""
    first = gaps[group.start]
    gap = BlockSpace(break_before=first.break_before)
    white = first.before - twips(group.padding)
    first.before = 0
    above = gaps[group.start - 1] if group.start and not head else None
    if above is None or after_frame or isinstance(composed.blocks[group.start - 1], SetTable):
        gap.before = max(0, white + (above.after if above else 0))
        if above is not None:
            above.after = 0
    else:
        above.after = max(0, white + above.after)
    return gap


def _below(composed: Composed, gaps: list[BlockSpace], group: SetGroup) -> None:
    """The white below goes to what follows; at the top of a page there is none."""
    last = gaps[group.end - 1]
    if group.end < len(composed.blocks) and not gaps[group.end].break_before:
        below = gaps[group.end]
        below.before = max(0, below.before + last.after - twips(group.padding + GIVES))
    last.after = 0


def _within_beside(composed: Composed, gaps: list[BlockSpace], group: SetGroup, end: int) -> None:
    """Each cell has a picture, and below it captions with the white of their styles; the caption of all has what is between."""
    low, white = max(_low(composed, index) for index in range(group.start, end)), gaps[end - 1].after
    for index in range(group.start + 1, end):
        block = composed.blocks[index]
        before, after = (block.before, block.after) if isinstance(block, SetParagraph) else (0.0, 0.0)
        gaps[index].before, gaps[index].after = twips(before), twips(after)
    if end < group.end:
        gaps[end].before = max(0, twips(_top(composed, end) - low - GIVES))
    else:
        gaps[end - 1].after = white  # under all of them


def _is_caption(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.style.kind == "figure-caption"


def _top(composed: Composed, index: int) -> float:
    return next(item.y for page in composed.pages for item in page.items if item.index == index)


def _low(composed: Composed, index: int) -> float:
    block = composed.blocks[index]
    return _top(composed, index) + block.height + (block.after if isinstance(block, SetParagraph) else 0.0)


def _around_columns(gaps: list[BlockSpace], group: SetGroup) -> None:
    """The white under columns is that of what follows: their last block need not be the lowest."""
    last = gaps[group.end - 1]
    if group.end < len(gaps) and not gaps[group.end].break_before:
        gaps[group.end].before += last.after
    last.after = 0
