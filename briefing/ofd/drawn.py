"""What is drawn on a page, in painting order. Lengths are mm, from the top left corner of the page, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Unwritable(ValueError):
    """The file holds what this writer has no OFD for; the text says what, in Chinese. `page` counts from 1; 0: no page."""

    page = 0


@contextmanager
def on_page(number: int) -> Iterator[None]:
    """What is Unwritable within is so on this page."""
    try:
        yield
    except Unwritable as error:
        error.page = number
        raise


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> Box:
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def joined(self, other: Box) -> Box:
        return Box(*map(min, self[:2], other[:2]), *map(max, self[2:], other[2:]))

    def cut(self, other: Box) -> Box | None:
        """What both cover; None where that has no area."""
        left, top = map(max, self[:2], other[:2])
        right, bottom = map(min, self[2:], other[2:])
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def holds(self, other: Box, slack: float = 0.02) -> bool:
        """Whether nothing of `other` stands out by more than `slack` mm."""
        return all(own <= its + slack for own, its in zip(self[:2], other[:2], strict=True)) and all(
            own >= its - slack for own, its in zip(self[2:], other[2:], strict=True)
        )


#: A step of an outline and its coordinates: M x y, L x y, B x1 y1 x2 y2 x3 y3, C. The letters are those of OFD.
Step: TypeAlias = tuple[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Outline:
    steps: tuple[Step, ...]
    even_odd: bool = False

    @property
    def box(self) -> Box:
        return Box.around(
            (numbers[place], numbers[place + 1]) for _, numbers in self.steps for place in range(0, len(numbers), 2)
        )

    def rectangles(self) -> list[Box] | None:
        """The upright rectangles that it consists of; None if it is anything else."""
        found: list[Box] = []
        corners: list[tuple[float, ...]] = []
        for letter, numbers in (*self.steps, ("M", (0.0, 0.0))):
            if letter == "M":
                if corners:
                    box = _rectangle(corners)
                    if box is None:
                        return None
                    found.append(box)
                corners = [numbers]
            elif letter == "L":
                corners.append(numbers)
            elif letter == "B":
                return None
        return found

    @classmethod
    def of_rectangles(cls, boxes: Iterable[Box], even_odd: bool) -> Outline:
        steps: list[Step] = []
        for left, top, right, bottom in boxes:
            steps += [("M", (left, top)), ("L", (right, top)), ("L", (right, bottom)), ("L", (left, bottom)), ("C", ())]
        return cls(tuple(steps), even_odd)


def _rectangle(corners: list[tuple[float, ...]]) -> Box | None:
    if len(corners) == 5 and corners[4] == corners[0]:
        corners = corners[:4]
    if len(corners) != 4:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    if (ax == bx and by == cy and cx == dx and dy == ay) or (ay == by and bx == cx and cy == dy and dx == ax):
        return Box.around([(ax, ay), (cx, cy)])
    return None


class Paint(NamedTuple):
    rgb: tuple[int, int, int]  # 0–255
    alpha: int = 255


class Pen(NamedTuple):
    width: float
    cap: int = 0  # numbers of ISO 32000-1 §8.4.3.3 and 8.4.3.4
    join: int = 0
    miter: float = 10.0
    dashes: tuple[float, ...] = ()
    phase: float = 0.0


class Glyph(NamedTuple):
    """One glyph of the font, and the characters that it stands for; `right` is where its advance ends."""

    text: str
    number: int
    x: float
    right: float


@dataclass(frozen=True, slots=True)
class Text:
    """Glyphs of one font on one baseline `y`; `stretch` is their width against the font's."""

    font: tuple[int, int]  # key into the fonts of the file
    size: float
    stretch: float
    y: float
    glyphs: tuple[Glyph, ...]
    paint: Paint
    clips: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    outline: Outline
    fill: Paint | None
    stroke: Paint | None
    pen: Pen
    clips: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """`matrix` takes the unit square, its first row on top, to the page."""

    picture: tuple[int, int]  # key into the pictures of the file
    matrix: tuple[float, float, float, float, float, float]
    alpha: int
    clips: tuple[Outline, ...] = ()


Drawn: TypeAlias = Text | Shape | Picture


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    objects: tuple[Drawn, ...]
