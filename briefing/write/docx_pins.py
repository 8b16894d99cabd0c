"""Leading a word processor to the lines that were decided, without telling it where they end.

A word processor fills a line with natural advances until the next unbreakable piece does not fit, then stretches the
line to the measure. So three kinds of character spacing (`w:spacing`, twentieths of a point) suffice:

    natural  adjacent marks that the house closes up, wherever the line ends;
    tight    a line that only fits because its end was trimmed or its marks squeezed: a little less for each character;
    loose    a line that ends early (孤字, a number kept with its unit): the stretch it gets anyway, given beforehand, or
             for lines that are not stretched the room left, after its last character, where nobody sees it.

The model assumed of the processor is the least common one: 避头尾, no compression of marks of its own. How wide it makes
the Chinese–Latin gap is not ours to say: Word opens 1/4 em where `w:autoSpaceDE` allows it, LibreOffice 1/5 em whatever
that says. So a line must fit with the widest gaps, and its neighbour's first piece must not fit with the narrowest.
"""

from __future__ import annotations

import math
from itertools import pairwise

from briefing.composed import Line, SetParagraph
from briefing.house import HouseStyle
from briefing.typeset.classes import SPACES, WORDLIKE, Kind, kinds_of, never_first, never_last

_TWIP = 1 / 20
_SLACK = 0.02  # pt: sums of floats must not make a pin
_LEAST_LATIN = 0.2  # em: narrower than any Latin letter but i, j, l; an underestimate only pins a line more firmly
_MARKS = frozenset({Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.STOP, Kind.PAIR, Kind.CONNECTOR})
_LATIN = frozenset({Kind.LETTER, Kind.DIGIT})


class Pins:
    """Spacing in twips for every character of `block`, in `spacing`; 0 for most.

    `right` is the right edge of its box (pt from the left of the type area), `tracking` what the paragraph style or
    the character grid gives each character already (pt). A line of a centred title that no spacing can lead to is
    listed in `breaks` by the place of its first character.
    """

    def __init__(self, block: SetParagraph, house: HouseStyle, right: float, tracking: float) -> None:
        self.block, self.text, self.rules = block, block.text, house.composition
        self.kinds = kinds_of(self.text)
        self.right, self.tracking = right, tracking
        self.spacing = [0] * len(self.text)
        self.breaks: set[int] = set()
        self.indent = 0.0  # pt at either side, beyond the style's
        self._gaps = (0.2, 0.25) if self.rules.latin_gap else (0.0, 0.2)  # em, narrowest and widest
        for line in block.lines:
            self._natural(line)
        if block.style.align in ("center", "right"):
            self._shape()
        else:
            for line, following in zip(block.lines, (*block.lines[1:], None), strict=True):
                self._line(line, following)

    # -- what stands between two characters wherever the line ends

    def _natural(self, line: Line) -> None:
        for i in range(line.start, line.end - 1):
            here, there = self.kinds[i], self.kinds[i + 1]
            if here is Kind.HAN and there is Kind.HAN:
                continue
            amount = line.after[i - line.start] - self.tracking
            size = self.block.size
            if here in _MARKS and there in _MARKS and amount < -size / 4:
                self.spacing[i] = -round(size / 2 / _TWIP)

    # -- lines that are filled

    def _line(self, line: Line, following: Line | None) -> None:
        count = self._visible(line)
        if count < 2:
            return
        box = self.right - line.x
        least, most = self._advance(line)
        room = box - least
        if most > box + _SLACK:
            # The last character's spacing may or may not count for the fit: do without it.
            self._spread(line, count, math.floor((box - most) / _TWIP / (count - 1)))
        elif following is not None and not self._forced(following) and self._next_piece(following.start) <= room:
            if line.flush:
                self._spread(line, count, math.floor(room / _TWIP / count))
            else:
                self.spacing[line.start + count - 1] += math.floor((room - _SLACK) / _TWIP)

    def _spread(self, line: Line, count: int, twips: int) -> None:
        for i in range(line.start, line.start + count):
            self.spacing[i] += twips

    # -- lines that are centred or flush right: their measure is what can be changed

    def _shape(self) -> None:
        lines = self.block.lines
        if len(lines) < 2:
            return
        measure = self._measure()
        widths = [self._advance(line)[1] for line in lines]
        pieces = [
            math.inf if self._forced(following) else self._next_piece(following.start) for following in lines[1:]
        ]
        widest = max(widths)
        tightest = min(width + piece for width, piece in zip(widths, pieces, strict=False))
        if tightest > measure + _SLACK and widest <= measure:
            return
        if tightest > widest + 4 * _TWIP and widest <= measure:
            wanted = widest + min((tightest - widest) / 2, self.block.size / 4)
            self.indent = max(0.0, (measure - wanted) / 2)
            return
        for following, width, piece in zip(lines[1:], widths, pieces, strict=False):
            if width + piece <= measure + _SLACK:
                self.breaks.add(following.start)

    def _measure(self) -> float:
        """Width between the indents; a centred line stands in its middle, so left and right of it are alike."""
        line = self.block.lines[0]
        if self.block.style.align == "right":
            return self.right
        return 2 * (self.right - line.x - line.width / 2)

    # -- the word processor's arithmetic

    def _visible(self, line: Line) -> int:
        """Characters of the line without the spaces at its end."""
        end = line.end
        while end > line.start and self.kinds[end - 1] in SPACES:
            end -= 1
        return end - line.start

    def _advance(self, line: Line) -> tuple[float, float]:
        """What word processors make of the line before they stretch it, pt: with narrow and with wide gaps."""
        count = self._visible(line)
        end = line.start + count
        own = sum(self.spacing[line.start : end]) * _TWIP
        bare = line.width - sum(line.after[:count]) + count * self.tracking + own
        kinds = self.kinds[line.start : end]
        gaps = sum((a in _LATIN) != (b in _LATIN) and not {a, b} & SPACES for a, b in pairwise(kinds))
        low, high = self._gaps
        return bare + gaps * low * self.block.size, bare + gaps * high * self.block.size

    def _forced(self, following: Line) -> bool:
        return following.start > 0 and self.text[following.start - 1] == "\u2028"

    def _next_piece(self, start: int) -> float:
        """The least width that the characters from `start` to the first possible line end may have, pt.

        A closing mark at its end may hang (`w:overflowPunct`), so it counts nothing.
        """
        first, last = never_first(self.rules.level == "strict"), never_last()
        width, i = 0.0, start
        while i < len(self.text):
            kind = self.kinds[i]
            hangs = i > start and kind in (Kind.PAUSE, Kind.STOP, Kind.CLOSE)
            if not hangs:
                width += self.block.size * (_LEAST_LATIN if kind in WORDLIKE or kind in SPACES else 1.0)
            i += 1
            if i == len(self.text) or self.text[i] == "\u2028":
                break
            following = self.kinds[i]
            joined = (kind in WORDLIKE and following in WORDLIKE) or (kind is following is Kind.PAIR)
            if not joined and following not in first and kind not in last:
                break
        return width
