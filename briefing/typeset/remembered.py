"""Paragraphs that were set before, for a process that sets the same issue again and again: only what changed is set anew.

A paragraph is known by all that its lines depend on: its text and styles, where it goes, the house and the faces. Its places in
the sources are not among these, for a line inserted above moves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import islice

from briefing.fonts.metrics import Fonts, ShippedFaces
from briefing.house.style import HouseStyle
from briefing.model.sheet import Runs, SheetParagraph
from briefing.typeset.composed import SetParagraph
from briefing.typeset.hyphenation import hyphenated, hyphens_of

#: Paragraphs kept at least: of many issues in one process each leaves some ten kB a paragraph, and few are ever set again. Of an
#: issue of more, twice as many as were asked for last are kept.
KEPT = 1_000
#: Files in which the same paragraph is known again, a heading or a closing line of many reports.
_FILES = 100


class Remembered:
    """The paragraphs that were asked for last; `len`: how many."""

    def __init__(self) -> None:
        self._house: HouseStyle | None = None
        self._shipped: ShippedFaces | None = None
        self._set: dict[Hashable, SetParagraph] = {}
        self._here: dict[Hashable, dict[str, SetParagraph]] = {}  # by the file they are in, too
        self._asked = 0  # since `begin`

    def __len__(self) -> int:
        return len(self._set)

    def begin(self, house: HouseStyle, fonts: Fonts) -> None:
        """What follows is set for this house by these faces: what was for others is forgotten, and what was long not wanted."""
        if fonts.shipped is not self._shipped or house != self._house:
            self._house, self._shipped = house, fonts.shipped
            self._set.clear()
            self._here.clear()
        spare = len(self._set) - max(KEPT, 2 * self._asked)
        for key in list(islice(self._set, max(0, spare))):
            del self._set[key]
            self._here.pop(key, None)
        self._asked = 0

    def paragraph(
        self, block: SheetParagraph, region: str, width: float, fonts: Fonts, anew: Callable[[], tuple[SetParagraph, bool]]
    ) -> SetParagraph:
        """`block` as it was set before, or else by `anew`, which also says whether there was nothing to remark."""
        key = block.kind, region, width, _key(block.runs), _key(block.pair), block.leader, block.hang
        self._asked += 1
        found = self._set.pop(key, None)
        if found is not None:
            self._set[key] = found  # the last now
            # one that stands where it stood is the very same one, by which whoever paints knows it again
            file = next((run.span.file for run in block.runs if run.span), "")
            known = self._here.setdefault(key, {})
            here = known.get(file)
            if here is None or here.paragraph != block:
                here = replace(found, paragraph=block, runs=hyphenated(block.runs, hyphens_of(found.text)))
                if len(known) >= _FILES:
                    known.clear()
                known[file] = here
            return here
        found, sound = anew()
        if sound and all(fonts.ships(run.face) for run in (*found.faces, *found.pair_faces)):
            self._set[key] = found
        return found


def _key(runs: Runs) -> Hashable:
    return tuple((run.text, run.style, run.target) for run in runs)
