"""附件说明 stands under the text and above who signs it (GB/T 9704-2012 §7.3.4, §7.3.6), wherever a house's template puts it."""

from __future__ import annotations

from dataclasses import replace

from briefing.model.sheet import Block, Region, Sheet, SheetParagraph

_NOTES = frozenset({"attachment-note", "attachment-item"})
#: Who signs a text, and what may stand among these.
_SIGNING = frozenset({"signature", "signature-date", "byline"})
_UNDER_TEXT = _SIGNING | {"note"}


def above_signatures(sheet: Sheet) -> Sheet:
    """The sheet of an issue of one report, with its 附件说明 above the 落款, 供稿 and 来源 that they followed."""
    return replace(sheet, regions=tuple(map(_region, sheet.regions)))


def _region(region: Region) -> Region:
    blocks = region.blocks
    start = next((at for at, block in enumerate(blocks) if _kind(block) in _NOTES), 0)
    end = start
    while end < len(blocks) and _kind(blocks[end]) in _NOTES:
        end += 1
    framed = max((group.end for group in region.groups if group.start < start), default=0)
    first = start
    while first > framed and _kind(blocks[first - 1]) in _UNDER_TEXT:
        first -= 1
    signs = next((at for at in range(first, start) if _kind(blocks[at]) in _SIGNING), start)
    return replace(region, blocks=(*blocks[:signs], *blocks[start:end], *blocks[signs:start], *blocks[end:]))


def _kind(block: Block) -> str:
    return block.kind if isinstance(block, SheetParagraph) else ""
