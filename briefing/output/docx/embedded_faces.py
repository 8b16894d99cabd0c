"""The faces that go along with a DOCX, so that a machine without the office's fonts shows the same lines.

Which Word font asks for which face is known from the composed runs: of a role what sets most of it, of Latin the Latin face.
What such a face lacks and another drew on our pages is drawn into its data (LibreOffice was seen to look for it in no other
embedded face). The data keep the name of the face that they are; that of the official face is not ours to give. A face whose
owner does not allow it stays at home.

LibreOffice takes the data for the family under which they are listed. Word finds them by the name that they carry, which the
official name has as an alternative (ECMA-376 part 1, §17.8.3.1).
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import field
from hashlib import sha256
from typing import Literal

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.records import dataclass
from briefing.files.world import MAX_FONT, World
from briefing.fonts.font_files import open_face
from briefing.fonts.metrics import LATIN, Origin, is_latin
from briefing.output.docx.cut_faces import cut, joined
from briefing.output.docx.settings_parts import LATIN as WORD_LATIN
from briefing.output.drawn_faces import OpenFont, composed_text, draw, font_bytes, spoilt
from briefing.typeset.composed import Composed, FaceRun, SetFace, SetParagraph

#: What an editor is likely to type, beside the words of the issue: a subset cannot be added to.
LIKELY_LATIN = "".join(map(chr, range(0x20, 0x7F)))
LIKELY_HAN = (
    "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～％．／－＋×÷°℃㎡①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９"
    "〇零一二三四五六七八九十百千万亿两第年月日时分期号页元个的是在和与及等不"
)
#: Word's limit for the name of a font ([MS-OI29500], 2.1.271).
_NAME = 31
# OS/2 fsType (OpenType specification): what a document may do with the face.
_USAGE, _EDITABLE, _WHOLE_ONLY, _BITMAPS_ONLY = 0xE, 0x8, 0x100, 0x200
_TRUETYPE = b"\0\1\0\0"
Permission = Literal["none", "whole", "any"]


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """`names`: the Word fonts that it is the regular or the bold form of; its own `family` is among them."""

    names: tuple[str, ...]
    family: str
    bold: bool
    data: bytes

    @property
    def key(self) -> uuid.UUID:
        """What its first bytes are hidden with: another for other data, the same whenever these are written."""
        return uuid.uuid5(uuid.NAMESPACE_OID, sha256(self.data).hexdigest())

    @property
    def hidden(self) -> bytes:
        """The data as a document holds them."""
        return obfuscated(self.data, self.key)


@dataclass(slots=True)
class _Wanted:
    """A face, the Word fonts whose text it sets, the characters of that, and those of other faces among it."""

    face: SetFace
    names: dict[str, None] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)
    others: dict[tuple[str, bool], tuple[SetFace, set[str]]] = field(default_factory=dict)

    def lend(self, face: SetFace, characters: str) -> None:
        """`face` draws those of `characters` that this one has not."""
        if characters and face.key != self.face.key:
            self.others.setdefault((face.key, face.bold), (face, set()))[1].update(characters)

    @property
    def faces(self) -> list[SetFace]:
        return [self.face, *(face for face, _ in self.others.values())]


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """Twice is not at all (ECMA-376 part 1, §17.8.1)."""
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(data, mask, strict=False)) + data[len(mask) :]


def embedded_faces(composed: Composed, world: World) -> list[EmbeddedFace]:
    """What the house wants embedded, in a fixed order; nothing where it wants none. Raises InputError for a spoilt font file."""
    whole = composed.house.word.embed_fonts == "full"
    taken: set[tuple[str, bool]] = set()
    made = []
    for wanted in _wanted(composed):
        names = [name for name in wanted.names if (name, wanted.face.bold) not in taken]
        allowed = _permission(wanted.face, world)
        if names and allowed != "none":
            family, data = _data(wanted, world, whole or allowed == "whole")
            names += [family] if len(family) <= _NAME and (family, wanted.face.bold) not in taken else []
            taken.update((name, wanted.face.bold) for name in names)
            made.append(EmbeddedFace(tuple(dict.fromkeys(names)), family, wanted.face.bold, data))
    return made


def refusals(composed: Composed, world: World) -> list[Diagnostic]:
    """A warning for each face of an office that may not be embedded, at its file."""
    faces = {face.origin: face for each in _wanted(composed) for face in each.faces}
    refused = {origin.path: origin for origin, face in faces.items() if origin and _permission(face, world) == "none"}
    return [_refused(origin, world) for origin in refused.values()]


def permission(fs_type: int) -> Permission:
    """Whether a document that others may edit can hold the face, and whether only the whole of it. Old faces set several bits
    for the most that they allow."""
    usage = fs_type & _USAGE
    if fs_type & _BITMAPS_ONLY or (usage and not usage & _EDITABLE):
        return "none"
    return "whole" if fs_type & _WHOLE_ONLY else "any"


def _permission(face: SetFace, world: World) -> Permission:
    """The shipped faces may all be embedded (fonts/README.md)."""
    if face.origin is None or face.origin.root == "fonts":
        return "any"
    font = open_face(font_bytes(world, face.origin), face.origin)
    return permission(int(font["OS/2"].fsType)) if "OS/2" in font else "any"


def _refused(origin: Origin, world: World) -> Diagnostic:
    path = origin.path
    name = world.templates.name(path) if origin.root == "templates" else path
    return Diagnostic(
        "house-font-embed",
        f"字体文件 {path.rpartition('/')[2]} 的权利人不许把它放进可以修改的文件，DOCX 里没有带上这个字体",
        Span(name, 1, 1),
        "没有装这个字体的电脑上，DOCX 的样子会不同；要带上，请换用许可嵌入的字体。",
        severity=Severity.WARNING,
    )


# --- which faces


def _wanted(composed: Composed) -> list[_Wanted]:
    if composed.house.word.embed_fonts == "none":
        return []
    found: dict[tuple[str, bool], _Wanted] = {}

    def add(face: SetFace, name: str, characters: str) -> _Wanted:
        wanted = found.setdefault((face.key, face.bold), _Wanted(face))
        wanted.names[name] = None
        wanted.characters.update(characters)
        return wanted

    house = composed.house
    for paragraph, text, run in _runs(composed):
        inline = house.inline[run.style] if run.style else None
        role = (inline and inline.font) or paragraph.style.font
        bold = paragraph.style.bold if inline is None or inline.bold is None else inline.bold
        own, characters = composed.primaries[role, bold], text[run.start : run.end]
        face = composed.faces[run.face, run.bold]
        likely = LIKELY_HAN + LIKELY_LATIN * house.owns_latin(role)
        add(own, house.word_fonts[role], characters + likely).lend(face, "".join(c for c in characters if not is_latin(c)))
        latin = face if run.face == LATIN else composed.faces.get((LATIN, bold), composed.faces.get((LATIN, False)))
        either = "".join(filter(_either, characters))
        if run.face == LATIN:
            add(face, WORD_LATIN, characters + LIKELY_LATIN)
        elif latin is not None and either:
            add(latin, WORD_LATIN, either).lend(face, either)
    number = composed.primaries.get((house.page_number.font, False))
    if number is not None:
        add(number, house.word_fonts[house.page_number.font], "".join(page.label for page in composed.pages) + "0123456789")
    return [found[key] for key in sorted(found)]


def _either(char: str) -> bool:
    """Whether a word processor may take the Latin face for it: ℃ ① Ⅲ α Ж."""
    return not is_latin(char) and unicodedata.east_asian_width(char) not in "WF"


def _runs(composed: Composed) -> Iterator[tuple[SetParagraph, str, FaceRun]]:
    return ((paragraph, text, run) for paragraph, text, runs in composed_text(composed) for run in runs)


def _short(family: str) -> str:
    return family if len(family) <= _NAME else f"{family[:22]} {sha256(family.encode()).hexdigest()[:8]}"


# --- their data


def _data(wanted: _Wanted, world: World, whole: bool) -> tuple[str, bytes]:
    """Family as the file itself says it, and the file: TrueType, for Word embeds nothing else."""
    face, origin = wanted.face, wanted.face.origin
    if origin is None:
        family, data = face.family, world.fonts.bytes(face.file, MAX_FONT)
        if not whole:
            data = cut(data, wanted.characters)
    else:
        family, data = _own(face, origin, wanted.characters, world, whole and origin.root == "templates")
    others = [
        (set(characters), _drawn(other, _origin(other), characters, other.family, world))
        for other, characters in wanted.others.values()
        if _permission(other, world) != "none"
    ]
    return family, joined(data, others) if others else data


def _own(face: SetFace, origin: Origin, characters: set[str], world: World, whole: bool) -> tuple[str, bytes]:
    """A face of an office or one made of ours. Whole, its file goes as it is, if it is what Word embeds: one TrueType face."""
    if whole:
        data = font_bytes(world, origin)
        opened = open_face(data, origin)
        if data[:4] == _TRUETYPE and "fvar" not in opened:
            return str(opened["name"].getBestFamilyName() or face.family), data
        characters = set(map(chr, opened.getBestCmap()))
    return _short(face.family), _drawn(face, origin, characters, _short(face.family), world)


def _drawn(face: SetFace, origin: Origin, characters: set[str], family: str, world: World) -> bytes:
    opened = OpenFont(open_face(font_bytes(world, origin), origin))
    try:
        return draw(opened, origin, characters, family, bold=face.bold, fs_type=opened.fs_type)
    except Exception as error:  # whatever a spoilt outline may raise: a file from outside
        if origin.root == "fonts":
            raise
        raise spoilt(world, origin) from error


def _origin(face: SetFace) -> Origin:
    return face.origin or Origin("fonts", face.file)
