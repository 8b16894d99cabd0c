"""The same pages by both engines, compared as their readers see them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import product

import pypdfium2
from image_support import brightest
from PIL import Image, ImageChops

from briefing.fonts.metrics import LATIN
from briefing.model.sheet import SOFT_HYPHEN
from briefing.paint.marks import Aside, Bar, Dots, Glyphs, Painted

#: Of a page at 100 dpi no pixel may differ by more, of 255: edges fall between pixels there, and a rule of half a point on one
#: row of pixels of 300 dpi or on the next.
SLACK = 112
#: Characters of a Latin run that is no word.
LONG = 24


def differences(one: bytes, other: bytes, painted: Painted, *, ordered: bool = True) -> Iterator[str]:
    """What differs between two PDFs of the same pages, as a person would say it. Not looked at: the dots of leaders, of which
    WeasyPrint makes one more or less; web addresses in justified lines, whose end stands a tenth of a point aside, because it
    rounds the space between letters; the corners of frames, a pixel each way, which PDFium smooths where they are ends of bars
    and not where they are those of a border. `ordered` False: WeasyPrint draws pictures, frames and columns after the text around
    them, so what they say is read elsewhere."""
    pages, others = _pages(one), _pages(other)
    if len(pages) != len(others):
        yield f"{len(pages)} and {len(others)} pages"
        return
    for number, (page, opposite) in enumerate(zip(pages, others, strict=True), 1):
        if page.size != opposite.size:
            yield f"page {number}: {page.size} and {opposite.size}"
            continue
        difference = ImageChops.difference(page, opposite)
        for mark in painted.pages[number - 1].marks:
            if isinstance(mark, Bar) and mark.home is Aside.ORNAMENT:
                for x, y in product((mark.left, mark.right), (mark.top, mark.bottom)):
                    across, down = int(x * 100 / 72), int(y * 100 / 72)
                    difference.paste(0, (across - 1, down - 1, across + 2, down + 2))
                continue
            if isinstance(mark, Dots):
                box = (mark.left, mark.y - mark.weight, mark.right, mark.y + mark.weight)
            elif isinstance(mark, Glyphs) and mark.face[0] == LATIN and len(mark.text) > LONG:
                box = (mark.xs[0], mark.baseline - mark.size, mark.end, mark.baseline + mark.size / 3)
            else:
                continue
            left, top, right, bottom = (edge * 100 / 72 for edge in box)
            difference.paste(0, (int(left) - 2, int(top) - 1, int(right) + 3, int(bottom) + 2))
        most = brightest(difference)
        if most > SLACK:
            place = difference.point(lambda level: 255 * (level > SLACK)).getbbox()
            yield f"page {number}: pixels differ by {most} in {place}"
    for reader, text in READERS.items():
        here, there = ("".join(text(data).split()) for data in (one, other))  # white space is what readers guess
        here = here.replace(SOFT_HYPHEN, "-")  # WeasyPrint has a hyphen there that is text (output/css/html_lines.py)
        if not ordered or reader == LAYOUT:
            here, there = ("".join(sorted(text.replace("-", ""))) for text in (here, there))
        if here != there:
            at = next((i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
            yield f"{reader}: {here[max(0, at - 15) : at + 15]!r} and {there[max(0, at - 15) : at + 15]!r}"


def _pages(data: bytes) -> list[Image.Image]:
    """At 100 dpi, seen from 300: PDFium puts hinted glyphs on whole pixels, and a thousandth of a point decides on which."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=300 / 72).to_pil().convert("L").reduce(3) for page in document]


def _pdfium(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def _poppler(*arguments: str) -> Callable[[bytes], str]:
    def read(data: bytes) -> str:
        ran = subprocess.run(["pdftotext", *arguments, "-", "-"], input=data, capture_output=True, check=True)
        return ran.stdout.decode()

    return read


def _mupdf(data: bytes) -> str:
    import pymupdf

    with pymupdf.open(stream=io.BytesIO(data), filetype="pdf") as document:
        return "\f".join(page.get_text() for page in document)


#: It sorts the text of cells by where they stand, takes one for the other where they are alike to a thousandth, and guesses which
#: hyphens are of the line's end only.
LAYOUT = "poppler"
READERS: dict[str, Callable[[bytes], str]] = {"PDFium": _pdfium, "MuPDF": _mupdf}
if shutil.which("pdftotext"):
    READERS |= {LAYOUT: _poppler(), "poppler -raw": _poppler("-raw")}
