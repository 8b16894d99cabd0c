"""Which face sets a character, and how wide it is: `fonts/metrics.json` as questions and answers.

A role (fangsong, kai, …) is set by a chain of families, each with a face per weight. A character is set by

    the Latin family          for the space, U+0021–007E and Latin letters, unless the house leaves these to the role;
    the role's chain          for all else: the house's own faces in their order, the shipped face of the role, those that are
                              nearest to it in style and weight, 宋体, which has levels 1 and 2 of GB 18030-2022 whole;
    the Latin family          where none of these has it;
    an optional family        (`fonts/optional.json`) for the rest of level 3, where it is installed;

or by none, which is the author's error. “”‘’——……· belong to the Han faces, never to the Latin one. Advances are in em of the type
size.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal, NamedTuple

from briefing.core.han import is_han
from briefing.core.records import dataclass
from briefing.fonts.metrics_files import FaceMetrics, Metrics, OptionalList, OptionalMetrics

LATIN: Literal["latin"] = "latin"
REGULAR, BOLD = 400, 700
Side = Literal["before", "after", "around", ""]


class Origin(NamedTuple):
    """The file from which a face is drawn that no engine is handed as it is (`output/drawn_faces.py`): one that is not shipped,
    or one that stands in for a face of another weight."""

    root: Literal["fonts", "templates", "optional"]
    path: str  # below the root
    number: int = 0  # in a collection
    wght: float | None = None  # of a variable face
    raise_by: float = 0.0  # em
    grow: tuple[float, float] = (0.0, 0.0)  # of upright and of level strokes, em; negative: thinned


@dataclass(frozen=True, slots=True)
class Face:
    """One font file. `coverage` holds range edges: c is covered when `bisect_right(coverage, c)` is odd."""

    name: str  # key in the metrics
    role: str  # its family's key
    weight: int
    family: str
    file: str  # in fonts/; "" for one that has an origin
    coverage: tuple[int, ...]
    advances: Mapping[str, float]  # 1/1000 em; what is not listed has `default_advance`
    default_advance: float
    halves: Mapping[str, Side]  # full-width mark → the side its blank half lies on
    sha256: str = ""
    origin: Origin | None = None
    title: str = ""  # what its owner calls it, if not by its family
    ascent: float = 0.88  # of its line box, em; a face that is drawn has these
    descent: float = 0.12  # downwards

    @property
    def shown(self) -> str:
        """Its name in messages."""
        return self.title or self.family

    @property
    def bold(self) -> bool:
        return self.weight >= BOLD

    def covers(self, char: str) -> bool:
        return bisect_right(self.coverage, ord(char)) % 2 == 1

    def advance(self, char: str) -> float:
        """Advance in em."""
        return self.advances.get(char, self.default_advance) / 1000


class GlyphWidth(NamedTuple):
    """How one character is set: the family of the face that has it, that face's weight, and its width in em."""

    face: str
    bold: bool
    advance: float
    blank: Side  # the side on which a full-width mark is half empty


@dataclass(frozen=True, slots=True)
class OwnFaces:
    """A house's own: role → families in their order, shipped ones among them; (family, weight) → the face, measured when it is
    first asked for; roles whose faces set Latin letters and digits, too."""

    chains: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faces: Mapping[tuple[str, int], Callable[[], Face]] = field(default_factory=dict)
    latin: frozenset[str] = frozenset()


class Optional(NamedTuple):
    """A face of `fonts/optional.json`: what it has and where it comes from, known without having it."""

    face: Face
    package: str
    sha256: str


