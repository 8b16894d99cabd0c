"""A strip of type: letters in a row with what lies between them, before it is cut into lines.

Between character i and i + 1 there is *gap* i. A gap has a natural width (usually 0), an amount it can give
(squeeze) with the rank in which the standard asks for it, a kind that says how it stretches, and the level
of a line end there. Fitters only ask the strip for sums over a stretch of it, so each question costs the
same however long the line.
"""

from __future__ import annotations

import copy
import math
from bisect import bisect_left
from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from itertools import accumulate, pairwise

from briefing.house.style import Composition
from briefing.typeset.classes import (
    BLANKS,
    LATIN_TEXT,
    SPACES,
    UNITS,
    WORDLIKE,
    CharClass,
    Level,
    kinds_of,
    mixed,
    never_first,
    never_last,
    seams,
)
from briefing.typeset.latin_words import words
from briefing.typeset.letters import Letters
from briefing.typeset.measured import keep_measures
from briefing.typeset.office_scripts import latin_marks
from briefing.typeset.strip_sums import Seams, Sums
from briefing.typeset.wide_words import keep_wide_words

#: Two lengths closer than this (pt) are the same: sums of floats must not push a character over.
TOLERANCE = 0.005


class StretchOrder(IntEnum):
    """How a gap stretches, in the order asked (CLREQ §3.1.6): Latin spaces, Chinese–Latin gaps, then all
    alike."""

    TIGHT = 0  # inside Latin words, numbers and —— ……: only when the line has nothing else
    SPACE = 1
    MIXED = 2
    HAN = 3


class Rank(IntEnum):
    """Squeeze order of the standard: what gives first has the lowest rank."""

    SPACE = 0
    BRACKET = 1  # · and brackets
    PAUSE = 2  # ，、；：
    MIXED = 3
    STOP = 4  # 。？！


#: A Latin space is squeezed to no less than 1/5 em, and stretched to no more than 1/2 em before Han gaps open.
SPACE_MIN, SPACE_MAX = 0.2, 0.5
#: Each character begins so far after the one before it at least, em: readers of a PDF tell them in the order of their places.
_ONWARDS = 0.02
#: From this many characters a Latin run with one of `_JOINTS` in it counts as an address, which may part there.
_ADDRESS = 12
_JOINTS = frozenset("/.-_?&=:")
#: Between two digits these are part of a number: 3.5, 16:20, 2022-05-13.
_POINTS = frozenset(".-:")

#: How many stretches of a line a word processor is told to set closer, and by how much each character, em.
_LED, _LED_BY = 4, 0.11
#: By how much raised figures may be wider there than ours, of their width; by how much the line must go in there, pt.
_SWELLS, _SPARE = 1 / 9, 1.0

_LEAN_BACK = frozenset({CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP})
#: Marks beside which the blank half of another is a hole.
_FACING = _LEAN_BACK | {CharClass.OPEN, CharClass.CONNECTOR}
_RANKS = {CharClass.PAUSE: Rank.PAUSE, CharClass.STOP: Rank.STOP}


