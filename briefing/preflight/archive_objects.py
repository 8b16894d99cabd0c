"""What must not be in a file for the archive (ISO 19005-2): actions, attachments, foreign streams, hidden annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.core.code import Code
from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

Problem = tuple[Code, str]
#: ISO 19005-2 §6.5.1
_ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
_ANNOTATIONS = {"/Link"}  # what our files have; §6.3.1 allows more
_FILTERS = {"/LZWDecode", "/Crypt"}


def problems(document: pikepdf.Pdf) -> Iterator[Problem]:
    yield from _catalog(document)
    for number, page in enumerate(document.pages, 1):
        yield from _page(page, f"第{number}页")
    yield from _every(document)


def _catalog(document: pikepdf.Pdf) -> Iterator[Problem]:
    root = document.Root
    for name, clause in (("/AA", "§6.5.2"), ("/AcroForm", "§6.4.1"), ("/Requirements", "§6.11"), ("/OCProperties", "§6.9")):
        if name in root:
            yield "archive-active", f"文件目录里有 {name}（ISO 19005-2 {clause}）"
    names: Container = root.get("/Names", {})
    if "/JavaScript" in names:
        yield "archive-active", "有 JavaScript（ISO 19005-2 §6.5.1）"
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield "archive-attachment", "有附件 EmbeddedFiles（这一套文件不带附件；ISO 19005-2 §6.8）"
    if "/Collection" in root:
        yield "archive-attachment", "是文件包 Collection"


def _page(page: pikepdf.Page, where: str) -> Iterator[Problem]:
    if "/AA" in page:
        yield "archive-active", f"{where}有 /AA 动作（ISO 19005-2 §6.5.2）"
    if "/PresSteps" in page:
        yield "archive-active", f"{where}有 /PresSteps（ISO 19005-2 §6.10）"
    for number, annotation in enumerate(page.get("/Annots", []), 1):
        name = f"{where}，批注{number}"
        kind = str(annotation.get("/Subtype", ""))
        if kind not in _ANNOTATIONS:
            yield "archive-annotation", f"{name}：{kind} 不是链接（ISO 19005-2 §6.3.1）"
        flags = int(annotation.get("/F", 0))
        if not flags & 4 or flags & 0b100011:
            yield "archive-annotation", f"{name}：没有设为可打印，或设为隐藏（ISO 19005-2 §6.3.2）"
        if "/AA" in annotation:
            yield "archive-active", f"{name}：有 /AA 动作（ISO 19005-2 §6.5.2）"


def _every(document: pikepdf.Pdf) -> Iterator[Problem]:
    """Object by object."""
    import pikepdf

    for item in document.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        where = f"对象 {item.objgen[0]}"
        kind = str(item.get("/S", ""))
        if "/S" in item and item.get("/Type") == "/Action" and kind not in _ACTIONS:
            yield "archive-active", f"{where}：动作 {kind}（ISO 19005-2 §6.5.1）"
        if "/JS" in item or kind == "/JavaScript":
            yield "archive-active", f"{where}：JavaScript（ISO 19005-2 §6.5.1）"
        if item.get("/Type") == "/Filespec" or "/EF" in item:
            yield "archive-attachment", f"{where}：附件（ISO 19005-2 §6.8）"
        if isinstance(item, pikepdf.Stream):
            yield from _stream(item, where)
        for inner in ("/A", "/OpenAction"):
            action = item.get(inner)
            if isinstance(action, pikepdf.Dictionary) and "/JS" in action:
                yield "archive-active", f"{where}：JavaScript（ISO 19005-2 §6.5.1）"


def _stream(item: pikepdf.Object, where: str) -> Iterator[Problem]:
    import pikepdf

    filters: pikepdf.Object | list[pikepdf.Object] = item.get("/Filter", [])
    used = {str(name) for name in ([filters] if isinstance(filters, pikepdf.Name) else filters)}
    for name in sorted(used & _FILTERS):
        yield "archive-form", f"{where}：压缩方法 {name[1:]}（ISO 19005-2 §6.1.7.2）"
    if "/F" in item:
        yield "archive-form", f"{where}：数据在文件之外（ISO 19005-2 §6.1.7.1）"
    if item.get("/Subtype") == "/Image" and bool(item.get("/Interpolate", False)):
        yield "archive-form", f"{where}：图片设了插值（ISO 19005-2 §6.2.8）"
    if item.get("/Subtype") == "/PS" or "/PS" in item:
        yield "archive-form", f"{where}：PostScript（ISO 19005-2 §6.2.9）"
