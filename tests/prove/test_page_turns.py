"""What stands alone at a page's end, and where titles part, told from glyphs alone."""

from __future__ import annotations

import pytest

from briefing.prove import page_ends, title_breaks
from briefing.prove.page_ends import PageEnds
from briefing.prove.pdf_glyphs import Glyph
from briefing.prove.pdf_pages import PdfPage, Rect
from briefing.prove.title_breaks import Marked, TitleBreaks

AREA, SIZE, PITCH, EM = Rect(80.0, 100.0, 528.0, 700.0), 16.0, 30.0, 28
FULL, FIRST, LAST, TITLE = "─" * EM, "　　" + "─" * (EM - 2), "末行。", "# 一个标题"


def page(number: int, *lines: str) -> PdfPage:
    """A line each 30 pt; one that begins with # is centred and larger."""
    glyphs = []
    for at, line in enumerate(lines):
        text, size = (line[2:], 22.0) if line.startswith("#") else (line, SIZE)
        left = (AREA.left + AREA.right - len(text) * size) / 2 if size > SIZE else AREA.left
        for place, char in enumerate(text):
            if char != "　":
                glyphs.append(Glyph(char, left + place * size, AREA.top + 20 + at * PITCH, size, size, 0, False))
    return PdfPage(number, 595.0, 842.0, tuple(glyphs), ())


FILLED = (FIRST, *[FULL] * 19)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (FILLED, (FULL, LAST, FIRST), PageEnds(1, 0, 0)),
        (FILLED, (LAST, FIRST, FULL), PageEnds(1, 1, 0)),  # the last line of a paragraph
        ((*FILLED[:-1], FIRST), (FULL, LAST), PageEnds(1, 1, 0)),  # its first one
        ((*FILLED[:-2], LAST, TITLE), (FIRST, FULL), PageEnds(1, 1, 0)),
        (FILLED[:15], (FULL, LAST), PageEnds(1, 0, 5)),
        ((*FILLED[:14], LAST), (TITLE, FIRST), PageEnds(0, 0, 0)),  # a new text on a page of its own
        ((*FILLED[:14], LAST), ("附件", TITLE, FIRST), PageEnds(0, 0, 0)),
        ((*FILLED[:14], LAST), ("　" * 11 + "【社会民生】", FIRST), PageEnds(0, 0, 0)),
        ((*FILLED[:-1], LAST), (FIRST, FULL), PageEnds(1, 0, 0)),
    ],
    ids=["whole", "last alone", "first alone", "title alone", "blank", "end", "attachment", "section", "between paragraphs"],
)  # fmt: skip
def test_turns(before: tuple[str, ...], after: tuple[str, ...], found: PageEnds) -> None:
    assert page_ends.measure((page(1, *before), page(2, *after)), AREA, SIZE) == found


def ruled(rows: int, line: str = "续表1") -> PdfPage:
    """A page that begins with a table of so many rows, its head among them: lines between rows, and a frame; another below it."""
    shapes = []
    for top, count in ((AREA.top + 30, rows), (AREA.top + 400, 5)):
        bottom = top + 20 * count
        shapes += [Rect(AREA.left + 0.1, top + 20 * row, AREA.right, top + 20 * row + 0.5) for row in range(count + 1)]
        shapes += [Rect(left, top, left + 1, bottom) for left in (AREA.left, AREA.left + 100, AREA.right - 1)]
    return page(1, line)._replace(shapes=tuple(shapes))


def test_rows_under_continued_tables_are_counted() -> None:
    pages = [ruled(2), ruled(9), ruled(4, "又一个表"), page(2, FIRST)]
    assert page_ends.rows_continued(pages, AREA) == [1, 8]
    assert page_ends.rows_continued(pages, AREA, heads=2) == [0, 7]


def test_lines_above_who_signs_are_counted() -> None:
    date = "　" * 18 + "2024年3月8日"
    one, other = page(1, FULL, LAST, "　" * 20 + "某办", date), page(2, LAST, date)
    assert page_ends.lines_above_dates([one, other, page(3, TITLE, FIRST, date), page(4, FIRST, FULL)], AREA, SIZE) == [2, 1]


def test_blank_pages_are_counted_but_not_the_last() -> None:
    assert page_ends.blank_pages([page(1, FIRST), page(2), page(3, LAST), page(4)], AREA) == 1


MARKED = Marked.of("凝心聚力抓创建　‖久久为功|惠民生")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("# 凝心聚力抓创建", "# 久久为功惠民生"), TitleBreaks(1, 1, 0, 0)),
        (("# 凝心聚力抓创建　久久为功", "# 惠民生"), TitleBreaks(1, 1, 0, 1)),
        (("# 凝心聚力抓创", "# 建　久久为功惠民生"), TitleBreaks(1, 1, 1, 1)),
        (("# 凝心聚力抓创建　久久为功惠民生",), TitleBreaks()),
        (("# 凝心聚力抓创建", FULL), TitleBreaks()),
    ],
    ids=["best", "space missed", "inside", "one line", "elsewhere"],
)  # fmt: skip
def test_titles_are_found_and_judged(lines: tuple[str, ...], found: TitleBreaks) -> None:
    assert MARKED.spaces == {8} and MARKED.good == {8, 12}
    assert title_breaks.measure((page(1, *lines, FIRST),), [MARKED]) == found
