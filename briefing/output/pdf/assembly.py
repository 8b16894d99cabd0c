"""The file around the pages: catalogue, fonts, pictures, bookmarks, anchors, labels."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pydyf

from briefing.files.world import World
from briefing.output.faces import FaceFile, face_files
from briefing.output.forms import form
from briefing.output.pdf import xmp
from briefing.output.pdf.boxes import boxes
from briefing.output.pdf.coded_faces import CodedFont
from briefing.output.pdf.deflate import stream
from briefing.output.pdf.images import image
from briefing.output.pdf.inks import Inks, ScreenColors
from briefing.output.pdf.numbers import numbers
from briefing.output.pdf.operators import ContentStream, DocumentTools, content
from briefing.output.pdf.profiles import ARCHIVE, RELEASE, Profile
from briefing.output.pdf.structure_tree import StructureTree
from briefing.paint.marks import Bookmark, Destination, FaceKey, Image, Painted

if TYPE_CHECKING:
    from briefing.output.pdf.print_parts import Press


def write_pdf(
    painted: Painted, world: World, profile: Profile = RELEASE, *, intent: bytes = b"",
    press: Press | None = None, files: Mapping[FaceKey, FaceFile] | None = None,
) -> bytes:  # fmt: skip
    """The file. `intent`: the ICC profile of RGB, for an archive; `press`: how it is printed, for a profile of PDF/X; `files`:
    the faces, where they are open already.

    Depends on its arguments alone: no clock, no path. Raises InputError for a face or picture that cannot be used."""
    document = _Document(painted, world, profile, press, face_files(painted, world) if files is None else files)
    document.pages()
    document.label(intent)
    return document.bytes()


class _Document:
    def __init__(
        self, painted: Painted, world: World, profile: Profile, press: Press | None, files: Mapping[FaceKey, FaceFile]
    ) -> None:
        self._painted, self._world, self._profile, self._press = painted, world, profile, press
        self._inks: Inks = ScreenColors(painted.colors) if press is None else press.inks
        self._image = image if press is None else press.image
        self._pdf = pydyf.PDF()
        self._fonts = {key: CodedFont(f"F{number}", file) for number, (key, file) in enumerate(files.items())}
        self._seed = hashlib.sha256()

    def pages(self) -> None:
        painted, tagged = self._painted, self._profile.tagged
        resources = pydyf.Dictionary({})
        self._pdf.add_object(resources)
        tree = StructureTree(self._pdf, painted) if tagged else None
        images, forms = self._images(), self._forms()
        tools = DocumentTools(
            self._fonts,
            {path: name for path, (name, _) in images.items()},
            {path: name for path, (name, _) in forms.items()},
            self._inks,
            painted.nodes if tagged else None,
        )
        contents = [content(page, tools) for page in painted.pages]
        self._pages = [self._page(number, drawn, resources) for number, drawn in enumerate(contents)]
        if tree is not None:
            for page, drawn in zip(self._pages, contents, strict=True):
                tree.hold(page.reference, drawn.held)
            self._links(tree)
            tree.finish()
            self._pdf.catalog["StructTreeRoot"] = tree.root.reference
            self._navigation()
        resources["Font"] = pydyf.Dictionary({font.name: font.write(self._pdf).reference for font in self._fonts.values()})
        resources.update(self._inks.resources(self._pdf))
        if shown := [*images.values(), *forms.values()]:
            resources["XObject"] = pydyf.Dictionary({name: drawn.reference for name, drawn in shown})

    def _images(self) -> dict[str, tuple[str, pydyf.Stream]]:
        found: dict[str, tuple[str, pydyf.Stream]] = {}
        for page in self._painted.pages:
            for mark in page.marks:
                if isinstance(mark, Image) and mark.path not in found:
                    drawn = self._image(self._world.issue.picture(mark.path, mark.span))
                    self._pdf.add_object(drawn)
                    self._seed.update(drawn.stream[0])
                    found[mark.path] = f"I{len(found)}", drawn
        return found

    def _forms(self) -> dict[str, tuple[str, pydyf.Stream]]:
        found: dict[str, tuple[str, pydyf.Stream]] = {}
        for path, drawing in self._painted.drawings.items():
            self._seed.update(drawing.pdf)
            drawn = form(drawing.pdf, self._pdf) if self._press is None else self._press.form(drawing, self._pdf)
            found[path] = f"D{len(found)}", drawn
        return found

    def _page(self, number: int, drawn: ContentStream, resources: pydyf.Dictionary) -> pydyf.Dictionary:
        self._seed.update(drawn.data)
        body = stream(drawn.data)
        self._pdf.add_object(body)
        page = pydyf.Dictionary(
            {
                "Type": "/Page", "Parent": self._pdf.pages.reference, **boxes(self._painted.pages[number]),
                "Resources": resources.reference, "Contents": body.reference,
            }
        )  # fmt: skip
        if self._profile.tagged:
            page["StructParents"], page["Tabs"] = number, "/S"
        self._pdf.add_page(page)
        return page

    def _links(self, tree: StructureTree) -> None:
        first = len(self._pages)
        number = 0
        for page, painted in zip(self._pages, self._painted.pages, strict=True):
            annotations = []
            for link in painted.links:
                if link.target not in self._painted.anchors:
                    continue
                height = painted.box.height
                rectangle = numbers(link.left, height - link.bottom, link.right, height - link.top)
                annotation = pydyf.Dictionary(
                    {
                        "Type": "/Annot", "Subtype": "/Link", "Rect": f"[{rectangle}]".encode(), "Border": b"[0 0 0]", "F": 4,
                        "Dest": pydyf.String(link.target), "Contents": pydyf.String(link.text), "StructParent": first + number,
                    }
                )  # fmt: skip
                self._pdf.add_object(annotation)
                annotations.append(annotation.reference)
                tree.link(link.home, annotation, page.reference)
                number += 1
            if annotations:
                page["Annots"] = pydyf.Array(annotations)

    def _destination(self, place: Destination) -> bytes:
        height = self._painted.pages[place.page].box.height
        return b"[%s /XYZ %s 0]" % (self._pages[place.page].reference, numbers(place.x, height - place.y).encode())

    def _navigation(self) -> None:
        catalog = self._pdf.catalog
        names = [
            item
            for name, place in sorted(self._painted.anchors.items(), key=lambda entry: entry[0].encode("utf-16-be"))
            for item in (pydyf.String(name), self._destination(place))
        ]
        if names:
            catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": pydyf.Array(names)})})
        if self._painted.bookmarks:
            catalog["Outlines"] = self._outline(self._painted.bookmarks).reference

    def _outline(self, bookmarks: tuple[Bookmark, ...]) -> pydyf.Dictionary:
        root = pydyf.Dictionary({"Type": "/Outlines"})
        self._pdf.add_object(root)
        open_items = [root]
        last: dict[int, pydyf.Dictionary] = {}  # of each parent, by its number
        for bookmark in bookmarks:
            del open_items[bookmark.level :]
            parent = open_items[-1]
            item = pydyf.Dictionary(
                {"Title": pydyf.String(bookmark.title), "Parent": parent.reference, "Dest": self._destination(bookmark.place)}
            )
            self._pdf.add_object(item)
            if before := last.get(parent.number):
                before["Next"], item["Prev"] = item.reference, before.reference
            else:
                parent["First"] = item.reference
            parent["Last"] = item.reference
            last[parent.number] = item
            for above in open_items:
                above["Count"] = above.get("Count", 0) + 1
            open_items.append(item)
        return root

    def label(self, intent: bytes) -> None:
        if self._press is not None:
            self._press.label(self._pdf, self._profile, self._info(), self._seed.hexdigest())
            return
        painted, catalog = self._painted, self._pdf.catalog
        catalog["Lang"] = pydyf.String(painted.language)
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": b"true"})
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": b"true"})
        info = self._info()
        for name, value in info.items():
            self._pdf.info[name] = pydyf.String(value)
        said = info | {name: xmp.iso_date(info[name]) for name in ("CreationDate", "ModDate")}
        archive = self._profile is ARCHIVE
        packet = xmp.readers(said, painted.language, self._seed.hexdigest(), archive=archive)
        # Uncompressed, so that the label can be read without a PDF library.
        metadata = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"})
        self._pdf.add_object(metadata)
        catalog["Metadata"] = metadata.reference
        if archive:
            self._intent(intent)

    def _info(self) -> dict[str, str]:
        said = self._painted.properties
        date = said.get("date", "")
        when = self._world.timestamp(datetime.date.fromisoformat(date) if date else None).strftime("D:%Y%m%d%H%M%SZ")
        names = {"title": "Title", "author": "Author", "subject": "Subject", "keywords": "Keywords"}
        info = {name: said[key] for key, name in names.items() if said.get(key)}
        return info | {"Creator": "briefing", "Producer": "briefing", "CreationDate": when, "ModDate": when}

    def _intent(self, profile: bytes) -> None:
        icc = stream(profile, {"N": 3, "Alternate": "/DeviceRGB"})
        self._pdf.add_object(icc)
        intent = pydyf.Dictionary(
            {
                "Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": pydyf.String("sRGB"),
                "Info": pydyf.String("sRGB IEC61966-2-1"), "RegistryName": pydyf.String("http://www.color.org"),
                "DestOutputProfile": icc.reference,
            }
        )  # fmt: skip
        self._pdf.add_object(intent)
        self._pdf.catalog["OutputIntents"] = pydyf.Array([intent.reference])

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        identifier = self._seed.hexdigest()[:32].encode()
        self._pdf.write(buffer, version=self._profile.version, identifier=identifier, compress=self._profile.packed)
        return buffer.getvalue()
