"""The numbered run 份号: every copy of a file in one PDF, its own number on its first page, all else shared.

A copy is a record of PDF/VT-1 (ISO 16612-2): a part of the document (DPart) with its number, by which a digital press tells
copies apart; and a bookmark, for people. A PDF/X-1a file is too old for parts and has bookmarks alone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.output.pdf.xmp import as_records, iso_date
from briefing.press.copy_register import Copy, six
from briefing.press.imposed_pdf import SheetJob, moved
from briefing.press.lettering import embed

if TYPE_CHECKING:
    import pikepdf

#: Of the shipped faces, in em (fonts/README.md).
_ASCENT = 0.88
#: Pages of one node of the tree.
_KIDS = 100


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Where the number stands: its right end and baseline, pt from the left and upper edge of the trimmed page."""

    right: float
    baseline: float
    size: float


def numbered(printed: bytes, copies: Sequence[Copy], place: NumberPlace, face: bytes) -> bytes:
    """The pages of the print file, one copy after the other. A page's drawing, fonts and pictures are there once: a further copy
    costs some bytes a page."""
    import pikepdf

    with pikepdf.open(io.BytesIO(printed)) as document:
        left, _, _, top = (float(edge) for edge in document.pages[0].TrimBox)
        return _run(document, {0: f"1 0 0 1 {left:.4f} {top:.4f} cm"}, copies, place, face)


def booklets(imposed: bytes, job: SheetJob, copies: Sequence[Copy], place: NumberPlace, face: bytes) -> bytes:
    """The sheets that `imposed` has of one copy, one copy after the other, the number where their first page lies."""
    import pikepdf

    height = next(iter(job.papers.layouts.values())).page[1] * PT_PER_MM
    first = job.imposition.pages[0]
    moves = {
        index: f"{moved(job, side, cell)} 1 0 0 1 0 {height:.4f} cm"
        for index, side in enumerate(job.imposition.sides)
        for cell in side.cells
        if cell.page == first
    }
    with pikepdf.open(io.BytesIO(imposed)) as document:
        return _run(document, moves, copies, place, face)


def _run(document: pikepdf.Pdf, moves: Mapping[int, str], copies: Sequence[Copy], place: NumberPlace, face: bytes) -> bytes:
    """`moves`: pages (from 0) that bear the number → operators by which the origin comes to the page's upper left corner."""
    import pikepdf
    from pikepdf import Array, Dictionary

    version = document.pdf_version
    lettering = embed(document, face, "0123456789")
    shells = []
    for index, page in enumerate(document.pages):
        if index in moves:
            whole = page.as_form_xobject()
            whole.BBox, whole.Matrix = page.MediaBox, Array([1, 0, 0, 1, 0, 0])
            over = Dictionary(OP=True, op=True, OPM=1)
            page.Resources = Dictionary(
                XObject=Dictionary(Whole=whole), Font=Dictionary(Copy=lettering.font), ExtGState=Dictionary(Over11=over)
            )
        held = ("/Contents", "/Resources")
        shells.append(
            {
                key: document.make_indirect(value) if key in held and not value.is_indirect else value
                for key, value in page.obj.items()
                if key != "/Parent"
            }
        )
    firsts: list[Sequence[pikepdf.Object]] = []
    for copy in copies:
        text = six(copy.number)
        shown = lettering.show(text).decode()
        at = f"{place.right - lettering.width(text) * place.size:.3f} {-place.baseline:.3f}"
        own = []
        for index, shell in enumerate(shells):
            made = Dictionary(shell)
            if index in moves:
                number = f"0 0 0 1 k /Over11 gs BT /Copy {place.size:g} Tf 1 0 0 1 {at} Tm {shown} ET"
                made.Contents = document.make_stream(f"/Whole Do q {moves[index]} {number} Q".encode())
            own.append(document.make_indirect(made))
        firsts.append(own)
    _page_tree(document, [page for own in firsts for page in own])
    _bookmarks(document, copies, firsts)
    if version >= "1.6":
        _records(document, copies, firsts)
    buffer = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate if version >= "1.5" else pikepdf.ObjectStreamMode.disable
    document.save(buffer, deterministic_id=True, object_stream_mode=packed)
    return buffer.getvalue()


def _page_tree(document: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> None:
    """Makes `pages` all that the document has. Put into its list one by one they would take the square of their number."""
    from pikepdf import Array, Dictionary, Name

    root = document.Root.Pages
    nodes = []
    for first in range(0, len(pages), _KIDS):
        kids = pages[first : first + _KIDS]
        node = document.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Kids=Array(kids), Count=len(kids)))
        for page in kids:
            page["/Parent"] = node
        nodes.append(node)
    root["/Kids"], root["/Count"] = Array(nodes), len(pages)


def _bookmarks(document: pikepdf.Pdf, copies: Sequence[Copy], pages: Sequence[Sequence[pikepdf.Object]]) -> None:
    from pikepdf import Array, Dictionary, Name, String

    root = document.make_indirect(Dictionary(Type=Name.Outlines))
    items = [
        document.make_indirect(Dictionary(Title=String(_title(copy)), Parent=root, Dest=Array([own[0], Name.Fit])))
        for copy, own in zip(copies, pages, strict=True)
    ]
    for before, after in pairwise(items):
        before["/Next"], after["/Prev"] = after, before
    root["/First"], root["/Last"], root["/Count"] = items[0], items[-1], len(items)
    document.Root["/Outlines"] = root


def _title(copy: Copy) -> str:
    return f"{six(copy.number)}　{'备份' if copy.spare else copy.recipient}".rstrip("　")


def _records(document: pikepdf.Pdf, copies: Sequence[Copy], pages: Sequence[Sequence[pikepdf.Object]]) -> None:
    """The tree of document parts (ISO 16612-2 §6.3; ISO 32000-2 §14.12): the run, and below it a part for each copy."""
    from pikepdf import Array, Dictionary, Name, String

    root = document.make_indirect(Dictionary(Type=Name.DPartRoot))
    node = document.make_indirect(Dictionary(Type=Name.DPart, Parent=root))
    parts = []
    for copy, own in zip(copies, pages, strict=True):
        said = Dictionary(CopyNumber=String(six(copy.number)), Spare=copy.spare)
        if copy.recipient:
            said["/Recipient"] = String(copy.recipient)
        part = document.make_indirect(Dictionary(Type=Name.DPart, Parent=node, Start=own[0], DPM=said))
        if len(own) > 1:
            part["/End"] = own[-1]
        for page in own:
            page["/DPart"] = part
        parts.append(part)
    node["/DParts"] = Array([Array(parts)])
    root["/DPartRootNode"], root["/RecordLevel"] = node, 1
    root["/NodeNameList"] = Array([Name.Run, Name.Copy])
    document.Root["/DPartRoot"] = root
    packet = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(as_records(packet, iso_date(str(document.docinfo.get("/ModDate", "")))))


def place_of(house: HouseStyle) -> NumberPlace:
    """On the first line of the type area, its right end at the edge: where the house sets 份号."""
    style, page = house.styles["mark"], house.page
    leading = house.grid.pitch if style.leading is None else style.leading
    top = page.top_mm * PT_PER_MM + (leading - style.size) / 2 + _ASCENT * style.size
    return NumberPlace((page.binding_mm + page.type_area_width_mm) * PT_PER_MM, top, style.size)
