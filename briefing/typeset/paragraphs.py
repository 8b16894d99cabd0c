"""Sheet paragraph → SetParagraph: its letters measured, its lines decided, its edges placed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.core.errors import Findings, Severity, Span
from briefing.core.records import dataclass
from briefing.house.style import NO_HYPHENATION, ParagraphStyle
from briefing.model.sheet import LINE_BREAK, Run, SheetParagraph
from briefing.typeset import even_lines, paragraph_ends, titles
from briefing.typeset.classes import WORDLIKE, Level
from briefing.typeset.composed import FaceRun, Line, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.fitted_type import FittedType, TypeLine, fitted
from briefing.typeset.fitting import Fitter, Measure, lines_of
from briefing.typeset.hyphenation import hyphen_places, hyphenated, shifted
from briefing.typeset.justify import set_line
from briefing.typeset.latin_words import words
from briefing.typeset.letters import Letters, letters
from briefing.typeset.strip import Strip

#: What has to go on one line may become so small, or half as large as its style says, pt.
SMALLEST = 22.0
#: Characters of a text that a message quotes.
QUOTED = 20
#: White kept between a line and the text at its right end, em; where dots lead to it, with an em of dots at least.
PAIR_GAP, LEADER_GAP = 1.0, 2.25
#: So much of a text is beside it at least, em, or all of a shorter one: in less every character has a line of its own.
_BESIDE_PAIR = 4.0


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a paragraph goes: from `x` (pt from the left of the type area), `width` wide."""

    x: float
    width: float


def excerpt(text: str) -> str:
    """The beginning of a text, for a message."""
    shown = text.replace(LINE_BREAK, "")
    return shown if len(shown) <= QUOTED else f"{shown[:QUOTED]}…"


def set_paragraph(
    paragraph: SheetParagraph, context: Context, box: TextBox | None = None, runs: Sequence[Run] | None = None,
    style: ParagraphStyle | None = None, fitter: Fitter | None = None,
) -> SetParagraph:  # fmt: skip
    """Decide the lines of `paragraph`.

    `box` is the type area unless given; `runs`, `style` and `fitter` replace the paragraph's own and the house's (page
    references filled in, a table's cell). Missing glyphs, and a nameplate that cannot be fitted, become findings.
    """
    style = style or context.house.styles[paragraph.kind]
    if paragraph.kind == "contents-entry" and style.balance and fitter is None:
        fitter = titles.entry_fitter(context.house.words)
    box = box or TextBox(0.0, context.measure)
    runs = tuple(runs if runs is not None else paragraph.runs)
    pair_runs = paragraph.pair
    if style.fit:
        style = _fitted(paragraph, runs, style, box, context)
    size = style.size
    body = letters(runs, style, size, context.house, context.fonts, context.findings)
    beside = min(sum(body.widths), _BESIDE_PAIR * size)
    pair_lines, pair_faces = _set_pair(pair_runs, style, size, box, context, beside)
    room = replace(box, width=box.width - _reserved(pair_lines, size, paragraph.leader))
    cut = [_cut(task, body, style, context, fitter) for task in tasks(body, paragraph, style, size, room, context)]
    if fitter is None:  # a table says itself which column is too narrow
        _report_cuts(cut, runs, paragraph, context.findings)
    if places := [task.offset + end - 1 for task, ends in cut for end in ends if task.strip.tail[end - 1]]:
        runs = hyphenated(runs, places)
        body = letters(runs, style, size, context.house, context.fonts, Findings())
        again = tasks(body, paragraph, style, size, room, context)
        hyphens = [[end - 1 for end in ends if task.strip.tail[end - 1]] for task, ends in cut]
        cut = [(task, shifted(ends, own)) for task, (_, ends), own in zip(again, cut, hyphens, strict=True)]
    lines = _set_lines(cut, style)
    return SetParagraph(
        paragraph=paragraph,
        style=style,
        runs=runs,
        lines=tuple(lines),
        faces=body.faces,
        widths=tuple(body.widths),
        pair_lines=pair_lines,
        pair_faces=pair_faces,
        size=size,
        leading=context.leading(style),
        before=style.before,
        after=style.after,
    )


