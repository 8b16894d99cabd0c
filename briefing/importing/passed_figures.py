"""Figures and tables that text passes on the pages → where they stand in the sources, as our own DOCX keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.importing.flow import FlowPicture, Item, Para

#: The kind of a paragraph, "" for what is none of ours.
KindOf = Callable[[Para], str]

_ABOVE = ("table-caption", "table-unit")
_BELOW = {"table-note", "figure-caption", "figure-source"}


def in_source_order(items: Sequence[Item], kind: KindOf) -> list[Item]:
    """`items` with such figures and tables before the paragraph that is marked; a mark that none follows in its section counts
    for nothing."""
    found = list(items)
    at = 0
    while at < len(found):
        item = found[at]
        for _ in range(item.before_figures if isinstance(item, Para) else 0):
            start = _begin(found, at + 1, kind)
            end = _end(found, start, kind)
            if end > start:
                found[at:end] = [*found[start:end], *found[at:start]]
                at += end - start
        at += 1
    return found


def _begin(items: Sequence[Item], start: int, kind: KindOf) -> int:
    """Where the next figure or table begins, with its caption; the end of all: there is none in this section."""
    for at in range(start, len(items)):
        item = items[at]
        if not isinstance(item, Para) or kind(item) in _ABOVE:
            return at
        if kind(item).startswith(("heading-1", "title", "section")):
            break
    return len(items)


def _end(items: Sequence[Item], start: int, kind: KindOf) -> int:
    end = start
    while end < len(items) and isinstance(item := items[end], Para) and (kind(item) in _ABOVE or not item.text.strip()):
        end += 1
    if end == len(items) or isinstance(items[end], Para):
        return start
    figure = isinstance(items[end], FlowPicture)
    end += 1
    while end < len(items) and isinstance(item := items[end], Para):
        if kind(item) not in _BELOW or kind(item).startswith("figure") != figure:
            break
        end += 1
    return end
