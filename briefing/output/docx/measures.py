"""Lengths that the house implies and Word has to be told: tracking and indents on the character grid."""

from __future__ import annotations

import math

from briefing.house.style import HouseStyle, ParagraphStyle


def grid_tracking(house: HouseStyle, size: float) -> float:
    """Pt by which the character grid moves characters of `size` pt apart; 0 where it does not hold."""
    grid, body = house.grid, house.styles["body"].size
    if grid.chars is None or grid.chars < 2 or abs(size - body) > 1e-6:
        return 0.0
    return (house.page.measure - grid.chars * body) / (grid.chars - 1)


def tracking(house: HouseStyle, style: ParagraphStyle, size: float) -> int:
    """Character spacing of a style at type of `size` pt, in twips.

    The character grid is spacing too, rounded down so that a line holds its characters: LibreOffice gives a
    character a hair wider than a cell of `w:docGrid` two cells, which sets 14 characters on a line of 28.
    """
    return math.floor((style.tracking * size + grid_tracking(house, size)) * 20 + 1e-6)


def cell(house: HouseStyle, style: ParagraphStyle) -> float:
    """What one character of indent is wide, pt: a cell of the character grid, or the em."""
    return style.size + grid_tracking(house, style.size)
