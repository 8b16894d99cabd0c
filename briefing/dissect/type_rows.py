"""Letters: each character with its class, face, size and advance, and the gap that follows it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from briefing.core.errors import Findings
from briefing.dissect.selection import Selection
from briefing.model.freedoms import REFITTED
from briefing.typeset import box_of
from briefing.typeset.classes import Level
from briefing.typeset.composed import SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.paragraphs import Task, TextBox, set_paragraph, tasks_of

LEVELS = {
    Level.FREE: "可断", Level.KEPT: "不宜断", Level.WORD: "词内", Level.FORBIDDEN: "避头尾", Level.NEVER: "不断",
}  # fmt: skip


def letter_rows(selection: Selection) -> Iterator[str]:
    """A character a line: what it is, how wide, the gap behind it, what that may give, whether a line may end there."""
    for what, region, paragraph in selection.paragraphs():
        yield f"{what}  {paragraph.size:g} 磅：字、类、字体、宽、后面的空、能让多少、能否断行"
        starts = [face.start for face in paragraph.faces]
        for strip, _, offset, _, _ in tasks_again(paragraph, region, selection):
            for i, char in enumerate(strip.text):
                face = paragraph.faces[bisect_right(starts, offset + i) - 1]
                name = f"{face.face}{' bold' if face.bold else ''}{f' {face.style}' if face.style else ''}"
                gap = f"{strip.gap[i]:+.2f}" if abs(strip.gap[i]) > 0.005 else "0"
                give = f"−{strip.give[i]:.2f}" if strip.give[i] else ""
                kind, width = strip.kinds[i].name.lower(), strip.widths[i]
                yield f"  {char}  {kind:<12} {name:<14} {width:6.2f} {gap:>7} {give:>6}  {LEVELS[strip.level[i]]}"


def tasks_again(paragraph: SetParagraph, region: str, selection: Selection) -> Iterator[Task]:
    """What its lines were the answer to. In a cell the measure is that of the type area, and nothing of lines can be said."""
    context, box = _room(paragraph, region, selection)
    return tasks_of(paragraph, box, context)


def refitted(paragraph: SetParagraph, region: str, selection: Selection) -> int:
    """By how many lines more, or less, it is set than it would be by itself, for the sake of its page. Not asked of cells."""
    if not region or paragraph.paragraph.kind not in REFITTED:
        return 0
    context, box = _room(paragraph, region, selection)
    return len(paragraph.lines) - len(set_paragraph(paragraph.paragraph, context, box).lines)


def _room(paragraph: SetParagraph, region: str, selection: Selection) -> tuple[Context, TextBox]:
    house = selection.source.house
    context = Context(house, selection.source.fonts(), Findings())
    return context, box_of(paragraph.paragraph, region, context) if region else TextBox(0.0, house.page.measure)
