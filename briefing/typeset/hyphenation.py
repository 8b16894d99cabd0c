"""Where an English word may part at a line's end, and the hyphen that stands there then.

The hyphen is the setting's, not the author's: in a set paragraph it is the character U+00AD, which every output shows as a hyphen
and which copies, searches and is read back as nothing (ISO 32000-2, 14.8.2.6.2; `w:softHyphen`). No source can hold one
(`core/unseen.py`). The places come from the patterns of TeX (pyphen); only words that are written small part, since a
name, an abbreviation, an address and a word with figures in it read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.core.errors import Span
from briefing.model.sheet import SOFT_HYPHEN, Run, Runs
from briefing.typeset.classes import Level

if TYPE_CHECKING:
    from pyphen import Pyphen

#: A word with the marks around it; nothing else may adjoin it.
_TOKEN = re.compile(r"[!-~\u00c0-\u024f]+")
_WORD = re.compile(r"[(\[{\"']*([A-Za-z\u00c0-\u024f]{5,})(?:'[a-z]{1,2})?[)\]}\"'.,;:!?%]*")
_SENTENCE_ENDS = frozenset(".!?。！？")
#: Letters that stay together before and after the hyphen.
_BEFORE, _AFTER = 2, 3


def hyphen_places(text: str, language: str) -> dict[int, Level]:
    """Characters of `text` after which a line may end with a hyphen, and how readily. `language` is one of pyphen's."""
    return {place: level for start, word, level in _words(text) for place in _parted(start, word, language)}


def hyphenated(runs: Iterable[Run], places: Iterable[int]) -> Runs:
    """`runs` with a soft hyphen after each character of `places`, counted over all of them."""
    found: list[Run] = []
    wanted = sorted(places)
    start = 0
    for run in runs:
        cut = 0
        for place in wanted:
            if start + cut <= place < start + len(run.text):
                end = place + 1 - start
                found.append(replace(run, text=run.text[cut:end] + SOFT_HYPHEN, span=_after(run, cut)))
                cut = end
        if cut < len(run.text) or not run.text:
            found.append(replace(run, text=run.text[cut:], span=_after(run, cut)) if cut else run)
        start += len(run.text)
    return tuple(found)


def hyphens_of(text: str) -> list[int]:
    """What `hyphenated` was given, from the text that it made."""
    found = [place for place, char in enumerate(text) if char == SOFT_HYPHEN]
    return [place - count - 1 for count, place in enumerate(found)]


def _after(run: Run, cut: int) -> Span | None:
    """The place of what follows the first `cut` characters."""
    return run.span.shifted(cut) if run.span and cut else run.span


def _words(text: str) -> Iterator[tuple[int, str, Level]]:
    for token in _TOKEN.finditer(text):
        match = _WORD.fullmatch(token[0])
        if match is None:
            continue
        word, start = match[1], token.start() + match.start(1)
        if word.islower():
            yield start, word, Level.HYPHEN
        elif word[0].isupper() and word[1:].islower():
            before = text[:start].rstrip(" \"'(“‘（")
            yield start, word, Level.HYPHEN if not before or before[-1] in _SENTENCE_ENDS else Level.NAME


def _parted(start: int, word: str, language: str) -> Iterator[int]:
    for position in _dictionary(language).positions(word):
        if _BEFORE <= position <= len(word) - _AFTER:
            yield start + int(position) - 1


@cache
def _dictionary(language: str) -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang=language)


def shifted(ends: Iterable[int], places: Iterable[int]) -> list[int]:
    """Line ends of a text as those of the same text with its hyphens in place, each of which belongs to its line."""
    inserted = sorted(places)
    return [end + sum(place < end for place in inserted) for end in ends]
