"""The boxes of a page: its sheet, what is printed of it, what is left after the cut."""

from __future__ import annotations

from briefing.output.pdf.numbers import numbers
from briefing.paint.marks import PaintedPage


def boxes(page: PaintedPage) -> dict[str, bytes]:
    """ISO 32000-1 §14.11.2."""
    room = page.bleed + page.slug
    width, height = page.box.width + 2 * room, page.box.height + 2 * room
    insets = {"MediaBox": 0.0, "BleedBox": page.slug, "TrimBox": room}
    return {name: f"[{numbers(by, by, width - by, height - by)}]".encode() for name, by in insets.items()}
