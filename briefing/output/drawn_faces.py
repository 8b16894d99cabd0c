"""Faces that are not shipped, as font files that an engine can be handed: the characters of one document, drawn anew.

A house's own file has line metrics, units, hints, bitmaps, variations and joining features of its own, each of which moved
a line or a mark in some engine. What is made here has the outlines and advances alone, in the line box of the shipped faces.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.files.world import MAX_FONT, World
from briefing.fonts.font_files import location, open_face
from briefing.fonts.metrics import Origin
from briefing.output.strokes import grow
from briefing.typeset.composed import Composed, FaceRun, SetFace, SetParagraph, set_paragraphs

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph
    from fontTools.ttLib.ttGlyphSet import _TTGlyphSet

#: Of all shipped Han faces, 1/1000 em (fonts/making/tables.py).
ASCENT, DESCENT = 880, 120
#: 2024-01-01 in seconds since 1904, as in the shipped faces: the same characters give the same bytes.
_TIMESTAMP = 3786912000
_MAX_ERROR = 1.0
#: OS/2 fsType in a PDF, which shows and prints.
_IN_PDF = 0x4


def drawn_faces(used: Mapping[SetFace, set[str]], world: World) -> dict[str, bytes]:
    """Family → font file, for each face of the document that has an origin. `used`: what each face sets."""
    opened: dict[tuple[str, str, int], OpenFont] = {}
    drawn = {}
    for face, characters in used.items():
        if face.origin is not None:
            file = face.origin[:3]
            if file not in opened:
                opened[file] = OpenFont(open_face(font_bytes(world, face.origin), face.origin))
            try:
                drawn[face.family] = draw(opened[file], face.origin, characters, face.family)
            except Exception as error:  # struct.error and whatever else a spoilt outline may raise: a file from outside
                if face.origin.root == "fonts":
                    raise
                raise spoilt(world, face.origin) from error
    return drawn


def spoilt(world: World, origin: Origin) -> InputError:
    name = world.templates.name(origin.path) if origin.root == "templates" else origin.path
    message = f"字体文件 {origin.path.rpartition('/')[2]} 里有画不出来的字形，文件可能坏了"
    return InputError(Diagnostic("house-font", message, Span(name, 1, 1), "请换一份完好的文件。"))


class OpenFont:
    """A font file: unpacking its tables is what takes time."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.cmap: dict[int, str] = font.getBestCmap()
        self.to_milli = 1000 / font["head"].unitsPerEm
        self._glyphs: dict[float | None, _TTGlyphSet] = {}

    @property
    def fs_type(self) -> int:
        return int(self.font["OS/2"].fsType) if "OS/2" in self.font else 0

    def glyphs(self, origin: Origin) -> _TTGlyphSet:
        if origin.wght not in self._glyphs:
            self._glyphs[origin.wght] = self.font.getGlyphSet(location=location(origin) or None)
        return self._glyphs[origin.wght]


def used_faces(composed: Composed) -> Mapping[SetFace, set[str]]:
    """The characters that each face of the document sets."""
    used: dict[SetFace, set[str]] = {face: set() for face in (*composed.faces.values(), *composed.primaries.values())}
    for _, text, runs in composed_text(composed):
        for run in runs:
            used[composed.faces[run.face, run.bold]].update(text[run.start : run.end])
    number = composed.primaries.get((composed.house.page_number.font, False))
    if number is not None:
        used[number].update(*(page.label for page in composed.pages))
    return used


def composed_text(composed: Composed) -> Iterator[tuple[SetParagraph, str, Iterable[FaceRun]]]:
    """Every stretch of text with the paragraph that it belongs to."""
    for block in composed.blocks:
        for cell in set_paragraphs(block):
            yield cell, cell.text, cell.faces
            yield cell, "".join(run.text for run in cell.paragraph.pair), cell.pair_faces


def font_bytes(world: World, origin: Origin) -> bytes:
    if origin.root == "fonts":
        return world.fonts.bytes(origin.path, MAX_FONT)
    if origin.root == "templates":
        return world.templates.bytes(origin.path, MAX_FONT)
    data = world.optional_font(origin.path)
    if data is None:
        message = f"字体文件 {origin.path} 刚才还在，现在找不到了"
        raise InputError(Diagnostic("missing-glyph", message, hint="运行 briefing doctor --fonts 看看。"))
    return data


def draw(
    opened: OpenFont, origin: Origin, characters: Iterable[str], family: str, *, bold: bool = False, fs_type: int = _IN_PDF
) -> bytes:
    """A TrueType file of those of `characters` that the face has, which says whether it is bold and what its owner allows."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    font, cmap, to_milli = opened.font, opened.cmap, opened.to_milli
    glyphs, widths = opened.glyphs(origin), font["hmtx"]
    wanted = sorted(char for char in {*characters, " "} if ord(char) in cmap)
    names = {char: f"u{ord(char):04X}" for char in wanted}
    outlines: dict[str, Glyph] = {".notdef": Glyph()}
    advances = {".notdef": 1000}
    for char, name in names.items():
        source = cmap[ord(char)]
        outlines[name] = _outline(glyphs, source, to_milli, origin.raise_by * 1000, "glyf" not in font)
        if any(origin.grow):
            grow(outlines[name], *(1000 * amount for amount in origin.grow))
        width = glyphs[source].width if "HVAR" in font else widths[source][0]
        advances[name] = round(width * to_milli)
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    builder.setupGlyf(outlines)
    left = {name: getattr(builder.font["glyf"][name], "xMin", 0) for name in outlines}
    builder.setupHorizontalMetrics({name: (advances[name], left[name]) for name in outlines})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    style, name = ("Bold", f"{family} Bold") if bold else ("Regular", family)
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": name.replace(" ", "-")}, mac=False)
    builder.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=-DESCENT, sTypoLineGap=0, usWinAscent=ASCENT, usWinDescent=DESCENT,
        fsSelection=0x20 if bold else 0x40, usWeightClass=700 if bold else 400, fsType=fs_type,
    )  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=_TIMESTAMP, modified=_TIMESTAMP, macStyle=int(bold))
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.font.save(written)
    return written.getvalue()


def _outline(glyphs: _TTGlyphSet, name: str, scale: float, up: float, cubic: bool) -> Glyph:
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    drawn = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(drawn)
    pen = TTGlyphPen(None)
    target = Cu2QuPen(pen, _MAX_ERROR, reverse_direction=True) if cubic else pen
    drawn.replay(TransformPen(target, (scale, 0, 0, scale, 0, up)))
    return pen.glyph()
