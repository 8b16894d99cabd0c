"""Numbers of notes that depend on their pages: which each has, once it is known where it stands.

They count as a reader meets them, which is not the order of the sources where text has passed a figure. No page has two notes
of one number. Numbered by page, they begin with 1 on each. Numbered by report, they begin with 1 in each, but go on from those of
the report before where its notes, or their marks, stand on the page of the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.house.style import HouseStyle
from briefing.model.numbered_marks import number_of, report_of
from briefing.typeset.composed import Page, SetBlock, SetParagraph
from briefing.typeset.foot_notes import targets


def numbers(
    pages: Sequence[Page], blocks: Sequence[SetBlock], notes: Sequence[SetParagraph], house: HouseStyle
) -> dict[str, str]:
    """Anchor of a note → its number, if it may be another than the sheet has."""
    if not house.foot_notes or not notes:
        return {}
    match house.notes.numbering:
        case "page":
            return _by_page(pages, notes)
        case "report":
            return _by_report(pages, blocks, notes)
        case _:
            return _through(pages, notes)


def anywhere(notes: Sequence[SetParagraph], house: HouseStyle) -> dict[str, str]:
    """Numbers that are right on whatever pages, for an issue the pages of which turn with the numbers: each report goes on. By
    page there are none, and those of the sheet say at least which note is which."""
    if not house.foot_notes or house.notes.numbering != "report":
        return {}
    anchors = [note.paragraph.anchor for note in notes if note.paragraph.anchor]
    return {anchor: str(number) for number, anchor in enumerate(anchors, 1)}


def _by_page(pages: Sequence[Page], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Among those that begin on its page."""
    found: dict[str, str] = {}
    for page in pages:
        found |= {notes[index].paragraph.anchor: str(number) for number, index in enumerate(_begun(page), 1)}
    return found


def _by_report(pages: Sequence[Page], blocks: Sequence[SetBlock], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Of those that have another than in their report by itself."""
    found: dict[str, str] = {}
    numbers: dict[str, int] = {}  # the last of each report
    before, last = "", 0  # the report of the note before, and its number
    for page in pages:
        here = {report_of(notes[placed.index].paragraph.anchor) for placed in page.notes if placed.first}
        here |= {report_of(target) for item in page.items for target in targets(blocks[item.index], item.first, item.last)}
        for index in _begun(page):
            anchor = notes[index].paragraph.anchor
            if not anchor:
                continue  # no text has its mark
            if (report := report_of(anchor)) not in numbers:
                numbers[report] = last if before in here else 0
            before = report
            here.add(report)
            last = numbers[report] = numbers[report] + 1
            if last != number_of(anchor):
                found[anchor] = str(last)
    return found


def _through(pages: Sequence[Page], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Of those that have another than in the order of the sources. One without a mark keeps its own."""
    met = [index for page in pages for index in _begun(page) if notes[index].paragraph.anchor]
    return {notes[index].paragraph.anchor: str(own + 1) for own, index in zip(sorted(met), met, strict=True) if own != index}


def _begun(page: Page) -> Iterator[int]:
    return (placed.index for placed in page.notes if not placed.first)
