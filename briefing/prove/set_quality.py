"""How well any PDF is set, whoever made it: counts over its lines, from the glyphs alone.

Knows nothing of the sources: lines are told by their heights, paragraphs by their indents. So the same counts can be taken
of this project's pages and of other engines'. Only lines of the body's size inside the type area take part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.prove.areas import TOLERANCE
from briefing.prove.expected import seen
from briefing.prove.gaps import gaps
from briefing.prove.pdf_pages import Glyph, PdfPage, Rect
from briefing.typeset.classes import CharClass, kinds_of, never_first, never_last

#: A line opened by more than this between two Han characters looks loose. Em.
LOOSE = 0.1
_MARKS = frozenset({CharClass.OPEN, CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP})
_LEAN_BACK = frozenset({CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP})
#: Of the type size: heights closer than this are one line; lines begin at the edge or two characters in, give or take.
_SAME_LINE, _SLACK = 0.4, 0.5
_EDGE = (0.0,)
_INDENTED = (0.0, 2.0)


class LinePlace(NamedTuple):
    """A line, from 1 on each page, and where it is."""

    page: int
    line: int
    text: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines at fault. `lines`: of the body's size, in all; `full` of them are no last lines, and ought to fill the measure."""

    lines: int
    full: int
    ragged: tuple[LinePlace, ...]  # the right edge is off the measure by more than 0.2 mm
    loose: tuple[LinePlace, ...]  # Han characters stand further apart than allowed
    uneven: tuple[LinePlace, ...]  # the same two marks stand closer, or less close, than mostly on the page
    lone: tuple[LinePlace, ...]  # a last line of one character
    edges: tuple[LinePlace, ...]  # begins or ends with a mark that must not stand there


@dataclass(slots=True)
class _Row:
    page: int
    number: int
    glyphs: list[Glyph]
    kinds: Sequence[CharClass] = ()
    last: bool = True
    first: bool = True

    def place(self) -> LinePlace:
        size = self.glyphs[0].size
        top, bottom = self.glyphs[0].y - 0.9 * size, self.glyphs[0].y + 0.15 * size
        text = "".join(glyph.char for glyph in self.glyphs)
        return LinePlace(self.page, self.number, text, Rect(self.glyphs[0].x, top, self.glyphs[-1].right, bottom))


def measure(pages: Sequence[PdfPage], area: Rect, size: float, loose: float = LOOSE, strict: bool = False) -> Counts:
    """Count over `pages` (of `read_pdf`). `area`: the type area, pt from the top left corner of the sheet; `size`: the body's,
    pt; `loose`: em between Han characters from which a line counts as loose; `strict`: 避头尾 of the strict level.

    A line is a paragraph's last if the line right after it does not begin at the left edge, or is none of the body's size."""
    rows = [row for page in pages for row in _rows(page, area, size)]
    _paragraphs(rows, area, size)
    first, last = never_first(strict), never_last()
    full = [row for row in rows if not row.last]
    return Counts(
        lines=len(rows),
        full=len(full),
        ragged=tuple(row.place() for row in full if _ragged(row, area)),
        loose=tuple(row.place() for row in rows if _opening(row) > loose * size),
        uneven=tuple(row.place() for row in _uneven(rows)),
        lone=tuple(row.place() for row in rows if row.last and not row.first and _lone(row)),
        edges=tuple(
            row.place() for row in rows if (not row.first and row.kinds[0] in first) or (not row.last and row.kinds[-1] in last)
        ),
    )


def paragraphs(pages: Sequence[PdfPage], area: Rect, size: float) -> Iterator[list[tuple[Sequence[Glyph], Sequence[CharClass]]]]:
    """The lines of each paragraph, as `measure` tells them: glyphs and their kinds."""
    rows = [row for page in pages for row in _rows(page, area, size)]
    _paragraphs(rows, area, size)
    lines: list[tuple[Sequence[Glyph], Sequence[CharClass]]] = []
    for row in rows:
        lines.append((row.glyphs, row.kinds))
        if row.last:
            yield lines
            lines = []


