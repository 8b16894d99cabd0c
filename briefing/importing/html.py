"""HTML as it is pasted from web pages and word processors → Flow."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.importing import text as plain_text
from briefing.importing.flow import Flow, FlowGrid, FlowPicture, Item, Para, Piece, Remark, Slot
from briefing.importing.symbols import spelled
from briefing.importing.text import LINES

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = {
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "header", "footer", "main", "pre",
    "dt", "dd", "ul", "ol", "dl", "table", "figure", "figcaption", "body", "html", "address", "center", "caption",
    "tr", "td", "th", "form", "fieldset", "aside", "nav", "hr",
}  # fmt: skip
_SILENT = {"script", "style", "head", "title", "noscript", "template"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)")
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through")
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b")
_FACE = re.compile(r"font-family\s*:\s*[\"']?(wingdings(?: [23])?|webdings|symbol)\b")
_SCRIPTS = {"sup": "super", "sub": "sub"}
_ALIGN = re.compile(r"text-align\s*:\s*(\w+)")
#: What browsers and Word do not show.
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: Elements deeper than this are a trap, not a page.
_MAX_DEPTH = 200


def looks_like_html(data: bytes) -> bool:
    head = data[:4096].lower()
    return bool(re.search(rb"<(?:!doctype html|html|body|p|div|table|h[1-6]|span|meta|ul|ol|br)[\s>/]", head))


def decoded(data: bytes, file: str) -> str:
    """Text in the charset that the page names, else as plain text is decoded. Raises InputError."""
    match = _CHARSET.search(data[:2048])
    name = match[1].decode().lower() if match else ""
    if name.startswith("gb"):
        return data.decode("gb18030", "replace")
    return plain_text.decoded(data, file)


def read_html(text: str, file: str) -> Flow:
    """Raises InputError for what is no HTML."""
    from lxml import etree
    from lxml import html as parser

    start = text.find("<")
    try:
        root = parser.document_fromstring(text[max(0, start) :].replace("\0", "") or "<p></p>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InputError(Diagnostic("import-format", "网页内容读不懂", Span(file, 1, 1), "请另存为 .docx 或纯文本。")) from None
    flow = Flow(file)
    flow.items = _Reader(flow).read(root)
    return flow


class _Reader:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._items: list[Item] = []
        self._count = 0
        self._para: Para | None = None
        self._hiding = False

    def read(self, root: HtmlElement) -> list[Item]:
        self._walk(root, Piece(""), Para([], 0), 0)
        self._close()
        return self._items

    def _walk(self, element: HtmlElement, look: Piece, like: Para, depth: int) -> None:
        """`look` holds the looks of text, `like` the block's looks for the paragraphs that begin in it."""
        if depth > _MAX_DEPTH:
            place, hint = Span(self._flow.file, 1, 1), "请另存为 .docx 或纯文本。"
            raise InputError(Diagnostic("import-damaged", "网页的嵌套太深，可能是有意做坏的", place, hint))
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and tag not in _SILENT:
            style = (element.get("style") or "").lower()
            before, self._hiding = self._hiding, self._hiding or self._hides(element, style)
            if tag == "table":
                self._close()
                self._items.append(self._table(element, depth))
            elif tag in ("input", "select", "textarea"):
                self._say(_answer(element, tag), look, like)
            else:
                self._element(element, tag, _dressed(look, tag, style), _look(element, tag, style, like), depth)
            self._hiding = before
        if element.tail:
            self._say(element.tail, look, like)

    def _hides(self, element: HtmlElement, style: str) -> bool:
        """Whether a browser shows nothing of it, which is told of the outermost such element."""
        hides = bool(_HIDDEN.search(style)) or element.get("hidden") is not None
        words = " ".join(element.text_content().split()) if hides and not self._hiding else ""
        if words:
            self._flow.aside.append(Remark("hidden", words, self._count))
        return hides

    def _element(self, element: HtmlElement, tag: str, look: Piece, like: Para, depth: int) -> None:
        block = tag in _BLOCKS
        if block:
            self._close()
        if tag == "br":
            self._say("\v", look, like)
        elif tag == "img":
            self._picture(element)
        elif tag == "rt":
            self._say("（", look, like)
        if element.text and tag not in ("br", "img", "rp"):
            self._say(element.text, look, like)
        for child in element:
            self._walk(child, look, like, depth + 1)
        if tag == "rt":
            self._say("）", look, like)
        if block:
            self._close()

    def _say(self, text: str, look: Piece, like: Para) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", text).replace("\v", "\n").translate(LINES)
        if look.font:
            text = "".join(char for char, _ in spelled(text, look.font))
        if self._para is None:
            if not text.strip(" "):
                return
            self._count += 1
            self._para = Para(
                [], self._count, like.style, like.outline, like.align, label=like.label, bullet=like.bullet, depth=like.depth
            )
            like.label, like.bullet = "", False  # a second paragraph of the item has none
        last = self._para.pieces[-1] if self._para.pieces else None
        if last is not None and last.like(look):
            last.text += text
        else:
            self._para.pieces.append(replace(look, text=text))

    def _close(self) -> None:
        if self._para is not None and self._para.text.strip():
            self._items.append(self._para)
        self._para = None

    def _picture(self, element: HtmlElement) -> None:
        source = element.get("src") or ""
        match = re.match(r"data:image/[\w.+-]+;base64,", source)
        try:
            data = base64.b64decode(source[match.end() :]) if match else b""
        except (binascii.Error, ValueError):
            data = b""
        described = (element.get("alt") or "").strip()
        if not data:
            self._flow.aside.append(Remark("picture", described or source[:80], self._count, "" if match else source))
            return
        self._close()
        self._items.append(FlowPicture("image", data, described, number=max(1, self._count), browsed=True))

    def _table(self, element: HtmlElement, depth: int) -> FlowGrid:
        """`colspan` and `rowspan` cover the places that they take."""
        rows: list[list[Slot]] = []
        waiting: dict[int, int] = {}  # column → rows that a cell above still covers
        for row in _rows(element):
            before, self._hiding = self._hiding, self._hiding or self._hides(row, (row.get("style") or "").lower())
            slots: list[Slot] = []

            def covered(slots: list[Slot] = slots) -> None:
                while waiting.get(len(slots), 0):
                    waiting[len(slots)] -= 1
                    slots.append(Slot(covered=True))

            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                covered()
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                for index in range(wide):
                    if high > 1:
                        waiting[len(slots)] = high - 1
                    slots.append(Slot(covered=True) if index else self._cell(cell, depth))
                slots[-wide].across, slots[-wide].down = wide, high
            covered()
            rows.append(slots)
            self._hiding = before
        number = next((para.number for row in rows for slot in row for para in slot.paragraphs), self._count)
        return FlowGrid(rows, number)

    def _cell(self, cell: HtmlElement, depth: int) -> Slot:
        before, self._items = self._items, []
        tail, cell.tail = cell.tail, None
        self._walk(cell, Piece(""), Para([], 0), depth + 1)
        self._close()
        found, self._items, cell.tail = self._items, before, tail
        nested = [slot for item in found if isinstance(item, FlowGrid) for row in item.rows for slot in row]
        paragraphs = [item for item in found if isinstance(item, Para)] + [para for slot in nested for para in slot.paragraphs]
        pictures = [item for item in found if isinstance(item, FlowPicture)] + [
            picture for slot in nested for picture in slot.pictures
        ]
        return Slot(paragraphs, pictures=pictures)


