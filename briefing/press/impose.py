"""Pages → sheets. Every sheet side holds two pages; the drawing of each page is placed whole, as vectors.

Saddle stitch 骑马订: sheets are laid into one another and stapled in the fold; sheet 1 outside. Pages are a multiple of four.
What is missing is blank: before a last page that holds the 版记 alone, which then bears no number (GB/T 9704-2012 §7.5), and else
after the last page, for blank pages do not part a text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from briefing.house.style import PT_PER_MM

T = TypeVar("T")

#: A staple lies across the fold for 12 mm: the tick that shows its place is hidden under it.
STAPLE_TICK, STAPLES = 8 * PT_PER_MM, (0.25, 0.75)
#: A4 pages beside one another on A4: 210 to 148.5 mm.
PROOF_SCALE = 0.5**0.5


class Side(NamedTuple):
    """One side of a sheet, as it lies before you. Sheets count from 1, from outside in; None is a blank page."""

    sheet: int
    back: bool
    left: int | None
    right: int | None


def padded(count: int, alone: bool = False) -> list[int | None]:
    """Page numbers 1 … `count` and blanks, a multiple of four. `alone`: the last page holds the 版记 and nothing else."""
    blanks = [None] * (-count % 4)
    return [*range(1, count), *blanks, count] if alone and count > 1 else [*range(1, count + 1), *blanks]


def saddle(pages: Sequence[int | None]) -> list[Side]:
    """(4,1) (2,3) for four pages: front of the outermost sheet, its back, and so on inwards."""
    sides = []
    for sheet in range(len(pages) // 4):
        low, high = 2 * sheet, len(pages) - 1 - 2 * sheet
        sides.append(Side(sheet + 1, False, pages[high], pages[low]))
        sides.append(Side(sheet + 1, True, pages[low + 1], pages[high - 1]))
    return sides


def two_up(count: int) -> list[Side]:
    """Pages in reading order, two beside one another, for a proof on the office's printer."""
    pairs = [(first, first + 1 if first < count else None) for first in range(1, count + 1, 2)]
    return [Side(number, False, left, right) for number, (left, right) in enumerate(pairs, 1)]


def creep_of(side: Side, sheets: int, creep: float) -> float:
    """How far the pages of a side move towards the fold: 0 on the outermost sheet, `creep` on the innermost."""
    return creep * (side.sheet - 1) / (sheets - 1) if sheets > 1 else 0.0


def imposed_pdf(printed: bytes, creep_mm: float, alone: bool = False) -> bytes:
    """The print file as folded sheets, twice as wide as its pages; printed on both sides, turned over the short edge.

    `alone`: the last page holds the 版记 alone."""
    count = _count(printed)
    sides = saddle(padded(count, alone))
    sheets = max(side.sheet for side in sides)

    def place(side: Side, width: float, height: float) -> tuple[float, float, float, float, float, bytes]:
        creep = creep_of(side, sheets, creep_mm * PT_PER_MM)
        return width * 2, height, 1.0, creep, -creep, _staples(width, height) if side.sheet == 1 and not side.back else b""

    return _compose(printed, sides, place)


def proof_pdf(printed: bytes) -> bytes:
    """Two pages on one sheet of the page's own size, for reading."""

    def place(side: Side, width: float, height: float) -> tuple[float, float, float, float, float, bytes]:
        frame = f"q /Over11 gs 0.25 w 0 0 0 1 K {width * PROOF_SCALE:.3f} 0 m {width * PROOF_SCALE:.3f} {width:.3f} l S Q"
        return width * PROOF_SCALE * 2, height * PROOF_SCALE, PROOF_SCALE, 0.0, 0.0, frame.encode()

    return _compose(printed, two_up(_count(printed)), place)


_Place = Callable[[Side, float, float], tuple[float, float, float, float, float, bytes]]


def _count(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def _compose(printed: bytes, sides: list[Side], place: _Place) -> bytes:
    """`place`: side, page width, page height → sheet width and height, scale, shift of the left and of the right page, and
    what is drawn over them."""
    import pikepdf

    with pikepdf.open(io.BytesIO(printed)) as document:
        version = document.pdf_version
        width, height = _trimmed(document.pages[0])
        forms = [document.make_indirect(_form(page)) for page in document.pages]
        count = len(document.pages)
        over_black = document.make_indirect(pikepdf.Dictionary(OP=True, op=True, OPM=1))
        for side in sides:
            across, up, scale, left, right, over = place(side, width, height)
            drawn, objects = [], {}
            for number, x, shift in ((side.left, 0.0, left), (side.right, across / 2, right)):
                if number is None:
                    continue
                objects[f"/P{number}"] = forms[number - 1]
                drawn.append(
                    f"q {x:.4f} 0 {across / 2:.4f} {up:.4f} re W n "
                    f"{scale:.6f} 0 0 {scale:.6f} {x + shift:.4f} 0 cm /P{number} Do Q"
                )
            page = document.add_blank_page(page_size=(round(across, 4), round(up, 4)))
            page.Contents = document.make_stream("\n".join(drawn).encode() + b"\n" + over)
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(objects), ExtGState=pikepdf.Dictionary({"/Over11": over_black})
            )
            page.TrimBox, page.BleedBox = page.MediaBox, page.MediaBox
        del document.pages[:count]
        buffer = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate if version >= "1.5" else pikepdf.ObjectStreamMode.disable
        document.save(buffer, deterministic_id=True, object_stream_mode=packed)
        return buffer.getvalue()


def _form(page: Any) -> Any:
    """The page's trimmed drawing, its lower left corner at the origin."""
    from pikepdf import Array

    form = page.as_form_xobject()
    left, bottom, right, top = (float(edge) for edge in page.TrimBox)
    form.BBox = Array([left, bottom, right, top])
    form.Matrix = Array([1, 0, 0, 1, -left, -bottom])
    return form


def _trimmed(page: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.TrimBox)
    return right - left, top - bottom


def _staples(width: float, height: float) -> bytes:
    ticks = [
        f"{width:.3f} {height * at - STAPLE_TICK / 2:.3f} m {width:.3f} {height * at + STAPLE_TICK / 2:.3f} l S" for at in STAPLES
    ]
    return ("q /Over11 gs 0.25 w 0 0 0 1 K " + " ".join(ticks) + " Q").encode()
