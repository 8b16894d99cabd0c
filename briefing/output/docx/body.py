"""The body of the document: every block in order, the sections between them, the frame of the 版记 at the
end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, assert_never

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.output.docx import word_frame
from briefing.output.docx.colophon import colophon
from briefing.output.docx.departures import Departure, WantedParagraph
from briefing.output.docx.elements import Element, make, twips
from briefing.output.docx.frame_placement import BlockSpace, Frame, innermost
from briefing.output.docx.hung_notes import Host
from briefing.output.docx.inline_pictures import picture, picture_part
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.placement import Placement, SectionPlan
from briefing.output.docx.word_fields import Bookmarks
from briefing.output.docx.word_notes import WordNote, hang, space_of, word_notes
from briefing.output.docx.word_table import table, table_scripts, tables
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Composed, SetGroup, SetParagraph, SetPicture, SetRule, SetTable

#: Makes the `w:sectPr` of a section; `blank`: of the empty pages before it.
SectionMaker = Callable[[SectionPlan, bool], Element]


class Writing(NamedTuple):
    """What the elements of all blocks are made with."""

    part: DocumentPart
    styles: StyleBook
    bookmarks: Bookmarks
    read: Callable[[str], SoundPicture]


class Body:
    """Two passes: the looks of all paragraphs decide the styles, then the styles are used."""

    def __init__(self, composed: Composed, flow: Placement) -> None:
        self.composed, self.flow = composed, flow
        self._groups = innermost(composed.groups)
        self.scripts: dict[int, Typescript] = {}
        self.cells: dict[int, list[list[Typescript]]] = {}
        self.over: dict[int, Typescript] = {}  # 续表 of tables that go on
        self.further: dict[int, list[list[Typescript]]] = {}  # `cells` as they stand under that, if otherwise
        for index, block in enumerate(composed.blocks):
            match block:
                case SetParagraph():
                    box, gap = self._box(index), flow.gaps[index]
                    self.scripts[index] = Typescript(block, composed.house_of(index), gap, self._in_colophon(index), box)
                case SetTable():
                    self.cells[index] = table_scripts(block, composed.house_of(index))
                    if block.continued is not None:
                        space = BlockSpace(after=twips(block.continued.after), break_before=True, keep_next=True)
                        self.over[index] = Typescript(block.continued, composed.house_of(index), space)
                    if block.continued is not None and block.again:
                        again = table_scripts(replace(block, cells=block.again), composed.house_of(index))
                        self.further[index] = [*again, *self.cells[index][len(again) :]]
                case SetRule() | SetPicture():
                    pass
                case _:
                    assert_never(block)
        self._word_notes = word_notes(composed)
        self._notes = {
            note.identity: (note, Typescript(block, self._house_of_note(note), space_of(note, block)))
            for note in self._word_notes.notes.values()
            for block in (composed.notes[note.index],)
        }
        self._pictures = 0
        self._parts: dict[bytes, Part] = {}  # of pictures that are the same there is one

    def wanted(self) -> Iterator[WantedParagraph]:
        """Kind and look of every paragraph."""
        for index, script in self.scripts.items():
            yield WantedParagraph(script.block.style.kind, script.look, self._in_colophon(index))
        for script in self.over.values():
            yield WantedParagraph(script.block.style.kind, script.look)
        for _, script in self._notes.values():
            yield WantedParagraph(script.block.style.kind, script.look)
        for rows in (*self.cells.values(), *self.further.values()):
            for row in rows:
                for cell in row:
                    yield WantedParagraph(cell.block.style.kind, cell.look)

    def fill(self, part: DocumentPart, styles: StyleBook, read: Callable[[str], SoundPicture], section: SectionMaker) -> None:
        """Put everything into the part's `w:body`."""
        body = part.element.body
        bookmarks = Bookmarks(self.composed.anchors, self._word_notes)
        sections, foot = self.flow.sections, self._colophon_start()
        for number, plan in enumerate(sections):
            for blank in plan.blanks:
                body.append(self._empty(styles, section(replace(plan, box=blank.box, leaf=blank.leaf), not blank.label)))
            end = section(plan, False)
            last = number == len(sections) - 1
            writing = Writing(part, styles, bookmarks, read)
            for element in self._blocks(plan.start, min(plan.end, foot), writing, None if last else end):
                body.append(element)
            if last:
                for element in self._foot(foot, styles, bookmarks):
                    body.append(element)
                body.append(end)

    def notes(self, styles: StyleBook) -> dict[int, list[Element]]:
        """The paragraphs of each note."""
        bookmarks = Bookmarks((), self._word_notes)
        found: dict[int, list[Element]] = {}
        for identity, (note, script) in self._notes.items():
            found[identity] = [script.element(styles, bookmarks)]
            if note.under:  # for the 版记, which floats there
                found[identity].append(self._empty(styles, height=twips(note.under)))
        return found

    def _house_of_note(self, note: WordNote) -> HouseStyle:
        """On the page on which it begins."""
        pages = (page for page in self.composed.pages for item in page.notes if (item.index, item.first) == (note.index, 0))
        return on_leaf(self.composed.house, next(pages).leaf)

    # -- blocks

    def _blocks(
        self, start: int, end: int, writing: Writing, closing: Element | None, inside: SetGroup | None = None
    ) -> Iterator[Element]:
        """Blocks `start:end`, frames as tables. `closing`: the section that ends with them; `inside`: the frame around them."""
        index = start
        while index < end:
            frame = self.flow.frame(index, inside)
            if frame is None:
                yield from self._block(index, writing, closing if index + 1 == end else None, inside)
                index += 1
                continue
            yield from self._frame(frame, writing, inside)
            index = frame.end
            if index == len(self.composed.blocks) or index == end or self._tabular(index):
                yield self._empty(writing.styles, closing if index == end else None)

    def _frame(self, frame: Frame, writing: Writing, inside: SetGroup | None) -> Iterator[Element]:
        group, gap, styles = frame.group, frame.gap, writing.styles
        house = self.composed.house_of(frame.start)
        if gap.before or gap.break_before:
            yield self._empty(styles, height=max(20, gap.before), break_before=gap.break_before)
        if group.kind != "beside":
            contents = list(self._blocks(frame.start, frame.end, writing, None, group))
            yield word_frame.frame(group, contents, house, styles, frame.parts)
            return
        cells: list[list[Element]] = []
        height = 0.0
        for index in range(frame.start, frame.end):
            if isinstance(block := self.composed.blocks[index], SetPicture):
                cells.append([])
                height = max(height, block.height)
            cells[-1] += self._block(index, writing, None, group)
        yield word_frame.beside(group, cells, height, styles, self._origin(inside))

    def _tabular(self, index: int) -> bool:
        return isinstance(self.composed.blocks[index], SetTable) or self.flow.frame(index) is not None

    @staticmethod
    def _origin(group: SetGroup | None) -> float:
        """Left edge of what stands in a group."""
        return group.slots[0][0] if group is not None else 0.0

    def _box(self, index: int) -> tuple[float, float] | None:
        """Edges of the box of a paragraph in a group."""
        group = self._groups.get(index)
        if group is None:
            return None
        left, width = group.slots[index - group.start]
        return left, left + width

    def _block(self, index: int, writing: Writing, closing: Element | None, inside: SetGroup | None = None) -> Iterator[Element]:
        """The elements of one block. `closing`: the section that ends with it."""
        composed = self.composed
        part, styles, bookmarks, read = writing
        block, gap = composed.blocks[index], self.flow.gaps[index]
        if gap.column_break:
            # By itself: in Word what follows a break in its paragraph is no first line, and what it ends stands at its place.
            yield make("p", make("pPr", make("pStyle", val=styles.spacer())), make("r", make("br", type="column")))
        final = index + 1 == (len(composed.blocks) if inside is None else inside.end)
        match block:
            case SetParagraph():
                element = self.scripts[index].element(styles, bookmarks, closing)
                if figures := composed.passed.get(index, 0):
                    for number, mark in enumerate(bookmarks.place(index, figures), 1):
                        element.insert(number, mark)
                for first in (False, True):
                    hang(element, self._word_notes, Host(index, first=first))
                yield element
            case SetRule() if block.void and closing is None:
                pass
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
                    element[0].append(closing)  # its w:pPr
                yield element
            case SetTable():
                if gap.before or gap.break_before:
                    yield self._empty(styles, height=max(20, gap.before), break_before=gap.break_before)
                origin, taller = self._origin(inside), self.flow.rows.get(index, {})
                starts = [(block.bands[first].row, block.bands[first].top) for first in self._starts(index)]
                for rows in tables(block, self._starts(index)):
                    if rows.start:
                        over = self.over[index].element(styles, bookmarks)
                        band = next(at for at in self._starts(index) if block.bands[at].row == rows.start)
                        hang(over, self._word_notes, Host(index, band))
                        yield over
                    goes_on = any((rows.start, 0.0) < start < (rows.stop, 0.0) for start in starts)
                    cells = self.further.get(index, self.cells[index]) if rows.start else self.cells[index]
                    yield table(block, rows, cells, taller, styles, bookmarks, origin, goes_on)
                adjoining = not final and self._tabular(index + 1) and not self.flow.gaps[index + 1].before
                if final or adjoining or closing is not None:
                    yield self._empty(styles, closing)
            case _:
                assert_never(block)

    def _starts(self, index: int) -> list[int]:
        """Bands of table `index` that pages begin with."""
        return [item.first for page in self.composed.pages for item in page.items if item.index == index]

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
