"""The parts around the text: settings, application and core properties."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from lxml import etree

from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, make
from briefing.output.docx.script_runs import edges
from briefing.output.docx.word_notes import separators

#: What a word processor keeps of a document's property; LibreOffice and WPS keep more.
PROPERTY_UNITS = 255

LATIN = "Times New Roman"
_WORD_2013 = "15"
#: Namespaces of the core properties (ECMA-376 part 2, §11).
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_COMPAT_URI = "http://schemas.microsoft.com/office/word"


def settings(house: HouseStyle, language: str, notes: bool = False) -> Element:
    """`w:settings`. The children's order is the schema's (ECMA-376 part 1, §17.15.1.78)."""
    at = edges(house.composition.level)
    compat = make(
        "compat",
        make("spaceForUL"),
        make("doNotLeaveBackslashAlone"),
        make("ulTrailSpace"),
        make("doNotExpandShiftReturn"),  # a line before a forced break is not stretched
        make("adjustLineHeightInTable"),
        make("useFELayout"),
        make("compatSetting", name="compatibilityMode", uri=_COMPAT_URI, val=_WORD_2013),
    )
    return make(
        "settings",
        make("zoom", percent=100),
        make("embedTrueTypeFonts") if house.word.embed_fonts != "none" else None,
        make("saveSubsetFonts") if house.word.embed_fonts == "subset" else None,
        make("mirrorMargins") if house.page.mirrored else None,
        make("defaultTabStop", val=420),
        make("evenAndOddHeaders"),
        # Adjacent marks are closed up by character styles of our own, which every word processor obeys;
        # Word's own compression on top of them would take other lines than those decided.
        make(
            "characterSpacingControl",
            val="doNotCompress" if house.composition.pin_docx else "compressPunctuation",
        ),
        make("noLineBreaksAfter", lang=language, val=at.never_last),
        make("noLineBreaksBefore", lang=language, val=at.never_first),
        separators() if notes else None,
        compat,
        make("themeFontLang", val="en-US", eastAsia=language),
        make("decimalSymbol", val="."),
        make("listSeparator", val=","),
    )


def core_properties(properties: Mapping[str, str], language: str) -> Element:
    """Dublin Core metadata; both dates are the bulletin's own, never the clock's."""
    author, date = _property(properties, "author"), properties.get("date", "")[:10]
    said = {
        "dc:title": _property(properties, "title"),
        "dc:creator": author,
        "cp:lastModifiedBy": author,
        "dc:subject": _property(properties, "subject"),
        "cp:keywords": _property(properties, "keywords"),
        "dc:language": language,
        "cp:revision": "1",
    }
    dates = dict.fromkeys(("dcterms:created", "dcterms:modified"), f"{date}T00:00:00Z") if date else {}
    spaces = _CORE | ({"xsi": _INSTANCE} if dates else {})
    core = etree.Element(f"{{{_CORE['cp']}}}coreProperties", nsmap=spaces)
    for name, value in (said | dates).items():
        prefix, _, local = name.partition(":")
        element = etree.SubElement(core, f"{{{_CORE[prefix]}}}{local}")
        element.text = value
        if name in dates:
            element.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")
    return core


def _property(properties: Mapping[str, str], name: str) -> str:
    """What Word's 属性 show: 255 UTF-16 units at most. A longer list ends after a whole item; the facts and the PDF keep
    it whole."""
    whole = properties.get(name, "")
    if len(whole.encode("utf-16-le")) // 2 <= PROPERTY_UNITS:
        return whole
    head = whole.encode("utf-16-le")[: 2 * (PROPERTY_UNITS - 1)].decode("utf-16-le", "ignore")
    return head[: head.rfind("、") if "、" in head else len(head)] + "…"


def app_properties(properties: Mapping[str, str], pages: int) -> bytes:
    """`docProps/app.xml` (§22.2)."""
    company = escape(_property(properties, "author"), quote=False)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Pages>{pages}</Pages><Application>briefing</Application><Company>{company}</Company></Properties>"
    ).encode()
