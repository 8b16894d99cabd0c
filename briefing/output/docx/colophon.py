"""The 版记: a table that floats at the foot of the type area, its rules the table's borders.

A frame (`w:framePr`) would do in Word, but LibreOffice 7.4 neither puts one at the foot of the page nor keeps
borders in it. It floats a table that is as wide as the type area only if it is placed from the edge of the
page, hence `tblpX`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import assert_never

from briefing.core.records import dataclass
from briefing.output.docx.elements import Element, make, twips
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.word_fields import Bookmarks
from briefing.typeset.composed import Composed, SetParagraph, SetPicture, SetRule, SetTable


@dataclass(slots=True)
class _Row:
    """What stands between two rules: `rule` is the kind of the one above, "" for none."""

    rule: str
    content: list[Typescript] = field(default_factory=list)


def colophon(
    composed: Composed, start: int, scripts: Mapping[int, Typescript], styles: StyleBook, bookmarks: Bookmarks
) -> Element:
    """`w:tbl` of the blocks from `start` on: rules and paragraphs, which is what the region holds."""
    rows, last = _rows(composed, start, scripts)
    inner = next((row.rule for row in rows[1:] if row.rule), "")
    house = composed.house
    width = twips(house.page.measure)
    properties = make(
        "tblPr",
        make("tblStyle", val=styles.colophon(rows[0].rule, inner, last)),
        make(
            "tblpPr",
            leftFromText=0,
            rightFromText=0,
            vertAnchor="margin",
            horzAnchor="page",
            tblpX=twips(composed.pages[-1].box.left),
            tblpYSpec="bottom",
        ),
        make("tblOverlap", val="never"),
        make("tblW", w=width, type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblLook", firstRow=False, lastRow=False, noHBand=True, noVBand=True),
    )
    table = make("tbl", properties, make("tblGrid", make("gridCol", w=width)))
    for number, row in enumerate(rows):
        odd = number and row.rule != inner  # a rule of another kind than those between the other rows
        cell = make(
            "tcPr",
            make("tcW", w=width, type="dxa"),
            make("tcBorders", styles.border("top", row.rule) if row.rule else make("top", val="nil")) if odd else None,
        )
        paragraphs = [script.element(styles, bookmarks) for script in row.content]
        if not paragraphs:
            paragraphs = [make("p", make("pPr", make("pStyle", val=styles.spacer())))]
        table.append(make("tr", make("trPr", make("cantSplit")), make("tc", cell, *paragraphs)))
    return table


def _rows(composed: Composed, start: int, scripts: Mapping[int, Typescript]) -> tuple[list[_Row], str]:
    """The rows, and the kind of the rule under the last."""
    rows = [_Row("")]
    for index in range(start, len(composed.blocks)):
        block = composed.blocks[index]
        match block:
            case SetRule():
                rows.append(_Row(block.rule.kind))
            case SetParagraph():
                rows[-1].content.append(scripts[index])
            case SetTable() | SetPicture():
                pass
            case _:
                assert_never(block)
    if len(rows) > 1 and not rows[0].content:
        rows.pop(0)
    last = ""
    if len(rows) > 1 and not rows[-1].content:
        last = rows.pop().rule
    return rows, last
