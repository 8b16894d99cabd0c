"""Grid → Table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from briefing.core.errors import Findings, Severity, Span
from briefing.importing.flow import FlowGrid, FlowPicture, Item, Para, Piece, Slot
from briefing.importing.labels import labelled
from briefing.model import text_lines
from briefing.model.blocks import Cell, Table
from briefing.model.table_wishes import MAX_HEADS, NO_WISHES, TableWishes
from briefing.model.text_lines import Break, Line, Text
from briefing.source.table_blocks import MAX_COLUMNS, MAX_ROWS

#: From a paragraph's pieces to model text.
Inline = Callable[[list[Piece], int], Line]


#: Longer than this is text, not what stands below a picture.
_LONGEST_CAPTION = 80
#: A table that has too many columns is parted into such of so many, which go into a page whatever they hold.
_COLUMNS = 12


def unboxed(grid: FlowGrid) -> list[Item] | None:
    """What a table of one cell holds, which is a frame around it, or one of one column or one row that only sets out a page;
    None for a real table."""
    slots = [slot for row in grid.rows for slot in row]
    visible = [slot for slot in slots if not slot.covered]
    if any(para.text for slot in slots if slot.covered for para in slot.paragraphs):
        return None
    row_of_pages = len(grid.rows) == 1 and bool(visible) and all(map(_is_page, visible))
    if len(visible) == 1 or row_of_pages or (_is_column(grid) and any(map(_is_page, visible))):
        return [item for slot in visible for item in _inside(slot)]
    return None


def _is_column(grid: FlowGrid) -> bool:
    return all(len([slot for slot in row if not slot.covered]) <= 1 for row in grid.rows)


def _is_page(slot: Slot) -> bool:
    """Whether a cell holds what a page does: another table, or text of several sentences."""
    return _nested(slot) or "。" in "".join(para.text for para in slot.paragraphs).rstrip("。")


def _nested(slot: Slot) -> bool:
    return any(isinstance(item, FlowGrid) for item in slot.items)


def _inside(slot: Slot) -> list[Item]:
    if not _nested(slot):
        return sorted([*slot.paragraphs, *slot.pictures], key=lambda item: (item.number, isinstance(item, FlowPicture)))
    found: list[Item] = []
    for item in slot.items:
        inner = unboxed(item) if isinstance(item, FlowGrid) else None
        found += [item] if inner is None else inner
    return found


def gallery(grid: FlowGrid) -> list[Item] | None:
    """The pictures of a table that only sets pictures side by side, each with what stands below it; None for others."""
    if not any(slot.pictures for row in grid.rows for slot in row):
        return None
    items: list[Item] = []
    used: set[int] = set()  # slots, by id
    for index, row in enumerate(grid.rows):
        below = grid.rows[index + 1] if index + 1 < len(grid.rows) else []
        for column, slot in enumerate(row):
            if not slot.pictures:
                continue
            under = below[column] if column < len(below) and not below[column].pictures else Slot()
            captions = [para for near in (slot, under) for para in near.paragraphs if para.text.strip()]
            single = len([other for other in below if not other.covered]) == 1 and len([o for o in row if o.pictures]) > 1
            if single:  # one line below all of them
                captions = [para for para in slot.paragraphs if para.text.strip()]
            if len(captions) > 1 or any(len(para.text) > _LONGEST_CAPTION for para in captions):
                return None
            items += slot.pictures
            if captions:
                slot.pictures[-1].caption = captions[0]
            used |= {id(slot)} | (set() if single else {id(under)})
        items += [para for slot in row if id(slot) not in used and not slot.pictures for para in slot.paragraphs]
        lone = len([slot for slot in row if not slot.covered]) == 1
        if any(id(slot) not in used and "".join(para.text for para in slot.paragraphs).strip() for slot in row) and not lone:
            return None
    return items


def within_limits(table: Table, findings: Findings) -> list[Table]:
    """`table` in parts that the reader of reports takes: its head again above each, its first column again before each."""
    rows, width = (table.header, *table.rows), len(table.header)
    if len(rows) <= MAX_ROWS and width <= MAX_COLUMNS:
        return [table]
    if any(cell.covered for row in rows for cell in row):
        hint = "合并处的文字放在第一格，其余为空；请核对，必要时改写表头。"
        findings.add("import-merged", "表格有合并的单元格，已拆开", table.span, hint, Severity.WARNING)
        rows = tuple(tuple(replace(cell, across=1, down=1, covered=False) for cell in row) for row in rows)
        table = replace(table, wishes=NO_WISHES)
    wide = [(0, width)] if width <= MAX_COLUMNS else [(at, at + _COLUMNS - 1) for at in range(1, width, _COLUMNS - 1)]
    parts: list[Table] = []
    for first in range(1, len(rows), MAX_ROWS - 1):
        for start, end in wide:
            chosen = [(*(row[:1] if start else ()), *row[start:end]) for row in (rows[0], *rows[first : first + MAX_ROWS - 1])]
            caption = table.caption
            if parts and caption:
                caption = (*caption, Text("（续）", table.span))
            parts.append(Table(chosen[0], tuple(chosen[1:]), table.span, caption, table.unit, wishes=table.wishes))
    message = f"表格有 {len(rows)} 行 {width} 列，已分成 {len(parts)} 个（一个最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列）"
    findings.add("import-table", message, table.span, "请核对；这样大的表，宜作附件。", Severity.WARNING)
    return parts


def heading_row(grid: FlowGrid) -> list[Para] | None:
    """The paragraphs of a first row that is one cell over all columns: the table's caption, typed inside it."""
    if len(grid.rows) < 3 or len(grid.rows[0]) < 2:
        return None
    visible = [slot for slot in grid.rows[0] if not slot.covered]
    return visible[0].paragraphs if len(visible) == 1 and len(grid.rows[1]) > 1 else None


