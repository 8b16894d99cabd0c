"""Footnotes of our own DOCX: which number of its report each mark has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Protocol

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.importing.flow import Flow, Para, Piece
from briefing.model.bulletin import Note
from briefing.model.facts import ReportFacts
from briefing.model.text_lines import Inline, Line, Text

#: What a mark says that is of no width.
_NO_WIDTH = "\u200b"


def own_notes(flow: Flow, house: HouseStyle, facts: ReportFacts, earlier: OwnNotes | None = None) -> OwnNotes:
    """Of the report with those `facts`, after those of the `earlier` one."""
    numbering = house.notes.numbering if house.foot_notes else ""
    written, labelled = (house.wording.get(key, "{n}") for key in ("note_ref", "note_label"))
    found = OwnNotes(flow.notes, written, labelled, numbering, again=bool(facts.marked_again))
    if earlier is not None:
        found.before, found.counted = earlier.after if numbering == "issue" else 0, earlier.counted
        found.hung, found.shown = earlier.left(earlier.hung), earlier.left(earlier.shown)
        return found
    found.hung = dict(_hung(flow, found))
    if numbering in ("report", "issue") and any(isinstance(item, Para) and item.before_figures for item in flow.items):
        found.shown = _shown(flow, found)
    return found


def _shown(flow: Flow, notes: OwnNotes) -> dict[str, int]:
    """The number of each footnote on the document's pages, by its id, in their order."""
    found: dict[str, int] = {}
    count = 0
    for pieces in (para.pieces for para in flow.paragraphs()):
        for place, piece in enumerate(pieces):
            if piece.note and piece.note not in found:
                count += not piece.given
                told = notes.hung.get(piece.note) or notes.told(piece, pieces[max(0, place - 1) : place + 2])
                found[piece.note] = told or count
    return found


def _hung(flow: Flow, notes: OwnNotes) -> Iterator[tuple[str, int]]:
    """Footnotes that the file leads to from another place than their mark, which is text, and their numbers: our DOCX does so
    for LibreOffice, which saves it (`output/docx/hung_notes.py`)."""
    for pieces in (para.pieces for para in flow.paragraphs()):
        for place, piece in enumerate(pieces):
            if piece.note and piece.given and not piece.mark.strip(_NO_WIDTH):
                number = notes.labelled_with(piece.note)
                if number and notes.told(piece, pieces[max(0, place - 1) : place + 2]) != number:
                    yield piece.note, number


def _numbered(wording: str) -> re.Pattern[str]:
    before, _, after = wording.partition("{n}")
    return re.compile(rf"{re.escape(before)}(\d+){re.escape(after)}")


class LineMaker(Protocol):
    def line(self, para: Para, file: str) -> Line: ...

    def label(self, para: Para) -> str: ...


