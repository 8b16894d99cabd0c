"""Cells of tables that go on over the page, or in the next column: the file has what a page or a column holds of each cell, one
after the other, page by page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from briefing.house.style import HouseStyle
from briefing.prove.areas import COLUMNS, column
from briefing.prove.expected import Expected
from briefing.prove.pdf_pages import Glyph

#: Where cells hold the same words it is not plain which of them a character belongs to; so many ways are tried.
_TRIES = 20_000
#: So many characters looked at take the time of another try.
_PACE = 100
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
    columns = [(group.start, group.end) for group in expected.sheet.groups if group.kind == COLUMNS]
    order: list[int] = []
    at = 0
    for _, group in groupby(expected.passages, lambda passage: (passage.block, passage.row >= 0)):
        passages = list(group)
        cells = [passage.text for passage in passages]
        whole = "".join(cells)
        end = at + len(whole)
        found: Sequence[int] | None = range(at, end)
        if not text.startswith(whole, at):
            parts = pages
            if any(start <= passages[0].block < stop for start, stop in columns):  # short pages
                own = [2 * page + column(houses[page - 1], page, glyphs[i].x) for i, page in enumerate(pages[at:end], at)]
                parts = [*pages[:at], *own, *pages[end:]]
            found = _Table(text, glyphs, parts, end).order(cells, at) if len(cells) > 1 else None
        if found is None:
            return None
        order += found
        at = end
    return order


class _Piece(NamedTuple):
    """What a page has of a cell: characters of the file."""

    cell: int
    start: int
    end: int


class _Table:
    """The characters of one table, which end at `end`. `pages`: of each of them, or its column."""

    def __init__(self, text: str, glyphs: Sequence[Glyph], pages: Sequence[int], end: int) -> None:
        self._text, self._glyphs, self._pages_of, self._end, self._tries = text, glyphs, pages, end, _TRIES

    def order(self, cells: Sequence[str], at: int) -> list[int] | None:
        """The places of the cells' characters, one cell after the other."""
        pieces = self._pieces([(cell, text) for cell, text in enumerate(cells) if text], at)
        if pieces is None:
            return None
        return [place for piece in sorted(pieces) for place in range(piece.start, piece.end)]

    def _pieces(self, cells: list[tuple[int, str]], at: int) -> list[_Piece] | None:
        """A way to take all from `at` on for the cells, page by page. Depth first, without recursion: there may be hundreds of
        pages, and a thousand cells on one."""
        pages: list[list[_Piece]] = []
        rests = [cells]
        ways = [self._page(cells, at, self._stop(at))] if at < self._end else []
        while ways:
            page = next(ways[-1], None)
            if page is None:
                ways.pop()
                rests.pop()
                if pages:
                    pages.pop()
                continue
            taken = {piece.cell: piece.end - piece.start for piece in page}
            left = [(cell, text[taken.get(cell, 0) :]) for cell, text in rests[-1] if len(text) > taken.get(cell, 0)]
            stop = page[-1].end
            if not left and stop == self._end:
                return [piece for each in (*pages, page) for piece in each]
            if left and stop < self._end:
                pages.append(page)
                rests.append(left)
                ways.append(self._page(left, stop, self._stop(stop)))
        return None

    def _stop(self, at: int) -> int:
        """Where the page of `at` ends."""
        return next((i for i in range(at, self._end) if self._pages_of[i] != self._pages_of[at]), self._end)

    def _page(self, rest: Sequence[tuple[int, str]], at: int, stop: int) -> Iterator[list[_Piece]]:
        """Ways to take `at:stop` for the beginnings of the cells, one after the other. Those first whose pieces end where the
        next glyph stands beside or above them."""
        taken: list[_Piece] = []
        lengths = [self._lengths(rest[0][1], at, stop)]
        while lengths:
            length = next(lengths[-1], None)
            if length is None:
                lengths.pop()
                if taken:
                    taken.pop()
                continue
            start = taken[-1].end if taken else at
            taken.append(_Piece(rest[len(taken)][0], start, start + length))
            self._tries -= 1
            if start + length == stop:
                yield list(taken)
            if start + length == stop or len(taken) == len(rest) or self._tries < 0:
                taken.pop()
            else:
                lengths.append(self._lengths(rest[len(taken)][1], start + length, stop))

    def _lengths(self, text: str, at: int, stop: int) -> Iterator[int]:
        """How long a piece at `at` may be, of a cell with that `text` left."""
        most = 0
        while most < len(text) and at + most < stop and text[most] == self._text[at + most]:
            most += 1
        if most == len(text):
            yield most
        yield from (length for length in self._likely(at, most, stop) if length < len(text))

    def _likely(self, start: int, most: int, stop: int) -> list[int]:
        """Lengths up to `most` of a piece that begins at `start`: the first place after which the next glyph stands in another
        cell, as far as can be seen, before others; of those where nothing is seen, the last."""
        self._tries -= most // _PACE
        seen: list[int] = []
        unseen: list[int] = []
        right = -math.inf
        for length in range(most + 1):
            end = start + length
            apart = end == stop
            if start < end:
                last = self._glyphs[end - 1]
                right = max(right, last.right)
                if end < stop:
                    following = self._glyphs[end]
                    apart = following.y < last.y - _SAME or following.x > right + _BESIDE * last.size
            (seen if apart else unseen).append(length)
        return seen + unseen[::-1]
