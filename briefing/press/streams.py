"""One content stream of the release PDF, drawn again in inks.

RGB operators become K or the spot ink; black overprints (ISO 32000-1 §8.6.7, mode 1) and everything else knocks out. Tags are
left out: a press has no use for them. Colours and overprint follow `q`/`Q` as the drawing does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefing.press.palette import Paint, Palette

#: Names under which the page's resources hold the spot ink and the overprint states.
SPOT = "/Spot"
STATES = {(fill, stroke): f"/Over{int(fill)}{int(stroke)}" for fill in (False, True) for stroke in (False, True)}
BLACK = Paint((0, 0, 0, 1))

_TAGS = {"BMC", "BDC", "EMC", "MP", "DP"}
#: Operators that bring in what cannot be told as an ink.
_STRANGE = {
    "sh": "渐变",
    "cs": "色彩空间",
    "CS": "色彩空间",
    "sc": "色彩空间",
    "SC": "色彩空间",
    "scn": "色彩空间",
    "SCN": "色彩空间",
    "BI": "行内图片",
}


class Unprintable(ValueError):
    """What the stream draws has no ink; the text says what it is, in Chinese."""


@dataclass(frozen=True, slots=True)
class _State:
    fill: Paint = BLACK
    stroke: Paint = BLACK
    over: tuple[bool, bool] | None = None  # the overprint state in force, None: not yet set


def reink(instructions: Iterable[Any], palette: Palette, states: Mapping[str, Any]) -> list[tuple[list[Any], Any]]:
    """The instructions with inks for colours. `states`: the stream's own ExtGState resources.

    Raises UnknownColor and Unprintable."""
    from pikepdf import Name, Operator

    written: list[tuple[list[Any], Any]] = []
    state, stack = _State(), []

    def put(operands: list[Any], operator: str) -> None:
        written.append((operands, Operator(operator)))

    def color(paint: Paint, stroke: bool) -> None:
        if paint.spot:
            put([Name(SPOT)], "CS" if stroke else "cs")
            put([1], "SCN" if stroke else "scn")
        else:
            put([_number(amount) for amount in paint.cmyk], "K" if stroke else "k")

    def over(wanted: _State) -> _State:
        flags = wanted.fill.overprints, wanted.stroke.overprints
        if flags != wanted.over:
            put([Name(STATES[flags])], "gs")
        return replace(wanted, over=flags)

    color(BLACK, False)
    color(BLACK, True)
    state = over(state)
    for operands, operator in instructions:
        name = str(operator)
        if name in _TAGS:
            continue
        if name in _STRANGE:
            raise Unprintable(_STRANGE[name])
        if name == "q":
            stack.append(state)
        elif name == "Q" and stack:
            state = stack.pop()
        if name in ("rg", "RG", "g", "G", "k", "K"):
            paint = _paint(name, [float(value) for value in operands], palette)
            stroke = name.isupper()
            color(paint, stroke)
            state = over(replace(state, stroke=paint) if stroke else replace(state, fill=paint))
        elif name == "gs":
            if not plain(states[str(operands[0])]):
                put(list(operands), name)
                state = replace(state, over=None)
                state = over(state)
        else:
            written.append((list(operands), operator))
    return written


def _paint(name: str, values: list[float], palette: Palette) -> Paint:
    match name.lower():
        case "g":
            return palette.paint(values[0], values[0], values[0])
        case "k":
            return Paint((values[0], values[1], values[2], values[3]))
    return palette.paint(values[0], values[1], values[2])


def plain(state: Any) -> bool:
    """Whether a graphics state only says what holds anyway: fully opaque."""
    return all(key in ("/Type", "/ca", "/CA") and (key == "/Type" or float(value) == 1) for key, value in state.items())


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
