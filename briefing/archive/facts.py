"""Composed → what each tagged block of the release PDF is, in the order of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.composed import Composed, SetParagraph, SetRule, SetTable
from briefing.sheet import LINE_BREAK
from briefing.write.pdf_lines import set_lines

TABLE, PICTURE = "table", "picture"
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十①-⑳]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's part on one page. `block` is the same for all parts of one block; `kind` a paragraph kind, TABLE or PICTURE;
    `level` its outline level, 0 none; `labels` how many text boxes its label has; `numbered`: the label counts;
    `repeated`: its first row repeats the head of the table."""

    block: int
    kind: str
    region: str
    text: str = ""
    level: int = 0
    labels: int = 0
    numbered: bool = False
    header: bool = False
    repeated: bool = False


def pieces(composed: Composed) -> tuple[Piece, ...]:
    """All but the rules, which are ornament."""
    return tuple(_pieces(composed))


def _pieces(composed: Composed) -> Iterator[Piece]:
    for page in composed.pages:
        for placed in page.items:
            region = composed.regions[placed.index]
            match composed.blocks[placed.index]:
                case SetRule():
                    continue
                case SetParagraph() as block:
                    yield _paragraph(placed.index, block, region, placed.first == 0)
                case SetTable() as block:
                    header = bool(block.table.header)
                    yield Piece(placed.index, TABLE, region, header=header, repeated=header and placed.first > 0)
                case _:
                    yield Piece(placed.index, PICTURE, region)


def _paragraph(index: int, block: SetParagraph, region: str, first: bool) -> Piece:
    labels = 0
    label = ""
    if first:
        for stretch in next(iter(set_lines(block, (block.style.font, block.style.bold)).stretches), ()):
            if stretch.look.style != "label":
                break
            labels += 1
            label += stretch.text
    text = block.text.replace(LINE_BREAK, "")
    return Piece(index, block.style.kind, region, text, block.paragraph.outline, labels, bool(_NUMBER.search(label)))
