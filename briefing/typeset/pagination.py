"""All blocks → all pages: region after region, and once more with less white, or paragraphs of a line less, where that saves a
page; without lines alone on a page where that costs none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.typeset.composed import Page, SetBlock, SetGroup, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.page_labels import anchors, labelled
from briefing.typeset.pages import PageFlow

_CLOSE = 0.01
#: White is taken away for a last page of up to so many lines, from up to so many titles, and lines from so many paragraphs.
_FEW = 6
#: Characters of the last line of a paragraph that may do with a line less.
_SHORT_LINE = 5
#: So many half lines of white more each place of a page that has white may get, so that a paragraph parts there by itself.
_HALVES = 2
#: Block i set in a line less; None: it cannot be.
Tighter = Callable[[int], SetParagraph | None]


@dataclass(frozen=True, slots=True)
class Paginated:
    """`notes`: what an author may want to know of these pages; `order`: places in the sources of the `blocks`; `pairs`: no line
    stands alone on a page."""

    blocks: list[SetBlock]
    pages: list[Page]
    anchors: dict[str, int]
    notes: list[Diagnostic]
    order: list[int]
    pairs: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """`regions[i]` names the region of block i; `starts` holds the index of each region's first block, `contexts` of each region
    the one of the pages that it stands on (`context` unless given)."""

    regions: Sequence[str]
    starts: Sequence[int]
    context: Context
    groups: Sequence[SetGroup]
    contexts: Sequence[Context]
    notes: Sequence[SetParagraph] = ()

    def parts(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, int]]:
        """(number, start, end) of each region that holds something."""
        bounds = [*self.starts, len(blocks)]
        return ((number, *ends) for number, ends in enumerate(pairwise(bounds)) if ends[0] < ends[1])

    def turns(self, number: int) -> bool:
        """Whether a region begins on a new page, whatever was before it."""
        before = self.regions[self.starts[number] - 1] if number and self.starts[number] else ""
        if self.contexts and number and self.contexts[number].house.leaf != self.contexts[number - 1].house.leaf:
            return True
        return self.regions[self.starts[number]] in ("attachment", "front") or before in ("cover", "front")

    def filled(self, blocks: Sequence[SetBlock], pairs: bool) -> PageFlow:
        flow = PageFlow(list(blocks), self.context, self.groups, self.notes, pairs)
        for number, start, end in self.parts(blocks):
            name = self.regions[start]
            if self.contexts:
                flow.lay(self.contexts[number])
            if self.turns(number):
                flow.turn()
            if name == "colophon":
                flow.colophon(start, end)
            else:
                flow.region(start, end)
            if name == "masthead":
                flow.masthead_end()
        flow.finish_notes(last=True)
        return flow

    def stretches(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, bool]]:
        """(start, end) of the texts that end where something else begins a page; whether that is the 版记, which need not."""
        begun = -1
        for number, start, end in self.parts(blocks):
            ends = self.regions[start] == "colophon"
            if begun >= 0 and (ends or self.turns(number)):
                yield begun, start, ends
                begun = -1
            if begun < 0 and not ends:
                begun = start
            if end == len(blocks) and begun >= 0:
                yield begun, end, False


def paginate(
    blocks: Sequence[SetBlock], regions: Sequence[str], starts: Sequence[int], context: Context, groups: Sequence[SetGroup] = (),
    contexts: Sequence[Context] = (), tighter: Tighter | None = None,
    notes: Sequence[SetParagraph] = (),
) -> Paginated:  # fmt: skip
    """See `_Book`."""
    book, rules = _Book(regions, starts, context, groups, contexts, notes), context.house.composition

    def pages(pairs: bool) -> PageFlow:
        flow, final = book.filled(blocks, pairs), list(blocks)
        if rules.tighten or rules.copyfit:
            flow, final = _tightened(book, blocks, flow, pairs, tighter if rules.copyfit else None)
        return _spread(book, final, flow, pairs)

    flow, pairs = pages(rules.lone_line), rules.lone_line
    if rules.ends == "kept" and not pairs:
        paired = pages(True)
        if len(paired.pages) <= len(flow.pages):
            flow, pairs = paired, True
    return Paginated(flow.blocks, labelled(flow, regions), anchors(flow), flow.notes, flow.order, pairs)


# --- what is worth a page


def _tightened(
    book: _Book, blocks: Sequence[SetBlock], flow: PageFlow, pairs: bool, tighter: Tighter | None
) -> tuple[PageFlow, list[SetBlock]]:
    """`flow`, or one of fewer pages, in which paragraphs have a line less, or titles stand a line closer to what is above; and
    what was filled in."""
    blocks = list(blocks)
    for start, end, colophon in book.stretches(blocks):
        short = _short_of_a_page(flow, end, colophon)
        if not short and not (colophon and flow.notes):
            continue
        closer = _shortened(book, blocks, start, end, pairs, tighter, flow)
        trial, titles = list(blocks), _titles(book, blocks, start, end)[:_FEW]
        for index in titles if closer is None else ():
            block = trial[index]
            assert isinstance(block, SetParagraph)
            trial[index] = replace(block, before=0.0)
            if not short and index != titles[-1]:
                continue
            filled = book.filled(trial, pairs)
            if len(filled.pages) < len(flow.pages):
                closer = filled, trial
                break
            if index == titles[-1]:
                closer = _shortened(book, trial, start, end, pairs, tighter, flow)
                if colophon and closer is None:
                    flow.notes = filled.notes or flow.notes  # what is said of lines to be cut counts with that white
        if closer is not None:
            flow, blocks = closer
    return flow, blocks


def _spread(book: _Book, blocks: list[SetBlock], flow: PageFlow, pairs: bool) -> PageFlow:
    """`flow`, whose paragraphs part early for what stands under them: with the lines that pages have free for that not all at
    their feet but above titles, figures or tables, as far as there are any, so that paragraphs part where any program would part
    them. LibreOffice moves one whole that is bound to what is under it."""
    tried: set[int] = set()
    while (place := next((place for place in flow.held if place not in tried), None)) is not None:
        tried.add(place)
        index = flow.order.index(place)
        page = next(items for items in flow.pages if any(item.index == index for item in items))
        own = [item.index for item in page if item.index < index and item.y and not item.first]
        white, trial = [flow.order[at] for at in reversed(own) if flow.blocks[at].before], list(blocks)
        for at in white * _HALVES:
            trial[at] = replace(trial[at], before=trial[at].before + flow.pitch / 2)
            filled = book.filled(trial, pairs)
            if place not in filled.held and len(filled.held) < len(flow.held) and len(filled.pages) <= len(flow.pages):
                flow, blocks = filled, trial
                break
    return flow


def _shortened(
    book: _Book, blocks: Sequence[SetBlock], start: int, end: int, pairs: bool, tighter: Tighter | None, flow: PageFlow
) -> tuple[PageFlow, list[SetBlock]] | None:
    """Fewer pages than `flow` has, by as few paragraphs of a line less as may be, those whose last line is shortest first."""
    lengths = {index: length for index in range(start, end) if 0 < (length := _last_line(blocks[index])) <= _SHORT_LINE}
    made: dict[int, SetBlock] = {}
    for index in sorted(lengths, key=lambda index: (lengths[index], -index)):
        if tighter is not None and len(made) < _FEW and (block := tighter(index)) is not None:
            made[index] = replace(block, before=blocks[index].before)
    if not made:
        return None
    for count in (len(made), *range(1, len(made))):  # whether all of them are enough is known first
        taken = dict(list(made.items())[:count])
        trial = [taken.get(index, block) for index, block in enumerate(blocks)]
        filled = book.filled(trial, pairs)
        if len(filled.pages) < len(flow.pages):
            best = filled, trial
            if count < len(made):
                return best
        elif count == len(made):
            return None
    return best


def _last_line(block: SetBlock) -> int:
    """Characters of a paragraph's last line; 0 where there is but one."""
    return block.lines[-1].end - block.lines[-1].start if isinstance(block, SetParagraph) and len(block.lines) > 1 else 0


