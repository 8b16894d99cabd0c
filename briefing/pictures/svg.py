"""SVG (the part of SVG 1.1 and 2 that an engine draws on paper): judged whole, and cleared of what is not seen.

What would be drawn otherwise than its author sees it is refused at its place in the file: scripts, animations, HTML in it,
filters, files elsewhere. What shows nothing (editors' notes, links) is left out. Faces and colours are the house's to give.
"""

from __future__ import annotations

import base64
import binascii
import io
import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from briefing.core import bounds, decode
from briefing.core.code import Code
from briefing.core.errors import Findings, InputError, Span
from briefing.pictures.picture import MAX_RATIO, EmbeddedPhoto, SoundPicture, Word
from briefing.pictures.svg_style import SvgStyles
from briefing.pictures.svg_tree import HREFS, SVG, href, local, parse, refusal

#: What the engine draws, or draws by.
_DRAWN = frozenset(
    (
        "svg", "g", "a", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "use",
        "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "stop", "image", "style", "switch",
    )
)  # fmt: skip
_SILENT = frozenset(("title", "desc", "metadata", "view", "cursor", "color-profile"))
TEXTS = frozenset(("text", "tspan"))
_ANIMATED = frozenset(("animate", "animateColor", "animateMotion", "animateTransform", "set", "mpath", "discard"))
_FRAMED = frozenset(("audio", "video", "iframe", "canvas", "foreignObject"))
#: Numbers of CSS px in a unit.
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "Q": 96 / 101.6}
_LENGTH = re.compile(r"\s*\+?(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in|Q)?\s*")
_DATA = re.compile(r"data:image/(?:png|jpe?g)(?:;[\w=-]+)*;base64,", re.IGNORECASE)
_DPI = 300
#: Pixels across of a drawing that does not say how large it is: it fills the measure.
_WIDE = 4000
_CHECK = "请在作图软件里检查后重新导出。"
_CANVAS = "请在作图软件里设好画布的大小再导出。"
_AS_PNG = "请在作图软件里去掉它，或导出为 PNG（300 dpi 以上）再用。"


