"""What several paragraphs are to one another: a 落款 is set office above date, and white stands before a run of paragraphs that
say one thing, not between them; a note under a title has the title's, and what opens the text under the contents has some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.typeset.composed import SetBlock, SetParagraph
from briefing.typeset.context import Context

#: Kind → what it is a part of, where white before it is white before the whole.
_PART_OF = {
    "editor-note": "editor-note", "summary": "summary", "attachment-note": "attachments", "attachment-item": "attachments",
    "signature": "signature", "signature-date": "signature", "note": "notes",
}  # fmt: skip
#: What opens a text, and below what it stands.
_OPENING, _TITLES, _CONTENTS = ("editor-note", "summary"), ("title", "subtitle"), ("contents-entry", "contents-section")
#: A date begins so much to the right of its office, em (GB/T 9704-2012 §7.3.5.2).
DATE_INDENT = 2.0
#: What rounding may leave of a line that has just room, pt.
_SLACK = 0.01


def together(blocks: Sequence[SetBlock], context: Context) -> list[SetBlock]:
    """The blocks of a region with what one asks of the next."""
    found = list(blocks)
    for index in range(1, len(found)):
        above, block = found[index - 1], found[index]
        if not isinstance(above, SetParagraph) or not isinstance(block, SetParagraph):
            continue
        kind, part = above.paragraph.kind, _PART_OF.get(block.paragraph.kind)
        another = (kind, block.paragraph.kind) == ("signature-date", "signature")
        if part is not None and part == _PART_OF.get(kind) and not another:
            found[index - 1], found[index] = replace(above, after=0.0), replace(block, before=0.0)
        elif part in _OPENING and kind in _TITLES:
            found[index] = replace(block, before=0.0)
        elif part in _OPENING and kind in _CONTENTS:
            found[index] = replace(block, before=max(block.before, context.house.grid.pitch))
        if (kind, block.paragraph.kind) == ("signature", "signature-date"):
            office = found[index - 1]
            found[index - 1], found[index] = _dated(office, found[index], context)
            _aligned(found, index - 1, office, context)
    return found


def _aligned(found: list[SetBlock], last: int, before: SetBlock, context: Context) -> None:
    """Offices above the one at `last`, which stood as `before`, end where that one ends, as far as the measure has room."""
    given = found[last]
    assert isinstance(given, SetParagraph) and isinstance(before, SetParagraph)
    by = given.lines[0].x - before.lines[0].x
    for index in range(last - 1, -1, -1):
        office = found[index]
        if by == 0 or not isinstance(office, SetParagraph) or office.paragraph.kind != "signature":
            return
        if len(office.lines) == 1 and office.style.align == "right" and _room(office, context) + by > -_SLACK:
            found[index] = _moved(office, by, context)


def _dated(office: SetBlock, date: SetBlock, context: Context) -> tuple[SetBlock, SetBlock]:
    """§7.3.5.2: the date's first character two to the right of the office's first; one that is the longer keeps the margin, and
    the office gives way."""
    assert isinstance(office, SetParagraph) and isinstance(date, SetParagraph)
    if len(office.lines) != 1 or len(date.lines) != 1 or office.style.align != "right" or date.style.align != "right":
        return office, date  # an office that takes two lines has no first character to begin under
    step = DATE_INDENT * date.size
    wanted = office.lines[0].x + step
    if date.lines[0].width <= office.lines[0].width:
        return office, _moved(date, wanted - date.lines[0].x, context)
    return _moved(office, date.lines[0].x - step - office.lines[0].x, context), date


def _room(block: SetParagraph, context: Context) -> float:
    """How far its only line may go to the left, pt."""
    return block.lines[0].x - block.style.indent_left * _cell(block, context)


def _cell(block: SetParagraph, context: Context) -> float:
    return block.size + context.tracking(block.style, block.size) - block.style.tracking * block.size


def _moved(block: SetParagraph, by: float, context: Context) -> SetParagraph:
    """Its only line further to the right by `by` pt, and the indent that says so."""
    line, style = block.lines[0], block.style
    indent = style.indent_right - by / _cell(block, context)
    return replace(block, lines=(replace(line, x=line.x + by),), style=replace(style, indent_right=indent))
