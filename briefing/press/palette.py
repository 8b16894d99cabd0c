"""The house's colours as inks: which ink, and how much of it, stands for an RGB value of the release PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from briefing.house import HouseStyle

BLACK = "黑"
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@dataclass(frozen=True, slots=True)
class Paint:
    """How a colour is put on paper: `spot` of the spot ink (0–1), or else `cmyk` of the process inks (0–1)."""

    cmyk: tuple[float, float, float, float]
    spot: bool = False

    @property
    def overprints(self) -> bool:
        """Full black prints over whatever is under it: no white fringes when the sheets shift."""
        return not self.spot and self.cmyk == (0, 0, 0, 1)


class UnknownColor(ValueError):
    """A colour that no ink of the job prints; the text says which and why, in Chinese."""


@dataclass(frozen=True)
class Palette:
    """`spot_name` is the name of the spot ink, "" where all is printed in process inks."""

    colors: Mapping[tuple[int, int, int], Paint]
    spot_name: str
    alternate: tuple[float, float, float, float]
    process: bool  # whether there are plates for cyan, magenta and yellow

    def paint(self, red: float, green: float, blue: float) -> Paint:
        """Paint for an RGB colour (0–1). Greys need not be named. Raises UnknownColor."""
        key = round(red * 255), round(green * 255), round(blue * 255)
        found = self.colors.get(key)
        if found is not None:
            if not found.spot and any(found.cmyk[:3]) and not self.process:
                raise UnknownColor(f"用了 {_hex(key)}，它既不是黑也不是{self.spot_name}，而本期只印两色")
            return found
        if max(key) - min(key) == 0:
            return Paint((0, 0, 0, round(1 - red, 4)))
        raise UnknownColor(f"用了 {_hex(key)}，版式的 colors 里没有这种颜色，不知道用什么墨印")

    @cached_property
    def spot_rgb(self) -> tuple[int, int, int] | None:
        """The spot ink on the screen."""
        return next((rgb for rgb, paint in self.colors.items() if paint.spot), None)


def palette(house: HouseStyle, process: bool | None = None) -> Palette:
    """`process` True: the red is printed in process inks, whatever the house says."""
    style = house.printing
    spot = style.red == "spot" if process is None else not process
    colors = {
        _rgb(color.rgb): Paint(_fractions(color.cmyk), spot and name == style.spot_color) for name, color in house.colors.items()
    }
    special = house.colors.get(style.spot_color)
    return Palette(
        colors, style.ink_name if spot and special else "", _fractions(special.cmyk) if special else (0, 0, 0, 1),
        process=not spot or style.pictures == "cmyk",
    )  # fmt: skip


def _hex(rgb: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*rgb)


def _rgb(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _fractions(cmyk: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    cyan, magenta, yellow, black = (round(amount / 100, 4) for amount in cmyk)
    return cyan, magenta, yellow, black
