"""Paragraphs: live text in named styles, with the spacing that leads to the composed lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from briefing.fonts.metrics import LATIN
from briefing.house.style import FontRole, HouseStyle
from briefing.model.sheet import LINE_BREAK, SOFT_HYPHEN, Run
from briefing.output.docx import word_notes
from briefing.output.docx.departures import Departure
from briefing.output.docx.elements import Element, alternatives, copied, fallback, half_points, make, text, twips
from briefing.output.docx.frame_placement import BlockSpace
from briefing.output.docx.measures import cell, tracking
from briefing.output.docx.named_styles import StyleBook
from briefing.output.docx.pins import Pins
from briefing.output.docx.script_runs import Named, of_a_word
from briefing.output.docx.word_fields import Bookmarks, field_runs
from briefing.typeset.composed import SetParagraph
from briefing.typeset.office_scripts import unscripted

ZERO_WIDTH = "\u200b"
#: Characters that Word has an element for.
_ELEMENTS = {LINE_BREAK: "br", SOFT_HYPHEN: "softHyphen"}
_OWN_ELEMENT = re.compile(f"[{LINE_BREAK}{SOFT_HYPHEN}]")


class Typescript:
    """One paragraph of the sheet on its way into Word: its look, and its pins."""

    def __init__(
        self,
        block: SetParagraph,
        house: HouseStyle,
        gap: BlockSpace,
        colophon: bool = False,
        box: tuple[float, float] | None = None,
    ) -> None:
        """`box`: left and right edge of its box, pt from the left of the type area (the type area's unless given)."""
        self.block, self.house, self._gap = block, house, gap
        style = block.style
        inset = house.colophon.inset * style.size if colophon else 0.0
        self._cell = cell(house, style)
        named = house.styles[style.kind]
        self._spacing = tracking(house, style, style.size) if style.tracking != named.tracking else None
        self._tracking = tracking(house, named, named.size) if self._spacing is None else self._spacing
        left, right = box or (inset, house.page.measure - inset)
        self._origin = left if box else 0.0
        left, right = left + style.indent_left * self._cell, right - style.indent_right * self._cell
        self.pins = Pins(block, house, left, right, tracking(house, style, block.size)) if house.composition.pin_docx else None
        self.look = self._look(gap, colophon, inset)

    def _look(self, gap: BlockSpace, colophon: bool, inset: float) -> Departure:
        block, style, paragraph = self.block, self.block.style, self.block.paragraph
        named = self.house.styles[style.kind]
        usual_leading = named.leading or self.house.grid.pitch
        look = Departure(
            before=gap.before,
            after=gap.after,
            size=half_points(block.size) if block.size != named.size else None,
            spacing=self._spacing,
            leading=twips(block.leading) - gap.tighter if gap.tighter or abs(block.leading - usual_leading) > 0.01 else None,
            tab=("leader" if paragraph.leader else "right") if paragraph.pair else None,
            align=style.align if style.align != named.align else None,
            outline=paragraph.outline if paragraph.outline != named.outline else None,
            break_before=gap.break_before or None,
            keep_next=False if gap.parts_from_next and style.keep_with_next else gap.keep_next or None,
            keep_lines=gap.keep_lines or None,
        )
        shape = self.pins.indent if self.pins else 0.0
        moved = style.indent_right != named.indent_right  # a number in a cell, point under point
        if not (colophon or paragraph.hang or shape or moved):
            return look
        left, hanging = inset + style.indent_left * self._cell + shape, -style.indent_first * self._cell
        if paragraph.hang and block.lines:
            hanging = self._label()
            left = block.lines[0].x + block.lines[0].head - self._origin + hanging
        return replace(
            look,
            left=twips(left),
            right=twips(inset + style.indent_right * self._cell + shape),
            hanging=twips(hanging),
        )

    def _label(self) -> float:
        """Width of the label that wrapped lines align after, pt."""
        lines = self.block.lines
        if len(lines) > 1:
            return lines[1].x + lines[1].head - lines[0].x - lines[0].head
        hang = self.block.paragraph.hang
        blank = any(map(str.isspace, self.block.text[:hang]))
        return sum(self.block.widths[:hang]) if blank else hang * self.block.size

    # -- elements

    def element(self, styles: StyleBook, bookmarks: Bookmarks, extra: Element | None = None) -> Element:
        """The `w:p`. `extra` goes to the end of its properties (a section)."""
        block = self.block
        content = self._content(styles, bookmarks)
        if block.paragraph.anchor in bookmarks:
            content = bookmarks.around(block.paragraph.anchor, content)
        style = styles.paragraph(block.style.kind, self.look)
        return make("p", make("pPr", make("pStyle", val=style), self._for_office(), extra), *content)

    def _for_office(self) -> Element | None:
        """What LibreOffice reads of the paragraph beside its style, and Word does not."""
        gap = self._gap
        if not (gap.office_before or gap.office_parts):
            return None
        said = [make("keepNext", val=False)] if gap.office_parts else []
        said += [make("spacing", before=gap.office_before)] if gap.office_before else []
        return alternatives((), said)

    def _content(self, styles: StyleBook, bookmarks: Bookmarks) -> list[Element]:
        block = self.block
        content = list(self._runs(block.runs, styles, bookmarks))
        if block.paragraph.pair:
            content.append(make("r", make("tab")))
            content += self._runs(block.paragraph.pair, styles, bookmarks, pinned=False)
        targets = [run.target for run in (*block.runs, *block.paragraph.pair) if run.target in bookmarks]
        if targets and block.style.kind.startswith("contents"):
            return [bookmarks.link(targets[0], content)]
        return content

    def _runs(self, runs: Sequence[Run], styles: StyleBook, bookmarks: Bookmarks, pinned: bool = True) -> Iterator[Element]:
        start = 0
        for run in _joined(runs):
            if run.style == "page-ref" and run.target in bookmarks:
                properties = _properties(styles.character(run.style), run.text)
                yield from field_runs(f"PAGEREF {bookmarks.name(run.target)} \\h", run.text, properties)
            elif run.style == "note-ref" and (note := bookmarks.notes.first_mark(run.target)) is not None:
                yield self._noted(run, start, styles, word_notes.mark(run.text, note))
            elif run.style == "label" and not start and (note := bookmarks.notes.notes.get(self.block.paragraph.anchor)):
                yield self._noted(run, start, styles, word_notes.label(run.text, note))
            else:
                yield from self._run(run, start, styles, pinned)
            start += len(run.text)

    def _noted(self, run: Run, start: int, styles: StyleBook, contents: list[Element]) -> Element:
        """The `w:r` of a note's mark, or of the label of a note."""
        spacing = self.pins.spacing[start] if self.pins else self._tracking
        style = styles.character(run.style, None if spacing == self._tracking else spacing)
        return make("r", _properties(style, run.text), *contents)

    def _run(self, run: Run, start: int, styles: StyleBook, pinned: bool) -> Iterator[Element]:
        """The characters of a run, one `w:r` for each stretch that looks alike."""
        pins, lift = self.pins if pinned else None, styles.lift(run.style)
        if pins is None:
            yield make("r", _properties(styles.character(run.style), run.text, lift=lift), *_texts(run.text, {}))
            return
        named = pins.script.named
        inline = self.house.inline[run.style].font if run.style else None
        faces: dict[str | None, FontRole | None] = {"han": inline or self.block.style.font, "latin": LATIN, None: None}
        undotted = pins.script.undotted
        end = start + len(run.text)

        odd = {i for place in (*named, *undotted) for i in (place, place + 1) if start < i < end}
        respaced = {i for i, (one, other) in enumerate(pairwise(pins.spacing[start:end]), start + 1) if one != other}
        looks = {i for i in odd if named.get(i) != named.get(i - 1) or (i in undotted) != (i - 1 in undotted)}
        changes = sorted(respaced | looks)
        for first, last in pairwise((start, *changes, end)) if run.text else ():
            amount, name = pins.spacing[first], named.get(first)
            stretch = run.text[first - start : last - start]
            # A character style's spacing replaces the paragraph's.
            style = styles.character(run.style, None if amount == self._tracking else amount, faces[name], first in undotted)
            turns = {i - first: turn for i in pins.turns if first <= i < last and (turn := _turn(i, pins)) is not None}
            yield make("r", _properties(style, stretch, name, lift), *_texts(stretch, turns))


def _turn(place: int, pins: Pins) -> Element | None:
    """What stands before a character for the sake of the line: a forced break, or a place where the line may end."""
    if place in pins.breaks:
        return make("br")
    if place in pins.script.parted:
        return text(ZERO_WIDTH)
    return fallback(ZERO_WIDTH) if place in pins.script.helps else None


def _texts(characters: str, before: Mapping[int, Element]) -> Iterator[Element]:
    """`w:t`, the author's forced breaks and the hyphens of parted words; `before`: what stands before a character."""
    start = 0
    for place in sorted({*before, *(match.start() for match in _OWN_ELEMENT.finditer(characters))}):
        if place > start:
            yield text(characters[start:place])
        if place in before:
            yield before[place]
        own = _ELEMENTS.get(characters[place])
        if own:
            yield make(own)
        start = place + bool(own)
    if start < len(characters):
        yield text(characters[start:])


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs that look alike as one: where the sources break a run, at an escape or a line end, is nothing to a reader."""
    waiting: Run | None = None
    for run in runs:
        plain = not run.target and run.style != "note-ref"  # two notes side by side are not one of two digits
        if waiting is not None and plain and not waiting.target and waiting.style == run.style:
            waiting = replace(waiting, text=waiting.text + run.text)
            continue
        if waiting is not None:
            yield waiting
        waiting = run
    if waiting is not None:
        yield waiting


def _properties(style: str | None, characters: str, named: Named | None = None, lift: int | None = None) -> Element | None:
    """`w:rPr`: the style, and what is a run's to say: `lift` (StyleBook.lift), the hint that “”——…… and their kin are Han here
    (§17.3.2.26). μ and ³ need none where their style names the face, and might part from their word with it."""
    hint = named != "latin" and any(unscripted(char) and not (named and of_a_word(char)) for char in characters)
    if style is None and not hint and lift is None:
        return None
    return copied(_run_properties(style, hint, lift))


@lru_cache(500)
def _run_properties(style: str | None, hint: bool, lift: int | None) -> Element:
    return make(
        "rPr",
        make("rStyle", val=style) if style else None,
        make("rFonts", hint="eastAsia") if hint else None,
        make("position", val=lift) if lift is not None else None,
    )
