"""Figures of running text and of tables, exact and with the precision they are said in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass

_FIGURE = Pattern(
    r"(?<![0-9A-Za-z.,\-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万亿|亿|万|千(?=[人件户元]))?"
)
_SCALES = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` at text[start:end], said to the nearest `step`."""

    value: Decimal
    step: Decimal
    start: int
    end: int

    def agrees(self, other: Amount) -> bool:
        """Whether both may be the same amount: one rounded (or cut) as the other is said."""
        step = max(self.step, other.step)
        return abs(self.value - other.value) < step if self.step != other.step else self.value == other.value


def figures(text: str) -> Iterator[Amount]:
    for match in _FIGURE.finditer(text):
        digits = match["number"].replace(",", "")
        scale = _SCALES[match["scale"] or ""]
        places = len(digits.partition(".")[2])
        yield Amount(Decimal(digits) * scale, Decimal(scale).scaleb(-places), *match.span())


def figure(text: str) -> Amount | None:
    """The one figure that a cell holds, its unit aside; None for words, ranges, percentages and no figure."""
    match = re.fullmatch(rf"\s*[-−－]?(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(万|亿)?[{HAN}]{{0,2}}\s*", text)
    if not match:
        return None
    one = next(figures(text.strip().lstrip("-−－")), None)
    if one is not None and text.strip()[:1] in "-−－":
        return Amount(-one.value, one.step, one.start, one.end)
    return one
