"""Page numbers: the right number on the right side, none where the house wants none (GB/T 9704-2012 §7.5)."""

from __future__ import annotations

from briefing.core.errors import Span
from briefing.house.leaves import outer_mm
from briefing.house.style import PT_PER_MM
from briefing.prove.areas import TOLERANCE, type_area
from briefing.prove.findings import Faults, mm
from briefing.prove.pdf_pages import Glyph, Pdf, Rect
from briefing.prove.reading import Reading, ReadLine

#: Of the type size, from a dash's middle down to its baseline.
_DASH = 0.38
#: How far the dash may be from its height: where a face has it differs by some hundredths of an em.
_HEIGHT = 1.0 * PT_PER_MM


def check_folios(reading: Reading, pdf: Pdf, findings: Faults) -> None:
    unnumbered = _unnumbered(reading, pdf)
    first: dict[int, ReadLine] = {}
    for line in reading.lines:
        first.setdefault(line.page, line)
    for page, glyphs in zip(pdf.pages, reading.folios, strict=True):
        visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
        label = "" if page.number in unnumbered else _label(reading, page.number, len(pdf.pages))
        found = "".join(glyph.char for glyph in visible)
        top = first.get(page.number)
        span = top.passage.span_of(top.places[0]) if top is not None else None
        if found != "".join(label.split()):
            said = f"页码印作“{found}”" if found else "没有页码"
            wanted = f"应为“{label}”" if label else "这一页应不编页码"
            findings.on_page("prove-folio", f"{said}，{wanted}", page.number, span, _rect(visible))
        elif visible:
            _side(reading, page.number, visible, span, findings)


def _label(reading: Reading, page: int, pages: int) -> str:
    return reading.expected.house.page_number.label(page, pages)


def _unnumbered(reading: Reading, pdf: Pdf) -> set[int]:
    """A cover or 报头 page as the house asks, and a blank page before the 版记 with the page that follows it."""
    house, regions = reading.expected.house, reading.expected.sheet.regions
    found: set[int] = set()
    if any(region.name in ("cover", "masthead") and region.blocks for region in regions) and not house.page_number.cover_numbered:
        found.add(1)
    filled = set(reading.pages)
    for page in pdf.pages:
        # a blank page before a fold-out, or on its back
        beside = {
            reading.house(number).leaf
            for number in (page.number - 1, page.number, page.number + 1)
            if 1 <= number <= len(pdf.pages)
        }
        if "foldout" in beside and page.number not in filled and not page.shapes and not page.pictures:
            found.add(page.number)
    last = len(pdf.pages)
    before = pdf.pages[last - 2] if last > 2 and _alone(reading, last) else None
    if house.colophon.even_page and before and last - 1 not in filled and not before.shapes and not before.pictures:
        found |= {last - 1, last}
    return found


def _alone(reading: Reading, page: int) -> bool:
    """Whether the 版记 stands there by itself."""
    held = {line.passage.region for line in reading.lines if line.page == page}
    return held == {"colophon"}


def _side(reading: Reading, page: int, glyphs: list[Glyph], span: Span | None, findings: Faults) -> None:
    """Odd pages right, even pages left, as far in and as deep as the house says; on a turned page, as its sheet is bound."""
    house = reading.house(page)
    number, area = house.page_number, type_area(house, page)
    inset = number.inset * number.size
    left, right, down = area.left, area.right, house.page.top_mm + house.page.type_area_height_mm
    begins, ends, depth = glyphs[0].x, glyphs[-1].right, glyphs[0].y
    if house.leaf == "wide" and (own := house.own_page) is not None:
        outer = outer_mm(own) if own.mirrored and page % 2 == 0 else own.binding_mm
        left, right = outer * PT_PER_MM, (outer + own.type_area_width_mm) * PT_PER_MM
        down = own.top_mm + own.type_area_height_mm
        begins, ends = glyphs[0].y, glyphs[-1].y + glyphs[-1].advance
        depth = house.page.width_mm * PT_PER_MM - glyphs[0].x
    off, side = ends - (right - inset) if page % 2 else begins - (left + inset), "右侧" if page % 2 else "左侧"
    if number.align == "center":
        off, side = (begins + ends - left - right) / 2, "正中"
    if abs(off) > TOLERANCE:
        findings.on_page("prove-folio", f"页码应在{side}，偏了 {mm(off)}", page, span, _rect(glyphs))
    low = depth - _DASH * number.size - (down + number.offset_mm) * PT_PER_MM
    if abs(low) > _HEIGHT:
        findings.on_page("prove-folio", f"页码的高度不对，偏{'下' if low > 0 else '上'} {mm(low)}", page, span, _rect(glyphs))


def _rect(glyphs: list[Glyph]) -> Rect | None:
    if not glyphs:
        return None
    size = max(glyph.size for glyph in glyphs)
    return Rect(
        min(glyph.x for glyph in glyphs), min(glyph.y for glyph in glyphs) - 0.9 * size,
        max(glyph.right for glyph in glyphs), max(glyph.y for glyph in glyphs) + 0.15 * size,
    )  # fmt: skip
