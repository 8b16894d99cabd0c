"""The outline of the PDF and the links on its pages: what leads where within the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.ofd.drawn import Box, Unwritable
from briefing.ofd.state import MM

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Pdf


class Target(NamedTuple):
    """A page, counted from 0, and a place on it, mm from its top left corner; None: the page as a whole."""

    page: int
    place: tuple[float, float] | None = None


class Link(NamedTuple):
    area: Box  # mm, as everything that is drawn
    target: Target


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    target: Target | None
    children: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """Leaves below it, at any depth: what OFD counts (GB/T 33190 §7.8)."""
        return sum(child.count or 1 for child in self.children)


class Jumps:
    def __init__(self, document: Pdf) -> None:
        from pikepdf import NameTree

        names: Any = document.Root.get("/Names")
        self._document = document
        self._names = dict(NameTree(names.Dests).items()) if names is not None and "/Dests" in names else {}
        self._numbers = {page.objgen: number for number, page in enumerate(document.pages)}
        self._corners = [(float(page.mediabox[0]), float(page.mediabox[3])) for page in document.pages]

    def outline(self) -> tuple[Entry, ...]:
        """Raises Unwritable for an entry that leads out of the file."""
        with self._document.open_outline() as tree:
            return self._entries(tree.root)

    def links(self, number: int) -> Iterator[Link]:
        """Of a page, counted from 0. Raises Unwritable for links out of the file and for annotations of other kinds."""
        annotations: Any = self._document.pages[number].obj.get("/Annots", [])
        for annotation in annotations:
            if annotation.get("/Subtype") != "/Link":
                raise Unwritable("批注")
            target = self._target(annotation.get("/Dest"), annotation.get("/A"))
            if target is not None:
                left, bottom, right, top = map(float, annotation.Rect)
                area = Box.around([self._place(number, left, bottom), self._place(number, right, top)])
                yield Link(area, target)

    def _entries(self, items: Sequence[OutlineItem]) -> tuple[Entry, ...]:
        return tuple(
            Entry(item.title, self._target(item.destination, item.action), self._entries(item.children)) for item in items
        )

    def _target(self, found: Any, action: Any) -> Target | None:
        """An explicit or named destination (ISO 32000-1 §12.3.2), perhaps by way of a GoTo action."""
        from pikepdf import Array

        if found is None and action is not None:
            if action.get("/S") != "/GoTo":
                raise Unwritable("指向文件以外的链接或目录项")
            found = action.get("/D")
        if found is None:
            return None
        if not isinstance(found, Array):
            found = self._names.get(str(found))
        number = None if found is None else self._numbers.get(found[0].objgen)
        if found is None or number is None:
            return None  # it leads nowhere in the PDF, either
        if found[1] != "/XYZ" or found[2] is None or found[3] is None:
            return Target(number)
        return Target(number, self._place(number, float(found[2]), float(found[3])))

    def _place(self, number: int, x: float, y: float) -> tuple[float, float]:
        left, top = self._corners[number]
        return (x - left) * MM, (top - y) * MM
