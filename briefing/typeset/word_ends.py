"""Where words end in a title or a cell, without a segmenter to import: the likeliest division by word frequency, which is the one
with the least total rarity. Names and terms of the house go before all words of the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from briefing.core.chinese_words import LONGEST, rarity

#: Rarity of a single character that is in no list, half bits; a word of two characters always beats two of these.
_UNKNOWN = 34
#: Of a word of `phrases.txt` that the dictionary has not: 赋能 is younger.
_OFFICIAL = 26


@cache
def phrases(key: str) -> frozenset[str]:
    """What `phrases.txt` lists under `key`."""
    return frozenset(word for own_key, words in _lines("phrases.txt") if own_key == key for word in words)


@cache
def _official() -> frozenset[str]:
    return frozenset(word for _, words in _lines("phrases.txt") for word in words if len(word) > 1)


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    """First word of each line, and the others."""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            yield first, others


def word_ends(text: str, names: Sequence[str] = ()) -> frozenset[int]:
    """Places in `text` where a word ends (its own end included)."""
    own, official = set(names), _official()
    longest = max([LONGEST, *map(len, own)])
    cost = [0] * (len(text) + 1)
    came_from = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        cost[end], came_from[end] = cost[end - 1] + rarity(text[end - 1], _UNKNOWN), end - 1
        for start in range(max(0, end - longest), end - 1):
            word = text[start:end]
            rare = 0 if word in own else rarity(word, _OFFICIAL if word in official else -1) if end - start <= LONGEST else -1
            if rare >= 0 and cost[start] + rare < cost[end]:
                cost[end], came_from[end] = cost[start] + rare, start
    ends: list[int] = []
    end = len(text)
    while end:
        ends.append(end)
        end = came_from[end]
    return frozenset(ends)
