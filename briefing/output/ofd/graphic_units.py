"""The Content.xml of a page: its marks as graphic units (GB/T 33190 §8.5, 9, 10, 11).

A reader cuts a graphic unit off at its Boundary, so the Boundary holds all ink; places within it count from its corner.
"""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, assert_never

from briefing.house.style import Color
from briefing.output.ofd import xml
from briefing.output.ofd.font_resources import FontResource
from briefing.output.ofd.xml import Rectangle
from briefing.paint.marks import Aside, Bar, Dots, FaceKey, Form, Glyphs, Image, Link, Mark, PaintedPage

#: Cell of a Chinese character above and below the baseline, em.
_ASCENT, _DESCENT = 0.88, 0.12


class PackageTools(NamedTuple):
    """What the pages of a package share: numbers for its objects, fonts by face, numbers of pictures by path, colours; what a
    click on a link does."""

    ids: Iterator[int]
    fonts: Mapping[FaceKey, FontResource]
    images: Mapping[str, int]
    colors: Mapping[str, Color]
    goto: Callable[[Link], ET.Element]


class PageContent(NamedTuple):
    """`held`: node and number of each object that belongs to one, in the order of the page."""

    data: bytes
    held: list[tuple[int, int]]


def content(page: PaintedPage, links: list[Link], tools: PackageTools) -> PageContent:
    """All marks in their order, and the links of the page that lead somewhere."""
    root = xml.root("Page")
    xml.add(xml.add(root, "Area"), "PhysicalBox", xml.lengths(0, 0, page.box.width, page.box.height))
    writer = _Writer(xml.add(xml.add(root, "Content"), "Layer", ID=next(tools.ids), Type="Body"), tools)
    held: list[tuple[int, int]] = []
    for mark in page.marks:
        for number in writer.mark(mark):
            if not isinstance(mark.home, Aside):
                held.append((mark.home, number))
    if links:
        _links(xml.add(root, "Actions"), links, tools)
    return PageContent(xml.document(root), held)


def _links(parent: ET.Element, links: list[Link], tools: PackageTools) -> None:
    for link in links:
        action = xml.add(parent, "Action", Event="CLICK")
        area = xml.add(xml.add(action, "Region"), "Area", Start=xml.lengths(link.left, link.top))
        for corner in ((link.right, link.top), (link.right, link.bottom), (link.left, link.bottom)):
            xml.add(area, "Line", Point1=xml.lengths(*corner))
        xml.add(area, "Close")
        action.append(tools.goto(link))