class Strip:
    """Built once for a paragraph, up to a forced break. All lengths in pt.

    `gap[i]`, `give[i]`, `rank[i]`, `stretch[i]`, `level[i]` belong to the gap after character i (the last one's are 0 / FREE);
    `trim[i]` is what character i gives up when it ends a line, `tail[i]` the width of the hyphen that stands after it then;
    `head[i]` is what it gives up when it begins one."""

    def __init__(self, type_: Letters, rules: Composition, tracking: float = 0.0, opening_marks: str = "full") -> None:
        """`tracking`: pt between any two characters, e.g. of a character grid (negative: closer); `opening_marks`: as
        `Composition.opening_marks`, of lines whose left edge is straight."""
        self.text, self.widths, self.sizes = type_.text, type_.widths, type_.sizes
        self.kinds = kinds_of(type_.text)
        count = len(type_.text)
        self.gap = [tracking] * count
        self.give = [0.0] * count
        self.rank = [Rank.SPACE] * count
        self.stretch = [StretchOrder.HAN] * count
        self.level = [Level.FREE] * count
        self.trim = [0.0] * count
        self.head = [0.0] * count
        self._blanks, self._raised, self._rules, self._tracking = type_.blanks, type_.raised, rules, tracking
        self._first, self._last = never_first(rules.level == "strict"), never_last()
        self._inked_kind = CharClass.OPEN  # of the last character that is no space; before any, as after a bracket
        self._halves = 0  # how many — or … of one kind stand in a row so far
        self._marked = seams(type_.text)  # between two Han characters everything is as it stands above
        for i in self._marked:
            kind = self.kinds[i]
            if kind not in SPACES:
                self._inked_kind = kind
            doubled = kind is CharClass.PAIR and i > 0 and self.text[i - 1] == self.text[i]
            self._halves = self._halves + 1 if doubled else 1
            if rules.trim_line_end and kind in _LEAN_BACK and type_.blanks[i] == "after":
                self.trim[i] = self.sizes[i] / 2
            if kind is CharClass.OPEN and type_.blanks[i] == "before" and opening_marks in ("half", "line" if i else "half"):
                self.head[i] = self.sizes[i] / 2
            if i + 1 < count:
                self._between(i, kind, self.kinds[i + 1])
        for i in self._raised:
            if i:
                self.level[i - 1], self.stretch[i - 1] = self._clings(i), StretchOrder.TIGHT
        self._part_addresses()
        keep_measures(self.text, self.level)
        keep_wide_words(self.text, self.level, units=rules.keep_units)
        self.tail = [0.0] * count
        self.label = 0  # characters at its beginning, with which no line ends: see `hang`
        if count:
            self.gap[-1] = 0.0
        self._sum()

    def with_hyphens(self, hyphens: Mapping[int, tuple[Level, float]]) -> Strip:
        """The same, whose words may part after the characters `hyphens`, each with a hyphen of that width."""
        other = copy.copy(self)
        other.level, other.tail = [*self.level], [*self.tail]
        for i, (level, width) in hyphens.items():
            if self.level[i] is Level.WORD:
                other.level[i], other.tail[i] = level, width
        return other

    def hang(self, label: int) -> None:
        """The line's others stand under what follows its first `label` characters, and that begins as a line does."""
        self.label = label
        left = self.head[label] if label < len(self) else 0.0
        for i in range(label - 1, -1, -1) if left else ():
            given = min(left, max(0.0, self.widths[i] + self.gap[i] - _ONWARDS * self.sizes[i]))
            self.gap[i], left = self.gap[i] - given, left - given
        self._sum()

    def _clings(self, i: int) -> Level:
        """Of a reference to the word before it, and of its characters among themselves: between two a line may end, at need."""
        here, following = self.kinds[i - 1], self.kinds[i]
        inside = here is CharClass.OPEN or following is CharClass.CLOSE or (here in WORDLIKE and following in WORDLIKE)
        return Level.NEVER if inside and i - 1 in self._raised else Level.FORBIDDEN

    # --- one gap --------------------------------------------------------------------------------------------

    def _between(self, i: int, here: CharClass, following: CharClass) -> None:
        rules, size = self._rules, self.sizes[i]
        self.level[i] = self._line_end(i, here, following)
        if here is CharClass.SPACE:
            self.stretch[i] = StretchOrder.SPACE
            self.give[i] = max(0.0, self.widths[i] - SPACE_MIN * size)
        elif following is CharClass.SPACE or following is CharClass.COMBINING or self.level[i] is Level.NEVER:
            self.stretch[i] = StretchOrder.TIGHT
            if here is CharClass.PAIR:
                self.gap[i] = min(self._tracking, 0.0)  # a dash must not come apart
        elif here in WORDLIKE and following in WORDLIKE:
            self.stretch[i] = StretchOrder.TIGHT
        elif mixed(here, following):
            self.stretch[i], self.rank[i] = StretchOrder.MIXED, Rank.MIXED
            size = max(size, self.sizes[i + 1])  # beside a raised figure it is as wide as beside any other
            self.gap[i] += rules.latin_gap * size
            self.give[i] = max(0.0, rules.latin_gap - rules.latin_gap_min) * size
        else:
            self._beside_marks(i, here, following)

    def _beside_marks(self, i: int, here: CharClass, following: CharClass) -> None:
        """Adjacent marks close up from 2 to 1.5 em; any other mark may give what the house allows (标点挤压)."""
        rules = self._rules
        behind = self.sizes[i] / 2 if self._blanks[i] == "after" else 0.0
        ahead = self.sizes[i + 1] / 2 if self._blanks[i + 1] == "before" else 0.0
        if rules.squeeze_adjacent and here in _FACING and following in _FACING and (behind or ahead):
            self.gap[i] -= min(behind, ahead) if behind and ahead else behind or ahead
            return
        give = 0.0
        rank = Rank.BRACKET
        if behind:
            give, rank = rules.squeeze_marks * self.sizes[i], _RANKS.get(here, Rank.BRACKET)
        elif ahead:
            give = rules.squeeze_marks * self.sizes[i + 1]
        elif "around" in (self._blanks[i], self._blanks[i + 1]):
            give = rules.squeeze_marks * self.sizes[i] / 2
        onwards = self.widths[i] + self.gap[i] - _ONWARDS * self.sizes[i]  # a full stop is narrower than what （ gives
        self.give[i], self.rank[i] = min(give, self.sizes[i] / 2, max(0.0, onwards)), rank

    def _line_end(self, i: int, here: CharClass, following: CharClass) -> Level:
        if following in SPACES or following is CharClass.COMBINING or CharClass.JOINED_SPACE in (here, following):
            return Level.NEVER  # a space stays with the word before it, and vanishes there
        if here is CharClass.PAIR and following is CharClass.PAIR and self.text[i] == self.text[i + 1] and self._halves % 2:
            return Level.NEVER
        if here in SPACES:
            here = self._inked_kind
        if following in self._first or here in self._last:
            return Level.FORBIDDEN
        if self.kinds[i] in SPACES:
            return Level.FREE
        if here in WORDLIKE and following in WORDLIKE:
            return Level.WORD
        if self._rules.keep_units and here in WORDLIKE and self.text[i + 1] in UNITS and self._numeral(i):
            return Level.KEPT
        return Level.FREE

    def _numeral(self, i: int) -> bool:
        """Whether a number ends at i: 2700, 3.5, 80%."""
        return self.kinds[i] is CharClass.DIGIT or (i > 0 and self.kinds[i - 1] is CharClass.DIGIT)

    def _part_addresses(self) -> None:
        """Long Latin runs such as web addresses may part after / . - and the like, other words after a hyphen; no number does."""
        for start, end in words(self.kinds):
            if end - start < 4:
                continue
            self.level[start] = self.level[end - 2] = Level.FORBIDDEN  # never one letter alone
            address = end - start >= _ADDRESS and CharClass.LETTER in self.kinds[start:end]
            for i in range(start + 1, end - 2):
                if (
                    self.text[i] in (_JOINTS if address else "-")
                    and self.kinds[i + 1] in LATIN_TEXT
                    and (address or self.kinds[i - 1] is self.kinds[i + 1] is CharClass.LETTER)
                    and not (self.text[i] in _POINTS and self.kinds[i - 1] is self.kinds[i + 1] is CharClass.DIGIT)
                ):
                    self.level[i] = Level.KEPT

    # --- sums -----------------------------------------------------------------------------------------------

    def _sum(self) -> None:
        rules = self._rules
        self._reach = list(accumulate(map(float.__add__, self.widths, self.gap), initial=0.0))
        self.largest = max(self.sizes, default=0.0)
        self._gives = list(accumulate(self.give, initial=0.0))
        closed, hans, room = [0] * len(self.text), [1] * len(self.text), [0.0] * len(self.text)
        if self._tracking < 0:
            closed = [int(gap < -size / 4) for gap, size in zip(self.gap, self.sizes, strict=True)]
        for i in self._marked:
            closed[i] = int(self.gap[i] < -self.sizes[i] / 4)
            hans[i] = int(self.stretch[i] is StretchOrder.HAN)
        for i in self._raised:
            if i:
                hans[i - 1] = 0
        self._closed: list[int] = list(accumulate(closed, initial=0))
        self._hans: list[int] = list(accumulate(hans, initial=0))
        for i in self._marked:
            if self.stretch[i] is StretchOrder.SPACE:
                room[i] = max(0.0, SPACE_MAX * self.sizes[i] - self.widths[i])
            elif self.stretch[i] is StretchOrder.MIXED:
                room[i] = max(0.0, rules.latin_gap_max - rules.latin_gap) * self.sizes[i]
        self.room = room
        self._rooms = list(accumulate(room, initial=0.0))
        self._inked: list[int] = [*range(len(self.text) + 1)]
        for i in self._marked:
            if self.kinds[i] in BLANKS:  # one that joins ends a line only where nothing else could, and vanishes there, too
                self._inked[i + 1] = self._inked[i]

    @property
    def sums(self) -> Sums:
        """For who asks for so many lines that he subtracts himself, as `natural`, `gives`, `rooms` and `han_gaps` do."""
        return Sums(self._reach, self._gives, self._rooms, self._hans, self._inked)

    def __len__(self) -> int:
        return len(self.text)

    def ink_end(self, start: int, end: int) -> int:
        """End of what is seen of the line `start:end`: spaces at its end vanish. At least `start`."""
        return max(start, self._inked[end])

    def natural(self, start: int, end: int) -> float:
        """Width of the line `start:end` with nothing squeezed, stretched or trimmed, but for a mark that opens it."""
        end = self._inked[end]
        if end <= start:
            return 0.0
        return self._reach[end] - self._reach[start] - self.gap[end - 1] + self.tail[end - 1] - self.head[start]

    def beyond(self, start: int, width: float) -> int:
        """The first end whose line from `start` is wider than `width` by nature; one more than there are if none is."""
        # By nature never wider than its advances and two of the largest characters: a gap that it ends before, a hyphen.
        end = max(start + 1, bisect_left(self._reach, self._reach[start] + width - 2 * self.largest, start))
        return next((e for e in range(end, len(self) + 1) if self.natural(start, e) > width), len(self) + 1)

    def trim_at(self, start: int, end: int) -> float:
        """What the line's last visible character can give up."""
        end = self.ink_end(start, end)
        return self.trim[end - 1] if end > start else 0.0

    def gives(self, start: int, end: int) -> float:
        """How much the gaps inside the line can give in all."""
        end = self.ink_end(start, end)
        return self._gives[end - 1] - self._gives[start] if end > start else 0.0

    @cached_property
    def _named(self) -> frozenset[int]:
        """Marks that the DOCX gives their face by name: they are spaced by themselves."""
        return latin_marks(self.text)

    @cached_property
    def _seams(self) -> Seams:
        """What of each gap matters to a word processor, so that a line is asked for its own gaps only."""
        places, gives = list[int](), list[float]()
        count = len(self)
        places_at, gives_at = [0] * count, [0] * count
        named, kinds = self._named, self.kinds
        beside = {i for place in named for i in (place - 1, place) if i >= 0}
        for i in sorted({*self._marked, *beside} - {count - 1}):
            before = len(places)
            if self.stretch[i] is StretchOrder.MIXED and self._rules.latin_gap:
                gives.append(self.give[i])
                gives_at[i] = 1
                places.append(i)  # the character before a gap has a spacing of its own
            if (kinds[i] in WORDLIKE) != (kinds[i + 1] in WORDLIKE) or (i in named) != (i + 1 in named):
                places.append(i + 1)
            places_at[i] = len(places) - before
        places_before, gives_before = list(accumulate(places_at, initial=0)), list(accumulate(gives_at, initial=0))
        return Seams(places, gives, places_before, gives_before)

    def leads(self, start: int, end: int, measure: float) -> bool:
        """Whether a word processor can be led to set the line in `measure`, too, and no more in it: it squeezes no marks, only
        all characters of a stretch of one script alike, and LibreOffice keeps adjacent marks open, and one at the line's head
        (output/docx/pins.py)."""
        end = self._inked[end]
        if end <= start or not self._rules.pin_docx:
            return True
        closed = self._closed[end - 1] - self._closed[start]
        head = swollen = 0.0  # what begins the line may be half as wide or not: it goes in, and no more does, either way
        if self.head[start]:
            head = self.head[start] + _SPARE
            swollen = _SWELLS * sum(self.widths[i] for i in self._raised if start <= i < end)
        over = self.natural(start, end) - measure + closed * self.sizes[start] / 2 + self.head[start] + swollen
        tighter = max(0.0, -self._tracking)
        if over + tighter * (end - start) <= 0 and not head:
            return True
        seams = self._seams
        for give in seams.gives[seams.gives_before[start] : seams.gives_before[end - 1]]:
            over -= give
        bounds = [start, *seams.places[seams.places_before[start] : seams.places_before[end - 1]], end]
        # The grid's own tracking is dropped at the end of each stretch, too.
        dropped = tighter * (len(bounds) - 1)
        over += dropped
        room = self._piece(end) - dropped - 2 * _SPARE - head - swollen
        if over <= 0 or (head and room < 0):
            return room >= 0 or not head
        over += _SPARE
        lengths = sorted((b - a for a, b in pairwise(bounds)), reverse=True)[:_LED]
        for count, heeded in enumerate(accumulate(length - 1 for length in lengths), start=1):
            # By the specification the line is shorter by what LibreOffice drops at the end of each stretch.
            if over <= heeded * self.sizes[start] * _LED_BY and over * count <= heeded * room:
                return True
        return False

    def _piece(self, start: int) -> float:
        """Width of the least that may follow on the line, pt: a figure, a word, a Han character."""
        end = start
        while end < len(self.text) and self.kinds[end] in WORDLIKE:
            end += 1
        return sum(self.widths[start:end]) if end > start else self.sizes[start] if start < len(self.text) else math.inf

    def rooms(self, start: int, end: int) -> float:
        """How far Latin spaces and Chinese–Latin gaps inside the line stretch before Han gaps must open."""
        end = self.ink_end(start, end)
        return self._rooms[end - 1] - self._rooms[start] if end > start else 0.0

    def inked(self, start: int, end: int) -> int:
        """How many characters are seen of the line; a reference to a note is none."""
        end = self.ink_end(start, end)
        return end - start - sum(start <= i < end for i in self._raised)

    def han_gaps(self, start: int, end: int) -> int:
        end = self.ink_end(start, end)
        return self._hans[end - 1] - self._hans[start] if end > start else 0

    def opening(self, start: int, end: int, measure: float) -> float:
        """How far each Han gap must open, in em, for the line to reach `measure`; 0 if it need not."""
        missing = measure - self.natural(start, end) - self.rooms(start, end)
        if missing <= 0:
            return 0.0
        return missing / max(1, self.han_gaps(start, end)) / self.sizes[start]

    def lone(self, start: int, end: int) -> bool:
        """Whether the line is a single character, its marks, and those of notes, aside (孤字)."""
        seen = 0
        for i in range(start, end):
            if self.kinds[i] not in _UNSEEN and i not in self._raised:
                seen += 1
                if seen > 1:
                    return False
        return True


_UNSEEN = frozenset({CharClass.OPEN, CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP, CharClass.COMBINING}) | BLANKS
