"""A page's marks → SVG, 1 unit a pt: a `<text>` for each line that a reader sees, in which every stretch knows its source place
(`data-src="file:line:column"` of its first character). What belongs to one line stands together, the rest in painting order.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple, assert_never

from briefing.files.world import World
from briefing.model.sheet import SOFT_HYPHEN
from briefing.output.faces import FaceFile, face_files
from briefing.output.screen.stretches import stretches
from briefing.output.screen.web_fonts import family
from briefing.output.stand_in_pictures import shown
from briefing.paint.marks import Aside, Bar, Dots, FaceKey, Form, Glyphs, Image, Painted, PaintedPage


class Earlier(NamedTuple):
    """Pages as they were drawn before, of the same issue."""

    painted: Painted
    pages: Sequence[str]


def pages(
    painted: Painted, world: World, files: Mapping[FaceKey, FaceFile] | None = None, earlier: Earlier | None = None
) -> list[str]:
    """An `<svg class="sheet">` of each page, to stand in HTML beside `style_sheet`. `files`: the faces, where they are open
    already; `earlier` spares drawing a page again whose marks are the same. Raises InputError for a face or picture that
    cannot be used."""
    tools = _Tools(painted, world, face_files(painted, world) if files is None else files)
    if earlier is None or not _alike(painted, earlier.painted):
        return [_page(page, tools) for page in painted.pages]
    known = [*zip(earlier.painted.pages, earlier.pages, strict=True)]
    return [
        known[index][1] if index < len(known) and known[index][0] == page and not _pictured(page) else _page(page, tools)
        for index, page in enumerate(painted.pages)
    ]


def _alike(one: Painted, other: Painted) -> bool:
    """Whether the same marks are drawn the same way."""
    return (one.faces, one.colors, one.language) == (other.faces, other.colors, other.language)


def _pictured(page: PaintedPage) -> bool:
    """A picture's file may be another one by now."""
    return any(isinstance(mark, (Image, Form)) for mark in page.marks)


class _Tools(NamedTuple):
    painted: Painted
    world: World
    files: Mapping[FaceKey, FaceFile]

    def rgb(self, color: str) -> str:
        return self.painted.colors[color].rgb


class _Look(NamedTuple):
    """What a line has, and a part of it only where it differs."""

    family: str
    size: float
    fill: str

    def attributes(self, line: _Look | None = None) -> str:
        said = (("font-family", self.family), ("font-size", _n(self.size)), ("fill", self.fill))
        known = line and (("font-family", line.family), ("font-size", _n(line.size)), ("fill", line.fill))
        return "".join(f' {name}="{value}"' for name, value in said if not known or (name, value) not in known)


def _page(page: PaintedPage, tools: _Tools) -> str:
    drawn: list[_Line | str] = []
    lines: dict[int, _Line] = {}
    for mark in page.marks:
        match mark:
            case Glyphs():
                if mark.line not in lines:
                    drawn.append(lines.setdefault(mark.line, _Line(mark, tools)))
                lines[mark.line].add(mark)
            case Bar():
                drawn.append(_bar(mark, tools))
            case Dots():
                drawn.append(_dots(mark, tools))
            case Image() | Form():
                drawn.append(_image(mark, tools))
            case _:
                assert_never(mark)
    width, height = _n(page.box.width), _n(page.box.height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="sheet" lang="{escape(tools.painted.language)}"'
    return "\n".join(
        [f'{head} viewBox="0 0 {width} {height}" width="{width}pt" height="{height}pt">', *map(str, drawn), "</svg>"]
    )


class _Line:
    """A line of text, from its first run on."""

    def __init__(self, first: Glyphs, tools: _Tools) -> None:
        self._tools, self._look, self._y = tools, _look(first, tools), first.baseline
        self._pen = self._y
        turn = f' transform="translate({_n(2 * self._y)} 0) rotate(90)"' if first.turned else ""
        self._parts = [f'<text y="{_n(self._y)}"{turn}{self._look.attributes()}>']

    def add(self, mark: Glyphs) -> None:
        look = _look(mark, self._tools).attributes(self._look)
        for stretch in stretches(mark, self._tools.files[mark.face]):
            self._parts.append(f'<tspan x="{_n(stretch.x)}"')
            if mark.baseline != self._pen:
                self._pen = mark.baseline
                self._parts.append(f' y="{_n(self._pen)}"')
            if stretch.spacing:
                self._parts.append(f' letter-spacing="{_n(stretch.spacing, 3)}"')
            if mark.span is not None:
                self._parts.append(f' data-src="{escape(str(mark.span.shifted(stretch.start)))}"')
            self._parts.append(f"{look}>{_shown(mark.text[stretch.start : stretch.end])}</tspan>")

    def __str__(self) -> str:
        return "".join([*self._parts, "</text>"])


def _shown(text: str) -> str:
    """Browsers draw no soft hyphen where they do not break the line themselves; nor is one to be copied."""
    return escape(text).replace(SOFT_HYPHEN, '<tspan style="user-select:none">-</tspan>')


def _look(mark: Glyphs, tools: _Tools) -> _Look:
    return _Look(family(mark.face), mark.size, tools.rgb(mark.color))


def _bar(mark: Bar, tools: _Tools) -> str:
    place = _attributes(x=mark.left, y=mark.top, width=mark.right - mark.left, height=mark.bottom - mark.top)
    return f'<rect{place} fill="{tools.rgb(mark.color)}"/>'


def _dots(mark: Dots, tools: _Tools) -> str:
    """Dashes without length, whose round ends are the dots."""
    weight = mark.weight
    place = _attributes(x1=mark.left + weight / 2, x2=mark.right - weight / 2 + weight / 50, y1=mark.y, y2=mark.y)
    look = f'stroke="{tools.rgb(mark.color)}" stroke-width="{_n(weight)}" stroke-linecap="round"'
    return f'<line{place} {look} stroke-dasharray="0 {mark.step:.5f}"/>'


def _image(mark: Image | Form, tools: _Tools) -> str:
    picture = shown(mark, tools.painted, tools.world)
    alt = "" if isinstance(mark.home, Aside) else tools.painted.nodes[mark.home].alt
    place = _attributes(x=mark.left, y=mark.top, width=mark.right - mark.left, height=mark.bottom - mark.top)
    source = "" if mark.span is None else f' data-src="{escape(str(mark.span))}"'
    data = f"data:image/{picture.format.lower()};base64,{base64.b64encode(picture.data).decode()}"
    return f'<image{place} preserveAspectRatio="none" role="img" aria-label="{escape(alt)}"{source} href="{data}"/>'


def _attributes(**values: float) -> str:
    return "".join(f' {name}="{_n(value)}"' for name, value in values.items())


def _n(value: float, places: int = 2) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