def _dressed(look: Piece, tag: str, style: str) -> Piece:
    """`look` inside an element."""
    raised = _RAISED.search(style)
    script = _SCRIPTS.get(tag) or (f"{raised[1]}" if raised else look.script)
    face = _FACE.search(style)
    return replace(
        look,
        bold=look.bold or tag in ("b", "strong", "th") or bool(_BOLD.search(style)),
        script=script,
        struck=look.struck or tag in ("s", "strike", "del") or bool(_STRUCK.search(style)),
        underlined=look.underlined or tag == "u",
        font=face[1] if face else look.font,
    )


def _answer(element: HtmlElement, tag: str) -> str:
    """What a field of a form shows."""
    if tag == "select":
        options = list(element.iter("option"))
        chosen = next((option for option in options if option.get("selected") is not None), options[0] if options else None)
        return "" if chosen is None else (chosen.text_content() or "")
    kind = (element.get("type") or "text").lower()
    if tag == "input" and kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    if tag == "textarea":
        return element.text or ""
    return "" if kind in ("hidden", "submit", "button", "password", "file", "image", "reset") else element.get("value") or ""


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(element)


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 63) if value.isascii() and value.isdigit() else 1


def _look(element: HtmlElement, tag: str, style: str, like: Para) -> Para:
    align = _ALIGN.search(style)
    said = (align[1] if align else "") or (element.get("align") or "").lower() or ("center" if tag == "center" else like.align)
    outline = int(tag[1]) if re.fullmatch("h[1-6]", tag) else like.outline
    found = Para([], 0, like.style, outline, said, label=like.label, bullet=like.bullet, depth=like.depth)
    if tag in ("p", "div", "section") and not like.bullet and not like.label:
        found.label, found.bullet = "", False
    if tag == "li":
        parent = element.getparent()
        lists = sum(ancestor.tag in ("ul", "ol") for ancestor in element.iterancestors())
        found.depth = max(0, lists - 1)
        found.bullet = parent is None or parent.tag != "ol"
        if not found.bullet:
            before = sum(sibling.tag == "li" for sibling in element.itersiblings(preceding=True))
            start = parent.get("start") or "1"
            found.label = f"{(int(start) if start.isdigit() else 1) + before}."
    return found
