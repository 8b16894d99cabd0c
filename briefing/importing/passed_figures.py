"""Figures and tables that text passes on the pages → where they stand in the sources, as our own DOCX keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from briefing.importing.flow import FlowGrid, FlowPicture, Item, Para
from briefing.importing.frames import framed
from briefing.importing.page_formats import leaf_in
from briefing.importing.style_kinds import Kinds
from briefing.importing.word_names import attribute, local
from briefing.model.facts import FIGURE_PLACE

_ABOVE = ("table-caption", "table-unit")
_BELOW = {"table-note", "figure-caption", "figure-source"}


class FigureMarks:
    """The bookmarks of figures that text has passed, as paragraphs are met."""

    def __init__(self) -> None:
        self._over = 0  # of the paragraph above

    def before(self, paragraph: Element) -> int:
        """How many figures, the next ones, stand before a `w:p` in the sources. LibreOffice puts the marks of one with which a
        section ends at the end of the text above."""
        own, self._over = self._over, 0
        found = [local(inner) == "bookmarkStart" and attribute(inner, "name").startswith(FIGURE_PLACE) for inner in paragraph]
        if any(found):
            said = [place for place, inner in enumerate(paragraph) if local(inner) in ("r", "hyperlink")]
            self._over = sum(found[said[-1] :]) if said else 0
        return own + sum(found) - self._over


def in_source_order(items: Sequence[Item], kinds: Kinds) -> list[Item]:
    """`items` with such figures and tables before the paragraph that is marked; a mark that none follows in its section counts
    for nothing."""
    found = list(items)
    at = 0
    while at < len(found):
        item = found[at]
        for _ in range(item.before_figures if isinstance(item, Para) else 0):
            start = _begin(found, at, kinds)
            end = _end(found, start, leaf_in(item.sheet, kinds.house), kinds)
            if end > start:
                found[at:end] = [*found[start:end], *found[at:start]]
                at += end - start
        at += 1
    return found


def _begin(items: Sequence[Item], mark: int, kinds: Kinds) -> int:
    """Where the next figure or table begins, with its caption, or pages of another format than those of the paragraph `mark`; the
    end of all: there is none in this section."""
    leaf = leaf_in(items[mark].sheet, kinds.house)
    for at in range(mark + 1, len(items)):
        item = items[at]
        if leaf_in(item.sheet, kinds.house) != leaf or not isinstance(item, Para) or kinds.kind(item) in _ABOVE:
            return at
        if kinds.kind(item).startswith(("heading-1", "title", "section")):
            break
    return len(items)


def _end(items: Sequence[Item], start: int, leaf: str, kinds: Kinds) -> int:
    """Where it ends. `leaf`: the format of the pages that it is passed on."""
    end = start
    own = leaf_in(items[start].sheet, kinds.house) if start < len(items) else leaf
    if own != leaf:
        return _section_end(items, start, own, kinds)
    while end < len(items) and isinstance(item := items[end], Para) and (kinds.kind(item) in _ABOVE or not item.text.strip()):
        end += 1
    if end == len(items) or isinstance(items[end], Para):
        return start
    whole = items[end]
    figure = isinstance(whole, FlowPicture) or (isinstance(whole, FlowGrid) and framed(whole, kinds) == "beside")
    end += 1
    while end < len(items) and isinstance(item := items[end], Para):
        if kinds.kind(item) not in _BELOW or kinds.kind(item).startswith("figure") != figure:
            break
        end += 1
    return end


def _section_end(items: Sequence[Item], start: int, leaf: str, kinds: Kinds) -> int:
    """Where the section ends that begins with `start`, blank pages of that format after it included."""
    end = start
    while end < len(items) and leaf_in(items[end].sheet, kinds.house) == leaf:
        end += 1
        following = items[end] if end < len(items) else None
        blank = isinstance(following, Para) and following.columns and not following.text.strip()
        if isinstance(last := items[end - 1], Para) and last.columns and not blank:
            break
    return end
