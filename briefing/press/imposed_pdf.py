"""Sides of sheets → a PDF. The drawing of each page is placed whole, as vectors, up to its bleed; marks stand beside the pages.

A turned page lies in its place as it is bound, its head to the left. MediaBox is the paper, TrimBox what the pages cover."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.house.style import PT_PER_MM
from briefing.press.impose import Imposition, PageCell, Side, two_up
from briefing.press.sheet_layout import Papers, SheetLayout
from briefing.press.sheet_marks import SheetMarks, fastening

if TYPE_CHECKING:
    import pikepdf

#: A4 pages beside one another on A4: 210 to 148.5 mm.
PROOF_SCALE = 0.5**0.5
#: Sizes of pages that differ by less than this share are the same.
_SAME = 0.002


@dataclass(frozen=True, slots=True)
class SheetJob:
    """How an imposition is drawn. `bleed` of the print file and `creep` of the innermost pages: mm. `line`: what the job is
    called beside the pages; `face`: of that line, TrueType. `inks`: names of those of each page, where crosses and a colour bar
    are wanted."""

    imposition: Imposition
    papers: Papers
    bleed: float
    creep: float
    line: str
    face: bytes
    inks: tuple[frozenset[str], ...] | None = None


def apart_pdf(printed: bytes, numbers: Collection[int]) -> bytes:
    """The pages `numbers` (from 1) of the print file by themselves, as they are."""
    import pikepdf

    with pikepdf.open(io.BytesIO(printed)) as document:
        for index in reversed(range(len(document.pages))):
            if index + 1 not in numbers:
                del document.pages[index]
        return _saved(document)


def imposed_pdf(printed: bytes, job: SheetJob) -> bytes:
    """The print file on sheets, each side a page, the back turned over like a page."""
    import pikepdf

    imposition = job.imposition
    with pikepdf.open(io.BytesIO(printed)) as document:
        count = len(document.pages)
        width, height = (edge * PT_PER_MM for edge in next(iter(job.papers.layouts.values())).page)
        bleed = job.bleed * PT_PER_MM
        forms = [document.make_indirect(_form(page, width, height, bleed)) for page in document.pages]
        inks = [_separations(page) for page in document.pages]
        marks = SheetMarks(document, imposition, job.line, job.face, job.bleed, job.inks is not None)
        over_black = document.make_indirect(pikepdf.Dictionary(OP=True, op=True, OPM=1))
        for side in imposition.sides:
            layout = job.papers.layout(side.grid)
            drawn, objects = [], {}
            for cell in side.cells:
                if cell.page is None:
                    continue
                objects[f"/P{cell.page}"] = forms[cell.page - 1]
                drawn.append(_placed(job, layout, side, cell))
            spots = {name: space for number in side.pages for name, space in inks[number - 1].items()}
            used = {ink for number in side.pages for ink in (job.inks[number - 1] if job.inks else ())}
            over = [*marks.of(side, layout, list(spots), used), *fastening(imposition, side, layout)]
            page = document.add_blank_page(page_size=_sheet(layout))
            page.Contents = document.make_stream("\n".join([*drawn, *over]).encode())
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(objects), ExtGState=pikepdf.Dictionary({"/Over11": over_black})
            )
            if layout.stock:
                page.Resources.Font = pikepdf.Dictionary({"/Line": marks.font})
                page.Resources.ColorSpace = pikepdf.Dictionary(spots)
            _bound(page, layout, side, job.bleed)
        del document.pages[:count]
        return _saved(document)


def proof_pdf(printed: bytes) -> bytes:
    """Two pages on one sheet of the page's own size, for reading."""
    import pikepdf

    with pikepdf.open(io.BytesIO(printed)) as document:
        width, height = _trimmed(document.pages[0])
        forms = [document.make_indirect(_form(page, width, height, 0.0)) for page in document.pages]
        count = len(document.pages)
        over_black = document.make_indirect(pikepdf.Dictionary(OP=True, op=True, OPM=1))
        half, up = width * PROOF_SCALE, height * PROOF_SCALE
        frame = f"q /Over11 gs 0.25 w 0 0 0 1 K {half:.3f} 0 m {half:.3f} {width:.3f} l S Q"
        for side in two_up(count):
            drawn = [
                f"q {x:.4f} 0 {half:.4f} {up:.4f} re W n {PROOF_SCALE:.6f} 0 0 {PROOF_SCALE:.6f} {x:.4f} 0 cm /P{cell.page} Do Q"
                for cell in side.cells
                for x in (cell.column * half,)
            ]
            page = document.add_blank_page(page_size=(round(half * 2, 4), round(up, 4)))
            page.Contents = document.make_stream("\n".join([*drawn, frame]).encode())
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary({f"/P{number}": forms[number - 1] for number in side.pages}),
                ExtGState=pikepdf.Dictionary({"/Over11": over_black}),
            )
            page.TrimBox, page.BleedBox = page.MediaBox, page.MediaBox
        del document.pages[:count]
        return _saved(document)


