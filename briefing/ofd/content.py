"""The Content.xml of a page: what is drawn, as graphic units (GB/T 33190 §8.5, 9, 10, 11).

A reader cuts a graphic unit off at its Boundary, so the Boundary holds all ink; places within it count from its corner.
"""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence

from briefing.ofd import xml
from briefing.ofd.drawn import Box, Glyph, Outline, Page, Paint, Pen, Picture, Shape, Text, Unwritable
from briefing.ofd.fonts import Face
from briefing.ofd.state import Key

#: Cell of a Chinese character above and below the baseline, em.
_ASCENT, _DESCENT = 0.88, 0.12
_CAPS = ("Butt", "Round", "Square")
_JOINS = ("Miter", "Round", "Bevel")


class Content:
    """Writes pages. `ids` numbers every object of the document; `fonts` and `pictures` are numbers of resources."""

    def __init__(
        self, ids: Iterator[int], faces: Mapping[Key, Face], fonts: Mapping[Key, int], pictures: Mapping[Key, int]
    ) -> None:
        self._ids, self._faces, self._fonts, self._pictures = ids, faces, fonts, pictures
        self._inks: dict[tuple[Key, int], Box | None] = {}

    def page(self, page: Page, links: Sequence[tuple[Box, ET.Element]]) -> bytes:
        """`links`: areas and what a click there does."""
        root = xml.root("Page")
        xml.add(xml.add(root, "Area"), "PhysicalBox", xml.box(Box(0, 0, page.width, page.height)))
        layer = xml.add(xml.add(root, "Content"), "Layer", ID=next(self._ids), Type="Body")
        for item in page.objects:
            match item:
                case Text():
                    for glyphs in pieces(item.glyphs):
                        self._text(layer, item, glyphs)
                case Shape():
                    self._shape(layer, item)
                case Picture():
                    self._picture(layer, item)
        if links:
            actions = xml.add(root, "Actions")
            for (left, top, right, bottom), goto in links:
                action = xml.add(actions, "Action", Event="CLICK")
                area = xml.add(xml.add(action, "Region"), "Area", Start=xml.numbers((left, top)))
                for corner in ((right, top), (right, bottom), (left, bottom)):
                    xml.add(area, "Line", Point1=xml.numbers(corner))
                xml.add(area, "Close")
                action.append(goto)
        return xml.document(root)

    def _text(self, layer: ET.Element, text: Text, glyphs: tuple[Glyph, ...]) -> None:
        """One TextObject with one TextCode. Stretched text is written unstretched, with the stretch in its CTM."""
        bounds = self._bounds(text, glyphs)
        stretch = text.stretch if abs(text.stretch - 1) > 1e-4 else 1.0
        unit = self._unit(
            layer, "TextObject", bounds, text.clips, Font=self._fonts[text.font], Size=text.size,
            **({"CTM": xml.numbers((stretch, 0, 0, 1, 0, 0))} if stretch != 1 else {}),
        )  # fmt: skip
        if unit is None:
            return
        _color(unit, "FillColor", text.paint)
        glyph_of = self._faces[text.font].glyph_of
        if any(glyph_of.get(glyph.text) != glyph.number for glyph in glyphs):
            codes = sum(len(glyph.text) for glyph in glyphs)
            found = xml.add(unit, "CGTransform", CodePosition=0, CodeCount=codes, GlyphCount=len(glyphs))
            xml.add(found, "Glyphs", " ".join(str(glyph.number) for glyph in glyphs))
        steps = [(after.x - before.x) / stretch for before, after in itertools.pairwise(glyphs)]
        xml.add(
            unit,
            "TextCode",
            "".join(glyph.text for glyph in glyphs),
            X=(glyphs[0].x - bounds.left) / stretch,
            Y=text.y - bounds.top,
            **({"DeltaX": xml.deltas(steps)} if steps else {}),
        )

    def _bounds(self, text: Text, glyphs: tuple[Glyph, ...]) -> Box:
        face, across = self._faces[text.font], text.size * text.stretch
        whole = Box(
            min(glyph.x for glyph in glyphs),
            text.y - _ASCENT * text.size,
            max(glyph.right for glyph in glyphs),
            text.y + _DESCENT * text.size,
        )
        for glyph in glyphs:
            key = text.font, glyph.number
            if key not in self._inks:
                self._inks[key] = face.ink(glyph.number)
            ink = self._inks[key]
            if ink is not None:
                drawn = Box(
                    glyph.x + ink.left * across,
                    text.y + ink.top * text.size,
                    glyph.x + ink.right * across,
                    text.y + ink.bottom * text.size,
                )
                whole = whole.joined(drawn)
        return whole

    def _shape(self, layer: ET.Element, shape: Shape) -> None:
        outline, clips = shape.outline, shape.clips
        if shape.stroke is None:
            outline, clips = _cut(outline, clips)
        if not outline.steps:
            return
        bounds = outline.box.grown(shape.pen.width if shape.stroke else 0.01)
        unit = self._unit(
            layer, "PathObject", bounds, clips,
            Stroke=shape.stroke is not None, Fill=shape.fill is not None,
            **_rule(outline), **(_pen(shape.pen) if shape.stroke else {}),
        )  # fmt: skip
        if unit is not None:
            if shape.stroke:
                _color(unit, "StrokeColor", shape.stroke)
            if shape.fill:
                _color(unit, "FillColor", shape.fill)
            xml.add(unit, "AbbreviatedData", _data(outline, bounds))

    def _picture(self, layer: ET.Element, picture: Picture) -> None:
        a, b, c, d, e, f = picture.matrix
        bounds = Box.around([(e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f)])
        self._unit(
            layer, "ImageObject", bounds, picture.clips,
            CTM=xml.numbers((a, b, c, d, e - bounds.left, f - bounds.top)), ResourceID=self._pictures[picture.picture],
            **({"Alpha": picture.alpha} if picture.alpha < 255 else {}),
        )  # fmt: skip

    def _unit(
        self, layer: ET.Element, name: str, bounds: Box, clips: tuple[Outline, ...], **attributes: object
    ) -> ET.Element | None:
        """The graphic unit, with those clips that cut something off; None where nothing is left of it."""
        cutting = [clip for clip in clips if not _whole(clip, bounds)]
        if any(not clip.steps or bounds.cut(clip.box) is None for clip in cutting):
            return None
        if cutting and "CTM" in attributes:
            raise Unwritable("只露出一部分的图片")  # readers differ about the space of such a clip
        unit = xml.add(layer, name, ID=next(self._ids), Boundary=xml.box(bounds), **attributes)
        if cutting:
            group = xml.add(unit, "Clips")
            here = xml.box(Box(0, 0, bounds.right - bounds.left, bounds.bottom - bounds.top))
            for clip in cutting:
                area = xml.add(xml.add(group, "Clip"), "Area")
                path = xml.add(area, "Path", Boundary=here, Stroke=False, Fill=True, **_rule(clip))
                xml.add(path, "AbbreviatedData", _data(clip, bounds))
        return unit