class OptionalFaces:
    """The faces that may be installed besides. `read` gives the list, `digest` the SHA-256 of a file, None where there is none;
    both are asked only for a character that no shipped face has."""

    def __init__(self, read: Callable[[], OptionalList], digest: Callable[[str], str | None]) -> None:
        self._read, self._digest = read, digest
        self._faces: dict[str, Optional] | None = None
        self._chains: Mapping[str, Sequence[str]] = {}
        self._there: dict[str, str | None] = {}

    def order(self, role: str) -> Iterator[Optional]:
        """Those that may set what `role` lacks, the nearest in style first."""
        faces = self.faces
        return (faces[key] for key in self._chains.get(role, self._chains["song"]))

    @property
    def faces(self) -> Mapping[str, Optional]:
        if self._faces is None:
            data = self._read()
            self._chains = data["chains"]
            self._faces = {key: _optional(key, entry) for key, entry in data["faces"].items()}
        return self._faces

    def files(self) -> list[str]:
        """Names of all their files."""
        return [each.face.origin.path for each in self.faces.values() if each.face.origin is not None]

    def installed(self, found: Optional) -> bool:
        """Whether the very file is there from which the list was made: another would set other pages."""
        return self._digest_of(found) == found.sha256

    def another(self, found: Optional) -> bool:
        """Whether a file of its name is there that is not the one."""
        return self._digest_of(found) not in (None, found.sha256)

    def _digest_of(self, found: Optional) -> str | None:
        key = found.face.name
        if key not in self._there:
            assert found.face.origin is not None
            self._there[key] = self._digest(found.face.origin.path)
        return self._there[key]


class ShippedFaces:
    """`fonts/metrics.json`, taken apart, and which of its faces set a character of a role, as far as that was ever asked: it does
    not change from one issue to the next."""

    def __init__(self, metrics: Metrics) -> None:
        self.faces = {name: _face(name, data) for name, data in metrics["faces"].items()}
        self.families: Mapping[str, Mapping[str, str]] = metrics["roles"]
        self.chains: Mapping[str, Sequence[str]] = metrics["chains"]
        self.bold_chains: Mapping[str, Sequence[str]] = metrics["bold_chains"]
        self.fits: Mapping[str, Sequence[float]] = metrics["fits"]
        self.fitted = frozenset(metrics["fitted"])
        self.glyphs: dict[tuple[str, bool, bool], dict[str, GlyphWidth]] = {}

    @property
    def names(self) -> dict[str, str]:
        """Name of each family → its key."""
        return {face.family: face.role for face in self.faces.values()}


