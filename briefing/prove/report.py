"""The proof as one page to look at: every page's picture with what was found drawn on it, and the list beside."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import diagnose
from briefing.prove.findings import Finding
from briefing.prove.pdf_pages import Rect
from briefing.prove.proof import Proof

if TYPE_CHECKING:
    import jinja2

TEMPLATE = Path(__file__).with_name("report.html.j2")
#: Pixels a pt: 120 to the inch, enough to read a line on a screen.
SCALE = 120 / 72
#: Pictures keep so many greys and reds; a page of type needs no more.
_COLOURS = 16
#: White around a mark, pt.
_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Picture:
    """Of one page; `width` and `height` in pt."""

    number: int
    width: float
    height: float
    uri: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as the page shows it: its number on the page, its place in the sources with that line, its mark."""

    number: int
    finding: Finding
    place: str
    excerpt: str
    caret: str
    mark: Rect | None


def report(proof: Proof, name: str, pdf: bytes | None, sources: Mapping[str, str], doubt: str = "") -> str:
    """A self-contained HTML page about the issue `name`. `sources`: text of the files that findings point into, by the names in
    their spans; `doubt`: in what the files may not be of the sources as they stand (Chinese; "" in nothing)."""
    pictures = list(_pictures(pdf)) if pdf is not None and proof.pages else []
    items = [_item(number, finding, sources) for number, finding in enumerate(proof.findings, 1)]
    return _template().render(
        name=name,
        proof=proof,
        doubt=doubt,
        pictures=pictures,
        general=[item for item in items if not 1 <= item.finding.page <= len(pictures)],
        of_page={picture.number: [item for item in items if item.finding.page == picture.number] for picture in pictures},
    )


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(TEMPLATE.read_text("utf-8"))


def _item(number: int, finding: Finding, sources: Mapping[str, str]) -> Item:
    span = finding.diagnostic.span
    text = caret = ""
    if span is not None:
        lines = sources.get(span.file, "").split("\n")
        if 1 <= span.line <= len(lines):
            text, caret = diagnose.excerpt(lines[span.line - 1], span)
    mark = finding.rect and Rect(
        finding.rect.left - _MARGIN, finding.rect.top - _MARGIN, finding.rect.right + _MARGIN, finding.rect.bottom + _MARGIN
    )
    return Item(number, finding, str(span or ""), text, caret, mark)


def _pictures(pdf: bytes) -> list[Picture]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [
            Picture(number, page.get_width(), page.get_height(), _png(page.render(scale=SCALE).to_pil()))
            for number, page in enumerate(document, 1)
        ]


def _png(image: Any) -> str:
    data = io.BytesIO()
    image.quantize(_COLOURS).save(data, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode("ascii")
