"""Filled pages → pages with their numbers, and where anchors stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.typeset.composed import Page, SetParagraph
from briefing.typeset.page_boxes import page_box

if TYPE_CHECKING:
    from briefing.typeset.pages import PageFlow


def labelled(flow: PageFlow, regions: Sequence[str]) -> list[Page]:
    """`regions[i]` names the region of block i."""
    style = flow.context.house.page_number
    pages: list[Page] = []
    for number, items in enumerate(flow.pages, start=1):
        here = {regions[item.index] for item in items}
        bare = (number == 1 and not style.cover_numbered and not here.isdisjoint(("cover", "masthead"))) or (
            "front" in here and not style.front_numbered
        )
        shown = not bare and number not in flow.unnumbered
        label = style.label(number, len(flow.pages)) if shown else ""
        box, patches = page_box(flow.sheets[number - 1], right_hand=number % 2 == 1), tuple(flow.patches.get(number - 1, ()))
        pages.append(Page(number, label, tuple(items), box, flow.sheets[number - 1].leaf, patches))
    return pages


def anchors(flow: PageFlow) -> dict[str, int]:
    """Anchor → number of the page on which its block begins."""
    found: dict[str, int] = {}
    for number, items in enumerate(flow.pages, start=1):
        for item in items:
            block = flow.blocks[item.index]
            if isinstance(block, SetParagraph) and block.paragraph.anchor:
                found.setdefault(block.paragraph.anchor, number)
    return found
