"""The pages of a finished PDF as a browser shows them: as they were painted, or their pictures with the words laid over them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.prove.page_lines import rows
from briefing.prove.pdf_pages import Glyph, PdfPage, read_pdf

if TYPE_CHECKING:
    from PIL import Image

#: Pixels a pt: 120 to the inch, enough to read a line on a screen.
SCALE = 120 / 72
#: Pictures keep so many greys and reds; a page of type needs no more.
_COLOURS = 16
#: Words to be selected and found, on the picture of them.
_STYLE = "svg.words{position:absolute;inset:1px;width:calc(100% - 2px);height:calc(100% - 2px)}\n" + (
    "svg.words text{fill:transparent;font-family:serif;white-space:pre}\n"
)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """`width` and `height` in pt; `markup` is HTML, as wide as what it stands in."""

    number: int
    width: float
    height: float
    markup: str


@dataclass(frozen=True, slots=True)
class ShownPages:
    """Pages, and the CSS that they want."""

    pages: Sequence[ShownPage] = ()
    style: str = ""


def pictured(pdf: bytes) -> ShownPages:
    """Of any PDF. Raises UnreadableFile."""
    import pypdfium2

    read = read_pdf(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [_png(page.render(scale=SCALE).to_pil()) for page in document]
    return ShownPages([_pictured(page, uri) for page, uri in zip(read.pages, pictures, strict=True)], _STYLE)


def _png(image: Image.Image) -> str:
    data = io.BytesIO()
    image.quantize(_COLOURS).save(data, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode("ascii")


def _pictured(page: PdfPage, uri: str) -> ShownPage:
    size = f'width="{page.width:.0f}" height="{page.height:.0f}"'
    words = "\n".join(f"<text>{''.join(_spans(row))}</text>" for row in rows(page.glyphs))
    over = f'<svg class="words" viewBox="0 0 {page.width:.2f} {page.height:.2f}">\n{words}\n</svg>'
    markup = f'<img src="{uri}" alt="第{page.number}页的图像" {size}>\n{over}'
    return ShownPage(page.number, page.width, page.height, markup)


def _spans(row: Sequence[Glyph]) -> Iterator[str]:
    """Glyphs of one look, made as long as they are on the page by whatever face the browser has."""
    for (_, size, y), group in groupby(row, lambda glyph: (glyph.font, glyph.size, glyph.y)):
        run = list(group)
        text = "".join(glyph.char if glyph.char.isprintable() or glyph.char == "\u3000" else "\ufffd" for glyph in run)
        place = f'x="{run[0].x:.2f}" y="{y:.2f}" font-size="{size:.2f}"'
        length = f'textLength="{max(run[-1].right - run[0].x, 0.1):.2f}" lengthAdjust="spacingAndGlyphs"'
        yield f"<tspan {place} {length}>{escape(text)}</tspan>"
