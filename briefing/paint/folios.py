"""Page numbers (GB/T 9704-2012 §7.5): under the type area, at its outer edge; on a turned page where they are on the others, as
its sheet is bound (§8)."""

from __future__ import annotations

from itertools import accumulate

from briefing.house.leaves import outer_mm
from briefing.house.style import PT_PER_MM
from briefing.paint.brush import Brush, baseline
from briefing.paint.marks import Aside, Glyphs
from briefing.typeset.composed import Composed, Page


def folio(brush: Brush, composed: Composed, page: Page) -> None:
    """The page's label, if it has one. Its line is one em high; the dash stands in the middle of that."""
    if not page.label:
        return
    style, box, own = composed.house.page_number, page.box, composed.house.page
    left, bottom, measure = box.left, box.top + box.depth, box.measure
    if box.turned:  # the type area, as the sheet is bound
        outer = own.mirrored and not box.right_hand
        left, bottom, measure = (outer_mm(own) if outer else own.binding_mm) * PT_PER_MM, box.width - box.left, box.depth
    face = brush.fonts.primary(style.font)
    widths = [face.advance(char) * style.size for char in page.label]
    inset = style.inset * style.size
    first = left + measure - inset - sum(widths) if box.right_hand else left + inset
    if style.align == "center":
        first = left + (measure - sum(widths)) / 2
    *xs, end = accumulate(widths, initial=first)
    y = baseline(bottom + style.offset_mm * PT_PER_MM - style.size / 2, style.size, style.size, face)
    brush.line += 1
    key = face.role, face.bold
    across = box.width - y if box.turned else y
    brush.add(Glyphs(Aside.FURNITURE, None, key, style.size, "black", across, page.label, tuple(xs), end, brush.line, box.turned))
