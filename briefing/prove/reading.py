"""The glyphs of a PDF, each known as a character of the sources, and gathered into the lines in which they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import compress, pairwise
from operator import attrgetter, not_
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.prove.aligned import Difference, differences, matching
from briefing.prove.areas import COLUMNS, column, page_houses, type_area
from briefing.prove.continued import repeated
from briefing.prove.expected import REFERENCE, Expected, ExpectedPassage, seen
from briefing.prove.floated import as_found
from briefing.prove.noted import apart, as_marked
from briefing.prove.numbered_notes import as_numbered
from briefing.prove.parted_rows import in_reading_order
from briefing.prove.pdf_pages import Glyph, Pdf, Rect
from briefing.typeset.classes import CharClass, kinds_of

_DIGITS = re.compile(r"\d+")
#: So much of the text before a page reference is looked for where the output differs from the sources.
_CONTEXT = 8
#: By so much of its size a mark at a line's head may stand out, whose blank half is left out.
_HANGS = 0.55
#: What stands so much higher than the character before it, and to the right, may begin a column. Of its size.
_COLUMN = 2.0


@dataclass(slots=True)
class ReadLine:
    """Glyphs of one passage on one baseline, which is that of most of them. `number` counts the lines of the page from its top;
    `places` are those of the glyphs in the passage's text, `bases` their own baselines, raised ones brought down."""

    page: int
    passage: ExpectedPassage
    glyphs: Sequence[Glyph]
    places: Sequence[int]
    bases: Sequence[float]
    baseline: float
    size: float  # of its largest glyph
    begins: int  # where its first glyph stands in `Reading.text`
    number: int = 0
    last: bool = False  # of the passage, its pair apart, or before a forced break

    @property
    def pair(self) -> bool:
        """Whether this is what stands flush right on the paragraph's last line."""
        return self.places[0] >= self.passage.pair

    @property
    def text(self) -> str:
        return _said(self.glyphs)

    @property
    def rect(self) -> Rect:
        return Rect(
            min(glyph.x for glyph in self.glyphs),
            self.baseline - 0.9 * self.size,
            max(glyph.right for glyph in self.glyphs),
            self.baseline + 0.15 * self.size,
        )


_Y, _CHAR, _HYPHEN = attrgetter("y"), attrgetter("char"), attrgetter("hyphen")


def _said(glyphs: Iterable[Glyph]) -> str:
    return "".join(map(_CHAR, glyphs))


class PrintedReference(NamedTuple):
    """A page reference as it is printed."""

    passage: ExpectedPassage
    place: int
    digits: str


@dataclass(slots=True)
class Reading:
    """What stands on the pages. `text` is all that is printed in the type areas, in the order of the file; `pages` and
    `glyphs` belong to its characters. `lines` are in the order in which they begin in it."""

    expected: Expected
    text: str
    glyphs: list[Glyph]
    pages: list[int]
    differences: list[Difference]
    lines: list[ReadLine] = field(default_factory=list)
    folios: list[list[Glyph]] = field(default_factory=list)  # of each page, blanks included
    references: list[PrintedReference] = field(default_factory=list)
    houses: list[HouseStyle] = field(default_factory=list)  # of each page, as wide and high as it is
    _kinds: dict[int, Sequence[CharClass]] = field(default_factory=dict)

    def house(self, page: int) -> HouseStyle:
        """The house on page `page`."""
        return self.houses[page - 1]

    def kinds(self, passage: ExpectedPassage) -> Sequence[CharClass]:
        """The class of each of its characters; asked by several checks, reckoned once."""
        key = id(passage)
        if key not in self._kinds:
            self._kinds[key] = kinds_of(passage.text.replace(REFERENCE, "0"))
        return self._kinds[key]

    def line_near(self, place: int) -> ReadLine | None:
        """The line of a character of `text`; the nearest before it, or else the first, if that belongs to none."""
        before = bisect_right(self.lines, place, key=lambda line: line.begins)
        return self.lines[max(0, before - 1)] if self.lines else None


