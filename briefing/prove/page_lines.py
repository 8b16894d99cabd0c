"""Lines as they stand on the pages of any PDF: the characters of each, top to bottom. Knows nothing of sources or composition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import NamedTuple

from briefing.prove.areas import TOLERANCE
from briefing.prove.expected import seen
from briefing.prove.pdf_pages import Glyph, Pdf, PdfPage, Rect

#: Baselines closer than this are one line: text in two sizes side by side, a raised reference mark. Pt; and of the larger
#: type's size, for marks in titles are raised by more.
_SAME_LINE, _SAME_LINE_EM = 8.0, 0.45
#: A mark is so small at most, of the character before it, and is raised by so much of that one's size.
_SMALL, _RAISED = 0.75, (0.1, 0.7)
#: Left of the type area nothing stands so far out but the number of a turned page. Pt.
_BESIDE = 10.0
#: What leads to a page number is drawn by one program and made of full stops by another; it is no text.
_LEADER = re.compile(r"[.…·]{3,}(?=\d*$)")


class Agreement(NamedTuple):
    """`lines` of `of_lines` hold the same characters in both; `pages` of `of_pages` begin and end on the same line.
    `differences`: lines as a unified diff, first what was wanted."""

    lines: int
    of_lines: int
    pages: int
    of_pages: int
    differences: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return self.lines == self.of_lines and self.pages == self.of_pages and not self.differences


class PageRow(NamedTuple):
    """A line of a page, blanks left out: what stands beside each other is one line, left to right."""

    page: int
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)


def compare(wanted: Pdf, found: Pdf, area: Callable[[int], Rect]) -> Agreement:
    """Line by line within the type area of each page, which `area` gives by the page's number."""
    ours, theirs = set_lines(wanted, area), set_lines(found, area)
    lines, others = [row.text for row in ours], [row.text for row in theirs]
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    edges = list(same_edges(ours, theirs, max(len(wanted.pages), len(found.pages))))
    return Agreement(
        lines=sum(block.size for block in matcher.get_matching_blocks()),
        of_lines=len(ours),
        pages=sum(edges),
        of_pages=len(edges),
        differences=tuple(line for line in unified_diff(lines, others, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")),
    )


def set_lines(pdf: Pdf, area: Callable[[int], Rect]) -> list[PageRow]:
    """The lines within the type area of each page, which `area` gives by the page's number."""
    return [row for page in pdf.pages for row in page_lines(page, area(page.number))]


def same_edges(ours: Sequence[PageRow], theirs: Sequence[PageRow], pages: int) -> Iterator[bool]:
    """Of each page, whether it begins and ends with the same line in both."""
    edges = []
    for rows in (ours, theirs):
        found: dict[int, list[str]] = {}
        for row in rows:
            found.setdefault(row.page, []).append(row.text)
        edges.append(found)
    for number in range(1, pages + 1):
        one, other = (found.get(number, []) for found in edges)
        yield one[:1] == other[:1] and one[-1:] == other[-1:]


def without_leaders(pdf: Pdf) -> Pdf:
    """Without the full stops that lead to page numbers."""
    return pdf._replace(pages=tuple(page._replace(glyphs=_text_of(page)) for page in pdf.pages))


def _text_of(page: PdfPage) -> tuple[Glyph, ...]:
    dots = {glyph for row in rows(page.glyphs) for glyph in {*row} - {*_without_leader(row)}}
    return tuple(glyph for glyph in page.glyphs if glyph not in dots)


def page_lines(page: PdfPage, area: Rect) -> list[PageRow]:
    """Page numbers are left out: they stand below the type area, and of turned pages left of it."""
    left = area.left - _BESIDE if page.width > page.height else float("-inf")
    told = (glyph for glyph in page.glyphs if seen(glyph.char) and not glyph.hyphen)
    inside = (glyph for glyph in told if glyph.y < area.bottom + TOLERANCE and glyph.x > left)
    return [PageRow(page.number, tuple(row)) for row in map(_without_hyphen, _rows(inside)) if row]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    return [_without_leader(row) for row in rows(glyphs)]


def rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """What stands beside each other, left to right, top to bottom: by its middle, since an opening bracket that is closed up
    begins before the narrow letter that it follows. `glyphs`: as they are painted."""
    found: list[tuple[float, float, list[Glyph]]] = []  # height and size of the first, and all
    for y, glyph in sorted(_standing(glyphs), key=lambda each: each[0]):
        if found and y - found[-1][0] <= max(_SAME_LINE, _SAME_LINE_EM * max(glyph.size, found[-1][1])):
            found[-1][2].append(glyph)
        else:
            found.append((y, glyph.size, [glyph]))
    return [sorted(row, key=lambda glyph: glyph.x + glyph.advance / 2) for _, _, row in found]


def _standing(glyphs: Iterable[Glyph]) -> Iterator[tuple[float, Glyph]]:
    """Glyphs with the baselines of their lines: a raised mark has that of the character before it. By its own height it would be
    on one line with what stands a little higher in the column beside it, in one program's file and not in another's."""
    base, size, right = 0.0, 0.0, 0.0
    for glyph in glyphs:
        low, high = _RAISED[0] * size, _RAISED[1] * size
        if glyph.size <= _SMALL * size and low <= base - glyph.y <= high and abs(glyph.x - right) <= size:
            yield base, glyph
        else:
            base, size = glyph.y, glyph.size
            yield base, glyph
        right = glyph.right


def _without_hyphen(row: list[Glyph]) -> list[Glyph]:
    """One that ends a line is known as the setting's in one program's file, and not in another's."""
    return row[:-1] if len(row) > 1 and row[-1].char == "-" and row[-2].char.isalpha() else row


def _without_leader(row: list[Glyph]) -> list[Glyph]:
    found = _LEADER.search("".join(glyph.char for glyph in row))
    return row[: found.start()] + row[found.end() :] if found else row
