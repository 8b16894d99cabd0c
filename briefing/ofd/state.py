"""What a content stream has set (ISO 32000-1 §8.4, 9.3), and which operators there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing.ofd.drawn import Outline, Pen

if TYPE_CHECKING:
    from pikepdf import Matrix

MM = 25.4 / 72
#: Object and generation number of a font or picture.
Key: TypeAlias = tuple[int, int]

#: Tags, compatibility and rendering intent: no mark on the page.
SILENT = frozenset({"BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "ri", "i"})
REFUSED = {
    "sh": "渐变",
    "cs": "专用色彩空间",
    "CS": "专用色彩空间",
    "sc": "专用色彩空间",
    "SC": "专用色彩空间",
    "scn": "专用色彩空间或底纹",
    "SCN": "专用色彩空间或底纹",
    "k": "CMYK 颜色",
    "K": "CMYK 颜色",
    "BI": "行内图片",
    "INLINE IMAGE": "行内图片",
}
#: Path-painting operators: fill, stroke, even-odd rule, close first.
PAINTING = {
    "f": (True, False, False, False),
    "F": (True, False, False, False),
    "f*": (True, False, True, False),
    "S": (False, True, False, False),
    "s": (False, True, False, True),
    "B": (True, True, False, False),
    "B*": (True, True, True, False),
    "b": (True, True, False, True),
    "b*": (True, True, True, True),
    "n": (False, False, False, False),
}
_BLACK = (0, 0, 0)
_PEN = Pen(1.0)
#: What a PDF calls the thinnest line (width 0) has to have a width in OFD.
HAIRLINE_MM = 0.05


@dataclass(frozen=True, slots=True)
class State:
    matrix: Matrix
    fill: tuple[int, int, int] = _BLACK
    stroke: tuple[int, int, int] = _BLACK
    fill_alpha: int = 255
    stroke_alpha: int = 255
    pen: Pen = _PEN
    clips: tuple[Outline, ...] = ()
    font: Key | None = None
    size: float = 0.0
    between: float = 0.0  # Tc
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