def read_back(expected: Expected, pdf: Pdf) -> Reading:
    """Tell the characters of `pdf` apart by their places and by the sources. `Reading.expected` is in the order of the PDF."""
    house = expected.house
    glyphs: list[Glyph] = []
    pages: list[int] = []
    folios: list[list[Glyph]] = []
    notes: list[tuple[int, list[Glyph]]] = []
    houses = page_houses(house, pdf)
    for page, on_page in zip(pdf.pages, houses, strict=True):
        area, room = type_area(on_page, page.number), house.page_number.offset_mm  # pt: well within the white to any page number
        if on_page.leaf == "wide":
            beyond = [glyph.x < area.left - max(room, _HANGS * glyph.size) for glyph in page.glyphs]
        else:
            lowest = area.bottom + room
            beyond = [glyph.y > lowest for glyph in page.glyphs]
        inside = list(compress(page.glyphs, map(not_, beyond)))
        folios.append(list(compress(page.glyphs, beyond)))
        visible, noted = apart(expected, page, [glyph for glyph in inside if glyph.unmapped or seen(glyph.char)], on_page)
        glyphs += visible
        pages += [page.number] * len(visible)
        notes.append((page.number, noted))
    expected = as_numbered(expected, notes)
    for number, noted in notes:  # in the sources they come after all text
        glyphs += noted
        pages += [number] * len(noted)
    glyphs, pages = _without_added_hyphens(expected.text, glyphs, pages)
    text = _said(glyphs)
    digits: dict[int, str] = {}
    if REFERENCE in expected.text:
        text, glyphs, pages, digits = _with_references(expected.text, text, glyphs, pages)
    once = _without_repeated_heads(expected, text, glyphs, pages, digits)
    expected = as_marked(as_found(expected, once[0]), once[0])
    tabular = any(passage.row >= 0 for passage in expected.passages)
    if tabular and (order := in_reading_order(expected, glyphs, pages, houses)) is not None:
        text, glyphs, pages = "".join(text[i] for i in order), [glyphs[i] for i in order], [pages[i] for i in order]
        digits = {place: digits[i] for place, i in enumerate(order) if i in digits}
    else:
        text, glyphs, pages, digits = once
    reading = Reading(expected, text, glyphs, pages, differences(expected.text, text), folios=folios, houses=houses)
    owners = matching(len(expected.text), len(text), reading.differences)
    for index, place in enumerate(owners):
        if place >= 0 and index in digits:
            number, inside_passage = expected.at(place)
            reading.references.append(PrintedReference(expected.passages[number], inside_passage, digits[index]))
    _gather(reading, owners)
    return reading


def _without_added_hyphens(wanted: str, glyphs: Sequence[Glyph], pages: Sequence[int]) -> tuple[list[Glyph], list[int]]:
    """Hyphens that part a word at a line's end, and that the sources do not have there, become a part of the letter before."""
    if not any(map(_HYPHEN, glyphs)):
        return list(glyphs), list(pages)
    text = _said(glyphs)
    kept: list[Glyph] = []
    numbers: list[int] = []
    at = 0
    for place, (glyph, page) in enumerate(zip(glyphs, pages, strict=True)):
        if glyph.hyphen and kept and kept[-1].char.isalpha() and text[place + 1 : place + 2].islower():
            before = "".join(each.char for each in kept[-_CONTEXT:])
            parted = before + text[place + 1 : place + 1 + _CONTEXT]
            typed = before + text[place : place + 1 + _CONTEXT]
            ends = [found for found in (wanted.find(parted, at), wanted.find(typed, at)) if found >= 0]
            if ends and wanted.startswith(parted, min(ends)):
                at = min(ends)
                kept[-1] = kept[-1]._replace(tail=glyph.right - kept[-1].right)  # the letters may stand apart
                continue
        kept.append(glyph)
        numbers.append(page)
    return kept, numbers


def _with_references(
    wanted: str, text: str, glyphs: Sequence[Glyph], pages: Sequence[int]
) -> tuple[str, list[Glyph], list[int], dict[int, str]]:
    """Digits that stand where the sources have a page reference become one REFERENCE."""
    cuts: list[tuple[int, int]] = []
    at = 0
    for part in wanted.split(REFERENCE)[:-1]:
        if text.startswith(part, at):
            at += len(part)
        else:
            tail = part[-_CONTEXT:]
            found = text.find(tail, at)
            if found < 0:
                continue
            at = found + len(tail)
        match = _DIGITS.match(text, at)
        if match is None:
            continue
        end = at + 1
        while end < match.end() and pages[end] == pages[at] and abs(glyphs[end].y - glyphs[at].y) < 1:
            end += 1
        cuts.append((at, end))
        at = end
    merged: list[Glyph] = []
    numbers: list[int] = []
    digits: dict[int, str] = {}
    last = 0
    for start, end in [*cuts, (len(text), len(text))]:
        merged += glyphs[last:start]
        numbers += pages[last:start]
        if start < len(text):
            first = glyphs[start]
            digits[len(merged)] = text[start:end]
            merged.append(first._replace(char=REFERENCE, advance=glyphs[end - 1].right - first.x))
            numbers.append(pages[start])
        last = end
    return _said(merged), merged, numbers, digits


def _without_repeated_heads(
    expected: Expected, text: str, glyphs: list[Glyph], pages: list[int], digits: dict[int, str]
) -> tuple[str, list[Glyph], list[int], dict[int, str]]:
    """A table that goes on over the page repeats its head there, which the sources have once, under 续表."""
    heads: dict[str, list[str]] = {}
    for head in dict.fromkeys(repeated(expected)):
        heads.setdefault(head[:1], []).append(head)
    heads.pop("", None)
    if not heads:
        return text, glyphs, pages, digits
    begun: dict[str, list[tuple[bool, int]]] = {}
    for start in _tops(glyphs, pages):
        for head in heads.get(text[start], ()):
            if not text.startswith(head, start) or (head in expected.text and text.find(head, 0, start) < 0):
                continue
            end = start + len(head) + _CONTEXT
            here = text[max(0, start - _CONTEXT) : end]
            if 0 < _times(here, text) <= _times(here, expected.text):
                continue  # that of another table, which begins here
            begun.setdefault(head, []).append((text[start:end] in expected.text, start))  # or one that text has passed
    gone: list[tuple[int, int]] = []
    for head in sorted(begun, key=len, reverse=True):
        surplus = text.count(head) - expected.text.count(head) - sum(head in text[start:end] for start, end in gone)
        told = dict(gone)
        left = sorted(each for each in begun[head] if each[1] not in told)
        gone += [(start, start + len(head)) for _, start in left[: max(0, surplus)]]
    if not gone:
        return text, glyphs, pages, digits
    stays = bytearray(b"\1") * len(text)
    for start, end in gone:
        stays[start:end] = bytes(end - start)
    kept = [i for i, stay in enumerate(stays) if stay]
    moved = {old: new for new, old in enumerate(kept)} if digits else {}
    return (
        "".join(text[i] for i in kept),
        [glyphs[i] for i in kept],
        [pages[i] for i in kept],
        {moved[i]: value for i, value in digits.items() if i in moved},
    )


