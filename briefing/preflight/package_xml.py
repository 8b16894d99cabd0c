"""XML of a package, read without trusting it: no document type, no entities, no more elements than it could need; held against
its grammar, with what is wrong at its line, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.core import bounds
from briefing.core.errors import Diagnostic, Span
from briefing.preflight.package_layout import schema

if TYPE_CHECKING:
    from lxml import etree

#: libxml2 keeps line numbers in sixteen bits.
_LINES = 65_535
#: The first departures from a grammar say what is wrong; what is told after them follows from these.
_TOLD = 8
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["']""")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def parsed(data: bytes, file: str, most: int = bounds.PACKAGE_ELEMENTS) -> tuple[etree._Element | None, list[Diagnostic]]:
    """The root element, or None and why. `file`: the name that findings carry."""
    from lxml import etree

    span = Span(file, 1, 1)
    declared = _DECLARED.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        return None, [Diagnostic("package-schema", f"XML 的编码是 {declared[1].decode()}，应为 UTF-8", span)]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Diagnostic("package-schema", "XML 里有不是 UTF-8 的字节", Span(file, line, 1))]
    for mark in (b"<!DOCTYPE", b"<!ENTITY"):
        if (at := data.find(mark)) >= 0:
            place = Span(file, data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at))
            return None, [
                Diagnostic("package-unsafe", "XML 里有文档类型声明，没有读它", place, "包里的 XML 不会有它；请查包的来历。")
            ]
    if data.count(b"<") > 2 * most or data.count(b"=") > 8 * most:
        return None, [Diagnostic("package-unsafe", "XML 的标记太多，可能是有意做坏的，没有读它", span)]
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        return etree.fromstring(data, parser), []
    except etree.XMLSyntaxError as error:
        line, column = error.position
        line, column = max(1, line), max(1, column)
        message = f"不是完好的 XML：读到第{line}行第{column}列时发现标记写坏了、没有配对，或没有写完"
        return None, [Diagnostic("package-schema", message, Span(file, line, column))]


def departures(root: etree._Element, grammar: str, file: str) -> Iterator[Diagnostic]:
    """Where the tree is not as the grammar has it; the first ones say what is wrong."""
    checker = _checker(grammar)
    if not checker.validate(root):
        log: Any = checker.error_log  # its stubs have no iterator
        for error in list(log)[:_TOLD]:
            yield Diagnostic("package-schema", _words(error), Span(file, _line(error.line), max(1, error.column)))


def place(node: etree._Element, file: str) -> Span:
    """Where an element begins, as far as that is known."""
    line: Any = node.sourceline
    return Span(file, _line(line or 1), 1)


def _line(line: int) -> int:
    return line if 0 < line < _LINES else 1


@cache
def _checker(grammar: str) -> etree.XMLSchema:
    from lxml import etree

    return etree.XMLSchema(etree.fromstring(schema(grammar)))


def _words(error: etree._LogEntry) -> str:
    """What libxml2 says in English, in words for people: of which element, what of it, and what may stand there."""
    text = _NAMESPACE.sub("", error.message)
    element = _first(r"Element '([^']*)'", text) or "?"
    attribute = _first(r"[aA]ttribute '([^']*)'", text)
    if error.type_name == "SCHEMAV_ELEMENT_CONTENT":
        wanted = _first(r"Expected is (?:one of )?\( (.*?) \)", text)
        return f"“{element}”这里不合格式：多了、缺了，或次序不对" + (f"，应为 {wanted}" if wanted else "")
    if error.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        return f"“{element}”缺少必有的属性“{attribute}”"
    if "is not allowed" in text and attribute:
        return f"“{element}”有多余的属性“{attribute}”"
    owner = f"“{element}”的“{attribute}”" if attribute else f"“{element}”"
    value = _first(r"(?:value|Element '[^']*'(?:, attribute '[^']*')?:) '([^']*)'", text)
    choices = "、".join(re.findall(r"'([^']*)'", _first(r"the set \{(.*?)\}", text)))
    said = f"{owner}的值不对：“{value[:40]}”" if value else f"{owner}的值不对"
    return f"{said}，应为 {choices}" if choices else said


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else ""
