"""Colours of the house as operators: RGB on screens, the job's inks on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import pydyf

from briefing.house.style import Color
from briefing.output.pdf.numbers import numbers

if TYPE_CHECKING:
    from briefing.output.palette import Palette


class Inks(Protocol):
    def fill(self, name: str) -> str:
        """Operators that choose the colour for what is filled."""

    def stroke(self, name: str) -> str:
        """The same for what is stroked."""

    def state(self, fill: str, stroke: str) -> str:
        """The graphics state that these two colours want ("": not chosen yet); "" where all have the same."""

    def resources(self, pdf: pydyf.PDF) -> dict[str, pydyf.Dictionary]:
        """What the operators name, as entries of a page's resources; their objects are added to `pdf`."""


class ScreenColors:
    """As the house says them in RGB."""

    def __init__(self, colors: Mapping[str, Color]) -> None:
        self._colors = colors

    def fill(self, name: str) -> str:
        return f"{self._rgb(name)} rg"

    def stroke(self, name: str) -> str:
        return f"{self._rgb(name)} RG"

    def state(self, fill: str, stroke: str) -> str:
        return ""

    def resources(self, pdf: pydyf.PDF) -> dict[str, pydyf.Dictionary]:
        return {}

    def _rgb(self, name: str) -> str:
        rgb = self._colors[name].rgb.lstrip("#")
        return numbers(*(int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)))


class PressInks:
    """The process inks and the spot ink of a job. Black overprints (ISO 32000-1 §8.6.7, mode 1), all else knocks out."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette

    def fill(self, name: str) -> str:
        return self._chosen(name, "/Spot cs 1 scn", "k")

    def stroke(self, name: str) -> str:
        return self._chosen(name, "/Spot CS 1 SCN", "K")

    def _chosen(self, name: str, spot: str, process: str) -> str:
        paint = self._palette.paints[name]
        return spot if paint.spot else f"{numbers(*paint.cmyk)} {process}"

    def state(self, fill: str, stroke: str) -> str:
        return f"/Over{self._over(fill):d}{self._over(stroke):d} gs"

    def _over(self, name: str) -> bool:
        return bool(name) and self._palette.paints[name].overprints

    def resources(self, pdf: pydyf.PDF) -> dict[str, pydyf.Dictionary]:
        flags = {False: b"false", True: b"true"}
        states = {
            f"Over{fill:d}{stroke:d}": pydyf.Dictionary({"Type": "/ExtGState", "op": flags[fill], "OP": flags[stroke], "OPM": 1})
            for fill in flags
            for stroke in flags
        }
        found: dict[str, pydyf.Dictionary] = {"ExtGState": pydyf.Dictionary(states)}
        if self._palette.spot_name:
            amounts = numbers(*self._palette.alternate).encode()
            tint = pydyf.Dictionary({"FunctionType": 2, "Domain": b"[0 1]", "C0": b"[0 0 0 0]", "C1": b"[%s]" % amounts, "N": 1})
            pdf.add_object(tint)
            space = pydyf.Array(["/Separation", _name(self._palette.spot_name), "/DeviceCMYK", tint.reference])
            pdf.add_object(space)
            found["ColorSpace"] = pydyf.Dictionary({"Spot": space.reference})
        return found


def _name(text: str) -> str:
    """A text as a name (ISO 32000-1 §7.3.5)."""
    return "/" + "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"#{byte:02X}" for byte in text.encode())
