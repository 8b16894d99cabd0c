"""Our own DOCX: which of the tables and pictures that its file has kept something of each of those is that it holds now, whatever
an editor put in, took out or moved."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.core.plain import Plain
from briefing.importing.continued_tables import Marks
from briefing.importing.flow import FlowGrid, FlowPicture, Item, Para, pictures_of
from briefing.model.facts import ReportFacts, known_by

#: How the writer names a picture, by its number in the file; word processors keep that.
_NAMED = re.compile(r"Picture (\d{1,6})")


class ToldTables:
    """`grids`: all tables of the reports, in their order. `marks`: whether a piece is the mark of a note."""

    def __init__(self, grids: Sequence[FlowGrid], reports: Sequence[ReportFacts], marks: Marks) -> None:
        self._facts: dict[int, tuple[ReportFacts, int]] = {}
        self._heedless = not any(report.heads for report in reports)  # a file made before heads were kept
        told = [(str(head), (report, place)) for report in reports for place, head in enumerate(report.heads)]
        now = [_known(grid, marks) for grid in grids]
        matcher = difflib.SequenceMatcher(None, [head for head, _ in told], now, False)
        for tag, start, end, first, last in matcher.get_opcodes():
            if tag == "equal" or (tag == "replace" and end - start == last - first):  # heads that were changed
                for place in range(first, last):
                    self._facts[id(grids[place])] = told[start + place - first][1]

    def of(self, grid: FlowGrid, report: ReportFacts, place: int) -> tuple[ReportFacts, int]:
        """The facts that tell of `grid`, and which of their tables it is, past all of them for one that was put in. It is read as
        table `place` of `report`."""
        return (report, place) if self._heedless else self._facts.get(id(grid), (_NOTHING, 0))


_NOTHING = ReportFacts()


def _known(grid: FlowGrid, marks: Marks) -> str:
    pieces = (piece for slot in grid.rows[0] for para in slot.paragraphs for piece in para.pieces)
    return known_by("".join(piece.text for piece in pieces if not marks(piece)))


class ToldPictures:
    """`of(picture)`: name and width as the file tells them, `("", None)` for one that was put in."""

    def __init__(self, items: Sequence[Item], reports: Sequence[ReportFacts]) -> None:
        self._told = [entry for report in reports for entry in report.pictures]
        self._named = any(_NAMED.fullmatch(picture.title) for picture in _pictures(items))
        self._count = 0

    def of(self, picture: FlowPicture) -> tuple[str, Plain]:
        match = _NAMED.fullmatch(picture.title)
        place = int(match[1]) - 1 if match else -1 if self._named else self._count
        self._count += 1
        return self._told[place] if 0 <= place < len(self._told) else ("", None)

    def free_name(self, path: str, suffix: str, data: bytes, taken: Mapping[str, bytes]) -> str:
        """`path`, unless another picture has taken it; else a number that no picture has, nor will have."""
        if path and taken.get(path, data) == data:
            return path
        names = taken.keys() | {name for name, _ in self._told}
        return next(name for number in itertools.count(1) if (name := f"{number}{suffix}") not in names)


def _pictures(items: Sequence[Item]) -> Iterator[FlowPicture]:
    for item in items:
        if not isinstance(item, Para):
            yield from pictures_of(item)
