"""The nodes as custom tags (GB/T 33190 §16): a tree in reading order, of the standard types of a PDF's structure, whose leaves
refer to objects of the pages. Repeated heads, page numbers and lines belong to none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from briefing.output.ofd import xml
from briefing.paint.marks import INLINE, Node, Painted

#: The name space of the structure types of ISO 32000-1 (ISO 32000-2 §14.8.6.2).
NAMESPACE = "http://iso.org/pdf/ssn"
#: What the standard's text wants to tell kinds of tags by; its schema has the name space.
TYPE = "Structure"

ET.register_namespace("s", NAMESPACE)


def tags(painted: Painted, pages: Sequence[tuple[int, Sequence[tuple[int, int]]]]) -> bytes:
    """The tree. `pages`: the number of each page, with node and number of each of its objects that belongs to one."""
    root = _element("Document", {"Lang": painted.language})
    elements = [_element(node.kind, _attributes(node, painted.nodes)) for node in painted.nodes]
    placed: set[int] = set()
    for page, held in pages:
        for home, number in held:
            for inner in _inline(painted.nodes, home):  # among the words of its paragraph
                if inner not in placed:
                    placed.add(inner)
                    elements[painted.nodes[inner].parent].append(elements[inner])
            xml.add(elements[home], "ObjectRef", number, PageRef=page)
    for place, (element, node) in enumerate(zip(elements, painted.nodes, strict=True)):
        if place not in placed:  # an item's own words come before the list within it
            (root if node.parent < 0 else elements[node.parent]).append(element)
    return xml.document(root)


def _inline(nodes: Sequence[Node], home: int) -> Iterator[int]:
    """Those inside a line that a node is, or is in."""
    while home >= 0:
        if nodes[home].kind in INLINE:
            yield home
        home = nodes[home].parent


def index(place: str) -> bytes:
    """The list of a document's custom tags: those in `place` alone."""
    root = xml.root("CustomTags")
    xml.add(xml.add(root, "CustomTag", TypeID=TYPE, NameSpace=NAMESPACE), "FileLoc", place)
    return xml.document(root)


def _element(kind: str, attributes: dict[str, str]) -> ET.Element:
    return ET.Element(f"{{{NAMESPACE}}}{kind}", attributes)


def _attributes(node: Node, nodes: Sequence[Node]) -> dict[str, str]:
    """Those that it has, by the names of ISO 32000-1."""
    heads = " ".join(nodes[head].name for head in node.heads)
    said = {"ID": node.name, "Alt": node.alt, "ListNumbering": node.numbering, "Headers": heads}
    said |= {name: str(count) for name, count in (("ColSpan", node.across), ("RowSpan", node.down)) if count > 1}
    return {name: value for name, value in said.items() if value}
