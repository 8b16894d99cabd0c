"""How figures and tables are numbered (图3, 表2-1, 附表1), and where a text speaks of one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.pattern import Pattern

#: 续表1 goes on with another, 代表12人 are people, 表12345 is no number of a table.
_LABEL = Pattern(r"(?<![续附代])附?[图表] ?[0-9]{1,3}(?!\d)(?:[-.][0-9]{1,2})?", "图", "表")
#: Characters of the longest of them, with what stands before it.
LONGEST = 10


def labels(text: str) -> Iterator[tuple[str, int]]:
    """The numbers that a text names, without white, and where each ends."""
    return ((match[0].replace(" ", ""), match.end()) for match in _LABEL.finditer(text))


def label(caption: str) -> str:
    """The number that a caption begins with; "" where it has none."""
    match = _LABEL.match(caption)
    return match[0].replace(" ", "") if match is not None else ""
