"""The house's colours as inks: which ink, and how much of it, a colour is printed in."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.core.records import dataclass
from briefing.house.style import HouseStyle

BLACK = "黑"
PROCESS = ("青", "品红", "黄", BLACK)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a colour is put on paper: in the spot ink, or else `cmyk` of the process inks (0–1)."""

    cmyk: tuple[float, float, float, float]
    spot: bool = False

    @property
    def overprints(self) -> bool:
        """Full black prints over whatever is under it: no white fringes when the sheets shift."""
        return not self.spot and self.cmyk == (0, 0, 0, 1)


@dataclass(frozen=True)
class Palette:
    """`paints`: names of the house's colours → how they are printed. `spot_name` is that of the spot ink, "" where all is printed
    in process inks; `alternate` what stands for it where there is no such plate."""

    paints: Mapping[str, Paint]
    spot_name: str
    alternate: tuple[float, float, float, float]
    process: bool  # whether there are plates for cyan, magenta and yellow

    def inks(self, color: str) -> dict[str, float]:
        """Name of each ink that the colour takes → how much of it (0–1)."""
        paint = self.paints[color]
        if paint.spot:
            return {self.spot_name: 1.0}
        return {name: amount for name, amount in zip(PROCESS, paint.cmyk, strict=True) if amount}


def palette(house: HouseStyle, process: bool | None = None) -> Palette:
    """`process` True: the red is printed in process inks, whatever the house says."""
    style = house.printing
    special = house.colors.get(style.spot_color)
    spot = style.red == "spot" if process is None else not process
    spot_name = style.ink_name if spot and special else ""
    paints = {
        name: Paint(_fractions(color.cmyk), bool(spot_name) and name == style.spot_color) for name, color in house.colors.items()
    }
    alternate = _fractions(special.cmyk) if special else (0, 0, 0, 1)
    return Palette(paints, spot_name, alternate, process=not spot or style.pictures == "cmyk")


def _fractions(cmyk: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    cyan, magenta, yellow, black = (round(amount / 100, 3) for amount in cmyk)
    return cyan, magenta, yellow, black
