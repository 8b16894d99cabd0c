"""Which face sets a character, and how wide it is: `fonts/metrics.json` as questions and answers.

A role (fangsong, kai, …) has a face per weight. A character is set by

    the Latin face   for the space, U+0021–007E and Latin letters;
    the role's face  for all else: “”‘’——……· belong to the Han face, never to the Latin one;
    song, then latin where the role's face lacks it;

or by none, which is the author's error and never a substitution. Advances are in em of the type size.
"""

from __future__ import annotations

import io
import json
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

LATIN = "latin"
REGULAR, BOLD = 400, 700
Side = Literal["before", "after", "around", ""]

#: Where the blank half of a full-width mark lies if the metrics do not say (GB/T 15834-2011 §5.1).
_HALVES: dict[str, str] = {
    "before": "‘“〈《「『【〔〖（［｛",
    "after": "’”、。〉》」』】〕〗！），．：；？］｝",
    "around": "·・",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One font file. `coverage` holds range edges: c is covered when `bisect_right(coverage, c)` is odd."""

    name: str  # key in the metrics
    role: str
    weight: int
    family: str
    file: str
    coverage: tuple[int, ...]
    advances: Mapping[str, float]  # 1/1000 em; what is not listed has `default_advance`
    default_advance: float
    halves: Mapping[str, Side]  # full-width mark → the side its blank half lies on

    def covers(self, char: str) -> bool:
        return bisect_right(self.coverage, ord(char)) % 2 == 1

    def advance(self, char: str) -> float:
        """Advance in em."""
        return self.advances.get(char, self.default_advance) / 1000


class Glyph(NamedTuple):
    """How one character is set: the role of the face that has it, that face's weight, and its width in em."""

    role: str
    bold: bool
    advance: float
    blank: Side  # the side on which a full-width mark is half empty


class Fonts:
    """The shipped faces, and a house's own (`drop_ins`: (role, weight) → bytes of a TrueType or OpenType
    file, read and measured only when that role is first asked for)."""

    def __init__(
        self,
        metrics: Mapping[str, Any],
        drop_ins: Mapping[tuple[str, int], Callable[[], bytes]] | None = None,
    ) -> None:
        self._shipped = {name: _face(name, data) for name, data in metrics["faces"].items()}
        self._roles: Mapping[str, Mapping[str, str]] = metrics["roles"]
        self._fallback: str = metrics["fallback"]
        self._drop_ins = dict(drop_ins or {})
        self._measured: dict[tuple[str, int], Face] = {}
        self._glyphs: dict[tuple[str, bool], dict[str, Glyph | None]] = {}

    @classmethod
    def from_json(cls, text: str | bytes, drop_ins: Mapping[tuple[str, int], Callable[[], bytes]] | None = None) -> Fonts:
        """From the contents of `fonts/metrics.json`."""
        return cls(json.loads(text), drop_ins)

    def face(self, role: str, bold: bool = False) -> Face:
        """The role's face of that weight, or its regular one where it has no bold. KeyError: no such role."""
        for weight in (BOLD, REGULAR) if bold else (REGULAR,):
            if (role, weight) in self._drop_ins:
                return self._drop_in(role, weight)
            name = self._roles.get(role, {}).get(str(weight))
            if name is not None:
                return self._shipped[name]
        raise KeyError(role)

    def glyphs(self, role: str, bold: bool = False) -> dict[str, Glyph | None]:
        """A table that answers for every character how this role sets it; None: no face has it."""
        table = self._glyphs.get((role, bold))
        if table is None:
            table = self._glyphs[role, bold] = _GlyphTable(self._faces(role, bold))
        return table

    def _faces(self, role: str, bold: bool) -> tuple[Face, Face, Face]:
        return self.face(role, bold), self.face(self._fallback, bold), self.face(LATIN, bold)

    def _drop_in(self, role: str, weight: int) -> Face:
        key = (role, weight)
        if key not in self._measured:
            self._measured[key] = measure(self._drop_ins[key](), role, weight)
        return self._measured[key]


class _GlyphTable(dict[str, Glyph | None]):
    """Fills itself, so that a character is looked for in the faces once."""

    def __init__(self, faces: tuple[Face, Face, Face]) -> None:
        self.faces = faces

    def __missing__(self, char: str) -> Glyph | None:
        own, fallback, latin = self.faces
        order = (latin, own, fallback) if is_latin(char) else (own, fallback, latin)
        found = None
        if not unsettable(char):
            for face in order:
                if face.covers(char):
                    role, bold = face.role, face.weight >= BOLD
                    found = Glyph(role, bold, face.advance(char), face.halves.get(char, ""))
                    break
        self[char] = found
        return found


def is_latin(char: str) -> bool:
    """Whether the Latin face sets the character: the spaces, ASCII and Latin letters."""
    if char < "\x7f":
        return char >= " "
    if char == "\xa0":
        return True
    # ª … ɏ and Ḁ … ỿ, without · × ÷ and the other marks among them; full-width Ａ is Han.
    return "\xaa" <= char <= "ỿ" and unicodedata.name(char, "").startswith("LATIN ")


#: Controls, format, private use, surrogates, unassigned; line and paragraph separators; combining marks (variation selectors).
_UNSETTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"})


def unsettable(char: str) -> bool:
    """Controls, zero-width and format characters, combining marks, variation selectors, private use and letters written from
    right to left: nothing that would be set as the author sees it, whatever a font claims."""
    return unicodedata.category(char) in _UNSETTABLE or unicodedata.bidirectional(char) in {"R", "AL"}


def measure(data: bytes, role: str, weight: int) -> Face:
    """Coverage and advances of a dropped-in face, by fontTools. Raises fontTools' TTLibError for a broken
    file."""
    from fontTools.ttLib import TTFont  # heavy: only houses with faces of their own pay for it

    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    to_milli = 1000 / font["head"].unitsPerEm
    cmap, widths = font.getBestCmap(), font["hmtx"]
    advances = {chr(code): widths[name][0] * to_milli for code, name in cmap.items()}
    edges: list[int] = []
    for code in sorted(cmap):
        if edges and edges[-1] == code:
            edges[-1] = code + 1
        else:
            edges += [code, code + 1]
    # A half-empty mark is a full-width one; a proportional ’ has nothing to give.
    full = {char for char, width in advances.items() if width > 900}
    return Face(
        name=f"{role}-{weight}",
        role=role,
        weight=weight,
        family=str(font["name"].getDebugName(1)),
        file="",
        coverage=tuple(edges),
        advances=advances,
        default_advance=1000,
        halves={char: side for char, side in _sides(_HALVES).items() if char in full},
    )


def _face(name: str, data: Mapping[str, Any]) -> Face:
    return Face(
        name=name,
        role=data["role"],
        weight=data["weight"],
        family=data["family"],
        file=data["file"],
        coverage=tuple(data["coverage"]),
        advances=data["advances"],
        default_advance=data["default_advance"],
        halves=_sides(data.get("halves", {})),
    )


def _sides(halves: Mapping[str, str]) -> dict[str, Side]:
    sides: tuple[Side, ...] = ("before", "after", "around")
    return {char: side for side in sides for char in halves.get(side, "")}
