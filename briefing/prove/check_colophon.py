"""The 版记 stands on the bottom of the type area of the last page (GB/T 9704-2012 §7.4), rules and all."""

from __future__ import annotations

from briefing.model.sheet import Block, SheetParagraph, SheetRule
from briefing.prove.areas import ASCENT, TOLERANCE, leading, type_area
from briefing.prove.findings import Faults, mm
from briefing.prove.pdf_pages import Pdf, Rect
from briefing.prove.reading import Reading, ReadLine


def check_colophon(reading: Reading, pdf: Pdf, findings: Faults) -> None:
    """Its blocks are stacked upwards from the bottom by the house's numbers; lines and rules must be found there."""
    house, regions = reading.expected.house, reading.expected.sheet.regions
    if not regions or regions[-1].name != "colophon" or not regions[-1].blocks:
        return
    lines = [line for line in reading.lines if line.passage.region == "colophon"]
    last = pdf.pages[-1]
    misplaced = next((line for line in lines if line.page != last.number), None)
    if misplaced is not None:
        findings.on_line("prove-colophon", f"版记不在最后一页（第{last.number}页）", misplaced)
        return
    if house.colophon.even_page and last.number % 2 and lines:
        findings.on_line("prove-colophon", "版记应排在偶数页", lines[0])
    index = len(reading.expected.sheet.blocks)
    bottom = type_area(house, last.number).bottom
    for block in reversed(regions[-1].blocks):
        index -= 1
        above = _checked(reading, block, [line for line in lines if line.passage.block == index], last.shapes, bottom, findings)
        if above is None:
            return  # what stands on it is off by as much
        bottom = above


def _checked(
    reading: Reading, block: Block, lines: list[ReadLine], shapes: tuple[Rect, ...], bottom: float, findings: Faults
) -> float | None:
    """The top of `block`, whose white below ends at `bottom`; None if it does not stand there, which is then said."""
    house = reading.expected.house
    if isinstance(block, SheetRule):
        rule = house.rules[block.kind]
        low = bottom - rule.after
        standing = _ruled(reading, shapes, low - rule.weight, low, findings)
        return low - rule.weight - rule.before if standing else None
    if not isinstance(block, SheetParagraph):
        return None
    style = house.styles[block.kind]
    step = leading(house, style)
    rows = [line for line in lines if not line.pair]
    low = bottom - style.after
    for number, line in enumerate(reversed(rows)):
        off = line.baseline - (low - (number + 1) * step + (step - style.size) / 2 + ASCENT * style.size)
        if abs(off) > TOLERANCE:
            findings.on_line("prove-colophon", f"版记没有落在版心下边缘，偏{'下' if off > 0 else '上'} {mm(off)}", line)
            return None
    return low - max(1, len(rows)) * step - style.before


def _ruled(reading: Reading, shapes: tuple[Rect, ...], top: float, bottom: float, findings: Faults) -> bool:
    """Whether a rule as wide as the type area fills `top` … `bottom`."""
    page = len(reading.folios)
    area = type_area(reading.expected.house, page)
    wide = [s for s in shapes if abs(s.left - area.left) <= TOLERANCE and abs(s.right - area.right) <= TOLERANCE]
    nearest = min(wide, key=lambda shape: abs(shape.bottom - bottom), default=None)
    span = next((line.passage.span for line in reading.lines if line.passage.region == "colophon"), None)
    if nearest is None:
        findings.on_page("prove-colophon", "版记的横线没有找到", page, span)
        return False
    off = nearest.bottom - bottom
    if abs(off) > TOLERANCE or abs(nearest.top - top) > TOLERANCE:
        where = f"偏{'下' if off > 0 else '上'} {mm(off)}"
        findings.on_page("prove-colophon", f"版记的横线不在应在的地方，{where}", page, span, nearest)
        return False
    return True
