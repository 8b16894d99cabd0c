"""The 报头 as a whole: one type for all lines of the nameplate, the line above it smaller, and the white around them.

What stands between the head of the page and the red rule has heights of its own; what these leave of the lines that the house
gives the 报头 is white above and below the nameplate, the rule standing in the last of them. Where they leave too little the
other lines come closer, as far as `_CLOSE`, then the nameplate gives way, as far as `_smallest`, and only then the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefing.typeset.composed import SetBlock, SetParagraph, SetRule
from briefing.typeset.context import Context
from briefing.typeset.fitted_type import FittedType, TypeLine, fitted, written
from briefing.typeset.paragraphs import set_paragraph

#: From line to line, of the size: Han characters fill their em.
_LEADING = {"nameplate": 1.2, "overline": 1.5}
#: How close other lines come, of their size; and the white around a nameplate at least, of its size.
_CLOSE, _WHITE = 1.4, 0.5
#: A 报头 of many lines takes so much from the nameplate's size at most, and none that makes it shorter than this, of the measure.
_LEAST, _SHORT = 0.75, 0.25
#: How the white is shared, above the nameplate and below it; where nothing stands above it, the page's own margin does.
_SHARES, _BARE = (0.5, 0.5), (0.3, 0.7)
#: A name of two or three characters is so much larger than others at most.
_GROWN = 1.5
_REGIONS = ("masthead", "cover")


def shaped(blocks: Sequence[SetBlock], regions: Sequence[str], context: Context) -> list[SetBlock]:
    """`blocks` with the 报头 in the house's proportions."""
    found = list(blocks)
    place = _nameplate(found, regions)
    if place is None:
        return found
    start, end = place
    lines = [block for block in found[start:end] if isinstance(block, SetParagraph)]
    rule = next((i for i in range(end, len(found)) if isinstance(found[i], SetRule) and regions[i] == regions[start]), None)
    if not context.house.masthead.balanced or rule is None:
        found[start:end] = _typed(lines, 1.0, context)
        return found
    head = regions.index(regions[start])
    others = [index for index in range(head, rule + 1) if not start <= index < end]
    typed = _typed(lines, 1.0, context)
    room = _room(found, others, context)
    if (needed := _needed(typed)) > room:
        _close(found, others, needed - room, context)
        room = _room(found, others, context)
        if needed > room:
            typed = _typed(lines, max(_smallest(typed, context), room / needed), context)
    else:
        typed = _typed(lines, 1.0, context, min(_GROWN, room / needed))
    white = max(room - sum(block.height for block in typed), _WHITE * typed[-1].size)
    above, below = (white * part for part in (_SHARES if start > head else _BARE))
    typed[0] = replace(typed[0], style=replace(typed[0].style, drop_before=False), before=above)
    typed[-1] = replace(typed[-1], after=below)
    found[start:end] = typed
    return found


def _smallest(lines: Sequence[SetParagraph], context: Context) -> float:
    """The least share of its size that a nameplate gives way to: one that is short already keeps its width."""
    width = max(line.width for block in lines if block.style.kind == "nameplate" for line in block.lines)
    return max(_LEAST, min(1.0, _SHORT * context.measure / width))


def _needed(lines: Sequence[SetParagraph]) -> float:
    return sum(block.height for block in lines) + _WHITE * lines[-1].size


def _room(blocks: Sequence[SetBlock], others: Sequence[int], context: Context) -> float:
    """What the other blocks leave of the lines of the 报头, pt."""
    high = 0.0
    for index in others:
        block = blocks[index]
        dropped = index == others[0] and isinstance(block, SetParagraph) and block.style.drop_before
        high += (0.0 if dropped else block.before) + block.height + block.after
    return context.house.masthead_lines * context.house.grid.pitch - high


def _close(blocks: list[SetBlock], others: Sequence[int], amount: float, context: Context) -> None:
    """Set lines closer, by `amount` pt in all, if they can be; whole lines of the grid stay such."""
    able = {
        index: max(0.0, block.leading - _CLOSE * block.size)
        for index in others
        if isinstance(block := blocks[index], SetParagraph) and len(block.lines) == 1 and not block.style.whole_lines
    }
    share = min(1.0, amount / sum(able.values())) if sum(able.values()) else 0.0
    for index, most in able.items():
        block = blocks[index]
        assert isinstance(block, SetParagraph)
        blocks[index] = replace(block, leading=block.leading - share * most)


def _nameplate(blocks: Sequence[SetBlock], regions: Sequence[str]) -> tuple[int, int] | None:
    """The lines of the nameplate, with the one above them."""
    kinds = [block.style.kind if isinstance(block, SetParagraph) else "" for block in blocks]
    start = next((i for i, kind in enumerate(kinds) if kind == "nameplate" and regions[i] in _REGIONS), None)
    if start is None:
        return None
    end = next((i for i in range(start, len(kinds)) if kinds[i] != "nameplate" or regions[i] != regions[start]), len(kinds))
    return start - (start > 0 and kinds[start - 1] == "overline"), end


def _typed(lines: Sequence[SetParagraph], share: float, context: Context, grown: float = 1.0) -> list[SetParagraph]:
    """All set anew, in `share` of their sizes; a nameplate that is too short may be `grown`."""
    wishes = context.house.masthead
    measure = context.measure
    name = [line for line in lines if line.style.kind == "nameplate"]
    own = context.house.styles["nameplate"]
    type_ = FittedType(written(own.size * share), own.tracking)
    if own.fit:
        type_ = fitted(_natural(name, context), type_, wishes.widest * measure, wishes.narrowest * measure, grown)
    over = context.house.styles["overline"]
    most = min(over.size * share, wishes.overline * type_.size) if wishes.overline else over.size * share
    above = FittedType(written(most), over.tracking)
    if over.fit:
        rest = [line for line in lines if line.style.kind == "overline"]
        above = fitted(_natural(rest, context), above, wishes.widest * measure)
    return [_set(line, type_ if line.style.kind == "nameplate" else above, context) for line in lines]


def _natural(lines: Iterable[SetParagraph], context: Context) -> Iterator[TypeLine]:
    """Each as it is without tracking."""
    for block in lines:
        em = context.tracking(block.style, block.size) / block.size
        for line in block.lines:
            gaps = max(0, line.end - line.start - 1)
            yield TypeLine(line.width / block.size - em * gaps, gaps)


def _set(block: SetParagraph, type_: FittedType, context: Context) -> SetParagraph:
    house = context.house.styles[block.style.kind]
    style = replace(house, fit=False, size=type_.size, tracking=type_.tracking)
    if context.house.masthead.balanced:
        style = replace(style, leading=_LEADING[style.kind] * type_.size, before=0.0, after=0.0)
    return set_paragraph(block.paragraph, context, runs=block.runs, style=style)
