"""Lines as they stand on the pages of any PDF: the characters of each, top to bottom. Knows nothing of sources or composition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, unified_diff
from typing import NamedTuple

from briefing.prove.areas import TOLERANCE
from briefing.prove.expected import seen
from briefing.prove.pdf_pages import Glyph, Pdf, PdfPage, Rect

#: Baselines closer than this are one line: text in two sizes side by side, a raised reference mark. Pt.
_SAME_LINE = 7.0
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


def compare(wanted: Pdf, found: Pdf, area: Callable[[int], Rect]) -> Agreement:
    """Line by line within the type area of each page, which `area` gives by the page's number."""
    pages = [page_lines(page, area(page.number)) for page in wanted.pages]
    others = [page_lines(page, area(page.number)) for page in found.pages]
    ours, theirs = [line for page in pages for line in page], [line for page in others for line in page]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return Agreement(
        lines=sum(block.size for block in matcher.get_matching_blocks()),
        of_lines=len(ours),
        pages=sum(a[:1] == b[:1] and a[-1:] == b[-1:] for a, b in zip(pages, others, strict=False)),
        of_pages=max(len(pages), len(others)),
        differences=tuple(line for line in unified_diff(ours, theirs, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")),
    )


def page_lines(page: PdfPage, area: Rect) -> list[str]:
    """Without blanks; what stands beside each other is one line, left to right."""
    inside = (glyph for glyph in page.glyphs if seen(glyph.char) and glyph.y < area.bottom + TOLERANCE)
    return ["".join(glyph.char for glyph in row) for row in _rows(inside) if row]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if rows and glyph.y - rows[-1][0].y <= _SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_without_leader(sorted(row, key=lambda glyph: glyph.x)) for row in rows]


def _without_leader(row: list[Glyph]) -> list[Glyph]:
    found = _LEADER.search("".join(glyph.char for glyph in row))
    return row[: found.start()] + row[found.end() :] if found else row