def sound(data: bytes, path: str, span: Span | None) -> SoundPicture:
    """The drawing, cleared. Raises InputError at the places in the file, or at `span`, which mentions it."""
    if len(data) > bounds.SVG_BYTES:
        raise refusal(
            "svg-size", f"矢量图 {path} 太大，超过 {bounds.SVG_BYTES // bounds.MB} MB", span, "请在作图软件里简化，或导出为 PNG。"
        )
    text, _ = decode.decode(data, path)
    return _Reader(text, path).picture()


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.tree = parse(text, path)
        self.findings = Findings()
        self.styles = SvgStyles(self._fault)
        self.words: list[Word] = []
        self.parts: list[EmbeddedPhoto] = []

    def picture(self) -> SoundPicture:
        root = self.tree.root
        if local(root) != "svg":
            self._fault("picture-format", f"图片 {self.path} 不是 SVG", root, "请在作图软件里重新导出。")
            self.findings.raise_errors()
        self._clear(root)
        self.findings.raise_errors()
        self._uses()
        width, height = self._size(root)
        self.findings.raise_errors()
        data = ET.tostring(root, encoding="utf-8")
        return SoundPicture("SVG", width, height, data, words=tuple(self.words), parts=tuple(self.parts))

    def _fault(self, code: Code, message: str, element: ET.Element, hint: str = _AS_PNG) -> None:
        if len(self.findings.items) < bounds.SVG_FINDINGS:
            self.findings.add(code, message, self.tree.place(self.tree.tags[element]), hint)

    # --- what is there

    def _clear(self, parent: ET.Element) -> None:
        self._attributes(parent)
        for child in list(parent):
            name = local(child)
            if name == "switch":
                self._choose(child)
            if name in _DRAWN:
                self._clear(child)
                self._say(child, name)
                continue
            if name == "filter":
                self._drop(parent, child)  # one that is used is told where it is
            elif not name or name in _SILENT:
                self._drop(parent, child)
            elif name == "script":
                self._fault("svg-unsupported", "矢量图里有脚本（<script>），纸上没有人运行它", child)
            elif name in _ANIMATED:
                self._fault("svg-unsupported", f"矢量图里有动画（<{name}>），纸上动不起来", child)
            elif name == "textPath":
                self._fault("svg-unsupported", "矢量图里有沿着曲线排的字（<textPath>），这里排不了", child)
            elif name in _FRAMED:
                self._fault("svg-unsupported", f"矢量图里嵌着网页或影音（<{name}>），画不出来", child)
            else:
                self._fault("svg-unsupported", f"矢量图里有不认识的 <{name}>，画不出来", child)

    @staticmethod
    def _drop(parent: ET.Element, child: ET.Element) -> None:
        """Without it, and with what stands behind it."""
        if child.tail and child.tail.strip():
            place = list(parent).index(child)
            if place:
                parent[place - 1].tail = (parent[place - 1].tail or "") + child.tail
            else:
                parent.text = (parent.text or "") + child.tail
        parent.remove(child)

    def _choose(self, switch: ET.Element) -> None:
        """Of alternatives the first that can be drawn: drawing programs put HTML first, for browsers."""
        able = [
            child for child in switch
            if local(child) in _DRAWN and not any(name in child.attrib for name in ("requiredFeatures", "requiredExtensions"))
        ]  # fmt: skip
        if able:
            for child in list(switch):
                if child is not able[0]:
                    switch.remove(child)
            switch.tag = f"{{{SVG}}}g"

    def _say(self, element: ET.Element, name: str) -> None:
        if name == "style":
            element.text = self.styles.sheet(element.text or "", element)
        elif name in TEXTS:
            for text, place in self._texts(element):
                for row, line in enumerate(text.split("\n")):
                    if line.strip():
                        self.words.append(Word(line, Span(place.file, place.line + row, 1) if row else place))

    def _texts(self, element: ET.Element) -> Iterator[tuple[str, Span]]:
        """What stands in it directly, with its place; behind a part, that of the part."""
        if element.text:
            yield element.text, self.tree.place(self.tree.texts.get(element, self.tree.tags[element]))
        for child in element:
            if child.tail:
                yield child.tail, self.tree.place(self.tree.tags[child])

    # --- what it refers to

    def _attributes(self, element: ET.Element) -> None:
        name = local(element)
        target = href(element)
        if name == "image":
            self._embed(element, target)
        elif name == "a":
            target = ""
        elif target and not target.startswith("#"):
            self._fault("svg-reference", f"矢量图要用别处的东西：{target[:60]}", element, "请在作图软件里把它放进图里，再导出。")
        for attribute in list(element.attrib):
            value = element.attrib[attribute]
            linked = attribute in HREFS
            foreign = attribute.startswith("{") and not linked and not attribute.endswith("}space")
            if foreign or (linked and name != "image") or attribute.lower().startswith("on"):
                element.attrib.pop(attribute)
            elif attribute == "style":
                element.attrib[attribute] = self.styles.declarations(value, element)
            else:
                self.styles.attribute(attribute, value, element)
        if target and name not in ("image", "a"):
            element.attrib["href"] = target

    def _embed(self, element: ET.Element, target: str) -> None:
        """A photograph in the drawing becomes a part of it, under a name of its own."""
        from briefing import pictures

        for attribute in HREFS:
            element.attrib.pop(attribute, None)
        found = _DATA.match(target)
        if found is None:
            shown = target[:60] or "（没有写）"
            hint = "请在作图软件里把图片嵌进去（PNG 或 JPEG），再导出；或把整幅图导出为 PNG。"
            self._fault("svg-reference", f"矢量图里的图片在别处，没有嵌进来：{shown}", element, hint)
            return
        try:
            data = base64.b64decode(re.sub(r"\s", "", target[found.end() :]), validate=True)
            part = pictures.sound(data, self.path, self.tree.place(self.tree.tags[element]))
        except binascii.Error:
            self._fault("picture-damaged", f"图片 {self.path} 已损坏：嵌在里面的图片解不开", element, "请重新导出这张图片。")
            return
        except InputError as error:
            self.findings.items.extend(error.diagnostics)
            return
        self.parts.append(EmbeddedPhoto(f"part:{len(self.parts)}", part.data))
        element.attrib["href"] = self.parts[-1].name

    def _uses(self) -> None:
        """Whatever is referred to is there, and nothing contains itself or so many of another that it never ends."""
        known = {element.attrib["id"]: element for element in self.tree.root.iter() if "id" in element.attrib}
        for identifier, element in self.styles.references:
            if identifier not in known:
                self._fault("svg-reference", f"矢量图里引用的“#{identifier[:40]}”不在图里", element, _CHECK)
        weights: dict[ET.Element, int] = {}

        def weight(element: ET.Element, open_: tuple[ET.Element, ...]) -> int:
            if element in open_ or len(open_) > bounds.SVG_DEPTH:
                self._fault("svg-unsupported", "矢量图里有一个东西引用了它自己", element, _CHECK)
                self.findings.raise_errors()
            if element not in weights:
                inside = (*open_, element)
                total = 1 + sum(weight(child, inside) for child in element)
                target = href(element)
                if local(element) == "use" and (used := known.get(target.removeprefix("#"))) is not None:
                    total += weight(used, inside)
                weights[element] = min(total, 10 * bounds.SVG_ELEMENTS)
            return weights[element]

        for element in self.tree.root.iter():
            target = href(element)
            if target.startswith("#") and local(element) != "image" and target[1:] not in known:
                self._fault("svg-reference", f"矢量图里引用的“{target[:40]}”不在图里", element, _CHECK)
        self.findings.raise_errors()
        if weight(self.tree.root, ()) > bounds.SVG_ELEMENTS:
            self._fault("svg-size", "矢量图里重复引用的东西太多", self.tree.root, "请在作图软件里简化，或导出为 PNG。")

    # --- how large

    def _size(self, root: ET.Element) -> tuple[int, int]:
        """In pixels at 300 an inch; the root's own size is then as large as its viewBox."""
        box = self._view_box(root)
        width, height = self._length(root, "width"), self._length(root, "height")
        ratio = box[2] / box[3] if box else None
        if width is None and height is None and box:
            width, height = box[2] * _WIDE / box[2], box[3] * _WIDE / box[2]
        elif width is None and height is not None and ratio:
            width = height * ratio
        elif height is None and width is not None and ratio:
            height = width / ratio
        if width is None or height is None:
            self._fault("svg-size", "矢量图没有写宽和高，也没有 viewBox", root, _CANVAS)
            self.findings.raise_errors()
            raise AssertionError
        if max(width, height) > MAX_RATIO * min(width, height):
            message = f"图片 {self.path} 太窄，一边是另一边的 {MAX_RATIO} 倍以上"
            self._fault("picture-size", message, root, "请检查画布的大小。")
        if box is None:
            root.attrib["viewBox"] = f"0 0 {width:.6f} {height:.6f}"
        least = 50 / min(width, height)  # so that rounding does not change the shape
        scale = max(_DPI / 96, min(least, _WIDE / max(width, height)))
        if max(width, height) * scale > 10 * _WIDE:
            scale = 10 * _WIDE / max(width, height)
        if min(width, height) * scale < 50:  # a line: whole pixels of its short side say how long the other is
            scale = max(1, round(min(width, height) * scale)) / min(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _view_box(self, root: ET.Element) -> tuple[float, ...] | None:
        written = root.attrib.get("viewBox", "").replace(",", " ").split()
        if not written:
            return None
        try:
            box = tuple(map(float, written))
        except ValueError:
            box = ()
        if len(box) != 4 or not all(map(math.isfinite, box)) or min(box[2:]) <= 0 or max(map(abs, box)) > 1e9:
            self._fault("svg-size", "矢量图的 viewBox 写得不对", root, _CANVAS)
            self.findings.raise_errors()
        return box

    def _length(self, root: ET.Element, name: str) -> float | None:
        """In CSS px; None where it does not say, or says it by what it stands in."""
        written = root.attrib.pop(name, "").strip()
        if not written or written.endswith(("%", "em", "ex")) or written == "auto":
            return None
        found = _LENGTH.fullmatch(written)
        value = float(found[1]) * _UNITS[found[2] or ""] if found else 0.0
        if not 0 < value < 1e7:
            self._fault("svg-size", f"矢量图的 {name} 写得不对：{written[:20]}", root, _CANVAS)
            return None
        return value


def reparsed(data: bytes) -> ET.Element:
    """The root of a sound drawing."""
    return ET.parse(io.BytesIO(data)).getroot()
