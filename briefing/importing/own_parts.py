"""A bulletin of our own as it is read from its DOCX, report by report."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from briefing.core.errors import Diagnostic, Span
from briefing.core.records import dataclass
from briefing.core.written_dates import is_date
from briefing.importing.kept_parts import apart
from briefing.importing.own_notes import OwnNotes
from briefing.model.blocks import Block, Signature
from briefing.model.bulletin import Article, Note
from briefing.model.facts import ReportFacts
from briefing.model.text_lines import Line, plain
from briefing.source.briefs import gathered


@dataclass(slots=True)
class Report:
    """One report as it is read. `facts`: what the DOCX keeps about it."""

    facts: ReportFacts
    attached: bool
    title: Line
    span: Span
    footnotes: OwnNotes
    parts: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    signed: list[Line] = field(default_factory=list)  # lines of 落款 at its end
    notes: list[Note] = field(default_factory=list)
    headings: int = 0
    tables: int = 0
    cells: int = 0
    figures: int = 0
    boxes: int = 0
    items: int = 0  # of 简讯
    numbering: str = ""  # before the first of them
    under: str = ""  # the heading of its section, as printed
    section: int = 0  # how many blocks there were when the last section ended
    leaf: str = ""  # the format of the pages that are read
    leaf_start: int = 0  # how many blocks there were when they began
    section_after: int = 0  # how many lines of `signed` stand before the section
    leaf_after: int = 0  # how many of them stand before those pages
    caption: Line = ()
    unit: Line = ()

    @property
    def front(self) -> bool:
        """Whether it stands before the reports."""
        return bool(self.facts.front)

    @property
    def full(self) -> bool:
        """Whether another item of 简讯 would belong to another file."""
        told = self.facts.briefs
        ended = bool(self.signed or self.notes or self.parts)
        return not self.items or ended or (told > 0 and self.items >= told)

    def article(self, path: str) -> Article:
        head = max(0, len(self.signed) - self.facts.signature)
        self.parts["signature"], self.signed = tuple(self.signed[head:]), self.signed[:head]
        self.settle()
        blocks = apart(self.blocks, self.facts)
        if self.items:
            blocks = gathered(blocks)
        told = self.facts.contents_title
        return Article(self.title, blocks, self.span, path, notes=tuple(self.notes), contents_title=told, **self.parts)

    def settle(self, keep: int = 0) -> None:
        """Lines of 落款 that something follows are blocks of their own, each ending with its date; the last `keep` wait."""
        lines: list[Line] = []
        count = max(0, len(self.signed) - keep)
        section_after, leaf_after = min(self.section_after, count), min(self.leaf_after, count)
        ends = (section_after, leaf_after, count)
        for number, line in enumerate(self.signed[:count], 1):
            lines.append(line)
            if is_date(plain(line)) or number in ends:
                self.blocks.append(Signature(tuple(lines), self.span))
                lines = []
            if number == section_after:
                self.section = len(self.blocks)
            if number == leaf_after:
                self.leaf_start = len(self.blocks)
        self.section_after = self.leaf_after = 0
        self.signed = self.signed[count:]

    def begin_section(self) -> None:
        self.section, self.section_after = len(self.blocks), len(self.signed)

    def begin_leaf(self, leaf: str) -> None:
        """Pages of the format `leaf` follow, in a section of their own."""
        self.begin_section()
        self.leaf, self.leaf_start, self.leaf_after = leaf, len(self.blocks), len(self.signed)


@dataclass(slots=True)
class Bulletin:
    """Reports and attachments in reading order; prose that belongs to the issue; pictures by file name, and what is said of
    those that cannot be used."""

    reports: list[Report] = field(default_factory=list)
    editor_note: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    summary: list[Line] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)  # what only the parts of a table said
    left_out: list[Diagnostic] = field(default_factory=list)
