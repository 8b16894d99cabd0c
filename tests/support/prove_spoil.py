"""Finished files with one thing put wrong, by editing their bytes: for tests of the proof."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf

from briefing.prove.pdf_pages import read_pdf

if TYPE_CHECKING:
    from pikepdf import ContentStreamInstruction

PT_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sort:
    """One glyph as the content stream has it; `x` and `y` in pt from the top left corner of the sheet."""

    char: str
    x: float
    y: float
    code: bytes
    font: str
    size: float


Row = list[Sort]
Edit = Callable[[list[Row]], list[Row]]


def rows(pdf: bytes, page: int) -> list[Row]:
    """The lines of a page from its top, the page number last."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _rows(_sorts(_operations(document, page), pdf, page))


def respell(pdf: bytes, page: int, edit: Edit) -> bytes:
    """Every glyph of the page set anew, at its place, after `edit` has had the lines."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        operations = _operations(document, page)
        edited = edit(_rows(_sorts(operations, pdf, page)))
        height = float(document.pages[page - 1].MediaBox[3])
        shown = [op for row in edited for sort in row for op in _show(sort, height)]
        first = next(i for i, op in enumerate(operations) if str(op.operator) == "BT")
        kept: list[ContentStreamInstruction] = []
        inside = False
        for index, op in enumerate(operations):
            name = str(op.operator)
            if index == first:
                kept += shown
            inside = inside or name == "BT"
            if not inside:
                kept.append(op)
            inside = inside and name != "ET"
        document.pages[page - 1].Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        return _saved(document)


def on_line(number: int, edit: Callable[[Row], Row]) -> Edit:
    """`edit` of the line `number` (from 1; −1 is the page number)."""

    def whole(lines: list[Row]) -> list[Row]:
        index = number - 1 if number > 0 else number
        lines[index] = edit(lines[index])
        return lines

    return whole


def moved(row: Row, right: float = 0.0, down: float = 0.0) -> Row:
    """The line shifted by so many mm."""
    return [replace(sort, x=sort.x + right * PT_PER_MM, y=sort.y + down * PT_PER_MM) for sort in row]


def without_page(pdf: bytes, page: int) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.pages[page - 1]
        return _saved(document)


def without_font_file(pdf: bytes, name: str) -> bytes:
    """The face `name` no longer embedded."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = False
        for item in document.objects:
            described = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
            if described and str(item.FontName).partition("+")[2] == name:
                del item.FontFile2
                found = True
        assert found
        return _saved(document)


def edited_docx(docx: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """One part of the package after `edit`, which must change it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                changed = edit(data.decode("utf-8"))
                assert changed != data.decode("utf-8")
                data = changed.encode("utf-8")
            new.writestr(name, data)
    return out.getvalue()


def docx_paragraphs(docx: bytes) -> list[str]:
    """The XML of the paragraphs."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return re.findall(r"<w:p>.*?</w:p>", package.read("word/document.xml").decode("utf-8"), re.DOTALL)


def _operations(document: pikepdf.Pdf, page: int) -> list[ContentStreamInstruction]:
    found = pikepdf.parse_content_stream(document.pages[page - 1])
    return [op for op in found if isinstance(op, pikepdf.ContentStreamInstruction)]


def _sorts(operations: Sequence[ContentStreamInstruction], pdf: bytes, page: int) -> list[Sort]:
    codes: list[tuple[bytes, str, float]] = []
    font, size = "", 0.0
    for op in operations:
        name = str(op.operator)
        if name == "Tf":
            font, size = str(op.operands[0]), float(op.operands[1])
        elif name in ("TJ", "Tj"):
            for piece in op.operands[0] if name == "TJ" else op.operands:
                if isinstance(piece, pikepdf.String):
                    data = bytes(piece)
                    codes += [(data[i : i + 2], font, size) for i in range(0, len(data), 2)]
    glyphs = read_pdf(pdf).pages[page - 1].glyphs
    assert len(glyphs) == len(codes)
    return [Sort(g.char, g.x, g.y, *code) for g, code in zip(glyphs, codes, strict=True)]


def _rows(sorts: Sequence[Sort]) -> list[Row]:
    found: list[Row] = []
    for sort in sorted(sorts, key=lambda sort: sort.y):  # stable: keeps the order of reading
        if not found or sort.y - found[-1][0].y > 5:
            found.append([])
        found[-1].append(sort)
    return found


def _show(sort: Sort, height: float) -> list[ContentStreamInstruction]:
    def op(operands: list[pikepdf.Object | int | float], name: str) -> ContentStreamInstruction:
        return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(name))

    return [
        op([], "BT"),
        op([1, 0, 0, 1, round(sort.x, 4), round(height - sort.y, 4)], "Tm"),
        op([pikepdf.Name(sort.font), sort.size], "Tf"),
        op([pikepdf.Array([pikepdf.String(sort.code)])], "TJ"),
        op([], "ET"),
    ]


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
