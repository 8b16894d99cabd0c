"""A Word file → Flow: every character that Word shows in the text, in reading order.

Tracked changes are settled first. Text boxes follow the paragraph that they are anchored in. Fields give their
results, automatic numbers the text that Word prints. What is no text of the document (comments, headers, charts)
is named in `Flow.aside`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.errors import InputError
from briefing.facts import NAMESPACE
from briefing.importing import changes, drawing
from briefing.importing.flow import Aside, Flow, Grid, Item, Para, Picture, Piece, Slot
from briefing.importing.names import attribute, child, children, local, value, whole
from briefing.importing.numbering import Numbering
from briefing.importing.package import Package
from briefing.importing.styles import Looks, Styles, looks
from briefing.importing.symbols import private, symbol

#: Elements that only wrap runs or blocks.
_WRAPPERS = {
    "hyperlink", "smartTag", "customXml", "sdtContent", "ins", "moveTo", "fldSimple", "dir", "bdo", "r", "m:oMathPara", "m:oMath",
}  # fmt: skip
#: Properties, which hold elements named like content (a tab stop is a `w:tab`).
_PROPERTIES = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "fldData"}
#: What running page numbers are made of.
_FOLIO = "—-－–·~ 0123456789/第页共"
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def read_docx(data: bytes, file: str, *, refuse_changes: bool = False) -> Flow:
    """Raises InputError where the file cannot be read. `file` is the name in spans."""
    package = Package(data, file)
    try:
        return _Reader(package, refuse_changes).read()
    except RecursionError:
        raise package.refusal("import-damaged", "文件的嵌套太深，可能是有意做坏的", "请用 Word 打开另存一份。") from None


class _Reader:
    def __init__(self, package: Package, refuse_changes: bool) -> None:
        self._package = package
        self._refuse = refuse_changes
        self._flow = Flow(package.file)
        self._main = package.main
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._related = package.related(self._main)
        self._elsewhere = package.elsewhere(self._main)
        self._numbers: dict[int, int] = {}  # by id(element)
        self._roots: list[Element] = []  # keeps those ids from being given to other elements
        self._fields: list[str] = []  # instructions of the open fields; "=" before those that show their result
        self._remarks: dict[str, int] = {}  # comment → its paragraph
        self._boxed = 0
        self._listed = 0  # depth of automatic tables of contents

    def read(self) -> Flow:
        root = self._package.xml(self._main)
        body = child(root, "body")
        if root is None or body is None:
            raise self._package.refusal("import-format", "Word 文档里没有正文", "请用 Word 打开看看，另存一份。")
        tracked = self._settle(root)
        self._flow.items = list(self._blocks(body))
        for name, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
            for part in self._package.of_kind(self._main, name):
                tracked += self._notes(part, kind)
        if tracked:
            self._aside("changes", str(tracked))
        self._surroundings()
        return self._flow

    def _aside(self, kind: str, words: str, number: int = 0) -> None:
        self._flow.aside.append(Aside(kind, words, number))

    def _part(self, kind: str) -> Element | None:
        names = self._package.of_kind(self._main, kind) or [f"word/{kind}.xml"]
        try:
            return self._package.xml(names[0])
        except InputError:  # looks are lost, the text is not
            self._aside("damaged", names[0])
            return None

    def _settle(self, root: Element) -> int:
        drawing.choose(root)
        count = changes.settle(root, refuse=self._refuse)
        self._roots.append(root)
        for element in root.iter():
            if local(element) == "p":
                self._numbers[id(element)] = len(self._numbers) + 1
        return count

    def _notes(self, part: str, kind: str) -> int:
        root = self._package.xml(part)
        if root is None:
            return 0
        count = self._settle(root)
        before = self._related, self._elsewhere
        self._related, self._elsewhere = self._package.related(part), self._package.elsewhere(part)
        for node in children(root, kind):
            if attribute(node, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                items = self._blocks(node)
                self._flow.notes[f"{kind} {attribute(node, 'id')}"] = [item for item in items if isinstance(item, Para)]
        self._related, self._elsewhere = before
        return count

    # --- blocks

    def _blocks(self, parent: Element) -> Iterator[Item]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield self._table(element)
            elif name == "sdt":
                listed = "table of contents" in value(element, "sdtPr", "docPartObj", "docPartGallery").lower()
                self._listed += listed
                yield from self._blocks(_inside(element, "sdtContent"))
                self._listed -= listed
            elif name in ("customXml", "ins", "moveTo", "smartTag"):
                yield from self._blocks(element)
            elif name == "altChunk":
                self._aside("object", drawing.EMBEDDED)

    def _paragraph(self, element: Element) -> Iterator[Item]:
        properties = child(element, "pPr")
        identity = value(properties, "pStyle")
        named = self._styles.looks(identity)
        look = looks(properties, None).over(named)
        para = Para(
            [],
            self._numbers.get(id(element), 0),
            style=self._styles.name(identity),
            outline=look.outline or (self._styles.outline_named(identity) if look.outline is None else 0),
            align=look.align,
            boxed=self._boxed > 0,
        )
        self._number(para, identity, look)
        after: list[Item] = []
        listed = self._listed > 0 or self._in_contents()
        self._inline(element, para, named, after)
        para.contents = listed or self._in_contents() or para.style.lower().startswith("toc ")
        self._dress(para)
        yield para
        yield from after

    def _in_contents(self) -> bool:
        return any(field.lstrip("=").strip().upper().startswith("TOC") for field in self._fields)

    def _number(self, para: Para, style: str, look: Looks) -> None:
        identity, depth = look.number, look.depth
        if not identity or (depth is None and self._numbering.of_style(style)[0] == identity):
            bound, level = self._numbering.of_style(style)
            identity, depth = identity or bound, level if depth is None else depth
        if not identity or identity == "0":
            return
        label = self._numbering.label(identity, depth or 0)
        if label is not None:
            para.label, para.bullet, para.depth = label.text, label.bullet, label.depth

    @staticmethod
    def _dress(para: Para) -> None:
        """Size and face of most of its characters; adjacent pieces of one look become one."""
        joined: list[Piece] = []
        for piece in para.pieces:
            if joined and joined[-1].like(piece):
                joined[-1].text += piece.text
            elif piece.text or piece.note:
                joined.append(piece)
        para.pieces = joined

    # --- runs

    def _inline(self, parent: Element, para: Para, base: Looks, after: list[Item], run: Element | None = None) -> None:
        for element in parent:
            name = local(element)
            if name in _PROPERTIES:
                if name == "instrText" and self._fields:
                    self._fields[-1] += element.text or ""
            elif name == "r":
                self._inline(element, para, base, after, element)
            elif name in ("t", "m:t"):
                self._say(private(element.text or ""), para, base, run)
            elif name in ("tab", "ptab"):
                self._say("\t", para, base, run)
            elif name in ("br", "cr"):
                self._break(element, para, base, run)
            elif name == "noBreakHyphen":
                self._say("-", para, base, run)
            elif name == "sym":
                self._symbol(element, para, base, run)
            elif name in _NOTES:
                para.pieces.append(Piece("", note=f"{_NOTES[name]} {attribute(element, 'id')}"))
            elif name == "commentReference":
                self._remarks[attribute(element, "id")] = para.number
            elif name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name in ("drawing", "pict", "object"):
                self._drawing(element, after, para.number)
            elif name == "ruby":
                self._inline(_inside(element, "rubyBase"), para, base, after, run)
                self._say("（", para, base, run)
                self._inline(_inside(element, "rt"), para, base, after, run)
                self._say("）", para, base, run)
            elif name == "txbxContent":
                self._box(element, after)
            elif name in _WRAPPERS or name == "sdt" or name.startswith("m:"):
                if name == "m:oMath":
                    self._aside("formula", "".join(t.text or "" for t in element.iter() if local(t) == "m:t"), para.number)
                self._inline(element, para, base, after, run)

    def _say(self, text: str, para: Para, base: Looks, run: Element | None) -> None:
        if any(not field.startswith("=") for field in self._fields):
            return  # inside a field's instruction, which is not shown
        properties = child(run, "rPr")
        style = value(properties, "rStyle")
        look = looks(None, properties).over(self._styles.looks(style, character=True) if style else Looks()).over(base)
        if look.hidden and text.strip():
            self._aside("hidden", text, para.number)
        para.pieces.append(Piece(text, bool(look.bold), self._styles.name(style) if style else "", font=look.font))
        if text.strip() and not para.size:
            para.size, para.font = look.size or 0.0, look.font

    def _break(self, element: Element, para: Para, base: Looks, run: Element | None) -> None:
        if attribute(element, "type") not in ("page", "column"):
            self._say("\n", para, base, run)

    def _symbol(self, element: Element, para: Para, base: Looks, run: Element | None) -> None:
        font, code = attribute(element, "font"), attribute(element, "char")
        char = symbol(font, code)
        if char is None:
            self._aside("symbol", f"{font} {code}", para.number)
        self._say(char or "□", para, base, run)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "=" + self._fields[-1]
        elif kind == "end" and self._fields:
            self._fields.pop()

    # --- what stands in a drawing

    def _drawing(self, element: Element, after: list[Item], number: int) -> None:
        for kind, words in drawing.strangers(element):
            self._aside(kind, words, number)
        for found in drawing.pictures(element):
            kind, name = self._related.get(found.relation, ("", ""))
            data = self._package.bytes(name) if name else None
            if data is None and (address := self._elsewhere.get(found.relation)):
                self._flow.aside.append(Aside("picture", found.described or address, number, address))
            elif data is None:
                self._aside("picture", found.described or name or drawing.LINKED, number)
            else:
                after.append(Picture(name, data, found.described, found.title))
        for box in drawing.boxes(element):
            self._box(box, after)

    def _box(self, content: Element, after: list[Item]) -> None:
        self._boxed += 1
        fields, self._fields = self._fields, []
        after.extend(self._blocks(content))
        self._fields = fields
        self._boxed -= 1

    # --- tables

    def _table(self, element: Element) -> Grid:
        rows: list[list[Slot]] = []
        first = 0
        for row in _rows(element):
            slots: list[Slot] = []
            slots += [Slot(covered=True) for _ in range(min(whole(value(row, "trPr", "gridBefore")), 63))]
            for cell in _cells(row):
                shape = child(cell, "tcPr")
                merge = child(shape, "vMerge")
                covered = merge is not None and attribute(merge, "val", "continue") == "continue" and bool(rows)
                covered = covered or value(shape, "hMerge") == "continue"
                paragraphs = list(self._cell(cell))
                first = first or next((p.number for p in paragraphs), 0)
                slots.append(Slot(paragraphs, covered))
                span = min(max(whole(value(shape, "gridSpan"), 1), 1), 63)
                slots += [Slot(covered=True) for _ in range(span - 1)]
            rows.append(slots)
        return Grid(rows, first)

    def _cell(self, cell: Element) -> Iterator[Para]:
        """The cell's paragraphs, those of tables inside it too; its pictures are named aside."""
        for item in self._blocks(cell):
            if isinstance(item, Para):
                yield item
            elif isinstance(item, Grid):
                yield from (para for row in item.rows for slot in row for para in slot.paragraphs)
            else:
                number = next((self._numbers[id(inner)] for inner in cell.iter() if id(inner) in self._numbers), 0)
                self._aside("picture", item.described or item.name.rpartition("/")[2], number)

    # --- beside the text

    def _surroundings(self) -> None:
        for part in self._package.of_kind(self._main, "customXml"):
            with contextlib.suppress(InputError):
                root = self._package.xml(part)
                if root is not None and root.tag == f"{{{NAMESPACE}}}facts":
                    self._flow.facts = root.text or ""
        for kind, parts in (("comment", "comments"), ("header", "header"), ("footer", "footer")):
            for part in self._package.of_kind(self._main, parts):
                try:
                    root = self._package.xml(part)
                except InputError:
                    self._aside("damaged", part)
                    continue
                nodes = [root] if kind != "comment" else list(children(root, "comment"))
                for node in nodes:
                    words = "" if node is None else "".join(t.text or "" for t in node.iter() if local(t) == "t").strip()
                    if words.strip(_FOLIO):
                        self._aside(kind, words, self._remarks.get(attribute(node, "id"), 0) if kind == "comment" else 0)


def _inside(element: Element, name: str) -> Element:
    """The child of that name; one with nothing in it where there is none."""
    found = child(element, name)
    return Element(name) if found is None else found


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _cells(element)
