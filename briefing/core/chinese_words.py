"""Words of Chinese and how rare they are: `chinese_words.txt`, a line for each first character, so that a lookup reads one line.

Read when the first word is asked for, and once a process: about five milliseconds.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

#: Characters of the longest word.
LONGEST = 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def rarity(word: str, unknown: int) -> int:
    """Half bits: 2 · log2 of one over the word's frequency; `unknown` for what is no word."""
    return _after(word[0]).get(word[1:], unknown)


@lru_cache(maxsize=2048)
def _after(first: str) -> dict[str, int]:
    """What makes a word with the character before it, and its rarity."""
    text = _text()
    at = text.find(f"\n{first}") if first != "\n" else -1
    line = text[at + 2 : text.index("\n", at + 1)] if at >= 0 else ""
    return {item[:-1]: _LETTERS.index(item[-1]) for item in line.split(" ") if item}


@cache
def _text() -> str:
    return Path(__file__).with_name("chinese_words.txt").read_text("utf-8")
