"""Measures as they are written with a space: 35 μg/m³, 120 km/h, 5 GHz. Pure."""

from __future__ import annotations

from briefing.core.pattern import Pattern
from briefing.typeset.classes import Level

_SIMPLE = (
    r"(?:[kKMGTPcdhmnpfμµ]?(?:m|g|s|A|K|mol|cd|Hz|N|Pa|J|W|V|VA|Wh|eV|Ω|F|L|l|B|b|bps|bit|Bq|Sv|Gy|cal|var|t|ppm)|da[Ngm]|min|h|d|a|"
    r"ha|hm|in|ft|yd|mi|oz|lb|rpm|dB|pH|ppm|ppb|px|[°º]?[CF]|°|rad|lx|lm|mmHg|kgf)"
)
_POWER = r"(?:[²³⁻¹⁰⁴-⁹]+|[23])?"
_UNIT = rf"{_SIMPLE}{_POWER}(?:[/·⋅]{_SIMPLE}{_POWER})*"
_MEASURE = Pattern(rf"(?<=[0-9%‰])[ \u00a0](?={_UNIT}(?![A-Za-zͰ-Ͽ0-9]))", " ")


def keep_measures(text: str, level: list[Level]) -> None:
    """The space between a number and its unit parts them as little as if it were not there."""
    for match in _MEASURE.finditer(text):
        level[match.start()] = max(level[match.start()], Level.WORD)
