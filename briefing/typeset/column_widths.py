"""How wide the columns of a table are, and how large its type: from what the cells hold, or as the author says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate

from briefing.core.errors import Findings, Severity
from briefing.core.records import dataclass
from briefing.core.type_sizes import HAO, called
from briefing.house.style import PT_PER_MM, ParagraphStyle
from briefing.model.sheet import SheetCell, SheetTable
from briefing.typeset.context import Context
from briefing.typeset.letters import letters
from briefing.typeset.paragraphs import excerpt, pieces
from briefing.typeset.strip import TOLERANCE, Strip
from briefing.typeset.unparted import PHRASE, Parting, partings

#: White between a cell's text and its column's edges, em; the second where columns are many.
PADDINGS = (0.4, 0.2)
#: A column of running text is no narrower than this, em, where there is room.
_RUNNING = 6.0
#: And never narrower than this, where it is a phrase or longer, em.
_LEAST_PHRASE, _LEAST_TEXT = 2.0, 3.0
#: How strongly long columns of running text share by their lengths; the one that makes the table lowest is taken.
_SHARES = (1.0, 0.75, 0.5, 0.25)
#: Columns that would differ by less than this are as wide as one another, em.
_ALIKE = 1.5
_TOLD = 4
_NUMBER = re.compile(r"\s*(?P<units>[-+−－＋±≈≥≤<>＜＞]?[0-9][0-9, \u2009]*)(?:\.[0-9]+)?\s*[%％‰℃°]?\s*")


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """`edges`: of the columns, pt from the type area's left; `scale`: the type's share of its size; `padding`: em. `right`: of
    cells (row, column) whose numbers stand point under point, how far their ends are from the right of the column's text; in
    columns `centred` the widest of them stands in the middle."""

    edges: tuple[float, ...]
    scale: float
    padding: float
    right: Mapping[tuple[int, int], float] = field(default_factory=dict)
    centred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Need:
    """What the cell in a row and over `across` columns from `column` on needs at the full size, pt: what never parts, what
    would part inside a word, its longest line, and all its lines one after the other. `fraction`: of a number, what stands
    behind its units place, with the point."""

    row: int
    column: int
    across: int
    never: float
    words: float
    longest: float
    lines: tuple[float, ...]
    em: float
    text: str
    fraction: float | None = None


def columns(table: SheetTable, context: Context) -> ColumnSet:
    """In all as wide as the measure, unless the author gives all widths in mm. Where not all goes in that never parts, it is a
    finding."""
    rows = table.all_rows
    count = max((len(row) for row in rows), default=0)
    if not count:
        return ColumnSet((0.0,), 1.0, PADDINGS[0])
    needs = [need for number, row in enumerate(rows) for need in _needs(table, number, row, context)]
    places: dict[tuple[int, int], tuple[float, float]] = {}
    if table.wishes.decimal or context.house.tables.decimal:
        needs, places = _aligned(needs, table.wishes.decimal)
    made = _settled(table, needs, count, context)
    right, centred = {}, set()
    for (row, column), (lacks, whole) in places.items():
        style = cell_style(False, made.scale, context)
        room = made.edges[column + 1] - made.edges[column] - 2 * made.padding * style.size
        beside = 0.0
        if table.wishes.decimal or rows[row][column].align != "right":
            beside = max(0.0, room - whole * made.scale) / 2
            centred.add(column)
        right[row, column] = lacks * made.scale + beside
    return replace(made, right=right, centred=frozenset(centred))


def _settled(table: SheetTable, needs: Sequence[_Need], count: int, context: Context) -> ColumnSet:
    measure = context.measure
    scales = _scales(table, context)
    if table.wishes.widths:
        return _given(table, needs, count, scales, context)
    tries = [(scale, padding) for scale in scales for padding in PADDINGS]
    for what in ("words", "never"):
        for scale, padding in tries:
            least = _least(needs, count, scale, padding, what)
            if sum(least) <= measure:
                return ColumnSet(_edges(_shared(measure, least, needs, count, scale, padding)), scale, padding)
    scale, padding = tries[-1]
    least = _least(needs, count, scale, padding, "never")
    _too_wide(table, needs, least, scale, context)
    return ColumnSet(_edges(shortened(measure, least)), scale, padding)


def cell_style(head: bool, scale: float, context: Context) -> ParagraphStyle:
    """Of a cell's text."""
    style = context.house.styles["table-head" if head else "table-cell"]
    if scale == 1.0:
        return style
    return replace(style, size=round(style.size * scale, 4), leading=context.leading(style) * scale)


