"""Draw a face's glyphs again as TrueType outlines, on the way raising, scaling, emboldening or thinning them."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import byref
from pathlib import Path

import freetype
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

from .charset import is_han

MIDDLE = (500, 380)  # of the em box, when ascent and descent are 880 and 120

MAX_ERROR = 1.0  # of the quadratic approximation, in 1/1000 em: 0.006 mm at 16 pt

# Raised along with the Han, whose middle they share. What sits on the baseline (、。，．；： and letters,
# digits) stays: the source has it where other faces have it, and only the Han 0.07 em too low.
_RAISED_MARKS = set("—…‖·・“”‘’〈〉《》「」『』【】〔〕〖〗（）［］｛｝！？～｜々〃〆〓※")


def raised_with_han(codepoint: int) -> bool:
    return (
        is_han(codepoint) or chr(codepoint) in _RAISED_MARKS or 0x3041 <= codepoint <= 0x3129  # kana, bopomofo
    )


def redraw(
    font: TTFont, original: Path, glyph_ids: dict[str, int], raise_by: int, embolden: int, scale: float = 1.0, upright: int = 0
) -> None:
    """Makes `font` one of 1000 units with a `glyf` table of its own; `raise_by` and `embolden` (growth of every stem, negative:
    loss) are in 1/1000 em, `upright` is the growth of upright stems beyond that, `scale` is about the middle of the em box.

    `original` is the face that `font` was subset from and `glyph_ids` its glyph numbers, for FreeType.
    """
    to_milli = 1000 / font["head"].unitsPerEm
    compact = "CFF " in font  # PostScript outlines turn the other way round
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
        quadratic = Cu2QuPen(pen, MAX_ERROR, reverse_direction=compact)
        up = raise_by if name in raised else 0
        shift = Transform(scale, 0, 0, scale, MIDDLE[0] * (1 - scale), MIDDLE[1] * (1 - scale) + up)
        shifted = TransformPen(quadratic, shift.scale(to_milli))
        if embolden or upright:
            _draw_emboldened(face, glyph_ids[name], (embolden + upright) / to_milli, embolden / to_milli, shifted)
        else:
            drawn = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(drawn)
            drawn.replay(shifted)
        glyf.glyphs[name] = pen.glyph()
    if to_milli != 1:
        scale_upem(font, 1000)
    font["loca"] = newTable("loca")
    font["glyf"] = glyf
    if compact:
        del font["CFF "]
    _truetype_headers(font, order)


def _draw_emboldened(face: freetype.Face, glyph_id: int, across: float, up: float, pen: BasePen) -> None:
    """FreeType's outline emboldening, centred: it grows to the right and up, so shift back by half."""
    face.load_glyph(glyph_id, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
    outline = face.glyph.outline
    if not outline.points:
        return
    freetype.FT_Outline_EmboldenXY(byref(outline._FT_Outline), round(across * 64), round(up * 64))

    def point(vector: freetype.Vector) -> tuple[float, float]:
        return vector.x / 64 - across / 2, vector.y / 64 - up / 2

    is_open = False

    def move(to: freetype.Vector, _: None) -> None:
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
