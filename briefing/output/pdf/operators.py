"""A page's marks as a content stream (ISO 32000-1 §8, §9). PDF counts y upwards: this is the one place that turns it over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, assert_never

from briefing.output.pdf.coded_faces import CodedFont
from briefing.output.pdf.inks import Inks
from briefing.output.pdf.numbers import number, numbers
from briefing.paint.marks import Aside, Bar, Dots, FaceKey, Form, Glyphs, Home, Image, Mark, Node, PaintedPage


class ContentStream(NamedTuple):
    """`held`: the nodes that have marks here, by the number of their marked content."""

    data: bytes
    held: list[int]


class DocumentTools(NamedTuple):
    """What the pages of a document share: fonts by face, names of images and forms by path, colours; `nodes`, where it is
    tagged."""

    fonts: Mapping[FaceKey, CodedFont]
    images: Mapping[str, str]
    forms: Mapping[str, str]
    inks: Inks
    nodes: tuple[Node, ...] | None


def content(page: PaintedPage, tools: DocumentTools) -> ContentStream:
    """All marks in their order, what belongs together marked as such."""
    writer = _Writer(page.box.height, tools)
    held: list[int] = []
    room = page.bleed + page.slug
    out: list[str] = [f"1 0 0 1 {numbers(room, room)} cm"] if room else []
    for home, marks in groupby(page.marks, lambda mark: mark.home):
        drawn = list(writer.marks(list(marks)))
        if tools.nodes is None:
            out += drawn
            continue
        out.append(_tag(home, tools.nodes, len(held)))
        if not isinstance(home, Aside):
            held.append(home)
        out += drawn
        out.append("EMC")
    return ContentStream("\n".join(out).encode("ascii"), held)


def _tag(home: Home, nodes: tuple[Node, ...], number: int) -> str:
    if isinstance(home, Aside):
        return f"/Artifact <</Type/{home.value}>> BDC"
    return f"/{nodes[home].kind} <</MCID {number}>> BDC"


class _Writer:
    """Follows the colours that are set and what state they want, so that each is set once."""

    def __init__(self, height: float, tools: DocumentTools) -> None:
        self._height, self._tools = height, tools
        self._fill = self._stroke = self._state = ""

    def marks(self, marks: list[Mark]) -> Iterator[str]:
        for is_text, group in groupby(marks, lambda mark: isinstance(mark, Glyphs)):
            if is_text:
                yield "BT"
                yield from self._text([mark for mark in group if isinstance(mark, Glyphs)])
                yield "ET"
                continue
            for mark in group:
                match mark:
                    case Bar():
                        yield from self._bar(mark)
                    case Dots():
                        yield from self._dots(mark)
                    case Image():
                        yield self._image(mark)
                    case Form():
                        yield self._form(mark)
                    case Glyphs():
                        raise AssertionError("text is written above")
                    case _:
                        assert_never(mark)

    def _colored(self, name: str) -> Iterator[str]:
        if name != self._fill:
            self._fill = name
            yield self._tools.inks.fill(name)
            yield from self._stated()

    def _stroked(self, name: str) -> Iterator[str]:
        if name != self._stroke:
            self._stroke = name
            yield self._tools.inks.stroke(name)
            yield from self._stated()

    def _stated(self) -> Iterator[str]:
        wanted = self._tools.inks.state(self._fill, self._stroke)
        if wanted != self._state:
            self._state = wanted
            yield wanted

    def _text(self, marks: list[Glyphs]) -> Iterator[str]:
        chosen = ("", 0.0)
        for mark in marks:
            yield from self._colored(mark.color)
            font = self._tools.fonts[mark.face]
            if (font.name, mark.size) != chosen:
                chosen = font.name, mark.size
                yield f"/{font.name} {number(mark.size)} Tf"
            place, turn = (mark.xs[0], self._height - mark.baseline), "1 0 0 1"
            if mark.turned:
                place, turn = (mark.baseline, self._height - mark.xs[0]), "0 -1 1 0"
            yield f"{turn} {numbers(*place)} Tm {_shown(mark, font)}"

    def _bar(self, mark: Bar) -> Iterator[str]:
        """A stroke along its middle: viewers show strokes of one weight alike, wherever they fall between pixels."""
        yield from self._stroked(mark.color)
        width, height = mark.right - mark.left, mark.bottom - mark.top
        x, y = (mark.left + mark.right) / 2, self._height - (mark.top + mark.bottom) / 2
        ends = (mark.left, y, mark.right, y) if width >= height else (x, self._height - mark.top, x, self._height - mark.bottom)
        yield f"{number(min(width, height))} w {numbers(*ends[:2])} m {numbers(*ends[2:])} l S"

    def _dots(self, mark: Dots) -> Iterator[str]:
        """Dashes without length, whose round ends are the dots."""
        yield from self._stroked(mark.color)
        weight = mark.weight
        y = self._height - mark.y
        first, last = mark.left + weight / 2, mark.right - weight / 2
        yield (f"q {number(weight)} w 1 J [0 {mark.step:.5f}] 0 d {numbers(first, y)} m {numbers(last + weight / 50, y)} l S Q")

    def _image(self, mark: Image) -> str:
        width, height = mark.right - mark.left, mark.bottom - mark.top
        box = f"{number(width)} 0 0 {number(height)} {numbers(mark.left, self._height - mark.bottom)}"
        return f"q {box} cm /{self._tools.images[mark.path]} Do Q"

    def _form(self, mark: Form) -> str:
        """Forms are one unit wide and high."""
        width, height = mark.right - mark.left, mark.bottom - mark.top
        box = f"{number(width)} 0 0 {number(height)} {numbers(mark.left, self._height - mark.bottom)}"
        return f"q {box} cm /{self._tools.forms[mark.path]} Do Q"


def _shown(mark: Glyphs, font: CodedFont) -> str:
    """The glyphs, moved where they do not stand at the end of the one before. Whole thousandths of the size, each made up for
    by the next, so that none is more than half of one off its place."""
    codes = font.codes(mark.text)
    xs = mark.xs
    scale = 1000 / mark.size
    origin = xs[0]
    pen = 0.0
    parts: list[str] = []
    moved = False
    widths, written = map(font.widths.__getitem__, codes), map(font.written.__getitem__, codes)
    for x, width, code in zip(xs, widths, written, strict=True):
        shift = round(pen - (x - origin) * scale)
        if shift:
            moved = True
            parts.append(f">{shift}<")
            pen -= shift
        parts.append(code)
        pen += width
    shown = "".join(parts)
    return f"[<{shown}>] TJ" if moved else f"<{shown}> Tj"
