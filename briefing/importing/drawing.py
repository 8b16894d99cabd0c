"""What a drawing holds: pictures, text boxes, and things that are neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing.importing.names import attribute, child, local

#: What makes one of two alternatives worth reading.
_CONTENT = {"txbxContent", "blip", "imagedata", "t", "chart", "relIds"}
EMBEDDED, LINKED = "嵌入的文件", "链接到文件之外的图片"
_STRANGERS = {"chart": "图表", "relIds": "SmartArt 图示", "OLEObject": "嵌入的对象", "control": "控件"}


@dataclass(frozen=True, slots=True)
class Found:
    relation: str
    described: str
    title: str


def choose(root: Element) -> None:
    """Put one of its alternatives in the place of each `mc:AlternateContent`: both show the same drawing, the
    second for older readers."""
    pending = [root]
    while pending:
        parent = pending.pop()
        while any(local(inner) == "AlternateContent" for inner in parent):
            result: list[Element] = []
            for inner in parent:
                result.extend(_alternative(inner) if local(inner) == "AlternateContent" else (inner,))
            parent[:] = result
        pending.extend(parent)


def _alternative(element: Element) -> list[Element]:
    for option in element:
        if any(local(inner) in _CONTENT for inner in option.iter()):
            return list(option)
    fallback = child(element, "Fallback")
    return [] if fallback is None else list(fallback)


def pictures(element: Element) -> Iterator[Found]:
    """Pictures outside text boxes, each once."""
    properties = next((inner for inner in _outside(element) if local(inner) == "docPr"), None)
    seen = set()
    for inner in _outside(element):
        name = local(inner)
        relation = attribute(inner, "embed") or attribute(inner, "link") if name == "blip" else ""
        relation = attribute(inner, "id") if name == "imagedata" else relation
        if relation and relation not in seen:
            seen.add(relation)
            described = attribute(properties, "descr") or (attribute(inner, "title") if name == "imagedata" else "")
            yield Found(relation, described.strip(), attribute(properties, "name"))


def boxes(element: Element) -> Iterator[Element]:
    """The contents of the outermost text boxes."""
    for inner in element:
        if local(inner) == "txbxContent":
            yield inner
        else:
            yield from boxes(inner)


def strangers(element: Element) -> Iterator[tuple[str, str]]:
    for inner in _outside(element):
        name = local(inner)
        if name in _STRANGERS:
            yield "object", _STRANGERS[name]
        elif name == "textpath" and attribute(inner, "string"):
            yield "art", attribute(inner, "string")


def _outside(element: Element) -> Iterator[Element]:
    """The elements below, without those in text boxes."""
    for inner in element:
        if local(inner) != "txbxContent":
            yield inner
            yield from _outside(inner)
