"""编号 of issues, 苏简字1004号: the number in one, and the one that follows. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_LAST = re.compile(r"(\d+)(\D*)$", re.ASCII)


class Serial(NamedTuple):
    """`before` and `after`: what stands around the number."""

    before: str
    number: int
    after: str


def serial_of(text: str) -> Serial | None:
    """苏简字1004号 → 苏简字, 1004, 号; None where there is no number. The last one counts: 〔2022〕15号."""
    match = _LAST.search(text)
    return Serial(text[: match.start()], int(match[1]), match[2]) if match else None


def following_serial(text: str, by: int = 1) -> str:
    """The 编号 that is `by` higher, of as many digits; "" where there is no number."""
    match = _LAST.search(text)
    return f"{text[: match.start()]}{int(match[1]) + by:0{len(match[1])}}{match[2]}" if match else ""
