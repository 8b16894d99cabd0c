"""What the operators of a page have set when something is painted (ISO 32000-1 §8.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.preflight.outlines import UNIT, Extent, Matrix, common
from briefing.preflight.page_facts import SurveyedColor

if TYPE_CHECKING:
    import pikepdf

#: Entries that only one machine would understand (ISO 15930-7 §6.13 and ISO 15930-4 §6.13).
_DEVICE = ("/TR", "/TR2", "/HTP", "/HTO", "/BG", "/BG2", "/UCR", "/UCR2")
#: What a page begins with (ISO 32000-1 §8.4.1).
_BLACK = SurveyedColor()

#: What shares no place with anything on a page.
NOWHERE: Extent = (-1e9, -1e9, -1e9, -1e9)


@dataclass(frozen=True, slots=True)
class GraphicsState:
    """`opaque_fill`, `opaque_stroke`: 0–1; `masked`: by a soft mask, so that nobody knows how opaque it is; `clip`: in the page's
    space, None where nothing is cut off."""

    fill: SurveyedColor = _BLACK
    stroke: SurveyedColor = _BLACK
    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    matrix: Matrix = UNIT
    rendering: int = 0
    breadth: float = 1.0
    size: float = 0.0
    opaque_fill: float = 1.0
    opaque_stroke: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    clip: Extent | None = None

    @property
    def transparent(self) -> bool:
        return self.opaque_fill < 1 or self.opaque_stroke < 1 or self.blend != "Normal" or self.masked

    def cut_to(self, extent: Extent | None) -> GraphicsState:
        """After a path that cuts off what is painted from now on; None: there was nothing in it, so that all is cut off."""
        left = common(extent, self.clip) if extent else None
        return replace(self, clip=left or NOWHERE)

    def with_entries(self, new: pikepdf.Object) -> GraphicsState:
        """After the operator gs."""
        import pikepdf

        stroke = bool(new.get("/OP", self.over_stroke))
        blend: pikepdf.Object | str = new.get("/BM", self.blend)
        if isinstance(blend, pikepdf.Array):  # the first one that a reader knows
            blend = blend[0] if len(blend) else "Normal"
        named = str(blend).lstrip("/")
        return replace(
            self,
            over_fill=bool(new.get("/op", new.get("/OP", self.over_fill))),
            over_stroke=stroke,
            mode=int(new.get("/OPM", self.mode)),
            size=float(new["/Font"][1]) if "/Font" in new else self.size,
            breadth=float(new.get("/LW", self.breadth)),
            opaque_fill=float(new.get("/ca", self.opaque_fill)),
            opaque_stroke=float(new.get("/CA", self.opaque_stroke)),
            blend="Normal" if named == "Compatible" else named,
            masked=str(new["/SMask"]) != "/None" if "/SMask" in new else self.masked,
        )


def devices(new: pikepdf.Object) -> list[str]:
    """Entries of a state that only one machine would understand."""
    return [entry.lstrip("/") for entry in _DEVICE if entry in new and str(new[entry]) not in ("/Default", "/Identity")]
