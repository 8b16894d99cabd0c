"""The body of the document: every block in order, the sections between them, the frame of the 版记 at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docx.parts.document import DocumentPart

from briefing.composed import Composed, SetParagraph, SetPicture, SetRule, SetTable
from briefing.write.docx_fields import Bookmarks
from briefing.write.docx_flow import Flow, Gap, SectionPlan
from briefing.write.docx_styles import Look, StyleBook
from briefing.write.docx_table import picture, table, table_scripts
from briefing.write.docx_text import Typescript
from briefing.write.docx_xml import Element, make

#: Makes the `w:sectPr` of a section; `blank`: of the empty pages before it.
SectionMaker = Callable[[SectionPlan, bool], Element]


class Body:
    """Two passes: the looks of all paragraphs decide the styles, then the styles are used."""

    def __init__(self, composed: Composed, flow: Flow) -> None:
        self.composed, self.flow = composed, flow
        self.scripts: dict[int, Typescript] = {}
        self.cells: dict[int, list[list[Typescript]]] = {}
        for index, block in enumerate(composed.blocks):
            if isinstance(block, SetParagraph):
                self.scripts[index] = Typescript(block, composed.house, flow.gaps[index], self._framed(index))
            elif isinstance(block, SetTable):
                self.cells[index] = table_scripts(block, composed.house)
        self._pictures = 0

    def looks(self) -> Iterator[tuple[str, Look]]:
        """Kind and look of every paragraph."""
        for script in self.scripts.values():
            yield script.block.style.kind, script.look
        for rows in self.cells.values():
            for row in rows:
                for cell in row:
                    yield cell.block.style.kind, cell.look

    def fill(
        self, part: DocumentPart, styles: StyleBook, read: Callable[[str], bytes], section: SectionMaker
    ) -> None:
        """Put everything into the part's `w:body`."""
        body = part.element.body
        bookmarks = Bookmarks(self.composed.anchors)
        sections = self.flow.sections
        for number, plan in enumerate(sections):
            for _ in range(plan.blanks):
                body.append(self._empty(styles, section(plan, True)))
            end = section(plan, False)
            last = number == len(sections) - 1
            for index in range(plan.start, plan.end):
                closing = None if last or index + 1 < plan.end else end
                for element in self._block(index, part, styles, bookmarks, read, closing):
                    body.append(element)
            if last:
                body.append(end)

    # -- blocks

    def _block(
        self, index: int, part: DocumentPart, styles: StyleBook, bookmarks: Bookmarks,
        read: Callable[[str], bytes], closing: Element | None,
    ) -> Iterator[Element]:  # fmt: skip
        """The elements of one block. `closing`: the section that ends with it."""
        composed = self.composed
        block, gap = composed.blocks[index], self.flow.gaps[index]
        final = index + 1 == len(composed.blocks)
        match block:
            case SetParagraph():
                yield self.scripts[index].element(styles, bookmarks, closing)
            case SetRule():
                look = _look(gap, self._framed(index))
                style = styles.rule(block.rule.kind, look)
                yield make("p", make("pPr", make("pStyle", val=style), closing))
            case SetPicture():
                self._pictures += 1
                style = styles.picture(_look(gap))
                element = picture(block, read(block.picture.path), style, part, self._pictures)
                if closing is not None:
                    element.pPr.append(closing)
                yield element
            case SetTable():
                if gap.before or gap.break_before:
                    yield self._empty(styles, height=max(20, gap.before))
                yield table(block, self.cells[index], styles, bookmarks)
                adjoining = not final and isinstance(composed.blocks[index + 1], SetTable)
                if final or adjoining or closing is not None:
                    yield self._empty(styles, closing)
        if final and self._framed(index):
            yield self._empty(styles)  # a frame stands on the page of the paragraph after it

    def _framed(self, index: int) -> bool:
        return self.composed.regions[index] == "colophon"

    def _empty(self, styles: StyleBook, closing: Element | None = None, height: int = 20) -> Element:
        return make("p", make("pPr", make("pStyle", val=styles.spacer(height)), closing))


def _look(gap: Gap, framed: bool = False) -> Look:
    return Look(
        before=gap.before, after=gap.after, break_before=gap.break_before or None, framed=framed or None
    )
