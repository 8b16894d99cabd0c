"""Faces as font files of a package: what is used of each while pages are written, then the subset that holds it.

A reader finds glyphs by character, so the file has a `cmap`; what a character does not reach is named by its number, which the
subset keeps.
"""

from __future__ import annotations

from briefing.output.faces import ALONE, FaceFile


class FontResource:
    """One face in one package. `number`: of the resource."""

    def __init__(self, number: int, file: FaceFile) -> None:
        self.number, self.file = number, file
        self._glyphs: set[int] = set()
        self._inks: dict[int, tuple[float, float, float, float]] = {}

    def glyphs(self, text: str) -> tuple[list[int], bool]:
        """Their numbers, and whether the characters alone lead to them."""
        found, plain = self.file.glyphs(text), self.file.nominal(text)
        self._glyphs.update(found, plain)  # not every reader looks at numbers
        return found, found == plain

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """As `FaceFile.ink`."""
        ink = self._inks.get(glyph)
        if ink is None:
            ink = self._inks[glyph] = self.file.ink(glyph)
        return ink

    def program(self) -> bytes:
        """The font file of all that was asked for."""
        return self.file.subset(self._glyphs, ALONE)
