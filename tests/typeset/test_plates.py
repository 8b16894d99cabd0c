"""Wide pages and fold-outs with figures and tables: text of their section fills the page before them; no heading is alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from slices import share
from test_floats import LOOK, PLAIN, figure, is_text, rows, said, starts, table, text
from typeset_support import fonts, paragraph, sheet

from briefing.house.style import HouseStyle
from briefing.model.freedoms import PASSING, is_plate
from briefing.model.sheet import Block, Group, Region
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, Page, SetBlock, SetParagraph

#: Blocks, and the format of the pages that they stand on.
Part = tuple[str, list[Block]]


def laid(parts: Sequence[Part], look: HouseStyle = LOOK) -> Composed:
    """Parts of the same format, one after another, are one."""
    joined: list[Part] = []
    for leaf, blocks in (part for part in parts if part[1]):
        if joined and joined[-1][0] == leaf:
            joined[-1][1].extend(blocks)
        else:
            joined.append((leaf, list(blocks)))
    regions = [
        Region("body", tuple(blocks), tuple(Group("beside", *ends) for ends in rows(blocks)), leaf) for leaf, blocks in joined
    ]
    return typeset(replace(sheet(), regions=tuple(regions)), look, fonts())


def made(seed: int) -> list[Part]:
    chance = random.Random(seed)
    parts: list[Part] = [("", [paragraph("题目", "title"), *text(chance, chance.randint(1, 9))])]
    for number in range(chance.randint(1, 4)):
        if chance.random() < 0.4:
            parts.append(("", [paragraph("一、做法", "heading-1")]))
        if chance.random() < 0.3:
            parts.append(("", figure(f"{number}f", chance.randint(300, 2000))))
        leaf = chance.choice(("wide", "wide", "foldout", ""))
        own = table(str(number), chance.randint(2, 7)) if chance.random() < 0.7 else figure(str(number), 900)
        more = [paragraph("文" * 30)] if chance.random() < 0.1 else []
        parts += [(leaf, [*own, *more]), ("", text(chance, chance.randint(0, 6)))]
    return [*parts, ("", [paragraph("（某办）", "byline")])]


def holds(seed: int) -> bool:
    """What is lawful; whether something passes a plate."""
    plain, floated = laid(made(seed), PLAIN), laid(made(seed))
    before, after = [said(block) for block in plain.blocks], [said(block) for block in floated.blocks]
    assert [name for name in before if not is_text(name)] == [name for name in after if not is_text(name)]
    assert [name for name in before if is_text(name)] == [name for name in after if is_text(name)]
    placed = [item.index for page in floated.pages for item in page.items if item.first == 0]
    assert placed == list(range(len(before)))
    over = sum(is_heading(last) for _, last, _ in before_plates(plain))  # which go over to the next page
    assert len(floated.pages) <= len(plain.pages) + 2 * over  # and a page is blank before a fold-out
    for page in floated.pages:
        assert {floated.leaf_of(item.index) for item in page.items} <= {page.leaf}
        if page.leaf == "foldout" and floated.pages[page.number - 2].leaf != "foldout":
            assert page.number % 2
    units = [" ".join(after[at : at + 2]) for at in range(len(after)) if starts(after[at])]
    assert units == [" ".join(before[at : at + 2]) for at in range(len(before)) if starts(before[at])]
    heads_and_feet(floated)
    return floated.blocks != plain.blocks and any(floated.leaf_of(at) for at in range(len(after)))


def heads_and_feet(composed: Composed) -> None:
    """Before plates no heading is left whose text follows, and no white that a paragraph of the section would fill."""
    for page, last, after in before_plates(composed):
        block = composed.blocks[after] if after < len(composed.blocks) and not composed.leaf_of(after) else None
        if not isinstance(block, SetParagraph) or block.paragraph.kind not in PASSING or is_end(composed, after + 1):
            continue
        assert not is_heading(last), page.number
        assert page.items[-1].y + last.height + last.after + block.height > page.box.depth, page.number


def before_plates(composed: Composed) -> Iterator[tuple[Page, SetBlock, int]]:
    """Pages before plates, the last block on each, and where what follows the plates begins."""
    for page, following in pairwise(composed.pages):
        if page.items and not page.leaf and following.items and plate(composed, following.items[0].index):
            after = following.items[0].index
            while after < len(composed.blocks) and plate(composed, after):
                after += 1
            yield page, composed.blocks[page.items[-1].index], after


def is_heading(block: SetBlock) -> bool:
    return said(block).startswith("heading")


def plate(composed: Composed, at: int) -> bool:
    return is_plate(composed.sheet.regions[composed.parts[at]])


def is_end(composed: Composed, at: int) -> bool:
    return at < len(composed.blocks) and said(composed.blocks[at]).startswith("byline")


def test_text_goes_before_plates_and_all_is_lawful() -> None:
    assert sum(holds(seed) for seed in range(24)) > 8


@pytest.mark.slow
def test_so_it_is_in_many() -> None:
    assert sum(holds(seed) for seed in range(100, 100 + share(600))) > share(600) / 3


def names(composed: Composed) -> list[str]:
    return [said(block) for block in composed.blocks]


def leaves(composed: Composed) -> str:
    return "".join(page.leaf[:1] or "." for page in composed.pages)


@pytest.mark.parametrize("lines", range(1, 22))
def test_text_fills_the_page_before_a_wide_page(lines: int) -> None:
    after: list[Block] = [paragraph("后。") for _ in range(25)]
    composed = laid([("", [paragraph("文。") for _ in range(lines)]), ("wide", table("1", 3)), ("", after)])
    assert leaves(composed) == ".w." + "." * (lines > 17)
    assert len(composed.pages[0].items) == 21
    assert composed.passed == ({lines: 1} if lines < 21 else {})


def test_a_heading_has_two_lines_of_its_text_before_a_wide_page() -> None:
    """On its page, or both on the next, after which the wide page stands."""
    pairs = replace(LOOK, composition=replace(LOOK.composition, lone_line=True))
    for lines in range(16, 22):
        heading, after = paragraph("一、做法", "heading-1"), [paragraph("后" * 60) for _ in range(12)]
        parts: list[Part] = [("", [*(paragraph("文。") for _ in range(lines)), heading]), ("wide", table("1", 3)), ("", [*after])]
        composed = laid(parts, pairs)
        at = names(composed).index("heading-1 一、做法")
        page = next(page for page in composed.pages if any(item.index == at for item in page.items))
        under = next(item for item in page.items if item.index == at + 1)
        assert not page.leaf and under.last - under.first >= 2, lines
        assert leaves(composed).startswith(".w" if lines < 18 else "..w"), lines


def test_a_fold_out_waits_for_a_right_hand_page_with_text_before_it() -> None:
    after: list[Block] = [paragraph("后。") for _ in range(70)]
    for lines in (3, 21):
        composed = laid([("", [paragraph("文。") for _ in range(lines)]), ("foldout", table("1", 3)), ("", after)])
        assert leaves(composed).startswith("..ff.") and all(len(composed.pages[at].items) == 21 for at in (0, 1)), lines


def test_plates_with_little_between_them_stand_behind_one_another() -> None:
    after: list[Block] = [paragraph("后。") for _ in range(25)]
    parts: list[Part] = [
        ("", [paragraph("文。")]),
        ("wide", table("1", 3)),
        ("", [paragraph("中。")]),
        ("wide", figure("2", 900)),
        ("", after),
    ]
    composed = laid(parts)
    assert leaves(composed) == ".ww." and len(composed.pages[0].items) == 21
    assert composed.passed == {1: 1, 2: 1}


@pytest.mark.parametrize(
    "own",
    [[paragraph("正文。"), *table("1", 3)], [paragraph("一、做法", "heading-1"), *table("1", 3)], [paragraph("注", "quote")]],
)
def test_running_text_and_headings_on_a_wide_page_are_not_passed(own: list[Block]) -> None:
    composed = laid([("", [paragraph("文。")]), ("wide", own), ("", [paragraph("后。") for _ in range(25)])])
    assert leaves(composed) == ".w.." and not composed.passed


def test_no_text_leaves_its_section_or_what_ends_it() -> None:
    for end in (paragraph("二、效果", "heading-1"), paragraph("题目", "title")):
        composed = laid([("", [paragraph("文。")]), ("wide", table("1", 3)), ("", [end, *(paragraph("后。") for _ in range(5))])])
        assert not composed.passed
    last = [paragraph("后。"), paragraph("后。"), paragraph("（某办）", "byline")]
    composed = laid([("", [paragraph("文。")]), ("wide", table("1", 3)), ("", [*last])])
    byline = composed.pages[-1].items
    assert [said(composed.blocks[item.index]) for item in byline] == ["body 后。", "byline （某办）"]


def test_pages_of_another_format_may_end_with_a_heading() -> None:
    """After which nothing comes, in the section or in the issue."""
    parts: list[Part] = [("", [paragraph("文。")]), ("wide", [paragraph("题", "title"), paragraph("一、做法", "heading-1")])]
    assert [page.leaf for page in laid(parts).pages] == ["", "wide"]