def pieces(glyphs: tuple[Glyph, ...]) -> Iterator[tuple[Glyph, ...]]:
    """Runs that no reader misplaces. Many drop the white space around a TextCode and then take the DeltaX of another
    character, so it stands by itself; so does a glyph that is several characters, which DeltaX would count differently."""
    for several, group in itertools.groupby(glyphs, lambda glyph: len(glyph.text) > 1):
        run = tuple(group)
        if several:
            yield from ((glyph,) for glyph in run)
            continue
        inked = [place for place, glyph in enumerate(run) if not glyph.text.isspace()]
        first, last = (inked[0], inked[-1] + 1) if inked else (len(run), len(run))
        yield from (part for part in (run[:first], run[first:last], run[last:]) if part)


def _cut(outline: Outline, clips: tuple[Outline, ...]) -> tuple[Outline, tuple[Outline, ...]]:
    """A filled outline with its clips carried out where both are upright rectangles, as rules and borders are: not every
    reader knows clips. Returns the clips that are left."""
    left = []
    for clip in clips:
        drawn, window = outline.rectangles(), clip.rectangles()
        if drawn is None or window is None or len(window) != 1:
            left.append(clip)
            continue
        parts = [part for part in (area.cut(window[0]) for area in drawn) if part is not None]
        outline = Outline.of_rectangles(parts, outline.even_odd)
    return outline, tuple(left)


def _whole(clip: Outline, bounds: Box) -> bool:
    """Whether the clip leaves everything within `bounds` as it is."""
    window = clip.rectangles()
    return window is not None and len(window) == 1 and window[0].holds(bounds)


def _data(outline: Outline, bounds: Box) -> str:
    left, top = bounds.left, bounds.top
    parts = []
    for letter, values in outline.steps:
        parts.append(letter)
        parts += [xml.number(value - (top if place % 2 else left)) for place, value in enumerate(values)]
    return " ".join(parts)


def _rule(outline: Outline) -> dict[str, str]:
    return {"Rule": "Even-Odd"} if outline.even_odd else {}


def _pen(pen: Pen) -> dict[str, object]:
    """Attributes of a stroke, without those that have their default."""
    found: dict[str, object] = {"LineWidth": pen.width}
    if pen.cap:
        found["Cap"] = _CAPS[pen.cap]
    if pen.join:
        found["Join"] = _JOINS[pen.join]
    else:
        found["MiterLimit"] = pen.miter
    if pen.dashes:
        found["DashPattern"] = xml.numbers(pen.dashes)
        found["DashOffset"] = pen.phase
    return found


def _color(unit: ET.Element, name: str, paint: Paint) -> None:
    xml.add(unit, name, Value=" ".join(map(str, paint.rgb)), **({"Alpha": paint.alpha} if paint.alpha < 255 else {}))
