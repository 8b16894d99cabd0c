"""Tables that go on over the page, or in the next column: the file has what a page or a column holds of each cell, one after the
other, page by page, under what is said again there.

Which cell a character belongs to is told by the words, and where cells hold the same words by where the glyphs stand: each step
against what is seen has a price, and of the ways to read a table a cheap one is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, count, groupby, pairwise
from typing import NamedTuple

from briefing.house.style import HouseStyle
from briefing.prove.areas import COLUMNS, column
from briefing.prove.continued import repeated_by_table
from briefing.prove.expected import Expected
from briefing.prove.pdf_pages import Glyph

#: So many steps are tried in one table.
_TRIES = 40_000
#: By how much a glyph stands higher than another that is on a line below it, pt; beside another of the same cell, em; and further
#: left than the lines above it of the same cell, em.
_SAME, _BESIDE, _LEFT = 1.0, 0.32, 0.6
#: A glyph so much smaller than the one before it, that is raised by no more than its size, is a mark of the same cell.
_SMALL = 0.8
#: What it costs to end what a page has of a cell within a line, or where a line ends as any does; to read on over a place where
#: another cell seems to begin; to end the page's part of a cell where none seems to end; to leave a cell for a further page; to
#: take for words what reads like a head.
_IN_LINE, _AT_LINE, _OVER, _PART, _LATER, _NO_HEAD = 4, 1, 4, 1, 2, 8
#: A way that costs one more is looked into first if it has so many pieces more: most mistakes show soon.
_PACE = 4


def in_reading_order(
    expected: Expected, glyphs: Sequence[Glyph], pages: Sequence[int], houses: Sequence[HouseStyle]
) -> list[int] | None:
    """Places of `glyphs` in the order in which the sources have them, without what is said again; None where none is found.
    `pages`: of each glyph; `houses`: of each page."""
    text = "".join(glyph.char for glyph in glyphs)
    columns = [(group.start, group.end) for group in expected.sheet.groups if group.kind == COLUMNS]
    on_pages = _File(text, glyphs, pages)
    in_columns = on_pages
    if columns:
        short = [2 * page + column(houses[page - 1], page, glyph.x) for glyph, page in zip(glyphs, pages, strict=True)]
        in_columns = _File(text, glyphs, short)
    again = repeated_by_table(expected)
    order: list[int] = []
    at = 0
    for (block, tabular), group in groupby(expected.passages, lambda passage: (passage.block, passage.row >= 0)):
        words = [passage.text for passage in group]
        whole = "".join(words)
        if tabular:
            columned = any(start <= block < stop for start, stop in columns)
            pieces = _Table(in_columns if columned else on_pages, words, again.get(block, ())).read(at)
            if pieces is None:
                return None
            order += (place for piece in sorted(pieces) for place in range(piece.start, piece.end))
            at = max((piece.end for piece in pieces), default=at)
        elif text.startswith(whole, at):
            order += range(at, at + len(whole))
            at += len(whole)
        else:
            return None
    return order if at == len(text) else None


class _File:
    """The text of a file, its glyphs, and the page of each, or its column."""

    def __init__(self, text: str, glyphs: Sequence[Glyph], parts: Sequence[int]) -> None:
        self.text, self._glyphs, self._parts = text, glyphs, parts

    @cached_property
    def tops(self) -> list[int]:
        """Where pages begin, but for the first; and the end."""
        parts = self._parts
        return [i for i in range(1, len(parts)) if parts[i] != parts[i - 1]] + [len(parts)]

    def stop(self, at: int) -> int:
        """Where the page ends that has the character `at`."""
        return self.tops[bisect_right(self.tops, at)]

    def ends_line(self, place: int) -> bool:
        """Whether a line ends right before a character, or another cell begins there."""
        return self.apart[place] or self._glyphs[place].y > self._glyphs[place - 1].y + _SAME

    def passed(self, start: int, end: int) -> int:
        """How many places between two are such that another cell seems to begin there."""
        return max(0, self._passed[end] - self._passed[start + 1])

    @cached_property
    def apart(self) -> list[bool]:
        """Whether another cell begins with a glyph, as far as may be seen: it stands above the one before, beside it, or further
        left than what is above it."""
        found = [True] * len(self._glyphs)
        left, right = 0.0, 0.0  # of what is known to be of one cell
        for place, glyph in enumerate(self._glyphs):
            if place:
                last = self._glyphs[place - 1]
                raised = glyph.size < _SMALL * last.size and glyph.y > last.y - last.size
                higher = glyph.y < last.y - _SAME and not raised
                beside = glyph.x > right + _BESIDE * last.size
                found[place] = higher or beside or glyph.x < left - _LEFT * last.size
            left, right = (glyph.x, glyph.right) if found[place] else (min(left, glyph.x), max(right, glyph.right))
        return found

    @cached_property
    def _passed(self) -> list[int]:
        return list(accumulate(self.apart, initial=0))


class _Piece(NamedTuple):
    """What a page has of a cell: `start:end` of the file."""

    cell: int
    start: int
    end: int


class _Way(NamedTuple):
    """How the file was read as far as `at`. `rest`: number of what cells had left where the page began, of which `done` are
    dealt with; `begun`: those of them that the page has not all of, with what it has; `pieces`: the last, and those before."""

    at: int
    rest: int
    done: int
    begun: tuple[tuple[int, int], ...]
    pieces: _Chain | None


class _Chain(NamedTuple):
    piece: _Piece
    before: _Chain | None
    length: int


class _Table:
    """One table in a file. `again`: what may be said again at the top of a page, what is longer first."""

    def __init__(self, file: _File, cells: Sequence[str], again: Sequence[str]) -> None:
        self._file, self._cells, self._again = file, cells, tuple(again)
        self._rests: list[tuple[tuple[int, int], ...]] = []  # cells and how much of each was said, where pages begin
        self._numbers: dict[tuple[tuple[int, int], ...], int] = {}

    def read(self, begin: int) -> list[_Piece] | None:
        """All pieces of the table, which begins at `begin`."""
        whole = "".join(self._cells)
        if not whole or begin >= len(self._file.text):
            return None if whole else []
        straight = self._file.text.startswith(whole, begin)
        if not straight or begin + len(whole) > self._file.stop(begin):
            pieces = self._cheap(begin)
            if pieces is not None or not straight:
                return pieces
        ends = accumulate(map(len, self._cells), initial=begin)
        return [_Piece(cell, start, end) for cell, (start, end) in enumerate(pairwise(ends))]

    def _cheap(self, begin: int) -> list[_Piece] | None:
        """A way to take all cells, page by page."""
        cells = tuple((cell, 0) for cell, text in enumerate(self._cells) if text)
        order = count()
        ways = [(0, 0, next(order), _Way(begin, self._number(cells), 0, (), None))]
        met: set[tuple[int, int, int, tuple[tuple[int, int], ...]]] = set()
        for _ in range(_TRIES):
            if not ways:
                return None
            _, cost, _, way = heappop(ways)
            if way.done == len(self._rests[way.rest]) and not way.begun:
                return list(_told(way.pieces))
            if way[:4] in met:
                continue
            met.add(way[:4])
            for price, further in self._further(way):
                heappush(ways, (_PACE * (cost + price) - _length(further.pieces), cost + price, next(order), further))
        return None

    def _number(self, rest: tuple[tuple[int, int], ...]) -> int:
        number = self._numbers.setdefault(rest, len(self._rests))
        if number == len(self._rests):
            self._rests.append(rest)
        return number

    def _further(self, way: _Way) -> Iterator[tuple[int, _Way]]:
        """The next steps and what they cost."""
        begins = way.pieces is None or not (way.done or way.begun)
        if not begins and way.at in (len(self._file.text), self._file.stop(way.at - 1)):
            yield from self._turned(way)
        elif way.done < len(self._rests[way.rest]):
            yield from self._taken(way)

    def _turned(self, way: _Way) -> Iterator[tuple[int, _Way]]:
        """Onto the next page, over what is said again there."""
        text, at = self._file.text, way.at
        if at == len(text):
            return
        here = dict(way.begun)
        rest = self._rests[way.rest]
        left = [(cell, said + here[cell]) for cell, said in rest[: way.done] if cell in here]
        number = self._number((*left, *rest[way.done :]))
        head = next((head for head in self._again if text.startswith(head, at)), "")
        if head:
            yield 0, _Way(at + len(head), number, 0, (), way.pieces)
        yield _NO_HEAD if head else 0, _Way(at, number, 0, (), way.pieces)

    def _taken(self, way: _Way) -> Iterator[tuple[int, _Way]]:
        """What the page may have of the next cell."""
        file, at = self._file, way.at
        cell, said = self._rests[way.rest][way.done]
        words = self._cells[cell][said:]
        stop = file.stop(at) if at < len(file.text) else at
        most = _common(words, file.text[at : min(stop, at + len(words))])
        for length in range(most + 1):
            end, whole = at + length, length == len(words)
            line = end == stop or file.apart[end] or not length
            if not whole and not line and not file.ends_line(end):
                continue
            price = 0 if line else (_AT_LINE if file.ends_line(end) else _IN_LINE) + (0 if whole else _PART)
            price += _OVER * file.passed(at, end) if length else _LATER
            begun = way.begun if whole else (*way.begun, (cell, length))
            pieces = _Chain(_Piece(cell, at, end), way.pieces, _length(way.pieces) + 1) if length else way.pieces
            yield price, _Way(end, way.rest, way.done + 1, begun, pieces)


def _length(pieces: _Chain | None) -> int:
    return 0 if pieces is None else pieces.length


def _told(pieces: _Chain | None) -> Iterator[_Piece]:
    while pieces is not None:
        yield pieces.piece
        pieces = pieces.before


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    if one.startswith(other):
        return len(other)
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
