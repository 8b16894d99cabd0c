"""Letter-spacing that lands where the composition says, in spite of the engine's roundings.

WeasyPrint lays a text box out with Pango's exact widths, but paints it with whole thousandths of the type
size: the shift between two glyphs is `offset - int(kerning)`. A box of 27 characters can so drift by half a
point. The value painted can be computed, therefore chosen: `Spacer` splits a stretch of equally spaced
characters into as few boxes as keep every glyph within `TOLERANCE`, and says how far the next must move to
stand exactly. Han characters are 1000 thousandths wide, letters are not whole ones (277.83): the file says 278,
so that each adds what its width was rounded by ("dust"), and one of a box may lose a thousandth that its
neighbour keeps.

Spacings are in ten-thousandths of the type size ("steps"), so that a few CSS classes serve all sizes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from briefing.core.records import dataclass

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
    sure: bool  # whether `painted` holds for every advance of whole thousandths
    offset: float  # thousandths that every glyph is moved by, and that are taken back after it with what follows:
    kerning: float

    def after(self, dust: float, size: float) -> float:
        """What is painted after a glyph whose width was rounded by `dust` thousandths, pt."""
        return (self.offset + dust - int(self.kerning + dust)) * size / 1000


class SpacedRun(NamedTuple):
    """`length` characters set with one spacing, moved by `shift` steps of `SHIFT` pt before the first."""

    length: int
    steps: int
    shift: int


@lru_cache(maxsize=16384)
def _effect(steps: int, size: float) -> Spacing:
    font_size = int(size * _PX * _PANGO) / _PANGO
    units = int(steps / 10000 * size * _PX * _PANGO)
    left = int(units / 2)  # Pango gives half to each side of a glyph, C division
    offset = left / font_size
    kerning = offset - units * 1000 / _PANGO / font_size
    sure = abs(kerning - round(kerning)) > _EDGE
    return Spacing(steps, (offset - int(kerning)) * size / 1000, units / _PANGO / _PX, sure, offset, kerning)


def _around(wanted: float, size: float) -> Iterator[Spacing]:
    middle = round(wanted / size * 10000)
    return (_effect(steps, size) for steps in range(middle - 15, middle + 16))


@lru_cache(maxsize=4096)
def nearest(wanted: float, size: float) -> Spacing:
    """The spacing whose painted value is closest to `wanted` pt at type of `size` pt."""
    if not wanted:
        return _effect(0, size)
    sure = (spacing for spacing in _around(wanted, size) if spacing.sure)
    return min(sure, key=lambda s: (round(abs(s.painted - wanted), 5), abs(s.laid - wanted)))


@dataclass(slots=True)
class Spacer:
    """Walks along one line; `error` is how far right of its place the next box would start, pt."""

    error: float = 0.0

    def boxes(self, widths: Sequence[float], after: float, size: float) -> list[SpacedRun]:
        """Split characters, each followed by `after` pt, into boxes. `widths`: their natural advances, pt."""
        count = len(widths)
        spacing = nearest(round(after, 4), size)
        dust = _dust(widths, size)
        if abs(after) > ALONE:
            lengths = [1] * count
        elif dust is None:
            drift = abs(spacing.painted - after)
            pieces = max(1, min(count, ceil(drift * (count - 1) / TOLERANCE)))
            lengths = [count * (piece + 1) // pieces - count * piece // pieces for piece in range(pieces)]
        else:
            spacing, lengths = _dusty(dust, round(after, 4), size, spacing)
        result = []
        for length in lengths:
            shift = -round(self.error / SHIFT)
            result.append(SpacedRun(length, spacing.steps, shift))
            self.error += shift * SHIFT + length * (spacing.laid - after)
        return result


def _dust(widths: Sequence[float], size: float) -> list[float] | None:
    """By how many thousandths of the type size each width is rounded; None: by none."""
    thousandths = [width / size * 1000 for width in widths]
    dust = [round(width) - width for width in thousandths]
    return dust if any(abs(value) > _EDGE / 2 for value in dust) else None


def _dusty(dust: Sequence[float], after: float, size: float, usual: Spacing) -> tuple[Spacing, list[int]]:
    """Of `usual` and its neighbours the spacing that takes the fewest boxes, and their lengths."""
    lengths = _cut(dust, after, size, usual)
    if len(lengths) == 1:
        return usual, lengths
    kinds = Counter(dust[:-1])
    off = {
        spacing: abs(sum(n * (spacing.after(value, size) - after) for value, n in kinds.items()))
        for spacing in _around(after, size)
    }
    best = min(off, key=lambda spacing: (round(off[spacing], 4), abs(spacing.laid - after)))
    other = _cut(dust, after, size, best)
    return (best, other) if len(other) < len(lengths) else (usual, lengths)


def _cut(dust: Sequence[float], after: float, size: float, spacing: Spacing) -> list[int]:
    lengths, drift = [0], 0.0
    for value in dust:
        if abs(drift) > TOLERANCE:
            lengths.append(0)
            drift = 0.0
        lengths[-1] += 1
        drift += spacing.after(value, size) - after
    return lengths
