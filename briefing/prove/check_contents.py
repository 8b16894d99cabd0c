"""Contents: every printed page number is the page on which its title stands; in the DOCX too, where its fields keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefing.core.errors import Span
from briefing.prove.expected import Expected
from briefing.prove.findings import Faults, shown
from briefing.prove.reading import Reading

if TYPE_CHECKING:
    from briefing.prove.docx_text import Docx


def pages_of_anchors(reading: Reading) -> dict[str, int]:
    """Anchor → physical page on which its title begins in the PDF."""
    found: dict[str, int] = {}
    for line in reading.lines:
        if line.passage.anchor:
            found.setdefault(line.passage.anchor, line.page)
    return found


def check_contents(reading: Reading, findings: Faults) -> None:
    pages = pages_of_anchors(reading)
    for found in reading.references:
        target = found.passage.runs[found.place].target
        page = pages.get(target)
        if page is None or found.digits == str(page):
            continue
        line = next((line for line in reading.lines if line.passage is found.passage and found.place in line.places), None)
        if line is not None:
            message = f"目录里的页码是 {found.digits}，标题在第 {page} 页"
            findings.on_line("prove-contents", message, line, found.place)


class PrintedPage(NamedTuple):
    """A page number that the contents of the DOCX show: what it says, and the anchor of the title that it is the page of."""

    target: str
    result: str
    paragraph: int
    span: Span | None


def check_docx_links(expected: Expected, docx: Docx, findings: Faults) -> tuple[PrintedPage, ...]:
    """Fields and links lead to the titles that the sources name. Returns the page numbers for `check_docx_pages`."""
    titles = {passage.anchor: passage for passage in expected.passages if passage.anchor}
    wanted = [(p, i, run) for p in expected.passages for i, run in enumerate(p.runs) if run.target and run.style == "page-ref"]
    found = [(paragraph, reference) for paragraph in docx.paragraphs for reference in paragraph.references]
    printed: list[PrintedPage] = []
    for (passage, place, run), (paragraph, reference) in zip(wanted, found, strict=False):
        span, title = passage.span_of(place), titles.get(run.target)
        marked = docx.bookmarks.get(reference.bookmark)
        if marked is None:
            findings.in_docx("prove-contents", f"页码指向的书签 {reference.bookmark} 不存在", paragraph.number, span)
        elif title is not None and marked.text != title.text:
            message = f"页码指向{shown(marked.text)}，应指向{shown(title.text)}"
            findings.in_docx("prove-contents", message, paragraph.number, span)
        else:
            printed.append(PrintedPage(run.target, reference.result, paragraph.number, span))
    for paragraph in docx.paragraphs:
        for target in paragraph.links:
            if target not in docx.bookmarks:
                findings.in_docx("prove-contents", f"链接指向的书签 {target} 不存在", paragraph.number)
    return tuple(printed)


def check_docx_pages(printed: Sequence[PrintedPage], pages: Mapping[str, int], findings: Faults) -> None:
    """`pages`: of the anchors in the PDF; {} without one."""
    for found in printed:
        if found.result != str(pages.get(found.target, found.result)):
            message = f"目录里的页码是 {found.result or '空的'}，标题在第 {pages[found.target]} 页"
            findings.in_docx("prove-contents", message, found.paragraph, found.span)
