"""From an offset in a Markdown block's content back to line and column of the source. Pure.

markdown-it strips indents, quote signs and list markers from a block's lines; what is left is a suffix of
each source line.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence

from briefing.core.errors import Span
from briefing.core.pattern import Pattern

_HASHES = Pattern(r"[ \t]*#{1,6}[ \t]*")


class Places:
    """`segments`: (offset, line, column) where a stretch of content begins in the source, by offset; from
    0, 1, 1."""

    def __init__(self, file: str, segments: list[tuple[int, int, int]]) -> None:
        self._file = file
        self._segments = segments
        self._offsets = [segment[0] for segment in segments]

    def span(self, offset: int, length: int = 1) -> Span:
        start, line, column = self._segments[bisect.bisect_right(self._offsets, offset) - 1]
        return Span(self._file, line, column + offset - start, max(1, length))

    def pieces(self, offset: int, text: str) -> Iterator[tuple[str, Span]]:
        """`text`, which stands at `offset`, in stretches that the source has in one piece."""
        starts = [start for start in self._offsets if offset < start < offset + len(text)]
        for start, end in itertools.pairwise((offset, *starts, offset + len(text))):
            yield text[start - offset : end - offset], self.span(start, end - start)


def of_lines(file: str, lines: Sequence[str], first: int, content: str) -> Places:
    """Places of a paragraph whose first line is `lines[first]`."""
    segments = []
    offset = 0
    for index, part in enumerate(content.split("\n")):
        column = len(lines[first + index].rstrip()) - len(part.rstrip())
        segments.append((offset, first + index + 1, column + 1))
        offset += len(part) + 1
    return Places(file, segments)


def of_heading(file: str, lines: Sequence[str], first: int, content: str) -> Places:
    """Places of a `# heading` on `lines[first]`."""
    match = _HASHES.match(lines[first])
    column = lines[first].find(content, match.end() if match else 0)
    return Places(file, [(0, first + 1, max(column, 0) + 1)])


def of_cells(file: str, lines: Sequence[str], row: int) -> list[Places]:
    """Places of each cell of the table row on `lines[row]`; an escaped `\\|` is one character of its cell."""
    line = lines[row]
    start = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    if line[start : start + 1] == "|":
        start += 1
    cells = []
    pieces = [start]  # columns where unescaped stretches of the current cell begin
    position = start
    while position < end:
        if line[position] == "\\" and line[position + 1 : position + 2] == "|":
            pieces.append(position + 1)
            position += 2
        elif line[position] == "|":
            cells.append(_cell(file, line, row, pieces, position))
            position += 1
            pieces = [position]
        else:
            position += 1
    if pieces[0] < end:
        cells.append(_cell(file, line, row, pieces, end))
    return cells


def _cell(file: str, line: str, row: int, pieces: list[int], end: int) -> Places:
    first = pieces[0]
    inner = line[first:end]
    pieces = [first + len(inner) - len(inner.lstrip()) if inner.strip() else first, *pieces[1:]]
    segments = []
    offset = 0
    for index, column in enumerate(pieces):
        segments.append((offset, row + 1, column + 1))
        if index + 1 < len(pieces):
            offset += pieces[index + 1] - 1 - column  # the backslash is not content
    return Places(file, segments)
