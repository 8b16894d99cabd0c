"""What a word processor made of the DOCX, held against the PDF: text, lines and pages, each difference with its source place.

    text     every character of the sources exactly once, in whatever order the program paints its pages
    lines    the same characters on a line (page_lines.py)
    pages    the same first and last line

Text that is lost or there twice is an error. A line or a page that differs is a warning: the text can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.records import dataclass
from briefing.prove.aligned import differences
from briefing.prove.areas import page_areas
from briefing.prove.expected import REFERENCE, Expected
from briefing.prove.findings import shown
from briefing.prove.page_lines import Agreement, PageRow, compare, same_edges, set_lines, without_leaders
from briefing.prove.pdf_pages import Glyph, Pdf
from briefing.prove.reading import Reading, ReadLine, read_back

#: Differences of a kind that are told; the first ones show why the others follow.
_TOLD = 8
_Places = dict[tuple[int, Glyph], tuple[ReadLine, int]]


@dataclass(frozen=True, slots=True)
class OfficeProof:
    """`agreement`: of lines and pages. `lost` and `doubled` count characters. `diagnostics`: where the two differ."""

    agreement: Agreement
    lost: int
    doubled: int
    diagnostics: tuple[Diagnostic, ...]

    def figures(self) -> dict[str, int]:
        """For the manifest."""
        lines, of_lines, pages, of_pages, _ = self.agreement
        return {
            "lines": lines, "of_lines": of_lines, "pages": pages, "of_pages": of_pages, "lost": self.lost, "doubled": self.doubled
        }  # fmt: skip


def check_office(expected: Expected, ours: Pdf, theirs: Pdf, engine: str) -> OfficeProof:
    """`ours`: the PDF of the same sources; `theirs`: the DOCX as `engine` prints it."""

    area = page_areas(expected.house, ours)
    theirs = without_leaders(theirs)
    wanted, found = set_lines(ours, area), set_lines(theirs, area)
    reading = read_back(expected, theirs)
    lost, doubled, told = _text(reading.expected, reading, engine)
    agreement = compare(ours, theirs, area)
    if not agreement.complete:
        places = _places(read_back(expected, ours))
        told += _lines(wanted, found, places, engine)
        told += _pages(wanted, list(same_edges(wanted, found, agreement.of_pages)), places, engine)
    return OfficeProof(agreement, lost, doubled, tuple(told))


# -- text


def _text(expected: Expected, reading: Reading, engine: str) -> tuple[int, int, list[Diagnostic]]:
    wanted, found = Counter(expected.text), Counter(reading.text)
    for digits in (wanted, found):
        del digits[REFERENCE]  # a page number may be another, or none yet
    missing, extra = wanted - found, found - wanted
    told: list[Diagnostic] = []
    for change in differences(expected.text, reading.text):
        # What stands elsewhere only is neither lost nor doubled.
        gone = _of(missing, expected.text[change.start : change.end])
        again = _of(extra, reading.text[change.found_start : change.found_end])
        for said, text in (("少了", gone), ("多了", again)):
            if text and len(told) < _TOLD:
                page = reading.pages[min(change.found_start, len(reading.pages) - 1)] if reading.pages else 0
                message = f"{engine} 第{page}页{said}{shown(text)}（{len(text)} 字）"
                told.append(Diagnostic("office-text", message, expected.span_of(change.start)))
    lost, doubled = missing.total(), extra.total()
    return lost, doubled, told


def _of(counts: Counter[str], text: str) -> str:
    return "".join(char for char in text if counts[char] > 0)


# -- lines and pages


def _lines(wanted: Sequence[PageRow], found: Sequence[PageRow], places: _Places, engine: str) -> list[Diagnostic]:
    """The lines of the PDF that are not there in the other, with what stands there in their place."""
    matcher = SequenceMatcher(None, [row.text for row in wanted], [row.text for row in found], autojunk=False)
    pairs = [
        (row, found[at] if (at := c + number) < d else None)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag in ("replace", "delete")
        for number, row in enumerate(wanted[a:b])
    ]
    told = []
    for row, other in pairs[:_TOLD]:
        instead = f"，{engine} 排的是{shown(other.text, 24)}" if other is not None else ""
        line, span = _place(row, places)
        where = f"第{row.page}页" + (f"第{line}行" if line else "")
        told.append(_warning("office-line", f"PDF {where}{shown(row.text, 24)}与 DOCX 不同{instead}", span))
    if len(pairs) > _TOLD:
        told.append(_warning("office-line", f"还有 {len(pairs) - _TOLD} 行不同", None))
    return told


def _pages(wanted: Sequence[PageRow], same: Sequence[bool], places: _Places, engine: str) -> list[Diagnostic]:
    pages = [number for number, alike in enumerate(same, 1) if not alike]
    if not pages:
        return []
    first = next((row for row in wanted if row.page == pages[0]), None)
    numbers = "、".join(map(str, pages[:_TOLD])) + ("等" if len(pages) > _TOLD else "")
    message = f"{engine} 排的第 {numbers} 页与 PDF 起止不同（共 {len(pages)} 页）"
    return [_warning("office-page", message, _place(first, places)[1] if first is not None else None)]


def _warning(code: Code, message: str, span: Span | None) -> Diagnostic:
    return Diagnostic(code, message, span, severity=Severity.WARNING)


def _places(reading: Reading) -> _Places:
    """Glyph on its page → its line, and its place in the line's passage."""
    return {
        (line.page, glyph): (line, place) for line in reading.lines for glyph, place in zip(line.glyphs, line.places, strict=True)
    }


def _place(row: PageRow, places: _Places) -> tuple[int, Span | None]:
    """The line's number on its page, 0 if it is not known, and where the sources have its first character."""
    for glyph in row.glyphs:
        if (row.page, glyph) in places:
            line, inside = places[row.page, glyph]
            return line.number, line.passage.span_of(inside)
    return 0, None
