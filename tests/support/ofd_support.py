"""OFDs for the tests: those of the example issues, and pages with marks made for a purpose."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import example_issues
from made_once import made_once
from ofd_reading import Ofd

from briefing.output.ofd import write_ofd
from briefing.paint import paint
from briefing.paint.marks import Glyphs, Link, Mark, Painted, PaintedPage

SMALL = "2022-08-xinxi"


@cache
def painted(name: str = SMALL) -> Painted:
    return paint(example_issues.composed(name), example_issues.source(name).fonts())


@made_once
def ofd(name: str) -> bytes:
    return write_ofd(painted(name), example_issues.source(name).world)


def drawing(*marks: Mark, links: tuple[Link, ...] = ()) -> Painted:
    """One page with these, in the faces and colours of an example; its anchors and structure stay."""
    whole = painted()
    first, *others = whole.pages
    return replace(whole, pages=(PaintedPage(first.box, marks, links), *(replace(page, marks=()) for page in others)))


def marks_text(page: PaintedPage) -> str:
    return "".join(mark.text for mark in page.marks if isinstance(mark, Glyphs))


def read(drawn: Painted) -> Ofd:
    return Ofd(write_ofd(drawn, example_issues.source(SMALL).world))
