"""Drawings in a finished PDF: forms that are tagged as figures. What they say is no line of any paragraph."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

#: Pixels of the longer side at which a drawing is looked at.
_SEEN = 256


def page_objects(pdfium: Any, page: Any) -> Iterator[Any]:
    """Every object of a page, those in forms as well, drawings whole."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _opened(pdfium, pdfium.FPDFPage_GetObject(page, index))


def _opened(pdfium: Any, item: Any) -> Iterator[Any]:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM or is_drawing(pdfium, item):
        yield item
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _opened(pdfium, pdfium.FPDFFormObj_GetObject(item, index))


def is_drawing(pdfium: Any, item: Any) -> bool:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
        return False
    name, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        told = pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        if told and bytes(name)[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "Figure":
            return True
    return False


def texts_of_drawings(pdfium: Any, page: Any) -> set[int]:
    """The addresses of the text objects in them."""
    found: set[int] = set()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            for drawing in _opened(pdfium, item):
                if is_drawing(pdfium, drawing):
                    found.update(_texts(pdfium, drawing))
    return found


def _texts(pdfium: Any, form: Any) -> Iterator[int]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield ctypes.addressof(item.contents)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _texts(pdfium, item)


def rendered(pdfium: Any, page: Any, left: float, top: float, across: float, down: float) -> Any:
    """A bitmap of a rectangle of the page, pt from its top left corner; the caller's to destroy."""
    scale = _SEEN / max(across, down)
    width, height = max(1, round(across * scale)), max(1, round(down * scale))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    matrix = pdfium.FS_MATRIX(width / across, 0, 0, height / down, -left * width / across, -top * height / down)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, ctypes.byref(matrix), ctypes.byref(clip), 0)
    return bitmap
