"""Figures, pictures side by side, and tables that do not part, for which a page has no room: paragraphs that follow go before
them, so that no white is left.

They are held back in a queue, in their order; those that follow one that is held join it, though they might have room. Only text
passes (`model/freedoms.py`), within its section (图不跨节). The first of the queue stands on the next page at the latest, those
behind it there, too, or on the page after, unless this page speaks of them. The sources say the one order, `Composed.blocks`
have the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefing.core.figure_labels import label, labels
from briefing.model.freedoms import PASSING, PASSING_HEADS
from briefing.typeset import adjoining, group_pages, leaf_plates
from briefing.typeset.composed import SetBlock, SetGroup, SetParagraph, SetPicture, SetTable
from briefing.typeset.foot_notes import targets
from briefing.typeset.tails import is_tail, tail_of

if TYPE_CHECKING:
    from briefing.typeset.pages import PageFlow

#: A table of up to this share of a page goes to the next page whole; a longer one parts between rows.
WHOLE_TABLE = 0.5
#: But it parts where it would leave as much of a page white, if it does so under 续表, with so many rows on either side.
_WHITE, _ROWS = 0.3, 3
#: How many pages further a figure may stand that is held back behind others.
_PAGES = 2
_CLOSE = 0.01


class Move(NamedTuple):
    """Blocks from `start` on are to stand in another order: `order` has the places of as many. `due`: the page, from 0, on which
    each figure among them stands at the latest, by the place of its first block."""

    start: int
    order: tuple[int, ...]
    due: Mapping[int, int]


def passing(flow: PageFlow, index: int, region_end: int) -> Move | None:
    """What passes a figure that begins with block `index`, or under headings there, and for which this page has no room."""
    blocks, start = flow.blocks, index
    if flow.within:
        return None
    while start < region_end and _heads(blocks[start]):
        start += 1  # a heading goes where its text goes
    if start == region_end or (flow.empty and not leaf_plates.begins(flow, start)):
        return None
    end = _unit(flow, start, region_end)
    if end == start or any(at in flow.starting for at in range(index, start)) or not (queue := _Queue(flow)).takes(start, end):
        return None
    y = begin = _below(flow, range(index, start), flow.y)
    plate = leaf_plates.begins(flow, start)
    waits = plate and leaf_plates.waits(flow, start)
    bound = waits or (plate and start > index)  # some text comes first, whatever room there is
    whole = plate and not waits
    if not bound and _goes_in(flow, index, start, end, begin, queue.first):
        return None
    passed: list[int] = []
    heads: list[int] = []  # which wait for their text
    at, floor, leaf = end, flow.floor(), flow.context.house.leaf
    while at < region_end:
        if (stop := _unit(flow, at, region_end)) > at:
            said = _mention(blocks, passed, _labels(blocks[at:stop]))
            queue.over = max(0.0, y - floor)
            if not queue.takes(at, stop, told=said < len(passed)):
                del passed[said:]  # the figure would stand too far from what speaks of it
                _bare(blocks, passed)
                break
            at = stop
            continue
        if y >= floor - _CLOSE and not (bound and not passed):
            break
        if at in flow.starting or leaf_plates.leaf_at(flow, at) != leaf:
            break
        if _of(blocks[at], PASSING):
            first = bound and not passed
            stands = first or (_ends(flow, passed, (*heads, at), y) if whole else _stands(flow, heads, at, y, floor))
            if (
                not stands
                or (plate and at + 1 < region_end and is_tail(blocks[at + 1]))
                or _counts(flow, start, (*heads, at), passed)
            ):
                break
            y = _below(flow, (*heads, at), y)
            passed += [*heads, at]
            heads = []
            floor = flow.floor(flow.foot.marked_in(blocks[each] for each in passed), least=not whole)
        elif _of(blocks[at], PASSING_HEADS):
            heads.append(at)
        else:
            break
        at += 1
    over = y - floor
    while passed and not plate and not queue.stands(over, passed[-1]):
        passed.pop()  # under the rest of that paragraph, or with what then stands under them, the figures would not go in
        _bare(blocks, passed)
        over = 0.0
    if not passed:
        return None
    texts = frozenset(passed)
    held = tuple(each for each in range(start, passed[-1]) if each not in texts)
    return Move(start, (*passed, *held), {figure: page for figure, page in queue.due.items() if figure < passed[-1]})


def _bare(blocks: Sequence[SetBlock], passed: list[int]) -> None:
    """Without headings at the end of `passed`."""
    while passed and _of(blocks[passed[-1]], PASSING_HEADS):
        passed.pop()


def _labels(unit: Iterable[SetBlock]) -> frozenset[str]:
    """图3: the numbers of a figure, or of a row of them."""
    return frozenset(label(block.text) for block in unit if isinstance(block, SetParagraph)) - {""}


def _mention(blocks: Sequence[SetBlock], passed: Sequence[int], own: frozenset[str]) -> int:
    """Which of `passed` first speaks of a figure of these numbers; as many as there are: none does."""
    says = (place for place, at in enumerate(passed) if own and _says(blocks[at], own))
    return next(says, len(passed))


def _says(block: SetBlock, own: frozenset[str]) -> bool:
    return isinstance(block, SetParagraph) and any(said in own for said, _ in labels(block.text))


def _goes_in(flow: PageFlow, index: int, start: int, end: int, begin: float, first: float) -> bool:
    """Whether the figure `start:end` under headings from `index` on has room from `begin` on; or nothing else has. `first`: the
    height that it takes, 0: it is no figure of these pages."""
    if flow.empty or flow.floor() - begin < flow.pitch * (2 if start > index else 1):
        return True
    noted = (
        isinstance(flow.blocks[start], SetPicture) and start not in flow.starting and flow.foot.marked_in(flow.blocks[index:end])
    )
    return bool(first) and begin + first <= flow.floor_under(index, end) - (flow.pitch if noted else 0.0) + _CLOSE


class _Queue:
    """Figures that are held back: `first`, the height of the first of them, and `over`, of text that goes on over the next page
    before them, pt; `due`: the page on which each stands at the latest, counted without pages of other formats that are held,
    too."""

    def __init__(self, flow: PageFlow, over: float = 0.0) -> None:
        self._flow, self.first, self.over, self._y = flow, 0.0, over, 0.0
        self.tail = 0.0  # of what will stand under the next of them, pt
        self._taken: list[tuple[int, int, bool]] = []
        self._page = len(flow.pages)  # from 0: the next one
        self._units: list[tuple[int, int]] = []  # those of the last page
        self._plate = False  # whether the last of them is a plate
        self.due: dict[int, int] = {}

    def stands(self, over: float, last: int) -> bool:
        """Whether those before block `last` stand where they are due if that is the end of what passes them, and goes on over the
        next page by `over` pt. Who signs then stands under them."""
        again = _Queue(self._flow, max(0.0, over))
        held = [unit for unit in self._taken if unit[0] < last]
        for unit in held:
            again.tail = self._tail_under(last) if unit is held[-1] else 0.0
            if not again.takes(*unit):
                return False
        return self.first + over <= self._flow.capacity + _CLOSE

    def takes(self, start: int, end: int, told: bool = False) -> bool:
        """Whether the figure `start:end` may stand behind those that are held; then it is. `told`: this page speaks of it, so
        that it stands on the next."""
        flow = self._flow
        if leaf_plates.begins(flow, start):
            return self._takes_plate(start)
        top = flow.origin + self._y
        high = _below(flow, range(start, end), top) - top - (flow.blocks[end - 1].after if _row(flow, start) is None else 0.0)
        marked = flow.foot.marked_in(flow.blocks[at] for first, stop in (*self._units, (start, end)) for at in range(first, stop))
        tail, bottom = self._tail_under(end - 1) or self.tail, top + high
        bottom = flow.snapped(bottom + flow.blocks[end - 1].after) + tail if tail else bottom
        filled = bottom - flow.origin + flow.foot.height(marked, fresh=True)
        filled += self.over if self._page == len(flow.pages) else 0.0
        here = not self.due or self._plate or filled <= flow.capacity + _CLOSE
        page = self._page if here else self._page + 1
        latest = self._page if not self.due else len(flow.pages) - 1 + (1 if told else _PAGES)
        due = flow.due.get(flow.order[start], latest)
        if page > due:
            return False
        self.first = self.first or high
        self._taken.append((start, end, told))
        self._page, self._y = page, flow.snapped(top + high) - flow.origin if here else high
        self._units = [*self._units, (start, end)] if here else [(start, end)]
        self.due[start], self._plate = due, False
        return True

    def _tail_under(self, last: int) -> float:
        """Height of who signs, and the like, under block `last`."""
        return tail_of(self._flow.blocks, last, len(self._flow.blocks)).height

    def _takes_plate(self, start: int) -> bool:
        """The same of pages of another format, which take none of the house's own, and which others follow at once."""
        if not self.due:
            self._page += leaf_plates.waits(self._flow, start)
        elif not self._plate:
            if self._page >= len(self._flow.pages) - 1 + _PAGES:
                return False
            self._page += 1
        self.due[start], self._plate, self._y = self._page, True, 0.0
        return True


