"""Whether notes stand on the pages of their marks, in any PDF, whoever made it: told by glyphs alone.

A mark is small and raised; a note begins a line, in type smaller than the text's, with the characters of its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.prove.expected import seen
from briefing.prove.pdf_pages import Glyph, PdfPage

#: 〔1〕, [1], ①, 1; with nothing else a number may be a power, so it counts where a note has it.
_MARK = re.compile(r"[〔\[［（(]?(?:\d{1,3}|[①-⑳㉑-㉟㊱-㊿])[〕\]］）)]?")
#: Of the size of the glyph before it: a mark is so small at most, and raised by so much at least.
_SMALL, _RAISED = 0.75, 0.15
#: A line's glyphs are no further from one another in height, as a share of their size.
_SAME_LINE = 0.5


class FoundMark(NamedTuple):
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class NotePlaces:
    """`marks`: of notes that were found, in reading order; `astray`: those whose note does not begin on their page, and is not
    one that a page before has for an earlier mark; `notes`: how many there are."""

    marks: tuple[FoundMark, ...]
    astray: tuple[FoundMark, ...]
    notes: int


def measure(pages: Sequence[PdfPage], size: float) -> NotePlaces:
    """`size`: of the text's type, pt."""
    notes: dict[int, list[str]] = {page.number: list(_notes(page, size)) for page in pages}
    known = {label for labels in notes.values() for label in labels}
    marks = [FoundMark(page.number, text) for page in pages for text in _marks(page) if text in known]
    astray: list[FoundMark] = []
    met: set[str] = set()
    left = {number: list(labels) for number, labels in notes.items()}
    for mark in marks:
        if mark.text in left[mark.page]:
            left[mark.page].remove(mark.text)
            met.add(mark.text)
        elif mark.text not in met:
            astray.append(mark)
    return NotePlaces(tuple(marks), tuple(astray), sum(map(len, notes.values())))


def _lines(page: PdfPage) -> list[list[Glyph]]:
    """Glyphs by their heights, from the top, each from the left."""
    found: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in page.glyphs if seen(glyph.char)), key=lambda glyph: glyph.y):
        if found and glyph.y - found[-1][0].y <= _SAME_LINE * max(glyph.size, found[-1][0].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x) for line in found]


def _marks(page: PdfPage) -> Iterator[str]:
    for line in _lines(page):
        size = _size(line)
        base = max(glyph.y for glyph in line if glyph.size > _SMALL * size)
        raised = ""
        for glyph in (*line[len(_own_number(line)) :], None):
            if glyph is not None and glyph.size <= _SMALL * size and base - glyph.y >= _RAISED * size:
                raised += glyph.char
                continue
            yield from _MARK.findall(raised)
            raised = ""


def _notes(page: PdfPage, size: float) -> Iterator[str]:
    for line in _lines(page):
        if not _SMALL * size - 1 <= _size(line) < 0.95 * size:
            continue
        # a raised number ends where it does, whatever digits follow
        label = _MARK.match("".join(glyph.char for glyph in _own_number(line) or line))
        if label is not None:
            yield label[0]


def _own_number(line: Sequence[Glyph]) -> list[Glyph]:
    """The raised number with which a note begins."""
    size = _size(line)
    return list(takewhile(lambda glyph: glyph.size <= _SMALL * size, line))


def _size(line: Sequence[Glyph]) -> float:
    return max(glyph.size for glyph in line)
