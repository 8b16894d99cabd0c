"""What the walk over a page's drawing has found, and what the pages of one document share of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from briefing.core import bounds
from briefing.core.records import dataclass
from briefing.preflight import color_spaces
from briefing.preflight.ink_stack import Laid
from briefing.preflight.page_facts import Edge, Layer, SurveyedFont, SurveyedPicture, Use
from briefing.preflight.picture_data import missing

if TYPE_CHECKING:
    import pikepdf

#: So many of the last things that were painted are kept, to be added up.
MOST_LAID = 1_000


@dataclass(slots=True)
class FoundObjects:
    """What a stream paints. Of each colour, kind and measure the first object alone."""

    uses: dict[tuple[object, ...], Use] = field(default_factory=dict)
    pictures: list[SurveyedPicture] = field(default_factory=list)
    fonts: dict[str, SurveyedFont] = field(default_factory=dict)
    transparent: dict[str, None] = field(default_factory=dict)
    layers: dict[Layer, None] = field(default_factory=dict)
    blends: dict[str, None] = field(default_factory=dict)
    devices: dict[str, None] = field(default_factory=dict)
    edges: dict[Edge, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    laid: list[Laid] = field(default_factory=list)

    def add(self, other: FoundObjects) -> None:
        self.uses = {**other.uses, **self.uses}
        self.pictures += other.pictures
        self.lay(other.laid)
        for own, more in (
            (self.fonts, other.fonts), (self.transparent, other.transparent), (self.layers, other.layers),
            (self.blends, other.blends), (self.devices, other.devices), (self.edges, other.edges),
            (self.unread, other.unread),
        ):  # fmt: skip
            own.update(more)  # type: ignore[arg-type]

    def lay(self, new: Sequence[Laid]) -> None:
        """Forms that draw forms twice, and those others, would else be more than any memory holds."""
        self.laid += new[-MOST_LAID:]
        if len(self.laid) > 2 * MOST_LAID:
            del self.laid[:-MOST_LAID]


@dataclass(slots=True)
class Shared:
    """What the pages of one document have in common: faces and forms that were looked at, hidden layers by object number, and
    what is left of the operators that are read at most."""

    hidden: frozenset[tuple[int, int]] = frozenset()
    fonts: dict[tuple[int, int], SurveyedFont] = field(default_factory=dict)
    forms: dict[tuple[object, ...], FoundObjects] = field(default_factory=dict)
    inks: dict[tuple[int, int], float | None] = field(default_factory=dict)
    spots: dict[color_spaces.SpotInk, None] = field(default_factory=dict)
    steps: int = bounds.PREFLIGHT_STEPS
    shorts: dict[tuple[int, int], bool] = field(default_factory=dict)

    def short(self, picture: pikepdf.Object, drawn_in: tuple[str, tuple[str, ...]], bits: int) -> bool:
        """Whether a picture has less data than its size takes."""
        if not picture.is_indirect:
            return missing(picture, *drawn_in, bits)
        if picture.objgen not in self.shorts:
            self.shorts[picture.objgen] = missing(picture, *drawn_in, bits)
        return self.shorts[picture.objgen]
