"""The embedded fonts of a PDF: codes as characters, glyphs and widths, and the program as a font file of its own.

Only what WeasyPrint writes is read: Type0 fonts with Identity-H, so that a code is a glyph's index. A reader of OFD finds
glyphs by character; the file's `cmap` is therefore made from the ToUnicode table, which has the truth about the text.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefing.ofd.drawn import Box, Unwritable

if TYPE_CHECKING:
    from pikepdf import Object

#: Bits of a font descriptor's Flags (ISO 32000-1 table 123).
_FIXED, _SERIF, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 1, 1 << 6, 1 << 18
_SEMIBOLD = 600


class Face:
    """One embedded font. Raises Unwritable for a font of another kind."""

    def __init__(self, font: Object) -> None:
        name = str(font.get("/BaseFont", "")).lstrip("/").split("+")[-1]
        if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H" or "/ToUnicode" not in font:
            raise Unwritable(f"字体 {name} 的编码方式")
        self._cid: Any = font.DescendantFonts[0]
        if self._cid.get("/CIDToGIDMap", "/Identity") != "/Identity":
            raise Unwritable(f"字体 {name} 的编码方式")
        self._descriptor = self._cid.FontDescriptor
        self.name = name
        self.texts = dict(_to_unicode(font.ToUnicode))
        self._advances = dict(_advances(self._cid.get("/W", [])))
        self._default = float(self._cid.get("/DW", 1000))

    def decode(self, codes: bytes) -> Iterator[tuple[str, int, float]]:
        """(characters, glyph, advance in em) of each code. Raises Unwritable for a glyph that no character is known of."""
        for place in range(0, len(codes), 2):
            glyph = int.from_bytes(codes[place : place + 2])
            text = self.texts.get(glyph)
            if not text:
                raise Unwritable(f"字体 {self.name} 里不知是什么字的字形（{glyph}）")
            yield text, glyph, self._advances.get(glyph, self._default) / 1000

    @cached_property
    def glyph_of(self) -> dict[str, int]:
        """What the file's `cmap` says. Of two glyphs for a character the one of the lower index has it; the other is
        written by its index."""
        found: dict[str, int] = {}
        for glyph, text in sorted(self.texts.items()):
            if len(text) == 1:
                found.setdefault(text, glyph)
        return found

    @property
    def family(self) -> str:
        return str(self._descriptor.get("/FontFamily", self.name))

    @property
    def looks(self) -> dict[str, bool]:
        """Attributes of an OFD font, those that hold."""
        flags = int(self._descriptor.get("/Flags", 0))
        weight = self._font["OS/2"].usWeightClass if "OS/2" in self._font else 400
        every = {
            "Italic": bool(flags & _ITALIC),
            "Bold": bool(flags & _FORCE_BOLD) or weight >= _SEMIBOLD,
            "Serif": bool(flags & _SERIF),
            "FixedWidth": bool(flags & _FIXED),
        }
        return {name: holds for name, holds in every.items() if holds}

    @property
    def suffix(self) -> str:
        return "otf" if "CFF " in self._font else "ttf"

    def ink(self, glyph: int) -> Box | None:
        """Bounds of the drawn glyph in em, y downwards from the baseline; None for white space."""
        bounds = self._bounds(self._font.getGlyphName(glyph))
        if bounds is None:
            return None
        left, bottom, right, top = (value / self._em for value in bounds)
        return Box(left, -top, right, -bottom)

    def _bounds(self, name: str) -> tuple[float, ...] | None:
        """TrueType has them at the head of each glyph, which saves unpacking 700 outlines, half the time of an OFD."""
        if "glyf" in self._font:
            data = getattr(self._font["glyf"].glyphs[name], "data", b"")  # none: nothing is drawn
            return struct.unpack(">4h", data[2:10]) if data else None
        from fontTools.pens.boundsPen import ControlBoundsPen

        pen = ControlBoundsPen(None)
        self._font.getGlyphSet()[name].draw(pen)
        return pen.bounds  # type: ignore[no-any-return]

    def file(self) -> bytes:
        """The font program with a Unicode `cmap`; every other table byte for byte as embedded."""
        from fontTools.ttLib import TTFont, newTable

        font = TTFont(io.BytesIO(self._program), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
        names = {ord(text): font.getGlyphName(glyph) for text, glyph in self.glyph_of.items()}
        table = font["cmap"] = newTable("cmap")
        table.tableVersion = 0
        plane = {code: name for code, name in names.items() if code <= 0xFFFF}
        table.tables = [_subtable(4, 0, 3, plane), _subtable(4, 3, 1, plane)]
        if len(plane) < len(names):
            table.tables.append(_subtable(12, 3, 10, names))
        written = io.BytesIO()
        font.save(written, reorderTables=None)
        return written.getvalue()

    @cached_property
    def _program(self) -> bytes:
        stream = self._descriptor.get("/FontFile2")
        if stream is None:
            stream = self._descriptor.get("/FontFile3")
            if stream is None or stream.get("/Subtype") != "/OpenType":
                raise Unwritable(f"没有作为字体文件嵌入的字体（{self.name}）")
        return bytes(stream.read_bytes())

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont

        return TTFont(io.BytesIO(self._program), lazy=True)

    @cached_property
    def _em(self) -> int:
        return int(self._font["head"].unitsPerEm)


def _subtable(format: int, platform: int, encoding: int, names: dict[int, str]) -> Any:
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = CmapSubtable.newSubtable(format)
    table.platformID, table.platEncID, table.language, table.cmap = platform, encoding, 0, names
    return table


def _to_unicode(stream: Object) -> Iterator[tuple[int, str]]:
    """(glyph, characters) of a ToUnicode CMap (ISO 32000-1 §9.10.3), which reads like a content stream."""
    from pikepdf import Array, parse_content_stream

    for instruction in parse_content_stream(stream):
        items: list[Any] = list(instruction.operands)
        operator = str(instruction.operator)
        if operator == "endbfchar":
            for code, text in zip(items[::2], items[1::2], strict=True):
                yield int.from_bytes(bytes(code)), bytes(text).decode("utf-16-be")
        elif operator == "endbfrange":
            for first, last, target in zip(items[::3], items[1::3], items[2::3], strict=True):
                start = int.from_bytes(bytes(first))
                codes = range(start, int.from_bytes(bytes(last)) + 1)
                if isinstance(target, Array):
                    yield from ((code, bytes(text).decode("utf-16-be")) for code, text in zip(codes, list(target), strict=True))
                else:
                    text = bytes(target).decode("utf-16-be")
                    yield from ((code, text[:-1] + chr(ord(text[-1]) + code - start)) for code in codes)


def _advances(widths: Any) -> Iterator[tuple[int, float]]:
    """(glyph, width) of a W array (ISO 32000-1 §9.7.4.3): `first [w …]` or `first last w`."""
    from pikepdf import Array

    items = list(widths)
    while items:
        first = int(items.pop(0))
        second = items.pop(0)
        if isinstance(second, Array):
            yield from ((first + place, float(width)) for place, width in enumerate(list(second)))
        else:
            width = float(items.pop(0))
            yield from ((glyph, width) for glyph in range(first, int(second) + 1))
