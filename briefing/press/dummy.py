"""Pictures that go with a print job: how the sheets are folded, and all pages at a glance. PNG, deterministic."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from briefing.core import pdfium
from briefing.press.impose import Side

GAP, PAGE = 24, (150, 212)  # pixels; a page of the folding picture, as A4 is shaped
COLUMNS, SCALE = 4, 0.45  # of the contact sheet; pixels a pt
INK, PALE, PAPER = 0, 150, 255


def folding(sides: Sequence[Side], face: bytes) -> bytes:
    """Every sheet from both sides with its page numbers and the fold: what to hold beside the printed sheets."""
    from PIL import Image, ImageDraw

    words, digits = _type(face, 18), _type(face, 56)
    width, height = 2 * PAGE[0], PAGE[1]
    sheets = max(side.sheet for side in sides)
    picture = Image.new("L", (2 * width + 3 * GAP, sheets * (height + 2 * GAP) + GAP), PAPER)
    draw = ImageDraw.Draw(picture)
    for side in sides:
        x = GAP + (width + GAP if side.back else 0)
        y = GAP + (side.sheet - 1) * (height + 2 * GAP) + GAP
        place = "最外" if side.sheet == 1 else "最里" if side.sheet == sheets else ""
        named = f"第{side.sheet}张{'反面' if side.back else '正面'}" + (f"（{place}）" if place else "")
        draw.text((x, y - 6), named, INK, words, "ls")
        draw.rectangle((x, y, x + width, y + height), outline=INK, width=2)
        for down in range(y, y + height, 12):
            draw.line((x + PAGE[0], down, x + PAGE[0], min(down + 6, y + height)), PALE, 2)
        for number, center in ((side.left, x + PAGE[0] // 2), (side.right, x + PAGE[0] + PAGE[0] // 2)):
            text, font, ink = ("空白", words, PALE) if number is None else (str(number), digits, INK)
            draw.text((center, y + height // 2), text, ink, font, "mm")
    return _png(picture)


def contact_sheet(printed: bytes, face: bytes) -> bytes:
    """All pages, four in a row, each with its number."""
    from PIL import Image, ImageDraw

    words = _type(face, 16)
    pages = pdfium.pages(printed, SCALE)
    width, height = max(page.width for page in pages), max(page.height for page in pages)
    rows = -(-len(pages) // COLUMNS)
    picture = Image.new("RGB", (COLUMNS * (width + GAP) + GAP, rows * (height + 2 * GAP) + GAP), "#D8D8D8")
    draw = ImageDraw.Draw(picture)
    for index, page in enumerate(pages):
        x, y = GAP + index % COLUMNS * (width + GAP), GAP + index // COLUMNS * (height + 2 * GAP)
        picture.paste(page, (x, y))
        draw.text((x + width // 2, y + height + 5), str(index + 1), "black", words, "ma")
    return _png(picture)


def _type(face: bytes, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(face), size, layout_engine=ImageFont.Layout.BASIC)


def _png(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False, compress_level=2)  # smaller than at 6, in half the time
    return buffer.getvalue()
