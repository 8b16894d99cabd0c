"""How many lines less would save pages, how many more would cost none."""

from __future__ import annotations

import math
from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity
from briefing.model.freedoms import PASSING
from briefing.typeset.composed import Composed, Page, SetParagraph

_CLOSE = 0.01


def room(composed: Composed, pages: int) -> float:
    """Lines of the grid that the text may grow by and still end, with the 版记, on page `pages`; below 0 it must lose as many."""
    house = composed.house
    depth, pitch = house.page.depth, house.grid.pitch
    last = next((page for page in reversed(composed.pages) if any(_text(composed, page))), composed.pages[0])
    used = max(_text(composed, last), default=0.0)
    colophon = sum(
        block.before + block.height + block.after
        for block, region in zip(composed.blocks, composed.regions, strict=True)
        if region == "colophon"
    )
    return ((pages - last.number) * math.floor(depth / pitch + _CLOSE) * pitch + depth - used - colophon) / pitch


def near(composed: Composed) -> Iterator[Diagnostic]:
    """A note where the text needs but a few lines less for a page less, or two where the 版记 stands on an even page. Nothing of
    a text that begins on one of these pages: losing lines does not take it away."""
    house, last = composed.house, len(composed.pages)
    step = 2 if house.colophon.even_page and "colophon" in composed.regions else 1
    if last <= step or any(page.leaf for page in composed.pages) or _begins(composed) > last - step:
        return
    fewer = math.ceil(-room(composed, last - step) - _CLOSE) - composed.longer
    if 0 < fewer <= house.composition.near * step:
        text = (block.paragraph.span for block in reversed(composed.blocks) if isinstance(block, SetParagraph) and _runs(block))
        message = f"共 {last} 页：正文少 {fewer} 行就是 {last - step} 页"
        hint = f"删去 {fewer} 行，可省 {step} 页；末行只有几个字的段落删几个字就少一行。"
        yield Diagnostic("page-near", message, next(filter(None, text), None), hint, Severity.NOTE)


def _runs(block: SetParagraph) -> bool:
    """Whether it is running text."""
    return block.paragraph.kind in PASSING


def _begins(composed: Composed) -> int:
    """The page on which the last text begins that begins a page whatever is before it: the body, or the last attachment."""
    regions = composed.regions
    starts = [0, *(at for at in range(1, len(regions)) if regions[at] == "attachment" and _starts(composed, at))]
    return next(page.number for page in composed.pages for item in page.items if item.index == starts[-1])


def _starts(composed: Composed, index: int) -> bool:
    block = composed.blocks[index]
    return composed.regions[index - 1] != "attachment" or (
        isinstance(block, SetParagraph) and block.paragraph.kind == "attachment-label"
    )


def _text(composed: Composed, page: Page) -> Iterator[float]:
    """Where on a page what is no 版记 ends, pt from the top of the type area."""
    for item in page.items:
        if composed.regions[item.index] != "colophon":
            block = composed.blocks[item.index]
            yield item.y + block.standing(item.first, item.last)
