"""What `paint` returns: the pages of an issue as marks in painting order, and the structure that they belong to. Every output but
the DOCX is written from it; writers look nothing up elsewhere but font files and pictures.

Coordinates are pt from the top left corner of the sheet, y downwards. Colours are names of the house: a writer knows what RGB or
ink they are. Reading order is that of the nodes, not of the marks: page numbers and the repeated heads of tables belong to none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import TypeAlias

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.house.style import Color
from briefing.typeset.composed import Drawing, SetFace
from briefing.typeset.page_boxes import PageBox


class Aside(Enum):
    """What a mark is that belongs to no node (ISO 32000-1 §14.8.2.2.2): `FURNITURE` repeats on pages, `ORNAMENT` only looks."""

    FURNITURE = "Pagination"
    ORNAMENT = "Layout"


#: Index into `Painted.nodes`, or why there is none.
Home: TypeAlias = int | Aside
FaceKey: TypeAlias = tuple[str, bool]  # family key and bold, as in FaceRun


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of one face, size and colour on one baseline, each one glyph: character k begins at `xs[k]`, and the advance of
    the last ends at `end` (which no squeezing at a line's end shortens). Of `turned` ones, which read downwards, these are places
    down the page, and `baseline` is one across it, at the left of them. `span`: source place of the first, None for the house's
    own words. `line` counts the lines of the page: what shares it is one line to a reader."""

    home: Home
    span: Span | None
    face: FaceKey
    size: float
    color: str
    baseline: float
    text: str
    xs: tuple[float, ...]
    end: float
    line: int
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled upright rectangle: a rule, or a border of a table."""

    home: Home
    color: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Dots:
    """A row of round dots `weight` across, their centres on `y`, from one end to the other, some two `weight` apart: a leader; or
    one dot, `weight` wide."""

    home: Home
    color: str
    left: float
    right: float
    y: float
    weight: float

    @property
    def gaps(self) -> int:
        """One less than there are dots."""
        return int((self.right - self.left) / self.weight / 2 + 1e-6)

    @property
    def step(self) -> float:
        """From dot to dot, pt; of a single one more than it is wide."""
        return (self.right - self.left - self.weight) / self.gaps if self.gaps else 2 * self.weight


@dataclass(frozen=True, slots=True)
class Image:
    """`path` of the picture in the issue's folder, upright in its box."""

    home: Home
    span: Span | None
    path: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Form:
    """A drawing, `path` in `Painted.drawings`, scaled to its box: in vectors where an output has them, else its picture."""

    home: Home
    span: Span | None
    path: str
    left: float
    top: float
    right: float
    bottom: float


Mark = Glyphs | Bar | Dots | Image | Form


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle of a page that leads to an anchor; `text` is what it says to those who cannot see it."""

    home: int
    target: str
    text: str
    left: float
    top: float
    right: float
    bottom: float


#: Kinds of nodes inside a line.
INLINE = frozenset({"Reference"})


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the structure (ISO 32000-1 §14.8.4): `kind` is its standard type. Nodes stand in reading order, a parent
    before its children; marks that a parent has itself come before those of its children, but of `INLINE` kinds, which stand
    among them. `heads`: the nodes of the head cells
    that say what a cell is; `across`, `down`: over how many columns and rows it reaches."""

    kind: str
    parent: int  # -1: the document
    alt: str = ""
    numbering: str = ""  # of a list: Decimal, Disc or None
    name: str = ""  # its ID
    heads: tuple[int, ...] = ()
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Destination:
    """`page` from 0."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`level` from 1, none skipped."""

    level: int
    title: str
    place: Destination


@dataclass(frozen=True, slots=True)
class PaintedPage:
    """`bleed` and `slug`: room around the sheet of `box`, pt: what is printed beyond the cut, and further out what the print shop
    is told. Marks that stand there have coordinates below 0 or beyond the sheet."""

    box: PageBox
    marks: tuple[Mark, ...]
    links: tuple[Link, ...] = ()
    bleed: float = 0.0
    slug: float = 0.0


@dataclass(frozen=True, slots=True)
class Painted:
    pages: tuple[PaintedPage, ...]
    nodes: tuple[Node, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: Mapping[str, Destination]
    faces: Mapping[FaceKey, SetFace]
    colors: Mapping[str, Color]
    properties: Mapping[str, str] = field(default_factory=dict)  # as Sheet.properties
    language: str = "zh-CN"
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
