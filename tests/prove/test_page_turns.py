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