class _Writer:
    def __init__(self, layer: ET.Element, tools: PackageTools) -> None:
        self._layer, self._tools = layer, tools

    def mark(self, mark: Mark) -> Iterator[int]:
        """The numbers of the objects that it becomes."""
        match mark:
            case Glyphs():
                for first, last in pieces(mark.text):
                    yield self._text(mark, first, last)
            case Bar():
                yield self._bar(mark)
            case Dots():
                yield self._dots(mark)
            case Image() | Form():
                yield self._image(mark)
            case _:
                assert_never(mark)

    def _unit(self, name: str, bounds: Rectangle, **attributes: object) -> tuple[int, ET.Element]:
        number = next(self._tools.ids)
        return number, xml.add(self._layer, name, ID=number, Boundary=xml.box(bounds), **attributes)

    def _text(self, mark: Glyphs, first: int, last: int) -> int:
        """Characters `first:last` as one TextObject with one TextCode."""
        font, text, xs = self._tools.fonts[mark.face], mark.text[first:last], mark.xs[first:last]
        glyphs, plain = font.glyphs(text)
        end = mark.xs[last] if last < len(mark.text) else mark.end
        bounds = _bounds(mark, font, glyphs, xs, end)
        cell, turn = bounds, {}
        if mark.turned:  # a quarter turn to the right: what was above the baseline is right of it
            height = bounds.bottom - bounds.top
            right = mark.baseline + (mark.baseline - bounds.top)
            cell = Rectangle(right - height, bounds.left, right, bounds.right)
            turn = {"CTM": f"0 1 -1 0 {xml.length(height)} 0"}
        number, unit = self._unit("TextObject", cell, Font=font.number, Size=xml.length(mark.size), **turn)
        self._color(unit, "FillColor", mark.color)
        if not plain:
            found = xml.add(unit, "CGTransform", CodePosition=0, CodeCount=len(text), GlyphCount=len(glyphs))
            xml.add(found, "Glyphs", " ".join(map(str, glyphs)))
        steps = xml.deltas(after - before for before, after in itertools.pairwise(xs))
        xml.add(
            unit, "TextCode", text, X=xml.length(xs[0] - bounds.left), Y=xml.length(mark.baseline - bounds.top),
            **({"DeltaX": steps} if steps else {}),
        )  # fmt: skip
        return number

    def _bar(self, mark: Bar) -> int:
        """A stroke along its middle: readers show strokes of one weight alike, wherever they fall between pixels."""
        box = Rectangle(mark.left, mark.top, mark.right, mark.bottom)
        width, height = box.right - box.left, box.bottom - box.top
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        ends = (box.left, y, box.right, y) if width >= height else (x, box.top, x, box.bottom)
        return self._stroke(mark.color, ends, min(width, height), box)

    def _dots(self, mark: Dots) -> int:
        """Dashes with round ends and next to no length: a reader may leave out those that have none."""
        weight, dash = mark.weight, mark.weight / 50
        step = mark.step
        ends = (mark.left + weight / 2, mark.y, mark.right - weight / 2 + dash, mark.y)
        box = Rectangle(mark.left, mark.y - weight / 2, mark.right, mark.y + weight / 2)
        return self._stroke(mark.color, ends, weight, box, Cap="Round", DashPattern=xml.lengths(dash, step - dash), DashOffset=0)

    def _stroke(
        self, color: str, ends: tuple[float, float, float, float], width: float, box: Rectangle, **attributes: object
    ) -> int:
        bounds = box.grown(width)
        number, unit = self._unit("PathObject", bounds, Stroke=True, Fill=False, LineWidth=xml.length(width), **attributes)
        self._color(unit, "StrokeColor", color)
        start, end = (xml.lengths(x - bounds.left, y - bounds.top) for x, y in (ends[:2], ends[2:]))
        xml.add(unit, "AbbreviatedData", f"M {start} L {end}")
        return number

    def _image(self, mark: Image | Form) -> int:
        box = Rectangle(mark.left, mark.top, mark.right, mark.bottom)
        width, height = xml.length(box.right - box.left), xml.length(box.bottom - box.top)
        number, _ = self._unit("ImageObject", box, CTM=f"{width} 0 0 {height} 0 0", ResourceID=self._tools.images[mark.path])
        return number

    def _color(self, unit: ET.Element, name: str, color: str) -> None:
        rgb = bytes.fromhex(self._tools.colors[color].rgb.lstrip("#"))
        xml.add(unit, name, Value=" ".join(map(str, rgb)))


def _bounds(mark: Glyphs, font: FontResource, glyphs: list[int], xs: tuple[float, ...], end: float) -> Rectangle:
    """The cells of the characters, and whatever is drawn beyond them."""
    size = mark.size
    inks = [font.ink(glyph) for glyph in glyphs]
    return Rectangle(
        min(xs[0], *(x + ink[0] * size for x, ink in zip(xs, inks, strict=True))),
        mark.baseline + size * min(-_ASCENT, *(ink[1] for ink in inks)),
        max(end, *(x + ink[2] * size for x, ink in zip(xs, inks, strict=True))),
        mark.baseline + size * max(_DESCENT, *(ink[3] for ink in inks)),
    )


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where runs that no reader misplaces begin and end. Many drop the white space around a TextCode and then take the DeltaX of
    another character, so it stands by itself."""
    first = len(text) - len(text.lstrip())
    last = max(first, len(text.rstrip()))
    for start, end in ((0, first), (first, last), (last, len(text))):
        if start < end:
            yield start, end
