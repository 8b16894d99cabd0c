"""How heavy digits are beside the Han characters of their line, in any PDF, whoever made it: the stems of both, from pixels.

A stem is what a level line through a glyph crosses of an upright stroke. Of all such crossings of a glyph those longer than
`_STROKE` run along a level stroke; of the rest the median is the glyph's stem, and the median of some glyphs their face's.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from statistics import median

from briefing.core.han import is_han
from briefing.core.pdfium import GRAY, Matrix, RectF, library
from briefing.core.records import dataclass
from briefing.prove.page_lines import rows
from briefing.prove.pdf_pages import Glyph, Pdf, read_pdf

#: Pixels of an em, and of the white around it that its ink may reach into.
_EM, _ROUND = 160, 16
#: Longer crossings are of level strokes, shorter ones of hairlines that pixels do not tell, em.
_STROKE, _HAIR = 0.25, 0.012
#: Glyphs of a face that are looked at.
_SOME = 40
_DIGITS = frozenset("0123456789")
_INK = re.compile(rb"[\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Digits and Han that stand in one line at one size, on `page` first. Stems are in em."""

    han: str  # names of the faces
    digits: str
    size: float
    page: int
    han_stem: float
    digit_stem: float

    @property
    def ratio(self) -> float:
        return self.digit_stem / self.han_stem


def measure(data: bytes) -> tuple[Pairing, ...]:
    """A pairing each for the sorts of Han of a PDF's lines in which digits stand beside Han. Raises UnreadableFile."""
    pdf = read_pdf(data)
    found: dict[tuple[int, int, float], int] = {}
    samples: dict[int, dict[str, tuple[int, Glyph]]] = {}
    for page in pdf.pages:
        for row in rows(page.glyphs):
            han = [glyph for glyph in row if is_han(glyph.char) and not glyph.turned]
            for digit in (glyph for glyph in row if glyph.char in _DIGITS and not glyph.turned):
                beside = min(
                    (glyph for glyph in han if abs(glyph.size - digit.size) < 0.1), key=lambda g: abs(g.x - digit.x), default=None
                )
                if beside is not None:
                    found.setdefault((beside.font, digit.font, round(digit.size, 1)), page.number)
                    for glyph in (beside, digit):
                        samples.setdefault(-glyph.font - 1 if glyph is digit else glyph.font, {}).setdefault(
                            glyph.char, (page.number, glyph)
                        )
            for glyph in han:
                if len(known := samples.setdefault(glyph.font, {})) < _SOME:
                    known.setdefault(glyph.char, (page.number, glyph))
    wanted = {key for han, digits, _ in found for key in (han, -digits - 1)}
    stems = _stems(data, {key: list(samples[key].values())[:_SOME] for key in sorted(wanted)})
    return tuple(_pairings(pdf, found, stems))


def _pairings(pdf: Pdf, found: dict[tuple[int, int, float], int], stems: dict[int, float]) -> Iterator[Pairing]:
    for (han, digits, size), page in found.items():
        heavy, light = stems.get(han), stems.get(-digits - 1)
        if heavy and light:
            yield Pairing(pdf.fonts[han].name, pdf.fonts[digits].name, size, page, heavy, light)


def _stems(data: bytes, samples: dict[int, list[tuple[int, Glyph]]]) -> dict[int, float]:
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages: dict[int, int] = {}
    try:
        found: dict[int, float] = {}
        for key, glyphs in samples.items():
            widths = []
            for number, glyph in glyphs:
                if number not in pages:
                    pages[number] = pdfium.FPDF_LoadPage(document, number - 1)
                if stem := _stem(_pixels(pages[number], glyph)):
                    widths.append(stem)
            if widths:
                found[key] = median(widths)
        return found
    finally:
        for page in pages.values():
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def _pixels(page: int, glyph: Glyph) -> list[bytes]:
    """Rows of the glyph as greys, 0 for black; what stands beside it is left out."""
    pdfium = library()
    scale = _EM / glyph.size
    width = max(1, round(glyph.advance * scale))
    height = _EM + 2 * _ROUND
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        shift = Matrix(scale, 0, 0, scale, -glyph.x * scale, _ROUND - (glyph.y - 0.88 * glyph.size) * scale)
        clip = RectF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, ctypes.byref(shift), ctypes.byref(clip), 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        held = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        assert pdfium.FPDFBitmap_GetFormat(bitmap) != GRAY
        # Green: of red type on white as dark as black type.
        return [held[row * stride + 1 : row * stride + 4 * width : 4] for row in range(height)]
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _stem(pixels: Sequence[bytes]) -> float:
    """Em; 0 where there is no upright stroke."""
    runs = [len(match[0]) / _EM for row in pixels for match in _INK.finditer(row)]
    strokes = [run for run in runs if _HAIR < run < _STROKE]
    return median(strokes) if strokes else 0.0
