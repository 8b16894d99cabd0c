"""Names of WordprocessingML (ECMA-376 part 1) without their namespaces: transitional and strict, Word's and
WPS's files then read alike."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

#: Namespaces whose local names mean what they mean in `w:`; those of drawings come as they are.
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_STRICT_MATH = "http://purl.oclc.org/ooxml/officeDocument/math"


def local(element: Element) -> str:
    """`t` for `w:t`, `m:t` for that of a formula; "" for comments and processing instructions."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, brace, name = tag.rpartition("}")
    if brace and space[1:] in (_MATH, _STRICT_MATH):
        return f"m:{name}"
    return name


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along `path` of local names."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    return (inner for inner in (() if element is None else element) if local(inner) == name)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """The attribute of that local name, in whatever namespace."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return default


def value(element: Element | None, *path: str) -> str:
    """`w:val` of the descendant along `path`, "" where it is not."""
    return attribute(child(element, *path), "val")


def on(element: Element | None) -> bool | None:
    """A toggle such as `w:b`: None where it is not said."""
    if element is None:
        return None
    return attribute(element, "val", "true").lower() not in ("0", "false", "off", "none")


def whole(text: str, default: int = 0) -> int:
    """An integer attribute, which a spoilt file may fill with anything."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return default


def rows(table: Element) -> Iterator[Element]:
    """A table's, those in wrappers too."""
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from rows(element)


def cells(row: Element) -> Iterator[Element]:
    """A row's, those in wrappers too."""
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from cells(element)


def inside(element: Element, name: str) -> Element:
    """The child of that name; one with nothing in it where there is none."""
    found = child(element, name)
    return Element(name) if found is None else found
