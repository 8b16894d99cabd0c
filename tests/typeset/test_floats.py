"""Figures that a page has no room for: text of their section passes them, nothing else does, and no white is left."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from slices import share
from typeset_support import fonts, house, paragraph, sheet

from briefing.house.figure_settings import FigureStyle
from briefing.house.style import HouseStyle
from briefing.model.sheet import Block, Group, Picture, Region, Run, SheetCell, SheetParagraph, SheetTable
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetTable

#: As in every house, what stands with a table or figure takes no whole lines by itself.
_OF_FIGURES = ("table-caption", "table-note", "figure-caption", "figure-part")
PLAIN = house(styles={kind: {"whole_lines": False, "leading": 20.0} for kind in _OF_FIGURES})
LOOK = replace(PLAIN, figures=FigureStyle(floats=True))
TEXT = ("body", "list-item", "quote", "heading-2", "heading-3")


def figure(name: str, height: int) -> list[Block]:
    return [Picture(f"{name}.png", "图", (1600, height)), paragraph(f"图{name}", "figure-caption")]


def beside(name: str, height: int, whole: bool = True) -> list[Block]:
    found: list[Block] = []
    for part in "ab":
        found += Picture(f"{name}{part}.png", "图", (800, height)), paragraph(part, "figure-part")
    return [*found, paragraph(f"图{name}", "figure-caption")] if whole else found


def table(name: str, rows: int) -> list[Block]:
    cells = tuple((SheetCell((Run(f"{name}{row}"),)), SheetCell((Run("1"),))) for row in range(rows))
    return [paragraph(f"表{name}", "table-caption"), SheetTable(cells[0], cells[1:]), paragraph("注：无", "table-note")]


def text(chance: random.Random, count: int) -> list[Block]:
    found: list[Block] = []
    for _ in range(count):
        if chance.random() < 0.25:
            found.append(paragraph("（一）小标题", "heading-2"))
            if chance.random() < 0.3:
                found.append(paragraph("1.更小的标题", "heading-3"))
        found.append(paragraph("文" * chance.choice((3, 20, 60, 150)), chance.choice(("body", "body", "list-item"))))
    return found


def made(seed: int) -> list[Block]:
    chance = random.Random(seed)
    blocks: list[Block] = [paragraph("题目", "title"), *text(chance, chance.randint(1, 9))]
    for number in range(chance.randint(1, 5)):
        if chance.random() < 0.4:
            blocks.append(paragraph("一、做法", "heading-1"))
        kind = chance.random()
        if kind < 0.4:
            blocks += figure(str(number), chance.randint(300, 2000))
        elif kind < 0.6:
            blocks += beside(str(number), chance.randint(300, 1200), chance.random() < 0.5)
        else:
            blocks += table(str(number), chance.randint(2, 8))
        blocks += text(chance, chance.randint(0, 6))
    return [*blocks, paragraph("（某办）", "byline")]


def said(block: SetBlock) -> str:
    match block:
        case SetParagraph():
            return f"{block.paragraph.kind} {block.text}"
        case SetPicture():
            return f"picture {block.picture.path}"
        case SetTable():
            return f"table {block.table.all_rows[0][0].text}"
        case _:
            return ""


def is_text(name: str) -> bool:
    return name.startswith(TEXT)


def laid(blocks: list[Block], look: HouseStyle = LOOK) -> Composed:
    """Pictures that are part of a figure stand side by side."""
    region = Region("body", tuple(blocks), tuple(Group("beside", *ends) for ends in rows(blocks)))
    return typeset(replace(sheet(), regions=(region,)), look, fonts())


def rows(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    kinds = [block.kind if isinstance(block, SheetParagraph) else type(block).__name__ for block in blocks]
    at = 0
    while at < len(kinds):
        start = at
        while kinds[at : at + 2] == ["Picture", "figure-part"]:
            at += 2
        if at > start:
            at += kinds[at : at + 1] == ["figure-caption"]
            yield start, at
        at += 1 if at == start else 0


def page_of(composed: Composed) -> dict[int, int]:
    return {item.index: page.number for page in reversed(composed.pages) for item in page.items}


def passes(seeds: range) -> int:
    """In how many of the made issues something passes; that it does so lawfully."""
    moved = 0
    for seed in seeds:
        blocks = made(seed)
        plain, floated = laid(blocks, PLAIN), laid(blocks)
        before, after = [said(block) for block in plain.blocks], [said(block) for block in floated.blocks]
        assert sorted(before) == sorted(after), seed
        assert [name for name in before if not is_text(name)] == [name for name in after if not is_text(name)], seed
        assert [after[group.start : group.end] for group in floated.groups] == [
            before[group.start : group.end] for group in plain.groups
        ], seed
        assert [name for name in before if is_text(name)] == [name for name in after if is_text(name)], seed
        placed = [item.index for page in floated.pages for item in page.items if item.first == 0]
        assert placed == list(range(len(blocks))), seed
        assert len(floated.pages) <= len(plain.pages), seed
        moved += before != after
        pages = page_of(floated)
        waiting = [at for at, name in enumerate(after) if starts(name)]
        for mark, count in floated.passed.items():
            assert is_text(after[mark]), seed
            held = [at for at in waiting if at > mark][:count]
            first = next(at for at in range(mark, len(after)) if starts(after[at]))
            assert len(held) == count, seed
            assert all(pages[figure] - pages[mark] <= (1 if figure == first else 2) for figure in held), seed
            assert not after[held[0] - 1].startswith("heading"), seed  # none is left behind by its text
            waiting = [at for at in waiting if at not in held]
        assert back(after, floated.passed) == before, seed
    return moved


def back(names: list[str], passed: Mapping[int, int]) -> list[str]:
    """The order of the sources, from that of the pages and what is known of it."""
    units = [range(at, ends(names, at)) for at, name in enumerate(names) if starts(name)]
    found: list[int] = []
    for at in range(len(names)):
        for _ in range(passed.get(at, 0)):
            found += next(unit for unit in units if unit.start > at and unit.start not in found)
        found += [at] if at not in found else []
    return [names[at] for at in found]


def starts(name: str) -> bool:
    """Whether a figure, a row of pictures or a table begins so."""
    return name.startswith(("picture", "table-caption")) and not name.endswith("b.png")


def ends(names: list[str], start: int) -> int:
    """Where the one ends that begins with `start`."""
    if names[start].startswith("table"):
        return start + 3
    end = start + 1
    while end < len(names) and (names[end].startswith("figure-") or names[end].endswith("b.png")):
        end += 1
    return end


def test_only_text_passes_and_a_figure_stands_on_the_next_page_at_the_latest() -> None:
    assert passes(range(24)) > 8


@pytest.mark.slow
def test_so_it_is_in_many() -> None:
    assert passes(range(100, 100 + share(600))) > share(600) / 3


def test_no_white_is_left_that_text_of_the_section_could_fill() -> None:
    """White under the last line of a page, where a figure begins the next one and a paragraph of one line follows it."""
    for lines in range(1, 21):
        blocks = [*(paragraph("文。") for _ in range(lines)), *figure("1", 1800), *(paragraph("后。") for _ in range(25))]
        composed = laid(blocks)
        first = composed.pages[0]
        last = first.items[-1]
        bottom = last.y + composed.blocks[last.index].standing(last.first, last.last)
        assert first.box.depth - bottom < 2 * LOOK.grid.pitch, lines


def test_no_white_is_left_before_figures_in_a_row() -> None:
    """Two that go on one page, two that do not, and three; with text between them, or a small heading."""
    after = [paragraph("后。") for _ in range(60)]
    rows: list[tuple[int, list[Block]]] = [
        (1, [*figure("1", 900), *figure("2", 900)]),
        (1, [*figure("1", 1400), *figure("2", 1400)]),
        (1, [*figure("1", 900), paragraph("中。"), *figure("2", 600), *table("3", 3)]),
        (2, [*figure("1", 900), paragraph("（二）做法", "heading-2"), *figure("2", 900)]),  # two lines stand under it
        (1, beside("1", 1600)),
        (1, [*beside("1", 900, False), paragraph("中。"), *beside("2", 700), *figure("3", 300)]),
    ]
    for most, row in rows:
        for lines in range(1, 21):
            composed = laid([*(paragraph("文。") for _ in range(lines)), *row, *after])
            for page in composed.pages[:-1]:
                last, block = page.items[-1], composed.blocks[page.items[-1].index]
                bottom = last.y + block.standing(last.first, last.last) + block.after
                assert page.box.depth - bottom < (most + 1) * LOOK.grid.pitch, (lines, page.number)


def test_a_figure_waits_for_no_more_than_a_page_behind_others() -> None:
    """Five that fill a page each: text passes those of which no more than one page stands between."""
    blocks = [*(paragraph("文。") for _ in range(9)), *(each for n in range(5) for each in figure(str(n), 2200))]
    composed = laid([*blocks, *(paragraph("后。") for _ in range(60))])
    pages, names = page_of(composed), [said(block) for block in composed.blocks]
    assert [pages[names.index(f"picture {n}.png")] for n in range(5)] == [2, 3, 4, 5, 6]
    assert min(pages[at] for at, name in enumerate(names) if name == "body 后。") == 4


def test_a_heading_goes_with_its_text() -> None:
    blocks = [*(paragraph("文。") for _ in range(14)), paragraph("一、做法", "heading-1"), *figure("1", 1800)]
    composed = laid([*blocks, *(paragraph("后。") for _ in range(9)), paragraph("二、效果", "heading-1"), paragraph("完。")])
    names = [said(block) for block in composed.blocks]
    assert names[14] == "heading-1 一、做法" and names[15] == "body 后。" and composed.passed == {15: 1}
    assert names.index("picture 1.png") < names.index("heading-1 二、效果")


def test_a_small_heading_passes_with_two_lines_of_its_text() -> None:
    passing = 0
    for lines in range(1, 22):
        blocks = [*(paragraph("文。") for _ in range(lines)), *figure("1", 1800), paragraph("（二）做法", "heading-2")]
        composed = laid(
            [*blocks, *(paragraph("后" * 90 + "。") for _ in range(3)), paragraph("二、效果", "heading-1"), paragraph("完。")]
        )
        names = [said(block) for block in composed.blocks]
        heading, picture = names.index("heading-2 （二）做法"), names.index("picture 1.png")
        assert picture < names.index("heading-1 二、效果")
        if heading < picture:
            passing += 1
            pages = page_of(composed)
            assert pages[heading] == pages[heading + 1] == pages[picture] - 1
            first = next(item for item in composed.pages[pages[heading] - 1].items if item.index == heading + 1)
            assert first.last - first.first >= 2
    assert passing > 3


def test_off_unless_the_house_says_so() -> None:
    blocks = [*(paragraph("文。") for _ in range(14)), *figure("1", 1800), *(paragraph("后。") for _ in range(9))]
    composed = laid(blocks, PLAIN)
    assert [said(block) for block in composed.blocks][14] == "picture 1.png" and not composed.passed


@pytest.mark.parametrize(("above", "rows", "parted"), [(13, 8, True), (16, 8, False), (13, 6, False)])
def test_a_table_that_nothing_can_pass_parts_rather_than_leave_white(above: int, rows: int, parted: bool) -> None:
    """A third of a page; under 续表, with three rows at least on either side. What goes whole leaves less, or has fewer rows."""
    cells = tuple((SheetCell((Run(f"{row}"),)), SheetCell((Run("1"),))) for row in range(rows + 1))
    grid = SheetTable(cells[0], cells[1:], continued=(Run("续表1"),))
    blocks: list[Block] = [paragraph("文。") for _ in range(above)]
    blocks += [paragraph("表1", "table-caption"), grid, paragraph("（某办）", "byline")]
    pages = [page.number for page in laid(blocks).pages for item in page.items if item.index == above + 1]
    assert len(pages) == 1 + parted, pages


def test_figures_from_between_which_text_has_gone_have_one_white_between() -> None:
    """Each has white of its own above and below; a line of text that goes before both leaves them right under one another."""
    gaps = []
    for above in range(10, 19):
        blocks = [*(paragraph("文。") for _ in range(above)), *figure("1", 500), paragraph("间。"), *figure("2", 500)]
        composed = laid([*blocks, *(paragraph("后。") for _ in range(9))])
        for page in composed.pages:
            for one, other in zip(page.items, page.items[1:], strict=False):
                caption, picture = composed.blocks[one.index], composed.blocks[other.index]
                if said(picture) == "picture 2.png" and said(caption) == "figure-caption 图1":
                    assert isinstance(caption, SetParagraph)
                    gaps.append((other.y - one.y - caption.height) / composed.house.grid.pitch)
    assert len(gaps) > 2
    assert max(gaps) < 1 and min(gaps) > 0.3, gaps
