"""Type sizes by their Chinese names."""

from __future__ import annotations

import re

#: 号 sizes in points (GB/T 9704-2012 practice).
HAO: dict[str, float] = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15,
    "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5,
}  # fmt: skip
_POINTS = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:pt|磅)")
_NAMED = re.compile(r"(小?)([初一二三四五六1-6])号?字?")


def named(text: str) -> float | None:
    """三号 in points, as people write it: 3号, 小2, 小三号, 三号字; None: it is no name of a size."""
    match = _NAMED.fullmatch(text)
    if match is None or not (match[1] or "号" in text):  # 2字 is a length
        return None
    number = "一二三四五六"[int(match[2]) - 1] if match[2].isdecimal() else match[2]
    size = HAO.get(f"小{number}" if match[1] else f"{number}号")
    return None if size is None else float(size)


def points(text: str) -> float | None:
    """小五, 9pt or 9磅 in points; None: it is no size."""
    if (size := named(text)) is not None:
        return size
    match = _POINTS.fullmatch(text)
    return float(match[1]) if match else None


def called(size: float) -> str:
    """A size as people call it: 小五, or 9.3 磅."""
    return next((name for name, points in HAO.items() if points == size), f"{size:g} 磅")
