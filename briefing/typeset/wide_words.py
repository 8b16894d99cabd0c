"""Words and numbers in full-width letters and digits: ２０２２年, ３．５, １，２００, ＧＤＰ.

They stand among Han characters as these do, and are words where lines end. Pure."""

from __future__ import annotations

import re

from briefing.typeset.classes import UNITS, Level

_DIGIT, _LETTER = "[０-９]", "[Ａ-Ｚａ-ｚ]"
#: A point, colon or comma belongs to a number where digits stand on both sides; of a list of numbers, １，２，３, it does not.
_WORD = re.compile(rf"{_DIGIT}+(?:[．：]{_DIGIT}+|，{_DIGIT}{{3}}(?!{_DIGIT}))+|(?:{_DIGIT}|{_LETTER})+")


def keep_wide_words(text: str, level: list[Level], *, units: bool) -> None:
    """Raise the levels of line ends in such words; with `units`, between a number and its unit."""
    for match in _WORD.finditer(text):
        end = match.end()
        for i in range(match.start(), end - 1):
            level[i] = max(level[i], Level.WORD)
        if units and end < len(text) and text[end] in UNITS and "０" <= text[end - 1] <= "９":
            level[end - 1] = max(level[end - 1], Level.KEPT)
