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
    line = _lines().get(first, "")
    return {item[:-1]: _LETTERS.index(item[-1]) for item in line.split(" ") if item}


@cache
def _lines() -> dict[str, str]:
    """What follows each first character: looking for it in all of the text would take as long as reading it."""
    text = Path(__file__).with_name("chinese_words.txt").read_text("utf-8")
    return {line[0]: line[1:] for line in text.split("\n") if line and line[0] != "#"}
