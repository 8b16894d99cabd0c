"""OFD's XML: elements of its name space, numbers, boxes and lists as GB/T 33190 §7.3 writes them. Lengths come in pt, as marks
have them, and are written in mm."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import NamedTuple

NAMESPACE = "http://www.ofdspec.org/2016"
_MM = 25.4 / 72
#: Ten-thousandths of a millimetre: 100 rounded distances in a row are off by 5 µm at most.
_DIGITS = 4

ET.register_namespace("ofd", NAMESPACE)  # readers look for this very prefix


class Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Rectangle:
        return Rectangle(self.left - by, self.top - by, self.right + by, self.bottom + by)


def root(name: str, **attributes: object) -> ET.Element:
    return ET.Element(f"{{{NAMESPACE}}}{name}", {key: _value(value) for key, value in attributes.items()})


def add(parent: ET.Element, name: str, text: object = None, **attributes: object) -> ET.Element:
    """A new last child of `parent`."""
    child = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: _value(value) for key, value in attributes.items()})
    if text is not None:
        child.text = _value(text)
    return child


def document(element: ET.Element) -> bytes:
    text: str = ET.tostring(element, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def length(pt: float) -> str:
    text = f"{pt * _MM:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def lengths(*values: float) -> str:
    return " ".join(map(length, values))


def box(area: Rectangle) -> str:
    """Left, top, width and height."""
    return lengths(area.left, area.top, area.right - area.left, area.bottom - area.top)


def deltas(values: Iterable[float]) -> str:
    """A DeltaX; `g n v` says n times v (GB/T 33190 §11.3)."""
    runs: list[tuple[str, int]] = []
    for value in map(length, values):
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return " ".join(f"g {count} {value}" if count > 2 else " ".join([value] * count) for value, count in runs)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
