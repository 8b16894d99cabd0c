"""Paragraphs of which lines went to the next page, although there was room, for what stands under them (typeset/tails.py).

Word parts a paragraph that keeps with the next one. LibreOffice 7.4 moves it whole, however long it is, so it is told, in words
that Word does not read, that this one parts, and has white above it in the place of the lines that are free at the page's foot:
then the rule of lone lines, or the page's end, parts it where it is composed to part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, takewhile

from briefing.core.records import dataclass
from briefing.output.docx.elements import twips
from briefing.output.docx.frame_placement import BlockSpace, innermost
from briefing.output.docx.word_notes import white_above
from briefing.typeset.composed import Composed, Page, SetParagraph
from briefing.typeset.foot_notes import SEPARATOR, down_to, least, targets
from briefing.typeset.tails import is_firm_tail, tail_of

_HAIR = 1.0


@dataclass(frozen=True, slots=True)
class _Held:
    """Item `place` of a page; where its lines end there, and down to where text may go, pt."""

    page: Page
    place: int
    low: float
    bottom: float


def hold_back(composed: Composed, gaps: Sequence[BlockSpace]) -> None:
    """Say in `gaps` what binds these paragraphs, and what parts them in LibreOffice."""
    blocks, within = composed.blocks, innermost(composed.groups)
    for held in _held(composed):
        items = held.page.items
        index = items[held.place].index
        gaps[index].keep_next = True
        # and each of these with the next: a signature is not parted from its date
        for tail in takewhile(lambda at: at + 1 < len(blocks) and is_firm_tail(blocks[at + 1]), count(index + 1)):
            gaps[tail].keep_next = True
        place = held.place
        while place and isinstance(above := blocks[items[place - 1].index], SetParagraph) and above.style.keep_with_next:
            place -= 1
        head = items[place]
        if head.first or index in within:
            continue  # it goes on from the page before
        over = items[place - 1] if place else None
        white = head.y - (over.y + blocks[over.index].standing(over.first, over.last) if over is not None else 0.0)
        block = blocks[index]
        assert isinstance(block, SetParagraph)
        gaps[index].office_parts = True
        low = down_to(held.bottom, composed.house_of(index).grid.pitch)
        gaps[head.index].office_before = twips(white + low - held.low - block.leading / 2)


def _held(composed: Composed) -> Iterator[_Held]:
    blocks = composed.blocks
    notes = {note.paragraph.anchor: note for note in composed.notes}
    told: set[str] = set()
    for page in composed.pages:
        last = page.items[-1] if page.items else None
        for item in page.items:
            told.update(targets(blocks[item.index], item.first, item.last))
        block = blocks[last.index] if last is not None else None
        if last is None or not isinstance(block, SetParagraph) or last.last == len(block.lines):
            continue
        lone = composed.house.composition.lone_line or block.style.lone_line
        more = 2 if lone and last.last + 2 == len(block.lines) else 1  # one would leave another alone on the next page
        low, bottom = last.y + (last.last - last.first) * block.leading, text_bottom(composed, page, page.box.depth)
        marked = [notes[key] for key in targets(block, last.last, last.last + more) if key in notes and key not in told]
        high = sum(len(note.lines) * note.leading for note in marked[:-1])
        if marked:
            high += least(marked[-1]) * marked[-1].leading + (0.0 if page.notes else SEPARATOR)
        tail = tail_of(blocks, last.index, len(blocks))
        if bottom - low - more * block.leading - high > -_HAIR and tail.hold and tail.firm:
            yield _Held(page, len(page.items) - 1, low, bottom)


def text_bottom(composed: Composed, page: Page, depth: float) -> float:
    """Down to where text may go on a page: `depth`, or its notes."""
    return page.notes[0].y - white_above(composed, page, 0) - SEPARATOR if page.notes else depth
