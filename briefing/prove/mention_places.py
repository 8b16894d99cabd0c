"""How many pages lie between what the text first says of a figure or table and the figure, in any PDF, whoever made it: by its
number, from glyphs alone.

A caption is a line by itself, in the middle, that begins with 图 or 表 and a number; a mention is the same number in any other
line. A line in larger type is a title, with which numbers may begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.core.figure_labels import LONGEST, label, labels
from briefing.core.records import dataclass
from briefing.prove.page_ends import PageLine, page_lines
from briefing.prove.pdf_pages import PdfPage, Rect

#: Of the type size: a caption's middle is so near to that of the page, and it begins so far from the edge; titles are so much
#: larger.
_MIDDLE, _SET_IN, _LARGER = 1.0, 1.0, 1.15


class FoundCaption(NamedTuple):
    """`label`: 图3; `page`: on which it stands, `mentioned`: on which the text of its section first says it; None: nowhere."""

    label: str
    page: int
    mentioned: int | None

    @property
    def pages(self) -> int:
        """From the mention to the figure; below 0: the figure stands before it."""
        return 0 if self.mentioned is None else self.page - self.mentioned


@dataclass(frozen=True, slots=True)
class MentionPlaces:
    captions: tuple[FoundCaption, ...]

    @property
    def told(self) -> tuple[FoundCaption, ...]:
        return tuple(caption for caption in self.captions if caption.mentioned is not None)

    @property
    def far(self) -> tuple[FoundCaption, ...]:
        """Those that stand on a page before their mention, or further than the next one."""
        return tuple(caption for caption in self.told if not 0 <= caption.pages <= 1)


def measure(pages: Sequence[PdfPage], area: Rect, size: float) -> MentionPlaces:
    """`area`: the type area, pt from the top left corner of the sheet; `size`: the body's, pt."""
    found: list[FoundCaption] = []
    captions: list[tuple[str, int]] = []
    mentions: dict[str, int] = {}

    def settle() -> None:
        found.extend(FoundCaption(own, page, mentions.get(own)) for own, page in captions)
        captions.clear()
        mentions.clear()

    before = ""  # the end of the line above, which may have begun a number
    for page, line in _lines(pages, area):
        if line.size > _LARGER * size:
            settle()
            before = ""
            continue
        if (own := label(line.text)) and _caption(line, area, size):
            captions.append((own, page))
            continue
        for mention, end in labels(before + line.text):
            if end > len(before):
                mentions.setdefault(mention, page)
        before = line.text[-LONGEST:]
    settle()
    return MentionPlaces(tuple(found))


def _lines(pages: Sequence[PdfPage], area: Rect) -> Iterator[tuple[int, PageLine]]:
    return ((page.number, line) for page in pages for line in page_lines(page, area))


def _caption(line: PageLine, area: Rect, size: float) -> bool:
    left, right = line.left - area.left, area.right - line.right
    return min(left, right) > _SET_IN * size and abs(left - right) < _MIDDLE * size
