"""A Sheet's blocks with other numbers in the marks of notes, and in the labels of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from briefing.model.sheet import Block, Run, Runs, SheetCell, SheetParagraph, SheetTable

_ANCHOR = "-note"
_NUMBER = re.compile(r"\d+")
B = TypeVar("B", bound=Block)


def note_anchor(report: int, number: int) -> str:
    """Of the note `number` of the report `report`, both from 1 in the order of their pages."""
    return f"a{report}{_ANCHOR}{number}"


def report_of(anchor: str) -> str:
    """What the anchors of all notes of a report have in common; "" of what is none."""
    return anchor.rpartition(_ANCHOR)[0]


def number_of(anchor: str) -> int:
    """Which of its report's notes has this anchor; 0: none."""
    number = anchor.rpartition(_ANCHOR)[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def numbered(block: B, found: Mapping[str, str]) -> B:
    """`block` with the numbers `found` of its marks, by the anchors of the notes; of a note, with its own."""
    if isinstance(block, SheetParagraph):
        runs = _marked(block.runs, found)
        if block.kind == "note" and block.anchor in found and runs:
            runs = (_with(runs[0], found[block.anchor]), *runs[1:])
        return replace(block, runs=runs, pair=_marked(block.pair, found))
    if isinstance(block, SheetTable):
        rows = tuple(tuple(_cell(cell, found) for cell in row) for row in block.rows)
        return replace(block, header=tuple(_cell(cell, found) for cell in block.header), rows=rows)
    return block


def _cell(cell: SheetCell, found: Mapping[str, str]) -> SheetCell:
    return replace(cell, runs=_marked(cell.runs, found))


def _marked(runs: Runs, found: Mapping[str, str]) -> Runs:
    return tuple(_with(run, found[run.target]) if run.style == "note-ref" and run.target in found else run for run in runs)


def _with(run: Run, number: str) -> Run:
    return replace(run, text=_NUMBER.sub(number, run.text, count=1))
