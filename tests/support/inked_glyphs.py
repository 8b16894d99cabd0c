"""What is seen of each character of a finished PDF: the box of its ink, as PDFium draws it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

from briefing.core.pdfium import library


class Inked(NamedTuple):
    """`y`: its baseline. All pt, y upwards."""

    char: str
    page: int
    y: float
    left: float
    right: float
    size: float


def inked(data: bytes) -> Iterator[Inked]:
    """In the order in which they are read."""
    pdfium, handle = library(), ctypes.c_void_p
    pdfium.FPDFText_GetCharBox.argtypes = [handle, ctypes.c_int, *[handle] * 4]
    pdfium.FPDFText_GetFontSize.argtypes = [handle, ctypes.c_int]
    pdfium.FPDFText_GetFontSize.restype = ctypes.c_double
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        for number in range(pdfium.FPDF_GetPageCount(document)):
            page = pdfium.FPDF_LoadPage(document, number)
            text = pdfium.FPDFText_LoadPage(page)
            for index in range(pdfium.FPDFText_CountChars(text)):
                char = chr(pdfium.FPDFText_GetUnicode(text, index))
                if char.isspace() or pdfium.FPDFText_IsGenerated(text, index):
                    continue
                pdfium.FPDFText_GetCharBox(text, index, *map(ctypes.byref, (left, right, bottom, top)))
                pdfium.FPDFText_GetCharOrigin(text, index, *map(ctypes.byref, (x, y)))
                yield Inked(char, number + 1, y.value, left.value, right.value, pdfium.FPDFText_GetFontSize(text, index))
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(document)
