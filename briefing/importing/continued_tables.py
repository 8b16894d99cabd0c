"""A table that its file has page by page, each part under 续表 and the head once more, → one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from briefing.core.errors import Findings, Severity, Span
from briefing.importing.flow import Flow, FlowGrid, Item, Para, Piece, Slot

#: Whether a paragraph is what stands over a further part of a table, or in the cell of one that goes on from the part before.
Continues = Callable[[Para], bool]
#: Whether a piece is the mark of a note.
Marks = Callable[[Piece], bool]

_TYPED = re.compile(r"\s*[（(]?(?:续表|(?:接|续)上表|表\s?[0-9０-９.\-一二三四五六七八九十]*\s*[（(]续[）)]).{0,40}")


def _refers(piece: Piece) -> bool:
    return bool(piece.note)


def join_typed(flow: Flow, findings: Findings) -> list[str]:
    """Join what people have parted by hand under 续表1 or 表1（续）. The texts that only the parts had."""
    flow.items, again, _ = rejoined(flow.items, lambda para: _TYPED.fullmatch(para.text) is not None)
    if again:
        line = next(text for text in again if text.strip()).strip()
        hint = "请核对表格；转页时“续表”由程序标。"
        message = f"分页做的表格接成了一个，去掉了“{line}”和重复的表头"
        findings.add("import-table", message, Span(flow.file, 1, 1), hint, Severity.NOTE)
    return again


class Rejoined(NamedTuple):
    """`items` with such tables joined; the texts that only their parts had, 续表 and heads that are said again; paragraphs of
    heads that say something else than the first one, which counts."""

    items: list[Item]
    again: list[str]
    others: list[Para]


def rejoined(items: Sequence[Item], continues: Continues, marks: Marks = _refers, *, own: bool = False) -> Rejoined:
    """`own`: what stands over a further part is known to be that by its style, so that a head may have been changed in one of the
    parts, and a part that follows at once has lost it."""
    result = Rejoined([], [], [])
    found = result.items
    at = 0
    while at < len(items):
        item = items[at]
        place = next((back for back in range(1, len(found) + 1) if not _blank(found[-back])), 0)
        above = found[-place] if place else None
        below = next((ahead for ahead in range(at + 1, len(items)) if not _blank(items[ahead])), 0)
        named = isinstance(item, Para) and continues(item)
        bare = own and place == 1 and isinstance(item, FlowGrid)
        grid = (items[below] if below else None) if named else item
        if (named or bare) and isinstance(above, FlowGrid) and isinstance(grid, FlowGrid):
            heads = _said_again(above, grid, marks, sure=own and named)
            if heads is not None and (heads or named) and _width(above) == _width(grid):
                result.again.extend([item.text] if isinstance(item, Para) else [])
                for row, first in zip(grid.rows[:heads], above.rows, strict=False):
                    result.again.extend(para.text for slot in row for para in slot.paragraphs)
                    pairs = zip(row, _words(row, marks), _words(first, marks), strict=False)
                    result.others.extend(slot.paragraphs[0] for slot, now, before in pairs if now != before and slot.paragraphs)
                _append(above, grid.rows[heads:], continues)
                del found[len(found) - place + 1 :]
                at = below + 1 if named else at + 1
                continue
        found.append(item)
        at += 1
    return result


def _blank(item: Item) -> bool:
    return isinstance(item, Para) and not item.text.strip() and not item.columns


def _width(grid: FlowGrid) -> int:
    return max(map(len, grid.rows), default=0)


def _said_again(above: FlowGrid, grid: FlowGrid, marks: Marks, *, sure: bool) -> int | None:
    """How many rows of `grid` are the head of `above`, but for marks of notes; None where it has another head, unless it is
    `sure` that it goes on. Where the file tells of no head, one is known by its words."""
    first, second = ([_words(row, marks) for row in part.rows[: max(1, grid.heads)]] for part in (above, grid))
    told = grid.heads or int(first == second and any(map(any, second)))
    heads = min(told, len(grid.rows) - 1)
    return heads if sure or first[:heads] == second[:heads] else None


def _words(row: Sequence[Slot], marks: Marks) -> list[str]:
    said = (("".join(piece.text for piece in para.pieces if not marks(piece)) for para in slot.paragraphs) for slot in row)
    return ["".join(map(str.strip, texts)) for texts in said]


def _append(grid: FlowGrid, rows: list[list[Slot]], continues: Continues) -> None:
    """`rows` under those of `grid`; an empty cell in the style of 续表 belongs to the one above it."""
    first = len(grid.rows)
    grid.rows += rows
    for column, slot in enumerate(rows[0] if rows else ()):
        inside = slot.paragraphs
        if slot.covered or not inside or any(para.text.strip() or not continues(para) for para in inside):
            continue
        above = next((grid.rows[row][column] for row in range(first - 1, -1, -1) if not grid.rows[row][column].covered), None)
        if above is not None:
            above.down += slot.down
            slot.covered = True
