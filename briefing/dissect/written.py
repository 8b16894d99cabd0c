"""What each output says of a line: operators of the PDF, elements of the DOCX, the OFD and the screen."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from xml.etree import ElementTree

from briefing.dissect.selection import Selection
from briefing.output.faces import face_files
from briefing.paint.dump import dump, mark_source
from briefing.paint.marks import Painted

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def painted_rows(selection: Selection) -> Iterator[str]:
    yield from dump(selection.painted, selection.at)


def pdf_rows(selection: Selection) -> Iterator[str]:
    """The marked content of the nodes that have a mark of the line, as it stands in the file."""
    import pikepdf

    from briefing.output.pdf import write_pdf

    data = write_pdf(selection.painted, selection.source.world)
    with pikepdf.open(io.BytesIO(data)) as document:
        for number, (page, painted) in enumerate(zip(document.pages, selection.painted.pages, strict=True), 1):
            stream = page.obj.Contents.read_bytes().decode("ascii")
            groups = re.findall(r"^/.*? BDC\n.*?^EMC$", stream, re.MULTILINE | re.DOTALL)
            homes = [list(marks) for _, marks in groupby(painted.marks, lambda mark: mark.home)]
            for marks, text in zip(homes, groups, strict=True):
                at = selection.at
                if at is None or any(at.holds(mark_source(mark)) for mark in marks):
                    yield f"第{number}页"
                    yield from (f"  {line}" for line in text.split("\n"))


def docx_rows(selection: Selection) -> Iterator[str]:
    """The paragraphs of document.xml, and of its footnotes, that have the texts of the blocks."""
    from briefing.output.docx.word_file import write_docx

    wanted = {_plain(paragraph.text) for _, _, paragraph in selection.paragraphs()}
    with zipfile.ZipFile(io.BytesIO(write_docx(selection.composed, selection.source.world))) as package:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
        roots = [ElementTree.fromstring(package.read(name)) for name in names]
    for paragraph in (paragraph for root in roots for paragraph in root.iter(f"{_W}p")):
        if wanted & {_plain("".join(_said(paragraph)))}:
            yield from _element(paragraph)


def _said(element: ElementTree.Element) -> Iterator[str]:
    """The text of a paragraph: what programs read that count no notes, whose numbers are in the text there."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif not child.tag.endswith("}Choice"):
            yield from _said(child)


def ofd_rows(selection: Selection) -> Iterator[str]:
    from briefing.output.ofd import write_ofd

    with zipfile.ZipFile(io.BytesIO(write_ofd(_only(selection), selection.source.world))) as package:
        for name in sorted(package.namelist()):
            if name.endswith("Content.xml"):
                for item in ElementTree.fromstring(package.read(name)).iter():
                    if item.tag.endswith(("TextObject", "PathObject", "ImageObject")):
                        yield name.rsplit("/", 2)[-2]
                        yield from _element(item, 1)


def screen_rows(selection: Selection) -> Iterator[str]:
    from briefing.output.screen import pages

    painted = selection.painted
    at = selection.at
    for number, svg in enumerate(pages(painted, selection.source.world, face_files(painted, selection.source.world)), 1):
        for line in re.findall(r"<text .*?</text>", svg, re.DOTALL):
            if at is None or f'data-src="{at.file}:{at.line}:' in line:
                yield f"第{number}页  {line}"


def _only(selection: Selection) -> Painted:
    """The pages with the marks of the line alone: what is written of each is the same, but for its numbers."""
    at, painted = selection.at, selection.painted
    if at is None:
        return painted
    pages = (replace(page, marks=tuple(m for m in page.marks if at.holds(mark_source(m)))) for page in painted.pages)
    return replace(painted, pages=tuple(pages))


def _plain(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def _element(element: ElementTree.Element, depth: int = 0) -> Iterator[str]:
    """An element a line, its namespace left out, what is short on one line."""
    name = element.tag.rpartition("}")[2]
    said = "".join(f' {key.rpartition("}")[2]}="{value}"' for key, value in element.attrib.items())
    indent = "  " * depth
    if len(element) == 0:
        text = element.text or ""
        yield f"{indent}<{name}{said}>{text}</{name}>" if text else f"{indent}<{name}{said}/>"
        return
    yield f"{indent}<{name}{said}>"
    for child in element:
        yield from _element(child, depth + 1)
