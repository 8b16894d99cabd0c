"""How the pages of any PDF end and begin, whoever made it: lines that stand alone, and lines that are left blank.

From glyphs and pictures alone. A paragraph's first line is set in, its others are not; a line in larger type is a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.prove.areas import TOLERANCE
from briefing.prove.expected import seen
from briefing.prove.pdf_pages import Glyph, PdfPage, Rect

#: Of the type size: heights closer than this are one line; a first line is set in by so much at least; titles are so much larger;
#: a line is so much shorter than the measure where it is a last one; a heading in the middle has so much white on both sides.
_SAME_LINE, _SET_IN, _LARGER, _SHORT, _CENTRED = 0.4, 1.0, 0.15, 1.5, 3.0
#: A ruled line is thinner, and those closer are one, pt; text begins nearer to the edge, of its size; how a date is written.
_RULE, _TEXT, _DATE = 2.0, 2.5, Pattern(r"\d{4}年\d{1,2}月\d{1,2}日")
#: A page whose foot has fewer lines of white is full.
_LEFT = 2


class PageLine(NamedTuple):
    """`left`, `right`: of its ink; `y`: its baseline; `size`: of its largest type."""

    left: float
    right: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PageEnds:
    """`turns`: pages after which text goes on; on `alone` of them a paragraph's first line, or a title, stands alone at the foot,
    or a paragraph's last line at the head of the next; `blank`: lines of white at the feet of these pages, in all, where it is
    more than the odd line."""

    turns: int
    alone: int
    blank: int


def measure(pages: Sequence[PdfPage], area: Rect, size: float) -> PageEnds:
    """`area`: the type area, pt from the top left corner of the sheet; `size`: the body's, pt."""
    made = [(page, page_lines(page, area)) for page in pages]
    steps = [
        below.y - above.y for _, lines in made for above, below in pairwise(lines) if _body(above, size) and _body(below, size)
    ]
    pitch = median(steps) if steps else 1.8 * size
    turns = alone = blank = 0
    for (page, lines), (_, following) in pairwise(made):
        if not lines or not following or not _body(following[0], size) or _centred(following[0], area, size):
            continue  # what begins with a title may begin a page of its own
        first, last = following[0], lines[-1]
        goes_on = not _set_in(first, area, size)
        if goes_on and (last.right < area.right - _SHORT * size or last.left - area.left > _CENTRED * size):
            continue  # a last line, or who signs: what begins the next page at the edge, as 附件 does, is no part of its text
        turns += 1
        head = goes_on and (len(following) < 2 or not _body(following[1], size) or _set_in(following[1], area, size))
        foot = last.size > (1 + _LARGER) * size or (goes_on and _body(last, size) and _set_in(last, area, size))
        alone += head or foot
        low = max([last.y, *(shape.bottom for shape in (*page.shapes, *page.pictures) if shape.bottom <= area.bottom + pitch)])
        left = int((area.bottom - low) / pitch + TOLERANCE)
        blank += left if left >= _LEFT else 0
    return PageEnds(turns, alone, blank)


def rows_continued(pages: Sequence[PdfPage], area: Rect, heads: int = 1) -> list[int]:
    """Rows of the table under each line that says 续表 at the head of a page, besides those of its head: from ruled lines that
    reach its right edge."""
    found = []
    for page in pages:
        lines = page_lines(page, area)
        if not lines or not lines[0].text.startswith("续表"):
            continue
        below = [shape for shape in page.shapes if shape.top > lines[0].y]
        first = min(below, key=lambda shape: (shape.top, shape.left - shape.right), default=None)
        if first is None:
            continue
        sides = [shape.bottom for shape in below if _near(shape.top, first.top) and _near(shape.left, first.left)]
        ruled = [shape for shape in below if shape.bottom - shape.top < _RULE and _near(shape.right, first.right)]
        heights = sorted(shape.top for shape in ruled if shape.top < max(sides) + _RULE)
        found.append(sum(lower - upper > _RULE for upper, lower in pairwise(heights)) - heads)
    return found


def lines_above_dates(pages: Sequence[PdfPage], area: Rect, size: float) -> list[int]:
    """Lines of the text above the date that ends a 落款, of each page that begins with such a text."""
    found = []
    for page in pages:
        lines = page_lines(page, area)
        dates = (at for at, line in enumerate(lines) if _DATE.fullmatch(line.text) and line.left > (area.left + area.right) / 2)
        at = next(dates, None)
        if at is not None and all(_body(line, size) for line in lines[:at]):
            found.append(sum(line.left - area.left < _TEXT * size for line in lines[:at]))
    return found


def blank_pages(pages: Sequence[PdfPage], area: Rect) -> int:
    """Pages with nothing in the type area, each before one that has something."""
    empty = [not page_lines(page, area) and not page.pictures for page in pages]
    return sum(here and not following for here, following in pairwise(empty))


def _near(one: float, other: float) -> bool:
    return abs(one - other) < _RULE


def page_lines(page: PdfPage, area: Rect) -> list[PageLine]:
    inside = [glyph for glyph in page.glyphs if seen(glyph.char) and area.top - TOLERANCE < glyph.y < area.bottom + TOLERANCE]
    found: list[list[Glyph]] = []
    for glyph in sorted(inside, key=lambda glyph: glyph.y):
        if not found or glyph.y - found[-1][0].y > _SAME_LINE * max(glyph.size, found[-1][0].size):
            found.append([])
        found[-1].append(glyph)
    return [_line(line) for line in found]


def _line(glyphs: Sequence[Glyph]) -> PageLine:
    row = sorted(glyphs, key=lambda glyph: glyph.x)
    text = "".join(glyph.char for glyph in row)
    return PageLine(row[0].x, row[-1].right, median(glyph.y for glyph in row), max(glyph.size for glyph in row), text)


def _body(line: PageLine, size: float) -> bool:
    return abs(line.size - size) < 0.05 * size


def _set_in(line: PageLine, area: Rect, size: float) -> bool:
    return line.left - area.left > _SET_IN * size


def _centred(line: PageLine, area: Rect, size: float) -> bool:
    left, right = line.left - area.left, area.right - line.right
    return min(left, right) > _CENTRED * size and abs(left - right) < size