def table(grid: FlowGrid, file: str, inline: Inline, findings: Findings) -> Table | None:
    """Raises nothing; what cannot be kept is in `findings`. None: there is no text in it."""
    rows = whole([row for row in grid.rows if row])
    width = max((len(row) for row in rows), default=0)
    span = Span(file, grid.number, 1)
    if not any(para.text.strip() for row in rows for slot in row for para in slot.paragraphs):
        return None
    heads = head_rows(rows, grid.heads)
    if not heads:
        hint = "合并处的文字放在第一格，其余为空；请核对，必要时改写表头。"
        findings.add("import-merged", "表格有合并的单元格，已拆开", span, hint, Severity.WARNING)
        rows, heads = [[replace(slot, across=1, down=1, covered=False) for slot in row] for row in rows], 1
    if any(_nested(slot) for row in rows for slot in row):
        hint = "每行写成了一行，格与格之间空一格；请核对，必要时另作一个表。"
        findings.add("import-merged", "表格里还有表格，已写成几行文字", span, hint, Severity.WARNING)
    aligned = [_aligned([row[column] for row in rows[heads:] if column < len(row)]) for column in range(width)]
    if "center" not in aligned:  # left is how Word's cells stand when nobody has thought of it
        aligned = [align.replace("left", "") for align in aligned]
    cells = [
        tuple(Cell(_content(slot, inline), span, aligned[i], slot.across, slot.down, slot.covered) for i, slot in enumerate(row))
        for row in rows
    ]
    return Table(cells[0], tuple(cells[1:]), span, wishes=TableWishes(heads))


def whole(rows: list[list[Slot]]) -> list[list[Slot]]:
    """Rows of one length, without rows and columns that no cell begins in: a border dragged a little aside makes two columns of
    one. What a file calls covered and no cell covers is an empty cell."""
    width = max(map(len, rows), default=0)
    rows = [row + [Slot() for _ in range(width - len(row))] for row in rows]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        for column, slot in enumerate(row):
            if slot.covered:
                continue
            slot.across, slot.down = min(slot.across, width - column), min(slot.down, len(rows) - number)
            area = {(number + i, column + j) for i in range(slot.down) for j in range(slot.across)} - {(number, column)}
            if area & covered or any(not rows[r][c].covered or _says(rows[r][c]) for r, c in area):
                slot.across = slot.down = 1
            else:
                covered |= area
    for number, row in enumerate(rows):
        for column, slot in enumerate(row):
            slot.covered = (number, column) in covered
    lines = [number for number, row in enumerate(rows) if not all(slot.covered for slot in row)]
    columns = [column for column in range(width) if not all(row[column].covered for row in rows)]
    for number in lines:
        for column in columns:
            slot = rows[number][column]
            if not slot.covered:
                slot.down = sum(number <= line < number + slot.down for line in lines)
                slot.across = sum(column <= each < column + slot.across for each in columns)
    return [[rows[number][column] for column in columns] for number in lines]


def _says(slot: Slot) -> bool:
    return bool(slot.pictures) or any(para.text.strip() for para in slot.paragraphs)


def head_rows(rows: list[list[Slot]], said: int) -> int:
    """How many rows the head has, so that no merged cell reaches out of it; 0 where that cannot be. `said`: by the file."""
    most = max(1, min(MAX_HEADS, len(rows) - 1))
    for start in (min(max(1, said), most), 1):
        heads = start
        for number, row in enumerate(rows):
            if number < heads:
                heads = max([heads, *(number + slot.down for slot in row)])
        if heads <= most:
            return heads
    return 0


def _content(slot: Slot, inline: Inline) -> Line:
    """The cell's paragraphs and lines, a break between them."""
    if slot.covered:
        return ()
    lines: list[list[Piece]] = []
    for para in _lines_of(slot):
        own: list[list[Piece]] = [[Piece(para.label)] if para.label else []]
        for piece in para.pieces:
            first, *others = piece.text.split("\n")
            own[-1].append(Piece(first.rstrip() if others else first, note=piece.note))
            own += [[Piece(text.strip())] for text in others]
        lines += [line for line in own if any(piece.text.strip() or piece.note for piece in line)]
    content: list[text_lines.Inline] = []
    number = slot.paragraphs[0].number if slot.paragraphs else 1
    for pieces in lines:
        found = inline(pieces, number)
        if content and found:
            content.append(Break(found[0].span))
        content += found
    return tuple(content)


def _lines_of(slot: Slot) -> list[Para]:
    """The cell's paragraphs; of a table in it, each row as one, its cells parted by a space."""
    if not _nested(slot):
        return slot.paragraphs
    found: list[Para] = []
    for item in slot.items:
        if isinstance(item, Para):
            found.append(item)
        elif isinstance(item, FlowGrid):
            for row in item.rows:
                pieces: list[Piece] = []
                for para in (para for inner in row for para in _lines_of(inner) if para.text.strip()):
                    pieces += [*([Piece("\u3000")] if pieces else []), *labelled(para)]
                if pieces:
                    found.append(Para(pieces, item.number))
    return found


def _aligned(slots: list[Slot]) -> str:
    """How most cells of a column are aligned, where the file says so."""
    said = Counter(para.align for slot in slots for para in slot.paragraphs if para.text.strip())
    most = said.most_common(1)[0][0] if said else ""
    return most if most in ("left", "center", "right") else ""
