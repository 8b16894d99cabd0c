"""Pictures that go with a print job: how the sheets are folded, and all pages at a glance. PNG, deterministic."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from briefing.core import pdfium
from briefing.press.impose import Imposition, Side

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

GAP, PAGE = 24, (150, 212)  # pixels; a page of the folding picture, as A4 is shaped
COLUMNS, SCALE = 4, 0.45  # of the contact sheet; pixels a pt
INK, PALE, PAPER = 0, 150, 255


def folding(laid: Imposition, face: bytes) -> bytes:
    """Every sheet from both sides with its page numbers, folds, cuts and staples: what to hold beside the printed sheets."""
    from PIL import Image, ImageDraw

    words = _type(face, 18)
    sides = laid.sides
    width, height = (PAGE[at] * max(side.grid[at] for side in sides) for at in (0, 1))
    sheets, said = laid.sheets, _said(laid)
    whole = max(2 * width + 3 * GAP, int(words.getlength(said)) + 2 * GAP)
    picture = Image.new("L", (whole, sheets * (height + 2 * GAP) + 2 * GAP + 18), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((GAP, GAP), said, INK, words, "lt")
    for side in sides:
        x = GAP + (width + GAP if side.back else 0)
        y = (side.sheet - 1) * (height + 2 * GAP) + 3 * GAP + 18 - 6
        draw.text((x, y - 6), _named(laid, side), INK, words, "ls")
        _draw_side(picture, laid, side, (x, y), face)
    return _png(picture)


def _said(laid: Imposition) -> str:
    done = {
        "fold staples": "套叠后在折缝上钉两钉", "side staples": "叠齐后在订口钉两钉", "corner staple": "叠齐后在左上角钉一钉",
        "glue": "各帖依次叠齐，书背铣平上胶", "none": "不用钉",
    }  # fmt: skip
    piled = laid.binding.making == "leaves" and max(len(side.cells) for side in laid.sides) > 1
    return f"{laid.binding.name}：{'裁开后左上的一叠在最上，依次往右、往下；' if piled else ''}{done[laid.binding.fastening]}"


def _named(laid: Imposition, side: Side) -> str:
    face = {"vertical": "正反面（左右翻转再印）", "horizontal": "正反面（上下翻转再印）"}.get(laid.flip or "", "")
    sections = f"第{side.section}帖　" if len(laid.sections) > 1 else ""
    own = [other.sheet for other in laid.sides if other.section == side.section]
    place = "最外" if side.sheet == min(own) else "最里" if side.sheet == max(own) else ""
    nested = laid.binding.making != "leaves" and max(own) > min(own)
    return f"{sections}第{side.sheet}张{face or ('反面' if side.back else '正面')}" + (f"（{place}）" if place and nested else "")


def _draw_side(picture: Image.Image, laid: Imposition, side: Side, at: tuple[int, int], face: bytes) -> None:
    from PIL import Image, ImageDraw

    draw = ImageDraw.Draw(picture)
    words, digits = _type(face, 18), _type(face, 56)
    (x, y), (columns, rows), (width, height) = at, side.grid, PAGE
    draw.rectangle((x, y, x + columns * width, y + rows * height), outline=INK, width=2)
    halved = {"vertical": (columns // 2, 0), "horizontal": (0, rows // 2)}.get(laid.flip or "", (0, 0))
    leaves = laid.binding.making == "leaves"
    firsts = {laid.pages[sum(laid.sections[:at])] for at in range(len(laid.sections))} - {None}
    for column in range(1, columns):
        _line(draw, (x + column * width, y), (x + column * width, y + rows * height), leaves or column == halved[0])
    for row in range(1, rows):
        _line(draw, (x, y + row * height), (x + columns * width, y + row * height), leaves or row == halved[1])
    for cell in side.cells:
        text, font, ink = ("空白", words, PALE) if cell.page is None else (str(cell.page), digits, INK)
        center = x + cell.column * width + width // 2, y + cell.row * height + height // 2
        if cell.turned:
            page = Image.new("L", (width - 8, height - 8), PAPER)
            ImageDraw.Draw(page).text((page.width // 2, page.height // 2), text, ink, font, "mm")
            picture.paste(page.rotate(180), (center[0] - page.width // 2, center[1] - page.height // 2))
        else:
            draw.text(center, text, ink, font, "mm")
        if cell.page in firsts:
            _fasten(draw, laid, x + cell.column * width, y + cell.row * height)


def _line(draw: ImageDraw.ImageDraw, begin: tuple[int, int], end: tuple[int, int], cut: bool) -> None:
    """Dashed where the sheet is folded, whole where it is cut."""
    if cut:
        draw.line((*begin, *end), INK, 1)
        return
    (x, y), (right, bottom) = begin, end
    for on in range(0, max(right - x, bottom - y), 12):
        if right > x:
            draw.line((x + on, y, min(x + on + 6, right), y), PALE, 2)
        else:
            draw.line((x, y + on, x, min(y + on + 6, bottom)), PALE, 2)


def _fasten(draw: ImageDraw.ImageDraw, laid: Imposition, x: int, y: int) -> None:
    """Staples or glue on the first page, whose upper left corner is at `x`, `y`."""
    match laid.binding.fastening:
        case "fold staples" | "side staples":
            aside = 0 if laid.binding.fastening == "fold staples" else 4
            for part in (0.25, 0.75):
                middle = y + int(PAGE[1] * part)
                draw.line((x + aside, middle - 6, x + aside, middle + 6), INK, 5)
        case "corner staple":
            draw.line((x + 4, y + 12, x + 12, y + 4), INK, 4)
        case "glue":
            draw.rectangle((x - 3, y + 2, x + 3, y + PAGE[1] - 2), fill=PALE)
        case "none":
            pass


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


def _type(face: bytes, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(face), size, layout_engine=ImageFont.Layout.BASIC)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False, compress_level=2)  # smaller than at 6, in half the time
    return buffer.getvalue()
