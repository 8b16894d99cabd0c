"""What a page of a PDF says again where a table goes on: 续表, and the head."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model.sheet import SheetTable
from briefing.prove.expected import Expected, seen


def repeated(expected: Expected) -> Iterator[str]:
    """What pages of a PDF may begin with, of each table in turn; what begins with another stands before it."""
    for texts in repeated_by_table(expected).values():
        yield from texts


def repeated_by_table(expected: Expected) -> dict[int, tuple[str, ...]]:
    """Block of a table → what may be said again of it: 续表 with the head under it, without marks of notes, which are on another
    page; the head alone, over the rest of a row."""
    heads: dict[int, str] = {}
    bare: dict[int, str] = {}
    for passage in expected.passages:
        if passage.head_of >= 0:
            said = (char for char, run in zip(passage.text, passage.runs, strict=True) if run.style != "note-ref")
            heads[passage.block] = heads.get(passage.block, "") + passage.text
            bare[passage.block] = bare.get(passage.block, "") + "".join(said)
    found: dict[int, tuple[str, ...]] = {}
    for index, block in enumerate(expected.sheet.blocks):
        if isinstance(block, SheetTable):
            head, line = heads.get(index, ""), _line(block)
            texts = (line + bare.get(index, ""), line, head) if line else (head,)
            found[index] = tuple(dict.fromkeys(text for text in texts if text))
    return found


def _line(table: SheetTable) -> str:
    return "".join(char for run in table.continued for char in run.text if seen(char))