def parting(flow: PageFlow, index: int, region_end: int) -> SetTable | None:
    """The table that begins with block `index`, or under headings there, and parts since nothing else could fill this page."""
    blocks, start = flow.blocks, index
    if flow.empty or flow.within:
        return None
    while start < region_end and _heads(blocks[start]):
        start += 1
    if start == region_end or leaf_plates.begins(flow, start):
        return None
    end = _unit(flow, start, region_end)
    tables = [block for block in blocks[start:end] if isinstance(block, SetTable) and block.continued is not None]
    if not tables or any(at in flow.starting for at in range(index, start)) or flow.foot.marked_in(tables):
        return None
    table, floor = tables[0], flow.floor_under(index, end)
    free = floor - _below(flow, range(index, next(at for at in range(start, end) if blocks[at] is table)), flow.y)
    if _below(flow, range(index, end), flow.y) <= floor + _CLOSE or floor - flow.y < _WHITE * flow.capacity:
        return None
    rows = sum(table.standing(0, last) <= free for last in range(1, len(table.bands) + 1))
    return table if table.table.heads + _ROWS <= rows <= len(table.bands) - _ROWS else None


def passed(order: Sequence[int], figures: Collection[int]) -> dict[int, int]:
    """Of blocks in this order, those before which figures stand in the sources that come later here: how many more than before
    the last such block. `figures`: places in the sources of those that text has passed, by their first block."""
    places = {source: at for at, source in enumerate(order)}
    waiting = sorted(figures)
    found: dict[int, int] = {}
    for at, source in enumerate(order):
        count = sum(figure < source and places[figure] > at for figure in waiting)
        if count:
            found[at] = count
            del waiting[:count]
    return found


