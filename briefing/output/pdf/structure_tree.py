"""Nodes → the structure tree of a tagged PDF (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pydyf

from briefing.output.pdf.numbers import number
from briefing.paint.marks import Form, Image, Node, Painted


class StructureTree:
    """Elements as objects of `pdf`, filled as pages are written."""

    def __init__(self, pdf: pydyf.PDF, painted: Painted) -> None:
        self._pdf, self._nodes = pdf, painted.nodes
        self._boxes = _figures(painted)
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(self.root)
        self._document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": self.root.reference})
        pdf.add_object(self._document)
        self._elements = [pydyf.Dictionary({"Type": "/StructElem"}) for _ in painted.nodes]
        for element in self._elements:
            pdf.add_object(element)
        self._kids: list[list[bytes]] = [[] for _ in painted.nodes]
        self._pages: list[bytes] = [b""] * len(painted.nodes)
        self._parents: list[bytes] = []  # of the number tree: what each page, then each link, belongs to
        self._links: list[bytes] = []

    def hold(self, page: bytes, held: Sequence[int]) -> None:
        """The marked contents 0, 1, … of a page belong to these nodes."""
        for mark, node in enumerate(held):
            self._place(node, page)
            same = self._pages[node] == page
            kid = b"%d" % mark if same else b"<</Type/MCR/Pg %s/MCID %d>>" % (page, mark)
            self._kids[node].append(kid)
        entries = pydyf.Array([self._elements[node].reference for node in held])
        self._pdf.add_object(entries)
        self._parents.append(entries.reference)

    def link(self, node: int, annotation: pydyf.Dictionary, page: bytes) -> None:
        """The link's annotation is part of `node`."""
        self._place(node, page)
        self._kids[node].append(b"<</Type/OBJR/Obj %s/Pg %s>>" % (annotation.reference, page))
        self._links.append(self._elements[node].reference)

    def _place(self, node: int, page: bytes) -> None:
        """Tell the page to the element and to those that hold it: some readers look a table up by its page alone."""
        while node >= 0 and not self._pages[node]:
            self._pages[node] = page
            node = self._nodes[node].parent

    def finish(self) -> None:
        top: list[bytes] = []
        children: list[list[bytes]] = [[] for _ in self._nodes]
        for index, node in enumerate(self._nodes):
            (top if node.parent < 0 else children[node.parent]).append(self._elements[index].reference)
        names: list[tuple[str, bytes]] = []
        for index, node in enumerate(self._nodes):
            element = self._elements[index]
            parent = self._document if node.parent < 0 else self._elements[node.parent]
            element["S"], element["P"] = f"/{node.kind}", parent.reference
            if self._pages[index]:
                element["Pg"] = self._pages[index]
            element["K"] = b"[%s]" % b" ".join(self._kids[index] + children[index])
            if node.alt:
                element["Alt"] = pydyf.String(node.alt)
            if attributes := self._attributes(index, node):
                element["A"] = pydyf.Dictionary(attributes)
            if node.name:
                element["ID"] = pydyf.String(node.name)
                names.append((node.name, element.reference))
        self._document["K"] = pydyf.Array(top)
        numbers = [item for pair in enumerate((*self._parents, *self._links)) for item in pair]
        tree = pydyf.Dictionary({"Nums": pydyf.Array(numbers)})
        self._pdf.add_object(tree)
        self.root["K"], self.root["ParentTree"] = self._document.reference, tree.reference
        self.root["ParentTreeNextKey"] = len(numbers) // 2
        if names:
            self.root["IDTree"] = self._named(sorted(names))

    def _attributes(self, index: int, node: Node) -> Mapping[str, object]:
        match node.kind:
            case "L":
                return {"O": "/List", "ListNumbering": f"/{node.numbering}"}
            case "TH":
                return {"O": "/Table", "Scope": "/Column", **_spans(node)}
            case "TD" if node.heads or _spans(node):
                heads = pydyf.Array([pydyf.String(self._nodes[head].name) for head in node.heads])
                return {"O": "/Table", **({"Headers": heads} if node.heads else {}), **_spans(node)}
            case "Figure" if index in self._boxes:
                box = pydyf.Array([number(edge).encode() for edge in self._boxes[index]])
                return {"O": "/Layout", "Placement": "/Block", "BBox": box}
        return {}

    def _named(self, names: list[tuple[str, bytes]]) -> bytes:
        entries = pydyf.Array([item for name, reference in names for item in (pydyf.String(name), reference)])
        limits = pydyf.Array([pydyf.String(names[0][0]), pydyf.String(names[-1][0])])
        leaf = pydyf.Dictionary({"Names": entries, "Limits": limits})
        self._pdf.add_object(leaf)
        root = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
        self._pdf.add_object(root)
        return bytes(root.reference)


def _spans(node: Node) -> dict[str, int]:
    """Of a merged cell (ISO 32000-1 §14.8.5.7)."""
    return {name: count for name, count in (("ColSpan", node.across), ("RowSpan", node.down)) if count > 1}


def _figures(painted: Painted) -> dict[int, tuple[float, float, float, float]]:
    """Node of a figure → its box as PDF counts: left, bottom, right, top."""
    boxes = {}
    for page in painted.pages:
        height = page.box.height
        for mark in page.marks:
            if isinstance(mark, Image | Form) and isinstance(mark.home, int):
                boxes[mark.home] = (mark.left, height - mark.bottom, mark.right, height - mark.top)
    return boxes
