"""Where in the sources stands what is seen at a place of a page: what is found in the finished file is told at a source line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.core.errors import Span
from briefing.paint.marks import Form, Glyphs, Image, Mark, Painted
from briefing.preflight.promise import SourcePlace, SourcePlaces

#: pt by which a file may round a place.
_NEAR = 1.0
#: Left, top, right, bottom: pt from the left and upper edge.
_Box = tuple[float, float, float, float]


def source_places(painted: Painted) -> SourcePlaces:
    """Of pages as they were painted: the last mark drawn at a place; where a house's own rule or word stands there, or something
    that is on no page of ours, the mark next to it; of no place in particular, the first one. None for pages without any."""
    return partial(_place, painted)


def _place(painted: Painted, number: int, at: tuple[float, float] | None) -> SourcePlace | None:
    marks = painted.pages[number - 1].marks if 0 < number <= len(painted.pages) else ()
    known = [(box, span) for mark in marks for box, span in _known(mark)]
    if not known:
        return None
    if at is None:
        return SourcePlace(min(known, key=lambda each: (each[0][3], each[0][0]))[1], "page")
    distance, _, span = min((_distance(box, *at), -order, span) for order, (box, span) in enumerate(known))
    return SourcePlace(span, "here" if distance <= _NEAR else "near")


def _known(mark: Mark) -> Iterator[tuple[_Box, Span]]:
    match mark:
        case Glyphs(span=Span() as span, turned=True):
            yield (mark.baseline, mark.xs[0], mark.baseline, mark.end), span
        case Glyphs(span=Span() as span):
            yield (mark.xs[0], mark.baseline, mark.end, mark.baseline), span
        case Image(span=Span() as span) | Form(span=Span() as span):
            yield (mark.left, mark.top, mark.right, mark.bottom), span


def _distance(box: _Box, x: float, y: float) -> float:
    return max(box[0] - x, x - box[2], box[1] - y, y - box[3], 0.0)
