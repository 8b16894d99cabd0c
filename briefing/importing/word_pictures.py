"""A drawing of a Word file → its pictures with their bytes, and what is told of what stands in it and is no picture."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from briefing.importing import surroundings, word_drawing
from briefing.importing.docx_package import Package
from briefing.importing.flow import FlowPicture, Remark


def read(
    element: Element, package: Package, related: Mapping[str, tuple[str, str]], elsewhere: Mapping[str, str], number: int
) -> tuple[list[FlowPicture], list[Remark]]:
    """`related`: relationships of the part that holds the drawing, id → kind and part; `elsewhere`: those that lead out of the
    file, id → address; `number`: of the paragraph that it is anchored in. What stands in text boxes is left out."""
    pictures: list[FlowPicture] = []
    parts = list(word_drawing.pictures(element))
    shown = any(part.relation in related for part in parts)
    told = [
        Remark(
            "object-picture" if kind == "object" and shown else kind,
            words + surroundings.said_in(package, element, related),
            number,
        )
        for kind, words in word_drawing.strangers(element)
    ]
    for part in parts:
        _, name = related.get(part.relation, ("", ""))
        data = package.bytes(name) if name else None
        if data is not None:
            pictures.append(FlowPicture(name, data, part.described, part.title, part.view, number))
            if part.effects:
                told.append(Remark("effect", "、".join(dict.fromkeys(part.effects)), number))
        elif address := elsewhere.get(part.relation):
            told.append(Remark("picture", part.described or address, number, address))
        else:
            told.append(Remark("picture", part.described or name or word_drawing.LINKED, number))
    return pictures, told
