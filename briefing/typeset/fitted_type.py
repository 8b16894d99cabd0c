"""Type that has to go on one line whatever it says: tracking gives way before size. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

#: Gaps open no further than this, em: characters that stand further apart are read one by one.
_OPEN = 1.0


class FittedType(NamedTuple):
    """`size` in pt, `tracking` in em of it."""

    size: float
    tracking: float


class TypeLine(NamedTuple):
    """A line without any tracking, at type of one em: its width, and how many gaps tracking opens."""

    width: float
    gaps: int


def fitted(lines: Iterable[TypeLine], wanted: FittedType, room: float, least: float = 0.0, grown: float = 1.0) -> FittedType:
    """One type for all of `lines`, each at most `room` pt wide: as `wanted`, closer, then smaller. Where the widest of them is
    narrower than `least` pt, the gaps open, then the type grows, to `grown` times its size at most, until it is not."""
    lines = [line for line in lines if line.width > 0]
    size = wanted.size
    if not lines:
        return wanted
    tracking = min([wanted.tracking, *((room / size - line.width) / line.gaps for line in lines if line.gaps)])
    if tracking < 0:
        tracking = min(0.0, wanted.tracking)
    widest = max(line.width + tracking * line.gaps for line in lines)
    if widest * size > room:
        size = written(room / widest)
    elif widest * size < least:
        open_ = max(line.width + _OPEN * line.gaps for line in lines)
        size = max(size, written(min(grown * size, least / open_)))
        opened = [(least / size - line.width) / line.gaps for line in lines if line.gaps]
        tracking = max(tracking, min(_OPEN, math.ceil(min(opened, default=tracking) * 100 - 1e-6) / 100))
    return FittedType(size, _rounded(tracking))


def written(size: float) -> float:
    """Down to half a point, so that the size can be written in every output."""
    return math.floor(size * 2 + 1e-6) / 2


def _rounded(tracking: float) -> float:
    """Down to a hundredth of an em, for styles that people read."""
    return int(tracking * 100 + 1e-6) / 100 if tracking > 0 else tracking
