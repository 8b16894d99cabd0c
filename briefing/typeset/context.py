"""What every part of typesetting needs, passed as one: the house, the faces, where findings go."""

from __future__ import annotations

from briefing.core.errors import Findings
from briefing.core.records import dataclass
from briefing.fonts.metrics import Fonts
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.typeset import firstfit, totalfit
from briefing.typeset.fitting import Fitter

_STRATEGIES: dict[str, Fitter] = {"first-fit": firstfit.fit, "total-fit": totalfit.fit}


@dataclass(frozen=True, slots=True)
class Context:
    house: HouseStyle
    fonts: Fonts
    findings: Findings
    inner: float | None = None  # width of what is set now, pt, where that is not the type area's

    @property
    def fitter(self) -> Fitter:
        return _STRATEGIES[self.house.composition.strategy]

    @property
    def measure(self) -> float:
        """Width of what is set now, pt."""
        return self.house.page.measure if self.inner is None else self.inner

    @property
    def capacity(self) -> float:
        """Height of the grid on a page, pt."""
        return self.house.grid.lines * self.house.grid.pitch

    def leading(self, style: ParagraphStyle) -> float:
        return self.house.grid.pitch if style.leading is None else style.leading

    def tracking(self, style: ParagraphStyle, size: float) -> float:
        """Pt between characters: the style's own, and the character grid's where the type is the grid's."""
        return style.tracking * size + self.house.grid_tracking(size)
