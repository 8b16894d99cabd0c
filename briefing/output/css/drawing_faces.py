"""Which of the house's faces a drawing is set in, whatever faces its author's machine had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from briefing.fonts.metrics import LATIN, Face, Fonts
from briefing.house.style import HouseStyle
from briefing.typeset.composed import SetFace

#: Faces that programs put into drawings, by the role that stands in for them. Generic names of CSS among them.
_ROLES = {
    "song": "serif 宋体 simsun nsimsun 新宋体 stsong 华文宋体 songti sourcehanserif notoserif 思源宋体 方正书宋 mingliu",
    "hei": "sans-serif system-ui ui-sans-serif 黑体 simhei stheiti 华文黑体 heiti 微软雅黑 microsoftyahei pingfang 苹方 "
    "sourcehansans notosans 思源黑体 等线 dengxian wenquanyi arial helvetica verdana tahoma calibri dejavusans segoeui opensans "
    "roboto inter monospace consolas courier menlo",
    "kai": "楷体 kaiti simkai stkaiti 华文楷体 cursive",
    "fangsong": "仿宋 fangsong simfang stfangsong 华文仿宋 fantasy",
    "biaosong": "小标宋 方正小标宋 fzxbsjw",
    LATIN: "timesnewroman times georgia cambria liberationserif palatino garamond",
}
_KNOWN = [(name, role) for role, names in _ROLES.items() for name in names.split()]
_DECLARED = re.compile(r"(font-family\s*:\s*)([^;}!]+)")


class Used(NamedTuple):
    """The faces of a drawing: those that no engine finds by name, with what they set, and digests of the files of all."""

    drawn: Mapping[SetFace, set[str]]
    digests: tuple[str, ...]


class DrawingFaces:
    """Chooses those of one drawing, which says `text`."""

    def __init__(self, house: HouseStyle, fonts: Fonts, text: str) -> None:
        self._fonts, self._text = fonts, {char for char in text if not char.isspace()}
        self._default = house.styles["figure-caption"].font
        self._names = {
            _plain(name): role for names in (house.fonts, house.word_fonts) for role, own in names.items()
            for name in ([own] if isinstance(own, str) else own)
        }  # fmt: skip
        self._drawn: dict[SetFace, set[str]] = {}
        self._digests: set[str] = set()

    def chosen(self, written: str = "") -> str:
        """A list of families for CSS, of `written` ones."""
        names = [name.strip().strip("'\"") for name in written.split(",")]
        roles = [role for name in names if (role := self.role(name))]
        found: dict[str, None] = {}
        for role in (*roles, self._default):
            for face in self._chain(role):
                found[face.family] = None
        return ", ".join(f"'{family}'" for family in found)

    def of_role(self, role: str) -> str:
        """A list of families for CSS."""
        return ", ".join(f"'{face.family}'" for face in self._chain(role))

    @property
    def used(self) -> Used:
        return Used({face: set(chars) for face, chars in self._drawn.items()}, tuple(sorted(self._digests)))

    def role(self, name: str) -> str:
        """The role that the face `name` stands for; "" where nobody knows it."""
        plain = _plain(name)
        if not plain:
            return ""
        return self._names.get(plain) or next((role for known, role in _KNOWN if plain.startswith(_plain(known))), "")

    def in_css(self, css: str) -> str:
        """`css` with the house's families in its declarations."""
        return _DECLARED.sub(lambda found: found[1] + self.chosen(found[2]), css)

    def _chain(self, role: str) -> Iterable[Face]:
        fonts = self._fonts
        chain = [fonts.face(family) for family in fonts.chain(role)]
        chain += [face for char in sorted(self._text) if (face := self._besides(role, char)) is not None]
        for number, face in enumerate(_once([*chain, fonts.primary(LATIN)])):
            sets = {char for char in self._text if face.covers(char)}
            if number and not sets:
                continue
            if face.origin is not None:
                self._drawn.setdefault(SetFace(face.role, False, face.family, 400, face.origin, face.file), set()).update(sets)
            self._digests.add(face.sha256)
            yield face

    def _besides(self, role: str, char: str) -> Face | None:
        """The face of a character that the role's chain lacks."""
        glyph = self._fonts.glyphs(role)[char]
        if glyph is None or "-for-" in glyph.face:
            return None
        return self._fonts.face(glyph.face, glyph.bold)


def _once(faces: Iterable[Face]) -> list[Face]:
    return list({face.family: face for face in faces}.values())


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
