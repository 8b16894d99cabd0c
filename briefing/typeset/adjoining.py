"""What stands under one another as one thing (a table with its caption and notes, a figure with its source), and what parts."""

from __future__ import annotations

from briefing.typeset.composed import SetBlock, SetParagraph, SetPicture, SetTable


def continues(block: SetBlock, following: SetBlock) -> bool:
    """Whether `following` is a further part of the table or figure that `block` is part of."""
    match block, following:
        case SetParagraph(), SetTable():
            return block.paragraph.kind in ("table-caption", "table-unit")
        case SetPicture(), SetParagraph():
            return following.paragraph.kind.startswith("figure-")
        case SetTable(), SetParagraph():
            return following.paragraph.kind == "table-note"
        case SetParagraph(), SetParagraph():
            return (block.paragraph.kind, following.paragraph.kind) == ("figure-caption", "figure-source")
        case _:  # a rule, a picture, two tables: nothing joins them
            return False


def notes(block: SetBlock, following: SetBlock) -> bool:
    """Whether both are notes under one table."""
    kinds = [each.paragraph.kind for each in (block, following) if isinstance(each, SetParagraph)]
    return kinds == ["table-note", "table-note"]


def joins(block: SetBlock, following: SetBlock) -> bool:
    """Whether `following` stands in one row with `block` down the page: the same table or figure, or the next one."""
    if continues(block, following):
        return True
    ends = isinstance(block, SetTable | SetPicture) or name(block).startswith(("figure-", "table-note"))
    begins = isinstance(following, SetTable) or name(following) in ("table-caption", "table-unit")
    return ends and (begins or (isinstance(following, SetPicture) and not following.picture.markup))


def name(block: SetBlock) -> str:
    return block.paragraph.kind if isinstance(block, SetParagraph) else ""


def ends_figure(block: SetBlock) -> bool:
    """Whether a table or figure may end with it: what stands under a text stays with it."""
    return not isinstance(block, SetParagraph) or name(block).startswith(("figure-", "table-note"))


def divisible(block: SetParagraph) -> bool:
    """Titles and headings do not part between pages."""
    return not (block.style.keep_with_next or block.style.balance or block.style.whole)
