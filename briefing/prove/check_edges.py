"""Line ends: no mark where the standard forbids it, no pair parted, no character left alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from briefing.prove.areas import edges
from briefing.prove.findings import Faults
from briefing.prove.reading import Reading, ReadLine
from briefing.typeset.classes import WORDLIKE, CharClass, never_first, never_last

#: These keep a character no company on its line.
_UNSEEN = frozenset({CharClass.OPEN, CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP, CharClass.COMBINING})

#: What a line gives away opens this many gaps between Han at least; a line of Latin words has few.
_GIVING = 4
#: A line of fewer characters has none to spare for a lone one under it.
_SPARING = 10
#: Nor has one whose Han would then stand further apart than this, em: a row of marks follows it that nothing parts.
_LOOSE = 0.5


def check_edges(reading: Reading, findings: Faults) -> None:
    rules = reading.expected.house.composition
    first, last = never_first(rules.level == "strict"), never_last()
    for _, group in groupby(reading.lines, key=lambda line: id(line.passage)):
        lines = [line for line in group if not line.pair]
        if len(lines) < 2:
            continue
        classes = reading.kinds(lines[0].passage)
        for above, below in pairwise(lines):
            if above.last or not _parts(above, classes, first, last):
                continue
            _forbidden(above, below, classes, first, last, findings)
            short = _short(reading, above, below)
            if rules.lone_character and below.last and lone(below, classes) and _spares(above, classes, short):
                findings.on_line("prove-lone", f"末行只有“{below.text}”一个字（孤字）", below)


def lone(line: ReadLine, classes: Sequence[CharClass]) -> bool:
    """Whether the line is a single character, its marks aside."""
    return sum(classes[place] not in _UNSEEN for place in line.places) <= 1


def _short(reading: Reading, line: ReadLine, below: ReadLine) -> float:
    """By how much a line falls short of its box where not even all of the line `below` would go in, pt."""
    passage, left = line.passage, line.glyphs[0].x
    box = edges(reading.house(line.page), passage.style, passage.region, line.page, passage.group, left)
    short = box.right - line.glyphs[-1].right
    return short if 0 < short < sum(glyph.advance for glyph in below.glyphs) else 0.0


def _spares(line: ReadLine, classes: Sequence[CharClass], short: float) -> bool:
    """Whether the line could give its last characters away without being torn open: a narrow column cannot."""
    hans = [at for at, (one, two) in enumerate(pairwise(line.places)) if classes[one] is classes[two] is CharClass.HAN]
    tail = len(line.places) - max(2, len(line.places) // 5)
    if len(line.places) < _SPARING or len(hans) <= _GIVING or hans[-1] < tail:
        return False
    open_by = short + line.glyphs[-1].right - line.glyphs[0].x - sum(glyph.advance for glyph in line.glyphs)
    return (max(0.0, open_by) + line.size) / (len(hans) - 1) <= _LOOSE * line.size


def _parts(line: ReadLine, classes: Sequence[CharClass], first: frozenset[CharClass], last: frozenset[CharClass]) -> bool:
    """Whether the line has any place of its own where it might have ended instead: a row of marks alone has none, nor has a label
    under which the other lines do not stand."""
    return any(
        one >= line.passage.hang
        and classes[two] not in first
        and classes[one] not in last
        and not (classes[one] in WORDLIKE and classes[two] in WORDLIKE)
        for one, two in pairwise(line.places)
    )


def _forbidden(
    above: ReadLine,
    below: ReadLine,
    classes: Sequence[CharClass],
    first: frozenset[CharClass],
    last: frozenset[CharClass],
    findings: Faults,
) -> None:
    end, start = above.places[-1], below.places[0]
    text = above.passage.text
    if classes[start] in first:
        findings.on_line("prove-edge", f"“{text[start]}”不能排在行首", below, start)
    if classes[end] in last:
        findings.on_line("prove-edge", f"“{text[end]}”不能排在行末", above, end)
    if classes[end] is CharClass.PAIR and text[start] == text[end]:
        row = len(text[: end + 1]) - len(text[: end + 1].rstrip(text[end]))
        if row % 2:
            findings.on_line("prove-edge", f"“{text[end] * 2}”被拆在两行", above, end)
