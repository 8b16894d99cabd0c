"""Which inks each page takes, and how much of the page each covers: for the job line and the ticket. Reckoned from the marks;
what lies over one another counts twice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import assert_never

from briefing.files.world import World
from briefing.output.drawn_inks import DrawnInks
from briefing.output.faces import FaceFile
from briefing.output.palette import BLACK, PROCESS, Palette
from briefing.output.separations import Separations
from briefing.paint.marks import Bar, Dots, FaceKey, Form, Glyphs, Image, Mark, Painted, PaintedPage
from briefing.typeset.composed import Drawing


def coverage(
    painted: Painted, files: Mapping[FaceKey, FaceFile], world: World, palette: Palette, pictures: Separations, drawn: DrawnInks
) -> list[dict[str, float]]:
    """For every page, ink → part of the trimmed page that it covers (to a ten-thousandth), black first, then the spot ink."""
    plates = _Plates(files, world, palette, pictures, drawn, painted.drawings)
    order = (BLACK, palette.spot_name, *PROCESS)
    found = []
    for page in painted.pages:
        areas = plates.of(page)
        sheet = page.box.width * page.box.height
        inks = sorted((ink for ink, area in areas.items() if area), key=order.index)
        found.append({ink: min(1.0, max(0.0001, round(areas[ink] / sheet, 4))) for ink in inks})
    return found


class _Plates:
    def __init__(
        self, files: Mapping[FaceKey, FaceFile], world: World, palette: Palette, pictures: Separations, drawn: DrawnInks,
        drawings: Mapping[str, Drawing],
    ) -> None:  # fmt: skip
        self._files, self._world, self._palette, self._pictures = files, world, palette, pictures
        self._drawn, self._drawings = drawn, drawings

    def of(self, page: PaintedPage) -> dict[str, float]:
        """Ink → pt²."""
        areas: dict[str, float] = {}
        for mark in page.marks:
            area, inks = self._area(mark), self._inks(mark)
            for ink, amount in inks.items():
                areas[ink] = areas.get(ink, 0.0) + area * amount
        return areas

    def _area(self, mark: Mark) -> float:
        match mark:
            case Glyphs():
                file = self._files[mark.face]
                return sum(map(file.area, file.glyphs(mark.text))) * mark.size**2
            case Dots():
                return (mark.gaps + 1) * math.pi / 4 * mark.weight**2
            case Bar() | Image() | Form():
                return (mark.right - mark.left) * (mark.bottom - mark.top)
            case _:
                assert_never(mark)

    def _inks(self, mark: Mark) -> Mapping[str, float]:
        if isinstance(mark, Form):
            drawing = self._drawings[mark.path]
            separated = self._drawn.separated(drawing) is not None
            return self._drawn.inks(drawing) if separated else self._pictures.of(drawing.picture).inks
        if isinstance(mark, Image):
            return self._pictures.of(self._world.issue.picture(mark.path, mark.span)).inks
        return self._palette.inks(mark.color)