def _below(flow: PageFlow, indices: Iterable[int], y: float) -> float:
    """Where these blocks end if they begin at `y` one below the other and do not part."""
    stop = 0  # where a row ends that has been reckoned with
    for index in indices:
        if index < stop:
            continue
        if (row := _row(flow, index)) is not None:
            y, stop = flow.snapped(flow.snapped(y) + group_pages.row_height(flow, row)), row.end
            continue
        block = flow.blocks[index]
        y = flow.top(index, y) + block.before + block.height + block.after
    return y


def _row(flow: PageFlow, index: int) -> SetGroup | None:
    """The pictures side by side that begin with block `index` and stand in no frame."""
    groups = flow.starting.get(index)
    return groups[0] if groups and groups[0].kind == "beside" else None


def _heads(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind.startswith("heading-") and block.style.keep_with_next


def _stands(flow: PageFlow, heads: Sequence[int], at: int, y: float, floor: float) -> bool:
    """Whether what there has to be of the paragraph `at` can stand on this page from `y` to `floor`, two lines under `heads`."""
    block, top = flow.blocks[at], flow.top(at, _below(flow, heads, y))
    least = min(block.height, 2 * flow.pitch) if heads else flow.least_of(block)
    return top + block.before + least <= floor + _CLOSE


def _ends(flow: PageFlow, passed: Sequence[int], texts: Sequence[int], y: float) -> bool:
    """Whether `texts` end on this page from `y` on, with their notes and those of what has `passed` already."""
    floor = flow.floor(flow.foot.marked_in(flow.blocks[at] for at in (*passed, *texts)))
    return _below(flow, texts, y) - flow.blocks[texts[-1]].after <= floor + _CLOSE


def _counts(flow: PageFlow, start: int, texts: Sequence[int], passed: Sequence[int]) -> bool:
    """Whether notes would be out of order if `texts` went before what is held from `start` on. At the end of a report they stand
    in the order of the sources, and a reader counts with the marks. At the foot of pages they count as they are met; but of one
    that both mark, and that is printed for each mark, nothing would tell the two apart."""
    held = set(_marks(flow.blocks[at] for at in range(start, texts[0]) if at not in passed))
    if not held:
        return False
    new = set(_marks(flow.blocks[at] for at in texts))
    return bool(held and new) if not flow.context.house.foot_notes else not flow.foot.says(held).isdisjoint(flow.foot.says(new))


def _marks(blocks: Iterable[SetBlock]) -> Iterator[str]:
    """What the marks of notes in these blocks lead to."""
    return (target for block in blocks for target in targets(block, 0, block.parts))


def _of(block: SetBlock, kinds: Collection[str]) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind in kinds


def _unit(flow: PageFlow, start: int, region_end: int) -> int:
    """The end of the figure, the row of pictures, or the table that does not part, that begins with block `start`; `start`: there
    begins none."""
    blocks, end = flow.blocks, start
    if leaf_plates.begins(flow, start):
        return leaf_plates.plate_end(flow, start, region_end)
    if (row := _row(flow, start)) is not None:
        return row.end
    while end < region_end and adjoining.name(blocks[end]) in ("table-caption", "table-unit"):
        end += 1
    block = blocks[end] if end < region_end else None
    whole = isinstance(block, SetTable) and block.height <= WHOLE_TABLE * flow.capacity
    if not whole and not (isinstance(block, SetPicture) and end == start and not block.picture.markup):
        return start
    end += 1
    while end < region_end and (
        adjoining.continues(blocks[end - 1], blocks[end]) or adjoining.notes(blocks[end - 1], blocks[end])
    ):
        end += 1
    return start if any(at in flow.starting for at in range(start, end)) else end
