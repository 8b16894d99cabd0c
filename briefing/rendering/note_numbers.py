"""Which number each mark of a note shows, and which note it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.core.errors import Span
from briefing.model import walk
from briefing.model.bulletin import Article
from briefing.model.numbered_marks import note_anchor
from briefing.model.text_lines import Line, NoteMark

_ORDER = {"title": 0, "subtitle": 1, "contents-title": 2, "editor-note": 3, "lead": 4}


class PrintedNote(NamedTuple):
    """A note as it is printed. `anchor`: what its marks lead to."""

    number: int
    anchor: str
    content: Line
    span: Span


class NoteNumbers:
    """Of all reports of an issue, in the order in which their marks are printed. Numbered by "report" or "issue", a note that is
    marked twice is printed once, and its number says which it is. Numbered by "page" it is printed for each of its marks, since
    another page has numbers of its own; which, only the pages know: here notes count from 1 in each report. Only they know, too,
    where a report goes on from the one before (`typeset/page_numbering.py`)."""

    def __init__(self, articles: Iterable[Article], numbering: str) -> None:
        self._marks: dict[int, tuple[int, str]] = {}
        self._printed: dict[int, list[PrintedNote]] = {}
        before = 0
        for place, article in enumerate(articles, 1):
            notes = {note.number: note for note in article.notes}
            printed: list[PrintedNote] = []
            told: dict[int, PrintedNote] = {}
            for mark in _marks(article) if notes else ():
                if (note := notes.get(mark.number)) is None:
                    continue
                if mark.number not in told or numbering == "page":
                    number = len(printed) + 1
                    told[mark.number] = PrintedNote(before + number, note_anchor(place, number), note.content, note.span)
                    printed.append(told[mark.number])
                self._marks[id(mark)] = told[mark.number].number, told[mark.number].anchor
            for note in article.notes:  # without a mark
                if note.number not in told:
                    printed.append(PrintedNote(before + len(printed) + 1, "", note.content, note.span))
            self._printed[id(article)] = printed
            if numbering == "issue":
                before += len(printed)

    def of_mark(self, mark: NoteMark) -> tuple[int, str]:
        """The number that it shows, and the anchor of its note, "" where there is none."""
        return self._marks.get(id(mark), (mark.number, ""))

    def printed(self, article: Article) -> list[PrintedNote]:
        return self._printed.get(id(article), [])


def _marks(article: Article) -> Iterator[NoteMark]:
    """In the order in which they are printed: 编者按 before the lead."""
    texts = sorted(walk.texts(article), key=lambda text: _ORDER.get(text.role, len(_ORDER)))
    return (item for text in texts for item in text.line if isinstance(item, NoteMark))
