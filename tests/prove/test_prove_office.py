"""What a word processor made of the DOCX, held against the PDF: lost, doubled and shifted text is found and traced.

The PDF itself, spoilt, stands for the print of a word processor.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import example_issues
import pytest
from conftest import ROOT, Run
from prove_spoil import Row, edited_docx, respell, rows, without_page

from briefing.core.errors import Severity
from briefing.diagnostics.codes import codes
from briefing.prove import Expected, prepare
from briefing.prove.check_office import OfficeProof, check_office
from briefing.prove.pdf_pages import read_pdf

NAME = "2022-17"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")


@cache
def expected() -> Expected:
    composed = example_issues.composed(NAME)
    return prepare(composed.sheet, composed.house, example_issues.source(NAME).world.issue, composed.drawings)


def proof(theirs: bytes) -> OfficeProof:
    return check_office(expected(), read_pdf(example_issues.pdf(NAME)), read_pdf(theirs), "LibreOffice")


def text_of(row: Row) -> str:
    return "".join(sort.char for sort in row)


def source_line(words: str) -> tuple[str, int]:
    """Of the only paragraph that holds `words`."""
    passage = next(passage for passage in expected().passages if words in passage.text)
    span = passage.span_of(passage.text.index(words))
    assert span is not None
    return span.file, span.line


def test_the_same_pages_agree() -> None:
    found = proof(example_issues.pdf(NAME))
    assert found.agreement.complete and found.diagnostics == () and (found.lost, found.doubled) == (0, 0)
    assert found.figures() == {"lines": 146, "of_lines": 146, "pages": 8, "of_pages": 8, "lost": 0, "doubled": 0}


def test_a_lost_line_is_an_error() -> None:
    lost = rows(example_issues.pdf(NAME), 3)[4]
    found = proof(respell(example_issues.pdf(NAME), 3, lambda lines: lines[:4] + lines[5:]))
    assert (found.lost, found.doubled) == (len(lost), 0)
    first = found.diagnostics[0]
    assert (first.code, first.severity) == ("office-text", Severity.ERROR) and "少了" in first.message
    assert first.span is not None and (first.span.file, first.span.line) == source_line(text_of(lost))
    assert {item.code for item in found.diagnostics} <= codes().keys()


def test_a_line_that_is_there_twice_is_an_error() -> None:
    def twice(lines: list[Row]) -> list[Row]:
        return [*lines[:5], [replace(sort, y=sort.y + 10) for sort in lines[4]], *lines[5:]]

    again = rows(example_issues.pdf(NAME), 3)[4]
    found = proof(respell(example_issues.pdf(NAME), 3, twice))
    assert (found.lost, found.doubled) == (0, len(again))
    assert "多了" in found.diagnostics[0].message and found.diagnostics[0].severity is Severity.ERROR


def test_a_lost_page_is_an_error() -> None:
    found = proof(without_page(example_issues.pdf(NAME), 4))
    assert found.lost > 300 and found.agreement.of_pages == 8 and found.agreement.pages < 8


def test_a_character_carried_over_is_a_warning() -> None:
    """Its line and the next are named with their places; the text is all there."""

    def carry(lines: list[Row]) -> list[Row]:
        last = lines[4][-1]
        lines[5] = [replace(last, x=lines[5][0].x - 16, y=lines[5][0].y), *lines[5]]
        lines[4] = lines[4][:-1]
        return lines

    whole = rows(example_issues.pdf(NAME), 3)[4]
    found = proof(respell(example_issues.pdf(NAME), 3, carry))
    assert (found.lost, found.doubled, found.agreement.lines) == (0, 0, 144)
    assert [(item.code, item.severity) for item in found.diagnostics] == [("office-line", Severity.WARNING)] * 2
    first = found.diagnostics[0]
    assert first.message.startswith("PDF 第3页第5行") and "LibreOffice 排的是" in first.message
    assert first.span is not None and (first.span.file, first.span.line) == source_line(text_of(whole))


def test_text_in_another_order_is_not_lost() -> None:
    """Word processors paint what floats before what it floats on."""
    found = proof(respell(example_issues.pdf(NAME), 8, lambda lines: [*lines[-4:], *lines[:-4]]))
    assert (found.lost, found.doubled) == (0, 0) and found.agreement.complete


def test_a_line_on_the_next_page_differs_by_page() -> None:
    def up(lines: list[Row]) -> list[Row]:
        return [[replace(sort, y=sort.y + 1000) for sort in lines[0]], *lines[1:]]

    found = proof(respell(example_issues.pdf(NAME), 4, up))
    page = next(item for item in found.diagnostics if item.code == "office-page")
    assert "第 4 页" in page.message and page.severity is Severity.WARNING and page.span is not None


@pytest.mark.slow
@needs_office
def test_a_build_compares_when_asked_to(briefing: Run, tmp_path: Path) -> None:
    folders = [str(ROOT / "issues" / name) for name in example_issues.NAMES]
    ran = briefing("build", *folders, "--office", "-o", str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert "文字一字不差，与 PDF 相同的有 146/146 行、8/8 页" in ran.out and ran.out.count("文字一字不差") == len(folders)
    made = tmp_path / NAME / f"{NAME}.docx"
    made.write_bytes(edited_docx(made.read_bytes(), lambda text: text.replace("简报", "简", 1)))
    ran = briefing("prove", str(ROOT / "issues" / NAME), "--office", "-o", str(tmp_path))
    assert ran.code == 3 and "office-text" in ran.err + ran.out and "少了" in ran.err + ran.out


def test_without_libreoffice_nothing_is_built(briefing: Run, sample: Path) -> None:
    shelf = sample.parent.parent
    ran = briefing("build", "5", "--office", cwd=shelf, PATH="/nowhere")
    assert ran.code == 4 and "没有 LibreOffice" in ran.err and not (shelf / "build").exists()
