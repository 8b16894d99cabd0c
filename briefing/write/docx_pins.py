"""Leading a word processor to the lines that were decided, without telling it where they end.

A word processor fills a line with natural advances until the next unbreakable piece does not fit, then
stretches the line to the measure. So three kinds of character spacing (`w:spacing`, twentieths of a point)
suffice:

    closed   adjacent marks that the house closes up: half an em after the first of them;
    tight    a line that only fits because its end was trimmed or its marks squeezed: a little less for each
             character;
    loose    a line that ends early (孤字, a number kept with its unit): the stretch it gets anyway, given
             beforehand, or for lines that are not stretched the room left, after its last character, where
             nobody sees it.

Word processors differ, so every line is reckoned twice, as narrow and as wide as any makes it: it must fit at
its widest, and the first piece of the next line must not fit at its narrowest.

    the Chinese–Latin gap    Word: 1/4 em where `w:autoSpaceDE` allows it; LibreOffice: 1/5 em whatever that says
    negative spacing         Word: after every character; LibreOffice 7.4: not after the last of a stretch of one
                             face and spacing, and at most 1/6 em, so that marks closed up in Word stay open in
                             LibreOffice
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from briefing.composed import Line, SetParagraph
from briefing.house import HouseStyle
from briefing.sheet import LINE_BREAK
from briefing.typeset.classes import SPACES, WORDLIKE, Kind, kinds_of, never_first, never_last

_TWIP = 1 / 20
_SAFETY = 0.25  # pt: word processors round advances to their own units
#:  Narrowest and widest Chinese–Latin gap, em, where `w:autoSpaceDE` is off and on. LibreOffice's 1/5 em
#: measured 0.208.
_GAPS_OFF, _GAPS_ON = (0.0, 0.21), (0.2, 0.25)
_LEAST_LATIN = 0.2  # em: narrower than any Latin letter but i, j, l; an underestimate only pins a line more firmly
_MARKS = frozenset({Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.STOP, Kind.PAIR, Kind.CONNECTOR})


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """A line as word processors fill it, before its pins. `bare` is the sum of advances, pt; `count` its
    characters without the spaces at its end, `stretches` how often face or spacing changes on it, plus 1;
    `gaps` Chinese–Latin."""

    bare: float
    count: int
    stretches: int
    gaps: int


class Pins:
    """Spacing in twips for every character of `block`, in `spacing`, beyond the paragraph style's; 0 for
    most.

    `right` is the right edge of its box (pt from the left of the type area), `tracking` the spacing that the
    paragraph style gives each character already (pt). `indent` (pt) narrows centred lines on both sides so
    that they part where they should; a place that this cannot reach is listed in `breaks` by the index of the
    next line's first character.
    """

    def __init__(self, block: SetParagraph, house: HouseStyle, right: float, tracking: float) -> None:
        self.block, self.text, self.rules = block, block.text, house.composition
        self.kinds = kinds_of(self.text)
        self.right, self.tracking = right, tracking
        self.spacing = [0] * len(self.text)
        self.breaks: set[int] = set()
        self.indent = 0.0
        self._gaps = _GAPS_ON if self.rules.latin_gap else _GAPS_OFF
        self._faces = {face.start for face in block.faces}
        if block.style.align in ("center", "right"):
            self._shape()
        else:
            for line, following in zip(block.lines, (*block.lines[1:], None), strict=True):
                self._line(line, following)

    # -- lines that are filled

    def _line(self, line: Line, following: Line | None) -> None:
        box = self.right - line.x
        piece = math.inf
        if following is not None and not self._forced(following):
            piece = self._next_piece(following.start)
        # What is closed up in one word processor and stays open in another must not make room for the next
        # piece: close up as many marks as may be.
        half = self.block.size / 2
        marks = self._closed(line)
        while True:
            reckoning = self._reckon(line, len(marks))
            if reckoning.count < 2:
                return
            pin = self._pin(reckoning, box, piece)
            if not marks or self._narrowest(reckoning, pin) - len(marks) * half + piece > box + _SAFETY:
                break
            marks.pop()
        for i in marks:
            self.spacing[i] -= round(half / _TWIP)
        end = line.start + reckoning.count
        if pin > 0 and not line.flush:
            self.spacing[end - 1] += pin * reckoning.count
        elif pin:
            for i in range(line.start, end):
                self.spacing[i] += pin

    def _pin(self, reckoning: _Reckoning, box: float, piece: float) -> int:
        """Twips for each character: negative to make the line fit, positive to keep the next piece off it."""
        if self._widest(reckoning, 0) > box - _SAFETY:
            return self._tight(reckoning, box)
        if self._narrowest(reckoning, 0) + piece > box + _SAFETY:
            return 0
        return max(0, math.floor((box - _SAFETY - self._widest(reckoning, 0)) / _TWIP / reckoning.count))

    def _closed(self, line: Line) -> list[int]:
        """Marks of the line whose gap to the next mark the composition closed up."""
        return [
            i
            for i in range(line.start, line.end - 1)
            if self.kinds[i] in _MARKS
            and self.kinds[i + 1] in _MARKS
            and line.after[i - line.start] - self.tracking < -self.block.size / 4
        ]

    def _tight(self, reckoning: _Reckoning, box: float) -> int:
        """The greatest spacing with which the line fits, and at most a quarter of the type size: a line of many
        faces may be one that LibreOffice cannot be told to set tighter."""
        pin, least = 0, -round(self.block.size / 4 / _TWIP)
        heard = max(1, reckoning.count - reckoning.stretches)
        while pin > least and self._widest(reckoning, pin) > box - _SAFETY:
            pin -= max(1, math.floor((self._widest(reckoning, pin) - box + _SAFETY) / _TWIP / heard))
        return max(pin, least)

    # -- lines that are centred or flush right: their measure is what can be changed

    def _shape(self) -> None:
        lines = self.block.lines
        if len(lines) < 2:
            return
        measure = self._measure()
        reckoned = [self._reckon(line, 0) for line in lines]
        pieces = [math.inf if self._forced(line) else self._next_piece(line.start) for line in lines[1:]]
        widest = max(self._widest(reckoning, 0) for reckoning in reckoned)
        over = [self._narrowest(r, 0) + piece for r, piece in zip(reckoned, pieces, strict=False)]
        if widest <= measure and min(over) > measure + _SAFETY:
            return
        if widest <= measure and min(over) > widest + 4 * _SAFETY:
            wanted = widest + min((min(over) - widest) / 2, self.block.size / 4)
            self.indent = max(0.0, (measure - wanted) / 2)
            return
        for line, width in zip(lines[1:], over, strict=False):
            if width <= measure + _SAFETY:
                self.breaks.add(line.start)

    def _measure(self) -> float:
        """Width between the indents: a centred line stands in its middle."""
        line = self.block.lines[0]
        return self.right if self.block.style.align == "right" else 2 * (self.right - line.x - line.width / 2)

    # -- the word processor's arithmetic

    def _reckon(self, line: Line, closed: int) -> _Reckoning:
        end = line.end
        while end > line.start and self.kinds[end - 1] in SPACES:
            end -= 1
        count = end - line.start
        places = range(line.start + 1, end)
        faces = sum(i in self._faces for i in places)
        # A gap before a Latin word that begins the next line has to fit too, in LibreOffice.
        kinds = self.kinds[line.start : end + 1]
        gaps = sum({a, b} & WORDLIKE != set() and Kind.HAN in (a, b) for a, b in pairwise(kinds))
        # A mark closed up is a stretch of its own, between two others.
        return _Reckoning(line.width - sum(line.after[:count]), count, 1 + faces + 2 * closed, gaps)

    def _widest(self, line: _Reckoning, pin: int) -> float:
        """Width on the line, pt, where gaps are widest and negative spacing is heeded least."""
        spacing = self.tracking + pin * _TWIP
        heeded = line.count if spacing > 0 else max(0, line.count - line.stretches)
        return line.bare + line.gaps * self._gaps[1] * self.block.size + heeded * spacing

    def _narrowest(self, line: _Reckoning, pin: int) -> float:
        return line.bare + line.gaps * self._gaps[0] * self.block.size + line.count * (self.tracking + pin * _TWIP)

    def _forced(self, following: Line) -> bool:
        return following.start > 0 and self.text[following.start - 1] == LINE_BREAK

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
            if i == len(self.text) or self.text[i] == LINE_BREAK:
                break
            following = self.kinds[i]
            joined = (kind in WORDLIKE and following in WORDLIKE) or (kind is following is Kind.PAIR)
            if not joined and following not in first and kind not in last:
                break
        return width
