"""XML that is as a test expects it: what is asked for is there, or the test fails at the question."""

from __future__ import annotations

from lxml import etree


def at(element: etree._Element, path: str) -> etree._Element:
    """The first element at `path`."""
    found = element.find(path)
    assert found is not None, f"{element.tag} has no {path}"
    return found


def above(element: etree._Element) -> etree._Element:
    found = element.getparent()
    assert found is not None, f"{element.tag} is the root"
    return found


def value(element: etree._Element, name: str) -> str:
    """The attribute `name`."""
    found = element.get(name)
    assert found is not None, f"{element.tag} has no {name}"
    return found


def inner(element: etree._Element) -> str:
    """The text at the beginning of the element."""
    assert element.text is not None, f"{element.tag} has no text"
    return element.text
