"""Boxes of a page, and what stands outside the trimmed sheet: crop marks and the job line. Lengths are pt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefing.house import PT_PER_MM
from briefing.press.lettering import Lettering

#: Room outside the bleed for marks and the job line; length, weight of a mark; type size of the line.
SLUG, MARK, HAIRLINE, LINE_SIZE = 9 * PT_PER_MM, 5 * PT_PER_MM, 0.25, 7.0


@dataclass(frozen=True, slots=True)
class Boxes:
    """Of one page. `shift`: how far its drawing moves right and up within the larger sheet."""

    width: float  # of the trimmed sheet
    height: float
    bleed: float = 0.0
    slug: float = 0.0

    @property
    def shift(self) -> float:
        return self.bleed + self.slug

    @property
    def media(self) -> list[float]:
        return [0, 0, _rounded(self.width + 2 * self.shift), _rounded(self.height + 2 * self.shift)]

    @property
    def trim(self) -> list[float]:
        return self._inset(self.shift)

    @property
    def bleeds(self) -> list[float]:
        return self._inset(self.slug)

    def _inset(self, by: float) -> list[float]:
        left, bottom, right, top = self.media
        return [_rounded(edge) for edge in (left + by, bottom + by, right - by, top - by)]


def apply(page: Any, boxes: Boxes) -> None:
    from pikepdf import Array

    page.MediaBox, page.BleedBox, page.TrimBox = Array(boxes.media), Array(boxes.bleeds), Array(boxes.trim)
    for name in ("/CropBox", "/ArtBox"):
        if name in page:
            del page[name]


def crop_marks(boxes: Boxes, line: str, lettering: Lettering, font: str, inks: list[bytes]) -> bytes:
    """Hairlines at the corners, outside the bleed, and the job line over the sheet; once in each of the page's inks
    (`inks`: operators that choose one), so that every plate can be laid over the others."""
    left, bottom, right, top = boxes.trim
    gap = max(boxes.bleed, 2 * PT_PER_MM)
    drawn = []
    for x, outward in ((left, -1), (right, 1)):
        drawn += [_segment(x + outward * gap, y, x + outward * (gap + MARK), y) for y in (bottom, top)]
    for y, outward in ((bottom, -1), (top, 1)):
        drawn += [_segment(x, y + outward * gap, x, y + outward * (gap + MARK)) for x in (left, right)]
    marks = f"{HAIRLINE} w " + " ".join(drawn)
    baseline = top + boxes.bleed + 3 * PT_PER_MM
    words = f"BT {font} {LINE_SIZE:g} Tf 1 0 0 1 {left + 12:.3f} {baseline:.3f} Tm ".encode() + lettering.show(line) + b" ET"
    return b"\n".join(b"q " + ink + b" " + marks.encode() + b"\n" + words + b" Q" for ink in inks)


def _segment(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _rounded(value: float) -> float:
    return round(value, 4)
