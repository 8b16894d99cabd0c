"""The proportions of a 报头 in any PDF, whoever made it, from the glyphs and rules of its first page.

The red rule is the first rule of the page that is as wide as its text; the nameplate are the lines above it in the largest type.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.records import dataclass
from briefing.prove.page_lines import rows
from briefing.prove.pdf_pages import Glyph, PdfPage, Rect

#: Sizes closer than this share of the larger are one size.
_SAME = 0.02
#: A rule is no higher than this, pt, and takes so much of the measure at least.
_THIN, _WIDE = 6.0, 0.9
#: Han characters of the box of an em, which is 0.88 high over the baseline.
_ASCENT = 0.88


@dataclass(frozen=True, slots=True)
class MastheadShape:
    """Shares: of the measure, of the height of the page, of the nameplate's size. White in pt: from the line above (or the head
    of the type area) to the nameplate, from the nameplate to the line below it, from the rule to the text. `sizes`: how many
    sizes the nameplate's lines have."""

    width: float
    rule: float
    overline: float
    above: float
    below: float
    under: float
    sizes: int


def measure(page: PdfPage, area: Rect) -> MastheadShape | None:
    """Of a first page whose type area is `area`; None where no rule stands under large type."""
    lines = rows(page.glyphs)
    rule = next((shape for shape in sorted(page.shapes, key=lambda shape: shape.top) if _rule(shape, area)), None)
    if rule is None:
        return None
    above = [line for line in lines if line[0].y < rule.top]
    if not above:
        return None
    size = max(_size(line) for line in above)
    first = next(i for i, line in enumerate(above) if _size(line) > size * (1 - _SAME))
    last = max(i for i, line in enumerate(above) if _size(line) > size * (1 - _SAME))
    name = above[first : last + 1]
    over = above[first - 1] if first and _centred(above[first - 1], area) else None
    top = above[first - 2 if over is not None else first - 1] if first - (over is not None) > 0 else None
    head = over or name[0]
    following = next((line for line in lines if line[0].y > rule.bottom), None)
    below = above[last + 1] if last + 1 < len(above) else None
    return MastheadShape(
        width=max(line[-1].right - line[0].x for line in name) / (area.right - area.left),
        rule=(rule.top + rule.bottom) / 2 / page.height,
        overline=_size(over) / size if over is not None else 0.0,
        above=_top(head) - (_bottom(top) if top is not None else area.top),
        below=(_top(below) if below is not None else rule.top) - _bottom(name[-1]),
        under=_top(following) - rule.bottom if following is not None else 0.0,
        sizes=len({round(_size(line), 1) for line in name}),
    )


def _rule(shape: Rect, area: Rect) -> bool:
    wide = shape.right - shape.left >= _WIDE * (area.right - area.left)
    return wide and shape.bottom - shape.top <= _THIN and area.top < shape.top < area.bottom


def _size(line: Sequence[Glyph]) -> float:
    return max(glyph.size for glyph in line)


def _centred(line: Sequence[Glyph], area: Rect) -> bool:
    return abs(line[0].x + line[-1].right - area.left - area.right) < 2 * _size(line)


def _top(line: Sequence[Glyph]) -> float:
    return line[0].y - _ASCENT * _size(line)


def _bottom(line: Sequence[Glyph]) -> float:
    return line[0].y + (1 - _ASCENT) * _size(line)
