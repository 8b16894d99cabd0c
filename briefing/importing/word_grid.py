"""Tables of a Word file as a grid, each place of which is a cell or covered by one."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from briefing.importing.flow import FlowGrid, Item, Slot, paragraphs_of, pictures_of
from briefing.importing.word_names import attribute, cells, child, on, rows, value, whole

#: Columns that Word knows at most.
_MOST = 63


def read_grid(table: Element, content: Callable[[Element], list[Item]]) -> FlowGrid:
    """`content`: what a cell holds."""
    found: list[list[Slot]] = []
    first = heads = 0
    open_: dict[int, Slot] = {}  # by their first column, merged cells that may go on in the next row
    for row in rows(table):
        heads += len(found) == heads and bool(on(child(row, "trPr", "tblHeader")))
        slots = [Slot(covered=True) for _ in range(min(whole(value(row, "trPr", "gridBefore")), _MOST))]
        for cell in cells(row):
            shape = child(cell, "tcPr")
            merge = child(shape, "vMerge")
            goes_on = merge is not None and attribute(merge, "val", "continue") == "continue" and bool(found)
            across = child(shape, "hMerge")
            beside = across is not None and attribute(across, "val", "continue") == "continue"
            items = content(cell)
            paragraphs = [para for item in items for para in paragraphs_of(item)]
            first = first or next((para.number for para in paragraphs), 0)
            span = min(max(whole(value(shape, "gridSpan"), 1), 1), _MOST)
            pictures = [picture for item in items for picture in pictures_of(item)]
            slot = Slot(paragraphs, goes_on or beside, pictures, items, across=span)
            above = open_.get(len(slots))
            if goes_on and above is not None and above.across == span:
                above.down += 1
            elif merge is not None and not slot.covered:
                open_[len(slots)] = slot
            else:
                open_.pop(len(slots), None)
            owner = next((other for other in reversed(slots) if not other.covered), None)
            if beside and owner is not None:
                owner.across += span
            slots.append(slot)
            slots += [Slot(covered=True) for _ in range(span - 1)]
        found.append(slots)
    return FlowGrid(found, first, heads)
