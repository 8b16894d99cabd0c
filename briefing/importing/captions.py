"""Captions: which paragraph before a table is its own, and its unit line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from briefing.importing import look
from briefing.importing.flow import Para
from briefing.model.blocks import Block, Paragraph, Table
from briefing.model.text_lines import Line, Text, plain

_UNIT = re.compile(r"（?单位[：:]")
_NUMBERED = re.compile(r"(?:附|续)?表\s*[0-9一二三四五六七八九十]")
#: What stands centred before a table, and names more than that.
_OTHER = re.compile(r"附件|[—（(]|\d")
_LONGEST, _LONGEST_BARE = 80, 30


def captioned(table: Table, blocks: list[Block], centred: Collection[int]) -> Table:
    """With the caption and the unit line that stand before it, which go from `blocks`. `centred`: numbers of paragraphs."""
    for _ in range(2):
        last = blocks[-1] if blocks else None
        if not isinstance(last, Paragraph):
            break
        text = plain(last.content)
        if _UNIT.match(text) and not table.unit and not table.caption:
            table = replace(table, unit=last.content)
        elif not table.caption and _names(last, text, centred):
            table = replace(table, caption=spaced(last.content, "表"))
        else:
            break
        blocks.pop()
    return table


def centred(para: Para) -> bool:
    """Whether a paragraph below a picture is a line that names it though it has no number."""
    text = para.text.strip()
    named = look.may_be_title(text) and len(text) <= _LONGEST_BARE and not look.number_level(text) and not _OTHER.match(text)
    return para.align == "center" and not para.label and not para.outline and named


def _names(last: Paragraph, text: str, centred: Collection[int]) -> bool:
    """Whether the paragraph before a table is its caption: by its number, or because it is a centred line without one."""
    if _NUMBERED.match(text):
        return len(text) <= _LONGEST
    return last.span.line in centred and look.may_be_title(text) and not look.number_level(text) and not _OTHER.match(text)


def spaced(line: Line, sign: str) -> Line:
    """表1各市得分 → 表1　各市得分, which the reader of reports knows for a caption."""
    first = line[0] if line else None
    if not isinstance(first, Text):
        return line
    match = re.match(rf"({sign})\s*([0-9]+(?:[-—.][0-9]+)*|[一二三四五六七八九十]+)[\s\u3000]*(?=[^\s：:、.．,，])", first.text)
    if match is None or match.end() == len(first.text):
        return line
    return (Text(f"{match[1]}{match[2]}\u3000{first.text[match.end() :]}", first.span, first.marks), *line[1:])
