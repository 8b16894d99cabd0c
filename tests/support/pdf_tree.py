"""The structure of a tagged PDF, read by itself (ISO 32000-1 §14.7, §14.8; ISO 14289-1): contents, tree, parents, order.

Each page's stream is followed operator by operator; nothing of this program is asked.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

_PAINTS = frozenset({"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"})
#: Elements that may hold nothing: an empty cell.
_MAY_BE_EMPTY = frozenset({"TH", "TD"})
_INNER = {
    "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "TR": {"THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"},
    "TBody": {"Table"}, "Lbl": {"LI", "Note"}, "Caption": {"Table", "Sect", "Div", "Art"},
}  # fmt: skip

#: A marked content: the number of its page, from 0, and its own.
Mark = tuple[int, int]


@dataclass
class Element:
    """`contents`: in their order, marked contents, annotations (their object numbers) and elements."""

    kind: str
    node: pikepdf.Object
    contents: list[Mark | int | Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for item in self.contents:
            if isinstance(item, Element):
                yield from item.walk()

    def marks(self) -> Iterator[Mark]:
        for item in self.contents:
            if isinstance(item, Element):
                yield from item.marks()
            elif isinstance(item, tuple):
                yield item


class TaggedPdf:
    """`text`: what each marked content says; `faults`: what is wrong, a line each."""

    def __init__(self, data: bytes) -> None:
        self.faults: list[str] = []
        self.text: dict[Mark, str] = {}
        with pikepdf.open(io.BytesIO(data)) as document:
            self._pages: dict[tuple[int, int], int] = {page.obj.objgen: number for number, page in enumerate(document.pages)}
            for number, page in enumerate(document.pages):
                self._contents(number, page)
            tree = document.Root.StructTreeRoot
            self.root = self._element(tree, None)
            self._held(document, tree)
            self._elements(document, tree)

    def said(self, element: Element) -> str:
        return "".join(self.text.get(mark, "") for mark in element.marks())

    # --- pages

    def _contents(self, number: int, page: pikepdf.Page) -> None:
        """Whatever is painted is one marked content, or an artifact; none stands in another."""
        resources: pikepdf.Object = page.obj.get("/Resources", pikepdf.Dictionary())
        fonts: pikepdf.Object = resources.get("/Font", pikepdf.Dictionary())
        maps = {str(name): _characters(font) for name, font in fonts.items()}
        open_now: list[int | None] = []
        characters: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands, name = instruction.operands, str(instruction.operator)
            if name in ("BDC", "BMC"):
                held = operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
                if open_now:
                    self.faults.append(f"page {number + 1}: contents in contents")
                if held is None and str(operands[0]) != "/Artifact":
                    self.faults.append(f"page {number + 1}: {operands[0]} without a number")
                open_now.append(None if held is None else int(held))
                if held is not None and (number, int(held)) in self.text:
                    self.faults.append(f"page {number + 1}: contents {held} twice")
                if held is not None:
                    self.text[number, int(held)] = ""
            elif name == "EMC":
                open_now.pop()
            elif name == "Tf":
                characters = maps[str(operands[0])]
            elif name in _PAINTS:
                if not open_now:
                    self.faults.append(f"page {number + 1}: {name} in no contents")
                elif open_now[-1] is not None and name in ("Tj", "TJ"):
                    self.text[number, open_now[-1]] += _read(operands[0], characters)
        numbers = sorted(held for page_number, held in self.text if page_number == number)
        if numbers != list(range(len(numbers))):
            self.faults.append(f"page {number + 1}: contents are numbered {numbers}")

    # --- the tree

    def _element(self, node: pikepdf.Object, page: pikepdf.Object | None) -> Element:
        found = Element(str(node.get("/S", "/"))[1:], node)
        page = node.get("/Pg", page)
        held = node.get("/K")
        kids = [] if held is None else list(held) if isinstance(held, pikepdf.Array) else [held]
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary):
                found.contents.append((self._number(page), int(kid)))
            elif kid.get("/Type") == "/MCR":
                found.contents.append((self._number(kid.get("/Pg", page)), int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                found.contents.append(kid.Obj.objgen[0])
            else:
                if kid.get("/P") is None or kid.P.objgen != node.objgen:
                    self.faults.append(f"{kid.get('/S')} does not know its parent")
                found.contents.append(self._element(kid, page))
        return found

    def _number(self, page: pikepdf.Object | None) -> int:
        return self._pages.get(page.objgen, -1) if page is not None else -1

    def _held(self, document: pikepdf.Pdf, tree: pikepdf.Object) -> None:
        """Every content and every link belongs to one element, which the tree of parents names."""
        parents = pikepdf.NumberTree(tree.ParentTree)
        owners: dict[Mark | int, list[pikepdf.Object]] = {}
        for element in self.root.walk():
            for item in element.contents:
                if not isinstance(item, Element):
                    owners.setdefault(item, []).append(element.node)
        links = {note.objgen[0]: note for page in document.pages for note in page.get("/Annots", [])}
        keys = [int(page.StructParents) for page in document.pages if "/StructParents" in page]
        keys += [int(note.StructParent) for note in links.values()]
        if any(count > 1 for count in Counter(keys).values()) or set(keys) - {int(key) for key in parents}:
            self.faults.append("keys of the tree of parents")
        told: dict[Mark | int, pikepdf.Object] = {
            mark: parents[int(document.pages[mark[0]].StructParents)][mark[1]] for mark in self.text
        }
        told |= {number: parents[int(note.StructParent)] for number, note in links.items()}
        for held, parent in told.items():
            named = owners.pop(held, [])
            if len(named) != 1:
                self.faults.append(f"{held} belongs to {len(named)} elements")
            elif parent.objgen != named[0].objgen:
                self.faults.append(f"{held} has another parent in the tree of parents")
        self.faults += [f"{held} is in the tree and on no page" for held in owners]

    def _elements(self, document: pikepdf.Pdf, tree: pikepdf.Object) -> None:
        every = list(self.root.walk())[1:]
        names = [str(element.node.ID) for element in every if "/ID" in element.node]
        known = {str(name) for name in pikepdf.NameTree(tree.IDTree)} if "/IDTree" in tree else set[str]()
        if len(names) != len(set(names)) or set(names) != known:
            self.faults.append("IDs")
        for element in every:
            if not element.contents and element.kind not in _MAY_BE_EMPTY:
                self.faults.append(f"{element.kind} is empty")
            if element.kind in ("Note", "TH") and "/ID" not in element.node:
                self.faults.append(f"{element.kind} has no ID")
            if element.kind == "Figure" and not str(element.node.get("/Alt", "")).strip():
                self.faults.append("Figure without Alt")
            if element.kind == "Link" and not any(isinstance(item, int) for item in element.contents):
                self.faults.append(f"Link {self.said(element)} leads nowhere")
            for inner in element.contents:
                wanted = _INNER.get(inner.kind) if isinstance(inner, Element) else None
                if wanted is not None and element.kind not in wanted:
                    self.faults.append(f"{element.kind} holds something else's {wanted}")
        levels = [int(element.kind[1]) for element in every if re.fullmatch(r"H\d", element.kind)]
        if any(after > before + 1 for before, after in zip([0, *levels], levels, strict=False)):
            self.faults.append(f"headings {levels}")
        for table in (element for element in every if element.kind == "Table"):
            self.faults += _table(table)
        root = document.Root
        if not str(root.get("/Lang", "")).startswith("zh") or not bool(root.MarkInfo.Marked):
            self.faults.append("language, or not marked")


def _table(table: Element) -> Iterator[str]:
    """Rows of one width, what is merged taken into account; heads of columns, which cells name."""
    rows = [element for element in table.walk() if element.kind == "TR"]
    heads = {str(element.node.ID) for element in table.walk() if element.kind == "TH"}
    taken: Counter[tuple[int, int]] = Counter()
    for down, row in enumerate(rows):
        across = 0
        for cell in row.contents:
            if not isinstance(cell, Element):
                yield "TR holds contents"
                continue
            said: pikepdf.Object = cell.node.get("/A", pikepdf.Dictionary())
            while (down, across) in taken:
                across += 1
            for below in range(int(said.get("/RowSpan", 1))):
                for beside in range(int(said.get("/ColSpan", 1))):
                    taken[down + below, across + beside] += 1
            if cell.kind == "TH" and said.get("/Scope") != "/Column":
                yield "TH has no scope"
            if cell.kind == "TD" and not {str(name) for name in said.get("/Headers", [])} <= heads:
                yield "TD names heads of another table"
            if cell.kind == "TD" and heads and not said.get("/Headers", []):
                yield "TD names no head"
    widths = {sum(down == number for down, _ in taken) for number in range(len(rows))}
    if len(widths) > 1 or any(count > 1 for count in taken.values()) or max((down for down, _ in taken), default=0) >= len(rows):
        yield f"Table of rows {widths} wide"


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """Code → what it reads as, from the font's ToUnicode (§9.10.3)."""
    if "/ToUnicode" not in font:
        return {}
    source = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for stretch in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", stretch):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for stretch in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", stretch):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(start + code - int(first, 16))
    return found


def _read(shown: pikepdf.Object, characters: dict[int, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(characters.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd") for at in range(0, len(codes), 2))
