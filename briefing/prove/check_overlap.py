"""Ink on ink: no character printed over another, whoever is to blame. Knows nothing of the house's numbers but its type."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, islice, pairwise
from operator import attrgetter

from briefing.prove.findings import Faults, mm
from briefing.prove.pdf_pages import Glyph
from briefing.prove.reading import Reading, ReadLine

#: How much of the narrower of two neighbours may lie over the other: faces have that much white at their sides.
_BESIDE = 0.15
#: Of the type size: baselines nearer than this let one line's ink run into the next one's.
_UNDER = 0.8


def check_overlap(reading: Reading, findings: Faults) -> None:
    for line in reading.lines:
        _along(line, findings)
    for _, group in groupby(sorted(reading.lines, key=attrgetter("page", "baseline")), key=attrgetter("page")):
        for above, below in _close(list(group)):
            if _cross(above, below):
                findings.on_line("prove-overlap", f"这一行压在“{above.text[:10]}”上面", below)


@cache
def _inked(char: str) -> bool:
    """Whether the character fills its width: marks are half empty, and may stand closer."""
    return unicodedata.category(char)[0] in "LN"


def _along(line: ReadLine, findings: Faults) -> None:
    for at, (here, following) in enumerate(pairwise(line.glyphs)):
        over = here.x + here.advance - following.x
        if over <= 0.5 or not (_inked(here.char) and _inked(following.char)):
            continue
        if over > _BESIDE * min(here.advance, following.advance):
            message = f"“{here.char}”和“{following.char}”叠在一起 {mm(over)}"
            findings.on_line("prove-overlap", message, line, line.places[at])
            return


def _close(lines: Sequence[ReadLine]) -> Iterator[tuple[ReadLine, ReadLine]]:
    """Pairs of one page's lines, sorted by height, whose heights are too near for both to be where they are, if they meet."""
    for index, above in enumerate(lines):
        for below in islice(lines, index + 1, None):
            if below.baseline - above.baseline > _UNDER * min(above.size, below.size):
                break
            yield above, below


def _cross(above: ReadLine, below: ReadLine) -> bool:
    """Whether a letter of one stands over a letter of the other."""
    one, two = _span(above.glyphs), _span(below.glyphs)
    if one is None or two is None or min(one[1], two[1]) - max(one[0], two[0]) <= 1:
        return False
    letters = [glyph for glyph in below.glyphs if _inked(glyph.char)]
    return any(
        min(glyph.right, other.right) - max(glyph.x, other.x) > _BESIDE * min(glyph.advance, other.advance)
        for glyph in above.glyphs if _inked(glyph.char)
        for other in letters
    )  # fmt: skip


def _span(glyphs: Sequence[Glyph]) -> tuple[float, float] | None:
    return (min(glyph.x for glyph in glyphs), max(glyph.right for glyph in glyphs)) if glyphs else None