class Fonts:
    """The shipped faces, a house's own, and optional ones."""

    def __init__(
        self, shipped: ShippedFaces | Metrics, own: OwnFaces | None = None, optional: OptionalFaces | None = None
    ) -> None:
        if not isinstance(shipped, ShippedFaces):
            shipped = ShippedFaces(shipped)
        self.shipped = shipped
        self._shipped, self._families = shipped.faces, shipped.families
        self._chains, self._bold_chains, self._fits = shipped.chains, shipped.bold_chains, shipped.fits
        self._fitted_families = shipped.fitted
        self._fitted: dict[str, Face] = {}
        self._own = own or OwnFaces()
        self.optional = optional
        self._measured: dict[tuple[str, int], Face] = {}
        self._glyphs: dict[tuple[str, bool], dict[str, GlyphWidth | None]] = {}

    @classmethod
    def from_json(cls, text: str | bytes, own: OwnFaces | None = None) -> Fonts:
        """From the contents of `fonts/metrics.json`."""
        return cls(json.loads(text), own)

    @property
    def families(self) -> Mapping[str, str]:
        """Name of each shipped family → its key."""
        return {face.family: face.role for face in self._shipped.values()}

    def ships(self, family: str) -> bool:
        """Whether the family is one of the shipped ones, or drawn from one."""
        return family.partition("-for-")[0] in self._families and not any(family == own for own, _ in self._own.faces)

    def face(self, family: str, bold: bool = False) -> Face:
        """The family's face of that weight, or its regular one where it has no bold. KeyError: no such family."""
        for weight in (BOLD, REGULAR) if bold else (REGULAR, BOLD):
            if (family, weight) in self._own.faces:
                return self._measure(family, weight)
            name = self._families.get(family, {}).get(str(weight))
            if name is not None:
                return self._shipped[name]
        base, drawn, fit = family.partition("-for-")
        if drawn and fit in self._fits:
            return self._fit(self.face(base), fit)
        if self.optional is not None and family in self.optional.faces:
            return self.optional.faces[family].face
        raise KeyError(family)

    def fitted(self, face: Face, role: str, bold: bool = False) -> Face:
        """`face`, if it is one that stands in for others, drawn in the weight of the role's own."""
        if bold:
            face = self.strong(face)
        name = f"{role}-bold" if bold and f"{role}-bold" in self._fits else role
        return self._fit(face, name) if face.role in self._fitted_families and name in self._fits else face

    def strong(self, face: Face) -> Face:
        """`face` for bold text: drawn heavier, if it is one of ours whose family has no bold to set text in."""
        name = f"{face.role}-strong"
        return self._fit(face, name) if name in self._fits and not face.bold else face

    def _fit(self, face: Face, name: str) -> Face:
        key = f"{face.role}-for-{name}"
        if key not in self._fitted:
            upright, level = (milli / 1000 for milli in self._fits[name])
            origin = (face.origin or Origin("fonts", face.file))._replace(grow=(upright, level))
            family = f"{face.family} for {name.replace('-bold', ' strong')}"  # “Bold” would be a weight
            self._fitted[key] = replace(
                face, name=key, role=key, family=family, weight=REGULAR, file="", origin=origin, title=face.shown
            )
        return self._fitted[key]

    def primary(self, role: str, bold: bool = False) -> Face:
        """The face that sets most of the role's characters. KeyError: no such role."""
        return self.face(self.chain(role, bold)[0], bold)

    def chain(self, role: str, bold: bool = False) -> list[str]:
        """The role's families in the order in which they are asked. Bold text is set by those first that have a bold: a house
        that brings only a regular face keeps the shipped bold. KeyError: no such role."""
        if role not in self._families or role not in self._chains:
            raise KeyError(role)
        named = list(dict.fromkeys((*self._own.chains.get(role, ()), role)))
        if bold:
            named.sort(key=lambda family: not self._has(family, BOLD))
        else:
            named = [family for family in named if self._has(family, REGULAR)]
        rest = self._bold_chains.get(role) if bold else None
        return list(dict.fromkeys((*named, *(rest or self._chains[role]))))

    def glyphs(self, role: str, bold: bool = False) -> dict[str, GlyphWidth | None]:
        """A table that answers for every character how this role sets it; None: no face has it."""
        table = self._glyphs.get((role, bold))
        if table is None:
            faces = [self.face(family, bold) for family in self.chain(role, bold)]
            own = any((face.role, face.weight) in self._own.faces for face in (*faces, self.primary(LATIN, bold)))
            known = {} if own else self.shipped.glyphs.setdefault((role, bold, role in self._own.latin), {})
            table = self._glyphs[role, bold] = _GlyphTable(self, role, bold, faces, known)
        return table

    def part(self) -> None:
        """Parts it from its tables, which are made again when they are asked for: a ring of the two keeps all that the house's
        faces come from."""
        self._glyphs.clear()

    def owns_latin(self, role: str) -> bool:
        """Whether the role's own faces set Latin letters and digits, too."""
        return role in self._own.latin

    def would_set(self, role: str, char: str) -> list[Optional]:
        """The optional faces that would set a character that the role cannot set now, first those that do so in any role."""
        if self.optional is None:
            return []
        return [found for found in (*self.optional.order("song"), *self.optional.order(role)) if found.face.covers(char)]

    def _has(self, family: str, weight: int) -> bool:
        return (family, weight) in self._own.faces or str(weight) in self._families.get(family, {})

    def _measure(self, family: str, weight: int) -> Face:
        key = (family, weight)
        if key not in self._measured:
            self._measured[key] = self._own.faces[key]()
        return self._measured[key]


