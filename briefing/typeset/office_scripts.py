"""A text as LibreOffice parts it into scripts (output/docx/script_runs.py)."""

from __future__ import annotations

from briefing.fonts.metrics import is_latin
from briefing.model.sheet import LINE_BREAK

FIRST_CJK = "\u2e80"  # CJK radicals: from here on a character is Han to everybody
_LATIN_1 = "\xff"  # the marks up to here are Latin to LibreOffice, whatever stands before them


def unscripted(char: str) -> bool:
    """Whether a character is Han or Latin by its neighbours: neither ASCII, nor a Latin letter, nor of the CJK blocks."""
    return "\x7e" < char < FIRST_CJK and char != "\xad" and not is_latin(char)


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