def _scales(table: SheetTable, context: Context) -> list[float]:
    """Shares of its size at which the type may be set: as it is, then the usual sizes below it."""
    size = context.house.styles["table-cell"].size
    if table.wishes.size:
        return [table.wishes.size / size]
    least = min(size, context.house.tables.least_size)
    return [1.0, *(points / size for points in sorted(set(HAO.values()), reverse=True) if least <= points < size)]


def _needs(table: SheetTable, number: int, row: Sequence[SheetCell], context: Context) -> list[_Need]:
    unheard = Findings()  # the cells are set again, and speak then
    style = cell_style(number < table.heads, 1.0, context)
    tracking = max(0.0, context.tracking(style, style.size))
    found = []
    for column, cell in enumerate(row):
        if cell.covered:
            continue
        never = words = longest = 0.0
        lines = []
        for _, piece in pieces(letters(cell.runs, style, style.size, context.house, context.fonts, unheard)):
            strip = Strip(piece, context.house.composition, tracking)
            gaps = partings(strip, context.house.words)
            lines.append(strip.natural(0, len(strip)))
            longest = max(longest, lines[-1])
            never = max(never, _longest(strip, gaps, Parting.WORD), min(lines[-1], _least_text(strip) * style.size))
            words = max(words, _longest(strip, gaps, Parting.GOOD), min(lines[-1], _RUNNING * style.size))
        fraction = None
        if len(lines) == 1 and number >= table.heads and not cell.own and (match := _NUMBER.fullmatch(strip.text)):
            fraction = lines[0] - strip.natural(0, match.end("units"))
        found.append(_Need(number, column, cell.across, never, words, longest, tuple(lines), style.size, cell.text, fraction))
    return found


def _aligned(needs: Sequence[_Need], asked: bool) -> tuple[list[_Need], dict[tuple[int, int], tuple[float, float]]]:
    """`asked`: by the author, for all columns; else those are aligned that hold nothing but numbers, some with decimals. With
    columns of numbers as wide as these are point under point; of their cells, what stands behind the units place of the longest
    of the column that this one lacks, and the width of the whole column of numbers, pt at the full size."""
    columns: dict[int, list[_Need]] = {}
    for need in needs:
        if need.fraction is not None and need.across == 1:
            columns.setdefault(need.column, []).append(need)
    if not asked:
        columns = {column: numbers for column, numbers in columns.items() if _decimal(column, numbers, needs)}
    found: list[_Need] = []
    places: dict[tuple[int, int], tuple[float, float]] = {}
    for need in needs:
        numbers = columns.get(need.column, ())
        if need.fraction is None or need.across > 1 or not numbers:
            found.append(need)
            continue
        behind = max(other.fraction or 0.0 for other in numbers)
        whole = behind + max(other.longest - (other.fraction or 0.0) for other in numbers)
        places[need.row, need.column] = (behind - need.fraction, whole)
        found.append(replace(need, never=whole, words=whole, longest=whole, lines=(whole,)))
    return found, places


def _decimal(column: int, numbers: Sequence[_Need], needs: Sequence[_Need]) -> bool:
    """Whether column `column` holds, heads apart, nothing but `numbers`, and some of them have decimals."""
    others = [need for need in needs if need.column <= column < need.column + need.across and need.row >= numbers[0].row]
    return any("." in number.text for number in numbers) and all(
        other in numbers or other.text.strip() in ("", "—", "-", "－", "/") for other in others
    )


def _least_text(strip: Strip) -> float:
    """How narrow its column may be, em."""
    return _LEAST_PHRASE if len(strip) <= PHRASE else _LEAST_TEXT


def _longest(strip: Strip, gaps: Sequence[Parting], most: Parting) -> float:
    """Width of the longest piece of a text that parts where that costs no more than `most`."""
    longest, start = 0.0, 0
    for end in range(1, len(strip) + 1):
        if gaps[end - 1] <= most:
            longest = max(longest, strip.natural(start, end))
            start = end
    return longest


