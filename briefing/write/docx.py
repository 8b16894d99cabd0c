"""Composed → DOCX: live paragraphs in named styles that a word processor sets as composed. Pure and deterministic.

    docx_flow.py      distances, page breaks and sections, from the composed positions
    docx_pins.py      the spacing that leads to the composed lines
    docx_styles.py    paragraph, character and table styles
    docx_text.py      paragraphs      docx_table.py   tables, pictures      docx_fields.py   fields, bookmarks
    docx_body.py      blocks in order docx_page.py    sections, footers     docx_settings.py parts around the text
    opc.py            the package as a canonical zip

python-docx makes the parts, their relationships and content types. Its default template is left aside: it brings half a
megabyte of styles that a bulletin does not use, and a part that strict validators flag.
"""

from __future__ import annotations

import io
import zipfile
from typing import Protocol

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.hdrftr import FooterPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart

from briefing.composed import Composed
from briefing.write.docx_body import Body
from briefing.write.docx_flow import SectionPlan, flow
from briefing.write.docx_page import footer, section
from briefing.write.docx_settings import app_properties, core_properties, font_table, settings
from briefing.write.docx_styles import StyleBook
from briefing.write.docx_xml import Element, make
from briefing.write.opc import canonical_zip


class Outside(Protocol):
    """What the writer asks of `World`."""

    def read_picture(self, path: str) -> bytes:
        """The bytes of a picture of the issue; raises InputError."""


def write_docx(composed: Composed, world: Outside) -> bytes:
    """The bulletin as an Office Open XML document (ECMA-376, transitional). Raises InputError for a wrong picture."""
    return _Writer(composed).write(world)


class _Writer:
    def __init__(self, composed: Composed) -> None:
        self.composed, self.house = composed, composed.house
        self.flow = flow(composed)
        self.body = Body(composed, self.flow)
        self.styles = StyleBook(self.house, composed.sheet.language, self.body.looks())
        self.package = Package()
        self.document = DocumentPart(
            PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, make("document", make("body")), self.package
        )
        self.package.relate_to(self.document, RT.OFFICE_DOCUMENT)
        self._footers: dict[bool | None, str] = {}

    def write(self, world: Outside) -> bytes:
        self.body.fill(self.document, self.styles, world.read_picture, self._section)
        self._surroundings()
        raw = io.BytesIO()
        self.package.save(raw)
        with zipfile.ZipFile(raw) as archive:
            return canonical_zip({name: archive.read(name) for name in archive.namelist()})

    def _section(self, plan: SectionPlan, blank: bool) -> Element:
        """Numbers where the pages show them. A section without says so: it would go on with those before it."""
        if plan.numbered and not blank:
            footers = (self._footer(True), self._footer(False))
        else:
            footers = (self._footer(None), self._footer(None))
        return section(self.house, plan, footers)

    def _footer(self, right_hand: bool | None) -> str:
        """Relationship id of a footer, made when first asked for."""
        if right_hand not in self._footers:
            part = FooterPart(
                PackURI(f"/word/footer{len(self._footers) + 1}.xml"),
                CT.WML_FOOTER,
                footer(self.house, self.styles, right_hand),
                self.package,
            )
            self._footers[right_hand] = self.document.relate_to(part, RT.FOOTER)
        return self._footers[right_hand]

    def _surroundings(self) -> None:
        properties, language = self.composed.sheet.properties, self.composed.sheet.language
        document, package = self.document, self.package
        document.relate_to(
            StylesPart(PackURI("/word/styles.xml"), CT.WML_STYLES, self.styles.element, package), RT.STYLES
        )
        document.relate_to(
            SettingsPart(PackURI("/word/settings.xml"), CT.WML_SETTINGS, settings(self.house, language), package),
            RT.SETTINGS,
        )
        from docx.opc.part import XmlPart

        fonts = font_table(self.house.word_fonts.values())
        document.relate_to(XmlPart(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, fonts, package), RT.FONT_TABLE)
        core = core_properties(properties, language)
        package.relate_to(
            CorePropertiesPart(PackURI("/docProps/core.xml"), CT.OPC_CORE_PROPERTIES, core, package), RT.CORE_PROPERTIES
        )
        app = app_properties(properties, len(self.composed.pages))
        package.relate_to(
            Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, app, package), RT.EXTENDED_PROPERTIES
        )
