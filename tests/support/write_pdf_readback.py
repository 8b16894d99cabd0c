"""Reads a PDF's glyphs back, and says where `Composed` wants them."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from briefing.fonts.metrics import Fonts
from briefing.house.style import PT_PER_MM
from briefing.typeset.composed import Composed, FaceRun, Line, SetParagraph, SetTable

#: Below it stand page numbers alone, pt.
FOOT = (37 + 225) * PT_PER_MM + 1


class Glyph(NamedTuple):
    """A glyph's origin, pt from the top left corner of the sheet."""

    page: int
    y: float
    x: float
    char: str


def glyphs(data: bytes) -> list[Glyph]:
    """All visible glyphs, page by page in the order they are painted."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            x, y = ctypes.c_double(), ctypes.c_double()
            for index in range(pdfium.FPDFText_CountChars(text)):
                char = chr(pdfium.FPDFText_GetUnicode(text, index))
                if pdfium.FPDFText_IsGenerated(text, index) or char.isspace():
                    continue
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                found.append(Glyph(number, page.get_height() - y.value, x.value, char))
    return found


def wanted(composed: Composed, fonts: Fonts) -> list[Glyph]:
    """Where the glyphs of the type area belong; raised ones on their raised baseline."""
    found: list[Glyph] = []
    for page in composed.pages:
        origin = (page.box.left, page.box.top)
        for item in page.items:
            match composed.blocks[item.index]:
                case SetParagraph() as block:
                    found += _paragraph(composed, fonts, page.number, origin, block, item.y, item.first, item.last)
                case SetTable() as table:
                    y = item.y
                    head = [0] if item.first and table.table.header else []
                    for row in [*head, *range(item.first, item.last)]:
                        for cell in table.cells[row]:
                            top = y + cell.before
                            found += _paragraph(composed, fonts, page.number, origin, cell, top, 0, len(cell.lines))
                        y += table.heights[row]
                case _:
                    pass
    return found


def _paragraph(
    composed: Composed, fonts: Fonts, page: int, origin: tuple[float, float], block: SetParagraph, top: float,
    first: int, last: int,
) -> list[Glyph]:  # fmt: skip
    found: list[Glyph] = []
    ascent = (block.leading - block.size) / 2 + 0.88 * block.size
    for number in range(first, last):
        y = origin[1] + top + (number - first) * block.leading + ascent
        rows = [(block.text, block.lines[number], block.faces)]
        if block.pair_lines and number == len(block.lines) - 1:
            rows.append(("".join(run.text for run in block.paragraph.pair), block.pair_lines[0], block.pair_faces))
        for text, line, faces in rows:
            found += _line(composed, fonts, Glyph(page, y, origin[0], ""), text, line, faces)
    return found


def _line(composed: Composed, fonts: Fonts, at: Glyph, text: str, line: Line, faces: tuple[FaceRun, ...]) -> list[Glyph]:
    found = []
    x = at.x + line.x
    for index in range(line.start, line.end):
        face = next(face for face in faces if face.start <= index < face.end)
        advance = fonts.face(face.face, face.bold).advance(text[index])
        if not text[index].isspace():
            raised = composed.house.inline[face.style].raise_em * face.size if face.style else 0.0
            found.append(Glyph(at.page, at.y - raised, x, text[index]))
        x += advance * face.size + line.after[index - line.start]
    return found


def assert_landed(pdf: bytes, composed: Composed, fonts: Fonts) -> None:
    """Every glyph of the type area stands where it was composed."""

    def order(glyph: tuple[int, float, float, str]) -> tuple[int, int, float]:
        return glyph[0], round(glyph[1]), glyph[2]

    found = sorted((g for g in glyphs(pdf) if g.y < FOOT), key=order)
    expected = sorted(wanted(composed, fonts), key=order)
    assert "".join(g.char for g in found) == "".join(g.char for g in expected)
    assert max(abs(a.x - b.x) for a, b in zip(found, expected, strict=True)) < 0.1
    assert max(abs(a.y - b.y) for a, b in zip(found, expected, strict=True)) < 0.01


def assert_on_the_grid(pdf: bytes) -> None:
    """On the third page's lines, which are those of text without titles."""
    lines = sorted({round(g.y, 2) for g in glyphs(pdf) if g.page == 3 and g.y < FOOT and g.char != "1"})
    assert len(lines) > 15
    assert all(abs((y - lines[0]) / 30 - round((y - lines[0]) / 30)) < 0.001 for y in lines)
