"""What painting a page adds to, and the little that all of it asks."""

from __future__ import annotations

from briefing.fonts.metrics import Face, Fonts
from briefing.house.style import HouseStyle
from briefing.paint.marks import Link, Mark
from briefing.typeset.page_boxes import PageBox


class Brush:
    """The marks of one page so far."""

    def __init__(self, house: HouseStyle, fonts: Fonts, box: PageBox, leaders_end: float) -> None:
        """`leaders_end`: x at which dots end before what they lead to, pt from the left of the type area."""
        self.house, self.fonts, self.box, self.leaders_end = house, fonts, box, leaders_end
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self.anchors: dict[str, tuple[float, float]] = {}  # of marks of notes, and notes: x and y of their line
        self.line = 0

    def add(self, mark: Mark) -> None:
        self.marks.append(mark)


def baseline(top: float, leading: float, size: float, face: Face) -> float:
    """Where type of `size` pt stands in a line `leading` pt high: the box of its face is in the middle."""
    return top + (leading + (face.ascent - face.descent) * size) / 2
