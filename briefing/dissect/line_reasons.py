"""Lines: where each ends, the candidates for that end with what each would give and cost, and the rule that decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.dissect.selection import Selection
from briefing.dissect.type_rows import LEVELS, refitted, tasks_again
from briefing.model.sheet import LINE_BREAK
from briefing.typeset import even_lines, firstfit, totalfit
from briefing.typeset.classes import Level
from briefing.typeset.composed import Line, SetParagraph
from briefing.typeset.fitting import fits, fits_squeezed, furthest
from briefing.typeset.paragraphs import Task
from briefing.typeset.strip import TOLERANCE
from briefing.typeset.title_partings import parting_costs

#: Characters shown on either side of a place; and candidates before the last that goes in.
_AROUND, _BEFORE = 4, 5

_REFITTED = {1: "，放松了一行，为的是页末不空、孤行有伴、末页有三行", -1: "，收紧了一行，为的是省一页、孤行有伴"}


def line_rows(selection: Selection) -> Iterator[str]:
    for what, region, paragraph in selection.paragraphs():
        yield f"{what}  {len(paragraph.lines)} 行{_REFITTED.get(refitted(paragraph, region, selection), '')}"
        tasks = list(tasks_again(paragraph, region, selection))
        eased = dict(_eased(tasks, paragraph)) if paragraph.style.align == "justify" else {}
        for number, line in enumerate(paragraph.lines, 1):
            text = paragraph.text[line.start : line.end].replace(LINE_BREAK, "")
            yield f"  {number}  x {line.x:.2f} 宽 {line.width:.2f}{'' if line.flush else ' 不撑满'}  {text}"
            if region and (ease := eased.get(line.start, 0.0)) > TOLERANCE:
                yield f"     标点让 {ease:.2f}，使字距与邻行相近"
            task = next((task for task in reversed(tasks) if task.offset <= line.start), None)
            if region and task is not None and line.end > line.start:
                yield from _ends(task, line, paragraph, selection)


def _eased(tasks: Sequence[Task], paragraph: SetParagraph) -> Iterator[tuple[int, float]]:
    """Where lines begin, and what their marks give for the sake of their neighbours, pt."""
    for task in tasks:
        end = task.offset + len(task.strip)
        lines = [line for line in paragraph.lines if line.flush and task.offset <= line.start < end]
        parts = [(line.start - task.offset, line.end - task.offset) for line in lines]
        yield from zip((line.start for line in lines), even_lines.eased(task.strip, task.measure, parts), strict=True)


def _ends(task: Task, line: Line, paragraph: SetParagraph, selection: Selection) -> Iterator[str]:
    strip, measure, offset = task.strip, task.measure, task.offset
    start, end = line.start - offset, line.end - offset
    width = measure.of(start)  # only the first line begins at 0
    rules, house = selection.source.house.composition, selection.source.house
    reach = furthest(strip, start, width)
    last = max(end, reach)
    while last < len(strip) and fits_squeezed(strip, start, last + 1, width):
        last += 1
    costs = parting_costs(strip, house.words) if paragraph.style.balance else {}
    for place in range(max(start + 1, min(end, reach) - _BEFORE), min(last + 1, len(strip)) + 1):
        level = Level.FREE if place == len(strip) else strip.level[place - 1]
        over = strip.natural(start, place) - strip.trim_at(start, place) - width
        said = [LEVELS[level]]
        if over > 0:
            said.append(f"长 {over:.2f}，能让 {strip.gives(start, place):.2f}")
        elif line.flush:
            said.append(f"短 {-over:.2f}，每字拉开 {strip.opening(start, place, width):.3f} 字")
        else:
            said.append(f"短 {-over:.2f}")
        if not fits(strip, start, place, width):
            said.append("压缩后放得下" if fits_squeezed(strip, start, place, width) else "放不下")
        if paragraph.style.balance:
            said.append(f"价 {costs[place]:g}" if place in costs else "末行" if place == len(strip) else "不取")
        elif rules.strategy == "total-fit":
            price = totalfit.price(strip, start, place, width, rules)
            said.append("不取" if price is None else f"价 {price:.2f}")
        around = f"{strip.text[max(start, place - _AROUND) : place]}|{strip.text[place : place + _AROUND]}"
        yield f"     {'▶' if place == end else ' '} {around}  {'，'.join(said)}"
    yield f"     {_why(task, start, end, width, paragraph, rules.strategy)}"


def _why(task: Task, start: int, end: int, width: float, paragraph: SetParagraph, strategy: str) -> str:
    if paragraph.style.balance:
        return "标题：各行的断处和长短合起来价最低（行数最少，回行词意完整，梯形或菱形）"
    if strategy == "total-fit":
        return "全段一起定：各行的价合起来最低"
    return str(firstfit.reason(task.strip, start, end, width))
