"""How the paragraphs and characters of a DOCX look once their styles are resolved (ECMA-376 part 1, §17.7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Property → its attributes. Later levels say what they say and leave the rest.
Properties = dict[str, dict[str, str]]
_NOTHING: Properties = {}
#: Newer names of the same sides.
_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_FIRST, _HANGING = ("firstLine", "firstLineChars"), ("hanging", "hangingChars")


class ResolvedStyles:
    """Answers from `styles.xml`. What is returned is shared: not to be changed."""

    def __init__(self, root: Element) -> None:
        self._styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
        self._default = {
            style.get(f"{W}type", ""): identity for identity, style in self._styles.items() if on(style.get(f"{W}default", "0"))
        }
        self._bottom = {kind: root.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}") for kind in ("rPr", "pPr")}
        self._known: dict[tuple[str, str], Properties] = {}
        self._runs: dict[tuple[str, str], Properties] = {}

    def paragraph(self, element: Element) -> Properties:
        """Of a `w:p`: its style's and its own."""
        own = element.find(f"{W}pPr")
        styled = self._styled(self.style_of(element), "pPr")
        return styled if own is None or len(own) == (own.find(f"{W}pStyle") is not None) else _over(styled, own)

    def style_of(self, element: Element) -> str:
        """Id of the style of a `w:p`."""
        return _value(element.find(f"{W}pPr/{W}pStyle")) or self._default.get("paragraph", "")

    def run(self, paragraph: str, element: Element) -> Properties:
        """Of a `w:r` in a paragraph of style `paragraph`."""
        own = element.find(f"{W}rPr")
        style, more = "", False
        for child in own if own is not None else ():
            if child.tag == f"{W}rStyle":
                style = child.get(f"{W}val", "")
            else:
                more = more or set(child.keys()) != {f"{W}hint"}  # which says nothing of sizes and faces
        if (paragraph, style) not in self._runs:
            found = self._styled(paragraph, "rPr")
            for level in self._chain(style):
                found = _over(found, level.find(f"{W}rPr"))
            self._runs[paragraph, style] = found
        return _over(self._runs[paragraph, style], own) if more else self._runs[paragraph, style]

    def table(self, element: Element, name: str) -> Element | None:
        """Property `name` of a `w:tbl`: its own, or else the nearest that its style has."""
        found = element.find(f"{W}tblPr/{W}{name}")
        if found is None:
            style = _value(element.find(f"{W}tblPr/{W}tblStyle")) or self._default.get("table", "")
            for level in self._chain(style):
                here = level.find(f"{W}tblPr/{W}{name}")
                found = here if here is not None else found
        return found

    def _styled(self, style: str, kind: str) -> Properties:
        if (style, kind) not in self._known:
            found = _over(_NOTHING, self._bottom[kind])
            for level in self._chain(style):
                found = _over(found, level.find(f"{W}{kind}"))
            self._known[style, kind] = found
        return self._known[style, kind]

    def _chain(self, style: str) -> list[Element]:
        """A style and those that it is based on, the last of them first."""
        found: list[Element] = []
        while style in self._styles and self._styles[style] not in found:
            found.append(self._styles[style])
            style = _value(found[-1].find(f"{W}basedOn"))
        return found[::-1]


def on(value: str) -> bool:
    """Of an on/off attribute."""
    return value not in ("0", "false", "off")


def flag(properties: Mapping[str, Mapping[str, str]], name: str) -> bool:
    """Whether an on/off property is there and on."""
    return name in properties and on(properties[name].get("val", "1"))


def number(properties: Mapping[str, Mapping[str, str]], name: str, attribute: str = "val", usual: float = 0.0) -> float:
    """An attribute that is a number; `usual` where there is none."""
    try:
        return float(properties.get(name, {}).get(attribute, usual))
    except ValueError:
        return usual


def _over(below: Properties, element: Element | None) -> Properties:
    """`below` with what `element` says on top of it."""
    if element is None or not len(element):
        return below
    found = dict(below)
    for tag, attributes in _said(element):
        kept = dict(found.get(tag, {}))
        if tag == "ind":
            for one, other in ((_FIRST, _HANGING), (_HANGING, _FIRST)):
                if any(float(attributes.get(name, 0)) for name in one):
                    kept = {name: value for name, value in kept.items() if name not in other}
        found[tag] = kept | attributes
    return found


def _said(element: Element) -> Iterator[tuple[str, dict[str, str]]]:
    for child in element:
        attributes = {name.removeprefix(W): value for name, value in child.attrib.items()}
        yield child.tag.removeprefix(W), {_SIDES.get(name, name): value for name, value in attributes.items()}


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
