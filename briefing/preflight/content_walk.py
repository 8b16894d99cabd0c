"""A page with all the forms and patterns it draws → what is painted, and how (`PageFacts`).

A form that is drawn again in the same state, as pages of a numbered run are by the thousand, is walked once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from briefing.core import bounds
from briefing.core.records import dataclass
from briefing.preflight import color_spaces
from briefing.preflight.content_size import words_of
from briefing.preflight.outlines import UNIT, Matrix, PdfPath, TextPlace, applied, matrix_of, scale_of, times
from briefing.preflight.page_facts import Edge, Kind, Layer, PageFacts, Point, SurveyedColor, SurveyedFont, SurveyedPicture, Use
from briefing.preflight.pdf_types import Container
from briefing.preflight.picture_data import missing
from briefing.preflight.picture_ink import most_ink
from briefing.preflight.unreadable import FAULTS, UnreadableObject

if TYPE_CHECKING:
    import pikepdf

MAX_DEPTH = 12  # forms within forms; ours have two levels
#: pt from the edge of the trimmed page within which something is meant to reach it.
AT_EDGE = 0.5
_FILLS, _STROKES = {"f", "F", "f*", "B", "B*", "b", "b*"}, {"S", "s", "B", "B*", "b", "b*"}
_TEXT = {"Tj", "TJ", "'", '"'}
#: What a page begins with (ISO 32000-1 §8.4.1).
_BLACK = SurveyedColor()
#: Entries of a graphics state that only one machine would understand (ISO 15930-7 §6.13 and ISO 15930-4 §6.13).
_DEVICE = ("/TR", "/TR2", "/HTP", "/HTO", "/BG", "/BG2", "/UCR", "/UCR2")


@dataclass(frozen=True, slots=True)
class _State:
    fill: SurveyedColor = _BLACK
    stroke: SurveyedColor = _BLACK
    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    matrix: Matrix = UNIT
    rendering: int = 0
    breadth: float = 1.0
    size: float = 0.0


@dataclass(slots=True)
class _Found:
    """What a stream paints. Of each colour, kind and measure the first object alone."""

    uses: dict[tuple[Any, ...], Use] = field(default_factory=dict)
    pictures: list[SurveyedPicture] = field(default_factory=list)
    fonts: dict[str, SurveyedFont] = field(default_factory=dict)
    transparent: dict[str, None] = field(default_factory=dict)
    layers: dict[Layer, None] = field(default_factory=dict)
    blends: dict[str, None] = field(default_factory=dict)
    devices: dict[str, None] = field(default_factory=dict)
    edges: dict[Edge, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)

    def add(self, other: _Found) -> None:
        self.uses = {**other.uses, **self.uses}
        self.pictures += other.pictures
        for own, more in (
            (self.fonts, other.fonts), (self.transparent, other.transparent), (self.layers, other.layers),
            (self.blends, other.blends), (self.devices, other.devices), (self.edges, other.edges),
            (self.unread, other.unread),
        ):  # fmt: skip
            own.update(more)  # type: ignore[arg-type]


@dataclass(slots=True)
class Shared:
    """What the pages of one document have in common: faces and forms that were looked at, hidden layers by object number, and
    what is left of the operators that are read at most."""

    hidden: frozenset[tuple[int, int]] = frozenset()
    fonts: dict[tuple[int, int], SurveyedFont] = field(default_factory=dict)
    forms: dict[tuple[Any, ...], _Found] = field(default_factory=dict)
    inks: dict[tuple[int, int], float | None] = field(default_factory=dict)
    spots: dict[color_spaces.SpotInk, None] = field(default_factory=dict)
    steps: int = bounds.PREFLIGHT_STEPS
    shorts: dict[tuple[int, int], bool] = field(default_factory=dict)

    def short(self, picture: pikepdf.Object, drawn_in: tuple[str, str], bits: int) -> bool:
        """Whether a picture has less data than its size takes."""
        if not picture.is_indirect:
            return missing(picture, *drawn_in, bits)
        if picture.objgen not in self.shorts:
            self.shorts[picture.objgen] = missing(picture, *drawn_in, bits)
        return self.shorts[picture.objgen]


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
    walk.stream(page.obj, _inherited(page.obj, "/Resources") or pikepdf.Dictionary(), _State(), "页面", 0)
    found = walk.found
    if "/SeparationInfo" in page.obj:
        found.devices["页面 SeparationInfo（已分好的版）"] = None
    return PageFacts(
        number, boxes, tuple(found.uses.values()), tuple(found.pictures), tuple(found.fonts.values()),
        tuple(found.transparent), len(page.get("/Annots", [])), tuple(found.layers), tuple(found.blends), tuple(found.devices),
        int(_inherited(page.obj, "/Rotate") or 0) % 360, float(page.get("/UserUnit", 1)), tuple(found.edges),
        tuple(found.unread),
    )  # fmt: skip


def _inherited(page: pikepdf.Object, name: str) -> pikepdf.Object | None:
    """What a page says, or the tree above it (ISO 32000-1 §7.7.3.4); the other boxes are a page's own."""
    node: Any = page
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
        self.found = _Found()

    def stream(self, owner: pikepdf.Object, resources: pikepdf.Object, state: _State, name: str, depth: int) -> None:
        import pikepdf

        if depth > MAX_DEPTH:
            raise UnreadableObject("图形（Form）一层套一层，套得太深")
        self._note_fonts(resources)
        self._note_spots(resources)
        stack: list[_State] = []
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
                    self._paint(word, state, where, outline, text)
        except UnreadableObject:
            raise
        except FAULTS as error:
            raise UnreadableObject(f"{name}第{index}步：写得不合规定，或用了文件里没有的东西") from error

    def _paint(self, word: str, state: _State, where: str, outline: PdfPath, text: TextPlace) -> None:
        if word in _TEXT:
            begin, scale = text.shown(state.matrix)
            size = round(abs(state.size) * scale, 2)
            if state.rendering in (0, 2, 4, 6):
                self._use(state.fill, state.over_fill, state.mode, f"{where} 文字", "text", size, begin)
            if state.rendering in (1, 2, 5, 6):
                self._use(state.stroke, state.over_stroke, state.mode, f"{where} 文字", "text", size, begin)
            return
        if word in _FILLS:
            breadth, at = outline.filled(state.matrix)
            self._use(state.fill, state.over_fill, state.mode, f"{where} 图形", "area", breadth, at)
            if state.fill.inks:
                self._reaches(f"{where} 图形", outline.extent(state.matrix))
        if word in _STROKES:
            breadth = round(abs(state.breadth) * scale_of(state.matrix), 3)
            self._use(state.stroke, state.over_stroke, state.mode, f"{where} 线条", "line", breadth, outline.begin(state.matrix))
            if state.stroke.inks:
                self._reaches(f"{where} 线条", outline.stroked(state.matrix, breadth))
        if word in _FILLS or word in _STROKES or word == "n":
            outline.clear()

    def _use(
        self, color: SurveyedColor, over: bool, mode: int, where: str, kind: Kind, measure: float = math.inf,
        at: Point | None = None,
    ) -> None:  # fmt: skip
        # All is walked for its inks; only thin lines and small type differ by their measure.
        key = (color, over, mode, kind, measure if measure < (12 if kind == "text" else 2) else math.inf)
        if key not in self.found.uses:
            self.found.uses[key] = Use(where, color, over, mode, kind, measure, at)

    def _reaches(self, where: str, corners: Sequence[Point]) -> None:
        """Note what begins within the trimmed page and ends at its edge, or beyond. What is clipped is taken as it is drawn."""
        if not corners:
            return
        left, bottom, right, top = self._trim
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        if max(xs) <= left or min(xs) >= right or max(ys) <= bottom or min(ys) >= top:
            return
        beyond = (left - min(xs), bottom - min(ys), max(xs) - right, max(ys) - top)
        reached = [depth for depth in beyond if depth > -AT_EDGE]
        if reached:
            at = min(max(min(xs), left), right), max(min(max(ys), top), bottom)
            self.found.edges[Edge(where, round(min(reached), 2), at)] = None

    def _draw(self, item: pikepdf.Object, resources: pikepdf.Object, state: _State, name: str, depth: int) -> None:
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
            self._picture(item, state, name, ("ImageMask", ""), state.fill.inks, 1)
        else:
            if "/ColorSpace" not in item and "JPXDecode" in str(item.get("/Filter")):
                self.found.devices[f"{name} JPEG 2000 图片自带的颜色"] = None
            drawn_in = item.get("/ColorSpace", pikepdf.Name.DeviceGray)
            self._shared.spots.update(dict.fromkeys(color_spaces.spot_inks(drawn_in)))
            space, ink = color_spaces.family(drawn_in)
            inks = SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4, ink).inks or frozenset({"黑"})
            self._picture(item, state, name, (space, ink), inks, int(item.get("/BitsPerComponent", 8)))

    def _form(self, item: pikepdf.Object, resources: pikepdf.Object, state: _State, name: str, depth: int) -> None:
        matrix = matrix_of(item.Matrix) if "/Matrix" in item else UNIT
        inner = replace(state, matrix=times(matrix, state.matrix))
        key = (item.objgen, inner, name, self._trim) if item.is_indirect else None
        found = self._shared.forms.get(key) if key else None
        if found is None:
            walk = _Walk(self._shared, self._trim)
            walk.group(item, name)
            walk.stream(item, item.get("/Resources", resources), inner, name, depth + 1)
            found = walk.found
            if key:
                self._shared.forms[key] = found
        self.found.add(found)

    def _picture(
        self, item: pikepdf.Object, state: _State, name: str, drawn_in: tuple[str, str], inks: frozenset[str], bits: int
    ) -> None:  # fmt: skip
        import pikepdf

        space = drawn_in[0]
        if self._shared.short(item, drawn_in, bits):
            self.found.unread[f"{name}：图片的数据不够它的大小，缺了一截"] = None
        a, b, c, d, _, _ = state.matrix
        across, up = math.hypot(a, b), math.hypot(c, d)
        dpi = min(int(item.Width) * 72 / across, int(item.Height) * 72 / up) if across and up else 0.0
        packing: Any = item.get("/Filter", [])
        names = tuple(str(each).lstrip("/") for each in ([packing] if str(packing).startswith("/") else packing))
        ink = None
        if space in ("DeviceCMYK", "ICCBased4") and isinstance(item, pikepdf.Stream):
            ink = self._ink(item, across, up)
        share = across * up / self._area if self._area else 0.0
        middle = applied(state.matrix, 0.5, 0.5)
        self._reaches(name, [applied(state.matrix, x, y) for x in (0, 1) for y in (0, 1)])
        self.found.pictures.append(SurveyedPicture(name, space, inks, dpi, bits, names, ink, share, middle))

    def _ink(self, item: pikepdf.Stream, across: float, up: float) -> float | None:
        if not item.is_indirect:
            return most_ink(item, across, up)
        if item.objgen not in self._shared.inks:
            self._shared.inks[item.objgen] = most_ink(item, across, up)
        return self._shared.inks[item.objgen]

    def _inline(self, image: pikepdf.PdfInlineImage, state: _State, where: str) -> None:
        masked = bool(image.image_mask)
        space = "ImageMask" if masked else {"/G": "DeviceGray", "/RGB": "DeviceRGB", "/CMYK": "DeviceCMYK"}.get(
            str(image.colorspace or "/DeviceGray"), str(image.colorspace or "/DeviceGray").lstrip("/")
        )  # fmt: skip
        color = state.fill if masked else SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4)
        self._use(color, False, 0, f"{where} 行内图片", "picture", math.inf, applied(state.matrix, 0.5, 0.5))

    def _shading(self, shading: pikepdf.Object, state: _State, where: str) -> None:
        space, ink = color_spaces.family(shading.ColorSpace)
        color = SurveyedColor(space, (0.0,) if space == "DeviceGray" else (1.0,) * 4, ink)
        self._use(color, False, 0, f"{where} 渐变", "shading", math.inf, applied(state.matrix, 0, 0))

    def _colored(
        self, word: str, operands: Sequence[pikepdf.Object], resources: pikepdf.Object, state: _State, where: str, depth: int
    ) -> _State:
        old = state.stroke if word.isupper() else state.fill
        if color_spaces.undefined(word.lower(), operands, resources):
            self.found.unread[f"{where}：用了没有定义的颜色 {operands[-1]}"] = None
        (space, values, ink), pattern = color_spaces.chosen(word.lower(), operands, resources, old)
        if pattern is not None:
            if int(pattern.get("/PatternType", 1)) == 2:
                self._shading(pattern.Shading, state, where)
            else:
                inner = replace(state, fill=SurveyedColor(space, values, ink), stroke=SurveyedColor(space, values, ink))
                self._form(pattern, resources, inner, f"{where} 图案", depth)
        color = SurveyedColor(space, values, ink)
        return replace(state, stroke=color) if word.isupper() else replace(state, fill=color)

    def _graphics(self, new: pikepdf.Object, state: _State, where: str) -> _State:
        opaque = float(new.get("/ca", 1)) == 1 and float(new.get("/CA", 1)) == 1
        blended = str(new.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        if not opaque or blended or str(new.get("/SMask", "/None")) != "/None":
            self.found.transparent[where] = None
        for entry in _DEVICE:
            if entry in new and str(new[entry]) not in ("/Default", "/Identity"):
                self.found.devices[f"{where} {entry.lstrip('/')}"] = None
        stroke = bool(new.get("/OP", state.over_stroke))
        fill = bool(new.get("/op", new.get("/OP", state.over_fill)))
        size = float(new["/Font"][1]) if "/Font" in new else state.size
        breadth = float(new.get("/LW", state.breadth))
        mode = int(new.get("/OPM", state.mode))
        return replace(state, over_fill=fill, over_stroke=stroke, mode=mode, size=size, breadth=breadth)

    def _layer(self, content: pikepdf.Object | None, where: str) -> None:
        """Optional content: a group, or a membership of several."""
        import pikepdf

        if content is None:
            return
        groups: Any = content.get("/OCGs", content)
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
