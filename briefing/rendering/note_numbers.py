"""Which number each mark of a note shows, and which note it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.core.errors import Span
from briefing.model import walk
from briefing.model.bulletin import Article, Line, NoteMark


class PrintedNote(NamedTuple):
    """A note as it is printed. `anchor`: what its marks lead to."""

    number: int
    anchor: str
    content: Line
    span: Span


class NoteNumbers:
    """Of all reports of an issue. Numbered by "report" or "issue", a note that is marked twice is printed once, and its number
    says which it is. Numbered by "page" it is printed for each of its marks, since another page has numbers of its own; which,
    only the pages know: here notes count from 1 in each report."""

    def __init__(self, articles: Iterable[Article], numbering: str) -> None:
        self._marks: dict[int, tuple[int, str]] = {}
        self._printed: dict[int, list[PrintedNote]] = {}
        before = 0
        for place, article in enumerate(articles, 1):
            notes = {note.number: note for note in article.notes}
            found: dict[int, PrintedNote] = {}
            for mark in _marks(article) if notes else ():
                if (note := notes.get(mark.number)) is not None:
                    number = len(found) + 1 if numbering == "page" else note.number
                    printed = PrintedNote(before + number, f"a{place}-note{number}", note.content, note.span)
                    self._marks[id(mark)] = printed.number, printed.anchor
                    found.setdefault(number, printed)
            told = {mark.number for mark in _marks(article)} if notes else set()
            bare = (
                PrintedNote(before + number, "", note.content, note.span) for number, note in notes.items() if number not in told
            )
            self._printed[id(article)] = [*(found[number] for number in sorted(found)), *bare]
            if numbering == "issue":
                before += len(found)

    def of_mark(self, mark: NoteMark) -> tuple[int, str]:
        """The number that it shows, and the anchor of its note, "" where there is none."""
        return self._marks.get(id(mark), (mark.number, ""))

    def printed(self, article: Article) -> list[PrintedNote]:
        return self._printed.get(id(article), [])


def _marks(article: Article) -> Iterator[NoteMark]:
    """In reading order."""
    return (item for text in walk.texts(article) for item in text.line if isinstance(item, NoteMark))
