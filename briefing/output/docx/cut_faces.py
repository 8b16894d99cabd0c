"""TrueType files cut to some characters, and given some of other faces."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._c_m_a_p import table__c_m_a_p


def cut(data: bytes, characters: set[str]) -> bytes:
    """With all features: lines are those of the whole face."""
    from fontTools import subset

    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    options.drop_tables += ["FFTM"]  # FontForge's own
    font = _font(data)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(char) for char in characters])
    cutter.subset(font)
    return _saved(font)


def joined(data: bytes, others: Iterable[tuple[set[str], bytes]]) -> bytes:
    """A TrueType face with those of the characters that it lacks as each of the others, faces by `draw`, has them."""
    from fontTools.ttLib.scaleUpem import scale_upem

    font = _font(data)
    has = set(font.getBestCmap())
    for characters, other in others:
        more = _font(other)
        scale_upem(more, font["head"].unitsPerEm)
        names = more.getBestCmap()
        for code in sorted(set(map(ord, characters)) & set(names) - has):
            name = f"added{code:X}"
            font["glyf"][name] = more["glyf"][names[code]]  # which puts it into the order of glyphs, too
            font["hmtx"][name] = more["hmtx"][names[code]]
            _map(font["cmap"], code, name)
            has.add(code)
    font["post"].formatType = 3  # no names of glyphs
    return _saved(font)


def _map(cmap: table__c_m_a_p, code: int, name: str) -> None:
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    unicode = [table for table in cmap.tables if table.isUnicode() and table.format in (4, 12)]
    if code > 0xFFFF and all(table.format == 4 for table in unicode):
        large = CmapSubtable.newSubtable(12)
        large.platformID, large.platEncID, large.language = 3, 10, 0
        large.cmap = dict(unicode[0].cmap) if unicode else {}
        cmap.tables.append(large)
        unicode.append(large)
    for table in unicode:
        if table.format == 12 or code <= 0xFFFF:
            table.cmap[code] = name


def _font(data: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    font.setGlyphOrder([f"glyph{index}" for index in range(font["maxp"].numGlyphs)])  # finding their names takes long
    return font


def _saved(font: TTFont) -> bytes:
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
