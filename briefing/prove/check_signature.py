"""落款 as GB/T 9704-2012 §7.3.5.2 has it: the office at its margin, the date's first character two further right than the
office's; where the date is the longer, it is the date that keeps the margin."""

from __future__ import annotations

from collections.abc import Sequence

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
            _margin(reading, lines, findings)
        elif lines[0].passage.style.kind == "signature-date":
            above = paragraphs[number - 1] if number else None
            paired = above is not None and above[0].passage.style.kind == "signature" and len(above) == len(lines) == 1
            if above is None or not (paired and _right_aligned(above[0], lines[0])):
                _margin(reading, lines, findings)


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


def _margin(reading: Reading, lines: Sequence[ReadLine], findings: Faults) -> None:
    for line in lines:
        passage = line.passage
        box = edges(reading.house(line.page), passage.style, passage.region, line.page, passage.group, line.glyphs[0].x)
        align = passage.style.align
        off = line.glyphs[-1].right - box.right if align == "right" else 0.0
        if abs(off) > TOLERANCE or line.glyphs[-1].right > box.right + TOLERANCE:
            findings.on_line("prove-ragged", f"落款右边没有对齐，{'超出' if off > 0 else '短'} {mm(off)}", line, line.places[-1])