def pieces(body: Letters) -> list[tuple[int, Letters]]:
    """The text cut at forced breaks: each piece with its place. A break belongs to no piece."""
    found: list[tuple[int, Letters]] = []
    start = 0
    for part in body.text.split(LINE_BREAK):
        end = start + len(part)
        raised = frozenset(i - start for i in body.raised if start <= i < end)
        found.append(
            (
                start,
                Letters(part, body.widths[start:end], body.sizes[start:end], body.blanks[start:end], raised, ()),
            )
        )
        start = end + 1
    return found


class Task(NamedTuple):
    """A piece of a paragraph up to a forced break, to be cut into lines. `offset`: of the piece in the text; `first` and `rest`:
    x of its first line and of the others, pt from the left of the type area."""

    strip: Strip
    measure: Measure
    offset: int
    first: float
    rest: float


def tasks(
    body: Letters, paragraph: SheetParagraph, style: ParagraphStyle, size: float, box: TextBox, context: Context
) -> Iterator[Task]:
    rules = context.house.composition
    tracking = context.tracking(style, size)
    cell = size + context.tracking(style, size) - style.tracking * size  # an indent counts cells of the grid
    left, right = style.indent_left * cell, style.indent_right * cell
    first = left + style.indent_first * cell
    marks = context.house.opening_marks(style)
    begun = False
    for offset, piece in pieces(body):
        strip = Strip(piece, rules, tracking, "half" if begun and marks == "line" else marks)
        if paragraph.hang and offset == 0:
            hang = min(paragraph.hang, len(strip))
            left = first + sum(strip.widths[:hang]) + sum(strip.gap[:hang]) - sum(strip.head[:1])
            strip.hang(hang)
        indent = left if begun else first
        measure = Measure(box.width - right - indent, box.width - right - left, style.align == "justify")
        yield Task(strip, measure, offset, box.x + indent, box.x + left)
        begun = True


def tasks_of(paragraph: SetParagraph, box: TextBox, context: Context) -> Iterator[Task]:
    """The tasks that the lines of `paragraph`, set in `box`, were the answer to."""
    body = letters(paragraph.runs, paragraph.style, paragraph.size, context.house, context.fonts, context.findings)
    room = replace(box, width=box.width - _reserved(paragraph.pair_lines, paragraph.size, paragraph.paragraph.leader))
    return tasks(body, paragraph.paragraph, paragraph.style, paragraph.size, room, context)


def _reserved(pair: Sequence[Line], size: float, leader: bool) -> float:
    """Room for the text at the right end, pt."""
    return pair[0].width + (LEADER_GAP if leader else PAIR_GAP) * size if pair else 0.0


def _cut(task: Task, body: Letters, style: ParagraphStyle, context: Context, fitter: Fitter | None) -> tuple[Task, list[int]]:
    """The ends of the task's lines; its strip then has the hyphens that words may part with, where there are any."""
    rules = context.house.composition
    if fitter is not None:
        return task, fitter(task.strip, task.measure, rules)
    if style.balance:
        return task, titles.fit(task.strip, task.measure, rules, context.house.words)
    ends = paragraph_ends.kept(task.strip, task.measure, rules, context.fitter(task.strip, task.measure, rules))
    hyphens = _hyphens(body, task.offset, task.strip.text, context) if len(ends) > 1 else {}
    if not hyphens:
        return task, ends
    strip = task.strip.with_hyphens(hyphens)
    return task._replace(strip=strip), context.fitter(strip, task.measure, rules)


def _hyphens(body: Letters, offset: int, text: str, context: Context) -> dict[int, tuple[Level, float]]:
    """Where words of a piece may part, and the width of the hyphen there, pt."""
    language = context.house.composition.hyphenation
    if language == NO_HYPHENATION:
        return {}
    places = hyphen_places(text, language)
    starts = [face.start - offset for face in body.faces] if places else []
    found = {}
    for place, level in places.items():
        face = body.faces[bisect_right(starts, place) - 1]
        found[place] = level, context.fonts.face(face.face, face.bold).advance("-") * face.size
    return found


