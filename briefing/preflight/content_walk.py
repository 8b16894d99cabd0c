"""A page with all the forms and patterns it draws → what is painted, and how (`PageFacts`).

A form that is drawn again in the same state, as pages of a numbered run are by the thousand, is walked once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.core import bounds
from briefing.preflight import color_spaces
from briefing.preflight.content_size import words_of
from briefing.preflight.found_objects import FoundObjects, Shared
from briefing.preflight.graphics_state import GraphicsState, devices
from briefing.preflight.ink_stack import Laid, matters, stacked
from briefing.preflight.outlines import UNIT, Extent, PdfPath, TextPlace, applied, around, common, matrix_of, scale_of, times
from briefing.preflight.page_facts import Edge, Kind, Layer, PageFacts, Point, SurveyedColor, SurveyedFont, SurveyedPicture, Use
from briefing.preflight.pdf_types import Container
from briefing.preflight.picture_ink import most_ink
from briefing.preflight.unreadable import FAULTS, UnreadableObject

if TYPE_CHECKING:
    import pikepdf

MAX_DEPTH = 12  # forms within forms; ours have two levels
#: pt from the edge of the trimmed page within which something is meant to reach it.
AT_EDGE = 0.5
_FILLS, _STROKES = {"f", "F", "f*", "B", "B*", "b", "b*"}, {"S", "s", "B", "B*", "b", "b*"}
_TEXT = {"Tj", "TJ", "'", '"'}
#: The inks of a picture, all together.
_OF_PICTURE = "图片"


def page_facts(number: int, page: pikepdf.Page, shared: Shared) -> PageFacts:
    """Raises ValueError for what nobody can follow, and what pikepdf raises for streams that it cannot parse."""
    import pikepdf

    boxes = {
        name: _box(box)
        for name in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
        if (box := _inherited(page.obj, f"/{name}")) is not None
    }
    if "MediaBox" not in boxes:
        raise UnreadableObject("没有写明纸张大小（MediaBox）")
    walk = _Walk(shared, boxes.get("TrimBox", boxes["MediaBox"]))
    walk.group(page.obj, "页面")
    walk.stream(page.obj, _inherited(page.obj, "/Resources") or pikepdf.Dictionary(), GraphicsState(), "页面", 0)
    found = walk.found
    if "/SeparationInfo" in page.obj:
        found.devices["页面 SeparationInfo（已分好的版）"] = None
    return PageFacts(
        number, boxes, tuple(found.uses.values()), tuple(found.pictures), tuple(found.fonts.values()),
        tuple(found.transparent), len(page.get("/Annots", [])), tuple(found.layers), tuple(found.blends), tuple(found.devices),
        int(_inherited(page.obj, "/Rotate") or 0) % 360, float(page.get("/UserUnit", 1)), tuple(found.edges),
        tuple(stacked(found.laid)), tuple(found.unread),
    )  # fmt: skip


def _inherited(page: pikepdf.Object, name: str) -> pikepdf.Object | None:
    """What a page says, or the tree above it (ISO 32000-1 §7.7.3.4); the other boxes are a page's own."""
    node: pikepdf.Object | None = page
    for _ in range(MAX_DEPTH):
        if node is None or name in node:
            break
        node = node.get("/Parent") if name in ("/MediaBox", "/CropBox", "/Resources", "/Rotate") else None
    return None if node is None else node.get(name)


def _box(edges: Iterable[pikepdf.Object]) -> tuple[float, float, float, float]:
    """Any two opposite corners, as the lower left and the upper right one."""
    left, bottom, right, top = (float(edge) for edge in edges)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


