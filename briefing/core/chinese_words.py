"""Words of Chinese and how rare they are: `chinese_words.txt`, a line for each first character, so that a lookup reads one line.

The lines stand in the order of their first characters, so that the file is searched as it is: to part it into lines would take
longer than to break a title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

#: Characters of the longest word.
LONGEST = 4
#: Characters of a word of four after its first.
_TAIL = 3
#: Bytes of letters, which end a word in the file, are below those of Han.
_HAN = 0x80
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def rarity(word: str, unknown: int) -> int:
    """Half bits: 2 · log2 of one over the word's frequency; `unknown` for what is no word."""
    return _after(word[0]).get(word[1:], unknown)


def is_word(word: str) -> bool:
    """Whether two characters or more are a word: a look at the file without taking its line apart."""
    start, end = _line(word[0])
    wanted = word[1:].encode()
    at = _text().find(b" " + wanted, start, end)
    places = (start, at + 1) if at >= 0 else (start,)
    return any(_text().startswith(wanted, place) and _text()[place + len(wanted)] < _HAN for place in places)


def endings(first: str, middle: str, last: str) -> Iterator[str]:
    """Words of four characters that begin with `first` and hold, of the other three, `middle` or `last` at their places; a space
    there stands for any character."""
    start, end = _line(first)
    text, head = _text(), middle.strip().encode()
    tail = last.encode()
    if middle.startswith(" "):  # what follows it is known
        known = (middle[1:] + last).encode()
        at = text.find(known, start, end)
        while at >= 0:
            begins = text.rfind(b" ", start, at) + 1 or start
            item = text[begins : at + len(known)].decode()
            if len(item) == _TAIL and text[at + len(known)] < _HAN:
                yield first + item
            at = text.find(known, at + 1, end)
        return
    at = start if text.startswith(head, start) else text.find(b" " + head, start, end) + 1
    while 0 < at < end and text.startswith(head, at):
        stop = text.find(b" ", at, end)
        stop = end if stop < 0 else stop
        item = text[at : stop - 1].decode()
        if len(item) == _TAIL and (not tail.strip() or item.endswith(last)):
            yield first + item
        at = stop + 1


@lru_cache(maxsize=8192)
def _line(first: str) -> tuple[int, int]:
    """Where the words stand that begin with a character; an empty stretch where there are none."""
    text, wanted = _text(), first.encode()
    at = _line_of(bisect_left(range(len(text)), wanted, key=_first_character))
    if not text.startswith(wanted, at) or first == "#":
        return 0, 0
    return at + len(wanted), text.find(b"\n", at)


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
