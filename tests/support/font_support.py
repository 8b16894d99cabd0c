"""Fonts as offices have them, made in memory: any name in any language, units, line metrics, TrueType or CFF, collections."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph

#: What the tests below set, and the marks that a bulletin has.
TEXT = "甲市稳步推进示范创建工作一是加强统筹把列入年度要点逐项落实责任，。、：；“”—（）·"
_CHINESE, _ENGLISH = 0x804, 0x409


def made_font(
    characters: Iterable[str] = TEXT,
    *,
    english: str = "FZXiaoBiaoSong-B05S",
    chinese: str = "方正小标宋简体",
    weight: int = 400,
    units: int = 1024,
    ascent: int = 1100,
    descent: int = 300,
    compact: bool = False,
    joined: bool = False,
) -> bytes:
    """Every Han character a frame of its own width. `joined`: —— is one glyph, as in many faces."""
    wanted = sorted(set(characters) | {" "})
    names = {char: f"g{ord(char):X}" for char in wanted}
    order = [".notdef", *names.values(), *(["joined"] if joined else [])]
    builder = FontBuilder(units, isTTF=not compact)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    outlines: dict[str, Glyph] = {}
    for place, name in enumerate(order):
        pen = T2CharStringPen(units, None) if compact else TTGlyphPen(None)
        right = units - 100 - place % 50
        for corner, (x, y) in enumerate(((100, 0), (100, 700), (right, 700), (right, 0))):
            (pen.lineTo if corner else pen.moveTo)((x, y))
        pen.closePath()
        outlines[name] = pen.getCharString() if compact else pen.glyph()
    if compact:
        builder.setupCFF(english, {"FullName": english}, outlines, {})
    else:
        builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: (2 * units if name == "joined" else units, 100) for name in order})
    builder.setupHorizontalHeader(ascent=ascent, descent=-descent)
    names_of = {"familyName": english, "styleName": "Regular", "fullName": f"{english} Regular", "psName": english}
    builder.setupNameTable(names_of, mac=False)
    for number, text in ((1, chinese), (2, "Regular"), (4, chinese)):
        builder.font["name"].setName(text, number, 3, 1, _CHINESE)
    builder.setupOS2(usWeightClass=weight, sTypoAscender=ascent, sTypoDescender=-descent)
    builder.setupPost()
    if joined:
        from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

        dash = names["—"]
        addOpenTypeFeaturesFromString(builder.font, f"feature ccmp {{ sub {dash} {dash} by joined; }} ccmp;")
    return _written(builder.font)


def made_collection(*fonts: bytes) -> bytes:
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(font)) for font in fonts]
    return _written(collection)


def _written(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
