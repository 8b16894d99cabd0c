"""A run of glyphs as a browser sets it: characters of equal letter-spacing, from where the first one stands.

A list of x for each glyph would be simpler, but browsers then select badly: a press on the middle of a glyph selects nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.output.faces import JOINING, FaceFile
from briefing.paint.marks import Glyphs

#: How far a glyph may stand off its place, pt: a fortieth of a pixel.
_OFF = 0.02


class ScreenStretch(NamedTuple):
    """Characters `start:end` of the run, the first at `x`, `spacing` pt added to each one's own advance."""

    start: int
    end: int
    x: float
    spacing: float


def stretches(mark: Glyphs, file: FaceFile) -> Iterator[ScreenStretch]:
    """The whole run. Numbers are rounded as they are written, and every glyph is reckoned from those. Dashes that join stay
    together, for what is set in pieces joins nothing."""
    advances = [file.advance(glyph) * mark.size / 1000 for glyph in file.glyphs(mark.text)]
    start = 0
    while start < len(mark.xs):
        stretch = _stretch(mark, advances, start)
        yield stretch
        start = stretch.end


def _stretch(mark: Glyphs, advances: Sequence[float], start: int) -> ScreenStretch:
    xs, count = mark.xs, len(mark.xs)
    x = round(xs[start], 2)
    if start + 1 == count:
        return ScreenStretch(start, count, x, 0.0)
    spacing = round(xs[start + 1] - xs[start] - advances[start], 3)
    pen, end = x, start
    while end < count and abs(pen - xs[end]) <= _OFF:
        pen += advances[end] + spacing
        end += 1
    return ScreenStretch(start, _before_dashes(mark.text, start, end), x, spacing)


def _before_dashes(text: str, start: int, end: int) -> int:
    """Where to end rather than between two dashes."""
    cut = end
    while start < cut < len(text) and text[cut] in JOINING and text[cut - 1] in JOINING:
        cut -= 1
    return end if cut == start else cut
