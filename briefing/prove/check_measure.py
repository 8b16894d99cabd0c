"""Widths: both edges flush, nothing beyond the measure, and between the characters no more or less than the house lets be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from briefing.house.style import HouseStyle
from briefing.prove import check_signature
from briefing.prove.areas import TOLERANCE, Edges, edges, grid_tracking, type_area
from briefing.prove.check_grid import type_size
from briefing.prove.expected import REFERENCE, ExpectedPassage
from briefing.prove.findings import Faults, mm
from briefing.prove.gaps import Gap, gaps
from briefing.prove.reading import Reading, ReadLine
from briefing.typeset.classes import CharClass, kinds_of

_LEAN_BACK = frozenset({CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP})
#: White between a line and the text at its right end, em.
_PAIR_GAP = 1.0


class LineSlack(NamedTuple):
    """How far a justified line is opened (+) or squeezed (−) for each of its gaps, in em."""

    line: ReadLine
    em: float


def kinds(passage: ExpectedPassage) -> list[CharClass]:
    return kinds_of(passage.text.replace(REFERENCE, "0"))


def check_measure(reading: Reading, findings: Faults) -> list[LineSlack]:
    """Returns how far each justified line is opened, for the figures."""
    opened: list[LineSlack] = []
    paragraphs: list[list[ReadLine]] = []
    for _, group in groupby(reading.lines, key=lambda line: id(line.passage)):
        lines = list(group)
        classes = kinds(lines[0].passage)
        if lines[0].passage.cell:
            for line in lines:
                _inside(reading, line, classes, findings)
        elif lines[0].passage.style.kind in check_signature.KINDS:
            pass  # its office and its date are judged together
        else:
            _edges(reading, lines, classes, findings)
        for line in lines:
            _gaps(reading, line, classes, opened, findings)
        paragraphs.append(lines)
    check_signature.check_signature(reading, paragraphs, findings)
    return opened


def right_edges(line: ReadLine, classes: Sequence[CharClass]) -> tuple[float, ...]:
    """Where the line may be said to end: after its last glyph, or half an em earlier where that is a mark whose trailing half is
    blank (GB/T 15834-2011 §5.1: it may be left out at a line's end)."""
    last = line.glyphs[-1]
    if classes[line.places[-1]] in _LEAN_BACK and last.advance > 0.9 * last.size:
        return last.right, last.right - last.size / 2
    return (last.right,)


def _edges(reading: Reading, lines: Sequence[ReadLine], classes: Sequence[CharClass], findings: Faults) -> None:
    house, passage = reading.expected.house, lines[0].passage
    reserved = 0.0
    for line in lines:
        if line.pair:
            reserved = line.glyphs[-1].right - line.glyphs[0].x + _PAIR_GAP * type_size(line)
    hang = _hang(lines[0], house)
    for number, line in enumerate(lines):
        box = edges(house, passage.style, passage.region, line.page)
        ends = right_edges(line, classes)
        if line.pair:
            _right(line, box.right, ends, findings)
            continue
        begins = number == 0
        lefts = (box.first,) if begins else tuple(box.first + width for width in hang) if hang else (box.rest,)
        _place(line, Edges(lefts[0], box.rest, box.right - reserved), lefts, ends, findings)


def _hang(line: ReadLine, house: HouseStyle) -> tuple[float, ...]:
    """How far the lines after the first are set in, to stand under what follows the label: by the label's own width, with the
    white that a number has before Han (1.某事), or where the first line really has that character."""
    count = line.passage.hang
    if not count or count >= len(line.glyphs):
        return ()
    size = type_size(line)
    own = sum(glyph.advance for glyph in line.glyphs[:count]) + count * grid_tracking(house, size)
    gap = house.composition.latin_gap * size if line.glyphs[count - 1].char.isascii() else 0.0
    return own, own + gap, line.glyphs[count].x - line.glyphs[0].x


def _place(line: ReadLine, box: Edges, lefts: tuple[float, ...], ends: tuple[float, ...], findings: Faults) -> None:
    align, left = line.passage.style.align, line.glyphs[0].x
    over = min(ends) - box.right
    if over > TOLERANCE:
        findings.on_line("prove-overfull", f"超出行宽 {mm(over)}", line, line.places[-1])
        return
    if align == "right":
        _right(line, box.right, ends, findings)
        return
    if align == "center":
        middle = (lefts[0] + box.right) / 2
        off = min(((left + end) / 2 - middle for end in ends), key=abs)
        if abs(off) > TOLERANCE:
            findings.on_line("prove-ragged", f"没有居中，偏{'右' if off > 0 else '左'} {mm(off)}", line)
        return
    indented = line.passage.blank_before(line.places[0]) and (line.places[0] == 0)
    off = min((left - wanted for wanted in lefts), key=abs)
    if abs(off) > TOLERANCE and not indented:
        findings.on_line("prove-ragged", f"左边没有对齐，偏{'右' if off > 0 else '左'} {mm(off)}", line)
    if align == "justify" and not line.last and len(line.glyphs) > 1:
        _right(line, box.right, ends, findings)


def _right(line: ReadLine, right: float, ends: tuple[float, ...], findings: Faults) -> None:
    off = min((end - right for end in ends), key=abs)
    if abs(off) > TOLERANCE:
        how = "超出" if off > 0 else "短"
        findings.on_line("prove-ragged", f"右边没有对齐，{how} {mm(off)}", line, line.places[-1])


def _inside(reading: Reading, line: ReadLine, classes: Sequence[CharClass], findings: Faults) -> None:
    """A table's columns are not known here; but its text stays in the type area."""
    area = type_area(reading.expected.house, line.page)
    over = max(area.left - line.glyphs[0].x, min(right_edges(line, classes)) - area.right)
    if over > TOLERANCE:
        findings.on_line("prove-overfull", f"表格里的文字超出版心 {mm(over)}", line)


def _gaps(reading: Reading, line: ReadLine, classes: Sequence[CharClass], opened: list[LineSlack], findings: Faults) -> None:
    rules, passage = reading.expected.house.composition, line.passage
    size = type_size(line)
    tracking = passage.style.tracking * size + grid_tracking(reading.expected.house, size)
    flush = passage.style.align == "justify" and not line.last and not passage.cell and not line.pair
    opening = []
    for gap in gaps(line.glyphs, [classes[place] for place in line.places]):
        place = line.places[gap.at]
        if line.places[gap.at + 1] != place + 1 or passage.blank_before(place + 1):
            continue
        extra = gap.extra - tracking
        raised = _raised(reading, passage, place + 1)
        low = (min(rules.latin_gap_min, rules.latin_gap) * size if gap.mixed else 0.0) if gap.plain else -size / 2
        high = max(rules.latin_gap_max, rules.latin_gap) * size if gap.mixed else 0.0
        if extra < low - TOLERANCE:
            _wrong(line, gap, f"太近，挤掉了 {mm(extra)}", findings)
            return
        if not flush and extra > high + TOLERANCE and not raised:
            _wrong(line, gap, f"太远，多出了 {mm(extra)}", findings)
            return
        if gap.han and not raised:
            opening.append((extra, gap))
    if flush and opening:
        amounts = [extra for extra, _ in opening]
        usual = sorted(amounts)[len(amounts) // 2]
        odd = max(opening, key=lambda item: abs(item[0] - usual))
        if abs(odd[0] - usual) > TOLERANCE:
            _wrong(line, odd[1], f"和同一行别处的字距相差 {mm(odd[0] - usual)}", findings)
        opened.append(LineSlack(line, sum(amounts) / len(amounts) / size))


def _raised(reading: Reading, passage: ExpectedPassage, place: int) -> bool:
    style = passage.runs[place].style
    return bool(style) and reading.expected.house.inline[style].raise_em != 0


def _wrong(line: ReadLine, gap: Gap, how: str, findings: Faults) -> None:
    one, two = line.glyphs[gap.at], line.glyphs[gap.at + 1]
    findings.on_line("prove-gap", f"“{one.char}”和“{two.char}”之间{how}", line, line.places[gap.at])
