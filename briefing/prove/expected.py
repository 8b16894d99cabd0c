"""What the sources say the outputs must hold: every character of the Sheet in its order, with its style and its place.

The Sheet is composed but not typeset: nothing here knows a decision about lines or pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, count, repeat
from typing import TYPE_CHECKING, assert_never

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.files.world import MAX_PICTURE, Root
from briefing.fonts.metrics import unsettable
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.model.numbered_marks import numbered
from briefing.model.sheet import (
    LINE_BREAK,
    CssBlock,
    Picture,
    Region,
    Run,
    Sheet,
    SheetCell,
    SheetParagraph,
    SheetRule,
    SheetTable,
    stretches,
)
from briefing.typeset.composed import Drawing

if TYPE_CHECKING:
    from briefing.prove.looks import PictureLook

#: The region of notes at the foot of pages: they come after all others.
NOTES = "notes"
#: Stands for a page reference, whose digits only the pages know.
REFERENCE = "\ufffc"


@dataclass(frozen=True, slots=True)
class ExpectedPassage:
    """A paragraph or a table's cell. `text` is what is seen of it: no white space, no forced breaks, page references as
    REFERENCE; of character i of it, `runs[i]` is the run and `places[i]` the place in `full`."""

    block: int  # into Sheet.all_blocks
    region: str
    style: ParagraphStyle
    full: str  # the paragraph's text and its pair's, white space and all
    text: str
    runs: tuple[Run, ...]
    places: tuple[int, ...]
    offsets: tuple[int, ...]  # of each character in its run
    pair: int  # in `text`, where the pair begins; its length if there is none
    span: Span | None
    anchor: str = ""
    hang: int = 0  # in `text`, how many characters the label has
    head_of: int = -1  # of a table's head: which of its cells it is; -1: none
    row: int = -1  # of a table's cell: the row that it begins in; -1: none
    cell: bool = False
    leaf: str = ""  # the format of the page that it belongs on
    leader: bool = False  # dots lead to its pair
    group: str = ""  # the kind of group that it stands in, "" for none; what stands below one of several pictures is a `cell`

    def span_of(self, place: int) -> Span | None:
        """The source of character `place` of `text`; the nearest that has one where the house added it."""
        for candidate in (place, *range(place + 1, len(self.text)), *range(place - 1, -1, -1)):
            if 0 <= candidate < len(self.runs):
                span: Span | None = self.runs[candidate].span
                if span is not None:
                    return span.shifted(self.offsets[candidate])
        return self.span

    def breaks_before(self, place: int) -> bool:
        """Whether the author forced a line break right before character `place`."""
        return LINE_BREAK in self._between(place)

    def blank_before(self, place: int) -> bool:
        """Whether white space stands right before character `place`."""
        return bool(self._between(place).replace(LINE_BREAK, ""))

    def _between(self, place: int) -> str:
        start = self.places[place - 1] + 1 if place else 0
        return self.full[start : self.places[place]]


@dataclass(frozen=True, slots=True)
class ExpectedPicture:
    """`look` of the file as its author sees it; None where it cannot be decoded."""

    path: str
    span: Span | None
    look: PictureLook | None
    words: tuple[str, ...] = ()  # what it says, if it is a drawing


@dataclass(frozen=True, slots=True)
class Expected:
    """All passages that show anything; `text` is their texts in a row, `starts` where each begins in it. `pictures`: all."""

    sheet: Sheet
    house: HouseStyle
    passages: tuple[ExpectedPassage, ...]
    text: str
    starts: tuple[int, ...]
    pictures: tuple[ExpectedPicture, ...] = ()

    def at(self, place: int) -> tuple[int, int]:
        """(number of the passage, place in it) of a character of `text`; the end of the text is after the last."""
        number = max(0, bisect_right(self.starts, place) - 1)
        return number, place - self.starts[number]

    def span_of(self, place: int) -> Span | None:
        if not self.passages:
            return None
        number, inside = self.at(min(place, len(self.text) - 1))
        return self.passages[number].span_of(inside)


def expect(sheet: Sheet, house: HouseStyle, root: Root | None = None, drawings: Mapping[str, Drawing] | None = None) -> Expected:
    """What all outputs of `sheet` must hold. `root`: where its pictures are; a sheet with none needs none. `drawings`: how those
    look that are drawn."""
    passages = tuple(passage for passage in _passages(sheet, house) if passage.text)
    starts = tuple(accumulate((len(passage.text) for passage in passages), initial=0))[:-1]
    pictures = _pictures(sheet, root, drawings or {})
    return Expected(sheet, house, passages, "".join(passage.text for passage in passages), starts, pictures)


def _pictures(sheet: Sheet, root: Root | None, drawings: Mapping[str, Drawing]) -> tuple[ExpectedPicture, ...]:
    found = [block for block in sheet.blocks if isinstance(block, Picture)]
    if not found:
        return ()
    from briefing.prove.drawn_text import drawn_words
    from briefing.prove.looks import Unseen, of_source

    assert root is not None, "pictures are compared with their files"
    looks: dict[str, PictureLook | None] = {}
    words: dict[str, tuple[str, ...]] = {}
    for picture in found:
        if picture.path not in looks:
            data = picture.markup.encode() or root.bytes(picture.path, MAX_PICTURE, picture.span)
            drawing = drawings.get(picture.path)
            try:
                looks[picture.path] = of_source(data, root.inks()) if drawing is None else _look(drawing)
            except Unseen:
                looks[picture.path] = None
            words[picture.path] = drawn_words(data, "text" if not picture.markup else "div") if drawing is not None else ()
    return tuple(ExpectedPicture(each.path, each.span, looks[each.path], words[each.path]) for each in found)


def _look(drawing: Drawing) -> PictureLook:
    """In the shape of the drawing: its picture has whole pixels, of which a line is few high. Raises Unseen."""
    from briefing.prove.looks import of_file

    return of_file(drawing.picture.data)._replace(ratio=drawing.width / drawing.height)


def with_numbers(expected: Expected, numbers: Mapping[str, str]) -> Expected:
    """`expected` with these numbers of notes, by their anchors, in marks and labels."""
    sheet = expected.sheet
    regions = tuple(
        replace(region, blocks=tuple(numbered(block, numbers) for block in region.blocks)) for region in sheet.regions
    )
    again = replace(sheet, regions=regions, notes=tuple(numbered(note, numbers) for note in sheet.notes))
    passages = tuple(passage for passage in _passages(again, expected.house) if passage.text)
    starts = tuple(accumulate((len(passage.text) for passage in passages), initial=0))[:-1]
    return replace(expected, sheet=again, passages=passages, text="".join(passage.text for passage in passages), starts=starts)


@cache
def seen(char: str) -> bool:
    """Whether a character takes part in the comparison: white space is the layout's, and controls are nobody's. REFERENCE does,
    which stands for a number that is not known, and which no source holds."""
    return char == REFERENCE or (not char.isspace() and not unsettable(char)) if char > "\x7e" else char > " "


def _passages(sheet: Sheet, house: HouseStyle) -> Iterator[ExpectedPassage]:
    index = 0
    for region in sheet.regions:
        for place, block in enumerate(region.blocks):
            match block:
                case SheetParagraph():
                    passage = _paragraph(block, index, region.name, house.styles[block.kind])
                    group, below = _group(region, place)
                    more = group or below or region.leaf
                    yield replace(passage, group=group, cell=below, leaf=region.leaf) if more else passage
                case SheetTable():
                    cells, group = _cells(block, index, region.name, house), _group(region, place)[0]
                    more = group or region.leaf
                    yield from (replace(cell, group=group, leaf=region.leaf) for cell in cells) if more else cells
                case SheetRule() | Picture() | CssBlock():
                    pass
                case _:
                    assert_never(block)
            index += 1
    leaves = _leaves_of_marks(sheet)
    for note in sheet.notes:
        passage = _paragraph(note, index, NOTES, house.styles[note.kind])
        yield replace(passage, leaf=leaves.get(note.anchor, ""))
        index += 1


def _leaves_of_marks(sheet: Sheet) -> dict[str, str]:
    """Anchor of a note → the format of the pages of its first mark."""
    found: dict[str, str] = {}
    for region in sheet.regions if sheet.notes else ():
        for runs in (runs for block in region.blocks for runs in stretches(block)):
            for run in runs:
                if run.style == "note-ref":
                    found.setdefault(run.target, region.leaf)
    return found


def _group(region: Region, place: int) -> tuple[str, bool]:
    """The kind of frame or columns that block `place` of a region stands in; whether it is below one of several pictures."""
    kind, below = "", False
    for group in region.groups:
        if not group.start <= place < group.end:
            continue
        if group.kind != "beside":
            kind = group.kind
        else:
            block = region.blocks[place]
            below = isinstance(block, SheetParagraph) and block.kind != "figure-caption"
    return kind, below


def _paragraph(block: SheetParagraph, index: int, region: str, style: ParagraphStyle) -> ExpectedPassage:
    full, text, runs, places, offsets = _seen((*block.runs, *block.pair))
    pair_at = sum(1 if run.style == "page-ref" and run.target else len(run.text) for run in block.runs)
    pair, hang = bisect_left(places, pair_at), bisect_left(places, block.hang)
    return ExpectedPassage(
        index, region, style, full, text, runs, places, offsets, pair, block.span, block.anchor, hang, leader=block.leader
    )  # fmt: skip


def _cells(table: SheetTable, index: int, region: str, house: HouseStyle) -> Iterator[ExpectedPassage]:
    heads = count()
    for number, row in enumerate(table.all_rows):
        head = number < table.heads
        style = house.styles["table-head" if head else "table-cell"]
        for cell in row:
            if not cell.covered:
                yield _cell(cell, index, region, style, table.span, number, next(heads) if head else -1)


def _cell(
    cell: SheetCell, index: int, region: str, style: ParagraphStyle, span: Span | None, row: int, head: int
) -> ExpectedPassage:
    full, text, runs, places, offsets = _seen(cell.runs)
    return ExpectedPassage(
        index, region, style, full, text, runs, places, offsets, len(text), cell.span or span, head_of=head, row=row, cell=True
    )  # fmt: skip


def _seen(runs: Sequence[Run]) -> tuple[str, str, tuple[Run, ...], tuple[int, ...], tuple[int, ...]]:
    full: list[str] = []
    text: list[str] = []
    owners: list[Run] = []
    places: list[int] = []
    offsets: list[int] = []
    begin = 0
    for run in runs:
        reference = run.style == "page-ref" and bool(run.target)
        said = REFERENCE if reference else run.text
        kept: Sequence[int] = range(len(said))
        if not (reference or all(map(seen, said))):
            kept = [offset for offset in kept if seen(said[offset])]
        full.append(said)
        text.append(said if len(kept) == len(said) else "".join(said[offset] for offset in kept))
        owners += repeat(run, len(kept))
        places += kept if begin == 0 else [begin + offset for offset in kept]
        offsets += kept
        begin += len(said)
    return "".join(full), "".join(text), tuple(owners), tuple(places), tuple(offsets)
