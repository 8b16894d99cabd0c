"""Which characters the shipped faces hold: what no face has must be said otherwise before it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing.core.errors import BriefingError
from briefing.files.world import MAX_FONT, World
from briefing.fonts.metrics import Fonts

#: Of the text; its fallbacks are those of every other role.
_ROLE = "fangsong"


def settable(char: str) -> bool:
    """Whether some face sets `char`. Without metrics everything is taken to be settable: the build says what is amiss."""
    fonts = _fonts()
    return fonts is None or fonts.glyphs(_ROLE)[char] is not None


@cache
def _fonts() -> Fonts | None:
    try:
        return Fonts.from_json(World(Path()).fonts.bytes("metrics.json", MAX_FONT))
    except BriefingError:
        return None