def _least(needs: Sequence[_Need], count: int, scale: float, padding: float, what: str) -> list[float]:
    """Of each column; what a merged cell needs beside its columns' own is shared among them."""
    return _widths(needs, count, scale, padding, [need.never if what == "never" else need.words for need in needs])


def _widths(needs: Sequence[_Need], count: int, scale: float, padding: float, amounts: Sequence[float]) -> list[float]:
    found = [1.0] * count
    for need, amount in sorted(zip(needs, amounts, strict=True), key=lambda pair: pair[0].across):
        wanted = (amount + 2 * padding * need.em) * scale + 2 * TOLERANCE
        own = range(need.column, need.column + need.across)
        missing = wanted - sum(found[i] for i in own)
        for i in own:
            found[i] += max(0.0, missing) / need.across
    return found


def _shared(measure: float, least: list[float], needs: Sequence[_Need], count: int, scale: float, padding: float) -> list[float]:
    """Short columns their natural width, long ones what is left, so that the table is as low as may be."""
    wished = _widths(needs, count, scale, padding, [need.longest for need in needs])
    wished = [max(pair) for pair in zip(least, wished, strict=True)]
    if sum(wished) <= measure:
        return _roomy(measure, wished, _ALIKE * max((need.em for need in needs), default=0.0) * scale)
    found: list[list[float]] = []
    for power in _SHARES:
        widths = _filled(measure, least, wished, power)
        if widths not in found:
            found.append(widths)
    return min(found, key=lambda widths: _lines(needs, widths, scale, padding))


def _roomy(measure: float, wished: Sequence[float], alike: float) -> list[float]:
    """Every column what it wishes and as much white as the others; those that then differ by less than `alike` are as wide."""
    white = (measure - sum(wished)) / len(wished)
    groups: list[list[int]] = []
    for column in sorted(range(len(wished)), key=lambda i: wished[i]):
        if groups and wished[column] - wished[groups[-1][0]] < min(alike, white):
            groups[-1].append(column)
        else:
            groups.append([column])
    mean = {column: sum(wished[i] for i in group) / len(group) for group in groups for column in group}
    return [mean[column] + white for column in range(len(wished))]


def _filled(measure: float, least: list[float], wished: list[float], power: float) -> list[float]:
    """Columns that wish less than an even share get it; the others share by their wishes to the `power`, none less than its
    least or more than it wishes."""
    widths = list(least)
    open_ = set(range(len(least)))
    while open_:
        room = measure - sum(widths[i] for i in range(len(least)) if i not in open_)
        content = {i for i in open_ if wished[i] <= room / len(open_)}
        for i in content:
            widths[i] = wished[i]
        open_ -= content
        if not content:
            break
    room = measure - sum(widths[i] for i in range(len(least)) if i not in open_)
    if sum(least[i] for i in open_) > room:  # short columns must give, too
        open_ = set(range(len(least)))
        room = measure
    fixed: set[int] = set()
    while open_ - fixed:
        free = open_ - fixed
        left = room - sum(widths[i] for i in fixed)
        weight = sum(wished[i] ** power for i in free)
        shares = {i: left * wished[i] ** power / weight for i in free}
        narrow = {i for i in free if shares[i] < least[i]}
        wide = {i for i in free if shares[i] > wished[i]}
        under = sum(least[i] - shares[i] for i in narrow)
        over = sum(shares[i] - wished[i] for i in wide)
        if not narrow and not wide:
            for i in free:
                widths[i] = shares[i]
            break
        for i in narrow if under >= over else wide:
            widths[i] = least[i] if under >= over else wished[i]
            fixed.add(i)
    spare = measure - sum(widths)
    return [width + spare / len(widths) for width in widths]


def _lines(needs: Sequence[_Need], widths: Sequence[float], scale: float, padding: float) -> int:
    """How many lines the rows have in all, about."""
    rows: dict[int, int] = {}
    for need in needs:
        room = sum(widths[need.column : need.column + need.across]) - 2 * padding * need.em * scale
        lines = sum(max(1, math.ceil(width * scale / max(1.0, room) - 1e-3)) for width in need.lines)
        rows[need.row] = max(rows.get(need.row, 0), lines)
    return sum(rows.values())


