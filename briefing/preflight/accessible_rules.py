"""The rules of PDF/UA-1 (ISO 14289-1:2014) that reading can check: structure, language, alternatives, order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.preflight.archive_objects import Problem
from briefing.preflight.painting_order import PaintedObject
from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

MAX_DEPTH = 64
#: ISO 32000-1 §14.8.4: what no role map is needed for.
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private", "P", "H",
    "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span",
    "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form",
}  # fmt: skip
#: Which parents an element may have (ISO 32000-1 tables 333–338).
_PARENTS = {
    "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
}  # fmt: skip


class _Element:
    """An element as it was met: its kind, the kind of its parent, the pages (from 0) and MCIDs it holds directly."""

    def __init__(self, node: pikepdf.Object, kind: str, parent: str, page: pikepdf.Object | None) -> None:
        self.node, self.kind, self.parent, self.page = node, kind, parent, page
        self.held: list[tuple[pikepdf.Object | None, int]] = []
        self.objects: list[pikepdf.Object] = []


def problems(document: pikepdf.Pdf, pages: Sequence[Sequence[PaintedObject]]) -> Iterator[Problem]:
    root = document.Root
    yield from _catalog(document)
    tree = root.get("/StructTreeRoot")
    if tree is None:
        yield "archive-tags", "没有结构树（ISO 14289-1 §7.1）"
        return
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    elements = list(_walk(tree, "", None, 0))
    yield from _structure(elements, tree, numbers)
    yield from _content(elements, pages, numbers)
    yield from _links(document, elements)


def _catalog(document: pikepdf.Pdf) -> Iterator[Problem]:
    """ISO 14289-1 §7.1, §7.2, §7.18.3."""
    root = document.Root
    if not str(root.get("/Lang", "")):
        yield "archive-language", "没有写明语种 Lang（ISO 14289-1 §7.2）"
    marked: Container = root.get("/MarkInfo", {})
    shown: Container = root.get("/ViewerPreferences", {})
    if not bool(marked.get("/Marked", False)) or bool(marked.get("/Suspects", False)):
        yield "archive-tags", "没有标明是带标签的文件 MarkInfo（ISO 14289-1 §7.1）"
    if not bool(shown.get("/DisplayDocTitle", False)):
        yield "archive-title", "没有设 DisplayDocTitle（ISO 14289-1 §7.1）"
    if not str(document.docinfo.get("/Title", "")):
        yield "archive-title", "没有题名（ISO 14289-1 §7.1）"
    for number, page in enumerate(document.pages, 1):
        if len(page.get("/Annots", [])) and page.obj.get("/Tabs") != "/S":
            yield "archive-tags", f"第{number}页的跳转次序不是 /Tabs /S（ISO 14289-1 §7.18.3）"


def _walk(node: pikepdf.Object, parent: str, page: pikepdf.Object | None, depth: int) -> Iterator[_Element]:
    import pikepdf

    if depth > MAX_DEPTH:
        raise ValueError("the structure is nested too deep")
    held = node.get("/K")
    kids = [] if held is None else list(held) if isinstance(held, pikepdf.Array) else [held]
    page = node.get("/Pg", page)
    element = _Element(node, str(node.get("/S", ""))[1:], parent, page)
    inner = []
    for kid in kids:
        if not isinstance(kid, pikepdf.Dictionary):
            element.held.append((page, int(kid)))
        elif kid.get("/Type") == "/MCR":
            element.held.append((kid.get("/Pg", page), int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            element.objects.append(kid.Obj)
        else:
            inner.append(kid)
    if depth:
        yield element
    for kid in inner:
        yield from _walk(kid, element.kind, page, depth + 1)


def _where(element: _Element, numbers: dict[tuple[int, int], int]) -> str:
    page = f"第{numbers.get(element.page.objgen, -1) + 1}页，" if element.page is not None else ""
    return f"{page}对象 {element.node.objgen[0]}"


def _structure(elements: list[_Element], tree: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> Iterator[Problem]:
    """ISO 14289-1 §7.1 (roles), §7.3 (figures), §7.4.2 (headings), §7.5 (tables), §7.6 (lists), §7.9 (notes)."""
    roles = {str(name)[1:]: str(role)[1:] for name, role in tree.get("/RoleMap", {}).items()}
    level = 0
    notes: set[str] = set()
    for element in elements:
        where, kind = _where(element, numbers), roles.get(element.kind, element.kind)
        if kind not in STANDARD:
            yield "archive-tags", f"{where}：标签 {element.kind} 不是标准的，也没有对应（ISO 14289-1 §7.1）"
        if kind in _PARENTS and roles.get(element.parent, element.parent) not in _PARENTS[kind]:
            yield "archive-tags", f"{where}：{kind} 在 {element.parent} 里面（ISO 32000-1 §14.8.4）"
        if kind in ("H1", "H2", "H3", "H4", "H5", "H6"):
            if int(kind[1]) > level + 1:
                yield "archive-heading", f"{where}：标题从 {level} 级跳到 {kind[1]} 级（ISO 14289-1 §7.4.2）"
            level = int(kind[1])
        if kind in ("Figure", "Formula") and not str(element.node.get("/Alt", element.node.get("/ActualText", ""))).strip():
            yield "archive-alt", f"{where}：图没有替代文字（ISO 14289-1 §7.3）"
        if kind == "TH" and _attribute(element.node, "/Scope") is None:
            yield "archive-table", f"{where}：表头没有写明管行还是管列（ISO 14289-1 §7.5）"
        if kind == "L" and str(_attribute(element.node, "/ListNumbering") or "/None") == "/None" and _labelled(element.node):
            yield "archive-list", f"{where}：有编号的列表没有写明 ListNumbering（ISO 14289-1 §7.6）"
        if kind == "Note":
            name = str(element.node.get("/ID", ""))
            if not name or name in notes:
                yield "archive-note", f"{where}：注释没有自己的 ID（ISO 14289-1 §7.9）"
            notes.add(name)
        if kind == "Table":
            yield from _table(element.node, where)


def _attribute(node: pikepdf.Object, name: str) -> pikepdf.Object | None:
    import pikepdf

    attributes = node.get("/A", pikepdf.Array())
    for item in [attributes] if isinstance(attributes, pikepdf.Dictionary) else attributes:
        if isinstance(item, pikepdf.Dictionary) and name in item:
            return item[name]
    return None


def _labelled(node: pikepdf.Object) -> bool:
    return any(kid.get("/S") == "/Lbl" for item in node.K for kid in item.get("/K", []) if hasattr(kid, "get"))


def _table(node: pikepdf.Object, where: str) -> Iterator[Problem]:
    """Rows have as many cells as one another (ISO 14289-1 §7.5: a regular grid)."""
    rows = [kid for kid in node.K if kid.get("/S") == "/TR"]
    rows += [row for kid in node.K if kid.get("/S") in ("/THead", "/TBody", "/TFoot") for row in kid.K]
    counts = {sum(int(_attribute(cell, "/ColSpan") or 1) for cell in row.K) for row in rows}
    if len(counts) > 1 and not any(_attribute(cell, "/RowSpan") for row in rows for cell in row.K):
        yield "archive-table", f"{where}：各行的格数不一样（ISO 14289-1 §7.5）"


def _content(
    elements: list[_Element], pages: Sequence[Sequence[PaintedObject]], numbers: dict[tuple[int, int], int]
) -> Iterator[Problem]:
    """ISO 14289-1 §7.1: everything is content in the structure, once, or an artifact; nothing is both."""
    held: dict[tuple[int, int], int] = {}
    for element in elements:
        for leaf, mcid in element.held:
            key = (numbers.get(leaf.objgen, -1) if leaf is not None else -1, mcid)
            held[key] = held.get(key, 0) + 1
            if held[key] == 2:
                yield "archive-tags", f"{_where(element, numbers)}：内容 {mcid} 有两个标签"
    for number, page in enumerate(pages):
        for item in page:
            where = f"第{number + 1}页，{item.object}"
            if item.artifact and item.mcid is not None:
                yield "archive-untagged", f"{where}：既是内容又是装饰（ISO 14289-1 §7.1）"
            elif not item.artifact and (number, item.mcid) not in held:
                yield "archive-untagged", f"{where}：没有标签，也没有标为装饰（ISO 14289-1 §7.1）"
                break  # one a page is enough to find it


def _links(document: pikepdf.Pdf, elements: list[_Element]) -> Iterator[Problem]:
    """ISO 14289-1 §7.18.1, §7.18.5."""
    tagged = {item.objgen: element.kind for element in elements for item in element.objects}
    for number, page in enumerate(document.pages, 1):
        for index, annotation in enumerate(page.get("/Annots", []), 1):
            where = f"第{number}页，批注{index}"
            if tagged.get(annotation.objgen) not in ("Link", "Annot"):
                yield "archive-link", f"{where}：不在结构树里（ISO 14289-1 §7.18.1）"
            if not str(annotation.get("/Contents", "")):
                yield "archive-link", f"{where}：没有说明文字 Contents（ISO 14289-1 §7.18.5）"