def _rows(page: PdfPage, area: Rect, size: float) -> list[_Row]:
    """Lines of the page from the top; those in which anything stands in another size than the body's are titles and the like."""
    inside = [glyph for glyph in page.glyphs if seen(glyph.char) and area.top - TOLERANCE < glyph.y < area.bottom + TOLERANCE]
    rows: list[_Row] = []
    for glyph in sorted(inside, key=lambda glyph: glyph.y):
        if not rows or glyph.y - rows[-1].glyphs[0].y > _SAME_LINE * size:
            rows.append(_Row(page.number, len(rows) + 1, []))
        rows[-1].glyphs.append(glyph)
    for row in rows:
        row.glyphs.sort(key=lambda glyph: glyph.x + glyph.advance / 2)
    return [row for row in rows if all(abs(glyph.size - size) < 0.05 * size for glyph in row.glyphs)]


def _paragraphs(rows: Sequence[_Row], area: Rect, size: float) -> None:
    for row in rows:
        row.kinds = kinds_of("".join(glyph.char for glyph in row.glyphs))
    for above, below in pairwise(rows):
        if _follows(above, below) and _begins(above, area, size, _INDENTED) and _begins(below, area, size, _EDGE):
            above.last = below.first = False


def _follows(above: _Row, below: _Row) -> bool:
    if below.page == above.page:
        return below.number == above.number + 1
    return below.page == above.page + 1 and below.number == 1


def _begins(row: _Row, area: Rect, size: float, places: Sequence[float]) -> bool:
    """Whether the line begins where lines of text do, and is not centred or set flush right."""
    begins = (row.glyphs[0].x - area.left) / size
    starts = (begins, begins + 0.5) if opens_blank(row.glyphs[0], row.kinds[0]) else (begins,)
    return any(abs(start - place) < _SLACK for start in starts for place in places)


def opens_blank(glyph: Glyph, kind: CharClass) -> bool:
    """Whether it is an opening mark as wide as a character, half of it blank, which may stand out of a line on the left."""
    return kind is CharClass.OPEN and glyph.advance > 0.9 * glyph.size


def _ragged(row: _Row, area: Rect) -> bool:
    """The trailing half of a mark may be left out at the edge, and so hang over it."""
    end = row.glyphs[-1]
    edges = [end.right]
    if row.kinds[-1] in _LEAN_BACK and end.advance > 0.9 * end.size:
        edges.append(end.right - end.size / 2)
    return min(abs(edge - area.right) for edge in edges) > TOLERANCE


def _opening(row: _Row) -> float:
    """The usual extra between Han characters, pt."""
    extras = sorted(gap.extra for gap in gaps(row.glyphs, row.kinds) if gap.han)
    return extras[len(extras) // 2] if extras else 0.0


def _uneven(rows: Sequence[_Row]) -> list[_Row]:
    """Lines in which two adjacent marks stand otherwise than the same two do most often on that page."""
    found: dict[tuple[int, str], list[tuple[int, _Row]]] = {}
    for row in rows:
        opening = _opening(row)
        for gap in gaps(row.glyphs, row.kinds):
            if gap.before in _MARKS and gap.after in _MARKS:
                pair = row.glyphs[gap.at].char + row.glyphs[gap.at + 1].char
                found.setdefault((row.page, pair), []).append((round((gap.extra - opening) / TOLERANCE), row))
    odd: list[_Row] = []
    for uses in found.values():
        usual = Counter(width for width, _ in uses).most_common(1)[0][0]
        odd += [row for width, row in uses if abs(width - usual) > 1]
    return sorted({id(row): row for row in odd}.values(), key=lambda row: (row.page, row.number))


def _lone(row: _Row) -> bool:
    return sum(kind not in _MARKS for kind in row.kinds) <= 1