class _GlyphTable(dict[str, GlyphWidth | None]):
    """Fills itself, so that a character is looked for in the faces once."""

    def __init__(self, fonts: Fonts, role: str, bold: bool, faces: Sequence[Face], known: dict[str, GlyphWidth]) -> None:
        """`known`: what shipped faces are known to set, added to."""
        self._fonts, self._role, self._bold, self._known = fonts, role, bold, known
        latin = fonts.primary(LATIN, bold)
        self._han = (*faces, latin)
        self._latin = self._han if fonts.owns_latin(role) else (latin, *faces)

    def __missing__(self, char: str) -> GlyphWidth | None:
        found = self._known.get(char)
        if found is None and not unsettable(char):
            shipped = next((face for face in (self._latin if is_latin(char) else self._han) if face.covers(char)), None)
            face = shipped or self._besides(char)
            if face is not None:
                if is_han(char):
                    face = self._fonts.fitted(face, self._role, self._bold)
                elif self._bold:
                    face = self._fonts.strong(face)
                found = GlyphWidth(face.role, face.bold, face.advance(char), face.halves.get(char, ""))
                if shipped is not None:
                    self._known[char] = found
        self[char] = found
        return found

    def _besides(self, char: str) -> Face | None:
        optional = self._fonts.optional
        if optional is None or not is_han(char):
            return None
        order = optional.order(self._role)
        return next((each.face for each in order if each.face.covers(char) and optional.installed(each)), None)


#: Signs that belong to the number or the letter beside them, ±5°, 35 µg/m³.
_LATIN_SIGNS = frozenset("\xa0±°µ²³¹¼½¾")


def is_latin(char: str) -> bool:
    """Whether the Latin face sets the character: the spaces, ASCII, Latin, Greek and Cyrillic letters, and `_LATIN_SIGNS`."""
    if char < "\x7f":
        return char >= " "
    if char in _LATIN_SIGNS:
        return True
    # ª … ɏ and Ḁ … ỿ, without · × ÷ and the other marks among them; full-width Ａ is Han.
    return "\xaa" <= char <= "ỿ" and unicodedata.name(char, "").startswith(("LATIN ", "GREEK ", "CYRILLIC "))


#: Controls, format, private use, surrogates, unassigned; line and paragraph separators; combining marks (variation selectors).
_UNSETTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"})


def unsettable(char: str) -> bool:
    """Controls, zero-width and format characters, combining marks, variation selectors, private use and letters written from
    right to left, and the signs U+FFFC, U+FFFD for what was lost: nothing that would be set as the author sees it, whatever a
    font claims."""
    return char in "\ufffc\ufffd" or unicodedata.category(char) in _UNSETTABLE or unicodedata.bidirectional(char) in {"R", "AL"}


def _face(name: str, data: FaceMetrics) -> Face:
    return Face(
        name=name,
        role=data["role"],
        weight=data["weight"],
        family=data["family"],
        file=data["file"],
        coverage=tuple(data["coverage"]),
        advances=data["advances"],
        default_advance=data["default_advance"],
        halves=sides(data.get("halves", {})),
        sha256=data["sha256"],
        ascent=data["ascent"] / data["units_per_em"],
        descent=data["descent"] / data["units_per_em"],
    )


def _optional(key: str, data: OptionalMetrics) -> Optional:
    face = Face(
        name=key,
        role=key,
        weight=REGULAR,
        family=data["family"],
        file="",
        coverage=tuple(data["coverage"]),
        advances={},
        default_advance=data["default_advance"],
        halves={},
        sha256=data["sha256"],
        origin=Origin("optional", data["file"], raise_by=data["raise_by"] / 1000),
    )
    return Optional(face, data["package"], data["sha256"])


def sides(halves: Mapping[str, str]) -> dict[str, Side]:
    """Marks by side → side by mark."""
    sides: tuple[Side, ...] = ("before", "after", "around")
    return {char: side for side in sides for char in halves.get(side, "")}
