"""What pages may do with a paragraph, by its kind: let it pass figures, set it in a line less or more; and why. Which pages of
another format text may pass.

A kind that is not listed keeps its place and its lines.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.model.sheet import ParagraphKind, Picture, Region, SheetParagraph, SheetTable


class Freedom(NamedTuple):
    """`passes`: it may go before a figure, or a table, that its page has no room for. `heads`: so it may, with the text that it
    stands over. `refits`: it may be set in a line less, or a line more, where that makes pages better."""

    kinds: tuple[ParagraphKind, ...]
    why: str
    passes: bool = False
    heads: bool = False
    refits: bool = False


FREEDOMS = (
    Freedom(
        ("body", "list-item", "list-item-2", "list-item-3", "quote"),
        "the running text of a section, read on whatever stands above it",
        passes=True,
        refits=True,
    ),
    Freedom(("lead",), "running text, too; but it stands under its title, where no figure is before it", refits=True),
    Freedom(
        ("brief",),
        "how an item of 简讯 begins, which no figure of the item before goes into; items are alike, so it keeps its lines",
    ),
    Freedom(
        ("heading-2", "heading-3", "heading-4"),
        "within a section; 一、 begins one, and no figure leaves its own. A heading has no line to give",
        heads=True,
    ),
)
#: Running text: what may pass a figure by itself.
PASSING = frozenset(kind for row in FREEDOMS if row.passes for kind in row.kinds)
#: Headings that pass with the text under them.
PASSING_HEADS = frozenset(kind for row in FREEDOMS if row.heads for kind in row.kinds)
#: Paragraphs that may be set in a line less, or one more.
REFITTED = frozenset(kind for row in FREEDOMS if row.refits for kind in row.kinds)
#: What is said of figures and tables, and goes with them.
_OF_FIGURES = frozenset({"table-caption", "table-unit", "table-note", "figure-caption", "figure-source", "figure-part"})


def is_plate(region: Region) -> bool:
    """Whether pages of another format have but figures and tables: then they are one thing, which text passes as it passes a
    figure. Where there is running text, or a heading, on them, what follows is read after it."""
    if not region.leaf or any(group.kind != "beside" for group in region.groups):
        return False
    return all(
        block.kind in _OF_FIGURES if isinstance(block, SheetParagraph)
        else isinstance(block, SheetTable) or (isinstance(block, Picture) and not block.markup)
        for block in region.blocks
    )  # fmt: skip