def _short_of_a_page(flow: PageFlow, end: int, colophon: bool) -> bool:
    """Whether some lines less before block `end` may save a page: its last page has few, or too few for the 版记 are free."""
    number = next(n for n in range(len(flow.pages) - 1, -1, -1) if any(item.index == end - 1 for item in flow.pages[n]))
    own = [item for item in flow.pages[number] if item.index < end]
    bottom = max(item.y + flow.blocks[item.index].standing(item.first, item.last) for item in own)
    if number and bottom <= _FEW * flow.pitch + _CLOSE:
        return True
    if not colophon or any(item.index >= end for item in flow.pages[number]):
        return False
    height = sum(block.before + block.height + block.after for block in flow.blocks[end:])
    return bottom + flow.foot.high(number) + height - max(flow.context.house.page.depth, flow.capacity) <= _FEW * flow.pitch


def _titles(book: _Book, blocks: Sequence[SetBlock], start: int, end: int) -> list[int]:
    """Titles that take a line less without the white above them, the one under the 报头 first, then from the end."""
    house = book.context.house
    pitch, most = house.grid.pitch, house.composition.tighten + _CLOSE
    grouped = {index for group in book.groups for index in range(group.start, group.end)}
    found = []
    for index in range(end - 1, start - 1, -1):
        block = blocks[index]
        if index in grouped or not isinstance(block, SetParagraph) or not 0 < block.before <= most:
            continue
        if not (block.style.balance or block.style.keep_with_next) or not block.style.whole_lines:
            continue
        high = block.height + block.after
        if math.ceil(high / pitch - _CLOSE) < math.ceil((block.before + high) / pitch - _CLOSE):
            found.append(index)
    return sorted(found, key=lambda index: not index or book.regions[index - 1] != "masthead")
