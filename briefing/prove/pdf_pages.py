"""A finished PDF → its pages: every glyph with its place, width, size and face, and every rule that is drawn.

Read by PDFium, an engine that has no part in writing. Lengths are pt, from the top left corner of the sheet.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from briefing.prove.pdf_drawings import texts_of_drawings


class UnreadableFile(ValueError):
    """The file is not one that can be read; the message says why, in Chinese."""


class Glyph(NamedTuple):
    """One character as it is drawn. `y` is its baseline, `advance` the width that the file's font gives it."""

    char: str
    x: float
    y: float
    advance: float
    size: float
    font: int  # into Pdf.fonts
    unmapped: bool  # the file does not say which character this is: a missing glyph looks like that
    hyphen: bool = False  # it ends a line between letters: one of the text, or one that parts a word there
    tail: float = 0.0  # how wide the hyphen is that parts the word after it, where that is told with it

    @property
    def right(self) -> float:
        return self.x + self.advance + self.tail


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class PdfFont(NamedTuple):
    name: str  # without the tag of a subset
    embedded: bool


class PdfPage(NamedTuple):
    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]  # in the order in which they are painted; generated white space is left out
    shapes: tuple[Rect, ...]  # bounds of drawn paths
    pictures: tuple[Rect, ...] = ()  # bounds of pictures, in the order in which they are painted
    drawn: str = ""  # what drawings say


class Pdf(NamedTuple):
    pages: tuple[PdfPage, ...]
    fonts: tuple[PdfFont, ...]


