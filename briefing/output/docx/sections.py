"""Sections and footers: sheet, margins, grid, page numbers."""

from __future__ import annotations

from collections.abc import Mapping

from docx.oxml.ns import qn

from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.house.wording import parts
from briefing.output.docx.elements import Element, across_columns, make, text, twips
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.placement import SectionPlan
from briefing.output.docx.turned_footer import turned
from briefing.output.docx.word_fields import field_runs
from briefing.output.docx.word_notes import numbering
from briefing.typeset.page_boxes import PageBox

_HAIR = 10  # twips


def section(house: HouseStyle, plan: SectionPlan, footers: Mapping[str, str], notes: bool = False) -> Element:
    """`w:sectPr`. `house`: on pages of the plan's format. `footers`: "default" (odd pages), "even" and "first" → relationship
    id. `notes`: the document has some at the foot of pages."""
    assert plan.box is not None
    columns = None
    if plan.columns is not None:
        rule = bool(house.columns.rule)
        columns = make("cols", num=2, space=twips(plan.columns.gap), sep=rule or None, equalWidth=True)
    return make(
        "sectPr",
        *(_reference(place, relation) for place, relation in footers.items()),
        numbering(house) if notes else None,
        make("type", val="continuous" if plan.goes_on else "nextPage"),
        _size(house),
        _margins(house, plan.box),
        make("pgNumType", fmt="decimal", start=plan.first_number or None),
        columns,
        make("titlePg") if "first" in footers else None,
        _grid(house),
        across_columns() if notes and columns is not None else None,
    )


def _size(house: HouseStyle) -> Element:
    width, height = _mm(house.page.width_mm), _mm(house.page.height_mm)
    return make("pgSz", w=width, h=height, orient="landscape" if width > height else None)


def footer(
    house: HouseStyle, styles: StyleBook, right_hand: bool | None, pages: int, box: PageBox | None = None, identity: int = 0
) -> Element:
    """`w:ftr` with the page number of odd (right-hand) or even pages of `pages`; None: without one. `box`: of a turned page,
    where it stands beside the type area, in a shape numbered `identity`."""
    if right_hand is None:
        return make("ftr", make("p", make("pPr", make("pStyle", val=styles.spacer()))))
    total = ("NUMPAGES", str(pages))
    shown = {"n": ("PAGE", "1" if right_hand else "2"), "total": total, "pages": total}
    runs: list[Element] = []
    for plain, name in parts(house.page_number.format):
        runs += field_runs(*shown[name]) if name else [_plain(plain)]
    style = styles.page_number(right_hand)
    number = make("p", make("pPr", make("pStyle", val=style)), *runs)
    return make("ftr", number) if box is None else turned(number, styles.spacer(), house, box, identity)


def _plain(characters: str) -> Element:
    # The dashes are the Han face's: half an em wide in the Latin one.
    return make("r", make("rPr", make("rFonts", hint="eastAsia")), text(characters))


def _reference(place: str, relation: str) -> Element:
    element = make("footerReference", type=place)
    element.set(qn("r:id"), relation)
    return element


def _mm(length: float) -> int:
    return twips(length * PT_PER_MM)


def _margins(house: HouseStyle, box: PageBox) -> Element:
    """Margins; the bottom gives way by a hair, so that no line goes over for the rounding of distances to twips. `box`: of the
    first page. Word exchanges left and right on every other page where margins are mirrored, of turned pages too, so there they
    are alike; the head, which ought to change, cannot."""
    page, number = house.page, house.page_number
    lines = house.grid.lines * twips(house.grid.pitch)
    top = twips(box.top)
    bottom = _mm(page.height_mm) - top - max(_mm(page.type_area_height_mm), lines) - _HAIR
    # The number's line is as high as its type, so its dashes are in the middle of it.
    under = page.height_mm - page.top_mm - page.type_area_height_mm - number.offset_mm
    left = _mm(page.binding_mm)
    right = _mm(page.width_mm) - left - _mm(page.type_area_width_mm)
    if box.turned and house.own_page is not None and house.own_page.mirrored:
        left, right = (left + right) // 2, left + right - (left + right) // 2
    return make(
        "pgMar",
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        header=_mm(page.top_mm / 2),
        footer=max(0, _mm(under) - twips(number.size / 2)),
        gutter=0,
    )


def _grid(house: HouseStyle) -> Element:
    """Lines only: the characters of a grid are spaced by the styles (see `measures.tracking`).
    LibreOffice 7.4 obeys `linesAndChars` even where a style says not to, and sets a character wider than its
    cell in two."""
    return make("docGrid", type="lines", linePitch=twips(house.grid.pitch))
