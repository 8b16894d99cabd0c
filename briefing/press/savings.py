"""How many lines less would save a sheet of paper, how many more would cost none."""

from __future__ import annotations

import math
from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity
from briefing.press.impose import Imposition
from briefing.typeset.composed import Composed, Page


def saving(composed: Composed, laid: Imposition) -> Iterator[Diagnostic]:
    """A note for a copy that is filled up with blank pages. Lines are the house's; titles and pictures take whole ones."""
    blanks, unit, count = laid.blanks, laid.binding.unit, len(composed.pages)
    if not blanks or any(page.leaf for page in composed.pages):
        return
    more = math.floor(_room(composed, count + blanks))
    fewer = math.ceil(-_room(composed, count + blanks - unit)) if count + blanks > unit else 0
    parts = []
    if fewer > 0:
        parts.append(f"正文约少 {fewer} 行，就是 {count + blanks - unit} 页，每份省一张纸")
    if more > 0:
        parts.append(f"约再多 {more} 行，也不多用纸")
    if parts:
        where = "版记页之前" if laid.pages[-1] is not None else "最后"
        message = f"共 {count} 页，装订时在{where}补 {blanks} 页空白"
        yield Diagnostic("press-blank", message, hint="；".join(parts) + "。", severity=Severity.NOTE)


def _room(composed: Composed, pages: int) -> float:
    """Lines that the text may grow by and still end, with the 版记, on page `pages`; below 0 it must lose as many."""
    house = composed.house
    depth, pitch = house.page.depth, house.grid.pitch
    last = next((page for page in reversed(composed.pages) if any(_text(composed, page))), composed.pages[0])
    used = max(_text(composed, last), default=0.0)
    colophon = sum(
        block.before + block.height + block.after
        for block, region in zip(composed.blocks, composed.regions, strict=True)
        if region == "colophon"
    )
    return ((pages - last.number) * math.floor(depth / pitch + 0.01) * pitch + depth - used - colophon) / pitch


def _text(composed: Composed, page: Page) -> Iterator[float]:
    """Where on a page what is no 版记 ends, pt from the top of the type area."""
    for item in page.items:
        if composed.regions[item.index] != "colophon":
            block = composed.blocks[item.index]
            yield item.y + block.standing(item.first, item.last)
