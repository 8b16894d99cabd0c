"""Which inks each page takes, and how much of the page each covers: for the job line and the ticket. Reckoned from the marks;
what lies over one another counts twice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import assert_never

from briefing.errors import Span
from briefing.output.faces import FaceFile
from briefing.output.palette import BLACK, PROCESS, Palette
from briefing.output.separations import separated
from briefing.painted import Bar, Dots, FaceKey, Glyphs, Image, Painted, PaintedPage
from briefing.world import World


def coverage(
    painted: Painted, files: Mapping[FaceKey, FaceFile], world: World, palette: Palette, profile: bytes | None
) -> list[dict[str, float]]:
    """For every page, ink → part of the trimmed page that it covers (0–1, to a ten-thousandth), black first, then the spot ink.
    `profile`: by which pictures are separated; they are grey without one."""
    plates = _Plates(files, world, palette, profile)
    order = (BLACK, palette.spot_name, *PROCESS)
    found = []
    for page in painted.pages:
        areas = plates.of(page)
        sheet = page.box.width * page.box.height
        inks = sorted((ink for ink, area in areas.items() if area), key=order.index)
        found.append({ink: min(1.0, max(0.0001, round(areas[ink] / sheet, 4))) for ink in inks})
    return found


class _Plates:
    """Knows each picture once, as a face knows its glyphs."""

    def __init__(self, files: Mapping[FaceKey, FaceFile], world: World, palette: Palette, profile: bytes | None) -> None:
        self._files, self._world, self._palette, self._profile = files, world, palette, profile
        self._pictures: dict[str, Mapping[str, float]] = {}

    def of(self, page: PaintedPage) -> dict[str, float]:
        """Ink → pt²."""
        areas: dict[str, float] = {}
        for mark in page.marks:
            area, inks = self._area(mark), self._inks(mark)
            for ink, amount in inks.items():
                areas[ink] = areas.get(ink, 0.0) + area * amount
        return areas

    def _area(self, mark: Glyphs | Bar | Dots | Image) -> float:
        match mark:
            case Glyphs():
                file = self._files[mark.face]
                return sum(map(file.area, file.glyphs(mark.text))) * mark.size**2
            case Dots():
                return (mark.gaps + 1) * math.pi / 4 * mark.weight**2
            case Bar() | Image():
                return (mark.right - mark.left) * (mark.bottom - mark.top)
            case _:
                assert_never(mark)

    def _inks(self, mark: Glyphs | Bar | Dots | Image) -> Mapping[str, float]:
        return self._picture(mark.path, mark.span) if isinstance(mark, Image) else self._palette.inks(mark.color)

    def _picture(self, path: str, span: Span | None) -> Mapping[str, float]:
        from PIL import ImageStat

        if path not in self._pictures:
            plates = separated(self._world.issue.picture(path, span), self._profile)
            if plates.mode != "CMYK":
                self._pictures[path] = {BLACK: 1 - ImageStat.Stat(plates.convert("L")).mean[0] / 255}
            else:
                means = ImageStat.Stat(plates).mean
                self._pictures[path] = {ink: mean / 255 for ink, mean in zip(PROCESS, means, strict=True)}
        return self._pictures[path]
