"""Lengths as a house writes them: 16pt, 三号, 156mm, 2字 (or 2em), 1行. Pure: text in, number or a Chinese
reason out."""

from __future__ import annotations

import re

from briefing.core.type_sizes import named
from briefing.house.style import PT_PER_MM
from briefing.source.values import UnreadableValue

_LENGTH = re.compile(r"([-+]?\d{1,5}(?:\.\d{1,4})?)\s*(pt|磅|mm|毫米|cm|厘米|em|字|行)?")
_HINT = "可用的单位：mm、cm、pt、字（em）、行，或字号名称如 三号。"


def points(text: str, em: float | None = None, line: float | None = None) -> float:
    """The length in pt. `em` is the type size and `line` the grid's pitch, in pt; None where the unit has no
    meaning."""
    if (size := named(text)) is not None:
        return size
    match = _LENGTH.fullmatch(text)
    if not match:
        raise UnreadableValue(f"“{text}”不是长度", _HINT)
    value, unit = float(match[1]), match[2]
    if unit is None:
        if value:
            raise UnreadableValue(f"“{text}”没有写单位", _HINT)
        return 0.0
    scale = {
        "pt": 1.0,
        "磅": 1.0,
        "mm": PT_PER_MM,
        "毫米": PT_PER_MM,
        "cm": 10 * PT_PER_MM,
        "厘米": 10 * PT_PER_MM,
        "em": em,
        "字": em,
        "行": line,
    }[unit]
    if scale is None:
        raise UnreadableValue(f"这里不能用“{unit}”作单位：{text}", "请改用 mm 或 pt。")
    return value * scale


def convert(text: str, unit: str, em: float | None = None, line: float | None = None) -> float:
    """The length in `unit`: "pt", "mm" or "em". Raises UnreadableValue."""
    if unit == "em":
        match = _LENGTH.fullmatch(text)
        if match and match[2] in ("em", "字"):  # exact, and meaningful without a type size
            return float(match[1])
        value = points(text, em, line)
        if not value:
            return 0.0
        if em is None:
            raise UnreadableValue(f"这里要以字为单位：{text}", "请写成 0.5字 这样。")
        return value / em
    value = points(text, em, line)
    return value / PT_PER_MM if unit == "mm" else value
