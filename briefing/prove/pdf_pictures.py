"""A finished PDF → its pictures in the order in which they are painted, as PDFium draws them."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from briefing.core.pdfium import IMAGE, Matrix, image, library
from briefing.prove.looks import PictureLook, of_pixels
from briefing.prove.pdf_drawings import is_drawing, page_objects, rendered
from briefing.prove.pdf_pages import Rect, UnreadableFile

#: A side of more pixels than the first is scaled to the second: PDFium weighs them as they deserve only if it has enough.
_MANY, _SEEN = 512, 256


class Drawn(NamedTuple):
    """`look` None: it cannot be drawn. `precision`: as `looks.unlike` wants it."""

    page: int
    rect: Rect
    look: PictureLook | None
    precision: float


def read_pictures(data: bytes) -> list[Drawn]:
    """Raises UnreadableFile."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableFile("不是完好的 PDF 文件")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        return [drawn for number in range(1, count + 1) for drawn in _page(pdfium, document, number)]
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(pdfium: ctypes.PyDLL, document: int, number: int) -> list[Drawn]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadableFile(f"第{number}页坏了")
    try:
        height = pdfium.FPDF_GetPageHeightF(page)
        found = []
        for item in page_objects(pdfium, page):
            if pdfium.FPDFPageObj_GetType(item) == IMAGE:
                found.append(_drawn(pdfium, document, page, item, number, height))
            elif is_drawing(pdfium, item):
                found.append(_drawing(pdfium, page, item, number, height))
        return found
    finally:
        pdfium.FPDF_ClosePage(page)


def _drawing(pdfium: ctypes.PyDLL, page: int, item: int, number: int, height: float) -> Drawn:
    """A form one unit wide and high, as it is seen on the page."""
    matrix = Matrix()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    left, top, across, down = matrix.e, height - matrix.f - matrix.d, matrix.a, matrix.d
    look = None
    if across > 0 and down > 0 and not (matrix.b or matrix.c):
        bitmap = rendered(pdfium, page, left, top, across, down)
        try:
            look = of_pixels(image(bitmap), across / down)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    return Drawn(number, Rect(left, top, left + across, top + down), look, 0.001 / down if down > 0 else 0.0)


def _drawn(pdfium: ctypes.PyDLL, document: int, page: int, item: int, number: int, height: float) -> Drawn:
    matrix = Matrix()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    left, bottom, right, top = (edge.value for edge in edges)
    across, down = (matrix.a**2 + matrix.b**2) ** 0.5, (matrix.c**2 + matrix.d**2) ** 0.5
    look = None
    pixels = [ctypes.c_uint() for _ in range(2)]
    pdfium.FPDFImageObj_GetImagePixelSize(item, *map(ctypes.byref, pixels))
    if across and down:  # at a size that shows enough, whatever size it has on the page
        wide, high = _seen(pixels[0].value) / across, _seen(pixels[1].value) / down
        seen = Matrix(matrix.a * wide, matrix.b * wide, matrix.c * high, matrix.d * high, 0, 0)
        pdfium.FPDFPageObj_SetMatrix(item, ctypes.byref(seen))
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, item)
    if bitmap and across and down:
        try:
            look = of_pixels(image(bitmap), across / down)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    # coordinates have three decimals
    return Drawn(number, Rect(left, height - top, right, height - bottom), look, 0.001 / down if down else 0.0)


def _seen(pixels: int) -> int:
    return pixels if pixels <= _MANY else _SEEN
