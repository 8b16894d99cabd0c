"""What holds for every paragraph: generated ones, by both strategies, in both levels, on both grids."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slices import share
from typeset_support import fonts, house, sheet

from briefing.core.errors import Findings
from briefing.house.style import Composition, Grid, HouseStyle
from briefing.model.sheet import LINE_BREAK, InlineName, Run, SheetParagraph
from briefing.typeset import totalfit, typeset
from briefing.typeset.classes import Level
from briefing.typeset.composed import Line, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.fitting import fits, furthest
from briefing.typeset.justify import TORN, gaps_to_open
from briefing.typeset.letters import letters
from briefing.typeset.paragraphs import TextBox, pieces, set_paragraph
from briefing.typeset.strip import Strip

FIRST_FORBIDDEN = set("。，、；：？！”’）》〉】〕]」』–～·")
LAST_FORBIDDEN = set("“‘（《〈【〔「『")

HAN = st.sampled_from(
    [
        "文明城市",
        "创建",
        "工作",
        "认真贯彻落实",
        "一",
        "的",
        "努力",
        "人民满意",
        "座谈会",
        "省文明委",
        "喆",
        "堃",
    ]
)
MARKS = st.sampled_from([*"，、；：。？！", "……", "——", "·", "～", "。”", "）、", "》（试行）"])
LATIN = st.sampled_from(
    ["AI", "GDP", "Internet of Things", "COVID-19", "https://www.jswmw.com/2022/05/13/news-1004.html?id=17&p=2",
     "a", "e.g.", "(5G+)", "Wi-Fi", "well-known", "supercalifragilisticexpialidocious" * 2]
)  # fmt: skip
NUMBERS = st.builds(
    lambda number, unit: f"{number}{unit}",
    st.one_of(st.integers(0, 10**7), st.sampled_from(["3.5", "1,234,567", "2021-2023", "80.25"])),
    st.sampled_from(["年", "个", "余个", "%", "℃", "万元", "", "月1日"]),
)
QUOTED = st.recursive(
    HAN,
    lambda inner: st.builds(
        lambda pair, parts: pair[0] + "".join(parts) + pair[1],
        st.sampled_from(["“”", "‘’", "（）", "《》", "【】"]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=8,
)
RUNS = st.sampled_from(["。" * 40, "——" * 20, "“" * 35, "9" * 90, "文" * 80, "……" * 17, "x" * 130])
TEXT = st.lists(
    st.one_of(HAN, HAN, HAN, HAN, QUOTED, MARKS, NUMBERS, LATIN, st.just(" "), st.one_of(HAN, HAN, HAN, RUNS)),
    min_size=1,
    max_size=60,
).map("".join)
STYLES: tuple[InlineName, ...] = ("", "", "strong", "emphasis", "note-ref")
STYLED = st.lists(st.tuples(TEXT, st.sampled_from(STYLES)), min_size=1, max_size=3)

GRIDS = {"seed": Grid(21, 30.0), "28x22": Grid(22, 225 / 25.4 * 72 / 22, 28)}
HOUSES = {
    (strategy, grid, level): house(
        Composition(strategy=strategy, level=level, opening_marks=marks, squeeze_marks=give, latin_gap=gap), GRIDS[grid]
    )
    for strategy in ("first-fit", "total-fit")
    for grid in GRIDS
    for level, marks, give, gap in (("basic", "full", 0.0, 0.0), ("strict", "half", 0.25, 0.125))
}


def strip_of(block: SetParagraph, look: HouseStyle) -> Strip:
    context = Context(look, fonts(), Findings())
    body = letters(block.runs, block.style, block.size, look, fonts(), context.findings)
    ((_, piece),) = pieces(body)
    return Strip(piece, look.composition, context.tracking(block.style, block.size), look.opening_marks(block.style))


def box_of(block: SetParagraph, number: int, look: HouseStyle) -> tuple[float, float]:
    """Left edge and width of the room for a line."""
    cell = block.size + Context(look, fonts(), Findings()).tracking(block.style, block.size)
    indent = 0.0 if number else 2 * cell
    return indent, look.page.measure - indent


EVERY = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("strategy", ["first-fit", "total-fit"])
@given(runs=STYLED)
@settings(EVERY, max_examples=25)
def test_every_paragraph(runs: list[tuple[str, InlineName]], strategy: str, grid: str) -> None:
    assert_well_set(runs, strategy, grid)


@pytest.mark.parametrize("grid", GRIDS)
@given(text=TEXT)
@settings(EVERY, max_examples=20)
def test_a_price_for_each_line_and_none_inside_a_word(text: str, grid: str) -> None:
    """What `show` says of places beside those that were taken."""
    look = HOUSES["total-fit", grid, "strict"]
    (block,) = typeset(sheet(SheetParagraph("body", (Run(text),))), look, fonts()).blocks
    assert isinstance(block, SetParagraph)
    strip = strip_of(block, look)
    assert len(strip) == len(block.text)
    for number, line in enumerate(block.lines):
        _, measure = box_of(block, number, look)
        for end in range(line.start + 1, len(strip) + 1):
            price = totalfit.price(strip, line.start, end, measure, look.composition)
            offered = end == len(strip) or strip.level[end - 1] <= Level.NAME
            assert offered or price is None
            assert price is None or price > 0
            if end > line.end:
                break


@pytest.mark.slow
@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("strategy", ["first-fit", "total-fit"])
@given(runs=STYLED)
@settings(EVERY, max_examples=share(500))
def test_very_many_paragraphs(runs: list[tuple[str, InlineName]], strategy: str, grid: str) -> None:
    assert_well_set(runs, strategy, grid)


def assert_well_set(runs: list[tuple[str, InlineName]], strategy: str, grid: str) -> None:
    paragraph = SheetParagraph("body", tuple(Run(text, style) for text, style in runs))
    for level in ("basic", "strict"):
        look = HOUSES[strategy, grid, level]
        (block,) = typeset(sheet(paragraph), look, fonts()).blocks
        assert isinstance(block, SetParagraph)
        strip = strip_of(block, look)
        assert_nothing_lost(block)
        for number, line in enumerate(block.lines):
            left, measure = box_of(block, number, look)
            opens = look.composition.opening_marks == "half" and block.text[line.start : line.start + 1] in LAST_FORBIDDEN
            inked = strip.ink_end(line.start, line.end) > line.start
            assert line.head == (strip.sizes[line.start] / 2 if opens and inked else 0.0)
            assert line.x + line.head == pytest.approx(left)
            assert_in_measure(strip, line, measure, last=number == len(block.lines) - 1)
            assert_within_bounds(strip, line, look.composition)
            assert_edges(strip, block.text, line, measure)
            assert furthest(strip, line.start, measure) == furthest_of_all(strip, line.start, measure)


def furthest_of_all(strip: Strip, start: int, measure: float) -> int:
    """What `furthest` finds, one end after the other."""
    ends = range(start + 1, len(strip) + 1)
    return max((end for end in ends if fits(strip, start, end, measure)), default=start + 1)


def assert_nothing_lost(block: SetParagraph) -> None:
    """Every character in one line, in order."""
    assert block.lines[0].start == 0 and block.lines[-1].end == len(block.text)
    assert all(before.end == after.start for before, after in pairwise(block.lines))
    assert all(len(line.after) == line.end - line.start for line in block.lines)
    assert [i for face in block.faces for i in range(face.start, face.end)] == list(range(len(block.text)))


def assert_in_measure(strip: Strip, line: Line, measure: float, last: bool) -> None:
    widths = strip.widths[line.start : line.end]
    assert sum(widths) + sum(line.after) == pytest.approx(line.width, abs=1e-6)
    assert line.width - line.head <= measure + 0.01
    assert line.flush is not last
    if line.flush and strip.ink_end(line.start, line.end) - line.start > 1:
        natural = strip.natural(line.start, line.end)
        missing = measure - natural + strip.trim_at(line.start, line.end) * line.trimmed
        width = measure - missing if torn_open(strip, line, missing) else measure
        assert line.width - line.head == pytest.approx(width, abs=0.01)


def torn_open(strip: Strip, line: Line, missing: float) -> bool:
    """Whether `missing` pt are more than its Han gaps can take, or its spaces where there are none: it falls short."""
    gaps, most = gaps_to_open(strip, line.start, strip.ink_end(line.start, line.end))
    return missing - strip.rooms(line.start, line.end) > most * strip.largest * len(gaps) + 0.005


def assert_within_bounds(strip: Strip, line: Line, rules: Composition) -> None:
    """Marks give what the house allows, Latin spaces and Chinese–Latin gaps stay within theirs, words stay
    tight."""
    ink = strip.ink_end(line.start, line.end)
    other_gaps = strip.han_gaps(line.start, line.end) > 0
    han, marks, others, opening = set(), list[tuple[float, float]](), [0.0], [0.0]
    for i in range(line.start, ink - 1):
        change = line.after[i - line.start] - strip.gap[i]
        assert change >= -strip.give[i] - 1e-6
        if strip.stretch[i] == 3:
            opening.append(change)
            if strip.give[i]:
                marks.append((change, strip.give[i]))
            elif change > 0:
                han.add(round(change, 6))
        elif other_gaps:
            others.append(change - strip.room[i])
    assert len(han) <= 1  # all Han gaps alike, those at marks less by what the mark gives
    if han:
        assert all(max(han) - give - 1e-5 <= change <= max(han) + 1e-5 for change, give in marks)
    assert max(others) <= 1e-5
    assert max(opening) <= max(TORN, rules.latin_gap_max) * strip.largest + 1e-5
    if ink > line.start:
        assert line.after[ink - 1 - line.start] == (-strip.trim[ink - 1] if line.trimmed else 0.0)


def assert_edges(strip: Strip, text: str, line: Line, measure: float) -> None:
    """避头尾, and nothing parted that is one, unless the measure holds no other line end at all."""
    if line.end == len(text):
        return
    level = strip.level[line.end - 1]
    if level >= Level.FORBIDDEN:
        reach = furthest(strip, line.start, measure)
        offered = [strip.level[e - 1] for e in range(line.start + 1, reach + 1) if strip.ink_end(line.start, e)]
        inked = [
            e for e in range(line.start + 1, reach + 1)
            if strip.level[e - 1] < level and strip.ink_end(line.start, e) > line.start
        ]  # fmt: skip
        assert offered and not inked
        return
    shown = text[line.start : line.end].rstrip(" \u3000")
    assert shown[-1] not in LAST_FORBIDDEN
    assert text[line.end] not in FIRST_FORBIDDEN


def lines(text: str, look: HouseStyle) -> list[str]:
    (block,) = typeset(sheet(SheetParagraph("body", (Run(text),))), look, fonts()).blocks
    assert isinstance(block, SetParagraph)
    return [block.text[line.start : line.end] for line in block.lines]


def plain(**rules: object) -> HouseStyle:
    return house(Composition(**rules), styles={"body": {"indent_first": 0.0}})  # type: ignore[arg-type]


def test_a_28th_character_only_if_it_is_a_mark_that_is_trimmed() -> None:
    assert lines("文" * 27 + "。" + "字字", plain()) == ["文" * 27 + "。", "字字"]
    assert lines("文" * 28 + "字字", plain()) == ["文" * 27, "文字字"]
    assert lines("文" * 27 + "。字字", plain(trim_line_end=False)) == ["文" * 26, "文。字字"]


def test_an_opening_mark_at_a_lines_head_is_half_as_wide() -> None:
    texts = ["“" + "文" * 27 + "（" + "文" * 32, "文" * 27 + "（" + "文" * 32]

    def edges(marks: str) -> list[list[tuple[int, float]]]:
        look = plain(opening_marks=marks)
        blocks = typeset(sheet(*(SheetParagraph("body", (Run(text),)) for text in texts)), look, fonts()).blocks
        return [[(line.end - line.start, line.x) for line in block.lines] for block in blocks if isinstance(block, SetParagraph)]

    whole = [(27, 0.0), (27, 0.0)]
    assert edges("full") == [[*whole, (7, 0.0)], [*whole, (6, 0.0)]]
    assert edges("line") == [[*whole, (7, 0.0)], [(27, 0.0), (28, -8.0), (5, 0.0)]]
    assert edges("half") == [[(28, -8.0), (28, -8.0), (5, 0.0)], [(27, 0.0), (28, -8.0), (5, 0.0)]]


def test_centred_lines_and_cells_keep_opening_marks_whole() -> None:
    look = house(Composition(opening_marks="half"), styles={"title": {"align": "center"}, "table-cell": {"align": "left"}})
    kinds = ("title", "table-cell", "body", "heading-2")
    assert [look.opening_marks(look.styles[kind]) for kind in kinds] == ["full", "full", "half", "half"]  # type: ignore[index]


def test_adjacent_marks_close_up() -> None:
    three = "文" * 24 + "。”“文文文"  # three marks side by side take 2 em
    assert lines(three, plain(squeeze_adjacent=True))[0] == "文" * 24 + "。”“文"
    assert lines(three, plain(squeeze_adjacent=False))[0] == "文" * 24 + "。”"


def test_marks_give_before_a_word_is_pushed_out() -> None:
    text = "文，" * 13 + "文》》文文文"
    assert lines(text, plain(squeeze_adjacent=False))[0] == "文，" * 13
    assert lines(text, plain(squeeze_adjacent=False, squeeze_marks=0.25))[0] == "文，" * 13 + "文》》"


def test_number_stays_with_its_unit() -> None:
    text = "文" * 25 + "2022年文文"
    assert lines(text, plain(keep_units=False))[0] == "文" * 25 + "2022"
    assert lines(text, plain(keep_units=True))[0] == "文" * 25


def test_dashes_are_never_parted() -> None:
    assert lines("文" * 26 + "——文文", plain())[0] == "文" * 26
    assert lines("文" * 26 + "……文文", plain(level="strict"))[0] == "文" * 25


def test_lone_character_gets_company() -> None:
    assert lines("文" * 28, plain(lone_character=True)) == ["文" * 26, "文" * 2]
    assert lines("文" * 28, plain(lone_character=False)) == ["文" * 27, "文"]
    assert lines("文" * 28 + "。", plain(lone_character=True)) == ["文" * 26, "文文。"]


@pytest.mark.parametrize("strategy", ["first-fit", "total-fit"])
def test_company_must_go_in_itself(strategy: str) -> None:
    """What a lone character gets for company is no wider than the box: heads of narrow columns."""
    look = plain(lone_character=True, strategy=strategy)
    style = replace(look.styles["body"], indent_first=0, align="center")
    for head in ("完成数（个）", "主要做法（《一》）", "占比（%）", "总数（“个”）。", "做法、"):
        for box in range(48, 120, 3):
            context = Context(look, fonts(), Findings())
            block = set_paragraph(SheetParagraph("body", (Run(head),)), context, TextBox(0.0, float(box)), style=style)
            widest = max(line.width for line in block.lines)
            assert widest <= box + 0.01 or len(block.lines) == 1, (head, box, block.lines)


def test_long_address_parts_after_its_joints() -> None:
    first = lines("文" * 20 + "https://www.jswmw.com/2022/05/13/news-1004.html文", plain())[0]
    assert first[-1] in "/.-" and len(first) > 22


def test_a_word_longer_than_the_measure_is_parted() -> None:
    set_lines = lines("x" * 200, plain())
    assert len(set_lines) > 1 and "".join(set_lines) == "x" * 200


def test_forced_break_is_kept_and_belongs_to_no_line() -> None:
    (block,) = typeset(sheet(SheetParagraph("body", (Run(f"前文{LINE_BREAK}后文"),))), plain(), fonts()).blocks
    assert isinstance(block, SetParagraph)
    assert [(line.start, line.end) for line in block.lines] == [(0, 2), (3, 5)]


def test_latin_gap_is_made_by_the_layout() -> None:
    (block,) = typeset(sheet(SheetParagraph("body", (Run("共2022年（5）"),))), plain(latin_gap=0.25), fonts()).blocks
    assert isinstance(block, SetParagraph)
    assert block.lines[0].after[:5] == pytest.approx([4.0, 0, 0, 0, 4.0])
    assert block.lines[0].after[5:] == pytest.approx([0, 0, 0, 0])  # none beside a mark


@pytest.mark.parametrize("char", [" ", "—", "文", "x", "。", "“", "\u3000", "9", "é"])
@pytest.mark.parametrize("strategy", ["first-fit", "total-fit"])
def test_long_runs_take_linear_time(char: str, strategy: str) -> None:
    began = time.process_time()
    set_lines = lines("文" + char * 11_000 + "文", plain(strategy=strategy))
    assert "".join(set_lines) == "文" + char * 11_000 + "文"
    assert time.process_time() - began < 5
