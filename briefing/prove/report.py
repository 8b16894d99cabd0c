"""The proof as one page to look at: every page as it is, with what was found drawn on it, and the list beside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.diagnostics import terminal_text
from briefing.prove.findings import Fault
from briefing.prove.page_pictures import ShownPages
from briefing.prove.pdf_pages import Rect
from briefing.prove.proof import Proof

if TYPE_CHECKING:
    import jinja2

TEMPLATE = Path(__file__).with_name("report.html.j2")
#: White around a mark, pt.
_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as the page shows it: its number on the page, its place in the sources with that line, its mark."""

    number: int
    finding: Fault
    place: str
    excerpt: str
    caret: str
    mark: Rect | None


def report(proof: Proof, name: str, shown: ShownPages, sources: Mapping[str, str], doubt: str = "") -> str:
    """A self-contained HTML page about the issue `name`, whose pages are `shown`. `sources`: text of the files that findings
    point into, by the names in their spans; `doubt`: in what the files may not be of the sources as they stand
    (Chinese; "" in nothing)."""
    items = [_item(number, finding, sources) for number, finding in enumerate(proof.findings, 1)]
    return _template().render(
        name=name,
        proof=proof,
        doubt=doubt,
        shown=shown,
        general=[item for item in items if not 1 <= item.finding.page <= len(shown.pages)],
        of_page={page.number: [item for item in items if item.finding.page == page.number] for page in shown.pages},
    )


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(TEMPLATE.read_text("utf-8"))


def _item(number: int, finding: Fault, sources: Mapping[str, str]) -> Item:
    span = finding.diagnostic.span
    text = caret = ""
    if span is not None:
        lines = sources.get(span.file, "").split("\n")
        if 1 <= span.line <= len(lines):
            text, caret = terminal_text.excerpt(lines[span.line - 1], span)
    mark = finding.rect and Rect(
        finding.rect.left - _MARGIN, finding.rect.top - _MARGIN, finding.rect.right + _MARGIN, finding.rect.bottom + _MARGIN
    )
    return Item(number, finding, str(span or ""), text, caret, mark)
