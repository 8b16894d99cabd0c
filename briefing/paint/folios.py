"""Page numbers (GB/T 9704-2012 §7.5): under the type area, at its outer edge."""

from __future__ import annotations

from itertools import accumulate

from briefing.house.style import PT_PER_MM
from briefing.paint.brush import Brush, baseline
from briefing.paint.marks import Aside, Glyphs
from briefing.typeset.composed import Composed, Page


def folio(brush: Brush, composed: Composed, page: Page) -> None:
    """The page's label, if it has one. Its line is one em high; the dash stands in the middle of that."""
    if not page.label:
        return
    style, box = composed.house.page_number, page.box
    face = brush.fonts.primary(style.font)
    widths = [face.advance(char) * style.size for char in page.label]
    inset = style.inset * style.size
    left = box.left + box.measure - inset - sum(widths) if box.right_hand else box.left + inset
    if style.align == "center":
        left = box.left + (box.measure - sum(widths)) / 2
    *xs, end = accumulate(widths, initial=left)
    top = box.top + box.depth + style.offset_mm * PT_PER_MM - style.size / 2
    y = baseline(top, style.size, style.size, face)
    brush.line += 1
    brush.add(
        Glyphs(Aside.FURNITURE, None, (face.role, face.bold), style.size, "black", y, page.label, tuple(xs), end, brush.line)
    )
