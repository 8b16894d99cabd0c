"""The boxes of a DOCX's paragraphs and tables, without a program that would set it: sections, columns, cells, indents.

Twips. What Word does with a box that is too narrow is not asked; `check_docx_seen.py` says which ones cannot show their text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.prove.docx_looks import Properties, ResolvedStyles, W, number

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU = 635  # in a twip
_BLOCKS = frozenset({f"{W}p", f"{W}tbl", f"{W}sectPr"})
_SECTION = f"{W}pPr/{W}sectPr"


class Area(NamedTuple):
    """The type area of a section: its width and height, and what is left and right of it on the sheet. On even pages where
    margins are `mirrored`, the other way round."""

    width: float
    height: float
    left: float
    right: float
    mirrored: bool = False

    @property
    def edges(self) -> tuple[float, ...]:
        """Where it begins on the sheet: on odd pages, on even ones."""
        return (self.left, self.right) if self.mirrored else (self.left,)

    @property
    def beside(self) -> tuple[float, float]:
        """What there surely is beside it: on mirrored pages the narrower margin on either side."""
        return (min(self.left, self.right),) * 2 if self.mirrored else (self.left, self.right)


class WordCell(NamedTuple):
    """`width` between the cell's margins `left` and `right`; `height`: what its row is cut off at, 0: it grows."""

    width: float
    left: float
    right: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Room:
    """A paragraph in its box. Indents from the box's edges; `first` is the first line's, from the left one's."""

    element: Element
    properties: Properties
    style: str
    area: Area
    cell: WordCell | None
    left: float
    right: float
    first: float

    @property
    def width(self) -> float:
        """Of the line that has less room."""
        box = self.area.width if self.cell is None else self.cell.width
        return box - self.left - self.right - max(0.0, self.first)

    @property
    def beyond(self) -> float:
        """How far its lines reach over the edge of the cell, or of the sheet; nothing or less: they do not."""
        left, right = self.area.beside if self.cell is None else self.cell[1:3]
        return max(-(self.left + min(0.0, self.first)) - left, -self.right - right)

    @property
    def line(self) -> float:
        """Height at which its lines are cut off; 0: they are as high as what stands on them."""
        exact = self.properties.get("spacing", {}).get("lineRule") == "exact"
        return number(self.properties, "spacing", "line") if exact else 0.0


class Extent(NamedTuple):
    """Where a table begins and ends, from the left edge of the type area; its widest row counts."""

    element: Element
    area: Area
    left: float
    right: float


class Boxes(NamedTuple):
    """`rooms`: of every paragraph, in the order of the file."""

    rooms: list[Room]
    tables: list[Extent]


def read_boxes(body: Element, styles: ResolvedStyles, mirrored: bool) -> Boxes:
    """`mirrored`: left and right margin change places on even pages."""
    found = Boxes([], [])
    for area, element in _blocks(body, mirrored):
        _block(element, area, None, styles, found)
    return found


def drawings(element: Element) -> Iterator[tuple[float, float]]:
    """Width and height of the pictures of a paragraph."""
    for inline in element.iter(f"{_WP}inline"):
        extent = inline.find(f"{_WP}extent")
        if extent is not None:
            yield int(extent.get("cx", "0")) / _EMU, int(extent.get("cy", "0")) / _EMU


def _blocks(body: Element, mirrored: bool) -> Iterator[tuple[Area, Element]]:
    """The body's paragraphs and tables with their section's type area, which is said after them."""
    waiting: list[Element] = []
    for element in _flat(body):
        section = element if element.tag == f"{W}sectPr" else element.find(_SECTION)
        if element is not section:
            waiting.append(element)
        if section is not None:
            area = _area(section, mirrored)
            yield from ((area, each) for each in waiting)
            waiting = []


def _flat(element: Element) -> Iterator[Element]:
    """Paragraphs, tables and sections in an element, in whatever they are wrapped."""
    for child in element:
        if child.tag in _BLOCKS:
            yield child
        else:
            yield from _flat(child)


def _area(section: Element, mirrored: bool) -> Area:
    size, margins = _numbers(section, "pgSz"), _numbers(section, "pgMar")
    left, right = margins("left") + margins("gutter"), margins("right")
    return Area(size("w") - left - right, size("h") - abs(margins("top")) - abs(margins("bottom")), left, right, mirrored)


def _block(element: Element, area: Area, cell: WordCell | None, styles: ResolvedStyles, found: Boxes) -> None:
    if element.tag == f"{W}p":
        found.rooms.append(_room(element, area, cell, styles))
    elif element.tag == f"{W}tbl":
        _table(element, area, cell, styles, found)


def _table(element: Element, area: Area, outer: WordCell | None, styles: ResolvedStyles, found: Boxes) -> None:
    columns = [_width(column) for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    usual = _margins(styles.table(element, "tblCellMar"), (0.0, 0.0))
    widest = sum(columns)
    for row in element.iterfind(f"{W}tr"):
        at, across = 0, 0.0
        for cell in row.iterfind(f"{W}tc"):
            count = int(_numbers(cell, "tcPr/gridSpan")("val") or 1)
            # One engine goes by the column, the other by the cell.
            widths = [w for w in (sum(columns[at : at + count]), _width(cell.find(f"{W}tcPr/{W}tcW"))) if w]
            width = min(widths, default=0.0)
            left, right = _margins(cell.find(f"{W}tcPr/{W}tcMar"), usual)
            box = WordCell(width - left - right, left, right, _cut(row))
            for block in _flat(cell):
                _block(block, area, box, styles, found)
            at, across = at + count, across + max(widths, default=0.0)
        widest = max(widest, across)
    floating = element.find(f"{W}tblPr/{W}tblpPr")
    indent = _width(styles.table(element, "tblInd"))
    if floating is not None:
        indent = float(floating.get(f"{W}tblpX", "0"))
        if floating.get(f"{W}horzAnchor") == "page":  # which page is not known: it stands where one of both wants it
            indent = min((indent - edge for edge in area.edges), key=abs)
    if outer is None:
        found.tables.append(Extent(element, area, indent, indent + widest))


def _cut(row: Element) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    return 0.0 if height is None or height.get(f"{W}hRule") != "exact" else float(height.get(f"{W}val", "0"))


def _margins(element: Element | None, usual: tuple[float, float]) -> tuple[float, float]:
    if element is None:
        return usual
    sides = [next((found for name in names if (found := element.find(f"{W}{name}")) is not None), None) for names in _MARGINS]
    left, right = (told if side is None else _width(side) for side, told in zip(sides, usual, strict=True))
    return left, right


_MARGINS = (("left", "start"), ("right", "end"))


def _width(element: Element | None) -> float:
    """`w:w` of an element, where it is a length."""
    if element is None or element.get(f"{W}type", "dxa") != "dxa":
        return 0.0
    return float(element.get(f"{W}w", "0"))


def _room(element: Element, area: Area, cell: WordCell | None, styles: ResolvedStyles) -> Room:
    properties = styles.paragraph(element)
    first = number(properties, "ind", "firstLine") - number(properties, "ind", "hanging")
    left, right = number(properties, "ind", "left"), number(properties, "ind", "right")
    return Room(element, properties, styles.style_of(element), area, cell, left, right, first)


def _numbers(element: Element, path: str) -> Callable[[str], float]:
    """The attributes of an element's child; those that are not there are 0."""
    child = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return lambda name: 0.0 if child is None else float(child.get(f"{W}{name}", "0"))
