"""What a file says, in reading order, with the looks that structure is recognised by.

Places are counted as a reader counts them: `number` is the paragraph's number in the file (tables and text
boxes included), a character's column its index in the paragraph. A Span of a Word file is therefore
`city.docx:12:5`, the fifth character of the twelfth paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple, TypeAlias

from briefing.core.records import dataclass

#: Width and height of a page, twips; (0, 0) where the file has none.
PageSize: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Piece:
    """Characters of one look. `style` is the character style's name; `note` the id of a footnote whose mark this is, `given` if
    the file says what it looks like, `mark`, which is no text; `script` "super" or "sub"; "\\n" in `text` is a line break inside
    the paragraph, "\\t" a tab; `bolded`: true: by its run or the
    run's style, in a paragraph that is not; false: the run itself says that it is not."""

    text: str
    bold: bool = False
    style: str = ""
    note: str = ""
    font: str = ""
    script: str = ""
    struck: bool = False
    underlined: bool = False
    given: bool = False
    mark: str = ""
    dotted: bool = False
    bolded: bool | None = None

    def like(self, other: Piece) -> bool:
        return self._look == other._look and not (self.note or other.note)

    @property
    def _look(self) -> tuple[object, ...]:
        return self.bold, self.bolded, self.style, self.font, self.script, self.struck, self.underlined, self.dotted


@dataclass(frozen=True, slots=True)
class View:
    """How a file shows a picture: cut by shares of its width and height (left, top, right, bottom), mirrored, then turned
    clockwise by `turn` degrees."""

    cut: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    mirrored: bool = False
    flipped: bool = False  # upside down
    turn: float = 0.0


PLAIN = View()


class FlowGroup(NamedTuple):
    """What an item of a file of others stands in: "box" or "columns", and which; "" for the text itself."""

    kind: str = ""
    number: int = 0


NO_GROUP = FlowGroup()


@dataclass(slots=True)
class FlowPicture:
    """A picture's bytes. `name` is that of the part it came from, `described` its alternative text, `number` the paragraph
    that it stands in, `caption` the paragraph that names it where no other than this can be meant. `browsed`: shown by a
    browser, which heeds what the camera noted of its own turn."""

    name: str
    data: bytes
    described: str = ""
    title: str = ""  # the name the file gives the drawing
    view: View = PLAIN
    number: int = 1
    caption: Para | None = None
    browsed: bool = False
    sheet: PageSize = (0, 0)  # of the pages that it stands on
    columns_of: int = 1  # of the section that it stands in
    group: FlowGroup = NO_GROUP


@dataclass(slots=True)
class Para:
    """`style` is the name of the paragraph style (of the nearest that a person named), `outline` 1–9 or 0 for
    body text, `label` what automatic numbering prints before it, `depth` that list's level from 0."""

    pieces: list[Piece]
    number: int
    style: str = ""
    outline: int = 0
    align: str = ""
    size: float = 0.0
    font: str = ""
    label: str = ""
    bullet: bool = False
    depth: int = 0
    boxed: bool = False  # from a text box
    broken: int = 0  # line breaks inside it that were joined
    contents: bool = False  # of a table of contents
    above: bool = False  # above the title
    ruled: bool = False  # its tabs draw lines, to be written on
    columns: int = 0  # of the section that ends with it; 0: none does
    before_figures: int = 0  # so many figures or tables, the next ones, stand before it in the sources
    colour: str = ""  # of its first characters, six hexadecimal digits
    sheet: PageSize = (0, 0)  # of the pages that it stands on
    columns_of: int = 1  # of the section that it stands in
    group: FlowGroup = NO_GROUP

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def bold(self) -> bool:
        """Whether every visible character is bold."""
        said = [piece for piece in self.pieces if piece.text.strip()]
        return bool(said) and all(piece.bold for piece in said)


@dataclass(slots=True)
class Slot:
    """A place in a table's grid; `across` columns wide and `down` rows high. `covered`: by a merged cell that begins elsewhere,
    so it says nothing."""

    paragraphs: list[Para] = field(default_factory=list)
    covered: bool = False
    pictures: list[FlowPicture] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)  # all of a Word file's cell, in order
    across: int = 1
    down: int = 1


@dataclass(slots=True)
class FlowGrid:
    """`heads`: how many of its first rows the file repeats on every page."""

    rows: list[list[Slot]]
    number: int  # of its first paragraph
    heads: int = 0
    sheet: PageSize = (0, 0)  # of the pages that it stands on
    columns_of: int = 1  # of the section that it stands in
    group: FlowGroup = NO_GROUP


Item: TypeAlias = Para | FlowGrid | FlowPicture


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is no text of the report, or is text no longer as it was. `number`: the paragraph that it stands
    in or at, 0 for none. `address`: where it would have to be fetched from, "" for what the file holds."""

    kind: str
    words: str
    number: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A tracked change that was settled: `verb` says what its author did."""

    verb: str
    words: str
    number: int = 0


@dataclass(slots=True)
class Flow:
    """`notes`: footnotes and endnotes by id. `aside`: what the file holds beside its text."""

    file: str
    items: list[Item] = field(default_factory=list)
    notes: dict[str, list[Para]] = field(default_factory=dict)
    aside: list[Remark] = field(default_factory=list)
    changes: list[TrackedChange] = field(default_factory=list)
    facts: str = ""  # what our own DOCX keeps beside its text (`briefing.model.facts`)

    def paragraphs(self) -> Iterator[Para]:
        """Every paragraph, those in cells and notes too."""
        for item in self.items:
            if isinstance(item, Para):
                yield item
            elif isinstance(item, FlowGrid):
                for row in item.rows:
                    for slot in row:
                        yield from slot.paragraphs
        for paragraphs in self.notes.values():
            yield from paragraphs


def paragraphs_of(item: Item) -> Iterator[Para]:
    """Of a paragraph, or of a table and those inside it."""
    if isinstance(item, Para):
        yield item
    elif isinstance(item, FlowGrid):
        yield from (para for row in item.rows for slot in row for para in slot.paragraphs)


def pictures_of(item: Item) -> Iterator[FlowPicture]:
    if isinstance(item, FlowPicture):
        yield item
    elif isinstance(item, FlowGrid):
        yield from (picture for row in item.rows for slot in row for picture in slot.pictures)
