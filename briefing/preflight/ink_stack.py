"""How much ink comes together where things are painted through one another, or over one another without knocking out.

Rectangles and pictures are reckoned, as bands, grounds and shades are: what they overlap is known for certain. Amounts are parts
of an ink (0–1), by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from briefing.preflight.outlines import Extent, area, common
from briefing.preflight.page_facts import Point, StackedInk

#: What is too much must be so on a patch of 15 mm², as GWG measures: a patch is a square of so many pt.
PATCH = 15**0.5 / 25.4 * 72
#: What is narrower, pt, is an edge.
_NARROW = 2.0
#: So many of the last things painted are looked at under another.
_DEEPEST = 200
#: No paper bears more: below it nobody asks.
_ASKED = 2.0
#: Modes that leave what is lighter of two.
_LIGHTER = frozenset({"Screen", "Lighten", "ColorDodge"})


class Laid(NamedTuple):
    """Something painted: `inks` None where nobody knows how much of them; `picture`: they are those of its darkest place.
    `over`: it leaves the inks that it does not name, `mode` 1 also those that it names and has nothing of."""

    object: str
    extent: Extent
    inks: Mapping[str, float] | None
    at: Point | None
    opaque: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    over: bool = False
    mode: int = 0

    @property
    def covers(self) -> bool:
        """Whether nothing of what is under it is seen."""
        return self.opaque == 1 and self.blend == "Normal" and not self.masked and not self.over


def stacked(laid: Iterable[Laid]) -> Iterator[StackedInk]:
    """`laid`: what matters, in the order of painting."""
    heap: list[Laid] = []
    for new in laid:
        if new.covers:
            heap = [old for old in heap if common(old.extent, new.extent) != old.extent]
        elif new.inks is not None:
            most = dict(new.inks)
            for old in heap:
                shared = common(old.extent, new.extent)
                if old.inks and shared and matters(shared):
                    together = blended(new, old.inks)
                    most = max(most, together, key=lambda inks: sum(inks.values()))
            total = sum(most.values())
            if total > sum(new.inks.values()) and total > _ASKED:
                yield StackedInk(new.object, round(total * 100, 1), new.at)
            new = new._replace(inks=most)
        heap = [*heap[-_DEEPEST:], new]


def matters(extent: Extent) -> bool:
    """Whether it is large enough for its ink to be too much."""
    return area(extent) >= PATCH * PATCH and min(extent[2] - extent[0], extent[3] - extent[1]) >= _NARROW


def blended(new: Laid, below: Mapping[str, float]) -> dict[str, float]:
    """The inks where `new` lies on `below` (ISO 32000-1 §11.3, §11.7.4)."""
    own = new.inks or {}
    found = {}
    for name in {*own, *below}:
        under, above = below.get(name, 0.0), own.get(name, 0.0)
        if new.over and (name not in own or (new.mode == 1 and not above)):
            found[name] = under
            continue
        mixed = _mixed(new.blend, above, under)
        value = (1 - new.opaque) * under + new.opaque * mixed
        found[name] = max(value, under) if new.masked else value
    return found


def _mixed(blend: str, above: float, under: float) -> float:
    if blend == "Normal":
        return above
    if blend in _LIGHTER:
        return above * under
    return max(above, under) if blend == "Darken" else above + under - above * under
