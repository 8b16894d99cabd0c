"""Pages of a Word file: which stand on their side, and which are fold-outs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.importing.flow import Item, PageSize, Para
from briefing.model.sheet import LEAVES

_TWIPS_PER_MM = 1440 / 25.4
#: Wider than this a page on its side is no A4: twips.
_WIDER = round(350 * _TWIPS_PER_MM)
_SLACK = round(3 * _TWIPS_PER_MM)


def tell(items: Iterable[Item], ends: Sequence[tuple[Para, PageSize]], last: PageSize) -> None:
    """Tell each item the size of its pages. `ends`: the paragraphs that sections end with; `last`: the size of the last
    section."""
    waiting: list[Item] = []
    sizes = {id(para): size for para, size in ends}
    for item in items:
        waiting.append(item)
        if id(item) in sizes:
            for each in waiting:
                each.sheet = sizes[id(item)]
            waiting = []
    for each in waiting:
        each.sheet = last


def leaf_of(size: PageSize) -> str:
    """The format of pages of a file of others: "" for upright ones."""
    width, height = size
    if width <= height:
        return ""
    return "foldout" if width > _WIDER else "wide"


def leaf_in(size: PageSize, house: HouseStyle) -> str:
    """The format of pages of our own file, which has those of its house."""
    for leaf in LEAVES:
        page = on_leaf(house, leaf)
        if page.leaf and _alike(size, page):
            return leaf
    return "" if _alike(size, house) or house.page.width_mm > house.page.height_mm else leaf_of(size)


def _alike(size: PageSize, house: HouseStyle) -> bool:
    wanted = house.page.width_mm * _TWIPS_PER_MM, house.page.height_mm * _TWIPS_PER_MM
    return all(abs(one - other) <= _SLACK for one, other in zip(size, wanted, strict=True))


def runs(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Items on pages of one format together."""
    for leaf, group in groupby(items, lambda item: leaf_of(item.sheet)):
        yield leaf, list(group)
