"""What a Word file holds around its text: comments, headers and footers with their watermarks, the facts of our own files,
and the words of charts and diagrams."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from briefing.core.errors import InputError
from briefing.importing import word_drawing
from briefing.importing.docx_package import Package
from briefing.importing.flow import Flow, Remark
from briefing.importing.word_names import attribute, children, local
from briefing.model.facts import NAMESPACE

#: What running page numbers are made of.
_FOLIO = "—-－–·~ \u30000123456789/第页共"
_UNTITLED = "图片"
#: Diagrams and charts say more than anybody reads in a message.
_LONGEST = 400


def read(package: Package, main: str, flow: Flow, remarks: dict[str, int]) -> None:
    """Into `flow`: asides and facts. `remarks`: comment → its paragraph."""
    for part in package.of_kind(main, "customXml"):
        with contextlib.suppress(InputError):
            root = package.xml(part)
            if root is not None and root.tag == f"{{{NAMESPACE}}}facts":
                flow.facts = root.text or ""
    for kind, parts in (("comment", "comments"), ("header", "header"), ("footer", "footer")):
        for part in dict.fromkeys(package.of_kind(main, parts)):
            try:
                root = package.xml(part)
            except InputError:
                flow.aside.append(Remark("damaged", part))
                continue
            if root is None:
                continue
            word_drawing.choose(root)
            for node in children(root, "comment") if kind == "comment" else (root,):
                number = remarks.get(attribute(node, "id"), 0) if kind == "comment" else 0
                flow.aside += [Remark(kind, words, number) for words in _words(node)]
                flow.aside += [Remark(*found, number) for found in _drawn(node, f"{kind}-picture")]


def _words(node: Element) -> Iterator[str]:
    """The node's text, its paragraphs parted, unless it is a page number only."""
    texts = ["".join(_own(para)).strip() for para in node.iter() if local(para) == "p"]
    words = "　".join(text for text in texts if text)
    if words.strip(_FOLIO):
        yield words


def _own(element: Element) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs in its boxes."""
    for inner in element:
        if local(inner) == "t":
            yield inner.text or ""
        elif local(inner) != "p":
            yield from _own(inner)


def _drawn(node: Element, kind: str) -> Iterator[tuple[str, str]]:
    for inner in node.iter():
        name = local(inner)
        if name == "textpath" and attribute(inner, "string"):
            yield "watermark", attribute(inner, "string")
        elif (name == "blip" and attribute(inner, "embed")) or (name == "imagedata" and attribute(inner, "id")):
            yield kind, attribute(inner, "title") or _UNTITLED


def said_in(package: Package, element: Element, related: Mapping[str, tuple[str, str]]) -> str:
    """（the words of the chart or diagram that `element` shows）, "" where there are none."""
    parts = []
    for inner in element.iter():
        if local(inner) in ("chart", "relIds"):
            parts.append(related.get(attribute(inner, "id") or attribute(inner, "dm"), ("", ""))[1])
    words: list[str] = []
    for part in filter(None, parts):
        with contextlib.suppress(InputError):
            root = package.xml(part)
            words += [] if root is None else [t.text for t in root.iter() if local(t) in ("t", "v") and t.text]
    text = "　".join(words)
    return f"（{text[:_LONGEST]}{'……' if len(text) > _LONGEST else ''}）" if text else ""
