"""Whether a house's own style sheet is why the pages are not as composed. Asked only after they are not.

The pages are set again without the style sheets: if they are right then, the first rule of theirs with which they are wrong is
found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.errors import Diagnostic, Span
from briefing.world import World

#: Path and text of each style sheet, the parents' first.
Sheets = Sequence[tuple[str, str]]


def culprit(sheets: Sheets, world: World, right: Callable[[Sheets], bool]) -> Diagnostic | None:
    """The rule to blame; None if the pages are wrong without any style sheet, or right with all of them.

    `right`: whether the pages come out as composed with these style sheets."""
    if not sheets or not right([]):
        return None
    number = _first(len(sheets), lambda count: right(sheets[:count]))
    if number is None:
        return None
    path, text = sheets[number]
    before = list(sheets[:number])
    starts = _rules(text)
    rule = _first(len(starts), lambda count: right([*before, (path, text[: _end(text, starts, count)])]))
    line, column = _place(text, starts[rule]) if rule is not None else (1, 1)
    return Diagnostic(
        "css-layout",
        "有了这一条样式，页面就不照排定的样子了",
        Span(world.templates.name(path), line, column),
        "样式表只用来改颜色、底纹一类；字号、间距、位置、分栏和分页由 house.yaml 定。请删去或改写这一条。",
    )


def _first(count: int, right: Callable[[int], bool]) -> int | None:
    """The index of the first of `count` things whose coming makes it wrong; None if all together are right."""
    if right(count):
        return None
    low, high = 0, count  # right with `low`, wrong with `high`
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if right(middle) else (low, middle)
    return low


def _rules(text: str) -> list[int]:
    """Where each rule of the style sheet begins."""
    import tinycss2

    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [lines[node.source_line - 1] + node.source_column - 1 for node in nodes]


def _end(text: str, starts: Sequence[int], count: int) -> int:
    return starts[count] if count < len(starts) else len(text)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
