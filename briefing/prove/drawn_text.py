"""What an SVG file or a block of HTML says, read by its own names: text that is drawn somewhere, each different one once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.core.decode import decode

_SVG = "{http://www.w3.org/2000/svg}"
_NAMES = ("title", "desc", "metadata", "style", "script", "foreignObject")
_APART = frozenset((*_NAMES, *(f"{_SVG}{name}" for name in _NAMES)))


def drawn_words(data: bytes, holder: str = "text") -> tuple[str, ...]:
    """Without white space. `holder`: what text stands in."""
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", decode(data, "")[0])
    root = ElementTree.fromstring(text)
    found: dict[str, None] = {}
    for element in root.iter():
        if element.tag in (f"{_SVG}{holder}", holder):
            for part in _parts(element):
                for line in part.split("\n"):
                    found["".join(char for char in line if not char.isspace() and char.isprintable())] = None
    found.pop("", None)
    return tuple(found)


def _parts(element: Element) -> Iterator[str]:
    if element.tag in _APART:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _parts(child)
        if child.tail:
            yield child.tail
