"""Right sentences in which two words meet so that a form of the word lists stands across the border between them.

Made by machine from the lists and from the words of `common_words.txt`, which is not the list that the proofreader cuts by. A
sentence is right by construction: each of the two words is a common word that holds no form itself, and so is none of the frame;
what is found in it lies across the border.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.proofread.lexicon import WrongForm

#: The two words stand where a modifier and what it modifies may stand.
FRAMES = (
    "会议听取了{}{}情况的汇报。",
    "各地围绕{}{}开展自查。",
    "这些做法与{}{}有关，值得学习。",
    "{}{}是今年的一项内容。",
    "要把{}{}放在心上。",
)
#: Of the words that end or begin so, the commonest.
_EACH = 5


@cache
def rarities() -> dict[str, int]:
    """Word → log2(1/frequency)."""
    lines = Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {word: int(rarity) for rarity, *words in rows for word in words}


@dataclass(frozen=True)
class Meeting:
    sentence: str
    form: str


def meetings(entries: tuple[WrongForm, ...], singles: bool = False) -> Iterator[Meeting]:
    """Sentences in the order of the entries; with `singles` one of the two words is a single character. A form that is
    made of two words whole (登记|薄) is no meeting, nor is one that says a word twice, or has the frame say it."""
    forms = {entry.form for entry in entries}
    words = [word for word in rarities() if not _holds(word, forms)]
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (rarities()[word], word)):
        for size in range(1, min(4, len(word) + 1)):
            if len(word) > size or singles:
                ends.setdefault(word[-size:], []).append(word)
                starts.setdefault(word[:size], []).append(word)
    turn = 0
    for entry in entries:
        for cut in range(1, len(entry.form)):
            for first in ends.get(entry.form[:cut], ())[:_EACH]:
                for second in starts.get(entry.form[cut:], ())[:_EACH]:
                    if singles != (len(first) == 1 or len(second) == 1) or (len(first) == 1 and len(second) == 1):
                        continue
                    if first + second == entry.form or first == second or second.endswith("是"):
                        continue
                    if any(word in first + second for word in entry.unless):
                        continue
                    turn += 1
                    yield Meeting(FRAMES[turn % len(FRAMES)].format(first, second), entry.form)


def _holds(word: str, forms: set[str]) -> bool:
    return any(word[start:end] in forms for start in range(len(word)) for end in range(start + 2, len(word) + 1))
