"""The structure tree of the archive PDF (ISO 14289-1 §7, ISO 32000-1 §14.7–14.8), built anew.

The release's tree says which marked content belongs to which block on which page; `facts` says what the block is. A block over
several pages becomes one element. What the release's tree does not hold, such as page numbers, is furniture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.archive.facts import PICTURE, TABLE, Piece
from briefing.errors import Diagnostic, InternalError

_CONTENTS = "contents-entry"
_LISTS = {"list-item": 0, "list-item-2": 1}
_CAPTIONS = ("table-caption", "table-unit")
Leaf = tuple[Any, int]  # page object, MCID


def build(document: Any, pieces: Sequence[Piece]) -> dict[int, set[int]]:
    """Give `document` its tree. Returns the MCIDs that it holds, by page from 0. Raises InternalError where the release's
    tags are not those of `pieces`."""
    blocks = _gathered(document, pieces)
    tree = _Tree(document)
    _Builder(tree).write(blocks)
    return tree.finish()


@dataclass(slots=True)
class _Block:
    """A block with the release's elements for its parts."""

    piece: Piece
    parts: list[tuple[Piece, Any]] = field(default_factory=list)

    def leaves(self) -> list[Leaf]:
        return [leaf for _, element in self.parts for leaf in _leaves(element)]


def _gathered(document: Any, pieces: Sequence[Piece]) -> list[_Block]:
    found = list(_tagged(document.Root.StructTreeRoot.K))
    if len(found) != len(pieces):
        raise _astray(f"应有 {len(pieces)} 块，有 {len(found)} 块")
    blocks: dict[int, _Block] = {}
    for piece, element in zip(pieces, found, strict=True):
        kind = str(element.S)
        wanted = "/NonStruct" if piece.kind in (TABLE, PICTURE) else f"/H{piece.level}" if piece.level else "/P"
        if kind != wanted:
            raise _astray(f"应为 {wanted[1:]}，是 {kind[1:]}")
        blocks.setdefault(piece.block, _Block(piece)).parts.append((piece, element))
    return list(blocks.values())


def _tagged(root: Any) -> Iterator[Any]:
    """Elements of blocks: children of the regions. A Div is a rule or a blank page."""
    for document in _kids_of(root):
        for region in _kids(document):
            if str(region.S) != "/Div":
                yield from (child for child in _kids(region) if str(child.S) != "/Div")


def _kids_of(value: Any) -> list[Any]:
    import pikepdf

    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _kids(element: Any) -> list[Any]:
    return _kids_of(element.K) if "/K" in element else []


def _leaves(element: Any) -> Iterator[Leaf]:
    import pikepdf

    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/Type") != "/OBJR":
                yield from _leaves(kid)
        else:
            yield element.Pg, int(kid)


def _all(element: Any, kind: str) -> Iterator[Any]:
    """Elements (or object references) of a kind within `element`, itself included, in order."""
    import pikepdf

    if not isinstance(element, pikepdf.Dictionary):
        return
    if element.get("/S", element.get("/Type")) == kind:
        yield element
        return
    for kid in _kids(element):
        yield from _all(kid, kind)


class _Tree:
    """The new tree of one document."""

    def __init__(self, document: Any) -> None:
        from pikepdf import Array, Dictionary, Name

        self._document = document
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        self._held: dict[int, dict[int, Any]] = {number: {} for number in self._pages.values()}
        self._links: list[tuple[Any, Any]] = []
        self._ids: list[tuple[str, Any]] = []
        self._root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.document = self.add(self._root, "Document")

    def add(self, parent: Any, kind: str, **more: Any) -> Any:
        from pikepdf import Array, Dictionary, Name

        element = self._document.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array(), **more))
        parent.K.append(element)
        return element

    def hold(self, element: Any, leaves: Sequence[Leaf]) -> None:
        from pikepdf import Dictionary, Name

        for page, mcid in leaves:
            self._place(element, page)
            same = element.Pg.objgen == page.objgen
            element.K.append(mcid if same else Dictionary(Type=Name.MCR, Pg=page, MCID=mcid))
            self._held[self._pages[page.objgen]][mcid] = element

    @staticmethod
    def _place(element: Any, page: Any) -> None:
        """Tell the page to the element and to those that hold it: some readers look a table up by its page alone."""
        while "/Pg" not in element and str(element.get("/S", "/Document")) != "/Document":
            element.Pg = page
            element = element.P

    def link(self, element: Any, reference: Any, text: str) -> None:
        """`reference`: the release's OBJR. The annotation says `text` (ISO 14289-1 §7.18.5) and prints (ISO 19005-2 §6.3.2)."""
        from pikepdf import Dictionary, Name, String

        annotation = reference.Obj
        annotation.Contents, annotation.F = String(text), 4
        element.K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=reference.Pg))
        self._links.append((element, annotation))

    def name(self, element: Any, text: str) -> None:
        from pikepdf import String

        element.ID = String(text)
        self._ids.append((text, element))

    def finish(self) -> dict[int, set[int]]:
        from pikepdf import Array, Dictionary, String

        numbers: Any = Array()
        for number, held in self._held.items():
            entries = Array([held.get(mcid) for mcid in range(max(held, default=-1) + 1)])
            numbers.extend([number, self._document.make_indirect(entries)])
            page = self._document.pages[number].obj
            page.StructParents = number
        for number, (element, annotation) in enumerate(self._links, len(self._held)):
            numbers.extend([number, element])
            annotation.StructParent = number
        self._root.ParentTree = self._document.make_indirect(Dictionary(Nums=numbers))
        self._root.ParentTreeNextKey = len(self._held) + len(self._links)
        if self._ids:
            names = Array()
            for text, element in sorted(self._ids, key=lambda entry: entry[0]):
                names.extend([String(text), element])
            limits = Array([names[0], names[-2]])
            leaf = self._document.make_indirect(Dictionary(Names=names, Limits=limits))
            self._root.IDTree = self._document.make_indirect(Dictionary(Kids=Array([leaf])))
        self._document.Root.StructTreeRoot = self._root
        return {number: set(held) for number, held in self._held.items()}


