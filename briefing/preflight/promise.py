"""What a print file is held against, and how a fault is said. A fault knows its page and its place there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.records import dataclass
from briefing.preflight.page_facts import PageFacts, Point
from briefing.preflight.survey import Survey

#: pt → mm.
MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Promise:
    """What the ticket says of a file. `inks` may hold 黑, the spot ink's name and the process inks' names, None: whichever it
    has; `label` "": any PDF/X; `pages` None: as many as there are. `ink_limit` is per cent, `resolution` pixels an inch."""

    label: str
    pages: int | None
    inks: frozenset[str] | None
    ink_limit: float = 300
    resolution: float = 300
    formats: frozenset[tuple[float, float]] = frozenset()  # mm: those that its pages may have; empty: they are all alike
    bleed: float = 0.0  # mm, round each page; 0: nothing reaches the edge
    blanks: bool = True  # whether a page may be empty
    copies: int = 0  # of a numbered run
    imposed: bool = False  # pages lie on sheets, moved by creep

    def allows(self, standard: str, facts: Survey) -> bool:
        """Whether the file is to be of `standard` (such as "PDF/X-1a"), as promised or, of any, as it says itself."""
        return (self.label or facts.label).startswith(standard)

    def flat(self, facts: Survey) -> str:
        """The standard that the file is to be of, where that has neither transparency nor layers; else ""."""
        label = self.label or facts.label
        return label.partition(":")[0] if label.startswith(("PDF/X-1", "PDF/X-3")) else ""


class Problem(NamedTuple):
    """`page` 0: the whole file. `at`: pt from the left and upper edge of the trimmed page."""

    code: Code
    message: str
    severity: Severity = Severity.ERROR
    page: int = 0
    at: Point | None = None


Rule = Callable[[Survey, Promise], Iterator[Problem]]


class SourcePlace(NamedTuple):
    """`meant`: what stands there itself, what stands near by, or where the page begins."""

    span: Span
    meant: Literal["here", "near", "page"]


#: Number of a page, pt from the left and upper edge when trimmed (None: nowhere in particular) → where that is in the sources.
SourcePlaces = Callable[[int, Point | None], SourcePlace | None]


def on(
    page: PageFacts, object: str, what: str, code: Code, severity: Severity = Severity.ERROR, at: Point | None = None
) -> Problem:
    """A fault of one object; `at` in the page's own space."""
    place = page.on_paper(at)
    where = "" if place is None else f"（离左边 {place[0] * MM:.0f}、上边 {place[1] * MM:.0f} 毫米）"
    return Problem(code, f"第{page.number}页，{object}{where}：{what}", severity, page.number, place)


def of_page(page: PageFacts, what: str, code: Code, severity: Severity = Severity.ERROR) -> Problem:
    """A fault of a page as a whole."""
    return Problem(code, f"第{page.number}页{what}", severity, page.number)


#: What to do about what an issue or its house can be the cause of.
_HINTS: dict[Code, str] = {
    "preflight-small-text": "请在版式里把字放大，或改用一种墨（黑、专色）的颜色。",
    "preflight-thin-line": "请在版式的 rules 里把线加粗，或改用一种墨（黑、专色）的颜色；图里的线在图里改。",
    "preflight-resolution": "请换一张大些的图，或在稿件里把它排小些。",
    "preflight-ink-limit": "请把图的暗处调亮一些；印刷厂允许更多墨的，改 house.yaml 里 print 的 ink_limit。",
}

#: How a source place is told that is not that of the object itself.
_MEANT = {"here": "", "near": "这里指的是近旁的稿件，它自己不是稿件里写的。", "page": "这里指的是这一页开头的稿件。"}


def diagnosed(name: str, problem: Problem, places: SourcePlaces | None = None) -> Diagnostic:
    """`problem` of the file `name`; with `places`, of one made from an issue, at its source place where there is one."""
    if places is None:
        return Diagnostic(problem.code, f"{name}：{problem.message}", severity=problem.severity)
    place = places(problem.page, problem.at) if problem.page else None
    hint = _HINTS.get(problem.code, "") + (_MEANT[place.meant] if place else "")
    return Diagnostic(problem.code, f"{name}：{problem.message}", place.span if place else None, hint, problem.severity)
