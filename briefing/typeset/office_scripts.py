"""A text as LibreOffice parts it into scripts (output/docx/script_runs.py)."""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache
from typing import cast

from briefing.fonts.metrics import is_latin
from briefing.model.sheet import LINE_BREAK

FIRST_CJK = "\u2e80"  # CJK radicals: from here on a character is Han to everybody
#: Latin to LibreOffice 7.4, whatever stands before: ASCII to Armenian, Latin and Greek with accents, raised and lowered letters.
#: Seen in the places of every character up to U+2E80, beside Han and beside Latin.
_LATIN_BLOCKS = (("!", "\u058f"), ("\u1e00", "\u1fff"), ("\u2090", "\u209c"))
_LATIN_SIGNS = frozenset("\u2071\u207f\u2126\u212b\u2132\u214e")
_HINTED = frozenset("ª°±²³¹º¼½¾")
_BLANKS = " \xa0"


@cache
def unscripted(char: str) -> bool:
    """Whether a character is Han or Latin by its neighbours: neither ASCII, nor a Latin letter, nor of the CJK blocks."""
    return "\x7e" < char < FIRST_CJK and char != "\xad" and not is_latin(char)


@cache
def hinted(char: str) -> bool:
    """Whether Word sets a character that is Latin here in the Han face where its run has the hint (§17.3.2.26)."""
    return char in _HINTED or "\u02b0" <= char <= "\u04ff"


def read_as_latin(text: str, broken: Container[int] = ()) -> list[bool]:
    """Of each character, whether LibreOffice takes it for Latin. What is of no script goes with what is before it; at the head of
    a paragraph, and after a forced break, it is Latin. `broken`: characters before which such a break will be put."""
    found = list(_scripts(text))
    for i in [i for i, script in enumerate(found) if script is None] if None in found else ():
        found[i] = i == 0 or i in broken or found[i - 1]
    return cast("list[bool]", found)


@lru_cache(400)  # the typesetter asks for it and the writer of the DOCX
def _scripts(text: str) -> tuple[bool | None, ...]:
    return tuple(map(_SCRIPTS.__getitem__, text))


class _Scripts(dict[str, bool | None]):
    """Whether a character is Latin to LibreOffice wherever it stands, or never; None: as what is before it. Remembered."""

    def __missing__(self, char: str) -> bool | None:
        latin = char == LINE_BREAK or char in _LATIN_SIGNS or any(first <= char <= last for first, last in _LATIN_BLOCKS)
        found = self[char] = None if char in _BLANKS else True if latin else False if char >= FIRST_CJK else None
        return found


_SCRIPTS = _Scripts()


def latin_marks(text: str) -> frozenset[int]:
    """Places of what LibreOffice takes for Latin and the Latin face does not set: “ — ℃ after Latin, × · and Greek anywhere."""
    if text.isascii():
        return frozenset()
    latin = read_as_latin(text)
    return frozenset(i for i, char in enumerate(text) if latin[i] and unscripted(char))
