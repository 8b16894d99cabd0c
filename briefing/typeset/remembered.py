"""Paragraphs that were set before, for a process that sets the same issue again and again: only what changed is set anew.

A paragraph is known by all that its lines depend on: its text and styles, where it goes, the house and the faces. Its places in
the sources are not among these, for a line inserted above moves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from briefing.fonts.metrics import Fonts, ShippedFaces
from briefing.house.style import HouseStyle
from briefing.model.sheet import Runs, SheetParagraph
from briefing.typeset.composed import SetParagraph
from briefing.typeset.hyphenation import hyphenated, hyphens_of

#: Paragraphs kept; the longest issue has no more.
_MOST = 20_000


class Remembered:
    def __init__(self) -> None:
        self._house: HouseStyle | None = None
        self._shipped: ShippedFaces | None = None
        self._set: dict[Hashable, SetParagraph] = {}
        self._here: dict[tuple[Hashable, str], SetParagraph] = {}  # by the file they are in, too

    def begin(self, house: HouseStyle, fonts: Fonts) -> None:
        """What follows is set for this house by these faces: what was for others is forgotten."""
        if fonts.shipped is not self._shipped or house != self._house or max(len(self._set), len(self._here)) > _MOST:
            self._house, self._shipped = house, fonts.shipped
            self._set.clear()
            self._here.clear()

    def paragraph(
        self, block: SheetParagraph, region: str, width: float, fonts: Fonts, anew: Callable[[], tuple[SetParagraph, bool]]
    ) -> SetParagraph:
        """`block` as it was set before, or else by `anew`, which also says whether there was nothing to remark."""
        key = block.kind, region, width, _key(block.runs), _key(block.pair), block.leader, block.hang
        found = self._set.get(key)
        if found is not None:
            # one that stands where it stood is the very same one, by which whoever paints knows it again
            file = next((run.span.file for run in block.runs if run.span), "")
            here = self._here.get((key, file))
            if here is None or here.paragraph != block:
                here = replace(found, paragraph=block, runs=hyphenated(block.runs, hyphens_of(found.text)))
                self._here[key, file] = here
            return here
        found, sound = anew()
        if sound and all(fonts.ships(run.face) for run in (*found.faces, *found.pair_faces)):
            self._set[key] = found
        return found


def _key(runs: Runs) -> Hashable:
    return tuple((run.text, run.style, run.target) for run in runs)
