"""A file that somebody sent beside the report that came of it, by paragraphs; and what was put right, undone again. Pure.

A repair is known by its place in the file. Where it stands in the report is found by laying the paragraph, as it was repaired, on
the line of Markdown that holds it; one that cannot be found there for certain can be looked at, but not undone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from briefing.importing.repairs import Repair
from briefing.model import fields
from briefing.source.head import extent

#: Characters that go together by which a line is known.
_GRAM = 4
#: Characters of a paragraph times those of its line that are compared one by one, which takes a second.
_COMPARED = 4_000_000
#: What of a paragraph must stand in a line for that to be its line.
_ENOUGH = 0.5
_BLANK = re.compile(r"\s+")
_OPENING = re.compile(r"(#{1,5}|>)\s+|[-+]\s+|\d+[.)]\s+")
#: What holds words among marks that nobody at the desk needs to see: the words are `words`.
_FORMS = (
    (re.compile(r"\[\^[^\]]+\]:\s*(?P<words>.*)"), "脚注"),
    (re.compile(r"(?P<words>表\s?\d.*?)\s*\{[^{}]*\}\s*"), "表题"),
)
_TITLED = re.compile(r'!\[[^\]]*\]\([^)\s"]*\s+"(?P<words>(?:\\.|[^"\\])*)"\)')
_HEADED = re.compile(r"(?P<key>\w+):\s*(?P<words>.*)")
_HEAD = {field.key: field.title for field in fields.HEAD}
_LEVELS = {"#": "标题", "##": "小标题", "###": "小标题", "####": "小标题", "#####": "小标题", ">": "引文"}
#: What may be put back anywhere in a line and means nothing to Markdown.
_HARMLESS = re.compile(
    r"[^\W_]|[ \u00a0\u2000-\u200a\u202f\u205f\u3000,;:?.()\"']|[\uff01-\uff5e\u3001-\u301f\u2014\u2018-\u201d\u2026\u00b7]"
)


_QUOTES = frozenset("\"':")


class UndoPlace(NamedTuple):
    """Characters of the Markdown, from its beginning."""

    start: int
    length: int


class SidePiece(NamedTuple):
    """Characters of one side; `repair`: the number of that which changed them, -1 for none."""

    text: str
    repair: int


class SideRow(NamedTuple):
    """A paragraph. `number`: as a reader of the file counts; `came`: what stands in the report, nothing where it does not;
    `kind`: what it became (Chinese), "" for plain text."""

    number: int
    stood: tuple[SidePiece, ...]
    came: tuple[SidePiece, ...]
    kind: str


class Sides(NamedTuple):
    rows: tuple[SideRow, ...]
    #: Number of a repair → where it can be undone.
    places: dict[int, UndoPlace]


class _Spot(NamedTuple):
    """A repair in its paragraph, which has `start:end` of the file's characters."""

    start: int
    end: int
    repair: int


class _Paragraph(NamedTuple):
    """One of the file, with the repairs that it bears out."""

    number: int
    text: str
    spots: tuple[_Spot, ...]

    def repaired(self, repairs: Sequence[Repair]) -> str:
        said, at = "", 0
        for spot in self.spots:
            said += self.text[at : spot.start] + repairs[spot.repair].after
            at = spot.end
        return said + self.text[at:]


def sides(original: str, repairs: Sequence[Repair], markdown: str) -> Sides:
    """`original`: the file's paragraphs, each the line that its number names."""
    by_line: dict[int, list[int]] = {}
    for number, repair in enumerate(repairs):
        by_line.setdefault(repair.span.line, []).append(number)
    paragraphs = [
        _Paragraph(number, text, tuple(_spots(text, by_line.get(number, ()), repairs)))
        for number, text in enumerate(original.split("\n"), 1)
        if text.strip()
    ]
    lines = _Lines(markdown, {_bare(each.repaired(repairs)) for each in paragraphs})
    rows: list[SideRow] = []
    places: dict[int, UndoPlace] = {}
    for paragraph in paragraphs:
        row, found = _row(paragraph, repairs, lines)
        rows.append(row)
        places |= found
    return Sides(tuple(rows), places)


def undone(markdown: str, repairs: Sequence[str], places: Mapping[int, UndoPlace], wanted: Collection[int]) -> str:
    """The report with what stood in the file in place of some repairs. `repairs`: what each had found there."""
    # from the end on; blanks that were taken away before the character that comes next, after that character
    for number in sorted((each for each in wanted if each in places), key=lambda each: places[each], reverse=True):
        start, length = places[number]
        markdown = markdown[:start] + repairs[number] + markdown[start + length :]
    return markdown


