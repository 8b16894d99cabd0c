"""What stands on a press sheet beside its pages: where it is cut and folded, which sheet and side it is, where the press holds
it, in which order sections lie; and, hidden in the finished copy, where it is stapled. Content streams; lengths mm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.house.style import PT_PER_MM
from briefing.press.impose import Imposition, Side
from briefing.press.lettering import Lettering, embed
from briefing.press.sheet_layout import SheetLayout

if TYPE_CHECKING:
    import pikepdf

#: Of a mark: its length, the least that is worth drawing, its distance from pages without a bleed; the size of words.
LENGTH, LEAST, GAP, SIZE = 5.0, 1.0, 1.0, 2.2
#: A staple lies across the fold for 12 mm: the tick that shows its place is hidden under it. The outer holes are 70 mm from head
#: and foot of an A4 page (GB/T 9704-2012 §6.3); staples of 平订 are 3 to 5 mm from the spine.
STAPLE_TICK, STAPLES, FROM_SPINE, CORNER = 8.0, (0.25, 0.75), 4.0, 8.0
#: 折标: a bar on the spine of each section, each lower than the one before, so that a missing one shows.
STEP_FIRST, STEP, BAR = 30.0, 10.0, (2.0, 8.0)
_STEPS = 20
_WORDS = "第张帖正面反面自翻滚翻咬口在这边0123456789　·（）"


class SheetMarks:
    """The marks of one job's sheets. `bleed`: mm."""

    def __init__(self, document: pikepdf.Pdf, imposition: Imposition, line: str, face: bytes, bleed: float) -> None:
        self._imposition, self._bleed = imposition, bleed
        self._line, self._lettering = line, _embedded(document, face, line)
        if self._lettering is None:
            self._line = ""
            self._lettering = embed(document, face, _WORDS)

    @property
    def font(self) -> pikepdf.Object:
        assert self._lettering
        return self._lettering.font

    def of(self, side: Side, layout: SheetLayout, spots: Sequence[str]) -> Iterator[str]:
        """Content that draws them: `spots`, names of colour spaces, below black, so that all plates can be laid over one another.
        Nothing for a sheet that is just as large as its pages."""
        if not layout.stock:
            return
        lines = [*self._cuts(side, layout), *self._folds(side, layout)]
        words = self._words(side, layout)
        for ink in (*(f"{name} CS 1 SCN {name} cs 1 scn" for name in spots), "0 0 0 1 K 0 0 0 1 k"):
            yield f"q /Over11 gs 0.25 w {ink}"
            yield from lines
            yield from words
            yield "Q"
        yield from self._bar(side, layout)

    def _cuts(self, side: Side, layout: SheetLayout) -> Iterator[str]:
        """Where pages are cut: their outer edges, and those that have a gap between them."""
        spine = {x for at in range(1, len(layout.columns)) for x in _spine(layout, side, at, self._imposition)}
        xs, ys = set(), set()
        for column in range(len(layout.columns)):
            x = layout.place(column, 0, side.back)[0]
            xs |= {round(x, 3), round(x + layout.page[0], 3)}
        for y in layout.rows:
            ys |= {round(y, 3), round(y + layout.page[1], 3)}
        for x in sorted(xs - spine):
            yield from self._outside(layout, side, x=x)
        for y in sorted(ys):
            yield from self._outside(layout, side, y=y)

    def _folds(self, side: Side, layout: SheetLayout) -> Iterator[str]:
        """Dashed, in the middle between pages that hang together."""
        if self._imposition.binding.making == "leaves":
            return
        columns, rows = len(layout.columns), len(layout.rows)
        cut = {"vertical": ("x", columns // 2), "horizontal": ("y", rows // 2)}.get(self._imposition.flip or "")
        yield "[3 1.5] 0 d"
        for column in range(1, columns):
            if cut != ("x", column):
                right = layout.place(column, 0, side.back)[0]
                yield from self._outside(layout, side, x=(right + layout.place(column - 1, 0, side.back)[0] + layout.page[0]) / 2)
        for row in range(1, rows):
            if cut != ("y", row):
                yield from self._outside(layout, side, y=(layout.rows[row - 1] + layout.rows[row] + layout.page[1]) / 2)
        yield "[] 0 d"

    def _outside(self, layout: SheetLayout, side: Side, x: float | None = None, y: float | None = None) -> Iterator[str]:
        """A mark at both ends of a line across the sheet, as long as there is room beside the pages."""
        left, bottom, right, top = _block(layout, side)
        low, high, end = (bottom, top, layout.height) if y is None else (left, right, layout.width)
        gap = max(GAP, self._bleed)
        for near, far in ((low - gap, max(0.0, low - gap - LENGTH)), (high + gap, min(end, high + gap + LENGTH))):
            if abs(far - near) >= LEAST and 0 <= near <= end:
                points = (x, near, x, far) if y is None else (near, y, far, y)
                yield "{} {} m {} {} l S".format(*map(_pt, points))  # type: ignore[arg-type]

    def _words(self, side: Side, layout: SheetLayout) -> list[str]:
        """The sheet's line, in the widest margin that the press does not hold; and which edge it holds."""
        assert self._lettering
        left, bottom, right, top = _block(layout, side)
        rooms = {"left": left, "bottom": bottom, "right": layout.width - right, "top": layout.height - top}
        held = {"bottom": "bottom", "left": "right" if side.back else "left"}.get(layout.gripper, "")
        edge = max((name for name in ("top", "left", "right", "bottom") if name != held), key=lambda name: rooms[name])
        if rooms[edge] < SIZE + GAP + self._bleed:
            return []
        found = [self._shown(layout, side, edge, rooms[edge], self._name(side), 25.0)]
        if held:
            found.append(self._shown(layout, side, held, rooms[held], "咬口在这边", 25.0))
        return found

    def _shown(self, layout: SheetLayout, side: Side, edge: str, room: float, text: str, begin: float) -> str:
        left, bottom, right, top = _block(layout, side)
        away = max(self._bleed + GAP, (room + self._bleed - SIZE) / 2)
        if edge in ("top", "bottom"):
            x, y = left + begin, top + away if edge == "top" else bottom - away - SIZE
            turn = "1 0 0 1"
        else:
            x, y = (left - away if edge == "left" else right + away + SIZE), bottom + begin
            turn = "0 1 -1 0"
        assert self._lettering
        return f"BT /Line {_pt(SIZE)} Tf {turn} {_pt(x)} {_pt(y)} Tm {self._lettering.show(text).decode()} ET"

    def _name(self, side: Side) -> str:
        face = {"vertical": "正反面（自翻）", "horizontal": "正反面（滚翻）"}.get(self._imposition.flip or "", "")
        face = face or ("反面" if side.back else "正面")
        section = f"　第{side.section}帖" if len(self._imposition.sections) > 1 else ""
        return f"{self._line}　第{side.sheet}张{face}{section}"

    def _bar(self, side: Side, layout: SheetLayout) -> Iterator[str]:
        """On the spine of a section's outermost sheet, beside its first page."""
        if self._imposition.binding.making != "signatures" or side.back:
            return
        first = next((cell for cell in side.cells if cell.depth == 0 and cell.column % 2 and not cell.turned), None)
        if first is None:
            return
        x, y = layout.place(first.column, first.row, side.back)
        width, height = BAR
        middle = x - layout.spine_gap / 2
        low = y + layout.page[1] - STEP_FIRST - STEP * ((side.section - 1) % _STEPS) - height
        yield f"q /Over11 gs 0 0 0 1 k {_pt(middle - width / 2)} {_pt(low)} {_pt(width)} {_pt(height)} re f Q"


def fastening(imposition: Imposition, side: Side, layout: SheetLayout) -> Iterator[str]:
    """Ticks under the staples, on the outermost page."""
    kind, height = imposition.binding.fastening, layout.page[1]
    first = next((cell for cell in side.cells if cell.page == imposition.pages[0]), None)
    if side.back or first is None or kind in ("none", "glue"):
        return
    x, y = layout.place(first.column, first.row, side.back)
    if kind == "corner staple":
        at = (x + CORNER - 3, y + height - CORNER - 3, x + CORNER + 3, y + height - CORNER + 3)
        lines = [at]
    else:
        along = x if kind == "fold staples" else x + FROM_SPINE
        half = STAPLE_TICK / 2
        lines = [(along, y + height * part - half, along, y + height * part + half) for part in STAPLES]
    yield "q /Over11 gs 0.25 w 0 0 0 1 K " + " ".join("{} {} m {} {} l S".format(*map(_pt, line)) for line in lines) + " Q"


def _block(layout: SheetLayout, side: Side) -> tuple[float, float, float, float]:
    left, bottom, right, top = layout.block
    return (layout.width - right, bottom, layout.width - left, top) if side.back else (left, bottom, right, top)


def _spine(layout: SheetLayout, side: Side, column: int, imposition: Imposition) -> Iterator[float]:
    """The edges of two pages that touch in a fold: they are not cut."""
    if imposition.binding.making != "leaves" and column % 2:
        yield round(layout.place(column - 1, 0, side.back)[0] + layout.page[0], 3)
        yield round(layout.place(column, 0, side.back)[0], 3)


def _embedded(document: pikepdf.Pdf, face: bytes, line: str) -> Lettering | None:
    try:
        return embed(document, face, _WORDS + line)
    except LookupError:  # the file's name says which job it is
        return None


def _pt(length: float) -> str:
    return f"{length * PT_PER_MM:.3f}"
