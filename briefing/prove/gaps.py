"""What lies between the characters of a line: the extra advance after each, and which of it is the justification's."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from briefing.prove.pdf_pages import Glyph
from briefing.typeset.classes import CharClass

_LATIN = frozenset({CharClass.LETTER, CharClass.DIGIT})
_PLAIN = _LATIN | {CharClass.HAN}


class Neighbours(IntEnum):
    """How two characters stand beside each other."""

    HAN = 0  # two Han characters: nothing but justification and tracking changes what is between them
    LATIN = 1  # two letters or digits
    MIXED = 2  # one of each
    MARK = 3  # one or both are marks: room may be squeezed


def _beside(before: CharClass, after: CharClass) -> Neighbours:
    if before not in _PLAIN or after not in _PLAIN:
        return Neighbours.MARK
    if (before in _LATIN) != (after in _LATIN):
        return Neighbours.MIXED
    return Neighbours.HAN if before is CharClass.HAN else Neighbours.LATIN


#: By the kinds of the two.
BESIDE: Final = tuple(tuple(_beside(before, after) for after in CharClass) for before in CharClass)


class Gap(NamedTuple):
    """After glyph `at` of a line: `extra` pt more than its advance (negative: less)."""

    at: int
    extra: float
    before: CharClass
    after: CharClass

    @property
    def han(self) -> bool:
        return BESIDE[self.before][self.after] is Neighbours.HAN


def gaps(glyphs: Sequence[Glyph], kinds: Sequence[CharClass]) -> list[Gap]:
    """`kinds` are parallel to `glyphs`."""
    return [
        Gap(index, glyphs[index + 1].x - glyphs[index].x - glyphs[index].advance, kinds[index], kinds[index + 1])
        for index in range(len(glyphs) - 1)
    ]