def read_pdf(data: bytes) -> Pdf:
    """Raises Unreadable."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableFile("不是完好的 PDF 文件")
    try:
        return _Reader(pdfium, document).read()
    finally:
        pdfium.FPDF_CloseDocument(document)


def library() -> Any:
    """PDFium's C functions. Without pypdfium2's helpers, whose import takes as long as reading the file."""
    import pypdfium2_raw.bindings as pdfium

    pdfium.FPDF_InitLibrary()  # does nothing the second time
    return pdfium


def _whole(high: int, low: int) -> int:
    """PDFium tells UTF-16: a character above U+FFFF is two of its characters, at one place. A half without its other half is
    no character, and is told as unknown."""
    return 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF) if 0xDC00 <= low < 0xE000 else 0xFFFD


#: PDFium tells a ligature that has a code of its own as its letters, all at one place.
_LIGATURES = {"ffi": 0xFB03, "ffl": 0xFB04, "ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "st": 0xFB06}
_FIRST = {ord(letters[0]) for letters in _LIGATURES}
_LONGEST = max(map(len, _LIGATURES))


class _Reader:
    def __init__(self, pdfium: Any, document: Any) -> None:
        self._pdfium, self._document = pdfium, document
        self._fonts: dict[PdfFont, int] = {}
        self._widths: dict[int, dict[int, float]] = {}
        self._name = ctypes.create_string_buffer(256)

    def read(self) -> Pdf:
        count = self._pdfium.FPDF_GetPageCount(self._document)
        pages = tuple(self._page(number) for number in range(1, count + 1))
        return Pdf(pages, tuple(self._fonts))

    def _page(self, number: int) -> PdfPage:
        pdfium = self._pdfium
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise UnreadableFile(f"第{number}页坏了")
        text = pdfium.FPDFText_LoadPage(page)
        try:
            height = pdfium.FPDF_GetPageHeightF(page)
            aside = texts_of_drawings(pdfium, page)
            drawn: list[str] = []
            glyphs = tuple(self._glyphs(text, height, aside, drawn))
            shapes = tuple(self._bounds(page, height, pdfium.FPDF_PAGEOBJ_PATH))
            pictures = tuple(self._bounds(page, height, pdfium.FPDF_PAGEOBJ_IMAGE))
            return PdfPage(number, pdfium.FPDF_GetPageWidthF(page), height, glyphs, shapes, pictures, "".join(drawn))
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    def _glyphs(self, text: Any, height: float, aside: set[int], drawn: list[str]) -> Iterator[Glyph]:
        """A call for every glyph adds up, so what several of them share is asked once. Characters of text objects `aside` go
        into `drawn`."""
        pdfium = self._pdfium
        unicode_of, origin_of, object_of = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetCharOrigin,
            pdfium.FPDFText_GetTextObject,
        )
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        address = ctypes.addressof
        looks: dict[int, tuple[int, float, dict[int, float]]] = {}
        count, told = pdfium.FPDFText_CountChars(text), 0
        for index in range(count):
            if index < told:
                continue  # with the ligature that it is a part of
            code = unicode_of(text, index)
            if code in _FIRST and (joined := self._joined(text, index, count)):
                code, told = _LIGATURES[joined], index + len(joined)
            if 0xDC00 <= code < 0xE000 and index and 0xD800 <= unicode_of(text, index - 1) < 0xDC00:
                continue  # told with its first half
            if 0xD800 <= code < 0xDC00:
                code = _whole(code, unicode_of(text, index + 1))
            if code < 33 and pdfium.FPDFText_IsGenerated(text, index):
                continue
            holder = object_of(text, index)
            if not holder:
                continue
            key = address(holder.contents)
            if key in aside:
                drawn.append(chr(code))
                continue
            look = looks.get(key)
            if look is None:
                look = looks[key] = self._look(holder)
            font, size, em = look
            # PDFium's name for a hyphen at a line's end, and a soft one where it sees no line after it
            hyphen = code == 0xAD or (code in (2, 0xFFFE) and pdfium.FPDFText_IsHyphen(text, index) == 1)
            if hyphen:
                code = 0x2D
            width = em.get(code)
            if width is None:
                # the file may have one of the two hyphens only; what it has not is an em wide
                width = em[code] = min(self._width(holder, each) for each in ((code, 0xAD) if hyphen else (code,)))
            origin_of(text, index, at_x, at_y)
            unmapped = code < 32 and pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
            yield Glyph(chr(code), x.value, height - y.value, width * size, size, font, unmapped, hyphen)

    def _joined(self, text: Any, index: int, count: int) -> str:
        """The letters of the ligature at `index`; "" if there is none."""
        x, y = ctypes.c_double(), ctypes.c_double()
        found, place = "", None
        for at in range(index, min(count, index + _LONGEST)):
            self._pdfium.FPDFText_GetCharOrigin(text, at, ctypes.byref(x), ctypes.byref(y))
            if place not in (None, (x.value, y.value)):
                break
            place = x.value, y.value
            found += chr(self._pdfium.FPDFText_GetUnicode(text, at))
        return found if found in _LIGATURES else ""

    def _look(self, holder: Any) -> tuple[int, float, dict[int, float]]:
        """The face and type size (pt) of a text object, and the widths of that face known so far."""
        pdfium = self._pdfium
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(holder, ctypes.byref(size))
        pdfium.FPDFPageObj_GetMatrix(holder, ctypes.byref(matrix))
        font = pdfium.FPDFTextObj_GetFont(holder)
        length = pdfium.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
        name = self._name.raw[: max(0, length - 1)].decode("utf-8", "replace")
        if name[6:7] == "+":
            name = name[7:]
        found = PdfFont(name, pdfium.FPDFFont_GetIsEmbedded(font) == 1)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        index = self._fonts.setdefault(found, len(self._fonts))
        return index, float(size.value * scale), self._widths.setdefault(index, {})

    def _width(self, holder: Any, code: int) -> float:
        """Advance of a character in em, as the file's font has it."""
        width = ctypes.c_float()
        font = self._pdfium.FPDFTextObj_GetFont(holder)
        self._pdfium.FPDFFont_GetGlyphWidth(font, code, 1000.0, ctypes.byref(width))
        return float(width.value) / 1000

    def _bounds(self, page: Any, height: float, kind: int) -> Iterator[Rect]:
        """Of the page's objects of one kind."""
        pdfium = self._pdfium
        edges = [ctypes.c_float() for _ in range(4)]
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, index)
            if pdfium.FPDFPageObj_GetType(item) == kind and pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                rect = Rect(left, height - top, right, height - bottom)
                yield self._inked(item, rect) if kind == pdfium.FPDF_PAGEOBJ_PATH else rect

    def _inked(self, item: Any, rect: Rect) -> Rect:
        """What a stroked line covers: PDFium adds its width to all four of its sides."""
        pdfium = self._pdfium
        fills, strokes, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        if not pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fills), ctypes.byref(strokes)) or not strokes.value or fills.value:
            return rect
        pdfium.FPDFPageObj_GetStrokeWidth(item, ctypes.byref(width))
        weight = width.value
        left, top, right, bottom = rect.left + weight, rect.top + weight, rect.right - weight, rect.bottom - weight
        across, down = (0.0, weight / 2) if right - left >= bottom - top else (weight / 2, 0.0)
        return Rect(left - across, top - down, right + across, bottom + down)
