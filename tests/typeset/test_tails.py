"""What ends a text (供稿, 来源, 落款, notes, attachment notes) stands on no page without two lines of that text."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from typeset_support import fonts, house, paragraph, sheet

from briefing.model.sheet import ParagraphKind, SheetParagraph
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetParagraph

TAILS = ("byline", "signature", "signature-date", "attachment-note", "attachment-item", "note")
ENDS: tuple[tuple[ParagraphKind, ...], ...] = (
    ("byline",), ("byline", "byline"), ("signature", "signature-date"), ("signature", "signature", "signature-date", "byline"),
    ("attachment-note", "attachment-item"), ("note", "note", "note"), ("byline", "note"), ("note", "note", "byline"),
)  # fmt: skip


def texts(chance: random.Random) -> list[SheetParagraph]:
    found = [paragraph("题目", "title")]
    for _ in range(chance.randint(1, 3)):
        found.append(paragraph("一、做法", "heading-1"))
        found += (paragraph("文" * chance.choice((3, 20, 40, 60, 90, 200))) for _ in range(chance.randint(1, 9)))
    ends = chance.choice(ENDS)
    return [*found, *(paragraph("注" * (90 if kind == "note" else 8), kind) for kind in ends)]


def torn(page: Composed) -> list[str]:
    """Tails under fewer than two lines of the text, or of notes, on their page, and texts that are lost or doubled."""
    faults = []
    for one in page.pages:
        lines = 0
        for item in one.items:
            block = page.blocks[item.index]
            assert isinstance(block, SetParagraph)
            kind = block.paragraph.kind
            if kind not in TAILS or kind == "note":
                lines = 0 if kind == "title" else lines + item.last - item.first
            elif item.first == 0 and lines < 2:
                faults.append(f"page {one.number}: {kind} under {lines} lines")
    placed = [(item.index, number) for one in page.pages for item in one.items for number in range(item.first, item.last)]
    wanted = [(i, n) for i, block in enumerate(page.blocks) if isinstance(block, SetParagraph) for n in range(len(block.lines))]
    return faults if placed == wanted else [*faults, "lines"]


@pytest.mark.parametrize("lone_line", [False, True])
def test_no_tail_is_torn_off(lone_line: bool) -> None:
    look = house(styles={"signature": {"align": "right", "indent_right": 2.0, "before": 30.0}})
    look = replace(look, composition=replace(look.composition, lone_line=lone_line))
    for seed in range(60):
        chance = random.Random(seed)
        blocks = [block for _ in range(3) for block in texts(chance)]
        assert torn(typeset(sheet(*blocks), look, fonts())) == [], seed


def test_34_short_paragraphs_and_their_contributor() -> None:
    """The two last paragraphs go with it."""
    page = typeset(sheet(*(paragraph("文。") for _ in range(42)), paragraph("（某办）", "byline")), house(), fonts())
    assert [len(one.items) for one in page.pages] == [21, 19, 3]


def test_a_long_paragraph_leaves_two_lines_a_short_one_goes_whole() -> None:
    for lines, parts in ((9, [(0, 7), (7, 9)]), (4, [(0, 4)])):
        short = [paragraph("文。") for _ in range(42 - lines)]
        blocks = [*short, paragraph("文" * (27 * lines - 4)), paragraph("（某办）", "byline")]
        page = typeset(sheet(*blocks), house(), fonts())
        assert len(page.pages) == 3
        assert [(item.first, item.last) for one in page.pages for item in one.items if item.index == 42 - lines] == parts


@pytest.mark.parametrize("before", [17, 18, 19, 20])
def test_no_line_of_an_editor_note_stands_alone(before: int) -> None:
    look = house(styles={"editor-note": {"lone_line": True}})
    page = typeset(sheet(*(paragraph("文。") for _ in range(before)), paragraph("按" * 100, "editor-note")), look, fonts())
    parts = [item.last - item.first for one in page.pages for item in one.items if item.index == before]
    assert sum(parts) == 4 and 1 not in parts
