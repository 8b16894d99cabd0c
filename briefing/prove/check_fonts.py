"""Faces: embedded, those that the house names, and every glyph the one that was measured."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from briefing.fonts.metrics import Fonts
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.model.sheet import InlineName
from briefing.prove.expected import REFERENCE
from briefing.prove.findings import Faults, shown
from briefing.prove.pdf_pages import Glyph, Pdf
from briefing.prove.reading import Reading, ReadLine

#: Of the type size: a PDF gives widths in thousandths.
_WIDTH, _SIZE = 0.006, 0.02
#: Controls are told so only where the file gives the glyph no meaning.
_UNKNOWN = re.compile("[\0-\x1f\ufffd\ufffe]")


class WantedGlyph(NamedTuple):
    """How a character is to be set: `family` and `bold` of the face, `advance` and `scale` in em of the paragraph's size."""

    family: str
    bold: bool
    advance: float
    scale: float


class ExpectedFaces:
    """Character and style → face and width, by the house and the metrics; each answer is remembered."""

    def __init__(self, house: HouseStyle, fonts: Fonts) -> None:
        self._house, self._fonts = house, fonts
        self._known: dict[tuple[str, str, str], WantedGlyph | None] = {}

    def wanted(self, style: ParagraphStyle, inline: InlineName, char: str) -> WantedGlyph | None:
        """None: no face has the character."""
        key = (style.kind, inline, char)
        if key not in self._known:
            own = self._house.inline[inline] if inline else None
            role = own.font if own and own.font else style.font
            bold = own.bold if own and own.bold is not None else style.bold
            self._known[key] = self._look(role, bold, char, own.scale if own else 1.0)
        return self._known[key]

    def _look(self, role: str, bold: bool, char: str, scale: float) -> WantedGlyph | None:
        glyph = self._fonts.glyphs(role, bold)[char]
        if glyph is None:
            return None
        face = self._fonts.face(glyph.face, glyph.bold)
        return WantedGlyph(_plain(face.family), glyph.bold and face.origin is None, glyph.advance, scale)


def check_fonts(reading: Reading, pdf: Pdf, fonts: Fonts, findings: Faults) -> None:
    names = [_Name.of(font.name) for font in pdf.fonts]
    faces = ExpectedFaces(reading.expected.house, fonts)
    told: set[tuple[str, int]] = set()
    for index, font in enumerate(pdf.fonts):
        if not font.embedded:
            line = next((line for line in reading.lines if any(g.font == index for g in line.glyphs)), None)
            message = f"字体 {font.name} 没有嵌入，换一台电脑或印刷时会变样"
            if line is None:
                findings.on_page("prove-font", message, 0)
            else:
                findings.on_line("prove-font", message, line)
    right: set[tuple[object, ...]] = set()  # what need not be looked at again
    for line in reading.lines:
        style, runs = line.passage.style, line.passage.runs
        fixed = not (style.fit or line.passage.cell)
        for glyph, place in zip(line.glyphs, line.places, strict=True):
            key = (style.kind, fixed, runs[place].style, glyph.char, glyph.font, glyph.size, glyph.advance)
            if key in right or glyph.char == REFERENCE:
                continue
            wanted = faces.wanted(style, runs[place].style, glyph.char)
            if wanted is None:
                continue
            name = names[glyph.font]
            if name.family != wanted.family or name.bold != wanted.bold:
                if (line.passage.style.kind, glyph.font) not in told:
                    told.add((line.passage.style.kind, glyph.font))
                    message = f"“{glyph.char}”用了不该用的字体 {pdf.fonts[glyph.font].name}"
                    findings.on_line("prove-font", message, line, place)
            elif _differs(glyph, wanted, style.size * wanted.scale if fixed else glyph.size):
                message = f"“{glyph.char}”的宽度或字号与字体、版式不符"
                findings.on_line("prove-glyph", message, line, place)
                break
            else:
                right.add(key)
    _missing(reading, findings)


def _differs(glyph: Glyph, wanted: WantedGlyph, size: float) -> bool:
    return abs(glyph.size - size) > _SIZE * size or abs(glyph.advance - wanted.advance * glyph.size) > _WIDTH * glyph.size


def _missing(reading: Reading, findings: Faults) -> None:
    """Glyphs of which the file does not say what they are: a .notdef box looks like that."""
    for match in _UNKNOWN.finditer(reading.text):
        index = match.start()
        if match[0] < " " and match[0] != "\0" and not reading.glyphs[index].unmapped:
            continue
        line: ReadLine | None = reading.line_near(index)
        if line is not None:
            findings.on_line("prove-glyph", f"有一个认不出的字形，可能是缺字，在{shown(line.text)}一行", line)
        return


class _Name(NamedTuple):
    family: str
    bold: bool

    @classmethod
    def of(cls, name: str) -> _Name:
        """Of a PDF's font: Briefing-Fangsong-Bold."""
        plain = _plain(name)
        family = re.sub(r"(bold|regular)$", "", plain)
        return cls(family, plain.endswith("bold"))


@cache
def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
