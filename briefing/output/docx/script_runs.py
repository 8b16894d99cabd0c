"""A paragraph as word processors read it: scripts, places where a line may end, and the two helps they need.

Word and WPS were not at hand; what they do is taken from ECMA-376 and UAX #14, and held against LibreOffice 7.4,
whose behaviour was seen in the positions of its characters:

    a gap that nobody asked for     1/5 em between a Han character and a letter or digit, whatever `w:autoSpaceDE` says
    a line end that is missing      none between a full-width mark and a Latin character: 。|2022, 、|“12345”
    a face that nobody asked for    “ ” — · × ℃ are of no script: after Latin, at a paragraph's start or after a forced
                                    break LibreOffice sets them in the Latin face, and `w:hint` does not tell it otherwise

A zero-width space at the first, and at the second where a line of ours ends, mends both. It stands in the fallback of an
`mc:AlternateContent` whose choice is empty, so that Word 2013 and later, which take the choice (ECMA-376 part 3, §10), have no
foreign character in the text. The third is mended by a character style that names the Han face for Latin text, too; what is of
no script and only the Latin face has, ₂ ⅓ ₣, has one that names this for Han text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress, pairwise
from typing import Literal, NamedTuple

from briefing.core.records import dataclass
from briefing.fonts.metrics import LATIN
from briefing.house.style import HouseStyle
from briefing.model.sheet import LINE_BREAK, SOFT_HYPHEN
from briefing.typeset.classes import (
    KINDS,
    LATIN_TEXT,
    LISTED,
    WORDLIKE,
    CharClass,
    kinds_of,
    mixed,
    never_first,
    never_last,
    seams,
)
from briefing.typeset.composed import SetParagraph
from briefing.typeset.emphasis_dots import dotted
from briefing.typeset.office_scripts import FIRST_CJK, hinted, read_as_latin, unscripted

#: What Word for simplified Chinese lets neither begin nor end a line unless a document says otherwise (§17.3.1.16).
_NEVER_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
_NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥"

#: What LibreOffice lets neither begin nor end a line beside Han. It reads no list of a document's, and parts 元|／人, №|三.
_OFFICE_FIRST = frozenset("!),.:;?]}·―’”、。々〉》」』】〕〗！），．：；？｝～")
_OFFICE_LAST = frozenset("([{£¥‘“〈《「『【〔〖（［｛￥")

#: After these a Latin word may part, and beside dashes anything may (UAX #14: HY, SY, PO, B2).
_PARTING, _DASHES = frozenset(f"-/%‐?{SOFT_HYPHEN}"), frozenset("—–…")


Named = Literal["han", "latin"]


class LineEdges(NamedTuple):
    """What begins no line, and what ends none: Word's sets, as far as the composition heeds them, and what it heeds beside them,
    № ₂ ／. A document says so (§17.15.1.58, §17.15.1.59), since Word would go back from a line that begins with ……, or ends with
    ·, and leave № behind."""

    never_first: str
    never_last: str


@cache
def edges(level: str) -> LineEdges:
    """Of the composition's level."""
    return LineEdges(_edge(_NEVER_FIRST, never_first(level == "strict")), _edge(_NEVER_LAST, never_last()))


def _edge(words: str, ours: frozenset[CharClass]) -> str:
    listed = "".join(char for char, kind in LISTED.items() if kind in ours and char > "\x7e")
    return "".join(dict.fromkeys("".join(char for char in words if KINDS[char] in ours) + listed))


@dataclass(frozen=True, slots=True)
class Script:
    """Parallel to `text`. A help stands before each character of `helps`; `named` characters are given the Han or the Latin face
    by name; `undotted` ones are marks among characters that have dots under them; at `cuts` LibreOffice begins a new stretch of
    characters, which it spaces by itself. `parted` are the line ends that no word processor would take: inside an address.
    `edges`: what begins no line, and what ends none."""

    text: str
    edges: LineEdges
    helps: frozenset[int]
    named: Mapping[int, Named]
    cuts: frozenset[int]
    parted: frozenset[int]
    undotted: frozenset[int] = frozenset()

    def piece(self, start: int) -> int:
        """Where the shortest piece that any word processor may put on a line ends that begins with `start`."""
        text, end = self.text, start + 1
        while end < len(text) and not self._may_part(end):
            end += 1
        return end

    def _may_part(self, place: int) -> bool:
        before, after = self.text[place - 1], self.text[place]
        if after == LINE_BREAK or place in self.helps or place in self.parted:
            return True
        if after == " ":
            return False
        if after in self.edges.never_first and (after in _OFFICE_FIRST or of_a_word(before)):
            return False
        if before in self.edges.never_last and (before in _OFFICE_LAST or (of_a_word(after) and before != "／")):
            return False
        if before in _DASHES or after in _DASHES:
            return True  # LibreOffice parts even —— and …… there
        return not (of_a_word(before) and of_a_word(after)) or before == " " or before in _PARTING


