"""A dash that meets a dash: —— is one bar of two characters, as GB/T 15834-2011 §4.13 draws it.

Noto ends each dash short of its em and joins two by a ligature, one glyph for two characters: whoever reads or measures the
text then finds a character of no width. Here each dash stays a glyph of its own, and reaches to the edge where another stands.

It is as thick as the strokes of the Han: upstreams' are half as thick in a sans and in Kai, and a hair beside a heavy 小标宋.
"""

from __future__ import annotations

from copy import deepcopy

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

DASH = 0x2014
_FORMS = {"begins": (False, True), "within": (True, True), "ends": (True, False)}  # reaches to the left, to the right


def weigh(font: TTFont, thickness: int) -> None:
    """Makes the dash of a TrueType face a bar of so many 1/1000 em, where it is; 0: as it came."""
    dash = font.getBestCmap().get(DASH)
    if dash is None or not thickness:
        return
    glyf = font["glyf"]
    glyph = glyf[dash]
    middle, high = (glyph.yMin + glyph.yMax) / 2, glyph.yMax - glyph.yMin
    grown = thickness * font["head"].unitsPerEm / 1000 / high
    for index, (x, y) in enumerate(glyph.coordinates):
        glyph.coordinates[index] = (x, round(middle + (y - middle) * grown))
    glyph.recalcBounds(glyf)


def join(font: TTFont) -> None:
    """Adds the forms to a TrueType face whose dash has white at its ends; replaces its GSUB table."""
    dash = font.getBestCmap().get(DASH)
    if dash is None:
        return
    glyf, em = font["glyf"], font["head"].unitsPerEm
    plain = glyf[dash]
    if plain.xMin <= 0 and plain.xMax >= em:
        return
    for form, (left, right) in _FORMS.items():
        glyph = deepcopy(plain)
        for index, (x, y) in enumerate(glyph.coordinates):
            edge = 0 if left and x == plain.xMin else em if right and x == plain.xMax else x
            glyph.coordinates[index] = (edge, y)
        glyph.recalcBounds(glyf)
        name = f"{dash}.{form}"
        glyf[name] = glyph
        font["hmtx"][name] = (font["hmtx"][dash][0], glyph.xMin)
    font.setGlyphOrder(glyf.glyphOrder)
    font["maxp"].numGlyphs = len(glyf.glyphOrder)
    if "GSUB" in font:
        del font["GSUB"]
    first, after, last = f"{dash}.begins", f"{dash}.within", f"{dash}.ends"
    # `ccmp`, because it is always on: with `font-variant-ligatures: none`, too.
    rules = f"""
    languagesystem DFLT dflt;
    languagesystem hani dflt;
    lookup met {{ sub {dash} by {after}; }} met;
    lookup closed {{ sub {dash} by {last}; }} closed;
    lookup opened {{ sub {dash} by {first}; }} opened;
    feature ccmp {{
        sub [{first} {after}] {dash}' lookup met {dash};
        sub [{first} {after}] {dash}' lookup closed;
        sub {dash}' lookup opened {dash};
    }} ccmp;
    """
    addOpenTypeFeaturesFromString(font, rules, tables=["GSUB"])
