"""Places as titles name them, one within the other: 湖南省岳阳市云溪区路口镇.

`places.txt` has the provinces, cities and counties; towns, villages and places that are not in it are told by their last
character and by what is before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from briefing.core.han import HAN, is_han
from briefing.core.pattern import Pattern
from briefing.typeset.word_ends import phrases

_LONGEST = 15
#: After a place of the list, what lies in it; up to so many characters.
_WITHIN = Pattern(rf"[{HAN}]{{1,7}}(?:街道|镇|乡|村|社区|新区|开发区|高新区|合作区|岛|自治[州县旗]|[市县区旗盟])")
_LONGEST_WITHIN = 9
#: A place that is not in the list: up to so many characters that are no words, before one of these.
_UNLISTED, _KINDS = 3, frozenset("省市县区州盟旗镇乡村")


@cache
def places() -> frozenset[str]:
    """All names of the list."""
    lines = Path(__file__).with_name("places.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def places_in(text: str, words: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """(start, end) of the places of each stretch in which they follow one another. `words` of the text: (start, end)."""
    starts, ends = {start for start, _ in words}, {end for _, end in words}
    at = 0
    while at < len(text):
        end = _place(text, at) if at in starts else 0
        if end <= at + 2:
            end = _unlisted(text, at, words) if at in starts else 0
            if not end:
                at += 1
                continue
        found = [(at, end)]
        while end := _place(text, end) or _within(text, end, ends):
            found.append((found[-1][1], end))
        yield found
        at = found[-1][1]


def listed(text: str) -> list[str]:
    """Names of the list that stand in the text, the longest at each place."""
    found = []
    at = 0
    while at < len(text):
        end = _place(text, at)
        if end > at + 2:  # those of two characters (和县) are met by chance, except within another place
            found.append(text[at:end])
        at = end or at + 1
    return found


def _place(text: str, at: int) -> int:
    """Where the longest name that begins at `at` ends; 0: there is none."""
    known = places()
    return next((at + n for n in range(min(_LONGEST, len(text) - at), 1, -1) if text[at : at + n] in known), 0)


def _within(text: str, at: int, ends: set[int]) -> int:
    """Where a town or the like that begins at `at` ends."""
    for end in range(at + 2, min(len(text), at + _LONGEST_WITHIN) + 1):
        if end in ends and _WITHIN.fullmatch(text, at, end):
            spoken = any(text.startswith(word, at) for key in ("open", "adverb", "lead") for word in phrases(key))
            return 0 if spoken else end
    return 0


def _unlisted(text: str, at: int, words: Sequence[tuple[int, int]]) -> int:
    """Where a place that begins at `at` with characters that are no words ends."""
    run = at
    lead = phrases("lead")
    for start, end in words:
        if start < at:
            continue
        if start != run or end - start > 1 or run - at > _UNLISTED:
            return 0
        if start > at + 1 and text[start] in _KINDS:
            return end
        if text[start] in lead or not is_han(text[start]):
            return 0
        run = end
    return 0