def of_a_word(char: str) -> bool:
    """Whether a character is of a word to all word processors: “ ” ① ℃ are Han by the standard, beside which a line may end."""
    return char < FIRST_CJK and (not unscripted(char) or (char.isalnum() and KINDS[char] in WORDLIKE))


def read_script(block: SetParagraph, house: HouseStyle) -> Script:
    """How word processors read `block`."""
    text, rules = block.text, house.composition
    kinds = kinds_of(text)
    # Pins.breaks: never after a line that is flush
    broken = {line.start for before, line in pairwise(block.lines) if not before.flush}
    latin = read_as_latin(text, broken)
    owned = _owned(block, house)
    named = _named(block, text, latin, owned)
    helps = frozenset(_helps(block, text, kinds, latin)) if rules.help_docx else frozenset()
    renamed = {i for place in named for i in (place, place + 1) if i < len(text) and named.get(i) != named.get(i - 1)}
    cuts = {face.start for face in block.faces} | helps | renamed
    cuts |= {i for i in owned if i and latin[i] is not latin[i - 1]}  # where elsewhere the face changes
    undotted = _undotted(block, house)
    cuts |= {i for i in range(1, len(text)) if (i in undotted) is not (i - 1 in undotted)} if undotted else set()
    ends = [line.start for line in block.lines[1:]]
    parted = frozenset(
        i for i in ends if kinds[i - 1] in WORDLIKE and kinds[i] in WORDLIKE and text[i - 1] not in f"- {SOFT_HYPHEN}"
    )
    return Script(text, edges(rules.level), helps - parted, named, frozenset(cuts), parted, undotted)


def _undotted(block: SetParagraph, house: HouseStyle) -> frozenset[int]:
    """What has no dot under it in a style that puts dots under its characters."""
    marked = [face for face in block.faces if face.style and house.inline[face.style].dots]
    places = frozenset(place for face in marked for place in range(face.start, face.end))
    return places - dotted(block.text, marked, house) if places else places


def _owned(block: SetParagraph, house: HouseStyle) -> frozenset[int]:
    """Places whose style has Latin letters and digits set in the Han face, too."""
    found: list[int] = []
    for face in block.faces:
        inline = house.inline[face.style].font if face.style else None
        if house.owns_latin(inline or block.style.font):
            found += range(face.start, face.end)
    return frozenset(found)


def _named(block: SetParagraph, text: str, latin: list[bool], owned: frozenset[int]) -> dict[int, Named]:
    """What would be set in another face than ours: a Han one that is taken for Latin, a Latin one that is of no script, or that
    stands in for the Han face, which was to set Latin letters, too."""
    if text.isascii() and not owned:
        return {}
    found: dict[int, Named] = {}
    odd = [bool(owned) or strange for strange in map(_strange, text)]
    for face in block.faces:
        for i in compress(range(face.start, face.end), odd[face.start : face.end]):
            if unscripted(text[i]):
                if face.face == LATIN:
                    found[i] = "latin"
                elif latin[i]:
                    found[i] = "han"
            elif face.face == LATIN and (i in owned or hinted(text[i])):
                found[i] = "latin"
    return found


#: Where another script begins, over what is Latin (1) and what is not.
_TURN = re.compile(rb"\x00(?=\x01)|\x01(?=\x00)")


@cache
def _strange(char: str) -> bool:
    """Whether it may be set in another face than is meant."""
    return unscripted(char) or hinted(char)


def _spaced_out(before: CharClass, after: CharClass) -> bool:
    """Whether LibreOffice puts a gap there: beside letters and digits, not beside % or ²."""
    return mixed(before, after) and (before in LATIN_TEXT or after in LATIN_TEXT)


def _helps(block: SetParagraph, text: str, kinds: Sequence[CharClass], latin: list[bool]) -> list[int]:
    """Where a gap would come, and where a line ends; a line end that nothing needs may be missing elsewhere."""
    ends = {line.start for line in block.lines[1:]}
    turns = {match.end() for match in _TURN.finditer(bytes(latin))}
    differing = {i + 1 for i in seams(text) if i + 1 < len(text) and kinds[i] is not kinds[i + 1]}
    uneven = sorted(i for i in ends | turns | differing if 0 < i < len(text))
    return [
        i
        for i in uneven
        if LINE_BREAK not in text[i - 1 : i + 1]
        and text[i - 1] != SOFT_HYPHEN  # LibreOffice would end the line at the help, and draw no hyphen
        and (
            not (kinds[i - 1] is kinds[i] is CharClass.HAN and latin[i - 1] is latin[i])
            if i in ends
            else _spaced_out(kinds[i - 1], kinds[i])
            or (latin[i - 1] is not latin[i] and text[i - 1].isalnum() and text[i].isalnum())
        )
    ]
