"""Pages on the grid: headings, lone lines, tables, pictures, the 版记 and page references."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typeset_support import ORIGINAL, fonts, house, page_lines, paragraph, sheet

from briefing.core.errors import Findings, InputError, Span
from briefing.house.style import ColophonStyle, Composition, HouseStyle, RuleStyle
from briefing.house.table_settings import TableStyle
from briefing.model.sheet import (
    Block,
    ParagraphKind,
    Picture,
    Region,
    Run,
    Sheet,
    SheetCell,
    SheetParagraph,
    SheetRule,
    SheetTable,
)
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetTable

PITCH, LINES = 30.0, 21
BODY = "文" * 27


NEAR = {
    kind: {"size": size, "leading": leading, "whole_lines": False, "before": before}
    for kind, size, leading, before in (
        ("table-caption", 14.0, 20.0, 12.0), ("table-unit", 12.0, 18.0, 0.0), ("table-note", 12.0, 18.0, 0.0),
        ("figure-caption", 14.0, 20.0, 4.0), ("figure-source", 12.0, 18.0, 0.0),
    )
}  # fmt: skip


def body(lines: int) -> SheetParagraph:
    """A body paragraph of that many lines, the first indented."""
    return paragraph("文" * (25 + 27 * (lines - 1)))


def set_blocks(*blocks: Block, look: HouseStyle | None = None) -> Composed:
    return typeset(sheet(*blocks), look or house(), fonts())


def placed(composed: Composed) -> list[tuple[int, int, float, int, int]]:
    return [(page.number, item.index, item.y, item.first, item.last) for page in composed.pages for item in page.items]


def table(rows: int, columns: int = 3, text: str = "指标") -> SheetTable:
    cells = tuple(SheetCell((Run(f"{text}{i}"),)) for i in range(columns))
    return SheetTable(cells, tuple(cells for _ in range(rows)))


def test_heading_is_not_last_on_a_page() -> None:
    composed = set_blocks(body(20), paragraph("一、标题", "heading-1"), body(3))
    assert placed(composed) == [(1, 0, 0.0, 0, 20), (2, 1, 0.0, 0, 1), (2, 2, PITCH, 0, 3)]


def test_a_chain_of_headings_moves_together() -> None:
    composed = set_blocks(body(19), paragraph("一", "heading-1"), paragraph("（一）", "heading-2"), body(3))
    assert [row[:2] for row in placed(composed)] == [(1, 0), (2, 1), (2, 2), (2, 3)]


def test_lone_lines_at_a_page_turn() -> None:
    plain = set_blocks(body(20), body(4))
    assert placed(plain)[1:] == [(1, 1, 20 * PITCH, 0, 1), (2, 1, 0.0, 1, 4)]
    careful = house(Composition(lone_line=True))
    assert placed(set_blocks(body(20), body(4), look=careful))[1:] == [(2, 1, 0.0, 0, 4)]
    assert placed(set_blocks(body(18), body(4), look=careful))[1:] == [
        (1, 1, 18 * PITCH, 0, 2),
        (2, 1, 0.0, 2, 4),
    ]
    assert placed(set_blocks(body(19), body(3), look=careful))[1:] == [(2, 1, 0.0, 0, 3)]


def test_heading_brings_two_lines_where_the_house_keeps_lone_lines() -> None:
    careful = house(Composition(lone_line=True))
    composed = set_blocks(body(19), paragraph("一", "heading-1"), body(5), look=careful)
    assert [row[:2] for row in placed(composed)] == [(1, 0), (2, 1), (2, 2)]


def test_white_above_is_dropped_at_the_top_of_a_page() -> None:
    composed = set_blocks(paragraph("标题", "title"), body(1))
    first = composed.blocks[0]
    assert isinstance(first, SetParagraph) and first.before == 0 and first.after == 60
    within = set_blocks(body(1), paragraph("标题", "title"), body(1)).blocks[1]
    assert isinstance(within, SetParagraph) and within.before == 30


def test_other_leadings_are_padded_to_the_grid() -> None:
    look = house(styles={"heading-1": {"leading": 36.0}})
    composed = set_blocks(paragraph("一", "heading-1"), body(2), look=look)
    heading = composed.blocks[0]
    assert isinstance(heading, SetParagraph) and heading.after == pytest.approx(24)
    assert composed.pages[0].items[1].y == pytest.approx(60)


def test_masthead_takes_whole_lines_of_page_one() -> None:
    look = house(masthead_lines=7)
    head = Region("masthead", (paragraph("简报", "nameplate"), SheetRule("red")))
    composed = typeset(Sheet((head, Region("body", (body(2),)))), look, fonts())
    assert composed.pages[0].items[-1].y == 7 * PITCH
    assert composed.pages[0].label == ""


def test_nameplate_is_shrunk_to_the_measure() -> None:
    (block,) = set_blocks(paragraph("江苏精神文明建设简报", "nameplate")).blocks
    assert isinstance(block, SetParagraph)
    assert 43 < block.size < 46 and block.lines[0].width <= block.lines[0].x * 0 + 442.21
    with pytest.raises(InputError, match="太长"):
        set_blocks(paragraph("江苏精神文明建设简报" * 3, "nameplate"))


def test_pair_stands_flush_right_and_lines_keep_clear_of_it() -> None:
    entry = SheetParagraph("contents-entry", (Run("文" * 30),), pair=(Run("", "page-ref", target="a"),), leader=True)
    composed = set_blocks(entry, body(30), SheetParagraph("title", (Run("标题"),), anchor="a"))
    block = composed.blocks[0]
    assert isinstance(block, SetParagraph)
    (pair,) = block.pair_lines
    assert pair.x + pair.width == pytest.approx(composed.house.page.measure)
    assert all(line.x + line.width <= pair.x for line in block.lines)
    assert composed.anchors == {"a": 2}
    assert block.paragraph.pair[0].text == "2"


def test_reference_to_nowhere_is_an_error() -> None:
    entry = SheetParagraph("contents-entry", (Run("文"), Run("", "page-ref", Span("t", 1, 1), "b")))
    with pytest.raises(InputError, match="“b”"):
        set_blocks(entry)


# --- tables and pictures
# ----------------------------------------------------------------------------------------


def test_table_takes_its_own_lines_and_the_whole_measure() -> None:
    """What follows is back on the grid; the rows are as high as their text, with 2 pt above and below."""
    composed = set_blocks(body(1), table(4), body(1))
    block = composed.blocks[1]
    assert isinstance(block, SetTable)
    assert block.heights == (34.0,) * 5
    assert block.columns[0] == 0 and block.columns[-1] == pytest.approx(composed.house.page.measure)
    assert [item.y for item in composed.pages[0].items[1:]] == [PITCH + 20, 8 * PITCH], (
        "as much above as below, half a line at least"
    )
    for row in block.cells:
        for i, cell in enumerate(row):
            assert cell.lines[0].x >= block.columns[i]
            assert cell.lines[0].x + cell.lines[0].width <= block.columns[i + 1] + 0.01


def test_small_table_stays_whole_and_a_long_one_repeats_its_head() -> None:
    assert [row[:2] for row in placed(set_blocks(body(19), table(4)))] == [(1, 0), (2, 1)]
    long = placed(set_blocks(body(10), table(39)))
    assert long[1:] == [(1, 1, 315.0, 0, 9), (2, 1, 0.0, 9, 26), (3, 1, 0.0, 26, 40)]


def test_rows_of_whole_lines_where_the_house_wants_them() -> None:
    composed = set_blocks(body(1), table(4), body(1), look=house(tables=TableStyle(grid_rows=True)))
    block = composed.blocks[1]
    assert isinstance(block, SetTable) and block.heights == (30.0,) * 5
    long = placed(set_blocks(body(10), table(39), look=house(tables=TableStyle(grid_rows=True))))
    assert long[1:] == [(1, 1, 315.0, 0, 10), (2, 1, 0.0, 10, 30), (3, 1, 0.0, 30, 40)]


def test_wide_table_is_set_smaller() -> None:
    composed = set_blocks(table(2, columns=10, text="GDP2022"))
    block = composed.blocks[0]
    assert isinstance(block, SetTable)
    assert block.cells[0][0].size < 16
    assert block.columns[-1] == pytest.approx(composed.house.page.measure)


def test_row_higher_than_a_page_parts() -> None:
    cell = SheetCell((Run("文" * 2000),), span=Span("03.md", 7, 1))
    composed = set_blocks(SheetTable((), ((cell, cell),)))
    block = composed.blocks[0]
    assert isinstance(block, SetTable) and len(composed.pages) > 2
    parts = [part for page in composed.pages for item in page.items for part in block.rows_of(item.first, item.last)]
    lines = [block.lines_of(0, 0, part)[:2] for part in parts]
    assert lines[0][0] == 0 and lines[-1][1] == len(block.cells[0][0].lines)
    assert all(before[1] == after[0] for before, after in pairwise(lines))


def test_picture_fits_the_measure_and_takes_whole_lines_with_its_caption() -> None:
    """At the head of a page there is no white above it."""
    picture = Picture("a.png", "", (4000, 3000))
    composed = set_blocks(body(10), picture, paragraph("图1", "figure-caption"), body(1), look=house(styles=NEAR))
    block = composed.blocks[1]
    assert isinstance(block, SetPicture)
    assert block.width == pytest.approx(composed.house.page.measure)
    assert [row[:2] for row in placed(composed)] == [(1, 0), (2, 1), (2, 2), (2, 3)]
    assert [item.y for item in composed.pages[1].items] == pytest.approx([0, block.height + 4, 13 * PITCH])


@pytest.mark.parametrize("more", ["figure", "source", "table", "unit", "note"])
def test_white_around_figures_and_tables_is_even(more: str) -> None:
    """What is seen of it: to the edge of a picture, the frame of a table, the characters of a caption or note."""
    look = house(styles=NEAR)
    for height in range(400, 1800, 90):
        blocks: list[Block] = [Picture("a.png", "", (1500, height)), paragraph("图1", "figure-caption")]
        if more == "source":
            blocks.append(paragraph("来源：某局", "figure-source"))
        elif more != "figure":
            blocks = [paragraph("表1", "table-caption"), table(height // 300)]
            blocks[1:1] = [paragraph("单位：万元", "table-unit")] if more == "unit" else []
            blocks += [paragraph("注：无", "table-note")] if more == "note" else []
        composed = set_blocks(body(1), *blocks, body(1), look=look)
        _, first, *_, last, text = composed.pages[0].items
        edges = [composed.blocks[item.index] for item in (first, last)]
        inside = [(edge.leading - edge.size) / 2 if isinstance(edge, SetParagraph) else 0.0 for edge in edges]
        above, below = first.y - PITCH + inside[0], text.y - last.y - edges[1].height + inside[1]
        assert above == pytest.approx(below) and PITCH / 2 - 0.01 <= above < 1.1 * PITCH, height


def test_figures_under_one_another_share_the_white_between_them() -> None:
    for height in range(400, 900, 50):
        figure: list[Block] = [Picture("a.png", "", (1500, height)), paragraph("图1", "figure-caption")]
        items = set_blocks(body(1), *figure, *figure, body(1), look=house(styles=NEAR)).pages[0].items
        between = items[3].y - items[2].y - 20 + 3  # a caption is 14 pt on 20
        below = items[5].y - items[4].y - 20 + 3
        assert PITCH / 2 - 0.01 <= between < 1.1 * PITCH and below >= PITCH / 2 - 0.01, height


def test_a_picture_leaves_room_for_what_belongs_to_it() -> None:
    """A caption of many lines, which would stand on the next page else."""
    picture = Picture("a.png", "", (1000, 3000))
    caption = paragraph("图1" + "很长的图题" * 30, "figure-caption")
    composed = set_blocks(body(3), picture, caption, body(1), look=house(styles=NEAR))
    pages = [page.number for page in composed.pages for item in page.items if item.index in (1, 2)]
    assert len(set(pages)) == 1
    block = composed.blocks[1]
    assert isinstance(block, SetPicture) and block.width / block.height == pytest.approx(1 / 3)


def test_tall_picture_leaves_room_for_its_caption() -> None:
    composed = set_blocks(Picture("a.png", "", (1000, 9000)), paragraph("图1", "figure-caption"))
    assert len(composed.pages) == 1


# --- 版记
# -------------------------------------------------------------------------------------------------------


def with_colophon(lines: int, look: HouseStyle, entries: int = 3) -> Composed:
    colophon: tuple[Block, ...] = (
        SheetRule("first"),
        *(paragraph("报：省文明委", "recipients") for _ in range(entries)),
        SheetRule("last"),
    )
    regions = (Region("body", (body(lines),)), Region("colophon", colophon))
    return typeset(Sheet(regions), look, fonts())


@pytest.mark.parametrize(
    ("lines", "pages", "labels"),
    [
        (5, 2, "12"),  # page 1 is odd: the 版记 goes to page 2 alone, which follows no blank page
        (25, 2, "12"),
        (41, 4, "12--"),  # page 2 is too full, page 3 is odd: a blank page, and neither is numbered
        (45, 4, "1234"),
    ],
)
def test_colophon_on_the_last_even_page(lines: int, pages: int, labels: str) -> None:
    composed = with_colophon(lines, house())
    assert len(composed.pages) == pages
    assert "".join(page.label.strip("— ") or "-" for page in composed.pages) == labels
    last = composed.pages[-1].items[-1]
    assert last.y + 1.0 == pytest.approx(composed.house.page.depth)  # the last rule, on the bottom


def test_colophon_on_the_last_page_where_the_house_does_not_mind() -> None:
    look = house(colophon=ColophonStyle(even_page=False), rules=dict.fromkeys(("first", "last"), RuleStyle(1, "black")))
    assert len(with_colophon(5, look).pages) == 1
    assert len(with_colophon(20, look).pages) == 2
    assert {item.index for item in with_colophon(20, look).pages[1].items} == {1, 2, 3, 4, 5}


def test_colophon_too_tall_is_an_error() -> None:
    with pytest.raises(InputError, match="版记太长"):
        with_colophon(1, house(), entries=40)


def test_attachments_start_a_page() -> None:
    regions = tuple(Region(name, (body(2),)) for name in ("body", "attachment", "attachment"))
    composed = typeset(Sheet(regions), house(), fonts())
    assert [page.box.right_hand for page in composed.pages] == [True, False, True]


# --- every stack of blocks
# ----------------------------------------------------------------------------------------

HEADINGS: tuple[ParagraphKind, ...] = ("heading-1", "heading-2", "title")
BLOCKS = st.one_of(
    st.integers(1, 50).map(body),
    st.sampled_from(HEADINGS).map(lambda kind: paragraph("文明" * 6, kind)),
    st.integers(1, 60).map(table),
    st.tuples(st.integers(10, 5000), st.integers(10, 5000)).map(lambda size: Picture("a.png", "", size)),
    st.just(paragraph("图1", "figure-caption")),
)


ANY_BLOCKS = given(blocks=st.lists(BLOCKS, min_size=1, max_size=12), lone_line=st.booleans())


@ANY_BLOCKS
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_blocks(blocks: list[Block], lone_line: bool) -> None:
    assert_sound_pages(blocks, lone_line)


@pytest.mark.slow
@ANY_BLOCKS
@settings(max_examples=300, derandomize=True, deadline=None)
def test_very_many_blocks(blocks: list[Block], lone_line: bool) -> None:
    assert_sound_pages(blocks, lone_line)


def assert_sound_pages(blocks: list[Block], lone_line: bool) -> None:
    composed = set_blocks(*blocks, look=house(Composition(lone_line=lone_line)))
    pieces: dict[int, list[tuple[int, int]]] = {}
    for page in composed.pages:
        bottom, above_is_figure = 0.0, False
        for item in page.items:
            block = composed.blocks[item.index]
            pieces.setdefault(item.index, []).append((item.first, item.last))
            assert item.y >= bottom - 0.01  # nothing overlaps
            if isinstance(block, SetParagraph):
                height = (item.last - item.first) * block.leading
                assert on_grid(item.y - (block.before if item.first == 0 else 0))
            elif isinstance(block, SetTable):
                height = block.standing(item.first, item.last)
                above = 0.0 if item.first else block.before
                assert above_is_figure or on_grid(item.y - above)
            else:
                assert isinstance(block, SetPicture)
                height = block.height
            bottom, above_is_figure = item.y + height, not isinstance(block, SetParagraph)
            assert bottom <= LINES * PITCH + 0.01  # no overfull page
        assert page.items
    for index, block in enumerate(composed.blocks):
        ends = [len(block.lines) if isinstance(block, SetParagraph) else 1]
        if isinstance(block, SetTable):
            ends = [len(block.bands)]
        assert [first for first, _ in pieces[index]] + ends == [0] + [last for _, last in pieces[index]]
    assert_headings_accompanied(composed)


def on_grid(y: float) -> bool:
    return abs(y / PITCH - round(y / PITCH)) < 1e-6


def assert_headings_accompanied(composed: Composed) -> None:
    """A heading stands at the foot of a page only where the page is all headings, or where no page holds it and its company."""
    for page in composed.pages[:-1]:
        index = page.items[-1].index
        if keeps(composed.blocks[index]) and not all(keeps(composed.blocks[item.index]) for item in page.items):
            assert company(composed, index) > LINES * PITCH


def keeps(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.style.keep_with_next


def company(composed: Composed, index: int) -> float:
    """Height of the headings from `index` on, and of the least that they stand with."""
    height = 0.0
    while index < len(composed.blocks) and keeps(composed.blocks[index]):
        height += whole_lines(composed.blocks[index])
        index += 1
    if index == len(composed.blocks):
        return height
    block = composed.blocks[index]
    if isinstance(block, SetParagraph):
        return height + min(2, len(block.lines)) * block.leading
    if isinstance(block, SetTable):
        return height + block.before + block.standing(0, 2)
    for caption in composed.blocks[index + 1 :]:
        if not isinstance(caption, SetParagraph) or not caption.style.kind.startswith("figure-"):
            break
        height += whole_lines(caption)
    return height + whole_lines(block)


def whole_lines(block: SetBlock) -> float:
    own = len(block.lines) * block.leading if isinstance(block, SetParagraph) else 0.0
    own = block.height if isinstance(block, SetPicture) else own
    return math.ceil(own / PITCH - 1e-6) * PITCH


# --- missing glyphs
# -----------------------------------------------------------------------------------------------


def test_all_missing_glyphs_are_said_at_once_with_their_places() -> None:
    runs = (Run("文𠀀明", span=Span("01.md", 3, 5)), Run("\U0001f600", "strong", Span("01.md", 3, 9)))
    cell = SheetCell((Run("a\u200bb", span=Span("02.md", 1, 1)),))
    with pytest.raises(InputError) as caught:
        set_blocks(SheetParagraph("body", runs), SheetTable((), ((cell,),)))
    assert [(str(d.span), d.message) for d in caught.value.diagnostics] == [
        ("01.md:3:6", "没有一种字体含有“𠀀”（U+20000）"),
        ("01.md:3:9", "没有一种字体含有“😀”（U+1F600）"),
        ("02.md:1:2", "这里有一个看不见的控制字符（U+200B ZERO WIDTH SPACE），排不出来"),
    ]


def test_findings_need_not_be_collected() -> None:
    findings = Findings()
    typeset(sheet(body(1)), house(ORIGINAL), fonts(), findings)
    assert not findings.items


def test_empty_sheet() -> None:
    composed = typeset(Sheet(()), house(), fonts())
    assert len(composed.pages) == 1 and not composed.pages[0].items
    assert page_lines(typeset(sheet(SheetParagraph("body", ())), house(), fonts()), 1) == [""]
