"""Making WordprocessingML elements, and the units they count in.

python-docx's own proxies look a style up by name for every run; a bulletin has thousands. Elements are made
here by its parser, so they are the library's own classes, but built directly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import cast

from docx.oxml.ns import nsmap
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement

#: Of WordprocessingML, as the library's parser makes it.
Element = BaseOxmlElement

W = "{" + nsmap["w"] + "}"
#: Declared once on a part's root, one of these, so that no element below repeats them.
_ROOTS = frozenset({"document", "footnotes", "ftr", "styles", "settings", "fonts"})
NAMESPACES = {prefix: nsmap[prefix] for prefix in ("w", "r", "wp", "a", "pic")} | {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
_MC = "{" + NAMESPACES["mc"] + "}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def make(tag: str, *children: Element | None, **attributes: object) -> Element:
    """A `w:` element. Attributes are `w:` too; None leaves an attribute or a child out, a bool is written 1
    or 0."""
    element = copied(_bare(tag, **attributes) if attributes else _blank(tag))
    for child in children:
        if child is not None:
            element.append(child)
    return element


@lru_cache(2_000, typed=True)
def _bare(tag: str, **attributes: object) -> Element:
    """An element without children, of which there are many alike."""
    element = copied(_blank(tag))
    for name, value in attributes.items():
        if value is not None:
            element.set(W + name, str(int(value)) if isinstance(value, bool) else str(value))
    return element


def copied(element: Element) -> Element:
    """The element and all in it once more."""
    return cast(Element, element.__copy__())  # type: ignore[attr-defined] # of lxml; what `copy` calls


def _made(tag: str, names: dict[str, str]) -> Element:
    return cast(Element, oxml_parser.makeelement(tag, nsmap=names))


@cache
def _blank(tag: str) -> Element:
    """A copy costs a fraction of making an element, and the more so the more namespaces it declares."""
    return _made(W + tag, NAMESPACES if tag in _ROOTS else {"w": nsmap["w"]})


def text(characters: str, tag: str = "t") -> Element:
    """`w:t` (or `w:instrText`), its blanks kept."""
    element = copied(_blank(tag))
    element.text = characters
    if characters != characters.strip():
        element.set(_XML_SPACE, "preserve")
    return element


def alternatives(word: Sequence[Element], others: Sequence[Element]) -> Element:
    """What Word 2013 shows, and programs that do not know it."""
    made = _made(f"{_MC}AlternateContent", NAMESPACES)
    choice, other = (_made(f"{_MC}{name}", NAMESPACES) for name in ("Choice", "Fallback"))
    choice.set("Requires", "w15")
    choice.extend(word)
    other.extend(others)
    made.extend((choice, other))
    return made


@cache
def _fallback(characters: str) -> Element:
    return alternatives((), (text(characters),))


def fallback(characters: str) -> Element:
    """`characters` for programs that do not know Word 2013, and nothing for Word (ECMA-376 part 3, §10.2)."""
    return copied(_fallback(characters))


def ignorable(root: Element) -> None:
    """Programs that do not know Word 2013 leave out what it added (ECMA-376 part 3, §10.1)."""
    root.set(f"{_MC}Ignorable", "w15")


def across_columns() -> Element:
    """Of a section: its footnotes are as wide as the page's text, not as its columns ([MS-DOCX] §2.5.4.3)."""
    space = "{" + NAMESPACES["w15"] + "}"
    element = _made(f"{space}footnoteColumns", {"w15": NAMESPACES["w15"]})
    element.set(f"{space}val", "1")
    return element


def twips(points: float) -> int:
    """Twentieths of a point, in which Word counts lengths."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Half-points, in which Word counts type sizes."""
    return round(points * 2)
