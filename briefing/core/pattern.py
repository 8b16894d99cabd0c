"""Regular expressions that are compiled when they are first needed.

A hundred of them take longer to compile than an issue to read, and most speak of something that most issues do not hold.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator


class Pattern:
    """`source` as a regular expression; a text that holds none of `needs` (if there are any) cannot match it."""

    __slots__ = ("_compiled", "_flags", "_needs", "_source")

    def __init__(self, source: str, *needs: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags
        self._needs = needs
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def _hopeless(self, text: str) -> bool:
        return bool(self._needs) and not any(need in text for need in self._needs)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if self._hopeless(text) else self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if self._hopeless(text) else self.compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if self._hopeless(text) else self.compiled.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return iter(()) if self._hopeless(text) else self.compiled.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        return [] if self._hopeless(text) else self.compiled.findall(text)

    def split(self, text: str) -> list[str]:
        return [text] if self._hopeless(text) else self.compiled.split(text)

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return text if self._hopeless(text) else self.compiled.sub(new, text, count)
