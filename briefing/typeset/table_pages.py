"""Which rows of a table go on which page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.typeset.composed import SetTable

_CLOSE = 0.01  # pt
#: What is left free below a row that goes on on the next page: in word processors borders take room of their own, pt.
_SPARE = 2.0
#: A row of so many times the lowest has text enough to stand alone.
_LOW = 3


def groups(table: SetTable, capacity: float, paired: bool) -> list[tuple[int, int]]:
    """Bands `first:last` that stand on one page; what no page holds is taken apart. `paired`: where 续表 says that the table goes
    on, no low row begins it alone, or ends it; other tables word processors part, wherever rows go in."""
    found: list[tuple[int, int]] = []
    for index, band in enumerate(table.bands):
        if band.follows and found and _height(table, found[-1][0], index + 1) + table.head <= capacity + _CLOSE:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    for at, two in ((0, slice(2)), (-1, slice(-2, None))) if paired and table.continued is not None else ():
        first, last = found[two][0][0], found[two][-1][1]
        if lone(table, *found[at]) and _height(table, first, last) + table.head <= capacity + _CLOSE:
            found[two] = [(first, last)]
    return found


def lone(table: SetTable, first: int, last: int) -> bool:
    """Whether what stands there of a table that goes on is one low row, besides the head."""
    rows = {band.row for band in table.bands[first:last] if band.row >= table.table.heads}
    return last - first < len(table.bands) and len(rows) == 1 and table.heights[max(rows)] <= _LOW * min(table.heights)


def least(table: SetTable, capacity: float, paired: bool) -> float:
    """Height of the least of a table that may stand at the foot of a page, pt."""
    first, last = groups(table, capacity, paired)[0]
    return _height(table, first, last)


def filled(table: SetTable, whole: Sequence[tuple[int, int]], at: int, room: Callable[[int], float], tail: float) -> int:
    """Where in `whole` (of `groups`) the page ends that begins with its entry `at`. `room`: what the page has for it, if it ends
    before that band, pt; `tail`: height of the notes, which stand with its last rows, pt."""
    start, stop, end = whole[at][0], at + 1, whole[-1][1]
    if table.standing(start, end) + tail <= room(end) + _CLOSE:
        return len(whole)
    while stop < len(whole):
        last = whole[stop][1]
        if table.standing(start, last) + _spare(table, last) > room(last) + _CLOSE:
            break
        stop += 1
    last = whole[-1][1]
    if stop == len(whole) and stop > at + 1 and table.standing(start, last) + tail > room(last) + _CLOSE:
        stop -= 1
    return stop


def _spare(table: SetTable, last: int) -> float:
    return _SPARE if last < len(table.bands) and table.bands[last].row == table.bands[last - 1].row else 0.0


def _height(table: SetTable, first: int, last: int) -> float:
    return sum(band.bottom - band.top for band in table.bands[first:last])
