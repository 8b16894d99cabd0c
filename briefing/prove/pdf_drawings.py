"""Drawings in a finished PDF: forms that are tagged as figures. What they say is no line of any paragraph."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

from briefing.core.pdfium import FORM, TEXT, Matrix, RectF

#: Pixels of the longer side at which a drawing is looked at.
_SEEN = 256


def page_objects(pdfium: ctypes.PyDLL, page: int) -> Iterator[int]:
    """Every object of a page, those in forms as well, drawings whole."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _opened(pdfium, pdfium.FPDFPage_GetObject(page, index))


def _opened(pdfium: ctypes.PyDLL, item: int) -> Iterator[int]:
    if pdfium.FPDFPageObj_GetType(item) != FORM or is_drawing(pdfium, item):
        yield item
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _opened(pdfium, pdfium.FPDFFormObj_GetObject(item, index))


def is_drawing(pdfium: ctypes.PyDLL, item: int) -> bool:
    if pdfium.FPDFPageObj_GetType(item) != FORM:
        return False
    name, length = ctypes.create_string_buffer(32), ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        told = pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        if told and name.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "Figure":
            return True
    return False


def texts_of_drawings(pdfium: ctypes.PyDLL, forms: Sequence[int]) -> set[int]:
    """The text objects in those of a page's `forms` that are drawings, or hold some."""
    found: set[int] = set()
    for item in forms:
        for drawing in _opened(pdfium, item):
            if is_drawing(pdfium, drawing):
                found.update(_texts(pdfium, drawing))
    return found


def _texts(pdfium: ctypes.PyDLL, form: int) -> Iterator[int]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == TEXT:
            yield item
        elif kind == FORM:
            yield from _texts(pdfium, item)


def rendered(pdfium: ctypes.PyDLL, page: int, left: float, top: float, across: float, down: float) -> int:
    """A bitmap of a rectangle of the page, pt from its top left corner; the caller's to destroy."""
    scale = _SEEN / max(across, down)
    width, height = max(1, round(across * scale)), max(1, round(down * scale))
    bitmap: int = pdfium.FPDFBitmap_Create(width, height, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    matrix = Matrix(width / across, 0, 0, height / down, -left * width / across, -top * height / down)
    clip = RectF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, ctypes.byref(matrix), ctypes.byref(clip), 0)
    return bitmap
