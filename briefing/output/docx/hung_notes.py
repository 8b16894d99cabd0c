"""Notes that LibreOffice has hang at another paragraph than the one with their mark.

LibreOffice 7.4 takes a row of a table with notes under its caption to the next page, if there is not room for one more, and sets
the notes of columns where these end, or loses them. For it, the marks there are text, and what leads to the notes is in the
caption, or in a paragraph above or below the columns, of the same page: a reference of no width, which Word does not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from briefing.output.docx.frame_placement import innermost
from briefing.typeset.composed import Composed, Page, Placed, SetGroup, SetParagraph, SetTable
from briefing.typeset.foot_notes import SEPARATOR, targets

#: Room under a table, in lines of the grid, with which LibreOffice moves no row of it.
_ENOUGH = 3


class Host(NamedTuple):
    """A paragraph: block `block`, or what stands over its table from band `band` on; `first`: at its head."""

    block: int
    band: int = 0
    first: bool = False


def hung_notes(composed: Composed) -> Mapping[Host, tuple[str, ...]]:
    """The anchors of such notes, in order, by what they hang at."""
    found: dict[Host, list[str]] = defaultdict(list)
    told: set[str] = set()
    groups = innermost(composed.groups)
    for page in composed.pages if composed.notes else ():
        whole = _whole(composed, page)
        parts: dict[int, list[str]] = {}  # of each group, and of each block in none: what its first marks lead to
        for place, item in enumerate(page.items):
            led = [key for key in dict.fromkeys(targets(composed.blocks[item.index], item.first, item.last)) if key not in told]
            told.update(led)
            group = groups.get(item.index)
            if led:
                parts.setdefault(place if group is None else -1 - group.start, []).extend(led)
        for place, led in parts.items():
            if place >= 0:
                host = _over_table(composed, page, place)
            else:
                group = next(group for group in groups.values() if group.start == -1 - place)
                host = _beside_columns(composed, page, group, all(key in whole for key in led))
            if host is not None:
                found[host] += [key for key in led if key in whole]
    return {host: tuple(anchors) for host, anchors in found.items() if anchors}


def _whole(composed: Composed, page: Page) -> set[str]:
    """Notes that stand on a page whole: word processors reckon with the last one, which parts, at the line of its mark."""
    notes = ((composed.notes[note.index], note) for note in page.notes)
    return {note.paragraph.anchor for note, placed in notes if not placed.first and placed.last == len(note.lines)}


def _over_table(composed: Composed, page: Page, place: int) -> Host | None:
    item = page.items[place]
    block = composed.blocks[item.index]
    if not isinstance(block, SetTable) or not page.notes:
        return None
    low = page.notes[0].y - SEPARATOR - item.y - block.standing(item.first, item.last)
    if low > _ENOUGH * composed.house_of(item.index).grid.pitch:
        return None
    if item.first:
        return Host(item.index, item.first) if block.line_over(item.first) is not None else None
    above = page.items[place - 1] if place else None
    caption = composed.blocks[above.index] if above is not None else None
    if above is None or not isinstance(caption, SetParagraph) or not caption.style.keep_with_next:
        return None
    return Host(above.index)


def _beside_columns(composed: Composed, page: Page, group: SetGroup, all_whole: bool) -> Host | None:
    """Below only where all of them may hang there: notes come in the order of what leads to them."""
    if group.kind != "columns":
        return None
    above, below = _around(composed, page, group)
    if above is not None:
        return Host(above.index)
    return Host(below.index, first=True) if below is not None and all_whole else None


def _around(composed: Composed, page: Page, group: SetGroup) -> tuple[Placed | None, Placed | None]:
    """The paragraph that ends above columns on their page, and the one that begins below them."""
    grouped = innermost(composed.groups)
    free = [
        item
        for item in page.items
        if item.index not in grouped
        and isinstance(composed.blocks[item.index], SetParagraph)
        and composed.regions[item.index] == composed.regions[group.start]
    ]
    above = [item for item in free if item.index < group.start and item.last == composed.blocks[item.index].parts]
    below = [item for item in free if item.index >= group.end and not item.first]
    return above[-1] if above else None, below[0] if below else None
