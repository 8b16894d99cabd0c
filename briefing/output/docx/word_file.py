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
    word_package.py   the parts, and which refers to which; opc.py the package as a canonical zip
"""

from __future__ import annotations

from briefing.files.world import World
from briefing.house.leaves import on_leaf
from briefing.output.docx import word_package
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
from briefing.output.docx.word_package import WordPart
from briefing.output.opc import canonical_zip
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Composed
from briefing.typeset.page_boxes import PageBox


def write_docx(composed: Composed, world: World) -> bytes:
    """The bulletin as an Office Open XML document (ECMA-376, transitional). Raises InputError for a wrong
    picture."""
    return _Writer(composed).write(world)


class _Writer:
    def __init__(self, composed: Composed) -> None:
        self.composed, self.house = composed, composed.house
        self.noted = bool(composed.notes)
        self.flow = flow(composed)
        self.body = Body(composed, self.flow)
        self.styles = StyleBook(self.house, composed.sheet.language, self.body.wanted())
        self.package = word_package.package()
        self.text = make("body")
        self.root = make("document", self.text)
        self.document = WordPart("word/document.xml", word_package.DOCUMENT, self.root)
        self.package.relate_to(self.document)
        self._footers: dict[tuple[bool | None, PageBox | None], str] = {}

    def write(self, world: World) -> bytes:
        drawings = self.composed.drawings

        def picture(path: str) -> SoundPicture:
            return drawings[path].picture if path in drawings else world.issue.picture(path)

        self.body.fill(self.document, self.text, self.styles, picture, self._section)
        if self.noted:
            ignorable(self.root)
        self._surroundings(world)
        return canonical_zip(word_package.members(self.package))

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
            content = footer(self.house, self.styles, right_hand, len(self.composed.pages), turned, number)
            self._footers[key] = self.document.relate_to(WordPart(f"word/footer{number}.xml", word_package.FOOTER, content))
        return self._footers[key]

    def _surroundings(self, world: World) -> None:
        """The parts that say how the text looks and what it is."""
        sheet, house = self.composed.sheet, self.house
        if self.noted:
            spacer = self.styles.spacer(separator_height())
            self.document.relate_to(footnotes_part(self.body.notes(self.styles), spacer))
        fonts = font_table(house.word_fonts.values(), embedded_faces(self.composed, world))
        inner = (
            WordPart("word/styles.xml", word_package.STYLES, self.styles.element),
            WordPart("word/settings.xml", word_package.SETTINGS, settings(house, sheet.language, self.noted)),
            fonts,
            WordPart("word/theme/theme1.xml", word_package.THEME, theme(house.word_fonts, LATIN)),
        )
        if sheet.facts:
            self.document.relate_to(facts_part(sheet.facts))
        core = core_properties(sheet.properties, sheet.language)
        app = app_properties(sheet.properties, len(self.composed.pages))
        outer = (
            WordPart("docProps/core.xml", word_package.CORE_PROPERTIES, core),
            WordPart("docProps/app.xml", word_package.APP_PROPERTIES, app),
        )
        for owner, parts in ((self.document, inner), (self.package, outer)):
            for part in parts:
                owner.relate_to(part)
