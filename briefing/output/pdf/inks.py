"""Colours of the house as operators: RGB on screens, the job's inks on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from briefing.house import Color
from briefing.output.pdf.numbers import numbers


class Inks(Protocol):
    def fill(self, name: str) -> str:
        """Operators that choose the colour for what is filled."""

    def stroke(self, name: str) -> str:
        """The same for what is stroked."""


class ScreenColors:
    """As the house says them in RGB."""

    def __init__(self, colors: Mapping[str, Color]) -> None:
        self._colors = colors

    def fill(self, name: str) -> str:
        return f"{self._rgb(name)} rg"

    def stroke(self, name: str) -> str:
        return f"{self._rgb(name)} RG"

    def _rgb(self, name: str) -> str:
        rgb = self._colors[name].rgb.lstrip("#")
        return numbers(*(int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)))
