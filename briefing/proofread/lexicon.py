"""A list of forms that are wrong, always or in a context, and where they stand in a text.

One pass over the text whatever the length of the list: forms are kept by their first character, the longest first. Contexts are
looked at only where a form was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from briefing.core.records import dataclass
from briefing.proofread.characters import NUMERALS, sentence


@dataclass(frozen=True, slots=True)
class WrongForm:
    """`form` is wrong and `use` is right: everywhere, or only directly `before` or `after` one of those words, or `near` one (in
    the same sentence). In a longer word of `unless` it is right.

    In `before` and `after`, `#` stands for a figure and `…` for up to twelve characters that are no marks.
    """

    form: str
    use: str
    why: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Whether the form alone tells that it is wrong."""
        return not (self.before or self.after or self.near)

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end], which is the form, stands in a context in which it is wrong."""
        if self.always:
            return True
        if self.before and _pattern(self.before, "", "").match(text, end):
            return True
        if self.after and _pattern(self.after, "(?:", ")$").search(text[max(0, start - 24) : start]):
            return True
        if self.near:
            first, last = sentence(text, start)
            return any(word in text[first:start] or word in text[end:last] for word in self.near)
        return False


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...], head: str, tail: str) -> re.Pattern[str]:
    figure, gap = f"[0-9{NUMERALS}]", "[^，。；：！？、\n]{0,12}?"
    parts = (re.escape(word).replace("\\#", figure).replace("…", gap) for word in words)
    return re.compile(f"{head}(?:{'|'.join(parts)}){tail}")


class Lexicon:
    """`allowed`: longer words in which a form is nothing to speak of; the right words are among them."""

    def __init__(self, entries: Iterable[WrongForm], allowed: Iterable[str] = ()) -> None:
        by_first: dict[str, list[WrongForm]] = {}
        longer = tuple(allowed)
        self._allowed: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            by_first.setdefault(entry.form[0], []).append(entry)
            self._allowed[entry.form] = tuple(word for word in (*longer, *entry.unless, entry.use) if entry.form in word)
        self._by_first = {char: sorted(group, key=lambda entry: -len(entry.form)) for char, group in by_first.items()}

    def hits(self, text: str, is_word: Callable[[WrongForm, int, int], bool]) -> Iterator[tuple[WrongForm, int]]:
        """Each form that is wrong where it stands, and where it begins; hits do not overlap. What `is_word` says no to, of an
        entry and the two ends of its form, is no hit: words of the text that happen to meet there."""
        free = 0
        for start, char in enumerate(text):
            if char not in self._by_first or start < free:
                continue
            for entry in self._by_first[char]:
                end = start + len(entry.form)
                if not text.startswith(entry.form, start) or self._right(entry, text, start):
                    continue
                if entry.fits(text, start, end) and is_word(entry, start, end):
                    yield entry, start
                    free = end
                    break

    def _right(self, entry: WrongForm, text: str, start: int) -> bool:
        for word in self._allowed[entry.form]:
            at = word.find(entry.form)
            while at >= 0:
                if text.startswith(word, start - at) and start >= at:
                    return True
                at = word.find(entry.form, at + 1)
        return False
