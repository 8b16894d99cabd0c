"""Words of our own on a finished page (job line, copy numbers): a subset of a face, embedded, its text extractable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

from briefing.core.records import dataclass
from briefing.output.faces import EMBEDDED, FaceFile

#: How messages would call the face; and the number of the name that PDF gives a font.
_FACE, _POSTSCRIPT_NAME = "印刷标记的字体", 6


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
    import uharfbuzz as hb
    from pikepdf import Array, Dictionary, Name, Stream

    file = FaceFile(_FACE, hb.Blob(face))
    wanted = sorted(set(characters))
    glyphs = dict(zip(wanted, file.nominal("".join(wanted)), strict=True))
    if missing := [char for char, glyph in glyphs.items() if not glyph]:
        raise LookupError("".join(missing))
    advances = {char: file.advance(glyph) / 1000 for char, glyph in glyphs.items()}
    box = [round(edge) for edge in file.box]
    ascent, descent = (round(edge) for edge in file.upright)
    name = "BRIEFP+" + (hb.Face(hb.Blob(face)).get_name(_POSTSCRIPT_NAME) or "Briefing").replace(" ", "")
    data = file.subset(glyphs.values(), EMBEDDED)
    program = Stream(document, data)
    program.Length1 = len(data)
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
