"""What stands in a report of our own DOCX → its blocks: paragraphs by the names of their styles, tables, pictures, frames."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.importing import grids, item_labels
from briefing.importing.flow import FlowGrid, FlowPicture, Para
from briefing.importing.frames import first, framed, signed
from briefing.importing.own_parts import Bulletin, Report
from briefing.importing.photographs import printable
from briefing.importing.style_kinds import Kinds
from briefing.importing.told_items import ToldPictures, ToldTables
from briefing.importing.told_lines import as_typed, joined
from briefing.model.blocks import (
    BULLET,
    Beside,
    Block,
    Box,
    Cell,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    QrCode,
    Quote,
    Table,
)
from briefing.model.facts import ALIGNED, QR, ReportFacts, known_by
from briefing.model.sheet import ParagraphKind
from briefing.model.text_lines import Break, Line, plain
from briefing.source import briefs, shape, table_braces

_LISTS = ("list-item", "list-item-2", "list-item-3")


class OwnBlocks:
    """Adds to the blocks of a report what is read next. Pictures go to the bulletin, as do findings about them."""

    def __init__(self, kinds: Kinds, file: str, bulletin: Bulletin, tables: ToldTables, pictures: ToldPictures) -> None:
        self._kinds, self._file, self._bulletin = kinds, file, bulletin
        self._tables, self._pictures = tables, pictures

    def _line(self, para: Para, report: Report) -> Line:
        return self._kinds.line(para, self._file, report.footnotes)

    def paragraph(self, kind: ParagraphKind | Literal[""], para: Para, line: Line, report: Report) -> None:
        """`line` is what `para` says. Where its kind belongs to the block before it, that one has it."""
        span = Span(self._file, para.number, 1)
        report.settle()
        blocks = report.blocks
        if kind == "brief":
            report.numbering = report.numbering if report.items else self._kinds.label(para).strip()
            report.items += 1
            blocks.append(briefs.border(span))
        last = blocks[-1] if len(blocks) > report.section else None
        if kind.startswith("heading-"):
            typed = report.facts.numbers[report.headings : report.headings + 1] == "1"
            line = self.broken(kind, line, report.facts, f"heading {report.headings}")
            report.headings += 1
            blocks.append(Heading(int(kind[-1]), line, span, shape.number_as_set(self._kinds.label(para)) if typed else ""))
        elif kind in _LISTS:
            depth = _LISTS.index(kind)
            label, line = item_labels.labelled(self._kinds.label(para).strip(), line, last, depth, self._kinds.house)
            item = ListItem(line, span, label, depth)
            goes_on = isinstance(last, ListBlock) and (item.depth or _numbered(item) == _numbered(last.items[0]))
            if goes_on and isinstance(last, ListBlock):
                blocks[-1] = ListBlock((*last.items, item), last.span)
            else:
                blocks.append(ListBlock((item,), span))
        elif kind == "quote":
            paragraph = Paragraph(line, span, shape.lead(line))
            if isinstance(last, Quote):
                blocks[-1] = Quote((*last.blocks, paragraph), last.span)
            else:
                blocks.append(Quote((paragraph,), span))
        elif kind == "table-caption":
            report.caption = self.broken(kind, line, report.facts, f"{kind} {report.tables}")
        elif kind == "table-unit":
            report.unit = self.broken(kind, line, report.facts, f"{kind} {report.tables}")
        elif kind == "table-note" and isinstance(last, Table):
            blocks[-1] = replace(last, notes=(*last.notes, line))
        elif kind == "figure-caption" and isinstance(last, Figure | QrCode):
            blocks[-1] = replace(last, caption=self.broken(kind, line, ReportFacts()))
        elif kind == "figure-source" and isinstance(last, Figure):
            source = self.broken(kind, line, report.facts, f"{kind} {report.figures - 1}")
            blocks[-1] = replace(last, source=source)
        elif (kind == "figure-part" and isinstance(last, Figure)) or (kind == "figure-caption" and isinstance(last, Beside)):
            blocks[-1] = replace(last, caption=self.broken(kind, line, ReportFacts()))
        else:
            blocks.append(Paragraph(line, span, shape.lead(line)))

    def table(self, grid: FlowGrid, report: Report) -> None:
        """A table of the report's, with the alignments and wishes that the file has kept."""
        usual = self._kinds.house.styles["table-cell"].align
        span = Span(self._file, grid.number, 1)
        told, place = self._tables.of(grid, report.facts, report.tables)
        signs = str(told.tables[place]) if place < len(told.tables) else ""
        wishes = table_braces.kept(list(told.wishes), place, span)
        rows = []
        for row in grids.whole(grid.rows):
            cells: list[Cell] = []
            for column, slot in enumerate(row):
                align = next((para.align for para in slot.paragraphs), "")
                shown = align if align in ("left", "center", "right") and align != usual else ""
                if len(signs) == len(row):
                    shown = ALIGNED.get(signs[column], shown)
                line: Line = tuple(item for para in slot.paragraphs for item in self._line(para, report))
                line = self._told(line, report.facts, f"cell {report.cells + len(cells)}")
                own = self._own_alignment(report, report.cells + len(cells), align)
                cells.append(Cell(() if slot.covered else line, span, shown, slot.across, slot.down, slot.covered, own))
            rows.append(tuple(cells))
            report.cells += len(cells)
        report.settle()
        report.tables += 1
        report.blocks.append(Table(rows[0], tuple(rows[1:]), span, report.caption, report.unit, wishes=wishes))
        report.caption = report.unit = ()

    @staticmethod
    def _own_alignment(report: Report, number: int, align: str) -> str:
        """What cell `number` asks for itself, if it still stands so."""
        own = ALIGNED.get(str(report.facts.aligned.get(str(number), "")), "")
        return own if own == align else ""

    def picture(self, picture: FlowPicture, report: Report) -> None:
        """A figure under the name that the file has kept, a 二维码, or a finding where its bytes cannot be used."""
        report.figures += 1
        path, width = self._pictures.of(picture)
        if path == QR and isinstance(width, str):
            report.settle()
            report.blocks.append(QrCode(width, Span(self._file, max(1, picture.number), 1)))
            return
        try:
            sound = printable(picture)
        except InputError as error:
            place = Span(self._file, max(1, picture.number), 1)
            self._bulletin.left_out += [
                Diagnostic("import-picture", f"{found.message}，没有放进来", place, found.hint, Severity.WARNING)
                for found in error.diagnostics
            ]
            return
        name = path if re.fullmatch(r"[^\\/:\0][^\\:\0]*\.(?:png|jpe?g)", str(path), re.IGNORECASE) and ".." not in path else ""
        name = self._pictures.free_name(name, sound.suffix, sound.data, self._bulletin.pictures)
        self._bulletin.pictures[name] = sound.data
        width = float(width) if isinstance(width, int | float) else None
        report.settle()
        report.blocks.append(Figure(name, picture.described, Span(self._file, 1, 1), width=width))

    def frame(self, kind: str, grid: FlowGrid, report: Report) -> None:
        """A table that holds no table of the report's, but what stands in a frame of that kind, or "beside" one another."""
        report.settle()
        outer, section, report.blocks, report.section = report.blocks, report.section, [], 0
        head: Line = ()
        sign = ""
        for item in (item for row in grid.rows for slot in row for item in slot.items):
            inner: ParagraphKind | Literal[""] = self._kinds.kind(item) if isinstance(item, Para) else ""
            if isinstance(item, FlowPicture):
                self.picture(item, report)
            elif isinstance(item, FlowGrid):
                if framed(item, self._kinds) == "beside":
                    self.frame("beside", item, report)
                else:
                    self.table(item, report)
            elif not item.text.strip() and inner != "figure-part":
                continue
            elif inner == "box-title":
                head = () if kind == "instruction" else self.broken(inner, self._line(item, report), ReportFacts())
            elif inner == "instruction-sign":
                head = self.broken(inner, self._line(item, report), ReportFacts())
                sign = plain(head)
            else:
                self.paragraph(inner, item, self._line(item, report), report)
        held, report.blocks, report.section = tuple(report.blocks), outer, section
        span = Span(self._file, grid.number, 1)
        if kind == "beside":
            outer.append(Beside(tuple(block for block in held if isinstance(block, Figure)), span))
        elif kind == "editor-note" and self._is_front(report, held):
            report.parts["editor_note"] = next(block.content for block in held if isinstance(block, Paragraph))
        else:
            told = list(report.facts.boxes)
            name, date = signed(sign, self._kinds.house)
            title = as_typed(first(head, len(name)) if sign else head, told[report.boxes] if report.boxes < len(told) else "")
            report.boxes += 1
            outer.append(Box(kind, held, span, title, date))

    def _is_front(self, report: Report, held: Sequence[Block]) -> bool:
        """Whether a framed 编者按 is that of the report's head, which the house frames, and not the first of its blocks."""
        if not self._kinds.house.boxed_editor_note or report.blocks or len(held) != 1 or "editor_note" in report.parts:
            return False
        return report.facts.opening_note != "block" and isinstance(held[0], Paragraph)

    def broken(self, kind: ParagraphKind | Literal[""], line: Line, facts: ReportFacts, key: str = "") -> Line:
        """A centred line's breaks are the typesetter's, but for those that the facts tell of under `key`."""
        style = self._kinds.house.styles.get(kind) if kind else None
        if style is None or style.align not in ("center", "right"):
            return line
        return self._told(line, facts, key or kind)

    @staticmethod
    def _told(line: Line, facts: ReportFacts, key: str) -> Line:
        """`line` with those of its breaks that the facts tell of."""
        role = key.partition(" ")[0]
        places = facts.breaks.get(f"{role} {known_by(plain(line))}", facts.breaks.get(key))
        places = places if isinstance(places, list) else []
        kept = (not isinstance(item, Break) or len(plain(line[:index])) in places for index, item in enumerate(line))
        return joined(itertools.compress(line, kept))


def _numbered(item: ListItem) -> bool:
    return item.label != BULLET