def shortened(measure: float, least: Sequence[float]) -> list[float]:
    """Widths summing to `measure` where not even the `least` go in: the widest part with what they are short of, and none becomes
    narrower than its least or than an even share."""
    kept = [min(width, measure / len(least)) for width in least]
    open_ = set(range(len(least)))
    while open_:
        scale = (measure - sum(width for i, width in enumerate(kept) if i not in open_)) / sum(least[i] for i in open_)
        narrow = {i for i in open_ if least[i] * scale < kept[i]}
        if not narrow:
            return [width * scale if i in open_ else kept[i] for i, width in enumerate(least)]
        open_ -= narrow
    return kept


# --- widths of the author's


def _given(table: SheetTable, needs: Sequence[_Need], count: int, scales: Sequence[float], context: Context) -> ColumnSet:
    measure, asked = context.measure, table.wishes.widths
    fixed = sum(width.amount for width in asked if width.millimetres) * PT_PER_MM
    parts = sum(width.amount for width in asked if not width.millimetres)
    if len(asked) != count:
        context.findings.add(
            "table-widths", f"widths 写了 {len(asked)} 个宽度，表格有 {count} 列", table.span, "每列写一个，用逗号隔开。"
        )
        return ColumnSet(_edges([measure / count] * count), scales[0], PADDINGS[0])
    if fixed > measure + 0.5 or (parts and fixed >= measure):
        most = f"{measure / PT_PER_MM:.0f} 毫米"
        context.findings.add(
            "table-widths", f"各列的宽度加起来超过版心（{most}）", table.span, "请改小，或写成份数，如 widths=2,5,3。"
        )
        return ColumnSet(_edges([measure / count] * count), scales[0], PADDINGS[0])
    rest = max(0.0, measure - fixed)
    widths = [w.amount * PT_PER_MM if w.millimetres else w.amount / parts * rest for w in asked]
    for scale in scales:
        for padding in PADDINGS:
            least = _least(needs, count, scale, padding, "never")
            if all(need <= width for need, width in zip(least, widths, strict=True)):
                return ColumnSet(_edges(widths, (measure - sum(widths)) / 2), scale, padding)
    scale, padding = scales[-1], PADDINGS[-1]
    if table.span is None:  # a template's own, which knows no better
        return ColumnSet(_edges(widths), 1.0, PADDINGS[0])
    least = _least(needs, count, scale, padding, "never")
    narrow = [i for i in range(count) if least[i] > widths[i]]
    named = "、".join(f"第 {i + 1} 列（{excerpt(_widest(needs, i).text)}）" for i in narrow[:_TOLD])
    more = f"等 {len(narrow)} 列" if len(narrow) > _TOLD else ""
    context.findings.add(
        "table-widths",
        f"{named}{more}太窄，数、日期或词语会被拆开",
        table.span,
        f"至少要 {'、'.join(f'{math.ceil(least[i] / PT_PER_MM)}mm' for i in narrow[:_TOLD])}；请改大 widths，或不写，由程序算。",
    )
    return ColumnSet(_edges(widths, (measure - sum(widths)) / 2), scale, padding)


def _edges(widths: Sequence[float], left: float = 0.0) -> tuple[float, ...]:
    return tuple(accumulate(widths, initial=left))


def _widest(needs: Sequence[_Need], column: int) -> _Need:
    return max(
        (need for need in needs if need.column <= column < need.column + need.across), key=lambda need: need.never / need.across
    )


#: By the format of the page, what is wider.
_WIDER = {"": "或把它排在宽页上（前后各加一行 ::: 宽页、:::），", "wide": "或把它排在折页上（::: 宽页 A3），"}


def _too_wide(table: SheetTable, needs: Sequence[_Need], least: Sequence[float], scale: float, context: Context) -> None:
    """Which columns take most, and by how much they are too wide."""
    measure = context.measure
    widest = sorted(range(len(least)), key=lambda i: -least[i])[:_TOLD]
    named = "、".join(f"第 {i + 1} 列（{excerpt(_widest(needs, i).text)}）" for i in sorted(widest))
    size = called(round(context.house.styles["table-cell"].size * scale, 2))
    over = math.ceil((sum(least) - measure) / PT_PER_MM)
    context.findings.add(
        "table-too-wide",
        f"表格有 {len(least)} 列，不拆开数、日期和词语，缩到{size}仍比版心宽 {over} 毫米，最宽的是{named}",
        table.span,
        f"请把这几列写短（换成大的单位、用简称），{_WIDER.get(context.house.leaf, '')}或拆成两个表格。",
        Severity.ERROR,
    )
