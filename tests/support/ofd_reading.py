"""An OFD file as a reader sees it: written for the tests from GB/T 33190 alone, without a line of briefing/output/ofd.

`draw` is a small renderer. The readers on PyPI that draw take a font of the machine for every text, not the embedded ones, so
their pictures cannot be compared with anything.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any, TypeAlias

from lxml import etree
from PIL import Image, ImageDraw, ImageFont

NS = {"ofd": "http://www.ofdspec.org/2016"}
DPI = 100
FINER = 4  # drawn so many times larger, then made smaller: that smooths edges
PX = DPI * FINER / 25.4


#: An lxml element; in its stubs each attribute may be missing, and what is read here has been written by us.
Node: TypeAlias = Any


class Ofd:
    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = self.xml("OFD.xml")
        self.path = self.text(self.root, "DocBody/DocRoot")
        self.folder = posixpath.dirname(self.path)
        self.document = self.xml(self.path)
        self.pages = [posixpath.join(self.folder, page.get("BaseLoc")) for page in self.find(self.document, "Pages/Page")]
        self.files: dict[str, str] = {}  # resource → part
        for name in self.find(self.document, "CommonData/PublicRes") + self.find(self.document, "CommonData/DocumentRes"):
            resources = self.xml(posixpath.join(self.folder, name.text))
            for item in self.find(resources, "*/*"):
                file = posixpath.join(self.folder, resources.get("BaseLoc"), item[0].text)
                self.files[item.get("ID")] = file

    def xml(self, name: str) -> Node:
        return etree.fromstring(self.parts[name])

    @staticmethod
    def find(element: Node, path: str) -> list[Node]:
        return list(element.iterfind("/".join(f"ofd:{step}" if step != "*" else step for step in path.split("/")), NS))

    @classmethod
    def text(cls, element: Node, path: str) -> str:
        found = cls.find(element, path)
        return (found[0].text or "") if found else ""

    def objects(self, number: int) -> list[Node]:
        return self.find(self.xml(self.pages[number]), "Content/Layer/*")

    def page_text(self, number: int) -> str:
        return "".join(self.text(item, "TextCode") for item in self.objects(number))

    def draw(self, number: int) -> Image.Image:
        """The page in gray at DPI."""
        box = numbers(self.text(self.xml(self.pages[number]), "Area/PhysicalBox"))
        sheet = Image.new("RGB", (round(box[2] * PX), round(box[3] * PX)), "white")
        for item in self.objects(number):
            x, y, *_ = numbers(item.get("Boundary"))
            match etree.QName(item).localname:
                case "TextObject":
                    self._draw_text(ImageDraw.Draw(sheet), item, x, y)
                case "PathObject":
                    draw_path(ImageDraw.Draw(sheet), item, x, y)
                case "ImageObject":
                    self._draw_image(sheet, item, x, y)
        return sheet.resize((round(box[2] / 25.4 * DPI), round(box[3] / 25.4 * DPI)), Image.Resampling.BOX).convert("L")

    def _draw_text(self, draw: ImageDraw.ImageDraw, item: Node, x: float, y: float) -> None:
        assert not self.find(item, "CGTransform"), "this renderer finds glyphs by character alone"
        data = io.BytesIO(self.parts[self.files[item.get("Font")]])
        font = ImageFont.truetype(data, float(item.get("Size")) * PX, layout_engine=ImageFont.Layout.BASIC)
        color = color_of(item, "FillColor")
        code = self.find(item, "TextCode")[0]
        across = x + float(code.get("X"))
        steps = [*delta_x(code), 0.0]
        for char, step in zip(code.text, steps, strict=True):
            if not char.isspace():
                draw.text((across * PX, (y + float(code.get("Y"))) * PX), char, color, font, anchor="ls")
            across += step

    def _draw_image(self, sheet: Image.Image, item: Node, x: float, y: float) -> None:
        a, b, c, d, e, f = numbers(item.get("CTM"))
        assert b == c == 0 and a > 0 and d > 0
        picture = Image.open(io.BytesIO(self.parts[self.files[item.get("ResourceID")]])).convert("RGBA")
        picture = picture.resize((round(a * PX), round(d * PX)))
        sheet.paste(picture, (round((x + e) * PX), round((y + f) * PX)), picture)


def draw_path(draw: ImageDraw.ImageDraw, item: Node, x: float, y: float) -> None:
    """One straight stroke, whole or as round dots."""
    assert (item.get("Stroke"), item.get("Fill")) == ("true", "false")
    color, width = color_of(item, "StrokeColor"), float(item.get("LineWidth")) * PX
    (left, top), (right, bottom) = ends_of(item, x, y)
    if item.get("DashPattern") is None:
        draw.line(((left, top), (right, bottom)), color, round(width))
        return
    assert (item.get("Cap"), item.get("DashOffset"), top) == ("Round", "0", bottom)
    step, at = sum(numbers(item.get("DashPattern"))) * PX, left
    while at <= right:
        draw.ellipse((at - width / 2, top - width / 2, at + width / 2, top + width / 2), color)
        at += step


def ends_of(item: Node, x: float, y: float) -> tuple[tuple[float, float], ...]:
    """Pixels of a path that is one line."""
    move, *start, line, end_x, end_y = Ofd.text(item, "AbbreviatedData").split()
    assert (move, line) == ("M", "L")
    return tuple(((x + float(a)) * PX, (y + float(b)) * PX) for a, b in (start, (end_x, end_y)))


def color_of(item: Node, name: str) -> tuple[int, ...]:
    return tuple(int(value) for value in Ofd.find(item, name)[0].get("Value").split())


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def delta_x(code: Node) -> list[float]:
    """`g n v` stands for n times v."""
    words = iter((code.get("DeltaX") or "").split())
    found: list[float] = []
    for word in words:
        if word == "g":
            count = int(next(words))
            found += [float(next(words))] * count
        else:
            found.append(float(word))
    return found


def places(item: Node) -> list[tuple[str, float, float]]:
    """Each character of a TextObject with the place of its origin, mm."""
    left, top, *_ = numbers(item.get("Boundary"))
    code = Ofd.find(item, "TextCode")[0]
    x, y = left + float(code.get("X")), top + float(code.get("Y"))
    found = []
    for char, step in zip(code.text, [*delta_x(code), 0.0], strict=True):
        found.append((char, x, y))
        x += step
    return found
