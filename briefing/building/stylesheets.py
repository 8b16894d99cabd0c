"""Whether a house's own style sheet is why the pages are not as composed, or do not come to an end. Asked only after that.

The pages are set again without the style sheets: if they are right then, the first rule of theirs with which they are wrong is
found by halving. Each trial is a process of its own with a little more time than the right pages took, and all of them together
have so many seconds; when these are over, what is left of the halving is told.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefing.building import children
from briefing.core import bounds
from briefing.core.errors import BriefingError, Diagnostic, Span
from briefing.files.world import World

if TYPE_CHECKING:
    from briefing.typeset.composed import Composed

#: Path and text of each style sheet, the parents' first.
Sheets = Sequence[tuple[str, str]]


def allowance(composed: Composed) -> children.Allowance:
    """What the engine may take for these pages."""
    from briefing.typeset.composed import SetTable

    cells = sum(len(row) for block in composed.blocks if isinstance(block, SetTable) for row in block.cells)
    pages, hundreds = len(composed.pages), cells / 100
    return children.Allowance(
        bounds.ENGINE_SECONDS + bounds.ENGINE_SECONDS_PER_PAGE * pages + bounds.ENGINE_SECONDS_PER_CELLS * hundreds,
        bounds.ENGINE_MB + bounds.ENGINE_MB_PER_PAGE * pages + bounds.ENGINE_MB_PER_CELLS * hundreds,
    )


class Trials:
    """Sets the pages with some of the style sheets, in a child for each, and says whether they came out as composed."""

    def __init__(self, composed: Composed, world: World, proved: Callable[[bytes], bool]) -> None:
        self._composed, self._world, self._proved = composed, world, proved
        self._left = bounds.BLAME_SECONDS
        self._allowed = allowance(composed)
        #: Whether the last wrong one did not come to an end.
        self.endless = False

    @property
    def over(self) -> bool:
        return self._left <= 0

    def right(self, sheets: Sheets) -> bool:
        def prepare() -> children.Handler[None, bool]:
            from briefing.output.css.whole_pdf import write_pdf

            return lambda _: self._proved(write_pdf(self._composed, self._world, css=sheets))

        child = children.start(prepare, "样式表的检查")
        spent = self._allowed.seconds
        try:
            child.send(None, self._allowed)
            right = child.receive()
            spent = getattr(child, "spent", 0.0)
            self.endless = False
        except bounds.Exhausted:
            self.endless, right = True, False
        except (BriefingError, children.ChildCrash):
            spent = getattr(child, "spent", 0.0) or 0.5
            self.endless, right = False, False
        finally:
            child.close()
        self._left -= spent
        if right:  # the next one needs no more than a little more
            self._allowed = self._allowed._replace(seconds=min(self._allowed.seconds, 1.0 + 2 * spent))
        return right


def blame(sheets: Sheets, composed: Composed, world: World, proved: Callable[[bytes], bool], spoilt: bool) -> Diagnostic | None:
    """The rule to blame; None if the pages are wrong without any style sheet, or right with all of them (`spoilt`: it is known
    that they are not). To be run in a child: it loads the engine, so that the trials need not."""
    importlib.import_module("weasyprint")
    trials = Trials(composed, world, proved)
    if not spoilt and trials.right(sheets):
        return None
    return culprit(sheets, world, trials)


def find(sheets: Sheets, composed: Composed, world: World, proved: Callable[[bytes], bool], spoilt: bool) -> Diagnostic | None:
    """As `blame`, in a child. What the engine does not understand is an InputError."""

    def prepare() -> children.Handler[None, Diagnostic | None]:
        from briefing.output.css.whole_pdf import check_css

        def answer(_: object) -> Diagnostic | None:
            check_css(sheets, world)
            return blame(sheets, composed, world, proved, spoilt)

        return answer

    child = children.start(prepare, "样式表的检查")
    try:
        child.send(None, children.Allowance(allowance(composed).seconds + bounds.BLAME_SECONDS, bounds.STAGE_MB))
        found = child.receive()
    except bounds.Exhausted as error:
        path = next((path for path, _ in reversed(sheets)), "")
        raise error.at(Span(world.templates.name(path), 1, 1), _HINT) from None
    finally:
        child.close()
    return found


_HINT = "样式表只用来改颜色、底纹一类；字号、间距、位置、分栏和分页由 house.yaml 定。请删去或改写这一条。"


def culprit(sheets: Sheets, world: World, trials: Trials) -> Diagnostic | None:
    """Of style sheets with which, all together, the pages are wrong."""
    if not sheets or not trials.right([]):
        return None
    wrong = endless = False

    def right(some: Sheets) -> bool:
        nonlocal wrong, endless
        came_out = trials.right(some)
        wrong, endless = wrong or not came_out, endless or trials.endless
        return came_out

    before, number = _first(len(sheets), lambda count: right(sheets[:count]), trials)
    path, text = sheets[number - 1]
    earlier = list(sheets[: number - 1])
    starts = _rules(text)
    low, high = (0, 0) if before != number - 1 else _first(
        len(starts), lambda count: right([*earlier, (path, text[: _end(text, starts, count)])]), trials
    )  # fmt: skip
    if not wrong and right(sheets):
        return None  # it was something else: a machine so busy that the engine was given up
    line, column = _place(text, starts[low]) if low < len(starts) else (1, 1)
    last = _place(text, starts[high - 1])[0] if high else line
    which = "有了这一条样式" if high - low == 1 else f"从这里到第 {last} 行有一条样式，有了它"
    what = "排版引擎就排不完页面" if endless else "页面就不照排定的样子了"
    return Diagnostic("css-layout", f"{which}，{what}", Span(world.templates.name(path), line, column), _HINT)


def _first(count: int, right: Callable[[int], bool], trials: Trials) -> tuple[int, int]:
    """Between which two numbers of `count` things, all of which together are wrong, it becomes wrong: one apart unless the time
    is over."""
    low, high = 0, count  # right with `low`, wrong with `high`
    while high - low > 1 and not trials.over:
        middle = (low + high) // 2
        low, high = (middle, high) if right(middle) else (low, middle)
    return low, high


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
