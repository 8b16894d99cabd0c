"""表中的合计与各项之和对不上

合计、总计、小计一行（一列）的数，应当等于各项之和；文中说到表里某一行、某一列的数，应当与表里相同。百分比、平均数、位次不相加。

错：
    | 地区 | 人数 |
    |---|--:|
    | 城东街道 | 120 |
    | 城西街道 | 80 |
    | 合计 | 210 |
对：
    | 地区 | 人数 |
    |---|--:|
    | 城东街道 | 120 |
    | 城西街道 | 80 |
    | 合计 | 200 |
改法：核对原始数据，改正其中一处。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefing.core.errors import Severity, Span
from briefing.core.pattern import Pattern
from briefing.model.blocks import Cell, Table, within
from briefing.model.text_lines import plain
from briefing.proofread.figures import Amount, figure, figures
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_TOTAL = Pattern(r"\s*(?:合\s*计|总\s*计|共\s*计|小\s*计|总数|总和|全市合计|全省合计|全市总计|全省总计|总量|共)\s*(?:（.*）)?\s*")
_ADDED_NOT = Pattern(
    "%|％|率|比|占|(?<![日月年])均|位次|名次|排名|排序|序号|编号|年份|时间|日期|电话|增长|增幅|指数|得分|单价|满意|℃|倍"
)


def _find(galley: Galley) -> Iterator[Finding]:
    articles = galley.issue.all_articles
    reports = galley.reports()
    for number, article in enumerate(articles):
        for table in within(article.blocks):
            if isinstance(table, Table) and table.header and table.rows:
                grid = [_labels(table), *([plain(cell.content).strip() for cell in row] for row in table.body)]
                yield from _totals(table, grid)
                for passage in reports.get(number, ()):
                    if passage.kind in PROSE:
                        yield from _said(passage, grid)


def _labels(table: Table) -> list[str]:
    """What the head says over each column, its rows joined; a merged cell speaks for all columns that it covers."""
    labels = [""] * len(table.header)
    for row in table.head:
        for column, cell in enumerate(row):
            for each in range(column, column + cell.across):
                labels[each] += plain(cell.content).strip()
    return labels


def _totals(table: Table, grid: list[list[str]]) -> Iterator[Finding]:
    rows = (table.header, *table.body)
    for column in range(1, len(grid[0])):
        if not _ADDED_NOT.search(grid[0][column]):
            cells = [(grid[row][0], rows[row][column]) for row in range(1, len(grid)) if column < len(grid[row])]
            yield from _sum(cells, f"“{grid[0][column]}”一列")
    for row in range(1, len(grid)):
        if not _ADDED_NOT.search(grid[row][0]):
            cells = [
                (grid[0][column], rows[row][column])
                for column in range(1, min(len(grid[0]), len(grid[row])))
                if not _ADDED_NOT.search(grid[0][column])
            ]
            yield from _sum(cells, f"“{grid[row][0]}”一行")


def _sum(cells: Sequence[tuple[str, Cell]], what: str) -> Iterator[Finding]:
    """Each total against what it sums up: the items since the last total; a grand total, all items or all subtotals."""
    totals = [index for index, (label, _) in enumerate(cells) if _TOTAL.fullmatch(label)]
    values = [figure(plain(cell.content)) for _, cell in cells]
    for index in totals:
        total = values[index]
        first = index == 0  # the total may stand on top
        items = [i for i in (range(1, len(cells)) if first else range(index)) if i not in totals]
        since = [i for i in items if i > max((t for t in totals if t < index), default=-1)]
        parts = [t for t in totals if t < index]
        if total is None or len(items) < 2 or any(values[i] is None for i in items):
            continue
        sums = {_added(values, group) for group in (items, since, parts) if len(group) > 1}
        if all(abs(total.value - each) > _slack(values, items) for each in sums):
            said = f"{what}合计是 {total.value:,f}，各项之和是 {_added(values, since if len(since) > 1 else items):,f}"
            yield Finding(said, "核对原始数据，改正其中一处。", span=_place(cells[index][1]))


def _added(values: Sequence[Amount | None], group: Sequence[int]) -> Decimal:
    return sum((value.value for i in group if (value := values[i]) is not None), Decimal())


def _slack(values: Sequence[Amount | None], items: Sequence[int]) -> Decimal:
    """What rounding may add up to where the figures have decimals."""
    step = max(value.step for i in items if (value := values[i]) is not None)
    return step * len(items) / 2 if step < 1 else Decimal()


def _place(cell: Cell) -> Span:
    return cell.content[0].span if cell.content else cell.span


def _said(passage: Passage, grid: list[list[str]]) -> Iterator[Finding]:
    """A clause that names a row and a column, and then a figure."""
    text = passage.text
    for clause in re.finditer("[^，。；：！？\n]+", text):
        for row in grid[1:]:
            label = row[0]
            at = clause[0].find(label) if len(label) >= 2 else -1
            if at < 0:
                continue
            for column, header in enumerate(grid[0][1:], 1):
                name = re.sub("[（(].*?[）)]", "", header)
                where = clause[0].find(name, at + len(label)) if len(name) >= 2 else -1
                value = figure(row[column].rstrip("%％")) if column < len(row) else None
                if where < 0 or value is None or where - at - len(label) > 4:
                    continue
                after = where + len(name)
                said = next((one for one in figures(clause[0]) if one.start >= after), None)
                if said is not None and said.start - after <= 3 and not said.agrees(value) and not _scaled(said, value):
                    start = clause.start() + said.start
                    end = clause.start() + said.end
                    yield found(passage, start, end, f"表中“{label}”的“{name}”是 {row[column]}", "核对原始数据，改正其中一处。")


def _scaled(said: Amount, value: Amount) -> bool:
    """A table in 万 or in 亿 beside a text in ones."""
    scales = (Decimal(10_000), Decimal(100_000_000))
    return any(abs(said.value - value.value * scale) < max(said.step, value.step * scale) for scale in scales)


RULE = Rule(Severity.WARNING, whole=_find)
