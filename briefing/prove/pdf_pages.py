"""A finished PDF → its pages: every glyph with its place, width, size and face, and every rule that is drawn.

Read by PDFium, an engine that has no part in writing. Lengths are pt, from the top left corner of the sheet.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.core.pdfium import FORM, IMAGE, PATH, TEXT, library
from briefing.prove.pdf_drawings import page_objects, texts_of_drawings
from briefing.prove.pdf_glyphs import Glyph, GlyphReader, PdfFont

__all__ = ["Glyph", "Pdf", "PdfFont", "PdfPage", "Rect", "UnreadableFile", "read_pdf"]


class UnreadableFile(ValueError):
    """The file is not one that can be read; the message says why, in Chinese."""


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


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
    """Raises UnreadableFile."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableFile("不是完好的 PDF 文件")
    try:
        reader = GlyphReader(pdfium)
        pages = tuple(_page(pdfium, document, number, reader) for number in range(1, pdfium.FPDF_GetPageCount(document) + 1))
        return Pdf(pages, tuple(reader.fonts))
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(pdfium: ctypes.PyDLL, document: int, number: int, reader: GlyphReader) -> PdfPage:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadableFile(f"第{number}页坏了")
    text = pdfium.FPDFText_LoadPage(page)
    try:
        height = pdfium.FPDF_GetPageHeightF(page)
        by_kind: dict[int, list[int]] = {}
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, index)
            by_kind.setdefault(pdfium.FPDFPageObj_GetType(item), []).append(item)
        forms = by_kind.get(FORM, ())
        painted = list(page_objects(pdfium, page)) if forms else by_kind.get(TEXT, ())
        glyphs, drawn = reader.read(text, height, painted, texts_of_drawings(pdfium, forms))
        shapes = tuple(_inked(pdfium, item, rect) for item, rect in _bounds(pdfium, by_kind.get(PATH, ()), height))
        pictures = tuple(rect for _, rect in _bounds(pdfium, by_kind.get(IMAGE, ()), height))
        return PdfPage(number, pdfium.FPDF_GetPageWidthF(page), height, glyphs, shapes, pictures, drawn)
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _bounds(pdfium: ctypes.PyDLL, items: Sequence[int], height: float) -> Iterator[tuple[int, Rect]]:
    edges = [ctypes.c_float() for _ in range(4)]
    for item in items:
        if pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            yield item, Rect(left, height - top, right, height - bottom)


def _inked(pdfium: ctypes.PyDLL, item: int, rect: Rect) -> Rect:
    """What a stroked line covers: PDFium adds its width to all four of its sides."""
    fills, strokes, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    told = pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fills), ctypes.byref(strokes))
    if not told or not strokes.value or fills.value:
        return rect
    pdfium.FPDFPageObj_GetStrokeWidth(item, ctypes.byref(width))
    weight = width.value
    left, top, right, bottom = rect.left + weight, rect.top + weight, rect.right - weight, rect.bottom - weight
    across, down = (0.0, weight / 2) if right - left >= bottom - top else (weight / 2, 0.0)
    return Rect(left - across, top - down, right + across, bottom + down)
