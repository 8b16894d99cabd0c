"""Turn a CFF face into a TrueType one, on the way raising and emboldening its glyphs."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import byref
from pathlib import Path
from typing import Any

import freetype
from fontTools.misc.transform import Offset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from .charset import is_han

MAX_ERROR = 1.0  # of the quadratic approximation, in 1/1000 em: 0.006 mm at 16 pt

# Raised along with the Han, whose middle they share. What sits on the baseline (、。，．；： and letters,
# digits) stays: the source has it where other faces have it, and only the Han 0.07 em too low.
_RAISED_MARKS = set("—…‖·・“”‘’〈〉《》「」『』【】〔〕〖〗（）［］｛｝！？～｜々〃〆〓※")


def raised_with_han(codepoint: int) -> bool:
    return (
        is_han(codepoint)
        or chr(codepoint) in _RAISED_MARKS
        or 0x2E80 <= codepoint <= 0x2FD5  # radicals
        or 0x3041 <= codepoint <= 0x3129  # kana, bopomofo
        or 0xF900 <= codepoint <= 0xFAFF
    )


def to_truetype(
    font: TTFont, original: Path, glyph_ids: dict[str, int], raise_by: int, embolden: int
) -> None:
    """Replaces `CFF ` by `glyf`; `raise_by` and `embolden` (growth of every stem) are in 1/1000 em.

    `original` is the face that `font` was subset from and `glyph_ids` its glyph numbers, for FreeType.
    """
    order = font.getGlyphOrder()
    raised = {name for code, name in font.getBestCmap().items() if raised_with_han(code)}
    glyphs = font.getGlyphSet()
    face = freetype.Face(str(original))
    face.set_pixel_sizes(0, face.units_per_EM)  # so that FreeType's 26.6 pixels are 1/64 font units
    glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        quadratic = Cu2QuPen(pen, MAX_ERROR, reverse_direction=True)
        shifted = TransformPen(quadratic, Offset(0, raise_by if name in raised else 0))
        if embolden:
            _draw_emboldened(face, glyph_ids[name], embolden, shifted)
        else:
            glyphs[name].draw(shifted)
        glyf.glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf
    del font["CFF "]
    _truetype_headers(font, order)


def _draw_emboldened(face: freetype.Face, glyph_id: int, strength: int, pen: Any) -> None:
    """FreeType's outline emboldening, centred: it grows to the right and up, so shift back by half."""
    face.load_glyph(glyph_id, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
    outline = face.glyph.outline
    if not outline.points:
        return
    freetype.FT_Outline_Embolden(byref(outline._FT_Outline), strength * 64)
    half = strength / 2

    def point(vector: Any) -> tuple[float, float]:
        return vector.x / 64 - half, vector.y / 64 - half

    is_open = False

    def move(to: Any, _: None) -> None:
        nonlocal is_open
        if is_open:
            pen.closePath()
        pen.moveTo(point(to))
        is_open = True

    outline.decompose(
        None,
        move_to=move,
        line_to=lambda to, _: pen.lineTo(point(to)),
        conic_to=lambda control, to, _: pen.qCurveTo(point(control), point(to)),
        cubic_to=lambda first, second, to, _: pen.curveTo(point(first), point(second), point(to)),
    )
    pen.closePath()


def _truetype_headers(font: TTFont, order: Iterable[str]) -> None:
    font.sfntVersion = "\x00\x01\x00\x00"
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["glyf"].compile(font)
    for name in order:  # left side bearings follow the moved outlines
        glyph = font["glyf"][name]
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin if glyph.numberOfContours else 0)
    font["post"].formatType = 3.0
    font["head"].indexToLocFormat = 0
    font["head"].glyphDataFormat = 0
