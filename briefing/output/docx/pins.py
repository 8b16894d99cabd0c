"""Leading a word processor to the lines that were decided, without telling it where they end.

A word processor fills a line with natural advances until the next piece that it cannot part does not fit, then
stretches the line to the measure. So character spacing (`w:spacing`, whole twips) on the line suffices: a line that
the composition squeezed is given a little less, one that it ended early (孤字, a number kept with its unit) the stretch
that it gets anyway. Every line is reckoned twice, as wide as each kind of word processor makes it:

    by the specification    every character is as wide as its advance and its spacing: W = Σ (a + s)
    LibreOffice 7.4         characters of one script, face and spacing are spaced together; spacing that takes away is
                            not applied after the last of them and to no more than a sixth of the type size:
                            L = Σ a + Σ over stretches of n characters (s < 0 ? (n − 1) · max(s, −size/6) : n · s)

A line must fit in either, and the next piece must not, each by one of `MARGINS`. Both widths grow with the spacing, so what
serves is an interval, and the value in it nearest to nothing is taken, a round one where there is one: each value is a style
of the document. The last line is reckoned first, since the next piece has pins of its own. A Chinese–Latin gap, a closed-up
mark and one that is named bear no pin, so that they look alike, and are the same few bytes, in every line. Where all others
cannot bear one, since LibreOffice loses too much of it, the longer stretches bear more. Marks that the composition closed up
are half an em narrower by the specification and stay open in LibreOffice: when nothing serves otherwise, they are left open
one by one.

The piece hangs by its last marks where a word processor lets marks hang (`w:overflowPunct`: Word), and does not in
LibreOffice, which reads that setting the wrong way round.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, product, repeat, tee
from typing import NamedTuple

from briefing.house.style import HouseStyle
from briefing.model.sheet import LINE_BREAK
from briefing.output.docx.pin_arithmetic import (
    OPEN,
    REACHES,
    ROUND,
    ROUND_END,
    TWIP,
    LineRoom,
    PinnedWidths,
    SpacedStretch,
    UnpinnedLine,
    first_that,
    line_widths,
    rounded,
    serves,
    serving,
)
from briefing.output.docx.script_runs import Script, read_script
from briefing.typeset.classes import SPACES, WORDLIKE, CharClass, kinds_of, mixed, seams
from briefing.typeset.composed import Line, SetParagraph
from briefing.typeset.office_scripts import FIRST_CJK

#: By how much a line fits and the next piece does not, pt: word processors round advances to units of their own. Each where
#: the one before cannot be had.
MARGINS = (2.0, 1.0, 0.5)
#: In justified paragraphs LibreOffice 25.2 squeezes a line to take in more, as Word 2013 does its spaces: by so much for each of
#: its spaces and once more, also where there is none. A third of the Latin space; measured to the twip, at four sizes. Em.
_SHRINKS = 0.25 / 3
#: This much is enough for a line to be left as it is; the second where it might be squeezed.
_ENOUGH, _ENOUGH_SQUEEZED = MARGINS[1], MARGINS[2]
#: Raised figures may be so large in Word, as a share of the text's size; no clause says it. In LibreOffice they are so small.
_RAISED, _RAISED_OFFICE = 2 / 3, 0.58
#: To LibreOffice a space is of the script before it: after Han it is the Han face's. Of the shipped ones by role, em.
HAN_SPACES = {"fangsong": 0.333, "kai": 0.389, "biaosong": 0.25, "hei": 0.225, "song": 0.256}
#: Where fewer points than this lie between lines that are too wide and pieces that go in, centred lines are broken. Pt.
_ROOM = 2.0
#: Spacing after the last character of a centred line that would be seen: more than a point. Twips.
_SEEN = 20
_BLANK = re.compile("[ \xa0]")
_MARKS = frozenset(
    {
        CharClass.OPEN,
        CharClass.CLOSE,
        CharClass.PAUSE,
        CharClass.STOP,
        CharClass.PAIR,
        CharClass.CONNECTOR,
    }
)


class Led(NamedTuple):
    """A line as word processors are led to it: twips after each of its characters up to the ink's end; its width by the
    specification and in LibreOffice, pt; whether nothing else could come of it."""

    spacing: list[int]
    widths: tuple[float, float]
    served: bool


class Pins:
    """What leads a word processor through `block`, whose box reaches from `left` to `right` (pt, from the type area's left).

    `spacing`: twips after every character, complete; `tracking` (twips) is what the paragraph's style says. `indent` (pt)
    narrows centred lines on both sides so that they part where they should; a place that this cannot reach is listed in
    `breaks` by the index of the next line's first character. `script` has the helps. `turns`: characters before which something
    stands for the sake of their line.
    """

    def __init__(self, block: SetParagraph, house: HouseStyle, left: float, right: float, tracking: int) -> None:
        self.block, self.text = block, block.text
        self.kinds = kinds_of(self.text)
        self.script: Script = read_script(block, house)
        self.left, self.right = left, right
        self.tracking = tracking
        self.spacing = [tracking] * len(self.text)
        rules = house.composition
        self._gap, self._least_gap = (round(em * block.size / TWIP) for em in (rules.latin_gap, rules.latin_gap_min))
        self.breaks: set[int] = set()
        self.indent = 0.0
        self._sizes = list(chain.from_iterable(repeat(face.size, face.end - face.start) for face in block.faces))
        raised = {name for name, style in house.inline.items() if style.raise_em and name != "bullet"}
        self._raised = {i: face.size for face in block.faces if face.style in raised for i in range(face.start, face.end)}
        gaps = [(i, self.kinds[i], self.kinds[i + 1]) for i in seams(self.text) if i + 1 < len(self.kinds)]
        self._mixed = [i for i, here, following in gaps if here is not following and mixed(here, following)]
        self._in_words = [i for i, here, following in gaps if here in WORDLIKE and following in WORDLIKE]
        if self.kinds and self.kinds[-1] in WORDLIKE:
            self._in_words.append(len(self.kinds) - 1)
        self._adjoining = [i for i, here, following in gaps if here in _MARKS and following in _MARKS]
        self._widened = {i: wider for i in self._blanks_and_raised() if (wider := self._wider(i))}
        if block.style.align in ("center", "right"):
            self._shape()
        else:
            following: Line | None = None
            for line in reversed(block.lines):
                self._line(line, following)
                following = line
        self.turns = self.breaks | self.script.parted | self.script.helps

    # -- lines that are filled

    def _line(self, line: Line, following: Line | None) -> None:
        end = self._ink_end(line)
        for i in range(end, line.end):  # spaces at its end vanish
            self.spacing[i] = 0
        stop = following.start if following is not None and not self._forced(following) else None
        width = self.right - line.x - line.head
        box, blank = self._box(line, end, width), self._blank(line, end)
        led = self._led(line, end, LineRoom(box.inner - blank, box.outer), stop)
        if blank and not led.served:
            led = self._led(line, end, box, stop)
        if not led.served and line.head:  # so that Word is sure to heed it
            led = self._led(line, end, LineRoom(box.inner, width), stop, line.head)
        if not led.served and box.inner < box.outer:  # several notes on a line: as large as we have them
            led = self._led(line, end, LineRoom(width, width), stop, line.head)
        self.spacing[line.start : end] = led.spacing
        if stop is not None and not led.served and not line.flush:
            self.breaks.add(stop)  # one that is flush would not be stretched

    def _blank(self, line: Line, end: int) -> float:
        """Width of U+3000 at the line's end: not seen there, but the standard does not say that it takes no room."""
        return sum(self.block.widths[i] for i in range(end, line.end) if self.kinds[i] is CharClass.WIDE_SPACE)

    def _box(self, line: Line, end: int, width: float) -> LineRoom:
        """Raised figures may be wider than ours; and an opening mark at the line's head is half as wide where a word processor
        heeds `w:topLinePunct`, as wide as any where it does not (LibreOffice): the line goes in either way, and no more does."""
        swollen = (
            self.block.widths[i] * (_RAISED * self.block.size / self._raised[i] - 1)
            for i in range(line.start, end)
            if i in self._raised
        )
        return LineRoom(width - max(0.0, sum(swollen)), width + line.head)

    def _led(self, line: Line, end: int, box: LineRoom, stop: int | None, head: float = 0.0) -> Led:
        """How a word processor is led to the line in its box: it goes in, and what begins at `stop` does not. `head`: by how much
        its first character is narrower by the specification, pt."""
        if end == line.start:
            return Led([], (0.0, 0.0), True)
        shrink, (hung, whole) = self._shrink(line, end), self._pieces(end, stop)
        beyond = (hung - shrink, whole - shrink)
        attempts = [(margin, beyond) for margin in MARGINS]
        attempts += [(margin, (hung, whole)) for margin in MARGINS if shrink]
        candidates = self._unpinned(line, end, head)
        first = next(candidates)
        least = min(shrink, _ENOUGH - _ENOUGH_SQUEEZED)
        enough = (hung - shrink + least, whole - shrink + least)
        if serves(widths := line_widths(first.stretches), box, _ENOUGH, enough):  # as it is: most lines, and fewer bytes
            return Led(first.spacing, widths, True)
        rounds = tee(chain((first,), candidates), len(attempts))
        for (margin, beyond), unpinned in zip(attempts, rounds, strict=True):
            for candidate in unpinned:
                if not line.flush and (led := self._held_off(line, end, candidate.spacing, box, margin, beyond, head)):
                    return led
                loose = [(OPEN, candidate.borne_by_all)] if line.flush else []
                for reach, pinned in chain(product(REACHES, candidate.borne), loose):
                    pin = serving(pinned, box, margin, beyond, reach, line.flush)
                    if pin is not None:
                        return Led(candidate.spaced(pin, pinned.bearers), pinned[pin], True)
        pinned = candidate.borne_by_all
        pin = self._best(pinned, box)
        return Led(candidate.spaced(pin, pinned.bearers), pinned[pin], stop is None)

    def _shrink(self, line: Line, end: int) -> float:
        """By how much the line may be squeezed to take in more, pt."""
        if self.block.style.align != "justify":
            return 0.0
        spaces = self.kinds[line.start : end].count(CharClass.SPACE)
        return _SHRINKS * self.block.size * (spaces + 1)

    def _held_off(
        self, line: Line, end: int, spacing: list[int], box: LineRoom, margin: float, beyond: tuple[float, float], head: float
    ) -> Led | None:
        """A line that is not stretched: what keeps the next piece off stands after its last character, where nobody sees it."""
        exact, office = line_widths(self._stretches(line.start, end, spacing, head))
        least = box.outer + margin
        if max(exact, office) <= box.inner - margin and exact + beyond[0] >= least and office + beyond[1] >= least:
            return Led(spacing, (exact, office), True)
        last = self.block.widths[end - 1] + max(0, spacing[-1]) * TWIP
        exact, office = line_widths(self._stretches(line.start, end - 1, spacing, head))
        missing = least - last - min(exact + beyond[0], office + beyond[1])
        room = math.floor((box.inner - margin - last - max(exact, office)) / TWIP)
        amount = rounded(math.ceil(missing / TWIP), room, ROUND_END) if missing > 0 else 0
        if amount > room:
            return None
        width = last + amount * TWIP
        return Led([*spacing[:-1], max(0, spacing[-1]) + amount], (exact + width, office + width), True)

    def _unpinned(self, line: Line, end: int, head: float) -> Iterator[UnpinnedLine]:
        """The line as it may be before any pin, in the order in which it is wanted: with the Chinese–Latin gap as the
        house has it, unless the composition made it narrow, then at its least; with all marks closed up that the composition
        closed up, then fewer; with words opened as the composition opened them, then not: a line of one address has no margin."""
        closed, opened = self._closed(line, end), self._opened(line, end)
        for gaps, count, words in product(self._gaps(line, end), range(len(closed), -1, -1), (opened, [0] * len(opened))):
            if words is opened or any(opened):
                spacing = [self.tracking + amount for amount in words]
                for i, gap in gaps.items():
                    spacing[i - line.start] += gap
                for i in closed[:count]:
                    spacing[i - line.start] -= round(self.block.size / 2 / TWIP)
                yield UnpinnedLine(spacing, self._stretches(line.start, end, spacing, head))

    def _opened(self, line: Line, end: int) -> list[int]:
        """By how much the composition opened words and addresses for want of other gaps, twips: a word processor would put all
        of it between the few Han characters."""
        found = [0] * (end - line.start)
        for i in _between(self._in_words, line.start, end):
            amount = math.floor(line.after[i - line.start] / TWIP) - self.tracking
            if amount >= ROUND:
                found[i - line.start] = amount
        return found

    def _gaps(self, line: Line, end: int) -> list[dict[int, int]]:
        """Chinese–Latin gaps of the line, by the place before them, twips: no word processor adds them as wide as the house."""
        places = _between(self._mixed, line.start, end - 1)
        if not self._gap or not places:
            return [{}]
        composed = sum(line.after[i - line.start] / TWIP - self.tracking for i in places) / len(places)
        wide = 2 * composed >= self._gap + self._least_gap
        return [dict.fromkeys(places, gap) for gap in ((self._gap, self._least_gap) if wide else (self._least_gap,))]

    def _best(self, pinned: PinnedWidths, box: LineRoom) -> int:
        """Where no pin serves: the line fits, at least."""
        least = -REACHES[-1]
        return min(0, first_that(lambda pin: max(pinned[pin]) > box.inner - _ENOUGH, least, 1) - 1)

    def _pieces(self, end: int, stop: int | None) -> tuple[float, float]:
        """Width of the least that a word processor could put after the line whose ink ends at `end`, pt, with the spaces
        before it: hanging by its marks, and not."""
        if stop is None:
            return math.inf, math.inf
        last = self.script.piece(stop)
        while last > stop + 1 and self.kinds[last - 1] is CharClass.SPACE:
            last -= 1
        spaces = sum(self.block.widths[end:stop])
        whole = spaces + self._sum(stop, last)
        while last > stop + 1 and self.text[last - 1] in self.script.edges.never_first:
            last -= 1
        return spaces + self._sum(stop, last), whole

    def _sum(self, start: int, end: int) -> float:
        """Width of the piece `start:end`. What opens it after its last character may be left out there."""
        spacing = self.spacing[start:end]
        return sum(self.block.widths[start:end]) + (sum(spacing) - max(0, spacing[-1])) * TWIP

    def _closed(self, line: Line, end: int) -> list[int]:
        """Marks of the line whose gap to the next mark the composition closed up."""
        return [
            i
            for i in _between(self._adjoining, line.start, end - 1)
            if line.after[i - line.start] - self.tracking * TWIP < -self.block.size / 4
        ]

    def _stretches(self, start: int, end: int, spacing: Sequence[int], head: float) -> list[SpacedStretch]:
        found: list[SpacedStretch] = []
        cuts = self.script.cuts
        places = [i for i, (before, here) in enumerate(pairwise(spacing), start + 1) if before != here or i in cuts]
        for first, last in pairwise((start, *places, end)):
            each = spacing[first - start]
            bears = each == self.tracking and first not in self.script.named
            latin = self.kinds[first] in WORDLIKE
            out = head if first == start else 0.0
            wider = out + sum([amount for place, amount in self._widened.items() if first <= place < last])
            advance = sum(self.block.widths[first:last]) - out
            found.append(SpacedStretch(first, last, advance, self._sizes[first], each, bears, latin, wider))
        return found

    def _blanks_and_raised(self) -> list[int]:
        return sorted({*self._raised, *(match.start() for match in _BLANK.finditer(self.text))})

    def _wider(self, place: int) -> float:
        """By how much a space after a Han character, or a raised one, is wider in LibreOffice, pt."""
        if place in self._raised:
            return self.block.widths[place] * (_RAISED_OFFICE * self.block.size / self._raised[place] - 1)
        if self.text[place] not in " \xa0" or not place or self.text[place - 1] < FIRST_CJK:
            return 0.0
        return HAN_SPACES[self.block.style.font] * self._sizes[place] - self.block.widths[place]

    # -- lines that are centred or flush right: their measure is what can be changed

    def _shape(self) -> None:
        measure = self._measure()
        natural: list[tuple[float, float]] = []
        beyond: list[tuple[int, float]] = []
        for number, line in enumerate(self.block.lines, 1):
            end = self._ink_end(line)
            led = self._led(line, end, self._box(line, end, measure), None)
            self.spacing[line.start : end] = led.spacing
            last = number == len(self.block.lines) and end > line.start
            if last and self.block.style.align == "center" and self.spacing[end - 1] > _SEEN:
                self.spacing[end - 1] = 0  # Word would count it, and set the line to the left of the middle
            natural.append(led.widths)
        widest = MARGINS[0]
        for number, (line, (exact, office)) in enumerate(zip(self.block.lines, natural, strict=True)):
            end = self._ink_end(line)
            widest = max(widest, max(exact, office) + self._blank(line, end) + MARGINS[0])
            following = self.block.lines[number + 1 :][:1]
            if following and not self._forced(following[0]):
                hung, whole = self._pieces(end, following[0].start)
                beyond.append((following[0].start, min(exact + hung, office + whole) - MARGINS[0]))
        reach = min((width for _, width in beyond), default=math.inf)
        if reach < widest + _ROOM:
            self.breaks = {start for start, width in beyond if width < measure}
        elif reach < measure:
            self.indent = (measure - (widest + min((reach - widest) / 2, self.block.size / 4))) / 2

    def _measure(self) -> float:
        """Width between the indents: a centred line stands in its middle."""
        if self.block.style.align == "right":
            return self.right - self.left
        line = self.block.lines[0]
        return 2 * (self.right - line.x - line.width / 2)

    def _ink_end(self, line: Line) -> int:
        end = line.end
        while end > line.start and self.kinds[end - 1] in SPACES:
            end -= 1
        return end

    def _forced(self, following: Line) -> bool:
        return following.start > 0 and self.text[following.start - 1] == LINE_BREAK


def _between(places: list[int], start: int, end: int) -> list[int]:
    """Those of `places`, which go up, from `start` on and before `end`."""
    return places[bisect_left(places, start) : bisect_left(places, end)]
