"""PDFium's C functions that the proof and the contact sheet ask, with plain integers for its handles and None for NULL.

The library is the one that pypdfium2 brings; its own bindings declare five hundred functions, which takes longer than a file of
eight pages takes to read, and make an object of every handle. What stands in a page is asked for once for each character: a
function here can be given to `map`, with addresses counted on, so that a million calls cost no line of Python.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_…
GRAY, BGR, BGRA = 1, 2, 4  # FPDFBitmap_…

_TYPES = {
    "p": ctypes.c_void_p, "i": ctypes.c_int, "u": ctypes.c_uint, "l": ctypes.c_ulong, "z": ctypes.c_size_t,
    "f": ctypes.c_float, "v": None,
}  # fmt: skip

#: Function → what it returns, and what it takes (public/fpdf*.h).
_FUNCTIONS = """
FPDF_InitLibrary v
FPDF_LoadMemDocument64 ppzp
FPDF_CloseDocument vp
FPDF_GetPageCount ip
FPDF_LoadPage ppi
FPDF_ClosePage vp
FPDF_GetPageWidthF fp
FPDF_GetPageHeightF fp
FPDF_RenderPageBitmap vppiiiiii
FPDF_RenderPageBitmapWithMatrix vppppi
FPDFBitmap_Create piii
FPDFBitmap_Destroy vp
FPDFBitmap_FillRect ipiiiil
FPDFBitmap_GetBuffer pp
FPDFBitmap_GetFormat ip
FPDFBitmap_GetHeight ip
FPDFBitmap_GetStride ip
FPDFBitmap_GetWidth ip
FPDFFont_GetBaseFontName zppz
FPDFFont_GetGlyphWidth ipufp
FPDFFont_GetIsEmbedded ip
FPDFFormObj_CountObjects ip
FPDFFormObj_GetObject ppl
FPDFImageObj_GetImagePixelSize ippp
FPDFImageObj_GetRenderedBitmap pppp
FPDFPageObjMark_GetName ipplp
FPDFPageObj_CountMarks ip
FPDFPageObj_GetBounds ippppp
FPDFPageObj_GetMark ppl
FPDFPageObj_GetMatrix ipp
FPDFPageObj_GetStrokeWidth ipp
FPDFPageObj_GetType ip
FPDFPageObj_SetMatrix ipp
FPDFPage_CountObjects ip
FPDFPage_GetObject ppi
FPDFPath_GetDrawMode ippp
FPDFTextObj_GetFont pp
FPDFTextObj_GetFontSize ipp
FPDFText_ClosePage vp
FPDFText_CountChars ip
FPDFText_GetCharOrigin ipipp
FPDFText_GetText ipiip
FPDFText_GetTextObject ppi
FPDFText_GetUnicode upi
FPDFText_HasUnicodeMapError ipi
FPDFText_IsGenerated ipi
FPDFText_IsHyphen ipi
FPDFText_LoadPage pp
"""


class Matrix(ctypes.Structure):
    """FS_MATRIX."""

    _fields_ = [(name, ctypes.c_float) for name in "abcdef"]
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


class RectF(ctypes.Structure):
    """FS_RECTF."""

    _fields_ = [(name, ctypes.c_float) for name in ("left", "top", "right", "bottom")]


@cache
def library() -> ctypes.PyDLL:
    """The functions as attributes, the library begun with."""
    found = _load()
    for line in _FUNCTIONS.split("\n")[1:-1]:
        name, kinds = line.split()
        function = getattr(found, name)
        function.restype = _TYPES[kinds[0]]
        function.argtypes = [_TYPES[kind] for kind in kinds[1:]]
    found.FPDF_InitLibrary()  # does nothing the second time
    return found


def _load() -> ctypes.PyDLL:
    """PyDLL, not CDLL: none of these calls waits for anything, and letting go of the interpreter costs as much as the call."""
    name = {"darwin": "libpdfium.dylib", "win32": "pdfium.dll"}.get(sys.platform, "libpdfium.so")
    package = find_spec("pypdfium2_raw")
    for folder in package.submodule_search_locations or () if package else ():
        path = Path(folder, name)
        if path.exists():
            return ctypes.PyDLL(str(path))
    from pypdfium2_raw import bindings  # built against a system's PDFium, which it knows how to find

    return ctypes.PyDLL(bindings._libs["pdfium"]._name)


def image(bitmap: int) -> Image.Image:
    """A bitmap as a Pillow image of its own, RGB, on white paper."""
    from PIL import Image

    pdfium = library()
    size = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    held = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
    clear = pdfium.FPDFBitmap_GetFormat(bitmap) == BGRA
    raw = {GRAY: ("L", "L"), BGR: ("RGB", "BGR")}
    mode, order = raw.get(pdfium.FPDFBitmap_GetFormat(bitmap), ("RGBA", "BGRA") if clear else ("RGB", "BGRX"))
    found: Image.Image = Image.frombuffer(mode, size, held, "raw", order, stride, 1)
    if clear:
        found = Image.alpha_composite(Image.new("RGBA", size, "white"), found)
    return found.convert("RGB")


def pages(data: bytes, scale: float) -> list[Image.Image]:
    """Every page of a file of our own as a Pillow image, `scale` pixels a pt."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        return [_page(pdfium, document, number, scale) for number in range(pdfium.FPDF_GetPageCount(document))]
    finally:
        pdfium.FPDF_CloseDocument(document)


def page(data: bytes, number: int, scale: float) -> Image.Image:
    """Page `number` (from 1) of a file of our own, as `pages` gives them: of many, one at a time."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        return _page(pdfium, document, number - 1, scale)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(pdfium: ctypes.PyDLL, document: int, number: int, scale: float) -> Image.Image:
    page = pdfium.FPDF_LoadPage(document, number)
    width, height = (ceil(side(page) * scale) for side in (pdfium.FPDF_GetPageWidthF, pdfium.FPDF_GetPageHeightF))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        return image(bitmap)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
