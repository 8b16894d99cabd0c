"""Letter-spacing that lands where the composition says, in spite of the engine's roundings.

WeasyPrint lays a text box out with Pango's exact widths, but paints it with whole thousandths of the type
size: the shift between two glyphs is `offset - int(kerning)`. A box of 27 characters can so drift by half a
point. The value painted can be computed, therefore chosen: `Spacer` splits a stretch of equally spaced
characters into as few boxes as keep every glyph within `TOLERANCE`, and says how far the next must move to
stand exactly.

Spacings are in ten-thousandths of the type size ("steps"), so that a few CSS classes serve all sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

TOLERANCE = 0.06  # pt a glyph may stand off its place
SHIFT = 0.02  # pt, the step of corrective shifts between boxes
ALONE = 1.0  # pt: more than this between two characters, and WeasyPrint's shift of the second is itself off
_PX = 4 / 3  # CSS pixels in a point
_PANGO = 1024  # Pango units in a pixel
_EDGE = 0.06  # kerning this close to a whole thousandth rounds either way: advances have dust of their own


class Spacing(NamedTuple):
    """`steps` to ask for, and what comes of it, pt a character: `painted` within a box, `laid` at its end."""

    steps: int
    painted: float
    laid: float
    sure: bool  # whether `painted` holds for every advance


class Box(NamedTuple):
    """`length` characters set with one spacing, moved by `shift` steps of `SHIFT` pt before the first."""

    length: int
    steps: int
    shift: int


def _effect(steps: int, size: float) -> Spacing:
    font_size = int(size * _PX * _PANGO) / _PANGO
    units = int(steps / 10000 * size * _PX * _PANGO)
    left = int(units / 2)  # Pango gives half to each side of a glyph, C division
    offset = left / font_size
    kerning = offset - units * 1000 / _PANGO / font_size
    sure = abs(kerning - round(kerning)) > _EDGE
    return Spacing(steps, (offset - int(kerning)) * size / 1000, units / _PANGO / _PX, sure)


@lru_cache(maxsize=4096)
def nearest(wanted: float, size: float) -> Spacing:
    """The spacing whose painted value is closest to `wanted` pt at type of `size` pt."""
    if not wanted:
        return Spacing(0, 0.0, 0.0, True)
    middle = round(wanted / size * 10000)
    around = (_effect(steps, size) for steps in range(middle - 15, middle + 16))
    return min((s for s in around if s.sure), key=lambda s: (round(abs(s.painted - wanted), 5), abs(s.laid - wanted)))


@dataclass(slots=True)
class Spacer:
    """Walks along one line; `error` is how far right of its place the next box would start, pt."""

    error: float = 0.0

    def boxes(self, count: int, after: float, size: float) -> list[Box]:
        """Split `count` characters, each followed by `after` pt, into boxes."""
        spacing = nearest(round(after, 4), size)
        drift = abs(spacing.painted - after)
        pieces = max(1, min(count, ceil(drift * (count - 1) / TOLERANCE)))
        if abs(after) > ALONE:
            pieces = count
        result = []
        for piece in range(pieces):
            part = count * (piece + 1) // pieces - count * piece // pieces
            shift = -round(self.error / SHIFT)
            result.append(Box(part, spacing.steps, shift))
            self.error += shift * SHIFT + part * (spacing.laid - after)
        return result
