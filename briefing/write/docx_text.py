"""Paragraphs: live text in named styles, with the spacing that leads to the composed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefing.composed import SetParagraph
from briefing.fonts import is_latin
from briefing.house import HouseStyle
from briefing.sheet import LINE_BREAK, Run
from briefing.write.docx_fields import Bookmarks, field_runs
from briefing.write.docx_flow import Gap
from briefing.write.docx_look import Look
from briefing.write.docx_measures import cell, tracking
from briefing.write.docx_pins import Pins
from briefing.write.docx_styles import StyleBook
from briefing.write.docx_xml import Element, half_points, make, text, twips

_FIRST_CJK = "\u2e80"  # CJK radicals: from here on Word asks no hint


class Typescript:
    """One paragraph of the sheet on its way into Word: its look, and its pins."""

    def __init__(
        self,
        block: SetParagraph,
        house: HouseStyle,
        gap: Gap,
        colophon: bool = False,
        right: float | None = None,
    ) -> None:
        """`right`: right edge of its box, pt from the left of the type area (that of the type area unless
        given)."""
        self.block, self.house = block, house
        style = block.style
        inset = house.colophon.inset * style.size if colophon else 0.0
        self._cell = cell(house, style)
        self._tracking = tracking(house, style, block.size)
        edge = (house.page.measure - inset if right is None else right) - style.indent_right * self._cell
        self.pins = Pins(block, house, edge, self._tracking / 20) if house.composition.pin_docx else None
        self.look = self._look(gap, colophon, inset)

    def _look(self, gap: Gap, colophon: bool, inset: float) -> Look:
        block, style, paragraph = self.block, self.block.style, self.block.paragraph
        named = self.house.styles[style.kind]
        usual_leading = named.leading or self.house.grid.pitch
        look = Look(
            before=gap.before,
            after=gap.after,
            size=half_points(block.size) if block.size != named.size else None,
            leading=twips(block.leading) if abs(block.leading - usual_leading) > 0.01 else None,
            tab=("leader" if paragraph.leader else "right") if paragraph.pair else None,
            align=style.align if style.align != named.align else None,
            outline=paragraph.outline if paragraph.outline != named.outline else None,
            break_before=gap.break_before or None,
            keep_next=gap.keep_next or None,
        )
        shape = self.pins.indent if self.pins else 0.0
        if not (colophon or paragraph.hang or shape):
            return look
        left, hanging = inset + style.indent_left * self._cell + shape, -style.indent_first * self._cell
        if paragraph.hang and block.lines:
            hanging = self._label()
            left = block.lines[0].x + hanging
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
            return lines[1].x - lines[0].x
        return self.block.paragraph.hang * self.block.size

    # -- elements

    def element(self, styles: StyleBook, bookmarks: Bookmarks, extra: Element | None = None) -> Element:
        """The `w:p`. `extra` goes to the end of its properties (a section)."""
        block = self.block
        content = self._content(styles, bookmarks)
        if block.paragraph.anchor in bookmarks:
            content = bookmarks.around(block.paragraph.anchor, content)
        style = styles.paragraph(block.style.kind, self.look)
        return make("p", make("pPr", make("pStyle", val=style), extra), *content)

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
                properties = _properties(styles.character(run.style, 0), run.text)
                yield from field_runs(f"PAGEREF {bookmarks.name(run.target)} \\h", run.text, properties)
            else:
                yield from self._run(run, start, styles, pinned)
            start += len(run.text)

    def _run(self, run: Run, start: int, styles: StyleBook, pinned: bool) -> Iterator[Element]:
        """The characters of a run, one `w:r` for each stretch of equal spacing."""
        pins = self.pins if pinned else None
        spacing = pins.spacing if pins else ()
        for amount, group in groupby(range(len(run.text)), lambda i: spacing[start + i] if spacing else 0):
            places = list(group)
            stretch = run.text[places[0] : places[-1] + 1]
            # A character style's spacing replaces the paragraph's.
            spaced = amount + self._tracking if amount else 0
            element = make("r", _properties(styles.character(run.style, spaced), stretch))
            piece = ""
            for i, char in enumerate(stretch, start + places[0]):
                broken = pins is not None and i in pins.breaks
                if char == LINE_BREAK or broken:
                    if piece:
                        element.append(text(piece))
                    element.append(make("br"))
                    piece = "" if char == LINE_BREAK else char
                else:
                    piece += char
            if piece:
                element.append(text(piece))
            yield element


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


def _properties(style: str | None, characters: str) -> Element | None:
    """`w:rPr`: the style, and the hint that “”——…… and their kin are Han here (§17.3.2.26: a run's, not a
    style's)."""
    hint = any("\x7e" < char < _FIRST_CJK and not is_latin(char) for char in characters)
    if style is None and not hint:
        return None
    return make(
        "rPr",
        make("rStyle", val=style) if style else None,
        make("rFonts", hint="eastAsia") if hint else None,
    )
