"""Lines of a composed paragraph → inline HTML whose glyphs stand where the lines say.

A line is text, ended by a newline under `white-space: pre`; only what differs from its paragraph's commonest
face and letter-spacing stands in a span. That is cheapest for WeasyPrint: it never looks for a break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.model.sheet import SOFT_HYPHEN
from briefing.output.css.spacing import Spacer
from briefing.output.css.stylesheet import face_class
from briefing.typeset.composed import FaceRun, Line, SetParagraph

_DASHES = "\u2014\u2015\u2500"


class SpanLook(NamedTuple):
    """What a stretch of characters is set in.

    Han and Latin are always boxes apart: Pango loses half a letter-spacing where the face changes in one."""

    face: str
    bold: bool
    size: float
    style: str


class SpacedText(NamedTuple):
    """Characters of one look and one letter-spacing: one text box."""

    text: str
    look: SpanLook
    steps: int
    shift: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A paragraph's text with its lines cut into stretches; `base` and `steps` are what most share."""

    lines: tuple[Line, ...]
    stretches: tuple[tuple[SpacedText, ...], ...]
    base: SpanLook
    steps: int


def set_lines(paragraph: SetParagraph, base: tuple[str, bool], pair: bool = False) -> Setting:
    """Cut the paragraph's lines (or those of its pair) into stretches. `base`: its face, as in FaceRun."""
    lines, faces = (paragraph.lines, paragraph.faces)
    text, widths = paragraph.text, paragraph.widths
    if pair:
        lines, faces = (paragraph.pair_lines, paragraph.pair_faces)
        text = "".join(run.text for run in paragraph.paragraph.pair)
    usual = SpanLook(*base, paragraph.size, "")
    looks = _looks(text, faces, usual)
    if pair:
        widths = tuple(look.size for look in looks)  # a few words, and never justified
    stretches = tuple(tuple(stretches_of(text, looks, widths, line)) for line in lines)
    counts = Counter[int]()
    for stretch in (s for line in stretches for s in line):
        counts[stretch.steps] += len(stretch.text)
    steps = max(counts, key=lambda value: (counts[value], -abs(value)), default=0)
    return Setting(lines, stretches, usual, steps)


def _looks(text: str, faces: Sequence[FaceRun], base: SpanLook) -> list[SpanLook]:
    looks = [base] * len(text)
    for run in faces:
        look = SpanLook(run.face, run.bold, run.size, run.style)
        for index in range(run.start, run.end):
            looks[index] = look
    return looks


def stretches_of(text: str, looks: Sequence[SpanLook], widths: Sequence[float], line: Line) -> Iterator[SpacedText]:
    """The boxes of one line of `text`, whose characters have those looks and natural advances (pt)."""
    spacer = Spacer()
    last = line.end - 1
    at = line.start

    def joined(place: int) -> bool:
        """Whether a dash and the one before it are one mark: shaped in one box, where faces have glyphs that meet."""
        return line.start < place < line.end and text[place - 1] == text[place] in _DASHES and looks[place - 1] == looks[place]

    while at < line.end:
        look, after = looks[at], line.after[at - line.start]
        end = at + 1
        while end < line.end and looks[end] == look:
            # What follows the last character of a line shows nowhere.
            if end != last and abs(line.after[end - line.start] - after) > 1e-6:
                break
            end += 1
        while joined(end) and not joined(at + 1):
            end -= 1
        while joined(end):
            end += 1
        behind = line.after[end - 1 - line.start]
        if end > last:
            behind = after
        if at == last:
            after = behind = 0.0
        for box in spacer.boxes(widths[at:end], after, look.size):
            yield SpacedText(text[at : at + box.length], look, box.steps, box.shift)
            at += box.length
        spacer.error += after - behind


def line_html(setting: Setting, number: int) -> str:
    """The HTML of line `number`, without its newline."""
    return "".join(_stretch_html(stretch, setting) for stretch in setting.stretches[number])


def _stretch_html(stretch: SpacedText, setting: Setting) -> str:
    base, look = setting.base, stretch.look
    classes = []
    style = ""
    if look.style:
        classes.append(f"i-{look.style}")
    if (look.face, look.bold) != (base.face, base.bold):
        classes.append(face_class(look.face, look.bold))
    if look.size != base.size:
        style = f' style="font-size:{look.size:g}pt;line-height:0"'
    if stretch.steps != setting.steps or (stretch.steps and look.size != base.size):  # pt are inherited, not ems
        classes.append(f"s{stretch.steps}")
    if stretch.shift:
        classes.append(f"g{stretch.shift}")
    text = escape(stretch.text, quote=False).replace(SOFT_HYPHEN, "-")  # Pango shows none within a line
    if not classes and not style:
        return text
    return f'<span class="{" ".join(classes)}"{style}>{text}</span>'
