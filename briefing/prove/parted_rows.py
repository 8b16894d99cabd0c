"""Rows of tables that part over a page: the file has the first part of every cell before the rest of any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefing.prove.expected import Expected

#: Where cells begin alike it is not plain which of them a character belongs to; so many ways are tried.
_TRIES = 2000


def in_reading_order(expected: Expected, text: str, pages: Sequence[int]) -> list[int] | None:
    """Places in `text`, in the order in which the sources have them; None where that is the order of `text`, or none is found.
    `pages`: of each character."""
    if text == expected.text or len(text) != len(expected.text):
        return None
    order: list[int] = []
    at = 0
    for cells in _rows(expected):
        whole = "".join(cells)
        if text.startswith(whole, at):
            order += range(at, at + len(whole))
        else:
            found = _Row(text, pages).parted(cells, at) if len(cells) > 1 else None
            if found is None:
                return None
            order += found
        at += len(whole)
    return order


def _rows(expected: Expected) -> Iterator[list[str]]:
    """The texts of each row's cells; of each paragraph, its own."""
    for _, group in groupby(
        enumerate(expected.passages), lambda item: (item[1].block, item[1].row if item[1].cell else ~item[0])
    ):
        yield [passage.text for _, passage in group]


class _Row:
    def __init__(self, text: str, pages: Sequence[int]) -> None:
        self._text, self._pages, self._tries = text, pages, _TRIES

    def parted(self, cells: Sequence[str], at: int) -> list[int] | None:
        """The places of the cells' characters, one cell after the other."""
        pieces = self._page(tuple(cells), at)
        if pieces is None:
            return None
        return [
            place
            for column in range(len(cells))
            for start, end in (page[column] for page in pieces)
            for place in range(start, end)
        ]

    def _page(self, rest: tuple[str, ...], at: int) -> list[list[tuple[int, int]]] | None:
        """For each page from the one of `at` on, where each cell's piece stands."""
        whole = "".join(rest)
        if self._text.startswith(whole, at):
            pieces = []
            for cell in rest:
                pieces.append((at, at + len(cell)))
                at += len(cell)
            return [pieces]
        if at >= len(self._text):
            return None
        end = at
        while end < len(self._text) and self._pages[end] == self._pages[at]:
            end += 1
        for pieces in self._splits(rest, at, end):
            if not any(stop > start for start, stop in pieces):
                continue
            left = tuple(cell[stop - start :] for cell, (start, stop) in zip(rest, pieces, strict=True))
            following = self._page(left, end)
            if following is not None:
                return [pieces, *following]
        return None

    def _splits(self, rest: Sequence[str], at: int, end: int) -> Iterator[list[tuple[int, int]]]:
        """Ways to take `at:end` for the beginnings of the cells, one after the other; the longest beginnings first."""
        self._tries -= 1
        if self._tries < 0:
            return
        if not rest:
            if at == end:
                yield []
            return
        most = 0
        while most < len(rest[0]) and at + most < end and rest[0][most] == self._text[at + most]:
            most += 1
        for length in range(most, -1, -1):
            for others in self._splits(rest[1:], at + length, end):
                yield [(at, at + length), *others]
