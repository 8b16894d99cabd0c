"""What can be said of a page by reading its drawing: every colour that is painted and how, every picture, fonts, boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

from briefing.core.records import dataclass

#: pt, in the page's own space.
Point = tuple[float, float]
Kind = Literal["text", "line", "area", "shading", "picture"]

BLACK = "黑"
PROCESS = ("青", "品红", "黄", BLACK)
#: Registration colour: it prints on every plate (ISO 32000-1 §8.6.6.4).
ALL = "All"
_NAMED = {"Cyan": "青", "Magenta": "品红", "Yellow": "黄", "Black": BLACK}


class SurveyedColor(NamedTuple):
    """A colour: the family of its space, its values (0–1), and of a Separation or DeviceN the names of its inks."""

    space: str = "DeviceGray"
    values: tuple[float, ...] = (0.0,)
    colorants: tuple[str, ...] = ()

    @property
    def inks(self) -> frozenset[str]:
        """Names of the inks that it puts on paper."""
        if self.space == "DeviceGray":
            return frozenset({BLACK} if self.values and self.values[0] < 1 else ())
        if self.space == "DeviceCMYK":
            return frozenset(name for name, amount in zip(PROCESS, self.values, strict=False) if amount > 0)
        if self.space == "ICCBased4":
            return frozenset(PROCESS)
        if not any(self.values):
            return frozenset()
        amounts = self.values if len(self.colorants) == len(self.values) else (1.0,) * len(self.colorants)
        pairs = zip(self.colorants, amounts, strict=True)
        return frozenset(_NAMED.get(name, name) for name, amount in pairs if amount and name not in ("", "None"))

    @property
    def amounts(self) -> dict[str, float] | None:
        """How much of each ink that the colour names, none of it included; None where its numbers do not say."""
        if self.space == "DeviceGray" and len(self.values) == 1:
            return {BLACK: 1 - self.values[0]}
        if self.space in ("DeviceCMYK", "ICCBased4") and len(self.values) == 4:
            return dict(zip(PROCESS, self.values, strict=True))
        if self.colorants and len(self.colorants) == len(self.values):
            return {
                _NAMED.get(name, name): amount for name, amount in zip(self.colorants, self.values, strict=True) if name != "None"
            }
        return None

    @property
    def white(self) -> bool:
        if self.space == "DeviceGray":
            return self.values == (1,)
        return bool(self.values) and self.space in ("DeviceCMYK", "Separation", "DeviceN") and not any(self.values)


class Use(NamedTuple):
    """A colour as something is painted in it: `overprint` as in force for it, `mode` the overprint mode. `measure`, pt: the size
    of type, the breadth of a line or of a filled bar; inf for what has none. `at`: where it begins."""

    object: str
    color: SurveyedColor
    overprint: bool
    mode: int
    kind: Kind
    measure: float = math.inf
    at: Point | None = None

    @property
    def is_rgb(self) -> bool:
        return is_rgb(self.color.space)


class SurveyedPicture(NamedTuple):
    """`bits` of a channel; `ink`: the most ink on a patch of it, per cent, None where nobody measured. `share`: of the page."""

    object: str
    space: str
    inks: frozenset[str]
    dpi: float
    bits: int = 8
    packing: tuple[str, ...] = ()  # names of its filters
    ink: float | None = None
    share: float = 0.0
    at: Point | None = None


class SurveyedFont(NamedTuple):
    name: str
    embedded: bool
    kind: str  # its Subtype


class Edge(NamedTuple):
    """What reaches the edge of the trimmed page, and how far it is drawn beyond, pt."""

    object: str
    beyond: float
    at: Point


class StackedInk(NamedTuple):
    """Something painted through or over others, and how much ink lies there with theirs, per cent."""

    object: str
    ink: float
    at: Point | None


class Layer(NamedTuple):
    """Optional content as a page uses it; `hidden`: it is not shown unless somebody turns it on."""

    object: str
    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """`turned`: its Rotate; `unit`: its UserUnit. `transparent`, `blends` (transparency mixed in RGB), `devices` (what only one
    machine would understand): objects. `unread`: what cannot be read, and where (Chinese)."""

    number: int
    boxes: Mapping[str, tuple[float, float, float, float]]
    uses: tuple[Use, ...]
    pictures: tuple[SurveyedPicture, ...]
    fonts: tuple[SurveyedFont, ...]
    transparent: tuple[str, ...]
    annotations: int
    layers: tuple[Layer, ...] = ()
    blends: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    turned: int = 0
    unit: float = 1.0
    edges: tuple[Edge, ...] = ()
    stacks: tuple[StackedInk, ...] = ()
    unread: tuple[str, ...] = ()

    def on_paper(self, at: Point | None) -> Point | None:
        """A place as pt from the left and upper edge of the trimmed page."""
        trim = self.boxes.get("TrimBox", self.boxes["MediaBox"])
        return None if at is None else (at[0] - trim[0], trim[3] - at[1])


def is_rgb(space: str) -> bool:
    return space in ("DeviceRGB", "CalRGB", "Lab", "ICCBased3")


def inks_of(page: PageFacts) -> list[str]:
    """Names of the inks that a page takes: 黑 first, then the spot inks, then the other process inks."""
    found = {ink for _, _, inks in used(page) for ink in inks}
    return sorted(found, key=lambda ink: (ink != BLACK, ink in PROCESS, ink))


def used(page: PageFacts) -> list[tuple[str, Point | None, frozenset[str]]]:
    """Each object with the inks that it takes."""
    found = [(use.object, use.at, use.color.inks) for use in page.uses]
    return [*found, *((picture.object, picture.at, picture.inks) for picture in page.pictures)]
