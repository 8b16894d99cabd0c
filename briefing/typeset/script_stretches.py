"""What of a strip word processors space alike: whether they can be led to a line that is too long for them by nature.

They squeeze no marks, only all characters of a stretch of one script alike (output/docx/pins.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from briefing.typeset.classes import WORDLIKE, CharClass
from briefing.typeset.office_scripts import latin_marks

#: How many stretches of a line a word processor is told to set closer, and by how much each character, em.
_LED, _LED_BY = 4, 0.11
#: By how much the line must go in there, pt.
_SPARE = 1.0


class ScriptStretches:
    """Of a whole strip, so that a line is asked for its own gaps only."""

    def __init__(
        self, text: str, kinds: Sequence[CharClass], widths: Sequence[float], sizes: Sequence[float],
        gives: Sequence[float | None], tighter: float,
    ) -> None:  # fmt: skip
        """Parallel to `text`; `gives`: pt of each Chinese–Latin gap, None of others, empty where the house has none. `tighter`:
        by how much the grid sets all characters closer, pt."""
        self._widths, self._sizes, self._tighter = widths, sizes, tighter
        self._wordlike = [kind in WORDLIKE for kind in kinds]
        named = latin_marks(text)  # the DOCX gives them their face by name: they are spaced by themselves
        #: Where another stretch begins, and what the gaps give; how many of either there are in the gaps before each character.
        self._places, self._gives = list[int](), list[float]()
        self._places_before, self._gives_before = [0], [0]
        for i, (here, following) in enumerate(pairwise(self._wordlike)):
            if gives and (give := gives[i]) is not None:
                self._gives.append(give)
                self._places.append(i)  # the character before a gap has a spacing of its own
            if here != following or (i in named) != (i + 1 in named):
                self._places.append(i + 1)
            self._places_before.append(len(self._places))
            self._gives_before.append(len(self._gives))

    def lead(self, start: int, end: int, over: float) -> bool:
        """Whether the line `start:end`, which is longer than its measure by `over` pt, goes in there, and no more with it."""
        for give in self._gives[self._gives_before[start] : self._gives_before[end - 1]]:
            over -= give
        bounds = [start, *self._places[self._places_before[start] : self._places_before[end - 1]], end]
        # The grid's own tracking is dropped at the end of each stretch, too.
        dropped = self._tighter * (len(bounds) - 1)
        over += dropped
        if over <= 0:
            return True
        over += _SPARE
        room = self._piece(end) - dropped - 2 * _SPARE
        lengths = sorted((b - a for a, b in pairwise(bounds)), reverse=True)[:_LED]
        for count, heeded in enumerate(accumulate(length - 1 for length in lengths), start=1):
            # By the specification the line is shorter by what LibreOffice drops at the end of each stretch.
            if over <= heeded * self._sizes[start] * _LED_BY and over * count <= heeded * room:
                return True
        return False

    def _piece(self, start: int) -> float:
        """Width of the least that may follow on the line, pt: a figure, a word, a Han character."""
        if start >= len(self._widths):
            return math.inf
        end = start
        while end < len(self._wordlike) and self._wordlike[end]:
            end += 1
        return sum(self._widths[start:end]) if end > start else self._sizes[start]