def _report_cuts(
    cut: Sequence[tuple[Task, list[int]]], runs: Sequence[Run], paragraph: SheetParagraph, findings: Findings
) -> None:
    """Words that are cut as they come, because no line holds them; each is told once, however many lines it takes."""
    for task, ends in cut:
        strip = task.strip
        inside = (end for end in ends[:-1] if strip.kinds[end - 1] in WORDLIKE and strip.kinds[end] in WORDLIKE)
        if parted := [end for end in inside if strip.level[end - 1] >= Level.WORD]:
            for start, stop in words(strip.kinds):
                at = bisect_right(parted, start)
                end = parted[at] if at < len(parted) else stop
                if end >= stop:
                    continue
                findings.add(
                    "word-cut",
                    f"“{excerpt(strip.text[start:stop])}”比一行还长，只好在“{strip.text[start:end][-6:]}”之后断开",
                    _span_at(runs, task.offset + start) or paragraph.span,
                    "请写短些；网址可以只写到主要的部分，英文单词可以用空格或连字符分开。",
                    Severity.WARNING,
                )


def _span_at(runs: Sequence[Run], place: int) -> Span | None:
    for run in runs:
        if place < len(run.text):
            return run.span.shifted(place) if run.span else None
        place -= len(run.text)
    return None


def _set_lines(cut: Sequence[tuple[Task, list[int]]], style: ParagraphStyle) -> Iterator[Line]:
    for (strip, measure, offset, first, rest), ends in cut:
        parts = lines_of(ends) if ends else [(0, 0)]
        full = parts[:-1] if style.align == "justify" else []
        eased = [*even_lines.eased(strip, measure, full), *[0.0] * (len(parts) - len(full))]
        for number, ((start, end), ease) in enumerate(zip(parts, eased, strict=True)):
            x = rest if number else first
            flush = number < len(full)
            yield set_line(strip, start, end, measure.of(number), x, style.align, flush=flush, offset=offset, ease=ease)


def _set_pair(
    runs: tuple[Run, ...], style: ParagraphStyle, size: float, box: TextBox, context: Context, beside: float
) -> tuple[tuple[Line, ...], tuple[FaceRun, ...]]:
    """The text at the right end of the last line, on one line whatever its width. `beside`: for how much there must be room on
    the left of it, pt."""
    if not runs:
        return (), ()
    body = letters(runs, style, size, context.house, context.fonts, context.findings)
    strip = Strip(body, context.house.composition, context.tracking(style, size))
    cell = size + context.house.grid_tracking(size)
    width = box.width - style.indent_right * cell
    if beside:
        beside += (style.indent_left + max(0.0, style.indent_first)) * cell + PAIR_GAP * size
    if strip.natural(0, len(strip)) + beside > width:
        context.findings.add(
            "line-end-too-long",
            f"排在行末的“{excerpt(body.text)}”太长，一行放不下",
            next((run.span for run in runs if run.span), None),
            "请写短些；几个人名可以只写主要的，或改模板，让它自成一段",
        )
    line = set_line(strip, 0, len(strip), width, box.x, "right", flush=False)
    return (line,), body.faces


def _fitted(
    paragraph: SheetParagraph, runs: tuple[Run, ...], style: ParagraphStyle, box: TextBox, context: Context
) -> ParagraphStyle:
    """`style` with the type in which every line between forced breaks goes into the measure; below half its size, or `SMALLEST`,
    it is a finding."""
    body = letters(runs, style, style.size, context.house, context.fonts, Findings())  # set again, and heard then
    em = style.size
    cell = em + context.house.grid_tracking(em)
    room = box.width - (style.indent_first + style.indent_left + style.indent_right) * cell
    strips = [Strip(piece, context.house.composition) for _, piece in pieces(body)]
    lines = [TypeLine(strip.natural(0, len(strip)) / em, max(0, len(strip) - 1)) for strip in strips]
    size, tracking = fitted(lines, FittedType(em, style.tracking), room)
    least = min(em / 2, SMALLEST)
    if size < least:
        context.findings.add(
            "nameplate-too-long",
            f"“{excerpt(paragraph.text)}”太长，缩到 {least:g} 磅一行仍排不下",
            next((run.span for run in runs if run.span), paragraph.span),
            "请把它分成几行写",
        )
        size = least
    return replace(style, size=size, tracking=tracking)
