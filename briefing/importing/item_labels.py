"""Our own DOCX: what stands before an item of a list. Our labels are text in a style of their own; somebody who adds an item
types one, or leaves it to the program."""

from __future__ import annotations

import re

from briefing.house.style import HouseStyle
from briefing.model.blocks import BULLET, Block, ListBlock
from briefing.model.text_lines import Line, Text
from briefing.source import shape

_TYPED = re.compile(r"(\d{1,3})([.．)）])(?!\d)[ \t\u3000]*")
_SIGNS = re.compile(r"[●•○■□◆·‧∙][ \t\u3000]*")


def labelled(label: str, line: Line, before: Block | None, depth: int, house: HouseStyle) -> tuple[str, Line]:
    """The label of an item of `depth` and what it says. `label`: as the file has it in its own style; `before`: the block that it
    follows, whose number it goes on from if it has none."""
    if label or not house.bullet(depth):
        return (BULLET if label == house.bullet(depth) else label), line
    first = line[0] if line else None
    text = first.text if isinstance(first, Text) else ""
    if (typed := _TYPED.match(text)) and typed.end() < len(text):
        return f"{typed[1]}{typed[2].replace('．', '.').replace('）', ')')}", shape.without_start(line, typed.end())
    if (sign := _SIGNS.match(text)) and sign.end() < len(text):
        return BULLET, shape.without_start(line, sign.end())
    items = before.items if isinstance(before, ListBlock) else ()
    last = next((item.label for item in reversed(items) if item.depth == depth), "")
    number = re.fullmatch(r"(\d{1,9})([.)])", last)
    return (f"{int(number[1]) + 1}{number[2]}" if number else BULLET), line