class _Builder:
    """Blocks → elements, in order; remembers the open list, contents list, caption and heading levels."""

    def __init__(self, tree: _Tree) -> None:
        self._tree = tree
        self._region, self._section = "", tree.document
        self._lists: list[Any] = []  # open L, and the L within its last item
        self._item: Any = None
        self._toc: Any = None
        self._levels: list[int] = []
        self._captions: list[_Block] = []
        self._notes = 0

    def write(self, blocks: Sequence[_Block]) -> None:
        for number, block in enumerate(blocks):
            piece = block.piece
            if piece.region != self._region:
                self._region, self._section = piece.region, self._tree.add(self._tree.document, "Sect")
                self._lists, self._toc = [], None
            self._lists = self._lists if piece.kind in _LISTS else []
            self._toc = self._toc if piece.kind == _CONTENTS else None
            if piece.kind in _CAPTIONS and self._before_table(blocks, number):
                self._captions.append(block)
            elif piece.kind == TABLE:
                self._table(block)
            elif piece.kind == PICTURE:
                self._figure(block)
            elif piece.kind in _LISTS:
                self._list_item(block)
            elif piece.kind == _CONTENTS:
                self._entry(block)
            elif piece.kind == "note":
                self._note(block)
            else:
                self._paragraph(block)

    @staticmethod
    def _before_table(blocks: Sequence[_Block], number: int) -> bool:
        later = (block.piece.kind for block in blocks[number + 1 :])
        return next((kind for kind in later if kind not in _CAPTIONS), "") == TABLE

    def _paragraph(self, block: _Block) -> None:
        kind = f"H{self._depth(block.piece.level)}" if block.piece.level else "P"
        self._tree.hold(self._tree.add(self._section, kind), block.leaves())

    def _depth(self, level: int) -> int:
        """Levels as they follow on one another, none skipped (ISO 14289-1 §7.4.2), whatever the house calls them."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return len(self._levels)

    def _list_item(self, block: _Block) -> None:
        from pikepdf import Dictionary, Name

        depth = min(_LISTS[block.piece.kind], len(self._lists))
        del self._lists[depth + 1 :]
        if len(self._lists) == depth:
            parent = self._item if depth else self._section
            numbering = Name.Decimal if block.piece.numbered else Name.Disc if block.piece.labels else Name("/None")
            self._lists.append(self._tree.add(parent, "L", A=Dictionary(O=Name.List, ListNumbering=numbering)))
        item = self._tree.add(self._lists[depth], "LI")
        body = self._labelled(item, block, "LBody")
        if depth == 0:
            self._item = body

    def _labelled(self, owner: Any, block: _Block, inner: str) -> Any:
        leaves = block.leaves()
        count = block.piece.labels
        if count:
            self._tree.hold(self._tree.add(owner, "Lbl"), leaves[:count])
        body = self._tree.add(owner, inner)
        self._tree.hold(body, leaves[count:])
        return body

    def _note(self, block: _Block) -> None:
        self._notes += 1
        note = self._tree.add(self._section, "Note")
        self._tree.name(note, f"note-{self._notes:04d}")
        self._labelled(note, block, "P")

    def _entry(self, block: _Block) -> None:
        if self._toc is None:
            self._toc = self._tree.add(self._section, "TOC")
        item = self._tree.add(self._toc, "TOCI")
        holder = self._tree.add(item, "Reference")
        references = [found for _, element in block.parts for found in _all(element, "/OBJR")]
        if references:
            holder = self._tree.add(holder, "Link")
        self._tree.hold(holder, block.leaves())
        for reference in references:
            self._tree.link(holder, reference, block.piece.text)

    def _figure(self, block: _Block) -> None:
        from pikepdf import Array, Dictionary, Name

        [(_, element)] = block.parts
        for old in _all(element, "/Figure"):
            left, top, right, bottom = (float(edge) * 0.75 for edge in old.A.BBox)  # CSS pixels from the top
            height = float(old.Pg.MediaBox[3])
            box = Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])
            more = {"Alt": old.Alt} if "/Alt" in old else {}
            new = self._tree.add(self._section, "Figure", A=Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box), **more)
            self._tree.hold(new, list(_leaves(old)))

    def _table(self, block: _Block) -> None:
        table = self._tree.add(self._section, "Table")
        if self._captions:
            caption = self._tree.add(table, "Caption")
            for line in self._captions:
                self._tree.hold(self._tree.add(caption, "P"), line.leaves())
            self._captions = []
        rows = [row for piece, part in block.parts for row in list(_all(part, "/TR"))[piece.repeated :]]
        if block.piece.header and rows:
            self._rows(self._tree.add(table, "THead"), rows[:1])
            rows = rows[1:]
        if rows:
            self._rows(self._tree.add(table, "TBody"), rows)

    def _rows(self, owner: Any, rows: Sequence[Any]) -> None:
        from pikepdf import Dictionary, Name

        for old in rows:
            row = self._tree.add(owner, "TR")
            for cell in _kids(old):
                head = cell.S == "/TH"
                more = {"A": Dictionary(O=Name.Table, Scope=Name.Column)} if head else {}
                self._tree.hold(self._tree.add(row, "TH" if head else "TD", **more), list(_leaves(cell)))


def _astray(what: str) -> InternalError:
    return InternalError(Diagnostic("archive-tags", f"成品 PDF 的标签与排版不一致：{what}"))
