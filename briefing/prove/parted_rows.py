"""Cells of tables that go on over the page, or in the next column: the file has what a page or a column holds of each cell, one
after the other, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefing.house.style import HouseStyle
from briefing.prove.areas import column
from briefing.prove.expected import Expected
from briefing.prove.pdf_pages import Glyph

#: Where cells hold the same words it is not plain which of them a character belongs to; so many ways are tried.
_TRIES = 20_000
#: By how much a glyph stands higher than another that is on a line below it, pt, and beside another of the same cell, em.
_SAME, _BESIDE = 1.0, 0.32


def in_reading_order(
    expected: Expected, glyphs: Sequence[Glyph], pages: Sequence[int], houses: Sequence[HouseStyle]
) -> list[int] | None:
    """Places of `glyphs`, in the order in which the sources have them; None where that is their own order, or none is found.
    `pages`: of each glyph; `houses`: of each page."""
    text = "".join(glyph.char for glyph in glyphs)
    if text == expected.text or len(text) != len(expected.text):
        return None
    columns = [(group.start, group.end) for group in expected.sheet.groups if group.kind == "columns"]
    order: list[int] = []
    at = 0
    for _, group in groupby(expected.passages, lambda passage: (passage.block, passage.row >= 0)):
        passages = list(group)
        cells = [passage.text for passage in passages]
        whole = "".join(cells)
        end = at + len(whole)
        found: Sequence[int] | None = range(at, end)
        if not text.startswith(whole, at):
            columned = any(start <= passages[0].block < stop for start, stop in columns)
            held = _columns(glyphs, pages, houses, range(at, end)) if columned else pages
            found = _Table(text, glyphs, held, end).order(cells, at) if len(cells) > 1 else None
        if found is None:
            return None
        order += found
        at = end
    return order


def _columns(glyphs: Sequence[Glyph], pages: Sequence[int], houses: Sequence[HouseStyle], places: range) -> list[int]:
    """As `pages`, with a number of its own for each column of the glyphs at `places`."""
    found = list(pages)
    for place in places:
        page = pages[place]
        found[place] = 2 * page + column(houses[page - 1], page, glyphs[place].x)
    return found


class _Table:
    """The characters of one table, which end at `end`. `pages`: of each of them, or its column."""

    def __init__(self, text: str, glyphs: Sequence[Glyph], pages: Sequence[int], end: int) -> None:
        self._text, self._glyphs, self._pages_of, self._end, self._tries = text, glyphs, pages, end, _TRIES

    def order(self, cells: Sequence[str], at: int) -> list[int] | None:
        """The places of the cells' characters, one cell after the other."""
        pages = next(self._pages(tuple((cell, text) for cell, text in enumerate(cells) if text), at), None)
        if pages is None:
            return None
        return [place for _, start, end in sorted(piece for page in pages for piece in page) for place in range(start, end)]

    def _pages(self, rest: tuple[tuple[int, str], ...], at: int) -> Iterator[list[list[tuple[int, int, int]]]]:
        """Ways to take all from `at` on for the rest of the cells, page by page."""
        if not rest or at == self._end:
            if not rest and at == self._end:
                yield []
            return
        stop = next((i for i in range(at, self._end) if self._pages_of[i] != self._pages_of[at]), self._end)
        for pieces in self._page(rest, at, stop):
            taken = {cell: end - start for cell, start, end in pieces}
            left = tuple((cell, text[taken.get(cell, 0) :]) for cell, text in rest if len(text) > taken.get(cell, 0))
            for more in self._pages(left, stop):
                yield [pieces, *more]

    def _page(self, rest: tuple[tuple[int, str], ...], at: int, stop: int) -> Iterator[list[tuple[int, int, int]]]:
        """Ways to take `at:stop` for the beginnings of the cells, one after the other: (cell, start, end). Those first whose
        pieces end where the next glyph stands beside or above them."""
        self._tries -= 1
        if at == stop:
            yield []
            return
        if not rest or self._tries < 0:
            return
        (cell, text), *others = rest
        most = 0
        while most < len(text) and at + most < stop and text[most] == self._text[at + most]:
            most += 1
        ends = [most] if most == len(text) else []
        others_ends = [length for length in range(most + 1) if length not in ends]
        ends += sorted(others_ends, key=lambda length: self._rank(at, at + length, stop))
        for length in ends:
            for more in self._page(tuple(others), at + length, stop):
                yield [(cell, at, at + length), *more]

    def _rank(self, start: int, end: int, stop: int) -> tuple[bool, int]:
        """The first place after which the next glyph stands in another cell, as far as can be seen, before others; of those where
        nothing is seen, the last."""
        apart = end == stop
        if start < end < stop:
            following, last = self._glyphs[end], self._glyphs[end - 1]
            right = max(glyph.right for glyph in self._glyphs[start:end])
            apart = following.y < last.y - _SAME or following.x > right + _BESIDE * last.size
        return not apart, end if apart else -end
