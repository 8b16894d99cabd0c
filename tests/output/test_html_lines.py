"""Lines → the boxes that WeasyPrint sets."""

from __future__ import annotations

import pytest

from briefing.output.css.html_lines import SpanLook, stretches_of
from briefing.typeset.composed import Line


@pytest.mark.parametrize(
    ("text", "after", "boxes"),
    [
        ("重点——推进", [0.5, 0.5, -0.2, 0.5, 0.5, 0.0], ["重点", "——", "推进"]),
        ("——推进——", [-0.2, 0.5, 0.5, 0.5, -0.2, 0.0], ["——", "推进", "——"]),
        ("重点————推", [0.5, 0.5, -0.2, -0.2, -0.2, 0.5, 0.0], ["重点", "————", "推"]),
        ("重点——推进", [0.0] * 6, ["重点——推进"]),
        ("一—一", [0.5, -0.2, 0.0], ["一", "—一"]),
    ],
)
def test_dashes_that_are_one_mark_are_one_box(text: str, after: list[float], boxes: list[str]) -> None:
    """However their line is opened: shaped apart they would be two short ones, with a gap."""
    line = Line(0, len(text), 0.0, 16.0 * len(text), tuple(after))
    looks = [SpanLook("hei", False, 16.0, "")] * len(text)
    assert [box.text for box in stretches_of(text, looks, [16.0] * len(text), line)] == boxes
