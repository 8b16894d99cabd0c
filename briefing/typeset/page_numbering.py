"""Numbers of notes that depend on their pages: which each has, once it is known where it stands.

No page has two notes of one number. Numbered by page, they begin with 1 on each. Numbered by report, they begin with 1 in each,
but go on from those of the report before where its notes, or their marks, stand on the page of the first of them.
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
    if not house.notes_by_pages or not notes:
        return {}
    return _by_page(pages, notes) if house.notes.numbering == "page" else _by_report(pages, blocks, notes)


def _by_page(pages: Sequence[Page], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Among those that begin on its page."""
    found: dict[str, str] = {}
    for page in pages:
        found |= {notes[index].paragraph.anchor: str(number) for number, index in enumerate(_begun(page), 1)}
    return found


def _by_report(pages: Sequence[Page], blocks: Sequence[SetBlock], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Of reports that go on from the one before."""
    found: dict[str, str] = {}
    before = last = 0  # numbers of those before the report's own, and the greatest so far
    report = ""
    for page in pages:
        here = {report_of(notes[placed.index].paragraph.anchor) for placed in page.notes if placed.first}
        here |= {report_of(target) for item in page.items for target in targets(blocks[item.index], item.first, item.last)}
        for index in _begun(page):
            anchor = notes[index].paragraph.anchor
            if not anchor:
                continue  # no text has its mark
            if report_of(anchor) != report:
                before = last if report in here else 0
                report, last = report_of(anchor), before
            last = max(last, before + number_of(anchor))
            here.add(report)
            if before:
                found[anchor] = str(before + number_of(anchor))
    return found


def _begun(page: Page) -> Iterator[int]:
    return (placed.index for placed in page.notes if not placed.first)
