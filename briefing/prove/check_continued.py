"""What a DOCX says again where a table goes on as another one: 续表, and the head."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from briefing.prove.continued import repeated
from briefing.prove.docx_text import Docx, derived
from briefing.prove.expected import Expected
from briefing.prove.findings import Faults, shown

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_continued(expected: Expected, docx: Docx, findings: Faults) -> None:
    """Set apart in `docx` what it says again; what nobody should say there is a finding."""
    paragraphs = {id(paragraph.element): paragraph for paragraph in docx.paragraphs}
    known = frozenset(repeated(expected))
    gone: set[int] = set()
    for elements in _continuations(docx.body, derived(docx.styles, expected.house.styles["table-continued"].word)):
        said = "".join(paragraphs[id(element)].text for element in elements)
        if said in known:
            gone |= {id(element) for element in elements}
        else:
            findings.in_docx("prove-text", f"续表和表头与稿件不同：{shown(said)}", paragraphs[id(elements[0])].number)
    docx.again = frozenset(gone)


def _continuations(body: Element, styled: frozenset[str]) -> list[list[Element]]:
    """The paragraphs that a DOCX says again, of each table that goes on with another: the one in a style of `styled`, and those
    of the head under it."""
    found: list[list[Element]] = []
    blocks = [element for element in body if element.tag in (f"{_W}p", f"{_W}tbl")]
    for line, table in pairwise(blocks):
        if _style(line) in styled and table.tag == f"{_W}tbl":
            found.append([line, *_head(table)])
    return found


def _head(table: Element) -> Sequence[Element]:
    rows = [row for row in table.iterfind(f"{_W}tr") if row.find(f"{_W}trPr/{_W}tblHeader") is not None]
    return [paragraph for row in rows for paragraph in row.iter(f"{_W}p")]


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")
