"""An SVG file → its elements, each with its place; no file but this one is read."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.parsers import expat

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")


def refusal(code: Code, message: str, span: Span | None, hint: str) -> InputError:
    return InputError(Diagnostic(code, message, span, hint))


class SvgTree:
    """The elements of a drawing, and where they stand: `tags` and `texts` are the bytes at which a start tag begins, and the text
    after it."""

    def __init__(self, path: str, data: bytes) -> None:
        self.tags: dict[ET.Element, int] = {}
        self.texts: dict[ET.Element, int] = {}
        self._path, self._data = path, data
        self._seen = (0, 1, 1)  # byte, line and column that were asked for last

    @property
    def root(self) -> ET.Element:
        return next(iter(self.tags))

    def place(self, at: int) -> Span:
        """Quick for places asked for in their order: a drawing may be one line of megabytes."""
        before, line, column = self._seen if self._seen[0] <= at else (0, 1, 1)
        passed = self._data[before:at].decode(errors="ignore")
        rows = passed.count("\n")
        column = len(passed) - passed.rfind("\n") if rows else column + len(passed)
        self._seen = (at, line + rows, column)
        return Span(self._path, line + rows, column)


def parse(text: str, path: str) -> SvgTree:
    """Raises InputError for what is no XML, or lies partly elsewhere."""
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", lambda found: re.sub(r"[^\n]", " ", found[0]), text)  # its encoding is dealt with
    encoded = text.encode(errors="replace")
    tree = SvgTree(path, encoded)
    stack: list[ET.Element] = []
    last: list[ET.Element | None] = [None]
    pending: list[str] = []
    length = 0

    def here() -> Span:
        return tree.place(parser.CurrentByteIndex)

    def flush() -> None:
        """What stands before a tag, in one piece."""
        characters, before = "".join(pending), last[0]
        pending.clear()
        if before is not None:
            before.tail = characters or None
        elif stack:
            stack[-1].text = characters or None

    def start(tag: str, attributes: dict[str, str]) -> None:
        flush()
        if len(stack) >= bounds.SVG_DEPTH or len(tree.tags) >= bounds.SVG_ELEMENTS:
            what = f"标签套得太深，超过 {bounds.SVG_DEPTH} 层" if len(stack) >= bounds.SVG_DEPTH else "画的东西太多"
            raise refusal("svg-size", f"矢量图 {path} {what}", here(), "请在作图软件里简化，或导出为 PNG。")
        element = ET.Element(_named(tag), {_named(name): value for name, value in attributes.items()})
        if stack:
            stack[-1].append(element)
        tree.tags[element] = parser.CurrentByteIndex
        stack.append(element)
        last[0] = None

    def end(_: str) -> None:
        flush()
        last[0] = stack.pop()

    def data(characters: str) -> None:
        nonlocal length
        length += len(characters)
        if length > bounds.SVG_BYTES:
            raise refusal("svg-size", f"矢量图 {path} 里的实体展开以后太长", here(), "请在作图软件里另存为普通的 SVG。")
        if last[0] is None and stack:
            tree.texts.setdefault(stack[-1], parser.CurrentByteIndex)
        pending.append(characters)

    def elsewhere(*_: object) -> int:
        message = f"矢量图 {path} 要读别处的文件（DOCTYPE 里的实体）"
        raise refusal("svg-reference", message, here(), "请在作图软件里另存为普通的 SVG。")

    def instruction(target: str, _: str) -> None:
        if target == "xml-stylesheet":
            raise refusal("svg-reference", f"矢量图 {path} 要读别处的样式表", here(), "请在作图软件里另存，样式写在图里面。")

    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.ExternalEntityRefHandler, parser.SkippedEntityHandler = elsewhere, elsewhere
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(encoded, True)
    except expat.ExpatError as error:
        place = Span(path, error.lineno, 1)
        raise refusal("picture-damaged", f"图片 {path} 已损坏：SVG 的写法不完整", place, "请重新导出这张图片。") from None
    return tree


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local(element: ET.Element) -> str:
    """The name of an element of SVG; "" for one of another vocabulary."""
    space, mark, name = str(element.tag).rpartition("}")
    return name if not mark or space == f"{{{SVG}" else ""


def href(element: ET.Element) -> str:
    return next((element.attrib[name].strip() for name in HREFS if name in element.attrib), "")
