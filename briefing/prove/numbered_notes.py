"""Numbers of notes that only pages decide: what an output has is lawful or not, and the proof finds out which by itself.

They count in the order in which they stand. Numbered by page, they begin anew on each. Numbered by report, those of a report
begin with 1, or go on from the report before: they do if notes of both are on the page, so that no page has two of one number,
and may if only marks of the earlier one are. Numbered through the issue, they go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from briefing.model.numbered_marks import report_of
from briefing.prove.expected import NOTES, REFERENCE, Expected, ExpectedPassage, with_numbers
from briefing.prove.pdf_pages import Glyph


def as_numbered(expected: Expected, pages: Sequence[tuple[int, Sequence[Glyph]]]) -> Expected:
    """`expected` with the numbers of its notes as they have to be on these pages. `pages`: of each page, its number and the
    glyphs of its notes."""
    text = "".join(glyph.char for _, glyphs in pages for glyph in glyphs)
    owners = [number for number, glyphs in pages for _ in glyphs]
    return _as_found(expected, text, owners)


def as_counted(expected: Expected, paragraphs: Sequence[str]) -> Expected:
    """`expected` as a file without pages has it, the notes of which are the last of its `paragraphs`: numbered by page, with
    REFERENCE for each number."""
    house, notes = expected.house, expected.sheet.notes
    if not house.foot_notes or not notes:
        return expected
    if house.notes.numbering == "page":
        return with_numbers(expected, {note.anchor: REFERENCE for note in notes})
    return _as_found(expected, "".join(paragraphs[-len(notes) :]), None)


class _Left(NamedTuple):
    """A note to be found: its number in the sheet, what stands before that, and after it."""

    anchor: str
    own: int
    before: str
    after: str


def _as_found(expected: Expected, text: str, owners: Sequence[int] | None) -> Expected:
    """`owners`: of the characters of `text`, all that notes say, the pages."""
    if not expected.house.foot_notes or not expected.sheet.notes:
        return expected
    notes, numbering = [passage for passage in expected.passages if passage.region == NOTES], expected.house.notes.numbering
    if numbering != "report" and text == "".join(note.text for note in notes):
        return expected  # as they were, or where the pages would turn with the numbers
    left = [_parted(note) for note in notes]
    count = _ByPage() if numbering == "page" else _ByReport() if numbering == "report" else _Through(left)
    numbers: dict[str, str] = {}
    at = 0
    while left and at < len(text):
        here = owners[at] if owners is not None else 0
        going_on = owners is not None and at > 0 and owners[at - 1] == here
        lawful = ((note, number) for note in left for number in count.lawful(note, here, going_on))
        said = ((note, number, f"{note.before}{number}{note.after}") for note, number in lawful)
        fitting = (each for each in said if text.startswith(each[2], at))
        found = max(fitting, key=lambda each: len(each[2]), default=None)  # one may begin with all that another says
        note, number, passage = found or (left[0], count.lawful(left[0], here, going_on)[0], "")
        numbers[note.anchor] = str(number)
        if found is None:
            break  # and the difference is told
        count.take(note, number, here)
        left.remove(note)
        at += len(passage)
    return with_numbers(expected, numbers)


def _parted(note: ExpectedPassage) -> _Left:
    found = re.search(r"\d+", note.text)
    start, end = found.span() if found else (0, 0)
    return _Left(note.anchor, int(note.text[start:end] or 0), note.text[:start], note.text[end:])


class _ByPage:
    """The next number of each page, from 1."""

    def __init__(self) -> None:
        self._page, self._count = 0, 0

    def lawful(self, note: _Left, page: int, going_on: bool) -> tuple[int, ...]:
        return (self._count + 1 if page == self._page else 1,)

    def take(self, note: _Left, number: int, page: int) -> None:
        self._page, self._count = page, number


class _ByReport:
    """The number of its report, behind those of the report before where it goes on from them."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}  # the last number of each report
        self._last = 0

    def lawful(self, note: _Left, page: int, going_on: bool) -> tuple[int, ...]:
        """`going_on`: under notes on the same page."""
        if not note.anchor:
            return (note.own,)  # no text has its mark
        if (report := report_of(note.anchor)) in self._counts:
            return (self._counts[report] + 1,)
        return (self._last + 1,) if going_on else (1, self._last + 1)

    def take(self, note: _Left, number: int, page: int) -> None:
        if note.anchor:
            self._last = self._counts[report_of(note.anchor)] = number


class _Through:
    """The numbers that the sheet has, one after the other; those of notes without a mark stay with them."""

    def __init__(self, notes: Sequence[_Left]) -> None:
        self._numbers = sorted(note.own for note in notes if note.anchor)

    def lawful(self, note: _Left, page: int, going_on: bool) -> tuple[int, ...]:
        return (self._numbers[0] if note.anchor else note.own,)

    def take(self, note: _Left, number: int, page: int) -> None:
        if note.anchor:
            self._numbers.remove(number)
