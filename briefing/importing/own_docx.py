"""A whole bulletin that this project wrote → its reports, by style names alone. Masthead, contents and colophon are the
house's work on `issue.yaml` and are rebuilt from that (`kept.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.house.leaves import on_leaf
from briefing.importing.continued_tables import rejoined
from briefing.importing.flow import Flow, FlowGrid, FlowPicture, Item, Para, Piece
from briefing.importing.frames import framed
from briefing.importing.own_blocks import OwnBlocks
from briefing.importing.own_notes import own_notes
from briefing.importing.own_parts import Bulletin, Report
from briefing.importing.page_formats import leaf_in
from briefing.importing.passed_figures import in_source_order
from briefing.importing.style_kinds import Kinds
from briefing.importing.told_items import ToldPictures, ToldTables
from briefing.importing.told_lines import as_typed
from briefing.model.blocks import Columns, Paragraph, Wide
from briefing.model.bulletin import Note
from briefing.model.facts import ReportFacts
from briefing.model.sheet import LEAVES, ParagraphKind
from briefing.model.text_lines import Line, plain

#: Kinds of masthead, contents and colophon.
ELSEWHERE = {
    "mark", "overline", "nameplate", "number", "special", "imprint", "contents-heading", "contents-section", "contents-entry",
    "section", "attachment-note", "attachment-item", "recipients", "editors", "serial",
}  # fmt: skip


def read_bulletin(flow: Flow, kinds: Kinds, reports: Sequence[ReportFacts]) -> Bulletin:
    """`reports`: the facts of each, in order; they may be fewer than the document has."""
    return _Reader(flow, kinds, reports).read()


class _Reader:
    def __init__(self, flow: Flow, kinds: Kinds, facts: Sequence[ReportFacts]) -> None:
        self._flow, self._kinds, self._facts = flow, kinds, facts
        self._bulletin = Bulletin()
        items, self._bulletin.again, others = rejoined(
            flow.items, lambda para: kinds.kind(para) == "table-continued", self._marks, own=True
        )
        self._bulletin.left_out += [_head_left(para, flow.file) for para in others]
        self._items = in_source_order(items, kinds)
        tables = ToldTables(list(self._grids(self._items)), facts, self._marks)
        self._blocks = OwnBlocks(kinds, flow.file, self._bulletin, tables, ToldPictures(self._items, facts))
        self._attached = False
        self._parted = False  # the name of a section stands above
        self._section = ""  # that name
        wording = kinds.house.wording
        self._notes = own_notes(flow, kinds.house, ReportFacts())
        self._bylines = [(key, _pattern(wording.get(key, ""))) for key in ("source", "contributor")]

    def read(self) -> Bulletin:
        for item in self._items:
            report = self._bulletin.reports[-1] if self._bulletin.reports else None
            leaf = leaf_in(item.sheet, self._kinds.house)
            if report is not None and leaf != report.leaf:
                self._leaf_end(report, leaf, over=self._is_over(item))
            if isinstance(item, Para):
                self._paragraph(item, report)
            elif isinstance(item, FlowGrid) and (kind := framed(item, self._kinds)):
                self._frame(kind, item, report)
            elif isinstance(item, FlowGrid) and report is not None and not self._kinds_in(item) & ELSEWHERE:
                self._blocks.table(item, report)
            elif isinstance(item, FlowPicture) and report is not None:
                self._blocks.picture(item, report)
        for report in self._bulletin.reports[-1:]:
            if self._flow.items[-1].columns_of > 1:  # the file's own last section
                self._section_end(2, report)
            self._leaf_end(report, "", over=True)
        for report in self._bulletin.reports:
            report.notes += report.footnotes.notes(self._kinds, self._flow.file)
        self._signed()
        return self._bulletin

    def _marks(self, piece: Piece) -> bool:
        return bool(piece.note) or self._kinds.style(piece) == "note-ref"

    def _grids(self, items: Iterable[Item]) -> Iterator[FlowGrid]:
        """The tables of reports among `items`, those in frames, too."""
        for item in items:
            if isinstance(item, FlowGrid) and framed(item, self._kinds):
                yield from self._grids(inner for row in item.rows for slot in row for inner in slot.items)
            elif isinstance(item, FlowGrid) and not self._kinds_in(item) & ELSEWHERE:
                yield item

    def _line(self, para: Para) -> Line:
        return self._kinds.line(para, self._flow.file, self._notes)

    def _is_over(self, item: Para | FlowGrid | FlowPicture) -> bool:
        """Whether `item` begins another report, or is none of a report's."""
        return not self._kinds_in(item).isdisjoint(ELSEWHERE | {"title", "attachment-label"})

    def _kinds_in(self, item: Para | FlowGrid | FlowPicture) -> set[ParagraphKind | Literal[""]]:
        paras = [item] if isinstance(item, Para) else []
        if isinstance(item, FlowGrid):
            paras = [para for row in item.rows for slot in row for para in slot.paragraphs]
        return {self._kinds.kind(para) for para in paras}

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
            report.parts[kind] = as_typed(self._blocks.broken(kind, line, report.facts), report.facts.subtitle)
        elif kind == "lead":
            report.parts[kind] = line
        elif kind == "editor-note" and not report.blocks:
            report.parts["editor_note"] = line
        elif kind in ("signature", "signature-date"):
            report.signed.append(self._blocks.broken(kind, line, ReportFacts()))
        elif kind == "byline":
            self._byline(line, span, report)
        elif kind == "note":
            number = re.search(r"\d+", self._kinds.label(para))
            report.notes.append(Note(int(number[0]) if number else len(report.notes) + 1, line, span))
        else:
            self._blocks.paragraph(kind, para, line, report)

    @staticmethod
    def _opens(kind: str, report: Report) -> bool:
        """Whether a paragraph under the last of the pages before the text is the issue's, at the text's beginning."""
        own = report.facts.front == 2 and not report.blocks and "editor_note" not in report.parts
        return report.front and (kind == "summary" or (kind == "editor-note" and not own))

    def _title(self, line: Line, span: Span) -> None:
        report = self._begun(line, span)
        report.title = as_typed(self._blocks.broken("title", line, report.facts), report.facts.title)

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

    def _byline(self, line: Line, span: Span, report: Report) -> None:
        for key, pattern in self._bylines:
            match = pattern.fullmatch(plain(line))
            if match and key not in report.parts:
                report.parts[key] = match[1]
                return
        report.settle()
        report.blocks.append(Paragraph(line, span))

    def _frame(self, kind: str, grid: FlowGrid, report: Report | None) -> None:
        """A table that holds no table of the report's."""
        if report is None or (kind == "editor-note" and self._kinds.house.boxed_editor_note and self._opens(kind, report)):
            for item in (item for row in grid.rows for slot in row for item in slot.items):  # 编者按 of the issue
                if isinstance(item, Para):
                    self._paragraph(item, report)
        else:
            self._blocks.frame(kind, grid, report)


def _head_left(para: Para, file: str) -> Diagnostic:
    message = f"续表的表头与第一页的不同，以第一页的为准，没有用：{para.text.strip() or '（空）'}"
    hint = "表头改过的，请核对第一页的表头。"
    return Diagnostic("import-table", message, Span(file, para.number, 1), hint, Severity.WARNING)


def _pattern(wording: str) -> re.Pattern[str]:
    """（来源：{name}） as a pattern."""
    before, _, after = wording.partition("{name}")
    return re.compile(f"{re.escape(before)}(.+){re.escape(after)}")
