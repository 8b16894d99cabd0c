"""Sums over a strip of type, so that a line is asked for by subtraction."""

from __future__ import annotations

from typing import NamedTuple


class Seams(NamedTuple):
    """Of a whole strip: where a word processor begins another stretch, what the Chinese–Latin gaps give, pt, and how many of
    either there are in the gaps before each character."""

    places: list[int]
    gives: list[float]
    places_before: list[int]
    gives_before: list[int]


class Sums(NamedTuple):
    """From the strip's first character up to each place: widths with their gaps, what gaps give, how far Latin spaces and
    Chinese–Latin gaps stretch (pt), how many gaps are Han; and the place where ink ends before it."""

    reach: list[float]
    gives: list[float]
    rooms: list[float]
    hans: list[int]
    inked: list[int]
