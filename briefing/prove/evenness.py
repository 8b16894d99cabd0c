"""How even the lines of any PDF are, whoever made it: from the glyphs alone, as `set_quality` tells lines and paragraphs.

Of each line that fills the measure the white between two Han characters is one number, its *opening*; between Han and Latin
another, its *gap*. Lines of one paragraph that stand one below another are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from briefing.core.records import dataclass
from briefing.prove.gaps import BESIDE, Neighbours, gaps
from briefing.prove.pdf_pages import Glyph, PdfPage, Rect
from briefing.prove.set_quality import opens_blank, paragraphs
from briefing.typeset.classes import CharClass

#: Neighbouring lines differ by more than this: seen. Em.
UNEVEN = 0.03
#: Gaps of one paragraph that differ by less are one.
_ONE_GAP = 0.02
#: Ink so far from the edge looks set in, em.
_SET_IN = 0.1
#: What is further apart are two texts in one line, em.
_APART = 0.5
#: So many lines, one below another, with a mark at one place, are a stack; marks are at one place that lie closer than this, em.
_STACK, _PLACE = 3, 0.3
_MARKS = frozenset({CharClass.PAUSE, CharClass.STOP, CharClass.OPEN, CharClass.CLOSE})


@dataclass(frozen=True, slots=True)
class Evenness:
    """`pairs`: neighbouring lines that fill the measure; `uneven` of them differ in opening by more than `UNEVEN`; `mixed`:
    paragraphs with Chinese–Latin gaps in several lines, `unlike` of them have gaps of several widths; `stacks`: rows of marks one
    below another; `heads`: lines that begin with an opening mark, paragraphs' first ones apart, of which `set_in` look set in by
    its blank half."""

    pairs: int
    uneven: int
    widest: float  # the greatest difference of two neighbours, em
    mixed: int
    unlike: int
    stacks: int
    heads: int
    set_in: int


def measure(pages: Sequence[PdfPage], area: Rect, size: float) -> Evenness:
    """As `set_quality.measure`."""
    differences: list[float] = []
    mixed = unlike = stacks = heads = inside = 0
    for lines in paragraphs(pages, area, size):
        full = lines[:-1]
        openings = [_usual(line, kinds, Neighbours.HAN, size) for line, kinds in full]
        differences += [abs(a - b) for a, b in pairwise(openings) if a is not None and b is not None]
        own = [gap for line, kinds in lines for gap in _all(line, kinds, Neighbours.MIXED, size)]
        if len(own) > 1:
            mixed += 1
            unlike += max(own) - min(own) > _ONE_GAP
        marked = [line[0].x + size / 2 for line, kinds in lines[1:] if opens_blank(line[0], kinds[0])]
        heads += len(marked)
        inside += sum(ink - area.left > _SET_IN * size for ink in marked)
        stacks += _stacks([line for line, _ in lines], [kinds for _, kinds in lines], size)
    return Evenness(
        pairs=len(differences), uneven=sum(each > UNEVEN for each in differences), widest=max(differences, default=0.0),
        mixed=mixed, unlike=unlike, stacks=stacks, heads=heads, set_in=inside,
    )  # fmt: skip


def _all(line: Sequence[Glyph], kinds: Sequence[CharClass], beside: Neighbours, size: float) -> Iterator[float]:
    extras = (gap.extra / size for gap in gaps(line, kinds) if BESIDE[gap.before][gap.after] is beside)
    return (extra for extra in extras if extra < _APART)


def _usual(line: Sequence[Glyph], kinds: Sequence[CharClass], beside: Neighbours, size: float) -> float | None:
    extras = list(_all(line, kinds, beside, size))
    return median(extras) if extras else None


def _stacks(lines: Sequence[Sequence[Glyph]], kinds: Sequence[Sequence[CharClass]], size: float) -> int:
    """Rows of marks, each counted once, where it begins."""
    places = [
        [glyph.x for glyph, kind in zip(line, own, strict=True) if kind in _MARKS] for line, own in zip(lines, kinds, strict=True)
    ]
    found = 0
    for number in range(len(places) - _STACK + 1):
        for x in places[number]:
            if number and _near(x, places[number - 1], size):
                continue  # one that goes on
            found += all(_near(x, places[number + below], size) for below in range(1, _STACK))
    return found


def _near(x: float, places: Sequence[float], size: float) -> bool:
    return any(abs(x - place) < _PLACE * size for place in places)
