"""What ends a text keeps two of its lines: by themselves wherever that may be, since LibreOffice moves whole what is bound to the
next paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from typeset_support import fonts, house, paragraph, sheet

from briefing.model.sheet import SheetParagraph
from briefing.output.docx import placement
from briefing.typeset import typeset

LINES = 9  # of the paragraph above the byline


def ended(above: Sequence[SheetParagraph], lone_line: bool) -> tuple[list[tuple[int, int]], bool]:
    """How the pages part a paragraph of nine lines under `above`, and whether a DOCX binds it to its byline."""
    look = house()
    look = replace(look, composition=replace(look.composition, lone_line=lone_line))
    blocks = [*above, paragraph("文" * (27 * LINES - 4)), paragraph("（某办）", "byline")]
    page = typeset(sheet(*blocks), look, fonts())
    parts = [(item.first, item.last) for one in page.pages for item in one.items if item.index == len(above)]
    return parts, placement.flow(page).gaps[len(above)].keep_next


def short(count: int) -> list[SheetParagraph]:
    return [paragraph("文。") for _ in range(count)]


def test_a_paragraph_that_parts_by_itself_is_not_bound() -> None:
    """Eight of its lines go in, and the last is not to stand alone on the next page."""
    assert ended(short(13), lone_line=True) == ([(0, 7), (7, 9)], False)
    assert ended(short(13), lone_line=False) == ([(0, 7), (7, 9)], True)
    assert ended(short(12), lone_line=True) == ([(0, 7), (7, 9)], True)


def test_lines_that_are_free_stand_above_a_title() -> None:
    """Under 8 lines and a title nine have room, without their byline; under 9, eight."""
    title = paragraph("题目", "title")
    for count, parts in ((7, [(0, 9)]), (8, [(0, 7), (7, 9)]), (9, [(0, 7), (7, 9)]), (10, [(0, 7), (7, 9)])):
        assert ended([*short(count), title], lone_line=True) == (parts, False), count


@pytest.mark.parametrize(("above", "lone_line", "free"), [(13, False, 1), (12, True, 2), (12, False, 2)])
def test_libreoffice_is_told_that_it_parts_and_of_the_lines_that_are_free(above: int, lone_line: bool, free: int) -> None:
    """It would move the paragraph whole; half a line of what is free is left."""
    look = house()
    look = replace(look, composition=replace(look.composition, lone_line=lone_line))
    blocks = [*short(above), paragraph("文" * (27 * LINES - 4)), paragraph("（某办）", "byline")]
    gap = placement.flow(typeset(sheet(*blocks), look, fonts())).gaps[above]
    assert (gap.keep_next, gap.office_parts, gap.before) == (True, True, 0)
    assert gap.office_before == pytest.approx((free - 0.5) * look.grid.pitch * 20, abs=1)


def test_what_libreoffice_is_told_stands_above_the_headings_of_the_paragraph() -> None:
    look = replace(house(), composition=replace(house().composition, lone_line=False))
    heading = paragraph("一、小标题", "heading-2")
    blocks = [*short(12), heading, paragraph("文" * (27 * LINES - 4)), paragraph("（某办）", "byline")]
    found = placement.flow(typeset(sheet(*blocks), look, fonts())).gaps
    assert [gap.office_before > 0 for gap in found[12:]] == [True, False, False]
    assert [gap.office_parts for gap in found[12:]] == [False, True, False]


def test_a_paragraph_that_begins_its_page_has_that_white_at_the_pages_head() -> None:
    look = replace(house(), composition=replace(house().composition, lone_line=False))
    signed = [paragraph("（某办）", "signature"), paragraph("某日", "signature-date")]
    blocks = [*short(21), paragraph("文" * (27 * 20 - 4)), *signed]
    page = typeset(sheet(*blocks), look, fonts())
    gap = placement.flow(page).gaps[21]
    assert [item.first for item in page.pages[1].items] == [0]
    assert (gap.break_before, gap.office_parts, gap.office_before > 0) == (True, True, True)
