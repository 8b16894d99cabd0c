"""A text as LibreOffice parts it into scripts: what it spaces together, and where it needs help (write/docx_script.py)."""

from __future__ import annotations

from briefing.fonts import is_latin
from briefing.sheet import LINE_BREAK
from briefing.typeset.classes import WORDLIKE, Kind, mixed

FIRST_CJK = "\u2e80"  # CJK radicals: from here on a character is Han to everybody
_LATIN_1 = "\xff"  # the marks up to here are Latin to LibreOffice, whatever stands before them
_CLOSING = frozenset({Kind.CLOSE, Kind.PAUSE, Kind.STOP})


def needs_help(kinds: list[Kind], i: int) -> bool:
    """Whether LibreOffice, between characters i − 1 and i, leaves a gap that nobody asked for or knows no line end."""
    before, after = kinds[i - 1], kinds[i]
    if mixed(before, after) or (before in _CLOSING and after in WORDLIKE):
        return True
    following = kinds[i + 1] if i + 1 < len(kinds) else Kind.HAN
    return after is Kind.OPEN and following in WORDLIKE and before is not Kind.OPEN


def unscripted(char: str) -> bool:
    """Whether a character is Han or Latin by its neighbours: neither ASCII, nor a Latin letter, nor of the CJK blocks."""
    return "\x7e" < char < FIRST_CJK and not is_latin(char)


def latin_marks(text: str) -> frozenset[int]:
    """Places of the marks of no script that LibreOffice takes for Latin."""
    marks, latin = [], True
    for i, char in enumerate(text):
        if unscripted(char):
            if latin or char <= _LATIN_1:
                marks.append(i)
        elif char not in " \xa0":
            latin = char < FIRST_CJK and char != LINE_BREAK
    return frozenset(marks)
