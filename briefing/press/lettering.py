"""Words of our own on a finished page (job line, copy numbers): a subset of a face, embedded, its text extractable."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Lettering:
    """A face embedded in one document. `font` is its dictionary; `glyphs` and `advances` (em) are by character."""

    font: pikepdf.Object
    glyphs: dict[str, int]
    advances: dict[str, float]

    def show(self, text: str) -> bytes:
        """The operand and operator that show `text`."""
        return b"<" + "".join(f"{self.glyphs[char]:04x}" for char in text).encode() + b"> Tj"

    def width(self, text: str) -> float:
        """In em."""
        return sum(self.advances[char] for char in text)


def embed(document: pikepdf.Pdf, face: bytes, characters: str) -> Lettering:
    """`characters` of the TrueType `face` as a font of `document`. Raises LookupError for one that the face lacks."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from pikepdf import Array, Dictionary, Name, Stream

    wanted = sorted(set(characters))
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=[6],
        drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"],
    )
    with TTFont(io.BytesIO(face), recalcTimestamp=False, lazy=True) as font:
        missing = [char for char in wanted if ord(char) not in font.getBestCmap()]
        if missing:
            raise LookupError("".join(missing))
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(wanted))
        cutter.subset(font)
        cmap, order, metrics = font.getBestCmap(), font.getReverseGlyphMap(), font["hmtx"]
        em = font["head"].unitsPerEm
        glyphs = {char: order[cmap[ord(char)]] for char in wanted}
        advances = {char: metrics[cmap[ord(char)]][0] / em for char in wanted}
        head, line = font["head"], font["hhea"]
        box = [round(value * 1000 / em) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
        ascent, descent = round(line.ascent * 1000 / em), round(line.descent * 1000 / em)
        name = "BRIEFP+" + (font["name"].getDebugName(6) or "Briefing").replace(" ", "")
        buffer = io.BytesIO()
        font.save(buffer, reorderTables=None)
    program = Stream(document, buffer.getvalue())
    program.Length1 = len(buffer.getvalue())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + name), Flags=4, FontBBox=Array(box), ItalicAngle=0, Ascent=ascent,
        Descent=descent, CapHeight=ascent, StemV=80, FontFile2=document.make_indirect(program),
    )  # fmt: skip
    widths = Array([item for char in wanted for item in (glyphs[char], Array([round(advances[char] * 1000)]))])
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + name), CIDToGIDMap=Name.Identity, W=widths, DW=1000,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
    )  # fmt: skip
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + name), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
        ToUnicode=document.make_indirect(Stream(document, _to_unicode(glyphs))),
    )  # fmt: skip
    return Lettering(document.make_indirect(made), glyphs, advances)


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    rows = [f"<{glyph:04x}> <{char.encode('utf-16-be').hex()}>" for char, glyph in glyphs.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end\n"
    ).encode()
