"""Painted → text, a mark a line: for those who look for a place, and for tests.

Page, kind, node, place, look, source, text. Places are pt from the top left corner of the sheet; a run of glyphs has its
baseline, and the steps from each glyph to the next, equal ones counted: `16×27`. A node is named by its way from the root,
numbered where siblings have one kind: `Sect[2]/P[3]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, assert_never

from briefing.core.errors import Span
from briefing.paint.marks import Aside, Bar, Dots, Form, Glyphs, Home, Image, Mark, Node, Painted

#: Steps that differ by less are one, pt.
_SAME = 0.005


class SourceLine(NamedTuple):
    """A line of a source file, from 1."""

    file: str
    line: int

    def holds(self, span: Span | None) -> bool:
        return span is not None and (span.file, span.line) == self


def dump(painted: Painted, at: SourceLine | None = None) -> Iterator[str]:
    """All marks in painting order, or those from `at`."""
    paths = list(_paths(painted.nodes))
    for number, page in enumerate(painted.pages, 1):
        for mark in page.marks:
            if at is None or at.holds(mark_source(mark)):
                yield f"{number}  {_said(mark, _home(mark.home, paths))}"


def mark_source(mark: Mark) -> Span | None:
    return mark.span if isinstance(mark, Glyphs | Image | Form) else None


def _said(mark: Mark, home: str) -> str:
    match mark:
        case Glyphs():
            face = f"{mark.face[0]}{' bold' if mark.face[1] else ''}"
            place = f"x {_n(mark.xs[0])}–{_n(mark.end)} y {_n(mark.baseline)}  {_steps(mark)}"
            return f"text  {home}  {place}  {face} {_n(mark.size)} {mark.color}  {mark.span or '-'}  “{mark.text}”"
        case Bar():
            return f"bar  {home}  {_box(mark)}  {mark.color}"
        case Dots():
            return f"dots  {home}  x {_n(mark.left)}–{_n(mark.right)} y {_n(mark.y)}  {_n(mark.weight)} {mark.color}"
        case Form():
            return f"form  {home}  {_box(mark)}  {mark.span or '-'}  {mark.path}"
        case Image():
            return f"image  {home}  {_box(mark)}  {mark.span or '-'}  {mark.path}"
        case _:
            assert_never(mark)


def _box(mark: Bar | Image | Form) -> str:
    return f"x {_n(mark.left)}–{_n(mark.right)} y {_n(mark.top)}–{_n(mark.bottom)}"


def _steps(mark: Glyphs) -> str:
    counted: list[tuple[float, int]] = []
    for left, right in pairwise((*mark.xs, mark.end)):
        first, count = counted[-1] if counted else (0.0, 0)
        if count and abs(right - left - first) < _SAME:
            counted[-1] = first, count + 1
        else:
            counted.append((right - left, 1))
    return " ".join(_n(step) if count == 1 else f"{_n(step)}×{count}" for step, count in counted)


def _n(value: float) -> str:
    """To a hundredth."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _home(home: Home, paths: list[str]) -> str:
    return f"({home.name.lower()})" if isinstance(home, Aside) else paths[home]


def _paths(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Of every node; parents stand before their children."""
    alike = Counter((node.parent, node.kind) for node in nodes)
    seen: Counter[tuple[int, str]] = Counter()
    found: list[str] = []
    for node in nodes:
        key = node.parent, node.kind
        seen[key] += 1
        name = f"{node.kind}[{seen[key]}]" if alike[key] > 1 else node.kind
        found.append(f"{found[node.parent]}/{name}" if node.parent >= 0 else name)
        yield found[-1]
