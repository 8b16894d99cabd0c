"""Latin words and numbers in a text, by the classes of its characters."""

from __future__ import annotations

from briefing.typeset.classes import WORDLIKE, CharClass


def words(kinds: list[CharClass]) -> list[tuple[int, int]]:
    """Maximal runs of Latin letters, digits and their marks, as (start, end)."""
    found: list[tuple[int, int]] = []
    start = -1
    for i, kind in enumerate(kinds):
        if kind in WORDLIKE:
            if start < 0:
                start = i
        elif start >= 0:
            found.append((start, i))
            start = -1
    if start >= 0:
        found.append((start, len(kinds)))
    return found
