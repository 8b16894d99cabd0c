"""Heights as a DOCX says them, read from nothing but its XML: white, lines, rows of tables, pictures. Added up around each table
and figure they must be what the PDF shows (ECMA-376 part 1, §17.3.1.33, §17.4.80)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median_high
from typing import NamedTuple

from lxml import etree
from xml_support import above, at, value

from briefing.prove.page_lines import PageRow

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EMU = 12700
_ASCENT = 0.88
Element = etree._Element


class Standing(NamedTuple):
    """A paragraph, with the heights that stand between it and the one before it, pt: `between` tables and pictures."""

    text: str
    before: float
    after: float
    leading: float
    size: float
    between: float
    rows: int  # of tables among that
    pictures: bool
    fresh: bool  # it, or what stands above it, begins a page
    known: bool  # whether all that stands between says how high it is


class Difference(NamedTuple):
    """Between what text, "" for the head of a page, and which the DOCX has so much more, pt, than the PDF; `rows` of tables, or
    `pictures` stand there."""

    above: str
    below: str
    more: float
    rows: int
    pictures: bool


class _Styles:
    def __init__(self, root: Element) -> None:
        self._styles = {value(style, f"{W}styleId"): style for style in root.iter(f"{W}style")}

    def said(self, named: str, path: str, attribute: str) -> str:
        """The nearest of the style and those it is based on that says it."""
        style = self._styles.get(named)
        while style is not None:
            found = style.find(path)
            if found is not None and found.get(f"{W}{attribute}") is not None:
                return value(found, f"{W}{attribute}")
            base = style.find(f"{W}basedOn")
            style = self._styles.get(value(base, f"{W}val")) if base is not None else None
        return ""

    def border(self, named: str) -> float:
        """Under a paragraph, pt."""
        return float(self.said(named, f"{W}pPr/{W}pBdr/{W}bottom", "sz") or 0) / 8

    def there(self, named: str, path: str) -> bool:
        style = self._styles.get(named)
        found = style.find(path) if style is not None else None
        return found is not None and found.get(f"{W}val", "1") not in ("0", "false")


def standing(docx: bytes) -> list[Standing]:
    """The paragraphs of the text itself, in their order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
        styles = _Styles(etree.fromstring(archive.read("word/styles.xml")))
    found: list[Standing] = []
    between, count, pictures, fresh, known = 0.0, 0, False, False, True
    for block in body:
        if block.tag == f"{W}tbl":
            heights = [row.find(f"{W}trPr/{W}trHeight") for row in block.findall(f"{W}tr")]
            known = known and None not in heights and block.find(f"{W}tblPr/{W}tblpPr") is None
            between += sum(float(value(height, f"{W}val")) / 20 for height in heights if height is not None)
            count += len(heights)
        elif block.tag == f"{W}p":
            paragraph = _paragraph(block, styles)
            if paragraph.fresh:
                between, count, pictures, fresh = 0.0, 0, False, True
            drawn = [float(value(extent, "cy")) / _EMU for extent in block.iter() if str(extent.tag).endswith("}extent")]
            if drawn or not paragraph.text:  # a picture's own line, or one without words
                between += paragraph.before + paragraph.after + (max(drawn) if drawn else paragraph.leading)
                between += styles.border(value(at(block, f"{W}pPr/{W}pStyle"), f"{W}val"))
                pictures = pictures or bool(drawn)
            else:
                found.append(paragraph._replace(between=between, rows=count, pictures=pictures, fresh=fresh, known=known))
                between, count, pictures, fresh, known = 0.0, 0, False, False, True
            if block.find(f"{W}pPr/{W}sectPr") is not None:
                known = False
    return found


def _paragraph(block: Element, styles: _Styles) -> Standing:
    named = value(at(block, f"{W}pPr/{W}pStyle"), f"{W}val")
    spaced = {key: styles.said(named, f"{W}pPr/{W}spacing", key) or "0" for key in ("before", "after", "line")}
    breaks = styles.there(named, f"{W}pPr/{W}pageBreakBefore")
    size = styles.said(named, f"{W}rPr/{W}sz", "val")
    texts = (t for t in block.iter(f"{W}t") if "Choice" not in str(above(t).tag))
    text = re.sub(r"[\s\u200b\u00ad]", "", "".join(t.text or "" for t in texts))
    before, after, line = (float(spaced[key]) / 20 for key in ("before", "after", "line"))
    return Standing(text, before, after, line, float(size or 0) / 2, 0.0, 0, pictures=False, fresh=breaks, known=True)


def differences(docx: bytes, rows: Sequence[PageRow], top: Callable[[int], float]) -> Iterator[Difference]:
    """Around each table and figure that has text above and below on its page, or begins the page. `rows`: the lines of the PDF;
    `top`: where the type area of a page begins in it."""
    paragraphs = standing(docx)
    places = list(_places(paragraphs, rows))
    for (one, two), (ends, begins) in zip(pairwise(paragraphs), pairwise(places), strict=True):
        if begins is None or not two.known or not (two.between or two.fresh):
            continue
        first, over = rows[begins[0]], (two.leading - two.size) / 2 + _ASCENT * two.size
        if two.fresh:
            shown, told = _baseline(first) - top(first.page), two.between + two.before + over
        elif ends is None or rows[ends[1]].page != first.page:
            continue
        else:
            under = one.leading - (one.leading - one.size) / 2 - _ASCENT * one.size
            shown = _baseline(first) - _baseline(rows[ends[1]])
            told = under + one.after + two.between + two.before + over
        above = "" if two.fresh else one.text[-12:]
        yield Difference(above, two.text[:12], told - shown, two.rows, two.pictures)


def _baseline(row: PageRow) -> float:
    """Marks of notes and signs of lists stand higher."""
    return median_high(sorted(glyph.y for glyph in row.glyphs))


def _places(paragraphs: Sequence[Standing], rows: Sequence[PageRow]) -> Iterator[tuple[int, int] | None]:
    """The first and the last line of each, where they are found behind those of the one before it."""
    start = 0
    for paragraph in paragraphs:
        first = next((at for at in range(start, min(start + 120, len(rows))) if _is_line(paragraph.text, rows[at].text)), None)
        if first is None:
            yield None
            continue
        left, last, place = paragraph.text, first, first
        while left and place < len(rows):
            if left.startswith(rows[place].text):
                left, last = left[len(rows[place].text) :], place
            place += 1
        yield (first, last) if not left else None
        start = last + 1 if not left else start


def _is_line(text: str, row: str) -> bool:
    return bool(row) and text.startswith(row)
