"""Cells of a table of figures in which nothing stands: those that a house has its sign put into."""

from __future__ import annotations

from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.model.blocks import Cell, Table
from briefing.model.text_lines import plain

#: A number with its sign and a short unit: 1,200.5, −3.4%, 12万元.
_FIGURE = Pattern(rf"[-+−－±]?[0-9０-９][0-9０-９,，.．\s]*(?:[%％‰]|[{HAN}]{{1,3}})?")
#: What people type where there is no number.
_NONE = frozenset({"-", "—", "——", "－", "/", "…", "……"})


def wants_sign(table: Table, cell: Cell) -> bool:
    """Whether `cell` of the body is empty in a column that holds figures and else nothing."""
    if cell.covered or plain(cell.content).strip():
        return False
    for row in table.body:
        for column, other in enumerate(row):
            if other is cell:
                return _of_figures(table, column)
    return False


def _of_figures(table: Table, column: int) -> bool:
    texts = [plain(row[column].content).strip() for row in table.body if not row[column].covered]
    said = [text for text in texts if text and text not in _NONE]
    return bool(said) and all(_FIGURE.fullmatch(text) for text in said)
