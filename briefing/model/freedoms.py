"""What pages may do with a paragraph, by its kind: let it pass figures, set it in a line less or more; and why.

A kind that is not listed keeps its place and its lines.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.model.sheet import ParagraphKind


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
