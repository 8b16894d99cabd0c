"""A last page of a few lines is saved by the white above titles, where the house allows, and only where that saves a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example_issues import source
from typeset_support import fonts, house, paragraph, sheet

from briefing.house.style import HouseStyle
from briefing.model.sheet import Region, Sheet, SheetParagraph
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetParagraph

PLAIN = house()
TIGHT = replace(PLAIN, composition=replace(PLAIN.composition, tighten=30.0))


def text(lines: int) -> list[SheetParagraph]:
    return [paragraph("题目", "title"), *(paragraph("文。") for _ in range(lines)), paragraph("（某办）", "byline")]


def white(composed: Composed) -> list[float]:
    titles = [block for block in composed.blocks if isinstance(block, SetParagraph) and block.paragraph.kind == "title"]
    return [block.before for block in titles]


def test_34_paragraphs_and_their_contributor_take_two_pages() -> None:
    """A 报头 of seven lines, a title of three, and 11 + 21 lines under them: one is too many."""
    for lines, pages in ((31, (2, 2)), (32, (3, 2)), (33, (3, 3))):
        blocks = [
            paragraph("题目", "title", anchor="a"),
            *(paragraph("文。") for _ in range(lines)),
            paragraph("（某办）", "byline"),
        ]
        regions = Sheet((Region("masthead", (paragraph("第1期", "number"),)), Region("body", tuple(blocks))))
        found = [typeset(regions, look, fonts()) for look in (with_title(PLAIN), with_title(TIGHT))]
        assert tuple(len(one.pages) for one in found) == pages, lines
        assert white(found[1]) == [0.0 if pages == (3, 2) else 30.0]


def with_title(look: HouseStyle) -> HouseStyle:
    title = replace(look.styles["title"], before=30.0, after=30.0, size=16.0)
    return replace(look, styles={**look.styles, "title": title})


@pytest.mark.parametrize("reports", [1, 2, 3])
def test_never_more_pages_and_no_tail_alone(reports: int) -> None:
    for lines in range(10, 60, 2 * reports):
        blocks = [block for _ in range(reports) for block in text(lines)]
        plain, tight = (typeset(sheet(*blocks), look, fonts()) for look in (PLAIN, TIGHT))
        assert len(tight.pages) <= len(plain.pages)
        if len(tight.pages) == len(plain.pages):
            assert white(tight) == white(plain), lines
        for page in tight.pages:
            body = 0
            for item in page.items:
                block = tight.blocks[item.index]
                assert isinstance(block, SetParagraph)
                body = 0 if block.paragraph.kind == "title" else body + item.last - item.first
                assert block.paragraph.kind != "byline" or body >= 3, (lines, page.number)


@pytest.mark.parametrize("padding", ["below", "around"])
def test_a_title_that_is_closer_shares_the_white_under_it(padding: str) -> None:
    look = with_title(TIGHT)
    title = replace(look.styles["title"], padding=padding)
    blocks = (paragraph("题目", "title"), *(paragraph("文。") for _ in range(32)), paragraph("（某办）", "byline"))
    regions = Sheet((Region("masthead", (paragraph("第1期", "number"),)), Region("body", blocks)))
    composed = typeset(regions, replace(look, styles={**look.styles, "title": title}), fonts())
    (found,) = (block for block in composed.blocks if isinstance(block, SetParagraph) and block.paragraph.kind == "title")
    assert len(composed.pages) == 2
    assert (found.before, found.after) == ((15.0, 15.0) if padding == "around" else (0.0, 30.0))


def test_the_last_of_the_contents_is_not_alone_on_a_page() -> None:
    for count in range(19, 25):
        entries = tuple(paragraph(f"第{number}篇", "contents-entry") for number in range(count))
        pages = typeset(Sheet((Region("contents", entries),)), PLAIN, fonts()).pages
        assert len(pages[-1].items) != 1, count


@pytest.mark.parametrize(("issue", "lines"), [("2022-128-yaoqing", 38), ("2022-08-xinxi", 14)])
def test_titles_keep_the_white_that_their_house_asks(issue: str, lines: int) -> None:
    """Of a text that is a line too long for its page: above each as much as the house says at least, and no less than below."""
    look = source(issue).house
    blocks = (
        paragraph("栏目", "section"), paragraph("题目", "title"), *(paragraph("文。") for _ in range(lines // 2)),
        paragraph("栏目", "section"), paragraph("一个两行的题目" * 5, "title"), *(paragraph("文。") for _ in range(lines // 2)),
    )  # fmt: skip
    composed = typeset(sheet(*blocks), look, fonts())
    for page in composed.pages:
        for item, following in zip(page.items[1:], page.items[2:], strict=False):
            block, below = composed.blocks[item.index], composed.blocks[following.index]
            assert isinstance(block, SetParagraph) and isinstance(below, SetParagraph)
            if block.paragraph.kind == "title" or (block.paragraph.kind == "section" and below.paragraph.kind != "title"):
                assert block.before + 0.01 >= max(look.composition.title_white, block.after + below.before)
            elif block.paragraph.kind == "section":
                assert block.before + 0.01 >= look.composition.title_white
