"""Which rows of a table go on which page."""

from __future__ import annotations

from briefing.typeset.composed import SetTable

_CLOSE = 0.01  # pt
#: What is left free below a row that goes on on the next page: in word processors borders take room of their own, pt.
_SPARE = 2.0


def groups(table: SetTable, capacity: float) -> list[tuple[int, int]]:
    """Bands `first:last` that stand on one page; what no page holds is taken apart."""
    found: list[tuple[int, int]] = []
    for index, band in enumerate(table.bands):
        if band.follows and found and _height(table, found[-1][0], index + 1) + table.head <= capacity + _CLOSE:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def least(table: SetTable, capacity: float) -> float:
    """Height of the least of a table that may stand at the foot of a page, pt."""
    first, last = groups(table, capacity)[0]
    return _height(table, first, last)


def parted(table: SetTable, rooms: tuple[float, float], tail: float) -> list[tuple[int, int]]:
    """Bands `first:last` of each page. `rooms`: what the first page has for it, and a further one; `tail`: height of the notes,
    which stand with its last rows. All pt."""
    whole = groups(table, rooms[1])
    pages: list[tuple[int, int]] = []
    at = 0
    while at < len(whole):
        room = rooms[1] if pages else rooms[0]
        start, stop = whole[at][0], at + 1
        while stop < len(whole) and table.standing(start, whole[stop][1]) + _spare(table, whole[stop][1]) <= room + _CLOSE:
            stop += 1
        if stop == len(whole) and stop > at + 1 and table.standing(start, whole[-1][1]) + tail > room + _CLOSE:
            stop -= 1
        pages.append((start, whole[stop - 1][1]))
        at = stop
    return pages


def _spare(table: SetTable, last: int) -> float:
    return _SPARE if last < len(table.bands) and table.bands[last].row == table.bands[last - 1].row else 0.0


def _height(table: SetTable, first: int, last: int) -> float:
    return sum(band.bottom - band.top for band in table.bands[first:last])
