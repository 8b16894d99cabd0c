"""A finished DOCX → its paragraphs, fields, bookmarks and footers, as ECMA-376 says they are stored."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.prove.expected import REFERENCE, seen
from briefing.prove.pdf_pages import UnreadableFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_JOINT = "\u200b"  # where an address may part: it is no character of the sources
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIGITS = re.compile(r"\d+")
_PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
#: Names that are asked for at every node.
_RUN, _RUN_STYLE, _SAID, _VAL = f"{_W}r", f"{_W}rStyle", f"{_W}t", f"{_W}val"
_FIELD, _INSTRUCTION, _BOOKMARK, _LINK = f"{_W}fldChar", f"{_W}instrText", f"{_W}bookmarkStart", f"{_W}hyperlink"
_NOTE_MARK, _NOTE_LABEL = f"{_W}footnoteReference", f"{_W}footnoteRef"
_TEXTS = {f"{_W}br": "", f"{_W}cr": "", f"{_W}tab": "", f"{_W}noBreakHyphen": "-"}


class Reference(NamedTuple):
    """A PAGEREF field and the result that is shown until Word updates it."""

    bookmark: str
    result: str


@dataclass(slots=True)
class DocxParagraph:
    """`full`: its characters, tabs and line breaks apart, page references as REFERENCE; `text`: those that are seen."""

    number: int  # among those with text, from 1
    full: str
    references: list[Reference] = field(default_factory=list)
    links: list[str] = field(default_factory=list)  # bookmarks that its hyperlinks name
    bookmarks: list[str] = field(default_factory=list)
    element: Element = field(default_factory=lambda: Element(f"{_W}p"))

    @property
    def text(self) -> str:
        return _seen(self.full)


@lru_cache(500)  # every check asks for it
def _seen(full: str) -> str:
    return "".join(filter(seen, full))


class Footer(NamedTuple):
    """`place`: default (odd pages where `Docx.sides`), even or first. `text` shows PAGE and NUMPAGES fields as REFERENCE."""

    place: str
    text: str
    align: str


@dataclass(slots=True)
class Docx:
    paragraphs: list[DocxParagraph]
    bookmarks: dict[str, DocxParagraph]
    footers: list[Footer]
    sides: bool  # odd and even pages differ
    mirrored: bool  # left and right margin change places on even pages
    body: Element
    styles: Element
    again: frozenset[int] = frozenset()  # of elements, by id: what is said again where a table goes on

    @property
    def said_once(self) -> list[DocxParagraph]:
        return [paragraph for paragraph in self.paragraphs if id(paragraph.element) not in self.again]


def read_docx(data: bytes, mark: str = "") -> Docx:
    """`mark`: name of the style of marks of notes, of which those that Word does not count have their numbers as text. Raises
    UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "document")[0]
            styles = _part(package, "styles")
            notes = _part(package, "footnotes") if "word/footnotes.xml" in package.namelist() else None
            marks = derived(styles, mark) if notes is not None and mark else frozenset()
            paragraphs = _numbered(body, notes, marks)
            bookmarks = {name: paragraph for paragraph in paragraphs for name in paragraph.bookmarks}
            settings = _part(package, "settings")
            sides, mirrored = (settings.find(f"{_W}{name}") is not None for name in ("evenAndOddHeaders", "mirrorMargins"))
            return Docx(paragraphs, bookmarks, list(_footers(package, body, styles)), sides, mirrored, body, styles)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise UnreadableFile(f"不是完好的 DOCX 文件（{error}）") from None


def _part(package: zipfile.ZipFile, name: str) -> Element:
    return ElementTree.fromstring(package.read(f"word/{name}.xml"))


def derived(styles: Element, name: str) -> frozenset[str]:
    """Ids of the style `name` and of those that are based on it."""
    bases: dict[str, str] = {}
    found: set[str] = set()
    for style in styles.iter(f"{_W}style"):
        identity, named, base = style.get(f"{_W}styleId", ""), style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        if named is not None and named.get(f"{_W}val") == name:
            found.add(identity)
        if base is not None:
            bases[identity] = base.get(f"{_W}val", "")
    while more := {identity for identity, base in bases.items() if base in found} - found:
        found |= more
    return frozenset(found)


