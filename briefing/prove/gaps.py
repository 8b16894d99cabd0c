"""What lies between the characters of a line: the extra advance after each, and which of it is the justification's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.prove.pdf_pages import Glyph
from briefing.typeset.classes import CharClass

_PLAIN = frozenset({CharClass.HAN, CharClass.LETTER, CharClass.DIGIT})
_LATIN = frozenset({CharClass.LETTER, CharClass.DIGIT})


class Gap(NamedTuple):
    """After glyph `at` of a line: `extra` pt more than its advance (negative: less)."""

    at: int
    extra: float
    before: CharClass
    after: CharClass

    @property
    def han(self) -> bool:
        """Between two characters that are no marks: nothing but justification and tracking changes it."""
        return self.before is CharClass.HAN and self.after is CharClass.HAN

    @property
    def plain(self) -> bool:
        """Beside no mark: nothing here may be squeezed."""
        return self.before in _PLAIN and self.after in _PLAIN

    @property
    def mixed(self) -> bool:
        return self.plain and (self.before in _LATIN) != (self.after in _LATIN)


def gaps(glyphs: Sequence[Glyph], kinds: Sequence[CharClass]) -> list[Gap]:
    """`kinds` are parallel to `glyphs`."""
    return [
        Gap(index, glyphs[index + 1].x - glyphs[index].x - glyphs[index].advance, kinds[index], kinds[index + 1])
        for index in range(len(glyphs) - 1)
    ]
