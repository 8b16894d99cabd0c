"""What is asked about, and the issue at every stage, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import assert_never

from briefing.building import stages
from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.sheet import Picture, SheetParagraph, SheetRule, SheetTable
from briefing.paint import paint
from briefing.paint.dump import SourceLine
from briefing.paint.marks import Painted
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetRule, SetTable


@dataclass(frozen=True)
class Selection:
    """`at`: a line of a source; None: all of the issue."""

    source: stages.Read
    at: SourceLine | None = None

    @cached_property
    def composed(self) -> Composed:
        return stages.compose(self.source)

    @cached_property
    def painted(self) -> Painted:
        return paint(self.composed, self.source.fonts())

    def holds(self, value: object) -> bool:
        """Whether a node, or anything in it, comes from that line."""
        return self.at is None or any(self.at.holds(span) for span in spans(value))

    def blocks(self) -> Iterator[tuple[int, str, SetBlock]]:
        """Index, region and block of those that hold something of the line."""
        composed = self.composed
        for index, (region, block) in enumerate(zip(composed.regions, composed.blocks, strict=True)):
            if self.holds(sheet_block(block)):
                yield index, region, block

    def notes(self) -> Iterator[tuple[int, SetParagraph]]:
        """Index and note of those at the foot of pages that hold something of the line."""
        return ((index, note) for index, note in enumerate(self.composed.notes) if self.holds(note.paragraph))

    def paragraphs(self) -> Iterator[tuple[str, str, SetParagraph]]:
        """What it is; its region, "" for the cell of a table; and it."""
        for _, region, block in self.blocks():
            match block:
                case SetParagraph():
                    yield f"{region}  {block.paragraph.kind}", region, block
                case SetTable():
                    for row, cells in enumerate(block.cells, 1):
                        for column, cell in enumerate(cells, 1):
                            if self.holds(cell.paragraph):
                                yield f"{region}  表格第{row}行第{column}列", "", cell
                case SetRule() | SetPicture():
                    continue
                case _:
                    assert_never(block)
        for _, note in self.notes():
            yield f"notes  {note.paragraph.kind}", "notes", note


def sheet_block(block: SetBlock) -> SheetParagraph | SheetRule | SheetTable | Picture:
    """The block of the Sheet that it was set from."""
    match block:
        case SetParagraph():
            return block.paragraph
        case SetRule():
            return block.rule
        case SetTable():
            return block.table
        case SetPicture():
            return block.picture


def spans(value: object) -> Iterator[Span]:
    """All places in a value of the model or of the Sheet."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from spans(item)
    elif isinstance(value, str):
        if isinstance(span := getattr(value, "span", None), Span):
            yield span
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))
