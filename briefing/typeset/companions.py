"""What several paragraphs are to one another: a 落款 is set office above date, and white stands before a run of paragraphs that
say one thing, not between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.typeset.composed import SetBlock, SetParagraph
from briefing.typeset.context import Context

#: Kind → what it is a part of, where white before it is white before the whole.
_PART_OF = {
    "editor-note": "editor-note", "summary": "summary", "attachment-note": "attachments", "attachment-item": "attachments",
    "signature": "signature", "signature-date": "signature",
}  # fmt: skip
#: A date begins so much to the right of its office, em (GB/T 9704-2012 §7.3.5.2).
DATE_INDENT = 2.0


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
        if (kind, block.paragraph.kind) == ("signature", "signature-date"):
            found[index - 1], found[index] = _dated(found[index - 1], found[index], context)
    return found


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


def _moved(block: SetParagraph, by: float, context: Context) -> SetParagraph:
    """Its only line further to the right by `by` pt, and the indent that says so."""
    line, style = block.lines[0], block.style
    cell = block.size + context.tracking(style, block.size) - style.tracking * block.size
    return replace(
        block, lines=(replace(line, x=line.x + by),), style=replace(style, indent_right=style.indent_right - by / cell)
    )
