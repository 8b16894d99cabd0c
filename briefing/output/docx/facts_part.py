"""A custom XML part with what the pages do not show (ECMA-376 part 1, §15.2.5): Word, WPS and LibreOffice keep it when
they save the document."""

from __future__ import annotations

from html import escape

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from briefing.model.facts import NAMESPACE

#: Names the data store item for Word; any fixed GUID will do.
_ITEM = "{6B1E2B5C-6C1D-4C0E-9C43-8D0F2B7A5E17}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'


def facts_part(facts: str, package: Package) -> Part:
    """The part, with the properties part that Word wants beside it."""
    content = f'{_HEAD}<facts xmlns="{NAMESPACE}">{escape(facts, quote=False)}</facts>'
    properties = (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    part = Part(PackURI("/customXml/item1.xml"), CT.XML, content.encode(), package)
    about = PackURI("/customXml/itemProps1.xml")
    part.relate_to(Part(about, CT.OFC_CUSTOM_XML_PROPERTIES, properties.encode(), package), RT.CUSTOM_XML_PROPS)
    return part
