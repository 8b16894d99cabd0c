"""Notes at the foot of pages: the file has them after the text of each page, the sources after all text.

They are known by the short rule above them, whoever drew it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from briefing.house.style import HouseStyle
from briefing.prove.areas import TOLERANCE, type_area
from briefing.prove.expected import NOTES, REFERENCE, Expected, ExpectedPassage
from briefing.prove.pdf_pages import Glyph, PdfPage, Rect

#: A rule is as low as this, pt, if the house has none that is higher; and as long, of the measure: ours and LibreOffice's; or
#: Word's, pt.
_THIN, _QUARTER, _WORDS = 2.0, 0.25, 144.0
#: What is no further apart meets, pt: less than the white above the rule of notes, where a frame ends.
_MEET = 1.0
#: By so many characters it is known whether notes stand below a rule.
_BEGINNING = 6


def apart(expected: Expected, page: PdfPage, glyphs: Sequence[Glyph], house: HouseStyle) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs of a page: those of its text, and of its notes, which begin or go on below a short rule."""
    notes = _figureless("".join(passage.text for passage in expected.passages if passage.region == NOTES))
    for area in _below_rules(page, house) if notes else ():
        below = [glyph for glyph in glyphs if area.top < glyph.y <= area.bottom]
        if below and _figureless("".join(glyph.char for glyph in below[:_BEGINNING])) in notes:
            return [glyph for glyph in glyphs if not area.top < glyph.y <= area.bottom], below
    return list(glyphs), []


def _below_rules(page: PdfPage, house: HouseStyle) -> Iterator[Rect]:
    """What of a page its notes may stand in: from a short rule that nothing goes on with, the lowest first, down to the next
    rule as wide as the measure. Between rows of a table, too, lines end at cells that are merged down; lines that go up and
    down are at their ends."""
    area = type_area(house, page.number)
    wide = area.right - area.left
    thin = max(_THIN, house.notes.rule + TOLERANCE)
    flat = [shape for shape in page.shapes if shape.bottom - shape.top <= thin]
    upright = [shape for shape in page.shapes if shape.right - shape.left <= _THIN < shape.bottom - shape.top]
    for rule in sorted(flat, key=lambda shape: -shape.bottom):
        long = rule.right - rule.left
        odd = min(abs(long - _QUARTER * wide), abs(long - _WORDS))
        if max(abs(rule.left - area.left), odd) > 3 * TOLERANCE:
            continue
        if any(other.left >= rule.right - _THIN and abs(other.bottom - rule.bottom) <= _THIN for other in flat):
            continue
        if any(_touches(line, rule) for line in upright):
            continue
        ends = (shape.top for shape in page.shapes if shape.top > rule.bottom and shape.right - shape.left > wide - 3 * TOLERANCE)
        yield Rect(area.left, rule.bottom, area.right, min(ends, default=area.bottom + house.page_number.offset_mm))


def _touches(line: Rect, rule: Rect) -> bool:
    """Whether an upright line meets an end of a rule."""
    high = line.top <= rule.bottom + _MEET and rule.top - _MEET <= line.bottom
    return high and (abs(line.left - rule.right) <= _THIN or abs(line.right - rule.left) <= _THIN)


def _figureless(text: str) -> str:
    """The text whatever numbers stand in it."""
    return re.sub(r"\d+|" + REFERENCE, "#", text)


def as_marked(expected: Expected, text: str) -> Expected:
    """`expected` with its notes in the order in which `text`, what an output says, has them at its end: text may have passed a
    figure that marks one."""
    notes = [passage for passage in expected.passages if passage.region == NOTES]
    if len(notes) < 2 or text.endswith("".join(note.text for note in notes)):
        return expected
    rest = expected.passages[: -len(notes)]
    ordered = list(_order(notes, text[len(text) - sum(len(note.text) for note in notes) :]))
    passages = (*rest, *ordered)
    starts = tuple(accumulate((len(passage.text) for passage in passages), initial=0))[:-1]
    return replace(expected, passages=passages, text="".join(passage.text for passage in passages), starts=starts)


def _order(notes: Sequence[ExpectedPassage], text: str) -> Iterator[ExpectedPassage]:
    """Of those that are left the first that the text goes on with; where it goes on with none, the first."""
    left, at = list(notes), 0
    while left:
        fitting = (place for place, note in enumerate(left) if text.startswith(note.text, at))
        place = max(fitting, key=lambda place: len(left[place].text), default=0)  # one may begin with all that another says
        note = left.pop(place)
        at += len(note.text)
        yield note
