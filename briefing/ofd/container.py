"""The parts of the package: OFD.xml, Document.xml, the resources, the pages (GB/T 33190 §7)."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from briefing.ofd import xml
from briefing.ofd.content import Content
from briefing.ofd.drawn import Box, Page, on_page
from briefing.ofd.fonts import Face
from briefing.ofd.jumps import Entry, Link, Target
from briefing.ofd.properties import Properties
from briefing.ofd.state import Key

_DOCUMENT = "Doc_0"
_SUFFIXES = {"JPEG": "jpg", "PNG": "png"}


def package(
    properties: Properties,
    pages: Sequence[tuple[Page, Sequence[Link]]],
    faces: Mapping[Key, Face],
    pictures: Mapping[Key, tuple[str, bytes]],
    entries: Sequence[Entry],
) -> dict[str, bytes]:
    """Name → contents. `pages`: each with its links; `pictures`: format and file."""
    ids = itertools.count(1)
    fonts = {key: next(ids) for key in faces}
    images = {key: next(ids) for key in pictures}
    parts = {"OFD.xml": _entrance(properties)}

    public = _resources()
    if fonts:
        group = xml.add(public, "Fonts")
        for key, face in faces.items():
            name = f"font_{fonts[key]}.{face.suffix}"
            parts[f"{_DOCUMENT}/Res/{name}"] = face.file()
            font = xml.add(group, "Font", ID=fonts[key], FontName=face.name, FamilyName=face.family, **face.looks)
            xml.add(font, "FontFile", name)
    parts[f"{_DOCUMENT}/PublicRes.xml"] = xml.document(public)
    if images:
        own = _resources()
        group = xml.add(own, "MultiMedias")
        for key, (format, data) in pictures.items():
            name = f"image_{images[key]}.{_SUFFIXES[format]}"
            parts[f"{_DOCUMENT}/Res/{name}"] = data
            xml.add(xml.add(group, "MultiMedia", ID=images[key], Type="Image", Format=format), "MediaFile", name)
        parts[f"{_DOCUMENT}/DocumentRes.xml"] = xml.document(own)

    content = Content(ids, faces, fonts, images)
    numbers = [next(ids) for _ in pages]
    for number, (page, links) in enumerate(pages):
        clicks = [(link.area, _goto(link.target, numbers)) for link in links]
        with on_page(number + 1):
            parts[f"{_DOCUMENT}/{_page(number)}"] = content.page(page, clicks)

    document = xml.root("Document")
    common = xml.add(document, "CommonData")
    xml.add(common, "MaxUnitID", next(ids) - 1)
    xml.add(xml.add(common, "PageArea"), "PhysicalBox", xml.box(Box(0, 0, pages[0][0].width, pages[0][0].height)))
    xml.add(common, "PublicRes", "PublicRes.xml")
    if images:
        xml.add(common, "DocumentRes", "DocumentRes.xml")
    group = xml.add(document, "Pages")
    for number, identifier in enumerate(numbers):
        xml.add(group, "Page", ID=identifier, BaseLoc=_page(number))
    if entries:
        _outline(xml.add(document, "Outlines"), entries, numbers)
    wishes = xml.add(document, "VPreferences")
    if entries:
        xml.add(wishes, "PageMode", "UseOutlines")
    xml.add(wishes, "TabDisplay", "DocTitle")
    parts[f"{_DOCUMENT}/Document.xml"] = xml.document(document)
    return parts


def _page(number: int) -> str:
    return f"Pages/Page_{number}/Content.xml"


def _resources() -> ET.Element:
    return xml.root("Res", BaseLoc="Res")


def _entrance(properties: Properties) -> bytes:
    """OFD.xml: metadata and the way to the document."""
    root = xml.root("OFD", Version="1.0", DocType="OFD")
    body = xml.add(root, "DocBody")
    info = xml.add(body, "DocInfo")
    xml.add(info, "DocID", properties.doc_id)
    created = properties.created.isoformat() if properties.created else ""
    for name, value in (
        ("Title", properties.title),
        ("Author", properties.author),
        ("Subject", properties.subject),
        ("CreationDate", created),
        ("ModDate", created),
    ):
        if value:
            xml.add(info, name, value)
    if properties.keywords:
        group = xml.add(info, "Keywords")
        for word in properties.keywords:
            xml.add(group, "Keyword", word)
    if properties.creator:
        xml.add(info, "Creator", properties.creator)
    xml.add(body, "DocRoot", f"{_DOCUMENT}/Document.xml")
    return xml.document(root)


def _outline(
    parent: ET.Element,
    entries: Sequence[Entry],
    numbers: Sequence[int],
) -> None:
    for entry in entries:
        item = xml.add(parent, "OutlineElem", Title=entry.title, Count=entry.count, Expanded=True)
        if entry.target is not None:
            action = xml.add(xml.add(item, "Actions"), "Action", Event="CLICK")
            action.append(_goto(entry.target, numbers))
        _outline(item, entry.children, numbers)


def _goto(target: Target, numbers: Sequence[int]) -> ET.Element:
    goto = xml.root("Goto")
    if target.place is None:
        xml.add(goto, "Dest", Type="Fit", PageID=numbers[target.page])
    else:
        left, top = target.place
        xml.add(goto, "Dest", Type="XYZ", PageID=numbers[target.page], Left=left, Top=top, Zoom=0)  # 0: as it is
    return goto
