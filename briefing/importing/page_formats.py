"""Pages of a Word file: which stand on their side, and which are fold-outs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.importing.flow import Item, PageSize, Para
from briefing.importing.word_names import attribute, child, whole
from briefing.model.sheet import LEAVES

_TWIPS_PER_MM = 1440 / 25.4
#: Wider than this a page on its side is no A4: twips.
_WIDER = round(350 * _TWIPS_PER_MM)
_SLACK = round(3 * _TWIPS_PER_MM)


class Sections:
    """The sections of a Word file as they are met."""

    def __init__(self) -> None:
        self._ends: dict[int, Element] = {}  # by id(paragraph) that a section ends with

    def end(self, para: Para, section: Element | None) -> None:
        """`section`, a `w:sectPr`, ends with `para`; None: none does."""
        if section is None:
            return
        para.columns = _columns(section)
        self._ends[id(para)] = section

    def tell(self, items: Iterable[Item], last: Element | None) -> None:
        """Tell each item the size of its pages, and how many columns these have. `last`: the section that the file ends with."""
        waiting: list[Item] = []
        for item in items:
            waiting.append(item)
            if id(item) in self._ends:
                _told(waiting, self._ends[id(item)])
                waiting = []
        _told(waiting, last)


def _told(items: Iterable[Item], section: Element | None) -> None:
    size, columns = _size(section), _columns(section)
    for item in items:
        item.sheet, item.columns_of = size, columns


def _columns(section: Element | None) -> int:
    return whole(attribute(child(section, "cols"), "num", "1"), 1)


def _size(section: Element | None) -> PageSize:
    size = child(section, "pgSz")
    return whole(attribute(size, "w")), whole(attribute(size, "h"))


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
