"""Where a tagged PDF leads, read by itself: its bookmarks against its headings, marks of notes and notes against each other, what
is shown of figures (ISO 32000-1 §12.3, §12.5.6.5; ISO 14289-1 §7.3, §7.9, §7.17)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pdf_tree import Element, TaggedPdf


class Place(NamedTuple):
    """A page, from 0, and how high on it, pt from below."""

    page: int
    top: float


class Leading(NamedTuple):
    """A link's annotation: where it stands, and where it leads."""

    at: Place
    to: Place | None


def faults(data: bytes) -> list[str]:
    """What is wrong, a line each."""
    tagged = TaggedPdf(data)
    with pikepdf.open(io.BytesIO(data)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        names = dict(pikepdf.NameTree(document.Root.Names.Dests)) if "/Dests" in document.Root.get("/Names", {}) else {}
        links = {
            note.objgen[0]: Leading(Place(number, float(note.Rect[3])), _place(names.get(str(note.get("/Dest", ""))), pages))
            for number, page in enumerate(document.pages)
            for note in page.get("/Annots", [])
            if "/Dest" in note
        }
        marked = [(level, _bare(title), place) for level, title, place in _bookmarks(document, pages)]
    return [*_outline(tagged, marked), *_notes(tagged, links), *_figures(tagged)]


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2028]", "", text)


def _place(dest: pikepdf.Object | None, pages: dict[tuple[int, int], int]) -> Place | None:
    return None if dest is None else Place(pages.get(dest[0].objgen, -1), float(dest[3]))


def _bookmarks(document: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> Iterator[tuple[int, str, Place | None]]:
    stack = [(document.Root.Outlines.get("/First"), 1)] if "/Outlines" in document.Root else []
    while stack:
        item, level = stack.pop()
        if item is not None:
            yield level, str(item.Title), _place(item.get("/Dest"), pages)
            stack += [(item.get("/Next"), level), (item.get("/First"), level + 1)]


def _outline(tagged: TaggedPdf, marked: list[tuple[int, str, Place | None]]) -> Iterator[str]:
    """Each heading has its bookmark, in the order of reading, at its level and on its page."""
    headings = [element for element in tagged.root.walk() if re.fullmatch(r"H\d", element.kind)]
    said = [(int(element.kind[1]), _bare(_without_marks(tagged, element)), min(element.marks())[0]) for element in headings]
    if said != [(level, title, place.page if place else -1) for level, title, place in marked]:
        yield f"bookmarks {marked} of headings {said}"


def _without_marks(tagged: TaggedPdf, heading: Element) -> str:
    return "".join(tagged.text[item] for item in heading.contents if isinstance(item, tuple))


def _links(element: Element) -> Iterator[int]:
    """Numbers of the annotations in it."""
    for inner in element.walk():
        yield from (item for item in inner.contents if isinstance(item, int))


def _notes(tagged: TaggedPdf, links: dict[int, Leading]) -> Iterator[str]:
    """A note is one element, behind the first of its marks; mark and note have one number, and lead to one another."""
    every = list(tagged.root.walk())
    entries = {id(inner) for element in every if element.kind == "TOCI" for inner in element.walk()}
    marks = [(order, each) for order, each in enumerate(every) if each.kind == "Reference" and id(each) not in entries]
    notes = [(order, each) for order, each in enumerate(every) if each.kind == "Note"]
    lead = {id(each): links.get(number) for _, each in (*marks, *notes) for number in list(_links(each))[:1]}
    standing = [leading.at for _, mark in marks if (leading := lead.get(id(mark)))]
    firsts: dict[int, int] = {}  # by note
    for order, mark in marks:
        found = [note for _, note in notes if _leads(tagged, mark, note, lead)]
        if len(found) != 1:
            yield f"mark {tagged.said(mark)} leads to {len(found)} notes"
        for note in found:
            firsts.setdefault(id(note), order)
    for order, note in notes:
        said = _bare(tagged.said(note))[:12]
        back, pages = lead.get(id(note)), [page for page, _ in note.marks()]
        if firsts.get(id(note), order) >= order:
            yield f"note {said} stands behind none of its marks"
        if back is None or back.to not in standing:
            yield f"note {said} leads to no mark"
        if [element.kind for element in note.contents if isinstance(element, Element)] != ["Lbl", "P"]:
            yield f"note {said} is not a label and a text"
        if pages != sorted(pages) or pages[-1] - pages[0] > 1:
            yield f"note {said} stands on pages {pages}"


def _leads(tagged: TaggedPdf, mark: Element, note: Element, lead: dict[int, Leading | None]) -> bool:
    """Whether the mark leads to where the note's own link stands, which has the same number."""
    forth, back = lead.get(id(mark)), lead.get(id(note))
    same = _bare(tagged.said(note)).startswith(_bare(tagged.said(mark)))
    return same and forth is not None and back is not None and forth.to == back.at


def _figures(tagged: TaggedPdf) -> Iterator[str]:
    """图题 is a Caption right behind its figure, never in it, where its alternative text would be read in its place."""
    for parent in tagged.root.walk():
        before = ""
        for element in (each for each in parent.contents if isinstance(each, Element)):
            if element.kind == "Caption" and before not in ("Figure", "Caption") and parent.kind != "Table":
                yield f"Caption {tagged.said(element)} behind {before or 'nothing'}"
            if element.kind != "Caption" and before == "Figure" and re.match(r"图\s*\d+[\s\u3000]", tagged.said(element)):
                yield f"{tagged.said(element)} is no Caption"
            if element.kind == "Figure" and any(isinstance(inner, Element) for inner in element.contents):
                yield "Figure holds elements"
            before = element.kind
