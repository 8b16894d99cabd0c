"""All blocks → all pages: region after region, and once more with less white, or paragraphs of a line less, where that saves a
page; without lines alone on a page where that costs none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.typeset import floats, last_leaf, page_feet
from briefing.typeset.book import Book, Refit, Refits
from briefing.typeset.composed import Page, SetBlock, SetGroup, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.filled_page import Care
from briefing.typeset.leaf_plates import LeafFormat
from briefing.typeset.page_feet import Filling, last_line
from briefing.typeset.page_labels import anchors, labelled
from briefing.typeset.pages import PageFlow
from briefing.typeset.paragraph_ends import TAKEN_BACK

_CLOSE = 0.01
_NONE = Refits()
#: White is taken away for a last page of up to so many lines, from up to so many titles, and lines from so many paragraphs.
_FEW = 6
#: So many half lines of white more each place of a page that has white may get, so that a paragraph parts there by itself.
_HALVES = 2


@dataclass(frozen=True, slots=True)
class Paginated:
    """`notes`: what an author may want to know of these pages; `order`: places in the sources of the `blocks`; `passed`: blocks
    before which figures stand there that come later here, and how many; `groups`: of the `blocks`; `pairs`: no line stands alone
    on a page; `longer`: by how many lines the last text is longer, so that its last page has some."""

    blocks: list[SetBlock]
    pages: list[Page]
    anchors: dict[str, int]
    notes: list[Diagnostic]
    order: list[int]
    passed: dict[int, int]
    groups: tuple[SetGroup, ...]
    pairs: bool
    longer: int


def paginate(
    blocks: Sequence[SetBlock], regions: Sequence[str], starts: Sequence[int], context: Context, groups: Sequence[SetGroup] = (),
    formats: Sequence[LeafFormat] = (), notes: Sequence[SetParagraph] = (), refits: Refits = _NONE,
) -> Paginated:  # fmt: skip
    """See `Book`."""
    book, rules = Book(regions, starts, context, groups, formats, notes), context.house.composition

    def pages(care: Care) -> Filling:
        filling = Filling(book.filled(blocks, care), list(blocks))
        if rules.tighten or rules.copyfit:
            filling = _tightened(book, filling, care, refits.tighter)
        return _spread(book, filling, care)

    care = Care(rules.lone_line, False)
    filling = pages(care)
    if rules.ends == "kept" and not care.lines:
        filling, care = _careful(pages, filling, care, care._replace(lines=True))
    if any(map(filling.rows, range(len(filling.flow.pages)))):
        filling, care = _careful(pages, filling, care, care._replace(rows=True))
    mended = page_feet.mended(book, filling, care, refits) if rules.ends == "kept" else filling
    pairs = care.lines
    if rules.ends == "kept" and not pairs:  # word processors are told of it where it holds
        paired = book.filled(mended.blocks, care._replace(lines=True), mended.flow.short)
        pairs = paired.pages == mended.flow.pages
    mended = last_leaf.filled_out(book, mended, care)
    longer = page_feet.longer(book, filling, mended)
    flow = mended.flow
    passed = floats.passed(flow.order, flow.due)
    groups = tuple(flow.groups)
    return Paginated(
        flow.blocks, labelled(flow, regions), anchors(flow), flow.notes, flow.order, passed, groups, pairs, longer
    )  # fmt: skip


def _careful(pages: Callable[[Care], Filling], filling: Filling, care: Care, more: Care) -> tuple[Filling, Care]:
    """With `more` care, where it costs no page."""
    careful = pages(more)
    return (careful, more) if len(careful.flow.pages) <= len(filling.flow.pages) else (filling, care)


# --- what is worth a page


def _tightened(book: Book, filling: Filling, care: Care, tighter: Refit | None) -> Filling:
    """`filling`, or one of fewer pages, in which paragraphs have a line less, or titles stand a line closer to what is above."""
    flow, blocks = filling.flow, filling.blocks
    for start, end, colophon in book.stretches(flow):
        short = _short_of_a_page(flow, end, colophon)
        if not short and not (colophon and flow.notes):
            continue
        closer = _shortened(book, blocks, start, end, care, tighter, flow)
        trial, titles = list(blocks), _titles(book, blocks, start, end)[:_FEW]
        for index in titles if closer is None else ():
            block = trial[index]
            assert isinstance(block, SetParagraph)
            trial[index] = replace(block, before=0.0)
            if not short and index != titles[-1]:
                continue
            filled = book.filled(trial, care)
            if len(filled.pages) < len(flow.pages):
                closer = filled, trial
                break
            if index == titles[-1]:
                closer = _shortened(book, trial, start, end, care, tighter, flow)
                if closer is None and flow.void >= 0 and filled.void >= 0:
                    flow.notes = filled.notes  # what is said of lines to be cut counts with that white
        if closer is not None:
            flow, blocks = closer
    return Filling(flow, blocks)


def _spread(book: Book, filling: Filling, care: Care) -> Filling:
    """`filling`, whose paragraphs part early for what stands under them: with the lines that pages have free for that not all at
    their feet but above titles, figures or tables, as far as there are any, so that paragraphs part where any program would part
    them. LibreOffice moves one whole that is bound to what is under it."""
    flow, blocks = filling.flow, filling.blocks
    tried: set[int] = set()
    while (place := next((place for place in flow.held if place not in tried), None)) is not None:
        tried.add(place)
        index = flow.order.index(place)
        page = next(items for items in flow.pages if any(item.index == index for item in items))
        own = [item.index for item in page if item.index < index and item.y and not item.first]
        white, trial = [flow.order[at] for at in reversed(own) if flow.blocks[at].before], list(blocks)
        for at in white * _HALVES:
            trial[at] = replace(trial[at], before=trial[at].before + flow.pitch / 2)
            filled = book.filled(trial, care)
            if place not in filled.held and len(filled.held) < len(flow.held) and len(filled.pages) <= len(flow.pages):
                flow, blocks = filled, trial
                break
    return Filling(flow, blocks)


def _shortened(
    book: Book, blocks: Sequence[SetBlock], start: int, end: int, care: Care, tighter: Refit | None, flow: PageFlow
) -> tuple[PageFlow, list[SetBlock]] | None:
    """Fewer pages than `flow` has, by as few paragraphs of a line less as may be, those whose last line is shortest first."""
    lengths = {index: length for index in range(start, end) if 0 < (length := last_line(blocks[index])) <= TAKEN_BACK}
    made: dict[int, SetBlock] = {}
    for index in sorted(lengths, key=lambda index: (lengths[index], -index)):
        if tighter is not None and len(made) < _FEW and (block := tighter(index)) is not None:
            made[index] = replace(block, before=blocks[index].before)
    if not made:
        return None
    for count in (len(made), *range(1, len(made))):  # whether all of them are enough is known first
        taken = dict(list(made.items())[:count])
        trial = [taken.get(index, block) for index, block in enumerate(blocks)]
        filled = book.filled(trial, care)
        if len(filled.pages) < len(flow.pages):
            best = filled, trial
            if count < len(made):
                return best
        elif count == len(made):
            return None
    return best


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


def _titles(book: Book, blocks: Sequence[SetBlock], start: int, end: int) -> list[int]:
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
        lines = math.ceil(high / pitch - _CLOSE)
        above = _shared(block, lines * pitch - high) + (blocks[index - 1].after if _heads(book, index) else 0.0)
        if lines < math.ceil((block.before + high) / pitch - _CLOSE) and above >= house.composition.title_white - _CLOSE:
            found.append(index)
    return sorted(found, key=lambda index: not _heads(book, index))


def _heads(book: Book, index: int) -> bool:
    """Whether it is the title under the 报头."""
    return index > 0 and book.regions[index - 1] == "masthead"


def _shared(block: SetParagraph, slack: float) -> float:
    """White above a title that has lost its own: its share of what is below it, `slack` of that from the grid."""
    return (block.after + slack) / 2 if block.style.padding == "around" else 0.0
