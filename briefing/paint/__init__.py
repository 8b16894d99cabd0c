"""Composed → Painted: the one place where coordinates of the sheet are reckoned.

marks.py       the result: marks, nodes
brush.py       what painting a page adds to
glyph_lines.py the lines of a paragraph, their pair and leader
table_borders.py   cells and borders
folios.py      page numbers
painted_before.py  pages that are as they were, for a process that paints the same issue again and again
structure.py   what the marks belong to, in reading order
dump.py        a mark a line, to be read
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from briefing.fonts.metrics import Fonts
from briefing.model.sheet import LINE_BREAK
from briefing.paint import folios, glyph_lines, table_borders
from briefing.paint.brush import Brush
from briefing.paint.marks import Aside, Bar, Bookmark, Destination, Form, Image, Painted, PaintedPage
from briefing.paint.painted_before import PaintedBefore
from briefing.paint.structure import Structure, structure
from briefing.typeset.composed import Composed, Page, Placed, SetParagraph, SetPicture, SetRule, SetTable

__all__ = ["PaintedBefore", "paint"]


def paint(composed: Composed, fonts: Fonts, before: PaintedBefore | None = None) -> Painted:
    """Every mark of every page. `before`: what this process has painted of the issue. Pure but for that; raises nothing for what
    `typeset` has returned."""
    tree = structure(composed)
    end = glyph_lines.leaders_end(composed)
    anchors, bookmarks = _places(composed)
    before = before or PaintedBefore()
    before.begin(composed, fonts, end)
    pages = tuple(
        before.page(composed, tree, page, anchors, lambda page, places: _page(composed, fonts, tree, page, end, places))
        for page in composed.pages
    )
    number = (composed.house.page_number.font, False)
    faces = dict(composed.faces)
    face = composed.primaries[number]
    faces.setdefault((face.key, face.bold), face)
    sheet = composed.sheet
    return Painted(
        pages, tree.nodes, bookmarks, anchors, faces, composed.house.colors, sheet.properties, sheet.language,
        composed.drawings,
    )  # fmt: skip


def _page(
    composed: Composed, fonts: Fonts, tree: Structure, page: Page, leaders_end: float, anchors: dict[str, Destination]
) -> PaintedPage:
    """Places that notes and their marks lead to are added to `anchors`."""
    brush = Brush(composed.house, fonts, page.box, leaders_end)
    for patch in page.patches:
        x, y = page.box.left, page.box.top
        brush.add(Bar(Aside.ORNAMENT, patch.color, x + patch.left, y + patch.top, x + patch.right, y + patch.bottom))
    closing = [placed for placed in page.items if composed.regions[placed.index] == "colophon"]
    for placed in page.items:
        if placed not in closing:
            brush.box = replace(page.box, left=page.box.left + placed.x) if placed.x else page.box
            _block(composed, brush, tree, placed)
    brush.box = page.box
    for placed in page.notes:
        homes = tree.notes[placed.index]
        glyph_lines.paragraph(brush, composed.notes[placed.index], homes, page.box.top + placed.y, placed.first, placed.last)
    for placed in closing:  # under the notes
        _block(composed, brush, tree, placed)
    folios.folio(brush, composed, page)
    for anchor, (x, y) in brush.anchors.items():
        anchors.setdefault(anchor, Destination(page.number - 1, x, y))
    return PaintedPage(page.box, tuple(brush.marks), tuple(brush.links))


def _block(composed: Composed, brush: Brush, tree: Structure, placed: Placed) -> None:
    box = brush.box
    top = box.top + placed.y
    homes = tree.homes[placed.index]
    match composed.blocks[placed.index]:
        case SetParagraph() as block:
            glyph_lines.paragraph(brush, block, homes[0], top, placed.first, placed.last)
        case SetTable() as block:
            table_borders.table(brush, block, homes, top, placed.first, placed.last)
        case SetRule() as block if block.void:
            pass
        case SetRule() as block:
            color = composed.house.rules[block.rule.kind].color
            brush.add(Bar(Aside.ORNAMENT, color, box.left, top, box.left + box.measure, top + block.weight))
        case SetPicture() as block:
            left = box.left + block.x
            path, span = block.picture.path, block.picture.span
            kind = Form if path in composed.drawings else Image
            brush.add(kind(homes[0].body, span, path, left, top, left + block.width, top + block.height))
        case _ as block:
            assert_never(block)


def _places(composed: Composed) -> tuple[dict[str, Destination], tuple[Bookmark, ...]]:
    """Where anchors and outlined paragraphs begin."""
    anchors: dict[str, Destination] = {}
    bookmarks: list[Bookmark] = []
    open_levels: list[int] = []
    for number, page in enumerate(composed.pages):
        for placed in page.items:
            block = composed.blocks[placed.index]
            if not isinstance(block, SetParagraph) or placed.first:
                continue
            place = Destination(number, page.box.left, page.box.top + placed.y)
            if block.paragraph.anchor:
                anchors.setdefault(block.paragraph.anchor, place)
            level = block.paragraph.outline
            if level:
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                open_levels.append(level)
                words = "".join(run.text for run in block.runs if run.style != "note-ref").replace(LINE_BREAK, " ")
                bookmarks.append(Bookmark(len(open_levels), words, place))
    return anchors, tuple(bookmarks)
