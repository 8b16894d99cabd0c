"""The words on a page of a PDF, as PDFium finds them; white space left out."""

from __future__ import annotations

import ctypes

from briefing.core.pdfium import library


def words(data: bytes, pages: tuple[int, ...]) -> str:
    """Of the `pages` (from 0; -1 is the last) together; "" where the file cannot be read."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return ""
    try:
        count = pdfium.FPDF_GetPageCount(document)
        return "".join(_words(pdfium, document, number % count) for number in dict.fromkeys(pages) if count)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _words(pdfium: ctypes.PyDLL, document: int, number: int) -> str:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return ""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        if not text:
            return ""
        units = [pdfium.FPDFText_GetUnicode(text, index) for index in range(pdfium.FPDFText_CountChars(text))]
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    # PDFium speaks UTF-16: what lies above U+FFFF comes in two halves.
    data = b"".join((unit & 0xFFFF).to_bytes(2, "little") for unit in units)
    return "".join(data.decode("utf-16-le", "ignore").split())
