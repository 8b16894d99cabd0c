"""Tables.

No word processor says something else over the repeated head than over the head itself, so a table with 续表 is a table a page,
as people make it by hand, each with the head in it. The head of the first repeats if rows are added to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from briefing.house.style import HouseStyle
from briefing.output.docx.departures import Departure
from briefing.output.docx.elements import Element, make, twips
from briefing.output.docx.frame_placement import BlockSpace
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.placement import ROW_GIVES
from briefing.output.docx.word_fields import Bookmarks
from briefing.typeset.composed import SetParagraph, SetTable


def table_scripts(block: SetTable, house: HouseStyle) -> list[list[Typescript]]:
    """The paragraphs of the cells that the block has, row by row; those of covered cells are empty."""
    rows, parting = [], block.parting
    for number, (row, asked) in enumerate(zip(block.cells, block.table.all_rows, strict=False)):
        parts = number in parting
        tallest = max(row, key=lambda cell: len(cell.lines) * cell.leading, default=None)
        scripts = []
        for i, (cell, said) in enumerate(zip(row, asked, strict=True)):
            pad = block.padding * cell.style.size
            box = (block.columns[i] + pad, block.columns[i + said.across] - pad)
            # A row that may part has no height of its own: a word processor would keep it whole as long as that.
            white = BlockSpace(twips(cell.before), twips(cell.after) if cell is tallest else 0) if parts else BlockSpace()
            scripts.append(Typescript(cell, house, white, box=box))
        rows.append(scripts)
    return rows


def tables(block: SetTable, starts: Sequence[int]) -> Iterator[range]:
    """Rows of each table of a word processor that `block` becomes. `starts`: the bands that pages begin with."""
    edges = [0, *(block.bands[first].row for first in starts if block.line_over(first) is not None), len(block.heights)]
    yield from (range(start, end) for start, end in pairwise(edges))


def _noted(block: SetTable) -> bool:
    """Whether its head has the mark of a note."""
    return any(run.style == "note-ref" for cells in block.cells[: block.table.heads] for cell in cells for run in cell.runs)


def table(
    block: SetTable,
    stretch: range,
    rows: list[list[Typescript]],
    taller: Mapping[int, int],
    styles: StyleBook,
    bookmarks: Bookmarks,
    origin: float = 0.0,
    goes_on: bool = False,
) -> Element:
    """`w:tbl` of the rows `stretch`, under the head, of fixed columns, rows at least as high as composed but for what they give
    and what `taller` adds to some (twips), the head repeated on every page. `origin`: left edge of what it stands in, pt from the
    left of the type area. `goes_on`: to a further page.

    LibreOffice 7.4 may lose the footnotes of a head that could be repeated; where it need not be, it is a row like any other."""
    edges = [twips(edge) for edge in block.columns]
    first = rows[0][0].block if rows and rows[0] else None
    padding = twips(block.padding * first.style.size) if first else 0
    properties = make(
        "tblPr",
        make("tblStyle", val=styles.table()),
        make("tblW", w=edges[-1] - edges[0], type="dxa"),
        make("tblInd", w=twips(block.columns[0] - origin), type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=padding, type="dxa"), make("right", w=padding, type="dxa")),
        make("tblLook", firstRow=bool(block.table.header), lastRow=False, noHBand=True, noVBand=True),
    )
    grid = make("tblGrid", *(make("gridCol", w=right - left) for left, right in pairwise(edges)))
    element, parting = make("tbl", properties, grid), block.parting
    repeats = block.repeats and (goes_on or stretch.start > 0 or not _noted(block))
    again = range(block.table.heads if block.repeats and stretch.start else 0)
    for number in (*again, *stretch):
        height = block.heights[number]
        parts = number in parting
        kept = not parts or height > 2 * _own(block, number)  # a merged cell's text makes no row higher in word processors
        element.append(
            make(
                "tr",
                make(
                    "trPr",
                    None if parts else make("cantSplit"),
                    make("trHeight", val=twips(height - ROW_GIVES) + taller.get(number, 0), hRule="atLeast") if kept else None,
                    make("tblHeader") if repeats and number < block.table.heads else None,
                ),
                *_cells(block, number, stretch.start if number in stretch else 0, rows, edges, styles, bookmarks),
            )
        )
    return element


def _cells(
    block: SetTable, number: int, first: int, scripts: list[list[Typescript]], edges: list[int], styles: StyleBook,
    bookmarks: Bookmarks,
) -> Iterator[Element]:  # fmt: skip
    """A merged cell once in its first row, and as its continuation in each row below. One that began above row `first`, where
    this table begins, begins anew there, in the style of 续表."""
    rows, row, column = block.table.all_rows, scripts[number], 0
    while column < len(row):
        owner = number
        while rows[owner][column].covered:
            owner -= 1
        asked = rows[owner][column]
        goes_on = owner < first == number
        down = "restart" if owner == number or goes_on else "continue"
        yield make(
            "tc",
            make(
                "tcPr",
                make("tcW", w=edges[column + asked.across] - edges[column], type="dxa"),
                make("gridSpan", val=asked.across) if asked.across > 1 else None,
                make("vMerge", val=down) if asked.down > 1 else None,
                make("vAlign", val="top" if _top(block.cells[owner][column]) else "center"),
            ),
            _continued(styles) if goes_on else row[column].element(styles, bookmarks),
        )
        column += asked.across


def _continued(styles: StyleBook) -> Element:
    """The empty paragraph of a merged cell that began in the table before."""
    return make("p", make("pPr", make("pStyle", val=styles.paragraph("table-continued", Departure(before=0, after=0)))))


def _own(block: SetTable, row: int) -> float:
    """Height of the text in a row's own cells, pt."""
    cells = zip(block.cells[row], block.table.all_rows[row], strict=True)
    return max((len(cell.lines) * cell.leading for cell, asked in cells if asked.down == 1), default=0.0)


def _top(cell: SetParagraph) -> bool:
    """Whether a cell's text stands at its top, because a page may end inside it."""
    return abs(cell.before - cell.after) > 0.01
