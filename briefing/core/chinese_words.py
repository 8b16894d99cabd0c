"""Words of Chinese and how rare they are: `chinese_words.txt`, a line for each first character, so that a lookup reads one line.

The lines stand in the order of their first characters, so that the file is searched as it is: to part it into lines would take
longer than to break a title.
"""

from __future__ import annotations

from bisect import bisect_left
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
    text, wanted = _text(), first.encode()
    at = _line_of(bisect_left(range(len(text)), wanted, key=_first_character))
    line = text[at : text.find(b"\n", at)]
    if not line.startswith(wanted) or first == "#":  # the head of the file
        return {}
    return {item[:-1]: _LETTERS.index(item[-1]) for item in line.decode()[1:].split(" ") if item}


def _first_character(place: int) -> bytes:
    """Of the line in which that byte of the text is."""
    start = _line_of(place)
    return _text()[start : start + 4]


def _line_of(place: int) -> int:
    """Where the line begins that holds that byte; its end belongs to the line after it."""
    return _text().rfind(b"\n", 0, place + 1) + 1


@cache
def _text() -> bytes:
    return Path(__file__).with_name("chinese_words.txt").read_bytes()
