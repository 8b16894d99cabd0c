"""Strokes of a TrueType outline made thicker or thinner, as FreeType does it (FT_Outline_EmboldenXY, after its ftoutln.c), but
about the middle of each stroke."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

Point = tuple[float, float]
#: Cosine of the sharpest turn at which a point is moved.
_SHARPEST = -0.9375
#: Outlines longer than this (1/1000 em; 鬱 has 21,000, 国 12,000) grow less, or their white would close up.
_DENSE = 17000.0


def grow(glyph: Glyph, upright: float, level: float) -> None:
    """Moves the points of a simple `glyf` glyph so that upright strokes grow by `upright` and level ones by `level` units, of
    which there are a thousand in an em; those of a dense glyph by less."""
    if glyph.numberOfContours <= 0:
        return
    points = [(float(x), float(y)) for x, y in glyph.coordinates]
    contours, start = [], 0
    for end in glyph.endPtsOfContours:
        contours.append(points[start : end + 1])
        start = end + 1
    length = sum(_length(contour) for contour in contours)
    room = min(1.0, (_DENSE / length) ** 2) if length and upright + level > 0 else 1.0
    turn = -1.0 if sum(map(_area, contours)) < 0 else 1.0  # TrueType fills on the right: clockwise is negative
    moved = [point for contour in contours for point in _moved(contour, upright * room / 2, level * room / 2, turn)]
    for index, (x, y) in enumerate(moved):
        glyph.coordinates[index] = (round(x), round(y))
    glyph.recalcBounds(None)


def _length(contour: list[Point]) -> float:
    return sum(math.dist(start, end) for start, end in zip(contour, contour[1:] + contour[:1], strict=True))


def _area(contour: list[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(contour, contour[1:] + contour[:1], strict=True)) / 2


def _moved(contour: list[Point], across: float, up: float, turn: float) -> list[Point]:
    """Every point along the bisector of its corner; points that coincide move together."""
    places = [place for place in range(len(contour)) if contour[place] != contour[place - 1]] or [0]
    corners = [contour[place] for place in places]
    shifts: list[Point] = []
    for number, point in enumerate(corners):
        into = _direction(corners[number - 1], point)
        out = _direction(point, corners[(number + 1) % len(corners)])
        shifts.append(_shift(into, out, across, up, turn))
    result, number = [], -1
    for place, (x, y) in enumerate(contour):
        if place in places or place == 0:
            number = places.index(place) if place in places else len(places) - 1
        dx, dy = shifts[number]
        result.append((x + dx, y + dy))
    return result


def _direction(start: Point, end: Point) -> tuple[float, float, float]:
    """Unit vector and length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    return (dx / length, dy / length, length) if length else (0.0, 0.0, 0.0)


def _shift(into: tuple[float, float, float], out: tuple[float, float, float], across: float, up: float, turn: float) -> Point:
    cosine = into[0] * out[0] + into[1] * out[1]
    if cosine <= _SHARPEST:
        return 0.0, 0.0
    share = cosine + 1
    sine = turn * (into[0] * out[1] - into[1] * out[0]) * -1
    shortest = min(into[2], out[2])
    x, y = turn * (into[1] + out[1]), -turn * (into[0] + out[0])

    def along(shift: float, strength: float) -> float:
        # a segment that would collapse moves no farther than its length
        return shift * strength / share if strength * sine <= shortest * share else shift * shortest / sine

    return along(x, across), along(y, up)
