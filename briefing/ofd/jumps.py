"""The outline of the PDF: titles, and where each leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.ofd.drawn import Unwritable

if TYPE_CHECKING:
    from pikepdf import Object, OutlineItem, Pdf


class Target(NamedTuple):
    """A page, counted from 0, and the place in it, pt as in the PDF; None: the page as a whole."""

    page: int
    left: float | None = None
    top: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    target: Target | None
    children: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """Entries below it, at any depth."""
        return sum(1 + child.count for child in self.children)


def outline(document: Pdf) -> tuple[Entry, ...]:
    """Raises Unwritable for an entry that leads out of the file."""
    numbers = {page.objgen: number for number, page in enumerate(document.pages)}
    names = _names(document)
    with document.open_outline() as tree:
        return _entries(tree.root, numbers, names)


def _entries(items: Sequence[OutlineItem], numbers: Mapping[Any, int], names: Mapping[str, Object]) -> tuple[Entry, ...]:
    return tuple(
        Entry(item.title, _target(item, numbers, names), _entries(item.children, numbers, names)) for item in items
    )


def _target(item: OutlineItem, numbers: Mapping[Any, int], names: Mapping[str, Object]) -> Target | None:
    from pikepdf import Array

    found: Any = item.destination
    if found is None and item.action is not None:
        if item.action.get("/S") != "/GoTo":
            raise Unwritable(f"目录项“{item.title}”指向文件以外，这种目录项")
        found = item.action.get("/D")
    if found is None:
        return None
    if not isinstance(found, Array):
        found = names[str(found)]
    page = numbers[found[0].objgen]
    if str(found[1]) == "/XYZ":
        left, top = (None if value is None else float(value) for value in list(found)[2:4])
        return Target(page, left, top)
    return Target(page)


def _names(document: Pdf) -> Mapping[str, Object]:
    from pikepdf import NameTree

    names: Any = document.Root.get("/Names")
    return dict(NameTree(names.Dests).items()) if names is not None and "/Dests" in names else {}
