"""A page without its page number: what a sheet takes where blank pages before it leave it unnumbered (GB/T 9704-2012 §7.5)."""

from __future__ import annotations

from dataclasses import replace

from briefing.paint.marks import Aside, Painted


def last_unnumbered(painted: Painted) -> Painted:
    """The last page without what repeats on pages."""
    *pages, last = painted.pages
    marks = tuple(mark for mark in last.marks if mark.home is not Aside.FURNITURE)
    return replace(painted, pages=(*pages, replace(last, marks=marks)))
