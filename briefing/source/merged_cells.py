"""Merged cells: ^^ belongs to the cell above it, << to the one on its left (as in MultiMarkdown's habit)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefing.core.errors import Findings
from briefing.model.blocks import Cell
from briefing.model.text_lines import Text

ABOVE, LEFT = "^^", "<<"
_HINT = "合并的各格要合成一个长方形：上下合并写 ^^，左右合并写 <<；要印出这两个记号，请写 \\^^、\\<<。"


def mark(cell: Cell, lines: Sequence[str]) -> str:
    """ABOVE, LEFT or "" for a cell with words of its own. `lines`: the source, where an escaped mark is none."""
    text = "".join(item.text for item in cell.content if isinstance(item, Text))
    if text not in (ABOVE, LEFT) or any(item.marks for item in cell.content if isinstance(item, Text)):
        return ""
    row, column = cell.content[0].span.line - 1, cell.content[0].span.column - 1
    return text if not (column and lines[row][column - 1] == "\\") else ""


def merged(rows: Sequence[Sequence[Cell]], lines: Sequence[str], findings: Findings) -> tuple[tuple[Cell, ...], ...]:
    """`rows` with their marks made merged cells; what cannot be merged is a finding, and stays a cell."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sign = mark(cell, lines)
            place = (row, column)
            if sign and not (row if sign == ABOVE else column):
                where = "上面没有" if sign == ABOVE else "左面没有"
                findings.add("table-merge", f"{sign} 的{where}格子可以合并", cell.span, _HINT)
                sign = ""
            if sign and cell.own:
                findings.add("table-merge", "并到别的格子里去的格子，不能另定对齐", cell.span, "请把对齐写在合并后的第一格里。")
            from_ = (row - 1, column) if sign == ABOVE else (row, column - 1)
            owners[place] = owners[from_] if sign else place
            areas.setdefault(owners[place], []).append(place)
    found = [[replace(cell) for cell in cells] for cells in rows]
    for (row, column), area in areas.items():
        down, across = area[-1][0] - row + 1, max(place[1] for place in area) - column + 1
        wrong = next((place for place in _rectangle(row, column, down, across) if owners.get(place) != (row, column)), None)
        if wrong is not None:
            findings.add("table-merge", "合并的格子不成长方形", rows[area[-1][0]][area[-1][1]].span, _HINT)
            continue
        found[row][column] = replace(rows[row][column], across=across, down=down)
        for place in area[1:]:
            found[place[0]][place[1]] = Cell(
                (), rows[place[0]][place[1]].span, covered=True, align=rows[place[0]][place[1]].align
            )
    _whole(found, findings)
    return tuple(map(tuple, found))


def _rectangle(row: int, column: int, down: int, across: int) -> list[tuple[int, int]]:
    return [(row + i, column + j) for i in range(down) for j in range(across)]


def _whole(rows: Sequence[Sequence[Cell]], findings: Findings) -> None:
    """Rows and columns in which no cell begins are none."""
    for cells in rows:
        if all(cell.covered for cell in cells):
            findings.add("table-merge", "这一行的每一格都并到上一行去了", cells[0].span, "请删去这一行。")
    for column in zip(*rows, strict=True):
        if all(cell.covered for cell in column):
            findings.add("table-merge", "有一列的每一格都并到左边一列去了", column[0].span, "请删去这一列。")


def marked(rows: Sequence[Sequence[Cell]], written: Callable[[Cell], str]) -> list[list[str]]:
    """The cells as Markdown has them; `written` is asked for the words of those that are not covered."""
    found = [[written(cell) if not cell.covered else LEFT for cell in cells] for cells in rows]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for down in range(1, cell.down):
                for across in range(cell.across):
                    found[row + down][column + across] = ABOVE
    return found
