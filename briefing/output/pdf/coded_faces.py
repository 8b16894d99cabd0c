"""Faces as fonts of a PDF: characters as codes while pages are written, then the subset that holds them.

The code of a character is the number of its glyph in the font file, so that what a page says depends on the page alone; the
subset keeps the numbers. Where two characters share a glyph (— and ―) the second has a code of its own, for each code reads as
one character.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from itertools import groupby
from typing import cast

import pydyf

from briefing.output.faces import EMBEDDED, FaceFile
from briefing.output.pdf.deflate import deflated, stream
from briefing.output.pdf.numbers import number

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{}
endcmap CMapName currentdict /CMap defineresource pop end end
"""
_SERIF, _SYMBOLIC = 2, 4


@lru_cache(maxsize=64)
def _program(file: FaceFile, glyphs: frozenset[int]) -> tuple[bytes, int]:
    """The subset, deflated, and its length before: of one issue made again it is the same, and costs as much as all the rest."""
    program = file.subset(glyphs, EMBEDDED)
    return deflated(program), len(program)


class CodedFont:
    """One face in one document. `name` is that of its resource."""

    def __init__(self, name: str, file: FaceFile) -> None:
        self.name, self.file = name, file
        self._codes: dict[tuple[str, int], int] = {}
        self._meanings: dict[int, str] = {}
        self._glyphs: dict[int, int] = {}
        self.widths: dict[int, int] = {}
        self.written: dict[int, str] = {}

    def codes(self, text: str) -> list[int]:
        """One a character; `written` has each as it stands in a string, `widths` its advance, in whole thousandths of an em:
        PDFium, and with it Chrome and Edge, cuts off what stands behind the point, and lines of Latin words would fall short by
        half a millimetre there."""
        pairs = [*zip(text, self.file.glyphs(text), strict=True)]
        found = list(map(self._codes.get, pairs))
        if None in found:
            found = [self._codes[pair] if pair in self._codes else self._new(*pair) for pair in pairs]
        return cast("list[int]", found)

    def _new(self, char: str, glyph: int) -> int:
        code = glyph
        if self._meanings.get(glyph, char) != char:
            code = 0xFFFE - sum(code != glyph for code, glyph in self._glyphs.items())
        self._codes[char, glyph] = code
        self._meanings[code], self._glyphs[code] = char, glyph
        self.widths[code], self.written[code] = round(self.file.advance(glyph)), f"{code:04x}"
        return code

    def write(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """The font's dictionary, with all that it refers to, as an object of `pdf`."""
        program, length = _program(self.file, frozenset(self._glyphs.values()))
        codes = sorted(self._codes.values())
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(repr(codes).encode()).digest()[:6])
        base = f"/{tag}+{self.file.name}"
        embedded = pydyf.Stream([program], {"Length1": length, "Filter": "/FlateDecode"})
        pdf.add_object(embedded)
        ascent, descent = self.file.upright
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor", "FontName": base, "Flags": _SYMBOLIC, "ItalicAngle": 0, "StemV": 80,
                "FontBBox": pydyf.Array([round(edge) for edge in self.file.box]),
                "Ascent": round(ascent), "Descent": round(descent), "CapHeight": round(ascent), "FontFile2": embedded.reference,
            }
        )  # fmt: skip
        pdf.add_object(descriptor)
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": base, "DW": 1000, "W": self._widths(codes),
                "CIDSystemInfo": pydyf.Dictionary(
                    {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
                ),
                "CIDToGIDMap": self._map(pdf), "FontDescriptor": descriptor.reference,
            }
        )  # fmt: skip
        pdf.add_object(descendant)
        meanings = stream(self._to_unicode(codes).encode())
        pdf.add_object(meanings)
        font = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": base, "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]), "ToUnicode": meanings.reference,
            }
        )  # fmt: skip
        pdf.add_object(font)
        return font

    def _widths(self, codes: list[int]) -> bytes:
        """What is not a whole em wide, in runs of codes that follow on one another."""
        narrow = [code for code in codes if self.widths[code] != 1000]
        runs = [[code for _, code in run] for _, run in groupby(enumerate(narrow), lambda pair: pair[1] - pair[0])]
        parts = (f"{run[0]} [{' '.join(number(self.widths[code]) for code in run)}]" for run in runs)
        return f"[{' '.join(parts)}]".encode()

    def _map(self, pdf: pydyf.PDF) -> str | bytes:
        if all(code == glyph for code, glyph in self._glyphs.items()):
            return "/Identity"
        glyphs = [0] * (max(self._glyphs) + 1)
        for code, glyph in self._glyphs.items():
            glyphs[code] = glyph
        table = stream(struct.pack(f">{len(glyphs)}H", *glyphs))
        pdf.add_object(table)
        return bytes(table.reference)

    def _to_unicode(self, codes: list[int]) -> str:
        rows = [f"<{code:04x}> <{self._meanings[code].encode('utf-16-be').hex()}>" for code in codes]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        return _CMAP.format("\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks))
