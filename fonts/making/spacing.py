"""Contextual half-width spacing (`chws`): of two marks that meet, the blank half of one goes.

The same rules in every face, those Noto Serif SC comes with: a closing mark gives up its trailing half before
any other mark, an opening one its leading half after an opening one, a middle dot or a blank.
"""

from __future__ import annotations

from fontTools.otlLib.builder import buildCoverage
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables as ot

OPENING = "‘“〈《「『【〔〖（［｛"
CLOSING = "’”〉》」』】〕〗）］｝、。，．；：！？"
MIDDLE = "·・"
BLANK = "\u3000"


def halves(font: TTFont) -> dict[str, str]:
    """Marks by the side of their blank half, as the face's `halt` has it: before, after, around the ink."""
    glyphs = {name: value for name, value in _halt_values(font) if getattr(value, "XAdvance", 0) == -500}
    sides: dict[str, str] = {"before": "", "after": "", "around": ""}
    for code, name in sorted(font.getBestCmap().items()):
        if name in glyphs and chr(code) in OPENING + CLOSING + MIDDLE:
            side = {-500: "before", 0: "after", -250: "around"}[getattr(glyphs[name], "XPlacement", 0)]
            sides[side] += chr(code)
    return sides


def add_chws(font: TTFont) -> None:
    """Adds the feature to a face that has `halt` and no `chws`."""
    table = font["GPOS"].table
    sides, cmap = halves(font), font.getBestCmap()

    def glyphs(characters: str) -> set[str]:
        return {cmap[ord(character)] for character in characters if ord(character) in cmap}

    opening, closing = glyphs(sides["before"]), glyphs(sides["after"])
    middle, blank = glyphs(sides["around"]), glyphs(BLANK)
    halt = _halt_lookups(font)[0]
    lookup = ot.Lookup()
    lookup.LookupType, lookup.LookupFlag = 8, 0
    lookup.SubTable = [
        _context(font, set(), closing, opening | closing | middle | blank, halt),
        _context(font, opening | middle | blank, opening, set(), halt),
    ]
    lookup.SubTableCount = len(lookup.SubTable)
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    _add_feature(table, "chws", table.LookupList.LookupCount - 1)


def _halt_lookups(font: TTFont) -> list[int]:
    for record in font["GPOS"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "halt":
            return list(record.Feature.LookupListIndex)
    raise ValueError("the face has no halt feature")


def _halt_values(font: TTFont) -> list[tuple[str, ot.ValueRecord]]:
    values = []
    for index in _halt_lookups(font):
        for subtable in font["GPOS"].table.LookupList.Lookup[index].SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            names = subtable.Coverage.glyphs
            per_glyph = [subtable.Value] * len(names) if subtable.Format == 1 else subtable.Value
            values += list(zip(names, per_glyph, strict=True))
    return values


def _context(font: TTFont, before: set[str], marks: set[str], after: set[str], lookup: int) -> ot.ChainContextPos:
    order = font.getReverseGlyphMap()
    rule = ot.ChainContextPos()
    rule.Format = 3
    rule.BacktrackCoverage = [buildCoverage(before, order)] if before else []
    rule.InputCoverage = [buildCoverage(marks, order)]
    rule.LookAheadCoverage = [buildCoverage(after, order)] if after else []
    rule.BacktrackGlyphCount, rule.InputGlyphCount = len(rule.BacktrackCoverage), 1
    rule.LookAheadGlyphCount = len(rule.LookAheadCoverage)
    record = ot.PosLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, lookup
    rule.PosLookupRecord, rule.PosCount = [record], 1
    return rule


def _add_feature(table: ot.GPOS, tag: str, lookup: int) -> None:
    """To every script and language; the feature list stays sorted by tag, as the format wants it."""
    record = ot.FeatureRecord()
    record.FeatureTag, record.Feature = tag, ot.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex, record.Feature.LookupCount = [lookup], 1
    old = table.FeatureList.FeatureRecord
    new = sorted([*old, record], key=lambda each: each.FeatureTag)  # stable: equal tags keep their order
    moved = {index: next(i for i, each in enumerate(new) if each is entry) for index, entry in enumerate(old)}
    added = next(i for i, each in enumerate(new) if each is record)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex = sorted([*(moved[index] for index in system.FeatureIndex), added])
            system.FeatureCount = len(system.FeatureIndex)
    table.FeatureList.FeatureRecord = new
    table.FeatureList.FeatureCount = len(new)
