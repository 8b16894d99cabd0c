"""The numbered run 份号: every copy of the print file in one PDF, its own number on its first page, all else shared."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.press.lettering import embed

#: Of the shipped faces, in em (fonts/README.md).
_ASCENT = 0.88
DIGITS = 6  # GB/T 9704-2012 §7.2.1: six Arabic digits


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Where the number stands: its right end and baseline, pt from the left and upper edge of the trimmed page."""

    right: float
    baseline: float
    size: float


def numbered(printed: bytes, numbers: Sequence[int], place: NumberPlace, face: bytes) -> bytes:
    """One copy after the other for every one of `numbers`. A page's drawing, fonts and pictures are there once: a further
    copy costs some bytes a page."""
    import pikepdf
    from pikepdf import Array, Dictionary

    with pikepdf.open(io.BytesIO(printed)) as document:
        version = document.pdf_version
        lettering = embed(document, face, "0123456789")
        originals = list(document.pages)
        first = originals[0]
        trim = [float(edge) for edge in first.TrimBox]
        resources = document.make_indirect(
            Dictionary(
                {
                    **dict(first.Resources),
                    "/Font": Dictionary({**dict(first.Resources.get("/Font", {})), "/Copy": lettering.font}),
                }
            )
        )
        drawing = first.Contents
        opening, closing = document.make_stream(b"q\n"), document.make_stream(b"\nQ\n")
        shells = [
            Dictionary(
                {
                    key: (
                        document.make_indirect(value) if key in ("/Contents", "/Resources") and not value.is_indirect else value
                    )
                    for key, value in page.obj.items()
                    if key != "/Parent"
                }
            )
            for page in originals
        ]
        for number in numbers:
            text = f"{number:0{DIGITS}d}"
            x = trim[0] + place.right - lettering.width(text) * place.size
            y = trim[3] - place.baseline
            shown = (
                f"0 0 0 1 k /Over11 gs BT /Copy {place.size:g} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm ".encode()
                + lettering.show(text)
                + b" ET"
            )
            for index, shell in enumerate(shells):
                copy = Dictionary(dict(shell.items()))
                if index == 0:
                    copy.Contents = Array([opening, drawing, closing, document.make_stream(shown)])
                    copy.Resources = resources
                document.pages.append(pikepdf.Page(document.make_indirect(copy)))
        del document.pages[: len(originals)]
        buffer = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate if version >= "1.5" else pikepdf.ObjectStreamMode.disable
        document.save(buffer, deterministic_id=True, object_stream_mode=packed)
        return buffer.getvalue()


def place_of(house: HouseStyle) -> NumberPlace:
    """On the first line of the type area, its right end at the edge: where the house sets 份号."""
    style, page = house.styles["mark"], house.page
    leading = house.grid.pitch if style.leading is None else style.leading
    top = page.top_mm * PT_PER_MM + (leading - style.size) / 2 + _ASCENT * style.size
    return NumberPlace((page.binding_mm + page.type_area_width_mm) * PT_PER_MM, top, style.size)
