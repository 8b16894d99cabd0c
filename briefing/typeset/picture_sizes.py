"""Pictures: as large as asked or as their pixels allow, never wider than the measure or higher than a
page."""

from __future__ import annotations

import math

from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.model.sheet import Picture
from briefing.typeset.composed import SetPicture
from briefing.typeset.context import Context

#: A picture without a width of its own is printed at this resolution (pixels an inch).
RESOLUTION = 300
#: Grid lines kept free on a page under the highest picture, for its caption and source.
CAPTION_LINES = 2


def tallest(house: HouseStyle) -> float:
    """Height of the highest picture, pt."""
    return (house.grid.lines - CAPTION_LINES) * house.grid.pitch


def set_picture(picture: Picture, context: Context) -> SetPicture:
    """Centred in the measure, its height padded to whole grid lines, half the padding above and half
    below."""
    pitch = context.house.grid.pitch
    across, down = picture.pixels
    width = picture.width * PT_PER_MM if picture.width else across / RESOLUTION * 72
    width = min(width, context.measure, tallest(context.house) * across / down)
    height = width * down / across
    padding = math.ceil(height / pitch - 1e-6) * pitch - height
    return SetPicture(picture, (context.measure - width) / 2, width, height, padding / 2, padding / 2)
