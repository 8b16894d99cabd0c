"""Registration crosses and the colour bar of a press sheet, where the house asks for them: a printer sees by them whether plates
lie on one another, and how much ink each gives. Content streams; lengths mm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from briefing.house.style import PT_PER_MM
from briefing.output.palette import BLACK, PROCESS
from briefing.press.sheet_layout import CONTROL_ROOM, SheetLayout

#: Of a cross: half its arms, its ring; away from the pages. Of the bar: a patch, and what of the ink they have.
ARM, RING, AWAY = 2.5, 1.5, 0.8
PATCH, TINTS = 5.0, (1.0, 0.5)
_BEZIER = 0.5523


def control(
    layout: SheetLayout,
    block: tuple[float, float, float, float],
    held: str,
    inks: Collection[str],
    spots: Sequence[str],
    bleed: float,
) -> Iterator[str]:
    """`block`: left, bottom, right, top of all pages as the side lies; `held`: the edge that the press holds; `inks`: those of
    the side; `spots`: colour spaces of its spot inks."""
    chosen = [*((name, _spot(name)) for name in spots), *((ink, _process(ink)) for ink in PROCESS if ink in {*inks, BLACK})]
    yield from (f"q /Over11 gs 0.25 w {ink(1.0, True)} {_crosses(layout, block, bleed)} Q" for _, ink in chosen)
    yield from _bar(layout, block, held, [ink for _, ink in chosen], bleed)


def _crosses(layout: SheetLayout, block: tuple[float, float, float, float], bleed: float) -> str:
    """In the middle of each edge that has room; where pages are cut or folded there, a little beside it."""
    left, bottom, right, top = block
    away = bleed + AWAY + ARM
    # A quarter of a page off the middle: cuts and folds have marks of their own there.
    x, y = (left + right) / 2 + layout.page[0] / 4, (bottom + top) / 2 + layout.page[1] / 4
    places = ((x, top + away), (x, bottom - away), (left - away, y), (right + away, y))
    inside = [(cx, cy) for cx, cy in places if ARM <= cx <= layout.width - ARM and ARM <= cy <= layout.height - ARM]
    return " ".join(
        f"{_line(cx - ARM, cy, cx + ARM, cy)} {_line(cx, cy - ARM, cx, cy + ARM)} {_ring(cx, cy)}" for cx, cy in inside
    )


def _bar(
    layout: SheetLayout, block: tuple[float, float, float, float], held: str, inks: Sequence[_Ink], bleed: float
) -> Iterator[str]:
    """Patches of each ink, full and half, along the widest margin that the press does not hold and that takes them."""
    left, bottom, right, top = block
    rooms = {"top": layout.height - top, "bottom": bottom, "right": layout.width - right, "left": left}
    edge = max((name for name in rooms if name != held), key=lambda name: rooms[name])
    if rooms[edge] < bleed + CONTROL_ROOM - 1:
        return
    away = bleed + AWAY
    begin = (top + bottom) / 2 - layout.page[1] / 4 if edge in ("left", "right") else (left + right) / 2 - layout.page[0] / 4
    for at, (ink, tint) in enumerate((ink, tint) for ink in inks for tint in TINTS):
        along = begin - (at + 1) * PATCH
        x, y = {
            "top": (along, top + away), "bottom": (along, bottom - away - PATCH), "right": (right + away, along),
            "left": (left - away - PATCH, along),
        }[edge]  # fmt: skip
        yield f"q /Over11 gs {ink(tint, False)} {_pt(x)} {_pt(y)} {_pt(PATCH)} {_pt(PATCH)} re f Q"


class _Ink:
    """Operators that choose an ink, for lines or for what is filled."""

    def __init__(self, line: str, fill: str) -> None:
        self._line, self._fill = line, fill

    def __call__(self, amount: float, line: bool) -> str:
        return (self._line if line else self._fill).format(f"{amount:g}")


def _spot(name: str) -> _Ink:
    return _Ink(f"{name} CS {{}} SCN", f"{name} cs {{}} scn")


def _process(ink: str) -> _Ink:
    amounts = " ".join("{}" if name == ink else "0" for name in PROCESS)
    return _Ink(f"{amounts} K", f"{amounts} k")


def _line(x: float, y: float, right: float, top: float) -> str:
    return f"{_pt(x)} {_pt(y)} m {_pt(right)} {_pt(top)} l S"


def _ring(x: float, y: float) -> str:
    r, k = RING, RING * _BEZIER
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y), (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )  # fmt: skip
    return f"{_pt(x + r)} {_pt(y)} m " + " ".join(" ".join(map(_pt, curve)) + " c" for curve in curves) + " S"


def _pt(length: float) -> str:
    return f"{length * PT_PER_MM:.3f}"
