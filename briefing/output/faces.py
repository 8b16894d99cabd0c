"""The faces of an issue as font files: which glyphs its characters are, and files of just those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from briefing.core.errors import Diagnostic, MissingToolError
from briefing.core.home import restore
from briefing.files.world import World
from briefing.fonts.metrics import BOLD
from briefing.model.sheet import SOFT_HYPHEN
from briefing.output.drawn_faces import drawn_faces
from briefing.paint.marks import FaceKey, Glyphs, Painted

_REPAIR = f"{restore('fonts')}；版式自己的字体请换一份完好的文件。"
#: The one mark whose neighbours choose its form: —— meets in the middle.
JOINING = frozenset("—―")
_PLAIN = {"kern": False, "liga": False, "clig": False, "calt": False}


class Cut(NamedTuple):
    """What of a face a file of some of its glyphs is for: tables that are left out, and whether glyphs keep their numbers."""

    needless: tuple[str, ...]
    numbered: bool = True


_SPACING = ("GPOS", "GDEF", "kern", "FFTM", "gasp")  # places are ours
#: In a file that says itself what the glyphs are.
EMBEDDED = Cut((*_SPACING, "GSUB", "name", "post", "OS/2", "cmap"))
#: By itself, found by characters.
ALONE = Cut((*_SPACING, "GSUB"))
#: In a browser, which finds the forms of dashes from their characters.
SCREEN = Cut(_SPACING, numbered=False)
_PIXELS = 48  # an em, where a glyph is measured


class _Nominal(dict[str, int]):
    """Character → the number of its glyph by the `cmap`, 0 for one that the face has not; asked once."""

    def __init__(self, font: hb.Font) -> None:
        self._font = font

    def __missing__(self, char: str) -> int:
        found = self[char] = self._glyph(char)
        return found

    def _glyph(self, char: str) -> int:
        """0 also for one that shows nothing where something should be: the outlines of a file that was cut off are empty."""
        number = self._font.get_nominal_glyph(ord(char)) or 0
        if not number and char == SOFT_HYPHEN:
            return self["-"]
        if number and not char.isspace():
            extents = self._font.get_glyph_extents(number)
            if extents is None or not extents.height:
                return 0
        return int(number)


class FaceFile:
    """One font file. A character is one glyph; what it is depends on the character alone, but for dashes in a row."""

    def __init__(self, name: str, blob: hb.Blob | bytes, file: str = "") -> None:
        """`name`: its family and style; `file`: how messages call it."""
        self.name, self.file = name, file or name
        self._hb = hb.Face(blob)
        self._font = hb.Font(self._hb)
        self._nominal = _Nominal(self._font)
        self._areas: dict[int, float] = {}

    @property
    def units_per_em(self) -> int:
        return int(self._hb.upem)

    def glyphs(self, text: str) -> list[int]:
        """Their numbers, one a character. Raises MissingToolError for one that the file should have and has not."""
        found = self.nominal(text) if JOINING.isdisjoint(text) else self._shaped(text)
        if 0 in found or len(found) != len(text):
            raise MissingToolError(Diagnostic("fonts-missing", f"字体文件 {self.file} 坏了，或不是随附的那一份", hint=_REPAIR))
        return found

    def nominal(self, text: str) -> list[int]:
        """What its `cmap` says, whatever the neighbours; 0 for what it has not."""
        return list(map(self._nominal.__getitem__, text))

    def _shaped(self, text: str) -> list[int]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Hani", "zh"
        buffer.cluster_level = hb.BufferClusterLevel.CHARACTERS
        hb.shape(self._font, buffer, _PLAIN)
        return [info.codepoint for info in buffer.glyph_infos]

    def advance(self, glyph: int) -> float:
        """1/1000 em."""
        return float(self._font.get_glyph_h_advance(glyph)) * 1000 / self.units_per_em

    def area(self, glyph: int) -> float:
        """What it covers, em², to half a per cent: by pixels, since outlines may overlap."""
        if glyph not in self._areas:
            self._raster.draw_glyph(self._font, glyph)
            self._areas[glyph] = sum(bytes(self._raster.render().buffer)) / 255 / _PIXELS**2
        return self._areas[glyph]

    @cached_property
    def _raster(self) -> hb.RasterDraw:
        raster = hb.RasterDraw()
        scale = _PIXELS / self.units_per_em
        raster.transform = (scale, 0, 0, scale, 0, 0)
        return raster

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of all its glyphs, 1/1000 em."""
        import struct

        head = self._hb.reference_table("head").data
        scale = 1000 / self.units_per_em
        left, bottom, right, top = struct.unpack(">4h", head[36:44])
        return left * scale, bottom * scale, right * scale, top * scale

    @cached_property
    def upright(self) -> tuple[float, float]:
        """Ascent and (negative) descent, 1/1000 em."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender * 1000 / self.units_per_em, extents.descender * 1000 / self.units_per_em

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what is drawn, em, y downwards from the baseline; all 0 for white space."""
        drawn, em = self._font.get_glyph_extents(glyph), self.units_per_em
        if drawn is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = drawn.x_bearing, -drawn.y_bearing
        return left / em, top / em, (left + drawn.width) / em, (top - drawn.height) / em

    def subset(self, glyphs: Iterable[int], cut: Cut) -> bytes:
        """A font file of these glyphs and .notdef."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.ljust(4).encode()) for tag in cut.needless)
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        if cut.numbered:
            wanted.flags |= hb.SubsetFlags.RETAIN_GIDS
        try:
            return bytes(hb.subset(self._hb, wanted).blob.data)
        except RuntimeError:  # its tables are not what they say
            raise MissingToolError(Diagnostic("fonts-missing", f"字体文件 {self.file} 坏了", hint=_REPAIR)) from None


#: Shipped faces stay open from one issue to the next: place, size and time of the file → the face.
_open: dict[tuple[str, int, int], FaceFile] = {}


def face_files(painted: Painted, world: World) -> dict[FaceKey, FaceFile]:
    """The file of each face that sets a mark. Raises InputError for one of the house's that cannot be drawn."""
    used = characters(painted)
    drawn = drawn_faces({painted.faces[key]: chars for key, chars in used.items()}, world)
    files = {}
    for key in used:
        face = painted.faces[key]
        name = face.family.replace(" ", "-") + ("-Bold" if face.weight >= BOLD else "")
        if face.origin is None:
            files[key] = _shipped(name, world.fonts.located(face.file))
        else:
            files[key] = FaceFile(name, hb.Blob(drawn[face.family]))
    return files


def _shipped(name: str, path: Path) -> FaceFile:
    status = path.stat()
    key = str(path), status.st_size, status.st_mtime_ns
    if key not in _open:
        _open[key] = FaceFile(name, hb.Blob.from_file_path(str(path)), f"fonts/{path.name}")
    return _open[key]


def characters(painted: Painted) -> Mapping[FaceKey, set[str]]:
    """What each face sets."""
    used: dict[FaceKey, set[str]] = {}
    for page in painted.pages:
        for mark in page.marks:
            if isinstance(mark, Glyphs):
                used.setdefault(mark.face, set()).update(mark.text)
    return {key: used[key] for key in sorted(used)}
