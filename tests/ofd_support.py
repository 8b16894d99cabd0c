"""PDFs and OFDs for the tests: those of the example issues, and a page that is spoilt or drawn for a purpose."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import example_issues
import pikepdf
from made_once import made_once
from ofd_reading import Ofd

from briefing.ofd import properties_of, write_ofd

SMALL = "2022-08-xinxi"


@made_once
def ofd(name: str) -> bytes:
    pdf = example_issues.pdf(name)
    return write_ofd(pdf, properties_of(pdf))


def edited(edit: Callable[[pikepdf.Pdf], Any], name: str = SMALL) -> bytes:
    """The PDF of an example issue after `edit`."""
    with pikepdf.open(io.BytesIO(example_issues.pdf(name))) as document:
        edit(document)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def drawing(stream: str, prepare: Callable[[pikepdf.Pdf, pikepdf.Page], Any] | None = None) -> bytes:
    """A PDF of one page on which `stream` is drawn, in pt from the lower left corner. It has the fonts of an example."""

    def edit(document: pikepdf.Pdf) -> None:
        del document.pages[1:]
        del document.Root.Outlines
        page = document.pages[0]
        page.obj.Contents = document.make_stream(stream.encode())
        if prepare:
            prepare(document, page)

    return edited(edit)


def read(pdf: bytes) -> Ofd:
    return Ofd(write_ofd(pdf, properties_of(pdf)))


def fangsong(page: pikepdf.Page) -> pikepdf.Object:
    """The face of the text on the page."""
    return next(font for font in page.resources.Font.values() if str(font.BaseFont).endswith("+Briefing-Fangsong"))


def use(document: pikepdf.Pdf, page: pikepdf.Page, to_unicode: dict[int, str]) -> None:
    """Name the text face /F, and say which characters its glyphs are."""
    font = fangsong(page)
    page.resources.Font["/F"] = font
    lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in to_unicode.items()]
    font.ToUnicode = document.make_stream("\n".join([f"{len(lines)} beginbfchar", *lines, "endbfchar"]).encode())