def _tops(glyphs: Sequence[Glyph], pages: Sequence[int]) -> Iterator[int]:
    """Where pages begin, and columns, as far as may be seen."""
    heights = map(_Y, glyphs)
    turns = (page != before for before, page in pairwise(pages))
    rising = (here < above for above, here in pairwise(heights))
    for at in [at for at, (turned, risen) in enumerate(zip(turns, rising, strict=True), 1) if turned or risen]:
        above, here = glyphs[at - 1], glyphs[at]
        if pages[at] != pages[at - 1] or (here.x > above.x and here.y < above.y - _COLUMN * here.size):
            yield at


def _times(piece: str, text: str) -> int:
    """How often it stands there, one over the other too: 111 stands twice in 1111."""
    found, at = 0, text.find(piece)
    while at >= 0:
        found, at = found + 1, text.find(piece, at + 1)
    return found


def _gather(reading: Reading, owners: Sequence[int]) -> None:
    """Fill in the lines: a new one where the passage, the page, the column or the height changes, and before a pair."""
    expected = reading.expected
    known = owners if isinstance(owners, range) else [index for index, place in enumerate(owners) if place >= 0]
    places = owners if isinstance(owners, range) else [owners[index] for index in known]  # both rise
    start = 0
    for passage, begin in zip(expected.passages, expected.starts, strict=True):
        end = bisect_left(places, begin + len(passage.text), start)
        if start < end:
            reading.lines += _lines(reading, passage, known[start:end], [place - begin for place in places[start:end]])
        start = end
    _mark_last(reading.lines)
    _count(reading.lines)


def _lines(reading: Reading, passage: ExpectedPassage, indexes: Sequence[int], places: Sequence[int]) -> Iterator[ReadLine]:
    """Of one passage, whose characters `places` are the glyphs `indexes`."""
    glyphs = [reading.glyphs[index] for index in indexes]
    pages = [reading.pages[index] for index in indexes]
    bases = _bases(reading, passage, glyphs, places)
    cuts: list[int] = []
    stands, height = (0, 0), 0.0
    pair = bisect_left(places, passage.pair)
    single = passage.group != COLUMNS
    for at, (glyph, base, page) in enumerate(zip(glyphs, bases, pages, strict=True)):
        if base == height and single and page == stands[0] and at != pair:
            continue
        here = page, column(reading.house(page), page, glyph.x) if passage.group == COLUMNS else 0
        if here != stands or abs(base - height) > 0.4 * glyph.size or places[at] == passage.pair:
            cuts.append(at)
            stands, height = here, base
    for start, end in pairwise((*cuts, len(glyphs))):
        own, heights = glyphs[start:end], bases[start:end]
        size = max(glyph.size for glyph in own)
        baseline = sorted(heights)[(end - start) // 2]
        yield ReadLine(pages[start], passage, own, places[start:end], heights, baseline, size, indexes[start])


def _bases(reading: Reading, passage: ExpectedPassage, glyphs: Sequence[Glyph], places: Sequence[int]) -> list[float]:
    """The baselines of the glyphs, raised ones brought down."""
    inline = reading.expected.house.inline
    styles = {run.style for run in passage.runs}
    up: dict[str, float] = {style: inline[style].raise_em for style in styles if style and inline[style].raise_em}
    if not up:
        return list(map(_Y, glyphs))
    return [glyph.y + up.get(passage.runs[place].style, 0.0) * glyph.size for glyph, place in zip(glyphs, places, strict=True)]


def _mark_last(lines: Sequence[ReadLine]) -> None:
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        line.last = (
            following is None
            or following.passage is not line.passage
            or following.pair
            or line.pair
            or following.passage.breaks_before(following.places[0])
        )


def _count(lines: Sequence[ReadLine]) -> None:
    """Number the lines of each page from the top; what stands side by side has one number."""
    number, page, base = 0, 0, 0.0
    for line in sorted(lines, key=lambda line: (line.page, line.baseline)):
        if line.page != page:
            number, page, base = 1, line.page, line.baseline
        elif line.baseline - base > 0.4 * line.glyphs[0].size:
            number, base = number + 1, line.baseline
        line.number = number
