"""Composed → DOCX: live paragraphs in named styles that a word processor sets as composed. Pure and
deterministic.

    placement.py      distances, page breaks and sections, from the composed positions
    pins.py      the spacing that leads to the composed lines
    named_styles.py    styles of kinds and inline styles; furniture.py the others; departures.py departures
    docx_text.py      paragraphs; word_table.py tables; docx_pictures.py pictures; colophon.py the 版记
    body.py      blocks in order; sections.py sections and footers; word_fields.py fields and bookmarks
    settings_parts.py, theme.py, style_defaults.py   the parts around the text
    font_table.py     the font table and embedded_faces.py the faces that come along
    word_notes.py     notes at the foot of pages
    facts_part.py     what the pages do not show, for reading the document back
    opc.py            the package as a canonical zip

python-docx makes the parts, their relationships and content types. Its default template is left aside: it
brings half a megabyte of styles that a bulletin does not use, and a part that strict validators flag.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.opc.phys_pkg import PhysPkgWriter
from docx.opc.pkgwriter import PackageWriter
from docx.oxml.settings import CT_Settings
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.hdrftr import FooterPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart

from briefing.files.world import World
from briefing.house.leaves import on_leaf
from briefing.output.docx.body import Body
from briefing.output.docx.elements import Element, ignorable, make
from briefing.output.docx.embedded_faces import embedded_faces
from briefing.output.docx.facts_part import facts_part
from briefing.output.docx.font_table import font_table
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.placement import SectionPlan, flow
from briefing.output.docx.sections import footer, section
from briefing.output.docx.settings_parts import LATIN, app_properties, core_properties, settings
from briefing.output.docx.theme import theme
from briefing.output.docx.word_notes import footnotes_part, separator_height
from briefing.output.opc import canonical_zip
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Composed
from briefing.typeset.page_boxes import PageBox


def write_docx(composed: Composed, world: World) -> bytes:
    """The bulletin as an Office Open XML document (ECMA-376, transitional). Raises InputError for a wrong
    picture."""
    return _Writer(composed).write(world)


C = TypeVar("C")
P = TypeVar("P", bound=Part)


class _Members(dict[str, bytes]):
    """Stands in for the zip file that `Package.save` would write, only to be unpacked again."""

    def write(self, uri: PackURI, data: bytes) -> None:
        self[uri.membername] = data


def _members(package: Package) -> dict[str, bytes]:
    """What python-docx puts into a package, by name: the steps of `PackageWriter.write`."""
    found, parts = _Members(), _parts(package)
    for part in parts:
        part.before_marshal()  # type: ignore[no-untyped-call]
    PackageWriter._write_content_types_stream(found, parts)  # type: ignore[no-untyped-call]
    PackageWriter._write_pkg_rels(found, package.rels)  # type: ignore[no-untyped-call]
    PackageWriter._write_parts(cast(PhysPkgWriter, found), parts)
    for part in parts:
        del part._package  # in a ring with it the trees would wait for the collector
    return found


def _parts(package: Package) -> list[Part]:
    """All of them. `Package.parts` leaves them in a ring, in which their trees wait for the collector."""
    found: dict[int, Part] = {}
    pending: list[Package | Part] = [package]
    while pending:
        for relationship in pending.pop().rels.values():
            if not relationship.is_external and id(relationship.target_part) not in found:
                found[id(relationship.target_part)] = relationship.target_part
                pending.append(relationship.target_part)
    return [*found.values()]


class _Writer:
    def __init__(self, composed: Composed) -> None:
        self.composed, self.house = composed, composed.house
        self.noted = bool(composed.notes)
        self.flow = flow(composed)
        self.body = Body(composed, self.flow)
        self.styles = StyleBook(self.house, composed.sheet.language, self.body.wanted())
        self.package = Package()
        self.document = DocumentPart(
            PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, make("document", make("body")), self.package
        )
        self.package.relate_to(self.document, RT.OFFICE_DOCUMENT)
        self._footers: dict[tuple[bool | None, PageBox | None], str] = {}

    def write(self, world: World) -> bytes:
        drawings = self.composed.drawings

        def picture(path: str) -> SoundPicture:
            return drawings[path].picture if path in drawings else world.issue.picture(path)

        self.body.fill(self.document, self.styles, picture, self._section)
        if self.noted:
            ignorable(self.document.element)
        self._surroundings(world)
        return canonical_zip(_members(self.package))

    def _section(self, plan: SectionPlan, blank: bool) -> Element:
        """Numbers where the pages show them. A section without says so: it would go on with those before
        it."""
        house = on_leaf(self.house, plan.leaf)
        if plan.goes_on:
            return section(house, plan, {}, self.noted)  # its pages have the footers of the section before
        numbered = plan.numbered and not blank
        turned = plan.box if plan.box is not None and plan.box.turned and numbered else None
        sides = {"default": True, "even": False} if numbered else {"default": None, "even": None}
        footers = {place: self._footer(right_hand, turned) for place, right_hand in sides.items()}
        if numbered and plan.bare_first:
            footers["first"] = self._footer(None)
        return section(house, plan, footers, self.noted)

    def _footer(self, right_hand: bool | None, turned: PageBox | None = None) -> str:
        """Relationship id of a footer, made when first asked for. `turned`: the page on which its number stands turned."""
        key = right_hand, turned
        if key not in self._footers:
            number = len(self._footers) + 1
            part = FooterPart(
                PackURI(f"/word/footer{number}.xml"),
                CT.WML_FOOTER,
                footer(self.house, self.styles, right_hand, len(self.composed.pages), turned, number),
                self.package,
            )
            self._footers[key] = self.document.relate_to(part, RT.FOOTER)
        return self._footers[key]

    def _surroundings(self, world: World) -> None:
        """The parts that say how the text looks and what it is."""
        sheet, house = self.composed.sheet, self.house
        if self.noted:
            spacer = self.styles.spacer(separator_height())
            self.document.relate_to(footnotes_part(self.body.notes(self.styles), spacer, self.package), RT.FOOTNOTES)
        fonts = font_table(house.word_fonts.values(), embedded_faces(self.composed, world), self.package)
        made, said = self._part, cast(CT_Settings, settings(house, sheet.language, self.noted))
        inner = (
            (made(StylesPart, "/word/styles.xml", CT.WML_STYLES, self.styles.element), RT.STYLES),
            (made(SettingsPart, "/word/settings.xml", CT.WML_SETTINGS, said), RT.SETTINGS),
            (fonts, RT.FONT_TABLE),
            (made(Part, "/word/theme/theme1.xml", CT.OFC_THEME, theme(house.word_fonts, LATIN)), RT.THEME),
        )
        if sheet.facts:
            self.document.relate_to(facts_part(sheet.facts, self.package), RT.CUSTOM_XML)
        core = core_properties(sheet.properties, sheet.language)
        app = app_properties(sheet.properties, len(self.composed.pages))
        outer = (
            (made(CorePropertiesPart, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, core), RT.CORE_PROPERTIES),
            (made(Part, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, app), RT.EXTENDED_PROPERTIES),
        )
        for owner, parts in ((self.document, inner), (self.package, outer)):
            for part, relationship in parts:
                owner.relate_to(part, relationship)

    def _part(self, kind: Callable[[PackURI, str, C, Package], P], name: str, content_type: str, content: C) -> P:
        return kind(PackURI(name), content_type, content, self.package)
