"""From operators to shapes: the path that is about to be painted, and where the next text will stand. Lengths: pt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.preflight.page_facts import Point

if TYPE_CHECKING:
    import pikepdf

Matrix = tuple[float, float, float, float, float, float]
#: Left, bottom, right, top.
Extent = tuple[float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_CURVES = frozenset({"c", "v", "y"})
#: Rounding.
_DUST = 1e-3


def times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def matrix_of(numbers: Iterable[pikepdf.Object]) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def applied(matrix: Matrix, x: float, y: float) -> Point:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def scale_of(matrix: Matrix) -> float:
    """By how much lengths grow, in the direction in which they grow least, as long as nothing is sheared."""
    return min(math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3]))


def common(a: Extent, b: Extent | None) -> Extent | None:
    """What two extents share (`b` None: everything); None where they share nothing."""
    if b is None:
        return a
    left, bottom, right, top = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def area(extent: Extent) -> float:
    return (extent[2] - extent[0]) * (extent[3] - extent[1])


def around(corners: Iterable[Point]) -> Extent | None:
    found = list(corners)
    if not found:
        return None
    xs, ys = [corner[0] for corner in found], [corner[1] for corner in found]
    return min(xs), min(ys), max(xs), max(ys)


_Curve = tuple[Point, Point, Point, Point]


@dataclass(slots=True)
class _Part:
    """Corners, and the curves between some of them."""

    corners: list[Point]
    curves: list[_Curve] = field(default_factory=list)


class PdfPath:
    """The current path. `cuts`: it is to cut off what is painted after it."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._first: Point | None = None
        self.cuts = False

    def takes(self, word: str, operands: Sequence[pikepdf.Object]) -> bool:
        """Whether the operator builds a path; it is then done."""
        if word == "re":
            x, y, width, height = (float(value) for value in operands)
            self._begin((x, y))
            self._parts[-1].corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        elif word == "m":
            self._begin((float(operands[0]), float(operands[1])))
        elif word == "l":
            if self._parts:
                self._parts[-1].corners.append((float(operands[0]), float(operands[1])))
        elif word in _CURVES:
            if self._parts:
                self._curve(word, [float(value) for value in operands])
        elif word in ("W", "W*"):
            self.cuts = True
        elif word != "h":
            return False
        return True

    def _begin(self, at: Point) -> None:
        self._parts.append(_Part([at]))
        self._first = self._first or at

    def _curve(self, word: str, values: Sequence[float]) -> None:
        part = self._parts[-1]
        begin, points = part.corners[-1], [*zip(values[::2], values[1::2], strict=True)]
        end = points[-1]
        first, second = {"c": points[:2], "v": [begin, points[0]], "y": [points[0], end]}[word]
        part.curves.append((begin, first, second, end))
        part.corners.append(end)

    def clear(self) -> None:
        self._parts, self._first, self.cuts = [], None, False

    def begin(self, matrix: Matrix) -> Point | None:
        return None if self._first is None else applied(matrix, *self._first)

    def extent(self, matrix: Matrix) -> Extent | None:
        """Of all its parts, curves as far as they reach; None where there is none."""
        return around(
            point for part in self._parts for point in (
                *(applied(matrix, *corner) for corner in part.corners),
                *(turn for curve in part.curves for turn in _turns(tuple(applied(matrix, *point) for point in curve))),
            )
        )  # fmt: skip

    def bars(self, matrix: Matrix) -> list[Extent]:
        """Its upright rectangles."""
        found = []
        for part in self._parts:
            corners = [applied(matrix, *corner) for corner in dict.fromkeys(part.corners)]
            extent = around(corners)
            if len(corners) == 4 and not part.curves and extent and all(_at_corner(corner, extent) for corner in corners):
                found.append(extent)
        return found

    def stroked(self, matrix: Matrix, breadth: float) -> Extent | None:
        """What its straight pieces take as they are drawn `breadth` wide, their ends cut off square."""
        corners = []
        for part in self._parts:
            points = [applied(matrix, *corner) for corner in part.corners]
            for begin, end in pairwise(points):
                length = math.dist(begin, end) or 1.0
                across = (begin[1] - end[1]) / length * breadth / 2, (end[0] - begin[0]) / length * breadth / 2
                corners += [(x + side * across[0], y + side * across[1]) for x, y in (begin, end) for side in (1, -1)]
        return around(corners)

    def filled(self, matrix: Matrix) -> tuple[float, Point | None]:
        """The breadth of its narrowest bar (a part of four corners), inf where there is none, and where that begins."""
        found, at = math.inf, self.begin(matrix)
        for part in self._parts:
            corners = list(dict.fromkeys(part.corners))
            if len(corners) == 4 and not part.curves:
                a, b, c, _ = (applied(matrix, *corner) for corner in corners)
                breadth = round(min(math.dist(a, b), math.dist(b, c)), 3)
                if breadth < found:
                    found, at = breadth, a
        return found, at


def _at_corner(point: Point, extent: Extent) -> bool:
    return min(abs(point[0] - extent[0]), abs(point[0] - extent[2])) < _DUST and (
        min(abs(point[1] - extent[1]), abs(point[1] - extent[3])) < _DUST
    )


def _turns(curve: Sequence[Point]) -> Iterator[Point]:
    """Where a Bézier curve turns back across or along the page."""
    for axis in (0, 1):
        a, b, c, d = (point[axis] for point in curve)
        # Its slope is (d - 3c + 3b - a)t² + 2(c - 2b + a)t + (b - a), but for a factor.
        square, linear, constant = d - 3 * c + 3 * b - a, 2 * (c - 2 * b + a), b - a
        roots: list[float] = []
        if abs(square) < _DUST:
            roots = [-constant / linear] if abs(linear) > _DUST else []
        elif (root := linear * linear - 4 * square * constant) >= 0:
            roots = [(-linear + sign * math.sqrt(root)) / (2 * square) for sign in (1, -1)]
        for at in roots:
            if 0 < at < 1:
                weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at * at * (1 - at), at**3)
                yield (
                    sum(weight * point[0] for weight, point in zip(weights, curve, strict=True)),
                    sum(weight * point[1] for weight, point in zip(weights, curve, strict=True)),
                )


class TextPlace:
    """Where the text matrix puts the next text. Advances of what is shown are not reckoned: each line begins anew."""

    def __init__(self) -> None:
        self._line: Matrix = UNIT
        self._leading = 0.0

    def takes(self, word: str, operands: Sequence[pikepdf.Object]) -> bool:
        """Whether the operator places text and shows none; it is then done."""
        if word == "BT":
            self._line = UNIT
        elif word == "Tm":
            self._line = matrix_of(operands)
        elif word in ("Td", "TD"):
            x, y = float(operands[0]), float(operands[1])
            self._line = times((1, 0, 0, 1, x, y), self._line)
            self._leading = -y if word == "TD" else self._leading
        elif word == "TL":
            self._leading = float(operands[0])
        elif word == "T*":
            self._line = times((1, 0, 0, 1, 0, -self._leading), self._line)
        else:
            return False
        return True

    def shown(self, matrix: Matrix) -> tuple[Point, float]:
        """Where text begins on the page, and by how much its size grows."""
        whole = times(self._line, matrix)
        return (whole[4], whole[5]), scale_of(whole)
