"""Pages that were painted before, for a process that paints the same issue again and again: one whose blocks stand where they
stood is the page that it was. Blocks are known again by being the same (`typeset/remembered.py`), else by what they hold."""

from __future__ import annotations

from collections.abc import Callable

from briefing.fonts.metrics import Fonts
from briefing.paint.marks import Destination, PaintedPage
from briefing.paint.structure import Structure
from briefing.typeset.composed import Composed, Page, SetPicture

#: Paints a page, and adds the places to which notes and their marks lead.
_Anew = Callable[[Page, dict[str, Destination]], PaintedPage]


class PaintedBefore:
    """Of one issue."""

    def __init__(self) -> None:
        self._alike: tuple[object, ...] = ()
        self._pages: dict[int, tuple[tuple[object, ...], PaintedPage, dict[str, Destination]]] = {}

    def begin(self, composed: Composed, fonts: Fonts, leaders_end: float) -> None:
        """What follows is painted so: what was painted otherwise is forgotten."""
        alike = composed.house, composed.faces, composed.primaries, leaders_end, id(fonts.shipped)
        if alike != self._alike:
            self._alike = alike
            self._pages.clear()

    def page(self, composed: Composed, tree: Structure, page: Page, anchors: dict[str, Destination], anew: _Anew) -> PaintedPage:
        """The page as it was painted before, or else by `anew`; where notes lead is added to `anchors`."""
        blocks = [composed.blocks[placed.index] for placed in page.items]
        if any(isinstance(block, SetPicture) for block in blocks):  # a picture's file may be another one by now
            return anew(page, anchors)
        notes = [(composed.notes[placed.index], tree.notes[placed.index]) for placed in page.notes]
        homes = [(tree.homes[placed.index], composed.regions[placed.index]) for placed in page.items]
        key = page, blocks, homes, notes
        known = self._pages.get(page.number)
        if known is None or known[0] != key:
            places: dict[str, Destination] = {}
            known = self._pages[page.number] = key, anew(page, places), places
        for anchor, place in known[2].items():
            anchors.setdefault(anchor, place)
        return known[1]