def _spots(text: str, numbers: Sequence[int], repairs: Sequence[Repair]) -> Iterator[_Spot]:
    """Those that the paragraph bears out, in order; one that lies in another is left to that."""
    end = 0
    for number in sorted(numbers, key=lambda each: repairs[each].span.column):
        start = repairs[number].span.column - 1
        before = repairs[number].before
        if start >= end and _flat(text[start : start + len(before)]) == _flat(before):
            end = start + len(before)
            yield _Spot(start, end, number)


def _flat(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")


def _row(paragraph: _Paragraph, repairs: Sequence[Repair], lines: _Lines) -> tuple[SideRow, dict[int, UndoPlace]]:
    number, text, spots = paragraph
    stood: list[SidePiece] = []
    length, at = 0, 0
    marks: list[tuple[int, int, int]] = []  # of the repaired paragraph, with the repair
    for spot in spots:
        stood += [SidePiece(text[at : spot.start], -1), SidePiece(text[spot.start : spot.end], spot.repair)]
        length += spot.start - at
        after = len(repairs[spot.repair].after)
        marks.append((length, length + after, spot.repair))
        length += after
        at = spot.end
    stood.append(SidePiece(text[at:], -1))
    repaired = paragraph.repaired(repairs)
    line = lines.of(repaired)
    shown = tuple(piece for piece in stood if piece.text or piece.repair >= 0)
    if line is None:
        return SideRow(number, shown, (), ""), {}
    begin, words, kind = lines.shown(line, repaired)
    laid = _laid(repaired, words)
    came: list[SidePiece] = []
    places: dict[int, UndoPlace] = {}
    at = 0
    for start, end, repair in marks:
        place = _place(laid, start, end, words)
        if place is None or place.start < at:
            continue
        came += [SidePiece(words[at : place.start], -1), SidePiece(words[place.start : place.start + place.length], repair)]
        at = place.start + place.length
        whole = UndoPlace(begin + place.start, place.length)
        if _may_return(repairs[repair].before, lines.text, whole):
            places[repair] = whole
    came.append(SidePiece(words[at:], -1))
    return SideRow(number, shown, tuple(piece for piece in came if piece.text or piece.repair >= 0), kind), places


def _laid(repaired: str, words: str) -> dict[int, int]:
    """Character of the paragraph → that of the line."""
    bare, lead = repaired.strip(), len(repaired) - len(repaired.lstrip())
    at = words.find(bare)
    if at >= 0:
        return {lead + index: at + index for index in range(len(bare))}
    found, next_ = dict[int, int](), 0
    for index, char in enumerate(words):  # marks of Markdown stand among its characters
        if next_ < len(bare) and char == bare[next_]:
            found[lead + next_] = index
            next_ += 1
    if next_ == len(bare):
        return found
    if len(repaired) * len(words) > _COMPARED:
        return {}
    blocks = SequenceMatcher(None, repaired, words, autojunk=False).get_matching_blocks()
    return {block.a + index: block.b + index for block in blocks for index in range(block.size)}


def _place(laid: Mapping[int, int], start: int, end: int, words: str) -> UndoPlace | None:
    """Where characters of the paragraph stand in the line, all of them together between the same neighbours."""
    before, after = laid.get(start - 1), laid.get(end)
    if start == end:
        return UndoPlace(after, 0) if before is not None and after is not None and after == before + 1 else None
    first, last = laid.get(start), laid.get(end - 1)
    if first is None or last is None or last - first != end - 1 - start or last >= len(words):
        return None
    return UndoPlace(first, end - start)


def _may_return(before: str, markdown: str, place: UndoPlace) -> bool:
    """Whether what stood in the file can stand there without being taken for mark-up."""
    begin = markdown.rfind("\n", 0, place.start) + 1
    lead = markdown[begin : place.start]
    end = place.start + place.length
    rest = markdown[end : end + 1]
    if not before or not all(map(_HARMLESS.fullmatch, before)):
        return False
    if set(before) & _QUOTES and ("](" in lead or _in_head(markdown, place.start)):
        return False  # the title of a picture, or a value of YAML, would end there
    opens = not lead.strip() or re.fullmatch(r"\W*\d*", lead) is not None
    closes = rest in ("", "\n") and before != before.rstrip()
    return not opens and not closes and not (before.startswith("(") and lead.endswith("]")) and not lead.endswith("\\")


def _in_head(markdown: str, at: int) -> bool:
    return markdown.startswith("---\n") and at < markdown.find("\n---\n", 3)


class _Lines:
    """The lines of a report, found by the words in them. `paragraphs`: those of the file, bare: a line that is one of them to a
    letter is no other's."""

    def __init__(self, text: str, paragraphs: Collection[str]) -> None:
        self.text = text
        first, last = extent(text.split("\n"))
        self._head = range(first + 1, last) if last > 0 else range(0)
        self._lines: list[tuple[int, str]] = []
        self._bare: list[str] = []
        self._grams: dict[str, set[int]] = {}
        at = 0
        for index, line in enumerate(text.split("\n")):
            bare = _bare(line)
            self._lines.append((at, line))
            self._bare.append(bare)
            for gram in _grams(bare):
                self._grams.setdefault(gram, set()).add(index)
            at += len(line) + 1
        self._owned = frozenset(index for index, bare in enumerate(self._bare) if bare in paragraphs)
        self._last: int = 0

    def of(self, paragraph: str) -> int | None:
        """The line of a paragraph; of several the first from the last one on that was found."""
        bare = _bare(paragraph)
        if not bare:
            return None
        if len(bare) < _GRAM:
            return self._short(bare)
        grams = list(_grams(bare))
        there = (index for gram in grams for index in self._grams.get(gram, ()))
        votes = Counter(index for index in there if index not in self._owned or self._bare[index] == bare)
        most = max(votes.values(), default=0)
        if most < _ENOUGH * len(set(grams)):
            return None
        return self._nearest([index for index, count in votes.items() if count == most])

    def _short(self, bare: str) -> int | None:
        """Few characters are a line of their own, or stand in a row of a table; from the last line on that was found."""
        count = len(self._lines)
        for index in chain(range(self._last, count), range(self._last)):
            if bare == self._bare[index] or (self._lines[index][1].lstrip().startswith("|") and bare in self._bare[index]):
                self._last = index
                return index
        return None

    def _nearest(self, found: Sequence[int]) -> int | None:
        if not found:
            return None
        last = self._last
        self._last = next_ = min(found, key=lambda index: (index < last, index))
        return next_

    def shown(self, index: int, paragraph: str) -> tuple[int, str, str]:
        """Where what is shown of a line begins, its characters, and what kind of line it is."""
        at, line = self._lines[index]
        if line.lstrip().startswith("|"):
            return *self._cell(at, line, paragraph), "表格"
        if index in self._head and (entry := _HEADED.fullmatch(line)):
            return at + entry.start("words"), entry["words"], _HEAD.get(entry["key"], "")
        if titles := list(_TITLED.finditer(line)):
            wanted = _bare(paragraph)
            title = next((each for each in titles if _bare(each["words"]) == wanted), titles[0])
            return at + title.start("words"), title["words"], "图题"
        for form, kind in _FORMS:
            if match := form.fullmatch(line):
                return at + match.start("words"), match["words"], kind
        found = _OPENING.match(line)
        if found is None:
            return at, line, ""
        return at + found.end(), line[found.end() :], _LEVELS.get(found[1] or "", "列表")

    @staticmethod
    def _cell(at: int, line: str, paragraph: str) -> tuple[int, str]:
        """The cell of a row that holds the most of the paragraph."""
        wanted = set(_bare(paragraph))
        cells = [(match.start(), match[0]) for match in re.finditer(r"(?:\\\||[^|])+", line) if match[0].strip()]
        if not cells:
            return at, line

        def likeness(found: tuple[int, str]) -> tuple[bool, float]:
            there = set(found[1])
            return _bare(paragraph) in _bare(found[1]), len(wanted & there) / max(1, len(there))

        start, cell = max(cells, key=likeness)
        lead = len(cell) - len(cell.lstrip())
        return at + start + lead, cell.strip()


def _bare(text: str) -> str:
    """Without blanks and marks of Markdown."""
    return re.sub(r"[*#>|\\]", "", _BLANK.sub("", text))


def _grams(bare: str) -> Iterator[str]:
    for start in range(max(0, len(bare) - _GRAM) + 1):
        if len(bare) >= _GRAM:
            yield bare[start : start + _GRAM]
