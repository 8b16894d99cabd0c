"""Heights: lines on the grid, at their leading, within the type area, and no more of them than the house allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefing.prove.areas import ASCENT, TOLERANCE, leading, type_area
from briefing.prove.findings import Faults, mm
from briefing.prove.reading import Reading, ReadLine


def check_grid(reading: Reading, findings: Faults) -> None:
    for lines in _stacks(reading.lines):
        if not lines[0].passage.cell:
            _heights(reading, lines, findings)
    for line in reading.lines:
        _straight(line, findings)
        _within(reading, line, findings)
    _counts(reading, findings)


def _stacks(lines: Sequence[ReadLine]) -> Iterator[list[ReadLine]]:
    """The lines of one passage on one page, pairs left out."""
    for _, group in groupby(lines, key=lambda line: (id(line.passage), line.page)):
        stack = [line for line in group if not line.pair]
        if stack:
            yield stack


def type_size(line: ReadLine) -> float:
    """Of the passage; in a nameplate, which is fitted, and in a table what is printed."""
    style = line.passage.style
    return line.size if style.fit or line.passage.cell else style.size


def _heights(reading: Reading, lines: Sequence[ReadLine], findings: Faults) -> None:
    house, first = reading.expected.house, lines[0]
    style = first.passage.style
    step, pitch = leading(house, style), house.grid.pitch
    size = max(type_size(line) for line in lines)
    above = type_area(house, first.page).top + (step - size) / 2 + ASCENT * size
    tops = [line.baseline - above for line in lines]
    if style.whole_lines and first.passage.region != "colophon":
        begins = first.places[0] == 0
        starts = {0.0, style.before % pitch} if begins else {0.0}  # 段前 goes on top of a grid line
        base = min((start + round((tops[0] - start) / pitch) * pitch for start in starts), key=lambda top: abs(tops[0] - top))
    else:
        base = sorted(top - number * step for number, top in enumerate(tops))[len(tops) // 2]
    for number, (line, top) in enumerate(zip(lines, tops, strict=True)):
        off = top - (base + number * step)
        if abs(off) > TOLERANCE:
            findings.on_line("prove-grid", f"没有落在行网格上，偏{'下' if off > 0 else '上'} {mm(off)}", line)


def _straight(line: ReadLine, findings: Faults) -> None:
    """All glyphs of a line on one baseline."""
    if max(line.bases) - line.baseline <= TOLERANCE and line.baseline - min(line.bases) <= TOLERANCE:
        return
    for glyph, place, base in zip(line.glyphs, line.places, line.bases, strict=True):
        off = base - line.baseline
        if abs(off) > TOLERANCE:
            how = f"偏{'下' if off > 0 else '上'} {mm(off)}"
            findings.on_line("prove-grid", f"“{glyph.char}”不在这一行的基线上，{how}", line, place)
            return


def _within(reading: Reading, line: ReadLine, findings: Faults) -> None:
    area = type_area(reading.expected.house, line.page)
    size = type_size(line)
    over = max(area.top - (line.baseline - ASCENT * size), line.baseline + (1 - ASCENT) * size - area.bottom)
    if over > TOLERANCE:
        findings.on_line("prove-page", f"这一行超出版心 {mm(over)}", line)


def _counts(reading: Reading, findings: Faults) -> None:
    house = reading.expected.house
    for page, group in groupby(sorted(reading.lines, key=lambda line: line.page), key=lambda line: line.page):
        on_grid = leading(house, house.styles["body"]) - 0.01
        lines = [line for line in group if not line.passage.cell and leading(house, line.passage.style) >= on_grid]
        count = len({line.number for line in lines})
        if count > house.grid.lines:
            findings.on_page("prove-page", f"排了 {count} 行，版式每页最多 {house.grid.lines} 行", page, lines[0].passage.span)
