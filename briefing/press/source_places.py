"""Where in the sources stands what is seen at a place of a page: what is found in the finished file is told at a source line."""

from __future__ import annotations

from collections.abc import Callable

from briefing.core.errors import Span
from briefing.paint.marks import Form, Glyphs, Image, Mark, Painted

#: pt by which a file may round a place.
_NEAR = 1.0


def source_places(painted: Painted) -> Callable[[int, float, float], Span | None]:
    """Number of a page, pt from its left and upper edge → the source place of the last mark drawn there; None where a house's own
    rule or word stands there, and for pages that these are not."""

    def place(number: int, x: float, y: float) -> Span | None:
        marks = painted.pages[number - 1].marks if 0 < number <= len(painted.pages) else ()
        return next((span for mark in reversed(marks) if (span := _span(mark, x, y)) is not None), None)

    return place


def _span(mark: Mark, x: float, y: float) -> Span | None:
    match mark:
        case Glyphs(turned=True):
            along, across = y, x
        case Glyphs():
            along, across = x, y
        case Image() | Form():
            inside = mark.left - _NEAR <= x <= mark.right + _NEAR and mark.top - _NEAR <= y <= mark.bottom + _NEAR
            return mark.span if inside else None
        case _:
            return None
    near = abs(mark.baseline - across) < _NEAR and mark.xs[0] - _NEAR <= along <= mark.end + _NEAR
    return mark.span if near else None
