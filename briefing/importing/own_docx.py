"""A whole bulletin that this project wrote → its reports, by style names alone. Masthead, contents and colophon are the
house's work on `issue.yaml` and are rebuilt from that (`kept.py`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.house.leaves import on_leaf
from briefing.importing import grids
from briefing.importing.continued_tables import rejoined
from briefing.importing.flow import Flow, FlowGrid, FlowPicture, Para
from briefing.importing.frames import first, framed, signed
from briefing.importing.own_notes import own_notes
from briefing.importing.own_parts import Bulletin, Report
from briefing.importing.page_formats import leaf_in
from briefing.importing.passed_figures import in_source_order
from briefing.importing.photographs import printable
from briefing.importing.style_kinds import Kinds
from briefing.importing.told_lines import as_typed, joined
from briefing.model.bulletin import (
    BULLET,
    Beside,
    Block,
    Box,
    Break,
    Cell,
    Columns,
    Figure,
    Heading,
    Line,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    QrCode,
    Quote,
    Table,
    Wide,
    plain,
)
from briefing.model.facts import ALIGNED, QR, ReportFacts
from briefing.model.sheet import LEAVES, ParagraphKind
from briefing.source import briefs, shape, table_braces

#: Kinds of masthead, contents and colophon.
ELSEWHERE = {
    "mark", "overline", "nameplate", "number", "special", "imprint", "contents-heading", "contents-section", "contents-entry",
    "section", "attachment-note", "attachment-item", "recipients", "editors", "serial",
}  # fmt: skip
_LISTS = ("list-item", "list-item-2", "list-item-3")


def read_bulletin(flow: Flow, kinds: Kinds, reports: Sequence[ReportFacts]) -> Bulletin:
    """`reports`: the facts of each, in order; they may be fewer than the document has."""
    return _Reader(flow, kinds, reports).read()


class _Reader:
    def __init__(self, flow: Flow, kinds: Kinds, facts: Sequence[ReportFacts]) -> None:
        self._flow, self._kinds, self._facts = flow, kinds, facts
        self._bulletin = Bulletin()
        self._attached = False
        self._parted = False  # the name of a section stands above
        self._section = ""  # that name
        wording = kinds.house.wording
        self._notes = own_notes(flow, kinds.house, ReportFacts())
        self._bylines = [(key, _pattern(wording.get(key, ""))) for key in ("source", "contributor")]

    def read(self) -> Bulletin:
        kinds = self._kinds
        items, self._bulletin.again = rejoined(
            self._flow.items,
            lambda para: kinds.kind(para) == "table-continued",
            lambda piece: bool(piece.note) or kinds.style(piece) == "note-ref",
        )
        for item in in_source_order(items, self._kinds.kind):
            report = self._bulletin.reports[-1] if self._bulletin.reports else None
            leaf = leaf_in(item.sheet, self._kinds.house)
            if report is not None and leaf != report.leaf:
                self._leaf_end(report, leaf, over=self._is_over(item))
            if isinstance(item, Para):
                self._paragraph(item, report)
            elif isinstance(item, FlowGrid) and (kind := framed(item, self._kinds)):
                self._frame(kind, item, report)
            elif isinstance(item, FlowGrid) and report is not None:
                self._table(item, report)
            elif isinstance(item, FlowPicture) and report is not None:
                self._picture(item, report)
        for report in self._bulletin.reports[-1:]:
            if self._flow.items[-1].columns_of > 1:  # the file's own last section
                self._section_end(2, report)
            self._leaf_end(report, "", over=True)
        for report in self._bulletin.reports:
            report.notes += report.footnotes.notes(self._kinds, self._flow.file)
        self._signed()
        return self._bulletin

    def _line(self, para: Para) -> Line:
        return self._kinds.line(para, self._flow.file, self._notes)

    def _is_over(self, item: Para | FlowGrid | FlowPicture) -> bool:
        """Whether `item` begins another report, or is none of a report's."""
        paras = [item] if isinstance(item, Para) else []
        if isinstance(item, FlowGrid):
            paras = [para for row in item.rows for slot in row for para in slot.paragraphs]
        kinds = {self._kinds.kind(para) for para in paras}
        return not kinds.isdisjoint(ELSEWHERE | {"title", "attachment-label"})

    @staticmethod
    def _leaf_end(report: Report, leaf: str, *, over: bool) -> None:
        """Pages of the format `leaf` follow: what stands on those before belongs together if they are not the report's own.
        Where the report is `over`, its own 落款 and the issue's may stand there, and do not belong to it."""
        if report.leaf and report.leaf != report.parts.get("wide"):
            own = report.facts.signature + report.facts.last_signature if over else 0
            report.settle(keep=own)
            if held := tuple(report.blocks[report.leaf_start :]):
                report.blocks[report.leaf_start :] = [Wide(report.leaf, held, held[0].span)]
        report.begin_leaf(leaf)

    def _signed(self) -> None:
        """Lines of 落款 under the last report that are the issue's."""
        own = [report for report in self._bulletin.reports if not report.attached]
        count = own[-1].facts.last_signature if own else 0
        if count > 0:
            self._bulletin.signature, own[-1].signed = own[-1].signed[-count:], own[-1].signed[:-count]

    def _paragraph(self, para: Para, report: Report | None) -> None:
        kind = self._kinds.kind(para)
        if kind == "section":
            self._parted, self._section = True, para.text.strip()
        if para.text.strip() and kind not in ELSEWHERE:
            begins = kind == "title" or (kind == "brief" and (report is None or self._parted or report.full))
            if begins and report is not None:
                self._leaf_end(report, "", over=True)
            if begins and kind == "brief":
                self._next_notes()
                report = self._begun((), Span(self._flow.file, para.number, 1))
            self._said(kind, para, report)
            if kind == "title":
                self._title_leaf(leaf_in(para.sheet, self._kinds.house))
        if para.columns and report is not None:
            self._section_end(para.columns, self._bulletin.reports[-1])

    @staticmethod
    def _section_end(columns: int, report: Report) -> None:
        if columns == 2:
            report.settle()
        held = tuple(report.blocks[report.section :])
        if columns == 2 and held:
            report.blocks[report.section :] = [Columns(held, held[0].span)]
        report.begin_section()

    def _said(self, kind: ParagraphKind | Literal[""], para: Para, report: Report | None) -> None:
        if kind == "title":
            self._next_notes()
        line, span = self._line(para), Span(self._flow.file, para.number, 1)
        if kind == "attachment-label":
            self._attached = True
        elif kind == "title":
            self._title(line, span)
        elif report is None or self._opens(kind, report):
            prose = self._bulletin.summary if kind == "summary" else self._bulletin.editor_note
            prose.append(line)
        elif kind == "subtitle":
            report.parts[kind] = as_typed(self._broken(kind, line, report.facts), report.facts.subtitle)
        elif kind == "lead":
            report.parts[kind] = line
        elif kind == "editor-note" and not report.blocks:
            report.parts["editor_note"] = line
        elif kind in ("signature", "signature-date"):
            report.signed.append(self._broken(kind, line, ReportFacts()))
        elif kind == "byline":
            self._byline(line, span, report)
        elif kind == "note":
            number = re.search(r"\d+", self._kinds.label(para))
            report.notes.append(Note(int(number[0]) if number else len(report.notes) + 1, line, span))
        else:
            self._block(kind, para, line, span, report)

    @staticmethod
    def _opens(kind: str, report: Report) -> bool:
        """Whether a paragraph under the last of the pages before the text is the issue's, at the text's beginning."""
        own = report.facts.front == 2 and not report.blocks and "editor_note" not in report.parts
        return report.front and (kind == "summary" or (kind == "editor-note" and not own))

    def _title(self, line: Line, span: Span) -> None:
        report = self._begun(line, span)
        report.title = as_typed(self._broken("title", line, report.facts), report.facts.title)

    def _next_notes(self) -> None:
        """Another report begins."""
        index = len(self._bulletin.reports)
        facts = self._facts[index] if index < len(self._facts) else ReportFacts()
        self._notes = own_notes(self._flow, self._kinds.house, facts, self._notes)

    def _begun(self, title: Line, span: Span) -> Report:
        index = len(self._bulletin.reports)
        facts = self._facts[index] if index < len(self._facts) else ReportFacts()
        self._bulletin.reports.append(Report(facts, self._attached, title, span, footnotes=self._notes))
        self._parted, self._bulletin.reports[-1].under = False, self._section
        return self._bulletin.reports[-1]

    def _title_leaf(self, leaf: str) -> None:
        """A report whose title stands on pages of another format is all on such; on those of a house that are wide themselves,
        the file must have kept that it was to be."""
        report = self._bulletin.reports[-1]
        told = report.facts.wide
        house = self._kinds.house
        wide = leaf or (told if told in LEAVES and not on_leaf(house, told).leaf else "")
        report.leaf = leaf
        if wide:
            report.parts["wide"] = wide

    def _broken(self, kind: ParagraphKind | Literal[""], line: Line, facts: ReportFacts, key: str = "") -> Line:
        """A centred line's breaks are the typesetter's, but for those that the facts tell of under `key`."""
        style = self._kinds.house.styles.get(kind) if kind else None
        if style is None or style.align not in ("center", "right"):
            return line
        return self._told(line, facts, key or kind)

    @staticmethod
    def _told(line: Line, facts: ReportFacts, key: str) -> Line:
        """`line` with those of its breaks that the facts tell of."""
        places = facts.breaks.get(key)
        places = places if isinstance(places, list) else []
        kept = (not isinstance(item, Break) or len(plain(line[:index])) in places for index, item in enumerate(line))
        return joined(itertools.compress(line, kept))

    def _byline(self, line: Line, span: Span, report: Report) -> None:
        for key, pattern in self._bylines:
            match = pattern.fullmatch(plain(line))
            if match and key not in report.parts:
                report.parts[key] = match[1]
                return
        report.settle()
        report.blocks.append(Paragraph(line, span))

    def _block(self, kind: ParagraphKind | Literal[""], para: Para, line: Line, span: Span, report: Report) -> None:
        report.settle()
        blocks = report.blocks
        if kind == "brief":
            report.numbering = report.numbering if report.items else self._kinds.label(para).strip()
            report.items += 1
            blocks.append(briefs.border(span))
        last = blocks[-1] if len(blocks) > report.section else None
        if kind.startswith("heading-"):
            typed = report.facts.numbers[report.headings : report.headings + 1] == "1"
            line = self._broken(kind, line, report.facts, f"heading {report.headings}")
            report.headings += 1
            blocks.append(Heading(int(kind[-1]), line, span, shape.number_as_set(self._kinds.label(para)) if typed else ""))
        elif kind in _LISTS:
            depth, label = _LISTS.index(kind), self._kinds.label(para).strip()
            if label in ("", self._kinds.house.bullet(depth)):
                label = BULLET
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
            report.caption = self._broken(kind, line, report.facts, f"{kind} {report.tables}")
        elif kind == "table-unit":
            report.unit = self._broken(kind, line, report.facts, f"{kind} {report.tables}")
        elif kind == "table-note" and isinstance(last, Table):
            blocks[-1] = replace(last, notes=(*last.notes, line))
        elif kind == "figure-caption" and isinstance(last, Figure | QrCode):
            blocks[-1] = replace(last, caption=self._broken(kind, line, ReportFacts()))
        elif kind == "figure-source" and isinstance(last, Figure):
            source = self._broken(kind, line, report.facts, f"{kind} {report.figures - 1}")
            blocks[-1] = replace(last, source=source)
        elif (kind == "figure-part" and isinstance(last, Figure)) or (kind == "figure-caption" and isinstance(last, Beside)):
            blocks[-1] = replace(last, caption=self._broken(kind, line, ReportFacts()))
        else:
            blocks.append(Paragraph(line, span, shape.lead(line)))

    def _frame(self, kind: str, grid: FlowGrid, report: Report | None) -> None:
        """A table that holds no table of the report's."""
        items = [item for row in grid.rows for slot in row for item in slot.items]
        if report is None or (kind == "editor-note" and self._kinds.house.boxed_editor_note and self._opens(kind, report)):
            for item in items:  # 编者按 of the issue
                if isinstance(item, Para):
                    self._paragraph(item, report)
            return
        report.settle()
        outer, section, report.blocks, report.section = report.blocks, report.section, [], 0
        head: Line = ()
        sign = ""
        for item in items:
            inner: ParagraphKind | Literal[""] = self._kinds.kind(item) if isinstance(item, Para) else ""
            if isinstance(item, FlowPicture):
                self._picture(item, report)
            elif isinstance(item, FlowGrid):
                if framed(item, self._kinds) == "beside":
                    self._frame("beside", item, report)
                else:
                    self._table(item, report)
            elif not item.text.strip() and inner != "figure-part":
                continue
            elif inner == "box-title":
                head = () if kind == "instruction" else self._broken(inner, self._line(item), ReportFacts())
            elif inner == "instruction-sign":
                head = self._broken(inner, self._line(item), ReportFacts())
                sign = plain(head)
            else:
                self._block(inner, item, self._line(item), Span(self._flow.file, item.number, 1), report)
        held, report.blocks, report.section = tuple(report.blocks), outer, section
        span = Span(self._flow.file, grid.number, 1)
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

    def _table(self, grid: FlowGrid, report: Report) -> None:
        usual = self._kinds.house.styles["table-cell"].align
        span = Span(self._flow.file, grid.number, 1)
        told = list(report.facts.tables)
        signs = str(told[report.tables]) if report.tables < len(told) else ""
        wishes = table_braces.kept(list(report.facts.wishes), report.tables, span)
        rows = []
        for row in grids.whole(grid.rows):
            cells: list[Cell] = []
            for column, slot in enumerate(row):
                align = next((para.align for para in slot.paragraphs), "")
                shown = align if align in ("left", "center", "right") and align != usual else ""
                if len(signs) == len(row):
                    shown = ALIGNED.get(signs[column], shown)
                line: Line = tuple(item for para in slot.paragraphs for item in self._line(para))
                line = self._told(line, report.facts, f"cell {report.cells + len(cells)}")
                own = self._own_alignment(report, report.cells + len(cells), align)
                cells.append(Cell(() if slot.covered else line, span, shown, slot.across, slot.down, slot.covered, own))
            rows.append(tuple(cells))
            report.cells += len(cells)
        if {self._kinds.kind(para) for row in grid.rows for slot in row for para in slot.paragraphs} & ELSEWHERE:
            return  # the colophon, which stands in a table
        report.settle()
        report.tables += 1
        report.blocks.append(Table(rows[0], tuple(rows[1:]), span, report.caption, report.unit, wishes=wishes))
        report.caption = report.unit = ()

    @staticmethod
    def _own_alignment(report: Report, number: int, align: str) -> str:
        """What cell `number` asks for itself, if it still stands so."""
        own = ALIGNED.get(str(report.facts.aligned.get(str(number), "")), "")
        return own if own == align else ""

    def _picture(self, picture: FlowPicture, report: Report) -> None:
        index = report.figures
        report.figures += 1
        told = report.facts.pictures
        path, width = told[index] if index < len(told) else (picture.title, None)
        if path == QR and isinstance(width, str):
            report.settle()
            report.blocks.append(QrCode(width, Span(self._flow.file, max(1, picture.number), 1)))
            return
        try:
            sound = printable(picture)
        except InputError as error:
            place = Span(self._flow.file, max(1, picture.number), 1)
            self._bulletin.left_out += [
                Diagnostic("import-picture", f"{found.message}，没有放进来", place, found.hint, Severity.WARNING)
                for found in error.diagnostics
            ]
            return
        name = path if re.fullmatch(r"[^\\/:\0][^\\:\0]*\.(?:png|jpe?g)", str(path), re.IGNORECASE) and ".." not in path else ""
        name = name or f"{len(self._bulletin.pictures) + 1}{sound.suffix}"
        self._bulletin.pictures[name] = sound.data
        width = float(width) if isinstance(width, int | float) else None
        report.settle()
        report.blocks.append(Figure(name, picture.described, Span(self._flow.file, 1, 1), width=width))


def _numbered(item: ListItem) -> bool:
    return item.label != BULLET


def _pattern(wording: str) -> re.Pattern[str]:
    """（来源：{name}） as a pattern."""
    before, _, after = wording.partition("{name}")
    return re.compile(f"{re.escape(before)}(.+){re.escape(after)}")
