"""How titles part in any PDF, held against the places at which an editor would end their lines."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.records import dataclass
from briefing.prove.pdf_pages import PdfPage

#: Glyphs whose heights differ by less than this share of their size stand on one line.
_SAME_LINE = 0.4
_BLANK = "\u3000 "


@dataclass(frozen=True, slots=True)
class Marked:
    """A title with the places (characters before it) at which its lines may end. `spaces`: after the author's full-width ones."""

    text: str
    good: frozenset[int]
    spaces: frozenset[int]

    @classmethod
    def of(cls, line: str) -> Marked:
        """From a title with | and ‖ at these places."""
        text, good = "", set()
        for char in line.strip():
            if char in "|‖":
                good.add(len(text))
            else:
                text += char
        spaces = {at + 1 for at, char in enumerate(text) if char == "\u3000" and at + 1 in good}
        return cls(text, frozenset(good | spaces), frozenset(spaces))


@dataclass(frozen=True, slots=True)
class TitleBreaks:
    """Of `titles` found in several lines: `ends` of lines that are not their last, `inside` a unit, and titles whose author's
    space is `missed`."""

    titles: int = 0
    ends: int = 0
    inside: int = 0
    missed: int = 0


def judged(title: Marked, ends: Sequence[int]) -> TitleBreaks:
    """Of a title whose lines, the last one apart, end before these characters."""
    if not ends:
        return TitleBreaks()
    others = [end for end in ends if end not in title.spaces]
    missed = bool(others) and any(space not in ends for space in title.spaces)
    return TitleBreaks(1, len(ends), sum(end not in title.good for end in ends), int(missed))


def measure(pages: Sequence[PdfPage], titles: Sequence[Marked]) -> TitleBreaks:
    """Look for `titles` among the lines of the pages and judge where they part. Titles that are not there, or stand on one line,
    count for nothing."""
    lines = [line for page in pages for line in _lines(page)]
    found = [judged(title, ends) for title in titles if (ends := _ends(title.text, lines))]
    return TitleBreaks(*(sum(getattr(each, name) for each in found) for name in ("titles", "ends", "inside", "missed")))


def _lines(page: PdfPage) -> list[str]:
    """Of the page, from the top, without spaces."""
    rows: list[list[tuple[float, float, str]]] = []
    for glyph in sorted(page.glyphs, key=lambda glyph: glyph.y):
        if not rows or glyph.y - rows[-1][0][1] > _SAME_LINE * glyph.size:
            rows.append([])
        rows[-1].append((glyph.x, glyph.y, glyph.char))
    return ["".join(char for _, _, char in sorted(row) if not char.isspace()) for row in rows]


def _ends(text: str, lines: Sequence[str]) -> list[int]:
    """Where the lines of the title end that stands in consecutive `lines`; [] where none does, or it takes but one."""
    inked = [at for at, char in enumerate(text) if char not in _BLANK]
    plain = "".join(text[at] for at in inked)
    for first, line in enumerate(lines):
        if not line or not plain.startswith(line) or line == plain:
            continue
        said, ends, at = line, [len(line)], first
        while said != plain and at + 1 < len(lines) and plain.startswith(said + lines[at + 1]):
            at += 1
            said += lines[at]
            ends.append(len(said))
        if said == plain:
            return [inked[end] for end in ends[:-1]]
    return []
