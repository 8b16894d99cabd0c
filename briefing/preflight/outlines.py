"""From operators to shapes: the path that is about to be painted, and where the next text will stand. Lengths: pt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.preflight.page_facts import Point

if TYPE_CHECKING:
    import pikepdf

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_CURVES = {"c": 6, "v": 4, "y": 4}


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


class PdfPath:
    """The current path, as corners of its parts; None for a part that has curves."""

    def __init__(self) -> None:
        self._parts: list[list[Point] | None] = []
        self._first: Point | None = None

    def takes(self, word: str, operands: Sequence[pikepdf.Object]) -> bool:
        """Whether the operator builds a path; it is then done."""
        if word == "re":
            x, y, width, height = (float(value) for value in operands)
            self._begin((x, y))
            self._parts[-1] = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        elif word == "m":
            self._begin((float(operands[0]), float(operands[1])))
        elif word == "l":
            if self._parts and self._parts[-1] is not None:
                self._parts[-1].append((float(operands[0]), float(operands[1])))
        elif word in _CURVES:
            if self._parts:
                self._parts[-1] = None
        elif word != "h":
            return False
        return True

    def _begin(self, at: Point) -> None:
        self._parts.append([at])
        self._first = self._first or at

    def clear(self) -> None:
        self._parts, self._first = [], None

    def begin(self, matrix: Matrix) -> Point | None:
        return None if self._first is None else applied(matrix, *self._first)

    def extent(self, matrix: Matrix) -> list[Point]:
        """All its corners; none where it has curves, whose extent nobody reckons here."""
        if any(part is None for part in self._parts):
            return []
        return [applied(matrix, *corner) for part in self._parts if part for corner in part]

    def stroked(self, matrix: Matrix, breadth: float) -> list[Point]:
        """The corners of its straight pieces as they are drawn `breadth` wide, their ends cut off square."""
        corners = []
        for part in self._parts:
            points = [applied(matrix, *corner) for corner in part or ()]
            for begin, end in pairwise(points):
                length = math.dist(begin, end) or 1.0
                across = (begin[1] - end[1]) / length * breadth / 2, (end[0] - begin[0]) / length * breadth / 2
                corners += [(x + side * across[0], y + side * across[1]) for x, y in (begin, end) for side in (1, -1)]
        return corners

    def filled(self, matrix: Matrix) -> tuple[float, Point | None]:
        """The breadth of its narrowest bar (a part of four corners), inf where there is none, and where that begins."""
        found, at = math.inf, self.begin(matrix)
        for part in self._parts:
            corners = list(dict.fromkeys(part)) if part else []
            if len(corners) == 4:
                a, b, c, _ = (applied(matrix, *corner) for corner in corners)
                breadth = round(min(math.dist(a, b), math.dist(b, c)), 3)
                if breadth < found:
                    found, at = breadth, a
        return found, at


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