def _placed(job: SheetJob, layout: SheetLayout, side: Side, cell: PageCell) -> str:
    """A page in its place, cut where its bleed or that of a neighbour ends."""
    x, y = layout.place(cell.column, cell.row, side.back)
    left, bottom, right, top = layout.bleeds(cell.column, cell.row, side.back, job.bleed)
    width, height = layout.page
    window = _points(x - left, y - bottom, left + width + right, bottom + height + top)
    return f"q {window} re W n {moved(job, side, cell)} /P{cell.page} Do Q"


def moved(job: SheetJob, side: Side, cell: PageCell) -> str:
    """The operator by which the origin comes to the lower left corner of the page at `cell`, as that stands."""
    layout = job.papers.layout(side.grid)
    x, y = layout.place(cell.column, cell.row, side.back)
    width, height = layout.page
    deepest = job.imposition.deepest
    inward = job.creep * PT_PER_MM * cell.depth / deepest if deepest else 0.0
    shift = inward if cell.column % 2 == 0 else -inward
    if cell.turned:
        return f"-1 0 0 -1 {(x + width) * PT_PER_MM + shift:.4f} {(y + height) * PT_PER_MM:.4f} cm"
    return f"1 0 0 1 {x * PT_PER_MM + shift:.4f} {y * PT_PER_MM:.4f} cm"


def _points(*lengths: float) -> str:
    return " ".join(f"{length * PT_PER_MM:.4f}" for length in lengths)


def _sheet(layout: SheetLayout) -> tuple[float, float]:
    return round(layout.width * PT_PER_MM, 4), round(layout.height * PT_PER_MM, 4)


def _bound(page: pikepdf.Page, layout: SheetLayout, side: Side, bleed: float) -> None:
    """TrimBox round all pages, BleedBox round their bleed."""
    from pikepdf import Array

    left, bottom, right, top = layout.block
    if side.back:
        left, right = layout.width - right, layout.width - left
    trim = (left, bottom, right, top)
    bled = (left - bleed, bottom - bleed, right + bleed, top + bleed)
    for name, box in (("/TrimBox", trim), ("/BleedBox", bled)):
        page.obj[name] = Array([round(edge * PT_PER_MM, 4) for edge in box])


def _separations(page: pikepdf.Page) -> dict[str, pikepdf.Object]:
    """The spot inks of a page, by the name of their colour space."""
    spaces: pikepdf.Object | dict[str, pikepdf.Object] = page.Resources.get("/ColorSpace", {})
    return {name: space for name, space in spaces.items() if isinstance(space, list) or str(space[0]) == "/Separation"}


def _saved(document: pikepdf.Pdf) -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate if document.pdf_version >= "1.5" else pikepdf.ObjectStreamMode.disable
    document.save(buffer, deterministic_id=True, object_stream_mode=packed)
    return buffer.getvalue()


def _form(page: pikepdf.Page, width: float, height: float, bleed: float) -> pikepdf.Object:
    """The page's trimmed drawing and `bleed` round it, the lower left corner of the trimmed page at the origin, in a place
    `width` × `height` pt: a quarter turn to the left where it lies in that only so, and as much smaller as it must be (a
    fold-out in a proof)."""
    from pikepdf import Array

    form = page.as_form_xobject()
    left, bottom, right, top = (float(edge) for edge in page.TrimBox)
    across, up = right - left, top - bottom
    upright, turned = min(width / across, height / up), min(width / up, height / across)
    if upright >= min(1.0, turned) - _SAME:
        scale = 1.0 if upright > 1 - _SAME else upright
        matrix = [1, 0, 0, 1, -left, -bottom] if scale == 1.0 else [scale, 0, 0, scale, -left * scale, -bottom * scale]
    else:
        scale = 1.0 if turned > 1 - _SAME else turned
        matrix = [0, scale, -scale, 0, top * scale, -left * scale]
    form.BBox = Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
    form.Matrix = Array(matrix)
    return form


def _trimmed(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.TrimBox)
    return right - left, top - bottom
