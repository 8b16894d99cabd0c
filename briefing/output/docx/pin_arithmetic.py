"""The arithmetic of a line that is led: how wide its stretches are in either kind of word processor, and which pin serves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

TWIP = 1 / 20  # pt
#: How far a pin may go, twips, tried in turn: a little on a few characters before more, or more of them. Closer than the last
#: is seen on the page; what opens a line, it is stretched by anyway.
REACHES = (10, 20, 40)
OPEN = 2000
#: Pins, and what keeps a piece off a line that is not stretched, are multiples of these where such serve, twips.
ROUND, ROUND_END = 5, 20
#: Stretches of fewer characters than this do not bear a pin alone.
_SHORT = 3


class SpacedStretch(NamedTuple):
    """Characters `start:end` that LibreOffice spaces together: their advances' sum and type size, pt; spacing, twips; whether
    a pin may be added to it, and whether they are Latin, where it is seen sooner; by how much its spaces are wider in
    LibreOffice, pt."""

    start: int
    end: int
    advance: float
    size: float
    spacing: int
    bears: bool
    latin: bool
    wider: float = 0.0


class LineRoom(NamedTuple):
    """A line's box, pt: how wide a line may be to go in, and what does not go in with it is wider than."""

    inner: float
    outer: float


#: Which stretches of a line bear its pin.
Bearers = tuple[bool, ...]


def _bearing(stretches: Sequence[SpacedStretch]) -> list[Bearers]:
    """Which stretches bear a pin, to be tried in turn: the longest Han ones, more of them, all; then the longest of all, since
    LibreOffice loses least of it there."""
    found: list[Bearers] = []
    for latin in (False, True):
        able = [stretch.end - stretch.start if stretch.bears and stretch.latin <= latin else 0 for stretch in stretches]
        lengths = sorted({length for length in able if length >= _SHORT}, reverse=True)
        found += [tuple(length >= least for length in able) for least in lengths]
        if not latin:
            found.append(tuple(stretch.bears for stretch in stretches))
    return found


class UnpinnedLine:
    """A line before any pin: twips after each of its characters, and its stretches."""

    def __init__(self, spacing: list[int], stretches: Sequence[SpacedStretch]) -> None:
        self.spacing, self.stretches = spacing, stretches

    @cached_property
    def borne(self) -> list[PinnedWidths]:
        """Its widths with a pin on some of the stretches, in the order in which that is tried."""
        return [PinnedWidths(self.stretches, bearers) for bearers in dict.fromkeys(_bearing(self.stretches))]

    @cached_property
    def borne_by_all(self) -> PinnedWidths:
        """With a pin on all stretches that may bear one."""
        return PinnedWidths(self.stretches, tuple(stretch.bears for stretch in self.stretches))

    def spaced(self, pin: int, bearers: Bearers) -> list[int]:
        """`spacing` with `pin` added on the stretches that bear it."""
        start = self.stretches[0].start
        return [
            each + pin if bears else each
            for stretch, bears in zip(self.stretches, bearers, strict=True)
            for each in self.spacing[stretch.start - start : stretch.end - start]
        ]


def serving(
    widths: PinnedWidths, box: LineRoom, margin: float, beyond: tuple[float, float], reach: int, opens: bool
) -> int | None:
    """The pin nearest to nothing of `reach` twips at most with which the line fits and what may come `beyond` it does not.
    Unless the line is stretched anyway (`opens`) there is none that takes characters apart. None: there is none."""
    most, least_width = box.inner - margin, box.outer + margin
    hung, whole = beyond

    def too_wide(pin: int) -> bool:
        return max(widths[pin]) > most

    def holds_off(pin: int) -> bool:
        exact, office = widths[pin]
        return exact + hung >= least_width and office + whole >= least_width

    if holds_off(0):
        if not too_wide(0):
            return 0
        if reach > REACHES[-1] or too_wide(-reach):
            return None
        least, greatest = first_that(holds_off, -reach, 0), first_that(too_wide, -reach, 0) - 1
        return -rounded(-greatest, -least, ROUND) if least <= greatest else None
    if not opens or not holds_off(reach):
        return None
    least, greatest = first_that(holds_off, 1, reach), first_that(too_wide, 1, reach + 1) - 1
    return rounded(least, greatest, ROUND) if least <= greatest else None


def serves(widths: tuple[float, float], box: LineRoom, margin: float, beyond: tuple[float, float]) -> bool:
    """Whether a line as wide as this in either kind of word processor fits, and what may come `beyond` it does not."""
    holds_off = widths[0] + beyond[0] >= box.outer + margin and widths[1] + beyond[1] >= box.outer + margin
    return holds_off and max(widths) <= box.inner - margin


class PinnedWidths(dict[int, tuple[float, float]]):
    """Pin → the line's widths with it on the stretches that bear it (`line_widths`), each reckoned once."""

    def __init__(self, stretches: Sequence[SpacedStretch], bearers: Bearers) -> None:
        self._stretches, self.bearers = stretches, bearers

    @cached_property
    def _parts(self) -> list[tuple[float, float, int, int, float, bool]]:
        return [
            (advance, advance + wider, end - start, spacing, -size / 6, bears)
            for (start, end, advance, size, spacing, _, _, wider), bears in zip(self._stretches, self.bearers, strict=True)
        ]

    def __missing__(self, pin: int) -> tuple[float, float]:
        exact = office = 0.0
        for advance, wide, count, spacing, closest, bears in self._parts:
            each = (spacing + pin if bears else spacing) * TWIP
            exact += advance + count * each
            office += wide + (count * each if each > 0 else (count - 1) * (max(closest, each)))
        found = self[pin] = exact, office
        return found


def rounded(least: int, most: int, step: int) -> int:
    """The least multiple of `step` among `least` … `most`; `least` if there is none."""
    multiple = -(-least // step) * step
    return multiple if multiple <= most else least


def line_widths(stretches: Sequence[SpacedStretch]) -> tuple[float, float]:
    """The line's width, pt, by the specification and in LibreOffice, without a pin."""
    exact = office = 0.0
    for start, end, advance, size, spacing, _, _, wider in stretches:
        count, each = end - start, spacing * TWIP
        exact += advance + count * each
        office += advance + wider + (count * each if each > 0 else (count - 1) * max(each, -size / 6))
    return exact, office


def first_that(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The least of low … high − 1 for which `holds`, which stays true once it is; `high` if none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
