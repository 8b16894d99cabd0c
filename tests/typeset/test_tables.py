"""Tables like a typesetter's: columns from what the cells hold, merged cells, rows over the page."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import tables_generated
from lengths_support import YAML, make
from slices import share
from typeset_support import fonts, house, sheet

from briefing.core.errors import BriefingError, InputError, Span
from briefing.house.style import Composition
from briefing.model.sheet import Run, SheetCell, SheetTable
from briefing.typeset import typeset
from briefing.typeset.column_widths import shortened
from briefing.typeset.composed import Composed, SetParagraph, SetTable

HERE = Span("01.md", 3, 1)
LOOK = house(
    Composition(latin_gap=0.25),
    styles={
        kind: {"size": 12.0, "leading": 18.0, "align": "center", "font": font, "whole_lines": False}
        for kind, font in (("table-cell", "fangsong"), ("table-head", "hei"))
    },
)


def set_cells(rows: list[list[str]]) -> SetTable:
    cells = [tuple(SheetCell((Run(text, "", HERE),), "", HERE) for text in row) for row in rows]
    composed = typeset(sheet(SheetTable(cells[0], tuple(cells[1:]), HERE)), LOOK, fonts())
    block = composed.blocks[0]
    assert isinstance(block, SetTable)
    return block


def lines(cell: SetParagraph) -> list[str]:
    return [cell.text[line.start : line.end] for line in cell.lines]


def parted(made: tables_generated.Made, table: SetTable) -> list[str]:
    """What is one and stands on two lines, or reaches out of its column."""
    found = []
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            ends = [line.end for line in cell.lines]
            found += [cell.text[a:b] for a, b in made.atoms[row][column] if any(a < end < b for end in ends)]
            left, right = table.columns[column], table.columns[column + 1]
            found += [cell.text for line in cell.lines if line.x < left - 0.01 or line.x + line.width > right + 0.01]
            if row == 0 and len(cell.text) <= 3 and len(cell.lines) > 1:
                found.append(cell.text)
    return found


def nothing_parts(seeds: range) -> Counter[str]:
    said: Counter[str] = Counter()
    for seed in seeds:
        made = tables_generated.made(seed)
        try:
            table = set_cells(made.cells)
        except InputError as error:
            assert {item.code for item in error.diagnostics} == {"table-too-wide"} and error.diagnostics[0].span == HERE
            said["too wide"] += 1
            continue
        assert not parted(made, table), (seed, parted(made, table), [lines(cell) for row in table.cells for cell in row])
        said["set"] += 1
    return said


def test_no_number_date_or_word_parts() -> None:
    said = nothing_parts(range(40))
    assert said["set"] > 30


@pytest.mark.slow
def test_no_number_date_or_word_parts_in_five_hundred_tables() -> None:
    said = nothing_parts(range(1000, 1000 + share(500)))
    assert said["set"] >= 0.85 * share(500), said


def test_short_columns_have_their_natural_width_and_the_long_one_the_rest() -> None:
    long = "建立健全长效机制，新建改建农贸市场、停车场、公共厕所三十六座，开展常态化巡查整治，落实责任到人。" * 2
    table = set_cells([["单位", "主要做法", "完成时限"], ["市城管局", long, "12月31日"], ["连云港市", "推进", "11月"]])
    for row in table.cells:
        assert len(row[0].lines) == len(row[2].lines) == 1
    widths = [table.width(column) for column in range(3)]
    assert widths[0] < 70 and widths[2] < 80, widths


def test_long_columns_share_by_what_makes_the_table_low() -> None:
    table = set_cells([["甲", "乙", "丙"], ["1", "文字说明" * 12, "文字说明" * 48]])
    assert table.width(0) < 30 and 1.5 < table.width(2) / table.width(1) < 5
    tallest = max(len(cell.lines) for cell in table.cells[1])
    assert tallest <= 9


def test_heads_part_between_words() -> None:
    table = set_cells([["地区", *(["信息总量"] * 6), *(["完成率（%）"] * 3)], ["连云港市", *(["12"] * 9)]])
    assert {tuple(lines(cell)) for cell in table.cells[0][1:7]} <= {("信息总量",), ("信息", "总量")}
    assert {tuple(lines(cell)) for cell in table.cells[0][7:]} <= {("完成率（%）",), ("完成率", "（%）")}


def statistics(columns: int, seed: int = 1) -> list[list[str]]:
    """指标, cities, 全省; 900.0 … 16948.5."""
    pick = random.Random(seed)
    values = [f"{pick.uniform(900, 16948.5):.1f}" for _ in range(columns - 1)]
    return [["指标", *(["南京市"] * (columns - 2)), "全省"], ["地区生产总值", *values]]


def test_fifteen_columns_of_statistics_are_set() -> None:
    table = set_cells(statistics(15))
    assert all(len(cell.lines) == 1 for cell in table.cells[1][1:])
    assert table.cells[1][0].size == 7.5 and table.columns[-1] <= LOOK.page.measure + 0.01


def test_twenty_four_columns_of_numbers_are_set() -> None:
    table = set_cells([[str(month) for month in range(1, 25)], *([str(row * 13)] * 24 for row in range(1, 8))])
    assert all(len(cell.lines) == 1 for row in table.cells for cell in row)


def test_columns_that_do_not_fit_are_named() -> None:
    with pytest.raises(InputError) as caught:
        set_cells(statistics(30))
    (found,) = caught.value.diagnostics
    assert (found.code, found.span) == ("table-too-wide", HERE)
    assert "30 列" in found.message and "六号" in found.message and "第 1 列" not in found.message and "毫米" in found.message


def test_columns_share_what_is_not_enough() -> None:
    widths = shortened(442.2, [900.0, 20.0])
    assert sum(widths) == pytest.approx(442.2) and widths[1] == pytest.approx(20.0)


def column_widths(cells: list[list[str]]) -> list[float]:
    return [right - left for left, right in pairwise(set_cells(cells).columns)]


def test_short_columns_have_as_much_white_and_like_ones_are_alike() -> None:
    place, total, growth, amount = column_widths(
        [["县区", "总量", "增速", "投资额"], ["清河区", "182.2", "6.2", "52.3"], ["白塔区", "86.4", "7.8", "9"]]
    )
    assert place == pytest.approx(total) == pytest.approx(growth) == pytest.approx(amount)
    number, office, share = column_widths([["序号", "责任单位名称", "占比"], ["1", "市文明办综合处", "3"], ["12", "团市委", "4"]])
    assert number == pytest.approx(share) and office - number == pytest.approx(5 * 12.0, abs=0.5)


# --- as an author writes them

HEAD = "# 标题\n\n正文。\n\n"
TWO_HEADS = (
    "表1　投资 {head=2 align=decimal}\n单位：万元\n\n"
    "| 单位 | 指标 | << | 时限 |\n|:--|--:|--:|:-:|\n| ^^ | 总量 | 增速（%） | ^^ |\n"
    "| 南京市 | 12345.6 | −3.4 | 5月<br>6月 |\n| ^^ | 2.13 | 10 | 无 |\n| 合计 | 400 | 1.5 | 无 |\n\n注：说明。\n"
)


def composed(tmp_path: Path, text: str, pdf: bool = True) -> Composed:
    made = make(tmp_path, {"01.md": HEAD + text}, pdf=pdf)
    assert made.composed is not None and {item.code for item in made.found} <= {"page-near"}, made.found
    return made.composed


def table_of(made: Composed) -> SetTable:
    return next(block for block in made.blocks if isinstance(block, SetTable))


def test_merged_cells_two_heads_and_decimal_points(tmp_path: Path) -> None:
    made = composed(tmp_path, TWO_HEADS)
    table = table_of(made)
    assert (table.table.heads, table.repeats, len(table.cells)) == (2, True, 5)
    asked = table.table.all_rows
    assert (asked[0][0].down, asked[0][1].across, asked[2][0].down) == (2, 2, 2)
    assert asked[1][0].covered and asked[0][2].covered and asked[3][0].covered
    points = []
    for row in (2, 3, 4):
        cell = table.cells[row][1]
        end = cell.text.partition(".")[0]
        line = cell.lines[0]
        points.append(line.x + sum(cell.widths[: len(end)]) + sum(line.after[: len(end)]))
    assert max(points) - min(points) < 0.05, points
    assert lines(table.cells[2][3]) == ["5月", "6月"]
    assert "{" not in "".join(getattr(block, "text", "") for block in made.sheet.blocks)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("表1　甲 {haed=2}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:6"),
        ("表1　甲 {head=9}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:6"),
        ("表1　甲 {head=2}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:6"),
        ("{widths=1,2,3}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:1"),
        ("{widths=0,2}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:1"),
        ("{size=九号}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-wish", "01.md:5:1"),
        ("{head=2}\n\n正文又一段。\n", "table-wish", "01.md:5:1"),
        ("| ^^ | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-merge", "01.md:5:3"),
        ("| << | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-merge", "01.md:5:3"),
        ("| 甲 | 乙 |\n|--|--|\n| 1 | ^^ |\n", "table-merge", "01.md:5:7"),
        ("| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n| ^^ | ^^ |\n", "table-merge", "01.md:8:3"),
        ("| 甲 | 乙 | 丙 |\n|--|--|--|\n| 1 | << | 3 |\n| ^^ | 2 | 3 |\n", "table-merge", "01.md:8:3"),
        ("{widths=1,40}\n\n| 甲 | 乙 |\n|--|--|\n| 12345.67 | 2 |\n", "table-widths", "01.md:7:1"),
        ("{widths=100mm,100mm}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n", "table-widths", "01.md:7:1"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, code: str, place: str, tmp_path: Path) -> None:
    made = make(tmp_path, {"01.md": HEAD + text})
    assert made.composed is None and (made.found[0].code, str(made.found[0].span)) == (code, place), made.found


def test_marks_that_are_meant_are_printed(tmp_path: Path) -> None:
    made = composed(tmp_path, "表1　甲{乙}\n\n| 甲 | 乙 |\n|--|--|\n| \\^^ | \\<< |\n", pdf=False)
    assert [cell.text for cell in table_of(made).cells[1]] == ["^^", "<<"]
    assert any(getattr(block, "text", "").endswith("甲{乙}") for block in made.blocks)


def test_widths_and_size_of_the_author(tmp_path: Path) -> None:
    table = table_of(
        composed(tmp_path, "{widths=20mm,2,3 size=小五}\n\n| 甲 | 乙 | 丙 |\n|--|--|--|\n| 1 | 2 | 3 |\n", pdf=False)
    )
    millimetres = [round(table.width(column) * 25.4 / 72, 1) for column in range(3)]
    assert millimetres == [20.0, 54.4, 81.6] and {cell.size for row in table.cells for cell in row} == {9.0}


# --- over the page


def row_lines(made: Composed) -> list[int]:
    """How many lines of the tallest cell of the first row under the head stand on each page."""
    counts = []
    for page in made.pages:
        for item in page.items:
            block = made.blocks[item.index]
            if isinstance(block, SetTable):
                parts = [part for part in block.rows_of(item.first, item.last) if part.row == 1]
                counts += [last - first for first, last, _ in (block.lines_of(1, 0, part) for part in parts)]
    return counts


@pytest.mark.parametrize("lines_", [8, 21, 36, 200])
def test_a_row_of_any_height_is_set(lines_: int, tmp_path: Path) -> None:
    """The head over each part; every line once, in both files."""
    text = f"| 甲 | 乙 |\n|--|--|\n| {'字' * 20 * lines_} | 乙 |\n| 丙 | 丁 |\n"
    made = composed(tmp_path, text)
    table = table_of(made)
    counts = row_lines(made)
    assert sum(counts) == len(table.cells[1][0].lines) and min(counts) >= 1
    assert len(counts) > 1 or lines_ < 36
    for page in made.pages:
        for item in page.items:
            assert not isinstance(made.blocks[item.index], SetTable) or item.y + table.standing(item.first, item.last) < 638.1


def test_a_sum_stands_with_the_row_before_it_and_notes_with_the_last(tmp_path: Path) -> None:
    for count in (9, 10, 11):
        rows = "".join(f"| 单位{n} | {n} |\n" for n in range(count))
        made = composed(tmp_path, f"| 甲 | 乙 |\n|--|--|\n{rows}| 合　计 | 9 |\n\n注：说明。\n资料来源：统计局\n", pdf=False)
        index = next(i for i, block in enumerate(made.blocks) if isinstance(block, SetTable))
        table = made.blocks[index]
        assert isinstance(table, SetTable)
        pages = [page for page in made.pages if any(item.index == index for item in page.items)]
        last = next(item for item in pages[-1].items if item.index == index)
        assert last.last - last.first >= 2, count
        assert {item.index for item in pages[-1].items} >= {index + 1, index + 2}, count


def test_tables_without_caption_keep_half_a_line_and_no_more_than_their_share(tmp_path: Path) -> None:
    one = "| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n"
    made = composed(tmp_path, f"{one}\n{one}\n正文。\n")
    tables = [item for item in made.pages[0].items if isinstance(made.blocks[item.index], SetTable)]
    first, second = tables
    table = made.blocks[first.index]
    assert isinstance(table, SetTable)
    assert 0.5 <= (second.y - first.y - table.standing(first.first, first.last)) / made.house.grid.pitch < 0.85


def test_a_long_merged_cell_goes_over_the_page(tmp_path: Path) -> None:
    rows = "".join(f"| {'甲类' if n == 0 else '^^'} | 任务{n} |\n" for n in range(40))
    made = composed(tmp_path, f"| 类别 | 任务 |\n|--|--|\n{rows}| 乙类 | 一 |\n| ^^ | 二 |\n")
    assert len([item for page in made.pages for item in page.items if isinstance(made.blocks[item.index], SetTable)]) == 3


def test_any_table_is_set_or_refused_at_its_place(tmp_path: Path) -> None:
    """Merged at random; no traceback, and what is set is proved."""
    pick = random.Random(5)
    for _ in range(6):
        columns = pick.randint(2, 4)
        rows = [
            "| " + " | ".join(pick.choice(["甲", "12.5", "字" * 60, "^^", "<<", "", "一<br>二"]) for _ in range(columns)) + " |"
            for _ in range(pick.randint(2, 6))
        ]
        text = "\n".join([f"{{head={pick.randint(1, 3)}}}", "", rows[0], "|" + "--|" * columns, *rows[1:]])
        try:
            made = make(tmp_path, {"issue.yaml": YAML, "01.md": f"{HEAD}{text}\n"}, pdf=True)
        except BriefingError as error:  # pragma: no cover - said below
            pytest.fail(str(error))
        assert {item.code for item in made.found} <= {"table-wish", "table-merge"}, (made.found, text)


def test_a_short_row_takes_no_more_than_its_text(tmp_path: Path) -> None:
    """Of rows of whole grid lines 27 took two pages, and rows of two lines 58 pt each."""
    rows = "".join(f"| {number} | 第{number}项 |\n" for number in range(1, 27))
    made = composed(tmp_path, f"| 序号 | 任务 |\n|--|--|\n{rows}\n正文。\n")
    ((at, table),) = ((index, block) for index, block in enumerate(made.blocks) if isinstance(block, SetTable))
    assert max(table.heights) == 22.0 and table.height < made.house.grid.lines * made.house.grid.pitch
    after = next(
        item
        for page in made.pages
        for item in page.items
        if item.index > at and isinstance(made.blocks[item.index], SetParagraph)
    )
    lines = after.y / made.house.grid.pitch
    assert lines == pytest.approx(round(lines), abs=0.001)


@pytest.mark.parametrize(
    ("column", "aligned"),
    [
        (["1.4", "12.74", "4", "-0.5"], True),
        (["1.4", "—", "12.74", ""], True),
        (["1.4", "112.5", "3.6"], True),
        (["4", "12", "360"], False),  # of whole ones the middle is usual
        (["1.4", "12", "约三成"], False),  # not numbers alone
        (["3%", "2.55%"], True),
    ],
)  # fmt: skip
def test_numbers_with_decimals_stand_point_under_point(tmp_path: Path, column: list[str], aligned: bool) -> None:
    rows = "".join(f"| 甲 | {cell} |\n" for cell in column)
    made = composed(tmp_path, f"| 单位 | 数 |\n|--|--|\n{rows}\n正文。\n")
    (table,) = (block for block in made.blocks if isinstance(block, SetTable))
    points = []
    for row in table.cells[1:]:
        text, line = row[1].text, row[1].lines[0]
        if text and text[0] in "-0123456789":
            end = len(text.rstrip("%").partition(".")[0])
            points.append(line.x + sum(row[1].widths[:end]) + sum(line.after[:end]))
    assert (max(points) - min(points) < 0.1) is aligned


def test_no_numbers_are_aligned_where_the_house_does_not_want_it(tmp_path: Path) -> None:
    look = composed(tmp_path, "| 单位 | 数 |\n|--|--|\n| 甲 | 1.4 |\n| 乙 | 12 |\n").house
    assert look.tables.decimal and look.tables.outer > look.tables.inner
