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


def count(text: str) -> int:
    """Characters without white space."""
    return sum(not char.isspace() for char in text)


def sentence(text: str, index: int) -> tuple[int, int]:
    """Start and end of the sentence that holds `index`, its mark at the end included."""
    start = max((text.rfind(mark, 0, index) for mark in "。！？；\n"), default=-1) + 1
    ends = [end for mark in "。！？；\n" if (end := text.find(mark, index)) >= 0]
    return start, min(ends) + 1 if ends else len(text)
