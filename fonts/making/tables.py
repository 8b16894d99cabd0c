"""Everything about a derived face but its outlines: subset, full-width marks, metrics, names."""

from __future__ import annotations

from collections.abc import Iterable

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ASCENT, DESCENT, LINE_GAP = (
    880,
    120,
    0,
)  # in 1/1000 em; one for all Han faces, or a fallback glyph moves its line

# Fixed, for reproducible bytes: 2024-01-01 in seconds since 1904.
TIMESTAMP = 3786912000

# A line is as wide as its advances sum up to, and every character is a glyph of its own: no `kern`, which only Latin letters
# have, and nothing that joins (Noto's `ccmp` makes one glyph of ——, and one of a kana with its mark).
_FEATURES = ["mark", "halt", "palt"]
# Text runs horizontally and unhinted.
_DROPPED = ["FFTM", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG", "gasp", "prep", "kern"]

# Noto has these marks proportional and their full-width forms under another code point, for Japanese.
_FULL_WIDTH = {0x2014: 0x2015, 0x00B7: 0x30FB}


def widen_marks(font: TTFont) -> None:
    """Gives — and · their full-width glyphs, so that their width hangs on no language tag."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            cmap = table.cmap
            for mark, wide in _FULL_WIDTH.items():
                if mark in cmap and font["hmtx"][cmap[mark]][0] < 1000:
                    cmap[mark] = cmap[wide]


def subset(font: TTFont, characters: Iterable[int], plain: bool = False) -> None:
    """`plain`: Han alone, without any table of layout."""
    options = Options()
    options.layout_features = [] if plain else _FEATURES
    options.drop_tables += [*_DROPPED, "GSUB", "GPOS", "GDEF"] if plain else _DROPPED
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.legacy_kern = False
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def normalise_metrics(font: TTFont) -> None:
    """The same line box in every engine, whichever of the three sets of figures it reads."""
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, -DESCENT, LINE_GAP
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, -DESCENT, LINE_GAP
    os2.usWinAscent, os2.usWinDescent = ASCENT, DESCENT


def rename(font: TTFont, family: str, weight: int, licence: str, licence_url: str) -> None:
    """An own family (upstream's names are reserved or trademarks), regular or bold; its credits are kept."""
    bold = weight >= 700
    style = "Bold" if bold else "Regular"
    postscript = f"{family.replace(' ', '')}-{style}"
    name, os2, head = font["name"], font["OS/2"], font["head"]
    kept = {number: str(record) for number in (0, 8, 9, 11) if (record := name.getName(number, 3, 1, 0x409))}
    name.names = []
    own = {
        0: f"{kept[0]} Modified for the briefing project and renamed.",
        1: family,
        2: style,
        3: f"1.000;{postscript}",
        4: f"{family} {style}",
        5: "Version 1.000",
        6: postscript,
        13: licence,
        14: licence_url,
    }
    for number, text in sorted({**kept, **own}.items()):
        name.setName(text, number, 3, 1, 0x409)
    os2.usWeightClass = 700 if bold else 400
    os2.fsSelection = 0x20 if bold else 0x40
    os2.fsType = 0  # embedding: both licences allow it
    os2.ulCodePageRange1 |= 1 << 18  # PRC: office suites file the face under Chinese
    head.macStyle = 1 if bold else 0
    head.fontRevision = 1.0
    head.created = head.modified = TIMESTAMP
    font["post"].formatType = 3.0
