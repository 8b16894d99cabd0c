"""Widths: both edges flush, nothing beyond the measure, and between the characters no more or less than the house lets be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from briefing.house.style import HouseStyle
from briefing.prove import check_signature
from briefing.prove.areas import TOLERANCE, Edges, edges, grid_tracking, type_area
from briefing.prove.check_grid import type_size
from briefing.prove.expected import ExpectedPassage
from briefing.prove.findings import Faults, mm
from briefing.prove.gaps import BESIDE, Neighbours
from briefing.prove.reading import Reading, ReadLine
from briefing.typeset.classes import CharClass, mixed

_LEAN_BACK = frozenset({CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP})
#: White between a line and the text at its right end, em; where dots lead to it, with an em of dots.
_PAIR_GAP, _LEADER_GAP = 1.0, 2.25
#: A mark wider than this has a blank half, em.
_WIDE = 0.9
#: By less than this for each place where it could open no line falls short of the measure, em.
_TORN = 0.2
#: A typed space after a label, em: no face's is wider.
_TYPED = 0.5


class LineSlack(NamedTuple):
    """How far a justified line is opened (+) or squeezed (−) for each of its gaps, in em."""

    line: ReadLine
    em: float


#: Before a raised character nothing is too far, and after one that white space follows nothing is wrong at all.
_RAISED = len(Neighbours)
_APART = 2 * _RAISED


def _between(house: HouseStyle, passage: ExpectedPassage, classes: Sequence[CharClass]) -> list[int]:
    """Of each character and the next: which of `_Limits` hold."""
    found: list[int] = [BESIDE[one][two] for one, two in pairwise(classes)]
    up = {run.style for run in passage.runs if run.style and house.inline[run.style].raise_em}
    if up:
        found = [kind + _RAISED * (passage.runs[place].style in up) for place, kind in enumerate(found, 1)]
    if len(passage.full) > len(passage.text):
        found = [_APART if passage.blank_before(place) else kind for place, kind in enumerate(found, 1)]
    return found


class _Limits(dict[float, tuple[tuple[float, float], ...]]):
    """Type size → for each of what `_between` tells: how much less and more than nothing may be there, tolerance included, pt."""

    def __init__(self, house: HouseStyle) -> None:
        self._rules = house.composition

    def __missing__(self, size: float) -> tuple[tuple[float, float], ...]:
        rules, endless = self._rules, float("inf")
        low = {Neighbours.MARK: -size / 2, Neighbours.MIXED: min(rules.latin_gap_min, rules.latin_gap) * size}
        high = {Neighbours.MIXED: max(rules.latin_gap_max, rules.latin_gap) * size}
        usual = [(low.get(beside, 0.0) - TOLERANCE, high.get(beside, 0.0) + TOLERANCE) for beside in Neighbours]
        self[size] = limits = (*usual, *((least, endless) for least, _ in usual), (-endless, endless))
        return limits


def check_measure(reading: Reading, findings: Faults) -> list[LineSlack]:
    """Returns how far each justified line is opened, for the figures."""
    opened: list[LineSlack] = []
    paragraphs: list[list[ReadLine]] = []
    limits = _Limits(reading.expected.house)
    for _, group in groupby(reading.lines, key=lambda line: id(line.passage)):
        lines = list(group)
        passage = lines[0].passage
        classes = reading.kinds(passage)
        between = _between(reading.expected.house, passage, classes)
        if passage.cell:
            for line in lines:
                _inside(reading, line, classes, findings)
        elif lines[0].passage.style.kind in check_signature.KINDS:
            pass  # its office and its date are judged together
        else:
            _edges(reading, lines, classes, findings)
        for line in lines:
            _gaps(reading, line, between, limits, opened, findings)
        paragraphs.append(lines)
    check_signature.check_signature(reading, paragraphs, findings)
    return opened


def right_edges(line: ReadLine, classes: Sequence[CharClass]) -> tuple[float, ...]:
    """Where the line may be said to end: after its last glyph, or half an em earlier where that is a mark whose trailing half is
    blank (GB/T 15834-2011 §5.1: it may be left out at a line's end)."""
    last = line.glyphs[-1]
    if classes[line.places[-1]] in _LEAN_BACK and last.advance > _WIDE * last.size:
        return last.right, last.right - last.size / 2
    return (last.right,)


def _edges(reading: Reading, lines: Sequence[ReadLine], classes: Sequence[CharClass], findings: Faults) -> None:
    passage = lines[0].passage
    reserved = 0.0
    for line in lines:
        if line.pair:
            gap = _LEADER_GAP if passage.leader else _PAIR_GAP
            reserved = line.glyphs[-1].right - line.glyphs[0].x + gap * type_size(line)
    house = reading.house(lines[0].page)
    out = [_stands_out(line, passage, house, classes) for line in lines]
    hang = _hang(lines[0], house, classes, out[0])
    for number, line in enumerate(lines):
        box = edges(reading.house(line.page), passage.style, passage.region, line.page, passage.group, line.glyphs[0].x)
        ends = right_edges(line, classes)
        if line.pair:
            _right(line, box.right, ends, findings)
            continue
        begins = number == 0
        left = box.first if begins else box.rest
        if hang and not begins:
            set_in = line.glyphs[0].x + out[number] - box.first
            hang = (min(max(set_in, hang[0]), hang[-1]),)  # the next ones as far as this one
            left = box.first + hang[0]
        torn = _TORN * type_size(line) * _places_to_open(line, classes)
        _place(line, Edges(left - out[number], box.rest, box.right - reserved), ends, torn, findings)


def _places_to_open(line: ReadLine, classes: Sequence[CharClass]) -> int:
    """How many there are in a line at least: between Han characters, or between words where there are no two of these."""
    pairs = list(pairwise(line.places))
    han = sum(BESIDE[classes[one]][classes[two]] is Neighbours.HAN for one, two in pairs if two == one + 1)
    return han or sum(classes[one + 1] is CharClass.SPACE for one, two in pairs if two > one + 1)


def _stands_out(line: ReadLine, passage: ExpectedPassage, house: HouseStyle, classes: Sequence[CharClass]) -> float:
    """How far the blank half of an opening mark at the line's head stands out of its box, so that its ink is at the edge, pt."""
    marks, first = house.opening_marks(passage.style), line.glyphs[0]
    if marks == "full" or (marks == "line" and line.places[0] == 0) or classes[line.places[0]] is not CharClass.OPEN:
        return 0.0
    return first.size / 2 if first.advance > _WIDE * first.size else 0.0


def _hang(line: ReadLine, house: HouseStyle, classes: Sequence[CharClass], out: float) -> tuple[float, ...]:
    """How far the lines after the first are set in at least and at most, to stand under what follows the label: by the label's
    own width, of which `out` stands out of the box, with the white that a number has before Han (1.某事), a bullet before Latin,
    or that was typed; or where the first line, which may have been opened, really has that character."""
    count = line.passage.hang
    if not count or count >= len(line.glyphs):
        return ()
    size = type_size(line)
    own = sum(glyph.advance for glyph in line.glyphs[:count]) + count * grid_tracking(house, size)
    if line.passage.blank_before(count):
        gap = _TYPED * size
    else:
        apart = line.glyphs[count - 1].char.isascii() or mixed(classes[count - 1], classes[count])
        gap = house.composition.latin_gap * size if apart else 0.0
    return own - out, max(own + gap, line.glyphs[count].x - line.glyphs[0].x) - out


def _place(line: ReadLine, box: Edges, ends: tuple[float, ...], torn: float, findings: Faults) -> None:
    """`torn`: a line that falls short by more, pt, is not opened: a few characters before a long address."""
    align, left = line.passage.style.align, line.glyphs[0].x
    over = min(ends) - box.right
    if over > TOLERANCE:
        findings.on_line("prove-overfull", f"超出行宽 {mm(over)}", line, line.places[-1])
        return
    if align == "right":
        _right(line, box.right, ends, findings)
        return
    if align == "center":
        middle = (box.first + box.right) / 2
        off = min(((left + end) / 2 - middle for end in ends), key=abs)
        if abs(off) > TOLERANCE:
            findings.on_line("prove-ragged", f"没有居中，偏{'右' if off > 0 else '左'} {mm(off)}", line)
        return
    indented = line.passage.blank_before(line.places[0]) and (line.places[0] == 0)
    off = left - box.first
    if abs(off) > TOLERANCE and not indented:
        findings.on_line("prove-ragged", f"左边没有对齐，偏{'右' if off > 0 else '左'} {mm(off)}", line)
    if align == "justify" and not line.last and len(line.glyphs) > 1 and over > -torn:
        _right(line, box.right, ends, findings)


def _right(line: ReadLine, right: float, ends: tuple[float, ...], findings: Faults) -> None:
    off = min((end - right for end in ends), key=abs)
    if abs(off) > TOLERANCE:
        how = "超出" if off > 0 else "短"
        findings.on_line("prove-ragged", f"右边没有对齐，{how} {mm(off)}", line, line.places[-1])


def _inside(reading: Reading, line: ReadLine, classes: Sequence[CharClass], findings: Faults) -> None:
    """A table's columns are not known here; but its text stays in the type area."""
    area = type_area(reading.house(line.page), line.page)
    over = max(area.left - line.glyphs[0].x, min(right_edges(line, classes)) - area.right)
    if over > TOLERANCE:
        findings.on_line("prove-overfull", f"表格里的文字超出版心 {mm(over)}", line)


def _gaps(
    reading: Reading, line: ReadLine, between: list[int], limits: _Limits, opened: list[LineSlack], findings: Faults
) -> None:
    passage, size = line.passage, type_size(line)
    tracking = passage.style.tracking * size + grid_tracking(reading.expected.house, size)
    if passage.style.fit:  # its characters are as far apart as its place asks, all alike
        tracking = _usual_gap(line)
    flush = passage.style.align == "justify" and not line.last and not passage.cell and not line.pair
    extras = [two.x - one.x - one.advance - tracking for one, two in pairwise(line.glyphs)]
    first, last = line.places[0], line.places[-1]
    kinds = between[first:last]
    if len(kinds) != len(extras):  # a character is missing here
        kinds = [between[one] if two == one + 1 else _APART for one, two in pairwise(line.places)]
    allowed = limits[size]
    for at, (extra, kind) in enumerate(zip(extras, kinds, strict=True)):
        low, high = allowed[kind]
        if extra < low:
            _wrong(line, at, f"太近，挤掉了 {mm(extra)}", findings)
            return
        if extra > high and not flush:
            _wrong(line, at, f"太远，多出了 {mm(extra)}", findings)
            return
    amounts = [extra for extra, kind in zip(extras, kinds, strict=True) if kind == Neighbours.HAN] if flush else []
    if amounts:
        usual = sorted(amounts)[len(amounts) // 2]
        odd = max(max(amounts), min(amounts), key=lambda extra: abs(extra - usual))
        if abs(odd - usual) > TOLERANCE:
            at = next(at for at, extra in enumerate(extras) if extra == odd and kinds[at] == Neighbours.HAN)
            _wrong(line, at, f"和同一行别处的字距相差 {mm(odd - usual)}", findings)
        opened.append(LineSlack(line, sum(amounts) / len(amounts) / size))


def _usual_gap(line: ReadLine) -> float:
    extras = sorted(two.x - one.x - one.advance for one, two in pairwise(line.glyphs))
    return extras[len(extras) // 2] if extras else 0.0


def _wrong(line: ReadLine, at: int, how: str, findings: Faults) -> None:
    one, two = line.glyphs[at], line.glyphs[at + 1]
    findings.on_line("prove-gap", f"“{one.char}”和“{two.char}”之间{how}", line, line.places[at])
