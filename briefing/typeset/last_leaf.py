"""The last pages of a text: none of a line or two, and none left blank. Where the text fills a page so far that the 版记 goes to
the back of the next leaf, some lines go to the front of that, from the last page or from one before it.

A page is left early where one block ends and another begins: a DOCX has a page break there. A paragraph that word processors
should part before a page is full they would part elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.typeset import adjoining, colophon_notes
from briefing.typeset.book import Book
from briefing.typeset.composed import SetParagraph
from briefing.typeset.filled_page import Care
from briefing.typeset.page_feet import LINES, Filling, PageFaults, faults_of, texts_of

_CLOSE = 0.01
#: A page is left with up to this share of its lines blank, of up to so many pages from the last one back.
_MOST, _BACK = 0.5, 3


def filled_out(book: Book, filling: Filling, care: Care) -> Filling:
    """`filling`, or the same with some lines moved to last pages that have too few, or none."""
    kept = book.context.house.composition.ends == "kept"
    for first, last, end in texts_of(book, filling):
        void = end == filling.flow.closing and filling.flow.void >= 0
        if void or (kept and filling.few(first, last, end)):
            filling = _moved(book, filling, care, last if void else last - 1, end) or filling
    return filling


def _moved(book: Book, filling: Filling, care: Care, last: int, end: int) -> Filling | None:
    """With as few lines as may be gone on from page `last`, or from one before it, so that the text that ends before block `end`
    has enough on the next one; None: no block ends where it should."""
    before, usual = filling.flow, faults_of(book, filling)
    best: tuple[int, PageFaults, Filling] | None = None
    for lines, short in _shorter(filling, last, end):
        if best is not None and lines > best[0] and not best[1].few:
            break  # more white than is needed
        trial = Filling(book.filled(filling.blocks, care, before.short | short), filling.blocks)
        faults = faults_of(book, trial)
        better = faults._replace(blank=0) < usual._replace(blank=0, alone=faults.alone) and faults.alone <= usual.alone
        if better and _stays_filled(trial, next(iter(short)), end) and (best is None or faults < best[1]):
            best = lines, faults, trial
    if best is None:
        return None
    found = best[2]
    if before.void >= 0 > found.flow.void:
        moved = round(found.bottom(before.void, end) / before.pitch)
        blank = (note for note in before.notes if note.code == "colophon-blank")
        found.flow.notes = [*found.flow.notes, *(colophon_notes.carried(note, before.void + 1, moved) for note in blank)]
    else:
        found.flow.notes = before.notes
    return found


def _shorter(filling: Filling, last: int, end: int) -> Iterator[tuple[int, dict[int, float]]]:
    """Lines more that a page is left with blank, and how much lower than the type area it is then, pt; least first."""
    flow = filling.flow
    most = _MOST * flow.capacity if flow.void == last + 1 else LINES * flow.pitch
    pages = [page for page in range(last, max(-1, last - _BACK), -1) if flow.pages[page] and not flow.sheets[page].leaf]
    for lines in range(1, int(most / flow.pitch) + 1):
        for page in pages:
            if (white := flow.capacity - filling.bottom(page, end) + lines * flow.pitch) <= most + _CLOSE:
                yield lines, {page: white - _CLOSE}


def _stays_filled(filling: Filling, page: int, end: int) -> bool:
    """Whether a page that is left early ends between blocks, and did not lose a table or figure that filled it. Before another
    report white is no fault."""
    flow = filling.flow
    if page + 1 >= len(flow.pages) or not flow.pages[page + 1]:
        return False
    item = flow.pages[page + 1][0]
    block = flow.blocks[item.index]
    if adjoining.name(block) != "title" and filling.bottom(page, end) < (1 - _MOST) * flow.capacity - _CLOSE:
        return False
    return not item.first or not isinstance(block, SetParagraph)
