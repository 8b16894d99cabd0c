"""Fields, bookmarks and links: what Word keeps up to date by itself.

Complex fields (`w:fldChar`), not `w:fldSimple`: the composed result is an ordinary run between them, so that
every reader of the text finds it. ECMA-376 part 1, §17.16.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy

from briefing.model.facts import FIGURE_PLACE
from briefing.output.docx.elements import Element, make, text
from briefing.output.docx.word_notes import WordNotes


def field_runs(instruction: str, result: str, properties: Element | None = None) -> list[Element]:
    """The runs of one field showing `result` until Word updates it. `properties` (a `w:rPr`) is copied to
    each run."""

    def run(content: Element) -> Element:
        return make("r", copy(properties) if properties is not None else None, content)

    return [
        run(make("fldChar", fldCharType="begin")),
        run(text(f" {instruction} ", "instrText")),
        run(make("fldChar", fldCharType="separate")),
        run(text(result)),
        run(make("fldChar", fldCharType="end")),
    ]


class Bookmarks:
    """Names and numbers of the bookmarks behind the sheet's anchors.

    Word takes 40 letters, digits and underscores (§17.13.6.2) and hides names that begin with `_` from its
    dialog; an anchor may be anything, so bookmarks are numbered in the order of the anchors.
    """

    def __init__(self, anchors: Iterable[str], notes: WordNotes | None = None) -> None:
        self.notes = notes or WordNotes()
        self._number = {anchor: number for number, anchor in enumerate(dict.fromkeys(anchors), 1)}
        self._places = 1

    def __contains__(self, anchor: str) -> bool:
        return anchor in self._number

    def name(self, anchor: str) -> str:
        return f"_Ref{self._number[anchor]:04d}"

    def around(self, anchor: str, content: list[Element]) -> list[Element]:
        """`content` between the start and end of the anchor's bookmark."""
        number = self._number[anchor]
        start = make("bookmarkStart", id=number, name=self.name(anchor))
        return [start, *content, make("bookmarkEnd", id=number)]

    def place(self, index: int, figures: int) -> Iterator[Element]:
        """As many empty bookmarks as `figures` or tables, the next ones, stand before block `index` in the sources."""
        for count in range(figures):
            number = len(self._number) + self._places
            name = f"{FIGURE_PLACE}{index:04d}{f'_{count}' if count else ''}"
            self._places += 1
            yield make("bookmarkStart", id=number, name=name)
            yield make("bookmarkEnd", id=number)

    def link(self, anchor: str, content: list[Element]) -> Element:
        """A link to the anchor that looks like plain text."""
        return make("hyperlink", *content, anchor=self.name(anchor), history=True)
