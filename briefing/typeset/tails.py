"""What stands under a text and belongs to it: 供稿, 来源, 落款, notes, attachment notes. None of it stands on a page without two
lines of that text, and a lone short paragraph before it counts as one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.typeset.composed import SetBlock, SetParagraph

#: Kinds that end a text, each with whether a page may part it from the next of these.
_TAILS = {
    "byline": False, "signature": False, "signature-date": False, "attachment-note": False, "attachment-item": False,
    "note": True,
}  # fmt: skip
#: Lines of the text that its tail keeps with it.
LINES = 2


class Tail(NamedTuple):
    """`hold`: how many lines of the paragraph stay with it; `height` of all that follows them on the same page, pt; `firm`: a
    long paragraph parts for it. Notes are long themselves, and word processors move a paragraph that is bound to them whole."""

    hold: int
    height: float
    firm: bool = True


def is_tail(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind in _TAILS


def tail_of(blocks: Sequence[SetBlock], index: int, end: int) -> Tail:
    """What the end of block `index` must have room for below it, in blocks up to `end`; nothing: (0, 0)."""
    if index + 1 >= end or (is_tail(blocks[index]) and _firm(blocks[index])):
        return Tail(0, 0.0)
    following = blocks[index + 1]
    if is_tail(blocks[index]) and not (is_tail(following) and _firm(following)):
        return Tail(0, 0.0)  # notes are parted from one another, but not all of them from what is below
    if _is_entry(blocks[index]) and _is_entry(following) and index + 2 == end:  # the last of the contents is not alone on a page
        return Tail(blocks[index].parts, following.before + following.height)
    if is_tail(following):
        return Tail(LINES, _height(blocks, index + 1, end), _firm(following))
    lone = isinstance(following, SetParagraph) and len(following.lines) == 1 and not following.style.keep_with_next
    if lone and index + 2 < end and is_tail(blocks[index + 2]):
        assert isinstance(following, SetParagraph)
        return Tail(
            LINES - 1,
            following.before + following.leading + following.after + _height(blocks, index + 2, end),
            _firm(blocks[index + 2]),
        )
    return Tail(0, 0.0)


def _is_entry(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and block.paragraph.kind == "contents-entry"


def is_firm_tail(block: SetBlock) -> bool:
    """Whether it is one that no page parts from the tail before it."""
    return is_tail(block) and _firm(block)


def height_below(blocks: Sequence[SetBlock], start: int) -> float:
    """Of what begins at `start` and no page parts from the block before it, pt; 0: nothing such."""
    return _height(blocks, start, len(blocks)) if start < len(blocks) and is_firm_tail(blocks[start]) else 0.0


def _firm(block: SetBlock) -> bool:
    return isinstance(block, SetParagraph) and not _TAILS[block.paragraph.kind]


def _height(blocks: Sequence[SetBlock], start: int, end: int) -> float:
    """Of the tail that begins at `start`, as far as it stays together."""
    height = 0.0
    for block in blocks[start:end]:
        if not isinstance(block, SetParagraph) or block.paragraph.kind not in _TAILS:
            break
        parts = _TAILS[block.paragraph.kind]
        lines = min(len(block.lines), LINES) if parts else len(block.lines)
        height += block.before + lines * block.leading
        if parts:
            break
        height += block.after
    return height
