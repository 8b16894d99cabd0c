"""The package around the pages: OFD.xml, Document.xml, resources, outline (GB/T 33190 §7)."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from briefing.files.world import World
from briefing.fonts.metrics import BOLD
from briefing.output.faces import FaceFile, face_files
from briefing.output.ofd import custom_tags, xml
from briefing.output.ofd.font_resources import FontResource
from briefing.output.ofd.graphic_units import PackageTools, PageContent, content
from briefing.output.opc import canonical_zip
from briefing.output.stand_in_pictures import shown
from briefing.paint.marks import Destination, FaceKey, Form, Image, Link, Painted
from briefing.pictures import SoundPicture

_DOCUMENT = "Doc_0"
_SUFFIXES = {"JPEG": "jpg", "PNG": "png"}


def write_ofd(painted: Painted, world: World, *, files: Mapping[FaceKey, FaceFile] | None = None) -> bytes:
    """The package. `files`: the faces, where they are open already. Depends on its arguments alone: no clock, no path. Raises
    InputError for a face or picture that cannot be used."""
    return canonical_zip(_Package(painted, world, face_files(painted, world) if files is None else files).parts())


class _Package:
    """Everything in it that others refer to has a number: `_ids` gives them, fonts and pictures first, then pages, then the
    objects of the pages."""

    def __init__(self, painted: Painted, world: World, files: Mapping[FaceKey, FaceFile]) -> None:
        self._painted, self._world = painted, world
        self._ids = itertools.count(1)
        self._fonts = {key: FontResource(next(self._ids), file) for key, file in files.items()}
        self._pictures = _pictures(painted, world)
        self._images = {path: next(self._ids) for path in self._pictures}
        self._pages = [next(self._ids) for _ in painted.pages]

    def parts(self) -> dict[str, bytes]:
        """Name → contents."""
        drawn = self._contents()
        parts = {_page(number): page.data for number, page in enumerate(drawn)}
        parts["Tags/CustomTags.xml"] = custom_tags.index("Structure.xml")
        parts["Tags/Structure.xml"] = custom_tags.tags(
            self._painted, [(number, page.held) for number, page in zip(self._pages, drawn, strict=True)]
        )
        parts |= self._font_parts()
        if self._images:
            parts |= self._picture_parts()
        parts["Document.xml"] = self._document()
        placed = {f"{_DOCUMENT}/{name}": data for name, data in parts.items()}
        return {"OFD.xml": self._entrance(placed), **placed}

    def _contents(self) -> list[PageContent]:
        tools = PackageTools(self._ids, self._fonts, self._images, self._painted.colors, self._followed)
        anchors = self._painted.anchors
        return [content(page, [link for link in page.links if link.target in anchors], tools) for page in self._painted.pages]

    def _font_parts(self) -> dict[str, bytes]:
        parts = {}
        root = _resources()
        group = xml.add(root, "Fonts") if self._fonts else root
        for key, font in self._fonts.items():
            name, face = f"font_{font.number}.ttf", self._painted.faces[key]
            parts[f"Res/{name}"] = font.program()
            bold = {"Bold": True} if face.weight >= BOLD else {}
            entry = xml.add(group, "Font", ID=font.number, FontName=font.file.name, FamilyName=face.family, **bold)
            xml.add(entry, "FontFile", name)
        parts["PublicRes.xml"] = xml.document(root)
        return parts

    def _picture_parts(self) -> dict[str, bytes]:
        parts = {}
        root = _resources()
        group = xml.add(root, "MultiMedias")
        for path, number in self._images.items():
            picture = self._pictures[path]
            name = f"image_{number}.{_SUFFIXES[picture.format]}"
            parts[f"Res/{name}"] = picture.data
            entry = xml.add(group, "MultiMedia", ID=number, Type="Image", Format=picture.format)
            xml.add(entry, "MediaFile", name)
        parts["DocumentRes.xml"] = xml.document(root)
        return parts

    def _document(self) -> bytes:
        root = xml.root("Document")
        common = xml.add(root, "CommonData")
        xml.add(common, "MaxUnitID", next(self._ids) - 1)
        first = self._painted.pages[0].box
        xml.add(xml.add(common, "PageArea"), "PhysicalBox", xml.lengths(0, 0, first.width, first.height))
        xml.add(common, "PublicRes", "PublicRes.xml")
        if self._images:
            xml.add(common, "DocumentRes", "DocumentRes.xml")
        group = xml.add(root, "Pages")
        for number, identifier in enumerate(self._pages):
            xml.add(group, "Page", ID=identifier, BaseLoc=_page(number))
        bookmarks = self._painted.bookmarks
        if bookmarks:
            self._outline(xml.add(root, "Outlines"))
        wishes = xml.add(root, "VPreferences")
        if bookmarks:
            xml.add(wishes, "PageMode", "UseOutlines")
        xml.add(wishes, "TabDisplay", "DocTitle")
        xml.add(root, "CustomTags", "Tags/CustomTags.xml")
        return xml.document(root)

    def _outline(self, root: ET.Element) -> None:
        above = [root]
        for bookmark in self._painted.bookmarks:
            del above[bookmark.level :]
            item = xml.add(above[-1], "OutlineElem", Title=bookmark.title, Expanded=True)
            action = xml.add(xml.add(item, "Actions"), "Action", Event="CLICK")
            action.append(self._goto(bookmark.place))
            above.append(item)
        for item in root.iter(above[-1].tag):
            item.set("Count", str(_leaves(item)))

    def _followed(self, link: Link) -> ET.Element:
        return self._goto(self._painted.anchors[link.target])

    def _goto(self, place: Destination) -> ET.Element:
        """Zoom 0: as it is."""
        goto = xml.root("Goto")
        left, top = xml.length(place.x), xml.length(place.y)
        xml.add(goto, "Dest", Type="XYZ", PageID=self._pages[place.page], Left=left, Top=top, Zoom=0)
        return goto

    def _entrance(self, parts: Mapping[str, bytes]) -> bytes:
        """OFD.xml: metadata and the way to the document."""
        said = self._painted.properties
        root = xml.root("OFD", Version="1.0", DocType="OFD")
        body = xml.add(root, "DocBody")
        info = xml.add(body, "DocInfo")
        xml.add(info, "DocID", _identifier(parts, said))
        date = said.get("date", "")
        day = self._world.timestamp(datetime.date.fromisoformat(date) if date else None).date().isoformat()
        for name, value in (
            ("Title", said.get("title")), ("Author", said.get("author")), ("Subject", said.get("subject")),
            ("CreationDate", day), ("ModDate", day),
        ):  # fmt: skip
            if value:
                xml.add(info, name, value)
        words = [word for word in re.split(r"[,，;；、]\s*", said.get("keywords", "")) if word]
        if words:
            group = xml.add(info, "Keywords")
            for word in words:
                xml.add(group, "Keyword", word)
        xml.add(info, "Creator", "briefing")
        xml.add(body, "DocRoot", f"{_DOCUMENT}/Document.xml")
        return xml.document(root)


def _pictures(painted: Painted, world: World) -> dict[str, SoundPicture]:
    """By path, in the order of the pages."""
    found: dict[str, SoundPicture] = {}
    for page in painted.pages:
        for mark in page.marks:
            if isinstance(mark, Image | Form) and mark.path not in found:
                found[mark.path] = shown(mark, painted, world)
    return found


def _identifier(parts: Mapping[str, bytes], said: Mapping[str, str]) -> str:
    """32 hexadecimal digits (§7.4, a UUID) of all that is in the package: the same for the same contents."""
    seed = hashlib.sha256(repr(sorted(said.items())).encode())
    for name, data in parts.items():
        seed.update(f"{name} {len(data)}\n".encode() + data)
    return seed.hexdigest()[:32]


def _leaves(item: ET.Element) -> int:
    """What is below it, at any depth, with nothing below itself: what OFD counts (§7.8)."""
    return sum(below.find(below.tag) is None for below in item.iter(item.tag) if below is not item)


def _page(number: int) -> str:
    return f"Pages/Page_{number}/Content.xml"


def _resources() -> ET.Element:
    return xml.root("Res", BaseLoc="Res")
