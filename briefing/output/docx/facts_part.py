"""A custom XML part with what the pages do not show (ECMA-376 part 1, §15.2.5): Word, WPS and LibreOffice keep it when
they save the document."""

from __future__ import annotations

from html import escape

from briefing.model.facts import NAMESPACE
from briefing.output.docx.word_package import FACTS, FACTS_PROPERTIES, WordPart

#: Names the data store item for Word; any fixed GUID will do.
_ITEM = "{6B1E2B5C-6C1D-4C0E-9C43-8D0F2B7A5E17}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'


def facts_part(facts: str) -> WordPart:
    """The part, with the properties part that Word wants beside it."""
    content = f'{_HEAD}<facts xmlns="{NAMESPACE}">{escape(facts, quote=False)}</facts>'
    properties = (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    part = WordPart("customXml/item1.xml", FACTS, content.encode())
    part.relate_to(WordPart("customXml/itemProps1.xml", FACTS_PROPERTIES, properties.encode()))
    return part
