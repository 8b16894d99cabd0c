"""Text: every character of the sources exactly once and in order, in each output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.core.errors import Span
from briefing.model.sheet import LINE_BREAK
from briefing.prove.aligned import Difference, differences
from briefing.prove.expected import REFERENCE, Expected
from briefing.prove.findings import Faults, shown
from briefing.prove.reading import Reading

if TYPE_CHECKING:
    from briefing.prove.docx_text import Docx, DocxParagraph

#: So much is quoted before a difference.
_BEFORE = 6
#: Surplus text of so many characters that the sources have elsewhere is there twice; a shorter one stands anywhere.
_REPEATED = 6


def check_pdf_text(reading: Reading, findings: Faults) -> None:
    changes = reading.differences
    if not changes:
        return
    first = changes[0]
    message = _told(reading.expected.text, reading.text, changes)
    line = reading.line_near(first.found_start - (first.found_start == first.found_end))
    span = _span(reading.expected, reading.text, first)
    if line is None:
        findings.on_page("prove-text", message, 0, span)
        return
    findings.on_line("prove-text", message, line, span=span)


def check_docx_text(expected: Expected, docx: Docx, findings: Faults) -> None:
    filled = [paragraph for paragraph in docx.said_once if paragraph.text]
    found = "".join(paragraph.text for paragraph in filled)
    changes = differences(expected.text, found)
    if changes:
        first = changes[0]
        number, span = _number(filled, first.found_start), _span(expected, found, first)
        findings.in_docx("prove-text", _told(expected.text, found, changes), number, span)
        return
    if [paragraph.text for paragraph in filled] != [passage.text for passage in expected.passages]:
        _divided(expected, filled, findings)
        return
    for passage, paragraph in zip(expected.passages, filled, strict=True):
        if passage.full.replace(LINE_BREAK, "") != paragraph.full:
            message = f"空格与稿件不同：{shown(paragraph.full)}"
            findings.in_docx("prove-text", message, paragraph.number, passage.span_of(0))


def _divided(expected: Expected, filled: Sequence[DocxParagraph], findings: Faults) -> None:
    for passage, paragraph in zip(expected.passages, filled, strict=False):
        if passage.text != paragraph.text:
            findings.in_docx("prove-text", f"分段与稿件不同：{shown(paragraph.text)}", paragraph.number, passage.span_of(0))
            return


def _number(paragraphs: Sequence[DocxParagraph], place: int) -> int:
    """Of the paragraph that holds character `place` of them all."""
    for paragraph in paragraphs:
        place -= len(paragraph.text)
        if place < 0:
            return paragraph.number
    return paragraphs[-1].number if paragraphs else 0


def _told(wanted: str, found: str, changes: Sequence[Difference]) -> str:
    """The first difference with what is before it, and how many there are."""
    first = changes[0]
    missing, extra = _plain(wanted[first.start : first.end]), _plain(found[first.found_start : first.found_end])
    before = _plain(wanted[max(0, first.start - _BEFORE) : first.start])
    where = f"“{before}”之后" if before else "开头"
    if missing and extra:
        said = f"{where}应为{shown(missing)}，却是{shown(extra)}"
    elif missing:
        said = f"{where}缺少{shown(missing)}（{len(missing)} 字）"
    else:
        again = "重复了" if len(extra) >= _REPEATED and extra in wanted else "多出了"
        said = f"{where}{again}{shown(extra)}（{len(extra)} 字）"
    return said + (f"；共有 {len(changes)} 处不同" if len(changes) > 1 else "")


def _span(expected: Expected, found: str, change: Difference) -> Span | None:
    """Where the sources have what is missing, wrong, or there twice."""
    extra = found[change.found_start : change.found_end]
    if change.start == change.end and len(extra) >= _REPEATED and (twice := expected.text.find(extra)) >= 0:
        return expected.span_of(twice)
    return expected.span_of(change.start)


def _plain(text: str) -> str:
    return text.replace(REFERENCE, "□")
