"""Where words end in a title, without a segmenter to import: the likeliest division by word frequency.

`words.txt` holds some forty thousand common words by rarity (log2 of one over their frequency); the
division with the least total rarity is the likeliest one. Names and terms of the house go before all of
them. Read when the first title needs more than one line, and once a process: about ten milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

#: Rarity of a single character that is not in the list; a two-character word of the list always beats two
#: of these.
_UNKNOWN = 17.0
_LONGEST = 4


@cache
def rarities() -> dict[str, int]:
    """Word → log2(1/frequency)."""
    return {word: int(rarity) for rarity, words in _lines("words.txt") for word in words}


@cache
def phrases(key: str) -> frozenset[str]:
    """What `phrases.txt` lists: "open", verbs that begin a phrase; "term", terms better kept on one line."""
    return frozenset(word for own_key, words in _lines("phrases.txt") if own_key == key for word in words)


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    """First word of each line, and the others."""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            yield first, others


def word_ends(text: str, names: Sequence[str] = ()) -> frozenset[int]:
    """Places in `text` where a word ends (its own end included)."""
    known = rarities()
    own = set(names)
    longest = max([_LONGEST, *map(len, own)])
    cost = [0.0] * (len(text) + 1)
    came_from = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        cost[end], came_from[end] = cost[end - 1] + known.get(text[end - 1], _UNKNOWN), end - 1
        for start in range(max(0, end - longest), end - 1):
            word = text[start:end]
            rarity = 0.0 if word in own else known.get(word)
            if rarity is not None and cost[start] + rarity < cost[end]:
                cost[end], came_from[end] = cost[start] + rarity, start
    ends: list[int] = []
    end = len(text)
    while end:
        ends.append(end)
        end = came_from[end]
    return frozenset(ends)
