"""Characters and numerals of Chinese text. Pure."""

from __future__ import annotations

from briefing.core.han import HAN
from briefing.core.pattern import Pattern

#: Marks of Chinese text, for use inside a character class.
MARKS = "、。，；：？！…—“”‘’（）《》〈〉【】〔〕「」『』·～"
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
CLOSERS = "”’）》】〕〉"

IS_HAN = Pattern(f"[{HAN}]")
IS_CHINESE = Pattern(f"[{HAN}{MARKS}]")

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def numeral(text: str) -> int | None:
    """二十一 → 21, 二〇二二 → 2022; None if it is no number below 10,000."""
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if len(text) > 1 and not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) <= 4 else None
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def count(text: str) -> int:
    """Characters without white space."""
    return sum(not char.isspace() for char in text)


def sentence(text: str, index: int) -> tuple[int, int]:
    """Start and end of the sentence that holds `index`, its mark at the end included."""
    start = max((text.rfind(mark, 0, index) for mark in "。！？；\n"), default=-1) + 1
    ends = [end for mark in "。！？；\n" if (end := text.find(mark, index)) >= 0]
    return start, min(ends) + 1 if ends else len(text)
