"""Composed → the HTML that WeasyPrint sets.

Every block stands at its place by the blank above it, every page begins with a forced break, and no line is
left to be broken. A paragraph over a page end stays one element: its part on each page is a block inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from html import escape
from itertools import pairwise
from typing import assert_never

from briefing.core.records import dataclass
from briefing.house.leaves import on_leaf
from briefing.house.style import PT_PER_MM
from briefing.model.sheet import LINE_BREAK, Picture
from briefing.output.css.html_lines import Setting, line_html, set_lines
from briefing.typeset.composed import Composed, Page, Placed, RowPart, SetParagraph, SetPicture, SetRule, SetTable

#: Scheme under which the fetcher hands out pictures: `picture:` and the index of the block.
PICTURE = "picture:"
#: Height of what stands on a page without blocks, pt: as in stylesheet.py.
_BLANK = 1.0


@dataclass(slots=True)
class Markup:
    """`body` for WeasyPrint; letter-spacings and shifts it uses; pictures it names, block index → picture."""

    body: str
    spacings: set[int]
    shifts: set[int]
    pictures: dict[int, Picture]


@dataclass(frozen=True, slots=True)
class PagePart:
    """One `Placed` with the white above it, and the page it begins, if it does. `low`: how far down that page it goes; what
    has a place of its own there stands right after it."""

    placed: Placed
    gap: float
    opens: Page | None
    low: float = 0.0


def markup(composed: Composed) -> Markup:
    """The document's `<body>` contents."""
    return _Writer(composed).write()


