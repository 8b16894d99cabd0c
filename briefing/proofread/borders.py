"""Whether a form that was found in a text is a word there, or the end of one word and the beginning of the next.

给予警告 holds 予警, and nobody wrote 预警 wrongly: 给予 and 警告 are better words. The text around a hit is cut into the
likeliest words (the least total rarity), with the form itself unknown; a word that crosses an end of the form tells that the form
is none. The words are those of `core/chinese_words.py`.
"""

from __future__ import annotations

import itertools
from enum import Enum
from functools import lru_cache

from briefing.core.chinese_words import LONGEST, rarity
from briefing.proofread.characters import IS_HAN

#: How far around a form its neighbours are looked at; words are short.
_NEAR = 8
#: Rarities are half bits: this is one in four thousand million, more than any word's.
_UNKNOWN = 64
#: By how much the text has to be likelier with the right word for a form across a border to be spoken of.
_GAIN = 32
#: Forms that the dictionary knows from this rarity on are ways in which others write (其它, 好象): with such a form as a word,
#: and no rarer than this beyond the best, the text reads as well as without.
_USUAL, _TIE = 38, 4


class Verdict(Enum):
    """What a form is where it stands: `WORD`, both its ends are ends of words; `ACROSS`, its neighbours make words with parts of
    it; `UNSURE`, they do, and yet the right word would read much better, or the form as a word of its own."""

    WORD = "word"
    UNSURE = "unsure"
    ACROSS = "across"


def verdict(text: str, start: int, end: int, use: str) -> Verdict:
    """Of the form text[start:end], which is no word and stands for `use`."""
    first, last = _around(text, start, end)
    return _verdict(text[first:last], start - first, end - first, use)


def torn(text: str, start: int, end: int) -> bool:
    """Whether a neighbour makes a word with a part of text[start:end], which may be a word (具备|加工 tears 备加). A longer word
    that holds all of it does not."""
    first, last = _around(text, start, end)
    return _torn(text[first:last], start - first, end - first)


def ends(text: str, *places: int) -> bool:
    """Whether each of `places`, in order, is the end of a word in the likeliest cutting of the text around them."""
    first, last = _around(text, places[0], places[-1])
    found = _cut(text[first:last])[0]
    return all(place - first in found for place in places)


def one_word(before: str, after: str) -> bool:
    """Whether the end of `before` and the beginning of `after` are parts of one word, one of them a single character that by
    itself is none (重点工|作部署); of two words that make a longer one (人大|代表) neither is torn."""
    if not before or not after or len(before) in _cut(before + after)[0]:
        return False
    last = len(before) - max(place for place in _cut(before)[0] if place < len(before))
    first = min(place for place in _cut(after)[0] if place)
    return 1 in (last, first)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end] with the Han characters on both sides of it that have a say."""
    first, last = start, end
    while first > max(0, start - _NEAR) and IS_HAN.match(text[first - 1]):
        first -= 1
    while last < min(len(text), end + _NEAR) and IS_HAN.match(text[last]):
        last += 1
    return first, last


@lru_cache(maxsize=4096)
def _verdict(text: str, start: int, end: int, use: str) -> Verdict:
    found, cost = _cut(text, text[start:end], use)
    if start in found and end in found:
        return Verdict.WORD
    around = [_cut(text[:start])[1], _cut(text[end:])[1]]
    variant = rarity(text[start:end], _UNKNOWN)
    if variant <= _USUAL and sum(around) + variant <= cost + _TIE:
        return Verdict.UNSURE
    return Verdict.UNSURE if cost - sum(around) - _cut(use)[1] > _GAIN else Verdict.ACROSS


@lru_cache(maxsize=4096)
def _torn(text: str, start: int, end: int) -> bool:
    found = sorted(_cut(text)[0])
    words = list(itertools.pairwise(found))
    return any(first < start < last < end or start < first < end < last for first, last in words)


@lru_cache(maxsize=4096)
def _cut(text: str, form: str = "", use: str = "") -> tuple[frozenset[int], int]:
    """Where words end in the likeliest cutting of `text` (its start included), and its rarity. `form` is no word, and neither is
    a longer one that is a word with `use` in its place (银行帐户)."""
    cost = [0] * (len(text) + 1)
    came_from = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        cost[end], came_from[end] = cost[end - 1] + rarity(text[end - 1], _UNKNOWN), end - 1
        for start in range(max(0, end - LONGEST), end - 1):
            word = text[start:end]
            rare = rarity(word, 0)
            if rare and cost[start] + rare <= cost[end] and not (form and form in word and _spoilt(word, form, use)):
                cost[end], came_from[end] = cost[start] + rare, start
    found = {0}
    end = len(text)
    while end:
        found.add(end)
        end = came_from[end]
    return frozenset(found), cost[-1]


def _spoilt(word: str, form: str, use: str) -> bool:
    return word == form or rarity(word.replace(form, use), 0) > 0