@dataclass(slots=True)
class OwnNotes:
    """Of one report. `written`: the house's wording of a mark, {n} its number, `labelled` that of a note; `numbering` as the
    house has it at the foot of pages; `before`: the number after which the report's begin; `counted`: how many word processors
    have counted by themselves, of all reports up to here; `again`: a note may be printed for each of its marks. Where text
    has passed figures, which are read at their place in the sources, `shown` has the numbers that the document's pages give to
    its own footnotes, and to those of the reports after it, by their ids."""

    texts: Mapping[str, Sequence[Para]]
    written: str
    labelled: str
    numbering: str
    before: int = 0
    counted: int = 0
    again: bool = False
    shown: Mapping[str, int] = field(default_factory=dict)
    hung: Mapping[str, int] = field(default_factory=dict)  # footnotes whose marks are text, and the numbers that these say
    numbers: dict[str, int] = field(default_factory=dict)  # of footnotes, by their ids
    said: dict[str, int] = field(default_factory=dict)  # by what they say

    @property
    def after(self) -> int:
        """How many notes there are before the next report."""
        return self.before + len(set(self.numbers.values()))

    @property
    def goes_on_from(self) -> int:
        """The last number of the report before, if it shares a page with this one; 0: this one begins with 1."""
        return self.before if self.numbering == "report" else 0

    def left(self, footnotes: Mapping[str, int]) -> Mapping[str, int]:
        """Those that this report does not have."""
        return {identity: number for identity, number in footnotes.items() if identity not in self.numbers}

    def as_shown(self, number: int) -> int:
        """The number on the document's pages of the report's note `number`, if the pages decide it; else 0."""
        passed = next((self.shown[identity] for identity, own in self.numbers.items() if own == number and self.shown), 0)
        return passed or (self.goes_on_from and self.goes_on_from + number)

    def _as_read(self, number: int) -> int:
        """The report's number of the note that has the number `number` on the document's pages."""
        passed = next((identity for identity, shown in self.shown.items() if shown == number), "")
        if passed:
            return self._number(passed)
        return number - self.before if number > self.before else number

    def told(self, piece: Piece, beside: Sequence[Piece]) -> int:
        """The number that the file itself gives to the note that a piece marks; 0: word processors count."""
        marks = [piece.mark, *(other.text for other in beside)] if piece.given else []
        return next((int(number) for mark in marks for number in self._pattern.findall(mark)), 0)

    def marks(self, pieces: Sequence[Piece], raised: Sequence[bool]) -> dict[int, list[int]]:
        """Place of a piece that is a mark, or belongs to one → the numbers of the notes that it marks, if any. `raised`: pieces
        in the style of marks. A mark of a footnote stands between brackets, or the file gives it whole, beside the footnote."""
        found: dict[int, list[int]] = {}
        for place, piece in enumerate(pieces):
            if piece.note:
                hung = piece.note in self.hung  # at a place that says nothing of it
                found[place] = [] if hung else [self._note(piece, pieces[max(0, place - 1) : place + 2])]
            elif raised[place]:
                told = [int(number) for number in self._pattern.findall(piece.text)]
                beside = [pieces[other] for other in (place - 1, place + 1) if 0 <= other < len(pieces)]
                if told and any(other.note and other.given and other.note not in self.hung for other in beside):
                    told = told[1:]  # as a word processor writes it that knows no footnotes with brackets
                found[place] = [self._led_to(number) for number in told]
        return found

    def _led_to(self, number: int) -> int:
        """The report's number of the note that a mark as text leads to, which says `number`."""
        identity = next((note for note, own in self.hung.items() if own == number and note not in self.numbers), "")
        if not identity:
            return self._as_read(number)
        if not self.numbers and self.numbering == "report":
            self.before = number - 1
        return self._number(identity)

    def labelled_with(self, identity: str) -> int:
        """The number that a footnote itself begins with; 0: none."""
        text = next((para.text for para in self.texts.get(identity, ())), "")
        found = _numbered(self.labelled).match(text.lstrip())
        return int(found[1]) if found else 0

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _numbered(self.written)

    def _without_label(self, line: Line) -> Line:
        """A note whose label has lost its style, as LibreOffice saves it, or has none, as Word makes it, with a space behind."""
        first = line[0] if line else None
        if not isinstance(first, Text):
            return line
        found = _numbered(self.labelled).match(first.text)
        text = first.text[found.end() if found else 0 :].lstrip(" ")
        return (replace(first, text=text), *line[1:]) if text else line[1:]

    def notes(self, kinds: LineMaker, file: str) -> Iterator[Note]:
        """All that were marked."""
        told: set[int] = set()
        for identity, number in self.numbers.items():
            paragraphs = [para for para in self.texts.get(identity, ()) if para.text.strip()]
            if number in told or not paragraphs:
                continue
            told.add(number)
            span = Span(file, paragraphs[0].number, 1)
            items: list[Inline] = []
            for para in paragraphs:
                line = kinds.line(para, file)
                bare = not items and not kinds.label(para)
                items += [Text("\u3000", span)] if items else []
                items += self._without_label(line) if bare else line
            yield Note(number, tuple(items), span)

    def _note(self, piece: Piece, beside: Sequence[Piece]) -> int:
        """The number that its report gives to the note that a piece marks. The first that the pages show tells whether the
        report goes on from the one before it."""
        assert piece.note
        if piece.note not in self.numbers:
            self.counted += not piece.given
            if not self.numbers and self.numbering == "report":
                self.before = (self.told(piece, beside) or self.counted) - 1
        return self._number(piece.note)

    def _number(self, identity: str) -> int:
        if identity not in self.numbers:
            text = "".join(para.text for para in self.texts.get(identity, ()))
            number = len(set(self.numbers.values())) + 1
            self.numbers[identity] = self.said.get(text, number) if self.again else number
            self.said.setdefault(text, self.numbers[identity])
        return self.numbers[identity]
