"""What reaches the edge of a page is drawn beyond it: a cut that is off by a hair then shows no white. Lengths: pt.

Reckoned from the marks. Bars go on as they are; pictures and drawings are stretched, by so little that nobody sees it, or else it
is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.core.errors import Diagnostic, Severity
from briefing.core.records import dataclass
from briefing.house.style import PT_PER_MM
from briefing.paint.marks import Bar, Form, Image, Mark, Painted, PaintedPage

#: What ends so near to the cut is meant to reach it.
NEAR = 0.5
#: By so much of its breadth or height a picture is stretched unseen.
STRETCH = 0.05

_Edged = Bar | Image | Form


@dataclass(frozen=True, slots=True)
class Bled:
    """The pages with everything drawn into the bleed; whether there was anything; what could not be drawn there."""

    painted: Painted
    reaches: bool
    told: tuple[Diagnostic, ...]


def bled(painted: Painted, bleed: float) -> Bled:
    """`bleed`: the room round each page."""
    pages: list[PaintedPage] = []
    told: list[Diagnostic] = []
    reaches = False
    for number, page in enumerate(painted.pages, 1):
        marks: list[Mark] = []
        for mark in page.marks:
            if isinstance(mark, _Edged) and _reaches(page, mark):
                reaches = True
                wider = _beyond(page, mark, bleed)
                told += _told(number, mark, wider, bleed)
                marks.append(wider)
            else:
                marks.append(mark)
        pages.append(replace(page, marks=tuple(marks)))
    return Bled(replace(painted, pages=tuple(pages)) if reaches else painted, reaches, tuple(told))


def _reaches(page: PaintedPage, mark: _Edged) -> bool:
    width, height = page.box.width, page.box.height
    return mark.left < NEAR or mark.top < NEAR or mark.right > width - NEAR or mark.bottom > height - NEAR


def _beyond(page: PaintedPage, mark: _Edged, bleed: float) -> _Edged:
    width, height = page.box.width, page.box.height
    return replace(
        mark,
        left=min(mark.left, -bleed) if mark.left < NEAR else mark.left,
        top=min(mark.top, -bleed) if mark.top < NEAR else mark.top,
        right=max(mark.right, width + bleed) if mark.right > width - NEAR else mark.right,
        bottom=max(mark.bottom, height + bleed) if mark.bottom > height - NEAR else mark.bottom,
    )


def _told(number: int, mark: Mark, wider: Mark, bleed: float) -> Iterator[Diagnostic]:
    if not isinstance(mark, Image | Form) or not isinstance(wider, Image | Form):
        return
    across = (wider.right - wider.left) / max(mark.right - mark.left, NEAR)
    down = (wider.bottom - wider.top) / max(mark.bottom - mark.top, NEAR)
    if max(across / down, down / across) > 1 + STRETCH:
        shown = f"{bleed / PT_PER_MM:g}"
        message = (
            f"第{number}页的图片 {mark.path} 到了纸边，它太小，拉到出血处（{shown} 毫米）会变形 {abs(across / down - 1):.0%}"
        )
        hint = "请换一张四周多出 3 毫米的大图，或让它离开纸边。"
        yield Diagnostic("press-bleed", message, mark.span, hint, Severity.WARNING)