@dataclass(slots=True)
class _Writer:
    composed: Composed
    spacings: set[int] = field(default_factory=set)
    shifts: set[int] = field(default_factory=set)
    pictures: dict[int, Picture] = field(default_factory=dict)

    def write(self) -> Markup:
        out: list[str] = []
        region = leaf = ""
        for step in self._steps():
            if isinstance(step, Page):
                if step.leaf != leaf:
                    out.append(_close(region))
                    region, leaf = "", step.leaf
                out.append(f'<div class="blank{_turn(step)}{_on(leaf)}"{self._page_attributes(step)}></div>')
                out.append(self._fixed(step, _BLANK))
                continue
            index = step[0].placed.index
            here = self.composed.regions[index], on_leaf(self.composed.house, self.composed.leaf_of(index)).leaf
            if here != (region, leaf):
                out.append(_close(region) + _open(*here))
                region, leaf = here
            out.append(self._block(index, step))
        out.append(_close(region))
        return Markup("".join(out), self.spacings, self.shifts, self.pictures)

    def _steps(self) -> Iterator[Page | list[PagePart]]:
        """Blocks with all their parts, and pages that hold nothing, in order."""
        parts: list[PagePart] = []
        for page in self.composed.pages:
            cursor = begun = 0.0
            if not page.items:
                if parts:
                    yield parts
                    parts = []
                yield page
            for number, placed in enumerate(page.items):
                low = placed.y + self.composed.blocks[placed.index].standing(placed.first, placed.last)
                part = PagePart(placed, placed.y - cursor, None if number else page, low)
                if parts and parts[0].placed.index != placed.index:
                    yield parts
                    parts = []
                if not parts or not number:
                    begun = min(cursor, placed.y)
                parts.append(part)
                # one that goes on at the head of the next column is no box of negative height
                cursor = low if isinstance(self.composed.blocks[placed.index], SetTable) else max(low, begun)
        if parts:
            yield parts

    def _under(self, part: PagePart, x: float = 0.0) -> str:
        """What belongs to the page that a part begins, right after it. `x`: where it stands across the type area."""
        return self._fixed(part.opens, part.low, x) if part.opens is not None else ""

    def _fixed(self, page: Page, at: float, x: float = 0.0) -> str:
        """What of a page has its place there, seen from `at` down it and `x` across: frames, grounds and rules, the number of a
        turned page, notes."""
        colors = self.composed.house.colors
        patches = "".join(
            f'<span class="patch"><span style="left:{patch.left - x:.3f}pt;top:{patch.top - at:.3f}pt;'
            f"width:{patch.right - patch.left:.3f}pt;height:{patch.bottom - patch.top:.3f}pt;"
            f'background:{colors[patch.color].rgb}"></span></span>'
            for patch in page.patches
        )
        return self._turned_number(page, at, x) + patches + "".join(self._note(note, at, x) for note in page.notes)

    def _note(self, placed: Placed, at: float, x: float) -> str:
        """The part of a note that a page has. It is positioned, so it is painted, and read, after the page's blocks; and a
        `span`, for it may stand within a paragraph, between the parts of two pages."""
        block = self.composed.notes[placed.index]
        setting = self._noted(set_lines(block, self._base(block)))
        left = _usual_x(setting, 0.0)
        indent = setting.lines[0].x - left if placed.first == 0 else 0.0
        place = f"left:{left - x:.3f}pt;top:{placed.y - at:.3f}pt;text-indent:{indent:.3f}pt"
        kind = f"k-{block.style.kind} s{setting.steps}"
        content = self._piece(block, setting, placed, left, 0.0)
        return f'<span class="foot"><span class="{kind}" style="{place}">{content}</span></span>'

    def _turned_number(self, page: Page, at: float, x: float) -> str:
        """No margin box of WeasyPrint's turns."""
        if not page.box.turned or not page.label:
            return ""
        number = self.composed.house.page_number
        inset = number.inset * number.size
        right = number.size / 2 - number.offset_mm * PT_PER_MM - x  # its line is one em high
        place, align = (0.0, "right") if page.box.right_hand else (inset, "left")
        if number.align == "center":
            inset, place, align = 0.0, 0.0, "center"
        length = page.box.depth - inset
        return (
            f'<span class="patch"><span class="turned" style="left:{right:.3f}pt;top:{place - at:.3f}pt;width:{length:.3f}pt;'
            f'text-align:{align}">{escape(page.label)}</span></span>'
        )

    def _block(self, index: int, parts: list[PagePart]) -> str:
        match self.composed.blocks[index]:
            case SetParagraph() as block:
                return self._paragraph(block, parts)
            case SetRule() as block:
                return (
                    f'<div class="{_turn(parts[0].opens)}" style="{_above(parts[0].gap)}"{self._page_attributes(parts[0].opens)}>'
                    f'<div class="r-{block.rule.kind}" style="border-top-width:{block.weight:g}pt"></div></div>'
                    + self._under(parts[0])
                )
            case SetPicture() as block:
                self.pictures[index] = block.picture
                return (
                    f'<figure class="{_turn(parts[0].opens)}"{self._page_attributes(parts[0].opens)}>'
                    f'<img src="{PICTURE}{index}" alt="{escape(block.picture.alt)}" style="'
                    f"{_above(parts[0].gap)};margin-left:{block.x + parts[0].placed.x:.3f}pt;"
                    f'width:{block.width:.3f}pt;height:{block.height:.3f}pt"></figure>{self._under(parts[0])}'
                )
            case SetTable() as block:
                return "".join(self._table(block, part) for part in parts)
            case _ as block:
                assert_never(block)

    # -- paragraphs

    def _paragraph(self, block: SetParagraph, parts: list[PagePart], cell_x: float = 0.0) -> str:
        setting = self._noted(set_lines(block, self._base(block)))
        tag = f"h{block.paragraph.outline}" if block.paragraph.outline else "p"
        head = f'<{tag} class="k-{block.style.kind}{{}}"{{}}{{}}'
        head += f' id="{escape(block.paragraph.anchor)}"' if block.paragraph.anchor else ""
        if block.paragraph.outline:
            head += f' data-label="{escape(block.text.replace(LINE_BREAK, " "))}"'
        head += ">"
        x = _usual_x(setting, cell_x)
        first = setting.lines[0].x - cell_x if setting.lines else x
        pieces = []
        for part in parts:
            content = self._piece(block, setting, part.placed, x, cell_x)
            if len(parts) == 1:
                styles = self._styles(block, part.gap, x + part.placed.x, first - x)
                return (
                    head.format(
                        f" s{setting.steps}{_turn(part.opens)}",
                        styles,
                        self._page_attributes(part.opens, block),
                    )
                    + content
                    + f"</{tag}>{self._under(part)}"
                )
            begin = first if part.placed.first == 0 else x
            pieces.append(
                f'<span class="piece{_turn(part.opens)}"'
                + self._styles(None, part.gap, part.placed.x, begin - x)
                + f"{self._page_attributes(part.opens)}>{content}</span>{self._under(part, x)}"
            )
        return head.format(f" s{setting.steps}", self._styles(block, 0, x, 0), "") + "".join(pieces) + f"</{tag}>"

    def _piece(self, block: SetParagraph, setting: Setting, placed: Placed, x: float, cell_x: float) -> str:
        rows = []
        for number in range(placed.first, placed.last):
            row = line_html(setting, number)
            if block.pair_lines and number == len(block.lines) - 1:
                row = self._with_pair(block, row)
            offset = setting.lines[number].x - cell_x - x
            if number and abs(offset) > 0.005:
                row = f'<span style="margin-left:{offset:.3f}pt">{row}</span>'
            rows.append(row)
        content = "\n".join(rows)
        targets = [run.target for run in (*block.runs, *block.paragraph.pair) if run.target]
        if targets and block.style.kind.startswith("contents"):
            content = f'<a href="#{escape(targets[0])}">{content}</a>'
        return content

    def _with_pair(self, block: SetParagraph, row: str) -> str:
        """The last line, then the text at its right end, and the dots that lead to it.

        In boxes of fixed width inside the line: positioned ones would be painted, and read, after the whole page."""
        setting = self._noted(set_lines(block, self._base(block), pair=True))
        line, right = block.lines[-1], setting.lines[0].x
        end, leader = right, ""
        if block.paragraph.leader:
            start = line.x + line.width + block.size / 2
            stop = right - block.size / 4
            if stop - start > block.size / 2:
                end = start
                leader = f'<span class="leader" style="width:{stop - start:.3f}pt"></span>'
        text = line_html(setting, 0)
        return (
            f'<span class="held" style="width:{end - line.x:.3f}pt">{row}</span>{leader}'
            f'<span class="pair s{setting.steps}">{text}</span>'
        )

    def _styles(self, block: SetParagraph | None, gap: float, x: float, indent: float) -> str:
        """Inline style of what the kind's CSS rule does not say already."""
        wanted = []
        if abs(gap) > 0.005:
            wanted.append(f"{'padding' if gap > 0 else 'margin'}-top:{gap:.3f}pt")
        if abs(x) > 0.005:
            wanted.append(f"margin-left:{x:.3f}pt")
        if abs(indent) > 0.005:
            wanted.append(f"text-indent:{indent:.3f}pt")
        if block is not None:
            house = self.composed.house
            usual = house.styles[block.style.kind]
            if block.size != usual.size:
                wanted.append(f"font-size:{block.size:g}pt")
            if block.leading != (house.grid.pitch if usual.leading is None else usual.leading):
                wanted.append(f"line-height:{block.leading:g}pt")
        return f' style="{";".join(wanted)}"' if wanted else ""

    def _base(self, block: SetParagraph) -> tuple[str, bool]:
        face = self.composed.primaries[block.style.font, block.style.bold]
        return face.key, face.bold

    def _noted(self, setting: Setting) -> Setting:
        self.spacings.add(setting.steps)
        for line in setting.stretches:
            for stretch in line:
                self.spacings.add(stretch.steps)
                self.shifts.add(stretch.shift)
        return setting

    # -- tables

    def _table(self, block: SetTable, part: PagePart) -> str:
        rows = []
        weight = self.composed.house.tables.inner
        block = block.beginning(part.placed.first)
        parts = block.rows_of(part.placed.first, part.placed.last)
        for at, piece in enumerate(parts):
            tag = "th" if piece.row < block.table.heads else "td"
            row = "".join(self._cells(tag, block, parts, at))
            rows.append(f'<tr style="height:{piece.bottom - piece.top:.3f}pt">{row}</tr>')
        line = block.line_over(part.placed.first)
        over, gap = "", part.gap
        if line is not None:
            over = self._paragraph(line, [PagePart(Placed(0, 0, 0, len(line.lines)), gap, None)])
            gap = line.after
        widths = (right - left for left, right in pairwise(block.columns))
        columns = "".join(f'<col style="width:{width:.3f}pt">' for width in widths)
        return (
            f'<figure class="table{_turn(part.opens)}" style="{_above(part.gap if line is None else 0.0)}"'
            f"{self._page_attributes(part.opens)}>{over}"
            f'<table style="margin-left:{block.columns[0] + part.placed.x - weight / 2:.3f}pt;'
            f'width:{block.columns[-1] - block.columns[0]:.3f}pt"><colgroup>{columns}</colgroup>'
            f"{''.join(rows)}"
            f"</table></figure>{self._under(part)}"
        )

    def _cells(self, tag: str, block: SetTable, parts: Sequence[RowPart], at: int) -> Iterator[str]:
        """The cells that begin in a part of a row on a page; merged ones that began on an earlier page are empty there."""
        for row, column, stretch, count in block.begun(parts, at):
            across = block.table.all_rows[row][column].across
            spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{count}"' if count > 1 else "")
            yield self._cell(tag, spans, block.cells[row][column], block.columns[column], block.lines_of(row, column, stretch))

    def _cell(self, tag: str, spans: str, cell: SetParagraph, x: float, lines: tuple[int, int, float]) -> str:
        """Some lines of a cell whose edge is at `x`. Half of the collapsed border lies inside the cell."""
        first, last, below = lines
        weight = self.composed.house.tables.inner
        content = self._paragraph(cell, [PagePart(Placed(0, 0, first, last), below - weight / 2, None)], x + weight / 2)
        if "rowspan" in spans:  # WeasyPrint 70 makes the last row of a merged cell, where rows have heights, as high as all of it
            content = f'<div class="over">{content}</div>'
        full = ' class="full"' if below < weight else ""  # its text and the borders would push the row higher
        if "rowspan" in spans:  # WeasyPrint 70 makes the last of its rows as high as all that it holds
            content = f'<div style="height:0">{content}</div>'
        return f"<{tag}{full}{spans}>{content}</{tag}>"

    # -- pages

    def _page_attributes(self, page: Page | None, block: SetParagraph | None = None) -> str:
        """The running page number, and an id by which `pdf` finds the page again."""
        if page is None:
            return ""
        text = escape(page.label)
        recto, verso = (text, "") if page.box.right_hand else ("", text)
        name = "" if block is not None and block.paragraph.anchor else f' id="{page_id(page.number)}"'
        return f'{name} data-recto="{recto}" data-verso="{verso}"'


def _above(gap: float) -> str:
    """White above, or how far up a block goes that stands beside the one before it."""
    return f"{'padding' if gap >= 0 else 'margin'}-top:{gap:.3f}pt"


def page_id(number: int) -> str:
    """The anchor of the first thing on physical page `number`, unless that has a name of its own."""
    return f"page-{number}"


def _usual_x(setting: Setting, cell_x: float) -> float:
    """Where the lines after the first begin, or the only one."""
    later = [line.x for line in setting.lines[1:]] or [line.x for line in setting.lines] or [cell_x]
    return max(set(later), key=lambda x: (later.count(x), -x)) - cell_x


def _turn(page: Page | None) -> str:
    return " turn" if page is not None and page.number > 1 else ""


def _on(leaf: str) -> str:
    return f" on-{leaf}" if leaf else ""


def _open(region: str, leaf: str) -> str:
    return f'<nav class="{region}">' if region == "contents" else f'<section class="{region}{_on(leaf)}">'


def _close(region: str) -> str:
    return "" if not region else "</nav>" if region == "contents" else "</section>"