class _Walk:
    def __init__(self, shared: Shared, trim: tuple[float, float, float, float]) -> None:
        self._shared, self._trim = shared, trim
        self._area = (trim[2] - trim[0]) * (trim[3] - trim[1])
        self.found = FoundObjects()

    def stream(self, owner: pikepdf.Object, resources: pikepdf.Object, state: GraphicsState, name: str, depth: int) -> None:
        import pikepdf

        if depth > MAX_DEPTH:
            raise UnreadableObject("图形（Form）一层套一层，套得太深")
        self._note_fonts(resources)
        self._note_spots(resources)
        stack: list[GraphicsState] = []
        outline, text = PdfPath(), TextPlace()
        # Counted first: where memory ends while qpdf reads, it ends the process.
        few = words_of(owner) <= bounds.PREFLIGHT_WORDS
        instructions: Any = pikepdf.parse_content_stream(owner) if few else ()
        self._shared.steps -= len(instructions)
        if not few or self._shared.steps < 0:
            raise UnreadableObject(f"画的东西太多，超过 {bounds.PREFLIGHT_STEPS // 10_000} 万步")
        index = 0
        try:
            for index, (operands, operator) in enumerate(instructions, 1):
                word = str(operator)
                if outline.takes(word, operands):
                    continue
                where = f"{name}第{index}步"
                if word == "q":
                    stack.append(state)
                elif word == "Q":
                    state = stack.pop() if stack else state
                elif word == "cm":
                    state = replace(state, matrix=times(matrix_of(operands), state.matrix))
                elif word == "w":
                    state = replace(state, breadth=float(operands[0]))
                elif word == "Tr":
                    state = replace(state, rendering=int(operands[0]))
                elif word == "Tf":
                    if str(operands[0]) not in resources.get("/Font", {}):
                        self.found.unread[f"{where}：用了没有定义的字体 {operands[0]}"] = None
                    state = replace(state, size=float(operands[1]))
                elif text.takes(word, operands):
                    continue
                elif word == "gs":
                    state = self._graphics(resources.ExtGState[str(operands[0])], state, f"{name} {operands[0]}")
                elif word.lower() in ("g", "rg", "k", "cs", "sc", "scn"):
                    state = self._colored(word, operands, resources, state, where, depth)
                elif word == "sh":
                    self._shading(resources.Shading[str(operands[0])], state, where)
                elif word == "Do":
                    self._draw(resources.XObject[str(operands[0])], resources, state, f"{name} {operands[0]}", depth)
                elif word == "BDC" and str(operands[0]) == "/OC":
                    self._layer(_entry(resources, "/Properties", operands[1]), where)
                elif word == "INLINE IMAGE":
                    self._inline(operands[0], state, where)
                else:
                    state = self._painted(word, state, where, outline, text)
        except UnreadableObject:
            raise
        except FAULTS as error:
            raise UnreadableObject(f"{name}第{index}步：写得不合规定，或用了文件里没有的东西") from error

    def _painted(self, word: str, state: GraphicsState, where: str, outline: PdfPath, text: TextPlace) -> GraphicsState:
        """Note what an operator paints; the state after it, which a path may cut."""
        if word in _TEXT:
            self._text(state, where, text)
            return state
        if word in _FILLS:
            self._filled(state, f"{where} 图形", outline)
        if word in _STROKES:
            self._stroked(state, f"{where} 线条", outline)
        if word in _FILLS or word in _STROKES or word == "n":
            if outline.cuts:
                state = state.cut_to(outline.extent(state.matrix))
            outline.clear()
        return state

    def _text(self, state: GraphicsState, where: str, text: TextPlace) -> None:
        begin, scale = text.shown(state.matrix)
        size = round(abs(state.size) * scale, 2)
        filled, stroked = state.rendering in (0, 2, 4, 6), state.rendering in (1, 2, 5, 6)
        if filled:
            self._use(state.fill, state.over_fill, state.mode, f"{where} 文字", "text", size, begin)
        if stroked:
            self._use(state.stroke, state.over_stroke, state.mode, f"{where} 文字", "text", size, begin)
        if stroked and not (filled and state.stroke == state.fill):  # in one colour with what is within, it only makes it bolder
            breadth = round(abs(state.breadth) * scale_of(state.matrix), 3)
            self._use(state.stroke, state.over_stroke, state.mode, f"{where} 文字的轮廓", "line", breadth, begin)

    def _filled(self, state: GraphicsState, where: str, outline: PdfPath) -> None:
        seen = common(extent, state.clip) if (extent := outline.extent(state.matrix)) else None
        breadth, at = outline.filled(state.matrix)
        self._use(state.fill, state.over_fill, state.mode, where, "area", breadth if seen else math.inf, at)
        if seen and state.fill.inks:
            self._reaches(where, seen)
        for bar in outline.bars(state.matrix):
            if (shown := common(bar, state.clip)) and matters(shown):
                amounts = state.fill.amounts
                new = Laid(where, shown, amounts, at, state.opaque_fill, state.blend, state.masked, state.over_fill, state.mode)
                self.found.lay([new])

    def _stroked(self, state: GraphicsState, where: str, outline: PdfPath) -> None:
        breadth = round(abs(state.breadth) * scale_of(state.matrix), 3)
        extent = outline.stroked(state.matrix, breadth)
        seen = common(extent, state.clip) if extent else None
        measure = breadth if seen or extent is None else math.inf
        self._use(state.stroke, state.over_stroke, state.mode, where, "line", measure, outline.begin(state.matrix))
        if seen and state.stroke.inks:
            self._reaches(where, seen)

    def _use(
        self, color: SurveyedColor, over: bool, mode: int, where: str, kind: Kind, measure: float = math.inf,
        at: Point | None = None,
    ) -> None:  # fmt: skip
        # All is walked for its inks; only thin lines and small type differ by their measure.
        key = (color, over, mode, kind, measure if measure < (12 if kind == "text" else 2) else math.inf)
        if key not in self.found.uses:
            self.found.uses[key] = Use(where, color, over, mode, kind, measure, at)

    def _reaches(self, where: str, seen: Extent) -> None:
        """Note what begins within the trimmed page and ends at its edge, or beyond. `seen`: as far as it is not cut off."""
        left, bottom, right, top = self._trim
        if seen[2] <= left or seen[0] >= right or seen[3] <= bottom or seen[1] >= top:
            return
        beyond = (left - seen[0], bottom - seen[1], seen[2] - right, seen[3] - top)
        reached = [depth for depth in beyond if depth > -AT_EDGE]
        if reached:
            at = min(max(seen[0], left), right), max(min(seen[3], top), bottom)
            self.found.edges[Edge(where, round(min(reached), 2), at)] = None

    def _draw(self, item: pikepdf.Object, resources: pikepdf.Object, state: GraphicsState, name: str, depth: int) -> None:
        import pikepdf

        if "/SMask" in item or int(item.get("/SMaskInData", 0)):
            self.found.transparent[name] = None
        self._layer(item.get("/OC"), name)
        kind = str(item.get("/Subtype"))
        if kind == "/Form":
            self._form(item, resources, state, name, depth)
        elif kind == "/PS" or "/OPI" in item or "/Alternates" in item:
            self.found.devices[f"{name} {'PostScript' if kind == '/PS' else '替换图（OPI、Alternates）'}"] = None
        elif item.get("/ImageMask"):
            self._use(state.fill, state.over_fill, state.mode, name, "area", math.inf, applied(state.matrix, 0.5, 0.5))
            self._picture(item, state, name, ("ImageMask", ()), state.fill.inks, 1)
        else:
            if "/ColorSpace" not in item and "JPXDecode" in str(item.get("/Filter")):
                self.found.devices[f"{name} JPEG 2000 图片自带的颜色"] = None
            drawn_in = item.get("/ColorSpace", pikepdf.Name.DeviceGray)
            self._shared.spots.update(dict.fromkeys(color_spaces.spot_inks(drawn_in)))
            space, colorants = color_spaces.family(drawn_in)
            inks = SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4, colorants).inks or frozenset({"黑"})
            self._picture(item, state, name, (space, colorants), inks, int(item.get("/BitsPerComponent", 8)))

    def _form(self, item: pikepdf.Object, resources: pikepdf.Object, state: GraphicsState, name: str, depth: int) -> None:
        matrix = matrix_of(item.Matrix) if "/Matrix" in item else UNIT
        inner = replace(state, matrix=times(matrix, state.matrix))
        tile = "/PatternType" in item  # which lies by the page's own space, again and again
        if "/BBox" in item and not tile:
            left, bottom, right, top = _box(item.BBox)
            corners = ((left, bottom), (right, bottom), (right, top), (left, top))
            inner = inner.cut_to(around(applied(inner.matrix, *corner) for corner in corners))
        key = (item.objgen, inner, name, self._trim) if item.is_indirect else None
        found = self._shared.forms.get(key) if key else None
        if found is None:
            walk = _Walk(self._shared, self._trim)
            walk.group(item, name)
            walk.stream(item, item.get("/Resources", resources), inner, name, depth + 1)
            found = walk.found
            if tile:
                found.laid.clear()
            if key:
                self._shared.forms[key] = found
        self.found.add(found)

    def _picture(
        self, item: pikepdf.Object, state: GraphicsState, name: str, drawn_in: tuple[str, tuple[str, ...]], inks: frozenset[str],
        bits: int,
    ) -> None:  # fmt: skip
        import pikepdf

        space = drawn_in[0]
        if self._shared.short(item, drawn_in, bits):
            self.found.unread[f"{name}：图片的数据不够它的大小，缺了一截"] = None
        across, up, dpi = _resolved(state, int(item.Width), int(item.Height))
        packing: Any = item.get("/Filter", [])
        names = tuple(str(each).lstrip("/") for each in ([packing] if str(packing).startswith("/") else packing))
        ink = None
        if space in ("DeviceCMYK", "ICCBased4") and isinstance(item, pikepdf.Stream):
            ink = self._ink(item, across, up)
        share = across * up / self._area if self._area else 0.0
        middle = applied(state.matrix, 0.5, 0.5)
        whole = around(applied(state.matrix, x, y) for x in (0, 1) for y in (0, 1))
        if whole and (seen := common(whole, state.clip)):
            self._reaches(name, seen)
            if matters(seen):
                self._lay_picture(item, state, name, seen, ink, middle)
        self.found.pictures.append(SurveyedPicture(name, space, inks, dpi, bits, names, ink, share, middle))

    def _lay_picture(
        self, item: pikepdf.Object, state: GraphicsState, name: str, seen: Extent, ink: float | None, middle: Point
    ) -> None:
        """Painted in the colour in force, or in its own inks, which knock out what they meet."""
        stencil = bool(item.get("/ImageMask"))
        amounts = state.fill.amounts if stencil else None if ink is None else {_OF_PICTURE: ink / 100}
        masked = state.masked or any(entry in item for entry in ("/SMask", "/Mask", "/ImageMask"))
        over = stencil and state.over_fill
        self.found.lay([Laid(name, seen, amounts, middle, state.opaque_fill, state.blend, masked, over)])

    def _ink(self, item: pikepdf.Stream, across: float, up: float) -> float | None:
        if not item.is_indirect:
            return most_ink(item, across, up)
        if item.objgen not in self._shared.inks:
            self._shared.inks[item.objgen] = most_ink(item, across, up)
        return self._shared.inks[item.objgen]

    def _inline(self, image: pikepdf.PdfInlineImage, state: GraphicsState, where: str) -> None:
        masked = bool(image.image_mask)
        space = "ImageMask" if masked else {"/G": "DeviceGray", "/RGB": "DeviceRGB", "/CMYK": "DeviceCMYK"}.get(
            str(image.colorspace or "/DeviceGray"), str(image.colorspace or "/DeviceGray").lstrip("/")
        )  # fmt: skip
        name, middle = f"{where} 行内图片", applied(state.matrix, 0.5, 0.5)
        inks = state.fill.inks
        if masked:
            self._use(state.fill, False, 0, name, "picture", math.inf, middle)
        else:
            inks = SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4).inks or frozenset({"黑"})
        across, up, dpi = _resolved(state, image.width, image.height)
        share = across * up / self._area if self._area else 0.0
        bits = 1 if masked else image.bits_per_component or 8
        whole = around(applied(state.matrix, x, y) for x in (0, 1) for y in (0, 1))
        if whole and (seen := common(whole, state.clip)):
            self._reaches(name, seen)
        self.found.pictures.append(SurveyedPicture(name, space, inks, dpi, bits, (), None, share, middle))

    def _shading(self, shading: pikepdf.Object, state: GraphicsState, where: str) -> None:
        space, colorants = color_spaces.family(shading.ColorSpace)
        color = SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4, colorants)
        self._use(color, False, 0, f"{where} 渐变", "shading", math.inf, applied(state.matrix, 0, 0))

    def _colored(
        self,
        word: str,
        operands: Sequence[pikepdf.Object],
        resources: pikepdf.Object,
        state: GraphicsState,
        where: str,
        depth: int,
    ) -> GraphicsState:
        old = state.stroke if word.isupper() else state.fill
        if color_spaces.undefined(word.lower(), operands, resources):
            self.found.unread[f"{where}：用了没有定义的颜色 {operands[-1]}"] = None
        parts, pattern = color_spaces.chosen(word.lower(), operands, resources, old)
        color = SurveyedColor(*parts)
        if pattern is not None:
            if int(pattern.get("/PatternType", 1)) == 2:
                self._shading(pattern.Shading, state, where)
            else:
                inner = replace(state, fill=color, stroke=color, clip=None)
                self._form(pattern, resources, inner, f"{where} 图案", depth)
        return replace(state, stroke=color) if word.isupper() else replace(state, fill=color)

    def _graphics(self, new: pikepdf.Object, state: GraphicsState, where: str) -> GraphicsState:
        changed = state.with_entries(new)
        if GraphicsState().with_entries(new).transparent:
            self.found.transparent[where] = None
        self.found.devices.update(dict.fromkeys(f"{where} {entry}" for entry in devices(new)))
        return changed

    def _layer(self, content: pikepdf.Object | None, where: str) -> None:
        """Optional content: a group, or a membership of several."""
        import pikepdf

        if content is None:
            return
        groups = content.get("/OCGs", content)
        for group in groups if isinstance(groups, pikepdf.Array) else [groups]:
            self.found.layers[Layer(where, str(group.get("/Name", "")), group.objgen in self._shared.hidden)] = None

    def group(self, owner: pikepdf.Object, where: str) -> None:
        """The space in which transparency is mixed."""
        group: Container = owner.get("/Group", {})
        space = group.get("/CS")
        if space is not None and color_spaces.family(space)[0] in ("DeviceRGB", "CalRGB", "ICCBased3"):
            self.found.blends[where] = None

    def _note_spots(self, resources: pikepdf.Object) -> None:
        spaces: Container = resources.get("/ColorSpace", {})
        for _, space in spaces.items():
            self._shared.spots.update(dict.fromkeys(color_spaces.spot_inks(space)))

    def _note_fonts(self, resources: pikepdf.Object) -> None:
        for key, font in resources.get("/Font", {}).items():
            known = self._shared.fonts.get(font.objgen) if font.is_indirect else None
            if known is None:
                known = _font(font)
                if font.is_indirect:
                    self._shared.fonts[font.objgen] = known
            self.found.fonts[str(key) + known.name] = known


def _resolved(state: GraphicsState, width: int, height: int) -> tuple[float, float, float]:
    """How far a picture of so many pixels goes across and up, pt, and how many of them an inch has."""
    a, b, c, d, _, _ = state.matrix
    across, up = math.hypot(a, b), math.hypot(c, d)
    return across, up, min(width * 72 / across, height * 72 / up) if across and up else 0.0


def _entry(resources: pikepdf.Object, group: str, name: pikepdf.Object) -> pikepdf.Object | None:
    named: Container = resources.get(group, {})
    return named.get(str(name))


def _font(font: pikepdf.Object) -> SurveyedFont:
    descendants = font.get("/DescendantFonts")
    bearer = descendants[0] if descendants is not None else font
    descriptor: Container = bearer.get("/FontDescriptor", {})
    kind = str(font.get("/Subtype", "")).lstrip("/")
    embedded = any(f"/FontFile{suffix}" in descriptor for suffix in ("", "2", "3")) or kind == "Type3"
    return SurveyedFont(str(font.get("/BaseFont", font.get("/Name", ""))).lstrip("/"), embedded, kind)
