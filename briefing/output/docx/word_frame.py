"""Frames and pictures side by side: tables of one row, whose cells hold live paragraphs.

Borders of paragraphs would do for a frame of plain text, but Word draws one frame around paragraphs of the same indents only, and
none around a table or a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefing.house.box_settings import SIDES
from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, make, twips
from briefing.output.docx.named_styles import StyleBook
from briefing.typeset.composed import SetGroup

_SIDES = ("top", "left", "bottom", "right")


def frame(group: SetGroup, contents: Sequence[Element], house: HouseStyle, styles: StyleBook, parts: bool) -> Element:
    """`w:tbl` of one cell. `parts`: whether it was composed over a page turn."""
    box = group.box
    assert box is not None
    sides = SIDES[box.sides]
    # The lines stand inside the frame, and word processors put the margins of a cell inside its lines.
    down = {side: twips(group.padding - (box.weight if side in sides else 0.0)) for side in ("top", "bottom")}
    across = twips(group.slots[0][0])
    margins = {"top": max(0, down["top"]), "left": across, "bottom": max(0, down["bottom"]), "right": across}
    width = twips(house.page.measure)
    ground = None
    if box.ground != "none":
        ground = make("shd", val="clear", color="auto", fill=house.colors[box.ground].rgb.lstrip("#"))
    cell = make(
        "tc",
        make(
            "tcPr",
            make("tcW", w=width, type="dxa"),
            ground,
            make("tcMar", *(make(side, w=margins[side], type="dxa") for side in _SIDES)),
        ),
        *contents,
    )
    rows = make("tr", make("trPr", None if box.part or parts else make("cantSplit")), cell)
    return _table(styles.frame(group.kind), [width], 0, rows)


def beside(group: SetGroup, cells: Sequence[Sequence[Element]], height: float, styles: StyleBook, origin: float) -> Element:
    """`w:tbl` of one row without lines: a picture and what belongs to it in each cell. `height`: of the highest picture, pt;
    `origin`: as in word_table."""
    # the caption of all is as wide as they are together, and stands below
    slots = sorted(set(group.slots[:-1] if group.slots[-1] not in group.slots[:-1] else group.slots))
    edges = [slots[0][0], *((left + width + right) / 2 for (left, width), (right, _) in pairwise(slots))]
    edges.append(slots[-1][0] + slots[-1][1])
    widths = [twips(right) - twips(left) for left, right in pairwise(edges)]
    # LibreOffice begins with rows as high as they say: in one of no height, text that the pictures push off the page would
    # stand on it for a moment, and what its notes take of the page stays white
    row = make("tr", make("trPr", make("cantSplit"), make("trHeight", val=twips(height), hRule="atLeast")))
    for (left, width), start, end, whole, content in zip(slots, edges, edges[1:], widths, cells, strict=False):
        margins = (("left", twips(left - start)), ("right", twips(end - left - width)))
        row.append(
            make(
                "tc",
                make(
                    "tcPr",
                    make("tcW", w=whole, type="dxa"),
                    make("tcMar", *(make(side, w=max(0, white), type="dxa") for side, white in margins)),
                ),
                *content,
            )
        )
    return _table(styles.frame("beside"), widths, twips(slots[0][0] - origin), row)


def _table(style: str, widths: Sequence[int], indent: int, row: Element) -> Element:
    properties = make(
        "tblPr",
        make("tblStyle", val=style),
        make("tblW", w=sum(widths), type="dxa"),
        make("tblInd", w=indent, type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=0, type="dxa"), make("right", w=0, type="dxa")),
        make("tblLook", firstRow=False, lastRow=False, noHBand=True, noVBand=True),
    )
    return make("tbl", properties, make("tblGrid", *(make("gridCol", w=width) for width in widths)), row)