def _numbered(body: Element, footnotes: Element | None, marks: frozenset[str]) -> list[DocxParagraph]:
    """Those of the body, then those of its footnotes, in the order of their marks. `marks`: ids of the styles of marks."""
    found = []
    number = 0
    each_page = any(node.get(f"{_W}val") == "eachPage" for node in body.iter(f"{_W}numRestart"))
    counted = _note_numbers(body, each_page)
    outside = _Numbers(counted, marks=marks if each_page else frozenset())
    elements = [(element, outside) for element in body.iter(f"{_W}p")]
    notes = {note.get(f"{_W}id", ""): note for note in (footnotes if footnotes is not None else ())}
    for identity, label in counted.items():
        if identity in notes:
            elements += ((element, _Numbers(label=label)) for element in notes[identity].iter(f"{_W}p"))
    for element, numbers in elements:
        paragraph = _paragraph(element, numbers)
        if each_page and numbers is not outside and not numbers.label:
            paragraph.full = _DIGITS.sub(REFERENCE, paragraph.full, count=1)
        if paragraph.text:
            number += 1
            paragraph.number = number
        found.append(paragraph)
    return found


def _note_numbers(body: Element, each_page: bool) -> dict[str, str]:
    """The number that Word counts to for each footnote, by their identities in the order of their marks; "" for one whose mark is
    given. Where each page begins anew only the pages know it: REFERENCE."""
    found: dict[str, str] = {}
    count = 0
    for node in shown_nodes(body):
        if node.tag == _NOTE_MARK:
            given = node.get(f"{_W}customMarkFollows", "0") not in ("0", "false", "off")
            count += not given
            found.setdefault(node.get(f"{_W}id", ""), "" if given else REFERENCE if each_page else str(count))
    return found


class _Numbers(NamedTuple):
    """Of footnotes, by their identities; `label`: of the one that a paragraph belongs to; `marks`: ids of styles in which text is
    a mark that is told again or given, with a number that only the pages know."""

    notes: Mapping[str, str] = MappingProxyType({})
    label: str = ""
    marks: frozenset[str] = frozenset()


def _paragraph(element: Element, numbers: _Numbers) -> DocxParagraph:
    """Walks the runs in order. A field's instruction shows nowhere; its result does, and PAGEREF's and PAGE's are numbers."""
    paragraph = DocxParagraph(0, "", element=element)
    text: list[str] = []
    instruction = result = style = ""
    state = ""  # of the field that is open: "begin", then "separate"
    for node in shown_nodes(element):
        tag = node.tag
        if tag == _RUN:
            style = ""
        elif tag == _RUN_STYLE:
            style = node.get(_VAL, "")
        elif tag == _NOTE_MARK:
            text.append(numbers.notes.get(node.get(f"{_W}id", ""), ""))
        elif tag == _NOTE_LABEL:
            text.append(numbers.label)
        elif tag == _FIELD:
            state = node.get(f"{_W}fldCharType", "")
            if state == "begin":
                instruction = result = ""
            elif state == "end":
                match = _PAGEREF.match(instruction)
                if match:
                    paragraph.references.append(Reference(match[1], result))
                text.append(REFERENCE if match or instruction.split()[:1] in (["PAGE"], ["NUMPAGES"]) else result)
                state = ""
        elif tag == _INSTRUCTION:
            instruction += node.text or ""
        elif tag == _SAID:
            said = (node.text or "").replace(_JOINT, "")
            if state:
                result += node.text or ""
            elif style in numbers.marks:
                text.append(_DIGITS.sub(REFERENCE, said))
            else:
                text.append(said)
        elif tag in _TEXTS:
            text.append(_TEXTS[tag])
        elif tag == _BOOKMARK:
            paragraph.bookmarks.append(node.get(f"{_W}name", ""))
        elif tag == _LINK and (anchor := node.get(f"{_W}anchor")):
            paragraph.links.append(anchor)
    paragraph.full = "".join(text)
    return paragraph


def shown_nodes(element: Element) -> Iterator[Element]:
    """What Word shows of an element and those in it: of alternatives the choice (ECMA-376 part 3, §10.2)."""
    pending = [element]
    while pending:
        node = pending.pop()
        yield node
        if len(node):
            pending += [child for child in reversed(node) if child.tag != _FALLBACK]


def _footers(package: zipfile.ZipFile, body: Element, sheet: Element) -> Iterator[Footer]:
    relations = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    styles = {style.get(f"{_W}styleId"): style for style in sheet.iter(f"{_W}style")}
    for reference in body.iter(f"{_W}footerReference"):
        target = targets[reference.get(f"{_R}id")].removesuffix(".xml")
        for element in _part(package, target).iter(f"{_W}p"):
            if element.find(f".//{_W}txbxContent") is not None:
                continue  # what a box holds is a paragraph of its own
            style = element.find(f"{_W}pPr/{_W}pStyle")
            look = styles.get(style.get(f"{_W}val")) if style is not None else None
            justification = look.find(f"{_W}pPr/{_W}jc") if look is not None else None
            align = justification.get(f"{_W}val", "") if justification is not None else ""
            yield Footer(reference.get(f"{_W}type", ""), _paragraph(element, _Numbers()).full, align)
