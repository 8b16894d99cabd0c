"""The parts around the text: settings, application and core properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

from docx.oxml.coreprops import CT_CoreProperties

from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, make
from briefing.output.docx.script_runs import edges
from briefing.output.docx.word_notes import separators

#: What a word processor keeps of a document's property; python-docx refuses more.
PROPERTY_UNITS = 255

LATIN = "Times New Roman"
_WORD_2013 = "15"
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


def core_properties(properties: Mapping[str, str], language: str) -> CT_CoreProperties:
    """Dublin Core metadata; both dates are the bulletin's own, never the clock's."""
    core = CT_CoreProperties.new()
    core.title_text = _property(properties, "title")
    core.author_text = core.lastModifiedBy_text = _property(properties, "author")
    core.subject_text = _property(properties, "subject")
    core.keywords_text = _property(properties, "keywords")
    core.language_text = language
    core.revision_number = 1
    if date := properties.get("date"):
        core.created_datetime = core.modified_datetime = dt.datetime.fromisoformat(date[:10])
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
