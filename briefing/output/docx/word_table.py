"""Tables."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, make, twips
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.placement import ROW_GIVES, BlockSpace
from briefing.output.docx.word_fields import Bookmarks
from briefing.typeset.composed import SetTable
from briefing.typeset.tables import PADDING


def table_scripts(block: SetTable, house: HouseStyle) -> list[list[Typescript]]:
    """The cells' paragraphs, row by row."""
    rows = []
    for row in block.cells:
        pads = [PADDING * cell.style.size for cell in row]
        boxes = ((block.columns[i] + pad, block.columns[i + 1] - pad) for i, pad in enumerate(pads))
        rows.append([Typescript(cell, house, BlockSpace(), box=box) for cell, box in zip(row, boxes, strict=True)])
    return rows


def table(
    block: SetTable, rows: list[list[Typescript]], taller: Mapping[int, int], styles: StyleBook, bookmarks: Bookmarks
) -> Element:
    """`w:tbl` of fixed columns, rows at least as high as composed but for what they give and what `taller` adds to some (twips),
    the head row repeated on every page."""
    widths = [twips(right) - twips(left) for left, right in zip(block.columns, block.columns[1:], strict=False)]
    first = rows[0][0].block if rows and rows[0] else None
    padding = twips(PADDING * first.style.size) if first else 0
    properties = make(
        "tblPr",
        make("tblStyle", val=styles.table()),
        make("tblW", w=sum(widths), type="dxa"),
        make("tblInd", w=twips(block.columns[0]), type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=padding, type="dxa"), make("right", w=padding, type="dxa")),
        make("tblLook", firstRow=bool(block.table.header), lastRow=False, noHBand=True, noVBand=True),
    )
    grid = make("tblGrid", *(make("gridCol", w=width) for width in widths))
    element = make("tbl", properties, grid)
    for number, (row, height) in enumerate(zip(rows, block.heights, strict=True)):
        head = bool(block.table.header) and number == 0
        cells = (
            make(
                "tc",
                make("tcPr", make("tcW", w=width, type="dxa"), make("vAlign", val="center")),
                script.element(styles, bookmarks),
            )
            for script, width in zip(row, widths, strict=True)
        )
        element.append(
            make(
                "tr",
                make(
                    "trPr",
                    make("cantSplit"),
                    make("trHeight", val=twips(height - ROW_GIVES) + taller.get(number, 0), hRule="atLeast"),
                    make("tblHeader") if head else None,
                ),
                *cells,
            )
        )
    return element
