"""The body of the document: every block in order, the sections between them, the frame of the 版记 at the
end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from briefing.output.docx.colophon import colophon
from briefing.output.docx.departures import Departure, WantedParagraph
from briefing.output.docx.elements import Element, make
from briefing.output.docx.inline_pictures import picture, picture_part
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.placement import BlockSpace, Placement, SectionPlan
from briefing.output.docx.word_fields import Bookmarks
from briefing.output.docx.word_table import table, table_scripts
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Composed, SetParagraph, SetPicture, SetRule, SetTable

#: Makes the `w:sectPr` of a section; `blank`: of the empty pages before it.
SectionMaker = Callable[[SectionPlan, bool], Element]


class Body:
    """Two passes: the looks of all paragraphs decide the styles, then the styles are used."""

    def __init__(self, composed: Composed, flow: Placement) -> None:
        self.composed, self.flow = composed, flow
        self.scripts: dict[int, Typescript] = {}
        self.cells: dict[int, list[list[Typescript]]] = {}
        for index, block in enumerate(composed.blocks):
            match block:
                case SetParagraph():
                    self.scripts[index] = Typescript(block, composed.house, flow.gaps[index], self._in_colophon(index))
                case SetTable():
                    self.cells[index] = table_scripts(block, composed.house)
                case SetRule() | SetPicture():
                    pass
                case _:
                    assert_never(block)
        self._pictures = 0
        self._parts: dict[bytes, Part] = {}  # of pictures that are the same there is one

    def wanted(self) -> Iterator[WantedParagraph]:
        """Kind and look of every paragraph."""
        for index, script in self.scripts.items():
            yield WantedParagraph(script.block.style.kind, script.look, self._in_colophon(index))
        for rows in self.cells.values():
            for row in rows:
                for cell in row:
                    yield WantedParagraph(cell.block.style.kind, cell.look)

    def fill(self, part: DocumentPart, styles: StyleBook, read: Callable[[str], SoundPicture], section: SectionMaker) -> None:
        """Put everything into the part's `w:body`."""
        body = part.element.body
        bookmarks = Bookmarks(self.composed.anchors)
        sections, foot = self.flow.sections, self._colophon_start()
        for number, plan in enumerate(sections):
            for _ in range(plan.blanks):
                body.append(self._empty(styles, section(plan, True)))
            end = section(plan, False)
            last = number == len(sections) - 1
            for index in range(plan.start, min(plan.end, foot)):
                closing = None if last or index + 1 < plan.end else end
                for element in self._block(index, part, styles, bookmarks, read, closing):
                    body.append(element)
            if last:
                for element in self._foot(foot, styles, bookmarks):
                    body.append(element)
                body.append(end)

    # -- blocks

    def _block(
        self, index: int, part: DocumentPart, styles: StyleBook, bookmarks: Bookmarks,
        read: Callable[[str], SoundPicture], closing: Element | None,
    ) -> Iterator[Element]:  # fmt: skip
        """The elements of one block. `closing`: the section that ends with it."""
        composed = self.composed
        block, gap = composed.blocks[index], self.flow.gaps[index]
        final = index + 1 == len(composed.blocks)
        match block:
            case SetParagraph():
                yield self.scripts[index].element(styles, bookmarks, closing)
            case SetRule():
                style = styles.rule(block.rule.kind, _look(gap))
                yield make("p", make("pPr", make("pStyle", val=style), closing))
            case SetPicture():
                self._pictures += 1
                style = styles.picture(_look(gap))
                sound = read(block.picture.path)
                if sound.data not in self._parts:
                    self._parts[sound.data] = picture_part(sound, len(self._parts) + 1, part.package)
                relation = part.relate_to(self._parts[sound.data], RT.IMAGE)
                element = picture(block, sound.name(block.picture.path), style, relation, self._pictures)
                if closing is not None:
                    element.pPr.append(closing)
                yield element
            case SetTable():
                if gap.before or gap.break_before:
                    yield self._empty(styles, height=max(20, gap.before), break_before=gap.break_before)
                yield table(block, self.cells[index], self.flow.rows.get(index, {}), styles, bookmarks)
                adjoining = not final and isinstance(composed.blocks[index + 1], SetTable)
                if final or adjoining or closing is not None:
                    yield self._empty(styles, closing)
            case _:
                assert_never(block)

    def _colophon_start(self) -> int:
        """Index of the first block of the 版记; past the last where there is none."""
        regions = self.composed.regions
        return regions.index("colophon") if "colophon" in regions else len(regions)

    def _foot(self, start: int, styles: StyleBook, bookmarks: Bookmarks) -> Iterator[Element]:
        """The 版记, and the paragraph on whose page a floating table stands."""
        if start < len(self.composed.blocks):
            if self.flow.sections[-1].start == start:
                # LibreOffice 7.4 loses the page turn of a section that begins with a floating table.
                yield self._empty(styles)
            yield colophon(self.composed, start, self.scripts, styles, bookmarks)
            yield self._empty(styles)

    def _in_colophon(self, index: int) -> bool:
        return self.composed.regions[index] == "colophon"

    def _empty(self, styles: StyleBook, closing: Element | None = None, height: int = 20, break_before: bool = False) -> Element:
        return make("p", make("pPr", make("pStyle", val=styles.spacer(height, break_before)), closing))


def _look(gap: BlockSpace) -> Departure:
    return Departure(before=gap.before, after=gap.after, break_before=gap.break_before or None)
