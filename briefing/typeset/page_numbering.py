"""Notes that are numbered anew on each page: which number each has, once it is known where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.typeset.composed import Page, SetParagraph


def numbers(pages: Sequence[Page], notes: Sequence[SetParagraph]) -> dict[str, str]:
    """Anchor of a note → its number among those that begin on its page."""
    found: dict[str, str] = {}
    for page in pages:
        begun = [placed.index for placed in page.notes if not placed.first]
        found |= {notes[index].paragraph.anchor: str(number) for number, index in enumerate(begun, 1)}
    return found
