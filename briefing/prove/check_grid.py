"""Heights: lines on the grid, at their leading, within the type area, and no more of them than the house allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefing.house.leaves import on_leaf
from briefing.house.style import ParagraphStyle
from briefing.prove.areas import ASCENT, TOLERANCE, column, leading, type_area
from briefing.prove.expected import NOTES
from briefing.prove.findings import Faults, mm
from briefing.prove.reading import Reading, ReadLine

#: Lines that a page has free may stand above its titles, by halves.
_SPREAD = (0.0, 0.5, 1.0)


def check_grid(reading: Reading, findings: Faults) -> None:
    for lines in _stacks(reading):
        if not lines[0].passage.cell:
            _heights(reading, lines, findings)
    for line in reading.lines:
        _format(reading, line, findings)
        _straight(line, findings)
        _within(reading, line, findings)
    _counts(reading, findings)


def _stacks(reading: Reading) -> Iterator[list[ReadLine]]:
    """The lines of one passage on one page, or in one column of it, pairs left out."""
    house = reading.expected.house

    def where(line: ReadLine) -> tuple[int, int, int]:
        columned = line.passage.group == "columns"
        return id(line.passage), line.page, column(house, line.page, line.glyphs[0].x) if columned else 0

    for _, group in groupby(reading.lines, key=where):
        stack = [line for line in group if not line.pair]
        if stack:
            yield stack


def type_size(line: ReadLine) -> float:
    """Of the passage; in a nameplate, which is fitted, and in a table what is printed."""
    style = line.passage.style
    return line.size if style.fit or line.passage.cell else style.size


def _heights(reading: Reading, lines: Sequence[ReadLine], findings: Faults) -> None:
    first = lines[0]
    house = reading.house(first.page)
    style = first.passage.style
    step, pitch = leading(house, style), house.grid.pitch
    size = max(type_size(line) for line in lines)
    above = type_area(house, first.page).top + (step - size) / 2 + ASCENT * size
    tops = [line.baseline - above for line in lines]
    framed = first.passage.group not in ("", "columns")  # a frame stands on the grid as a whole
    if style.whole_lines and first.passage.region not in ("colophon", NOTES) and not framed:
        begins = first.places[0] == 0
        starts = _starts(style, len(lines), step, pitch) if begins else {0.0}  # 段前 goes on top of a grid line
        base = min((start + round((tops[0] - start) / pitch) * pitch for start in starts), key=lambda top: abs(tops[0] - top))
    else:
        base = sorted(top - number * step for number, top in enumerate(tops))[len(tops) // 2]
    for number, (line, top) in enumerate(zip(lines, tops, strict=True)):
        off = top - (base + number * step)
        if abs(off) > TOLERANCE:
            findings.on_line("prove-grid", f"没有落在行网格上，偏{'下' if off > 0 else '上'} {mm(off)}", line)


def _starts(style: ParagraphStyle, lines: int, step: float, pitch: float) -> set[float]:
    """How far below a grid line a paragraph of so many lines may begin: at its white above, or without it, to save a page, or
    with up to a line more, where a page had some free. What is padded around has as much above as below, if that can be had."""
    starts = {0.0}
    for before in (white + more * pitch for white in {0.0, style.before} if style.before for more in _SPREAD):
        starts.add(before % pitch)
        if style.padding == "around":
            slack = -(before + lines * step + style.after) % pitch
            shared = max(0.0, (style.after + slack - before) / 2)
            starts.add((before + (min(slack, shared) if before else shared)) % pitch)
    return starts


def _format(reading: Reading, line: ReadLine, findings: Faults) -> None:
    """What belongs on a wide page stands on one, and nothing else does."""
    wanted = on_leaf(reading.expected.house, line.passage.leaf).leaf
    found = reading.house(line.page).leaf
    if line.places[0] == 0 and found != wanted:
        pages = {"": "普通的页", "wide": "宽页", "foldout": "折页"}
        findings.on_line("prove-page", f"应排在{pages[wanted]}上，排在了{pages[found]}上", line)


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
    area = type_area(reading.house(line.page), line.page)
    size = type_size(line)
    over = max(area.top - (line.baseline - ASCENT * size), line.baseline + (1 - ASCENT) * size - area.bottom)
    if over > TOLERANCE:
        findings.on_line("prove-page", f"这一行超出版心 {mm(over)}", line)


def _counts(reading: Reading, findings: Faults) -> None:
    for page, group in groupby(sorted(reading.lines, key=lambda line: line.page), key=lambda line: line.page):
        house = reading.house(page)
        on_grid = leading(house, house.styles["body"]) - 0.01
        # A 报头 whose white is shared out keeps to no grid; notes and the 版记 stand on the bottom of the type area.
        lines = [
            line
            for line in group
            if not line.passage.cell
            and line.passage.region not in ("colophon", NOTES)
            and leading(house, line.passage.style) >= on_grid
            and not (
                house.masthead.balanced and line.passage.region in ("masthead", "cover") and not line.passage.style.whole_lines
            )
        ]
        count = len({line.number for line in lines})
        if count > house.grid.lines:
            findings.on_page("prove-page", f"排了 {count} 行，版式每页最多 {house.grid.lines} 行", page, lines[0].passage.span)
