"""落款 as GB/T 9704-2012 §7.3.5.2 has it: the office at its margin, the date's first character two further right than the
office's; where the date is the longer, it is the date that keeps the margin. Offices above the last end where it ends, if the
measure has room for them there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefing.prove.areas import TOLERANCE, edges
from briefing.prove.check_grid import type_size
from briefing.prove.findings import Faults, mm
from briefing.prove.reading import Reading, ReadLine

KINDS = ("signature", "signature-date")
_STEP = 2.0  # em


def check_signature(reading: Reading, paragraphs: Sequence[Sequence[ReadLine]], findings: Faults) -> None:
    """`paragraphs`: the lines of each paragraph of the document, in order."""
    for number, lines in enumerate(paragraphs):
        if lines[0].passage.style.kind == "signature":
            below = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            dated = below is not None and below[0].passage.style.kind == "signature-date"
            if below is not None and dated and len(lines) == len(below) == 1 and _right_aligned(lines[0], below[0]):
                _pair(reading, lines[0], below[0], findings)
                continue
            last = _last_office(paragraphs, number)
            _margin(reading, lines, findings, _common(reading, lines, last) if last else None)
        elif lines[0].passage.style.kind == "signature-date":
            above = paragraphs[number - 1] if number else None
            paired = above is not None and above[0].passage.style.kind == "signature" and len(above) == len(lines) == 1
            if above is None or not (paired and _right_aligned(above[0], lines[0])):
                _margin(reading, lines, findings)


def _last_office(paragraphs: Sequence[Sequence[ReadLine]], number: int) -> ReadLine | None:
    """The office that pairs with the date below the one at `number`; None if no such pair ends these offices."""
    for office, below in pairwise(paragraphs[number:]):
        kind = below[0].passage.style.kind
        if kind == "signature-date":
            return office[0] if len(office) == len(below) == 1 and _right_aligned(office[0], below[0]) else None
        if kind != "signature":
            return None
    return None


def _common(reading: Reading, lines: Sequence[ReadLine], last: ReadLine) -> float | None:
    """Where the only line of an office has to end to be level with `last`; None if it has several, or has no room there."""
    passage, line = lines[0].passage, lines[0]
    if len(lines) > 1 or line.page != last.page or not _right_aligned(line):
        return None
    box = edges(reading.house(line.page), passage.style, passage.region, line.page, passage.group, line.glyphs[0].x)
    return last.glyphs[-1].right if last.glyphs[-1].right - _width(line) >= box.rest - TOLERANCE else None


def _right_aligned(*lines: ReadLine) -> bool:
    return all(line.passage.style.align == "right" for line in lines)


def _pair(reading: Reading, office: ReadLine, date: ReadLine, findings: Faults) -> None:
    step = _STEP * type_size(date)
    off = date.glyphs[0].x - office.glyphs[0].x - step
    if abs(off) > TOLERANCE:
        findings.on_line("prove-ragged", f"成文日期没有比署名右移二字，偏{'右' if off > 0 else '左'} {mm(off)}", date)
    longer = date if _width(date) > _width(office) + TOLERANCE else office
    if abs(_width(date) - _width(office)) > TOLERANCE:
        _margin(reading, [longer], findings)


def _width(line: ReadLine) -> float:
    return line.glyphs[-1].right - line.glyphs[0].x


def _margin(reading: Reading, lines: Sequence[ReadLine], findings: Faults, end: float | None = None) -> None:
    """Lines end at the margin, or at `end`."""
    for line in lines:
        passage = line.passage
        box = edges(reading.house(line.page), passage.style, passage.region, line.page, passage.group, line.glyphs[0].x)
        align = passage.style.align
        off = line.glyphs[-1].right - (box.right if end is None else end) if align == "right" else 0.0
        if abs(off) > TOLERANCE or line.glyphs[-1].right > box.right + TOLERANCE:
            findings.on_line("prove-ragged", f"落款右边没有对齐，{'超出' if off > 0 else '短'} {mm(off)}", line, line.places[-1])
