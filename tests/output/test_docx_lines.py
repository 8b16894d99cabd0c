"""LibreOffice sets every line and every page of the DOCX as they stand in the PDF."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import Run
from example_issues import NAMES, composed, docx, pdf

from briefing.building import office_pages
from briefing.prove.areas import type_area
from briefing.prove.page_lines import Agreement, compare, rows
from briefing.prove.pdf_pages import Glyph, Pdf, PdfPage, Rect, read_pdf

AREA = Rect(0, 0, 500, 800)
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_breaks_the_same_lines(name: str) -> None:
    house = composed(name).house
    printed = read_pdf(office_pages.print_docx(docx(name), house))
    found = compare(read_pdf(pdf(name)), printed, lambda page: type_area(house, page))
    assert found.complete, found.differences
    assert found.of_lines > 25 and found.of_pages == len(composed(name).pages)


@pytest.mark.slow
@needs_office
def test_the_figure_stays_in_the_manifest_until_the_docx_changes(briefing: Run, sample: Path) -> None:
    shelf = sample.parent.parent
    folder = shelf / "build" / "2024-05"

    def manifest() -> dict[str, object]:
        found: dict[str, object] = json.loads((folder / "manifest.json").read_text("utf-8"))
        return found

    assert briefing("build", "5", cwd=shelf).code == 0
    ran = briefing("prove", "5", "--office", cwd=shelf)
    assert (ran.code, ran.err) == (0, "")
    assert "LibreOffice" in ran.out
    figures = manifest()["office"]
    assert isinstance(figures, dict) and figures["lines"] == figures["of_lines"] > 0
    assert "没有变化" in briefing("build", "5", cwd=shelf).out
    assert briefing("build", "5", "--force", cwd=shelf).code == 0
    assert manifest()["office"] == figures
    (sample / "01-甲.md").write_text("# 甲市：另一个题目\n\n另一段文字。\n", encoding="utf-8")
    assert briefing("build", "5", cwd=shelf).code == 0
    assert "office" not in manifest()


def test_without_libreoffice_it_says_so(briefing: Run, sample: Path) -> None:
    shelf = sample.parent.parent
    assert briefing("build", "5", cwd=shelf).code == 0
    ran = briefing("prove", "5", "--office", cwd=shelf, PATH="/nowhere")
    assert ran.code == 4
    assert "没有 LibreOffice" in ran.err and "Traceback" not in ran.err


def page(number: int, *lines: str) -> PdfPage:
    glyphs = [Glyph(char, 10.0 * x, 30.0 * y, 10, 10, 0, False) for y, line in enumerate(lines, 1) for x, char in enumerate(line)]
    return PdfPage(number, 500, 840, tuple(glyphs), ())


def test_lines_are_compared_by_their_characters() -> None:
    one = Pdf((page(1, "甲乙丙", "丁 戊", "一、题……………3"), page(2, "末行")), ())
    assert compare(one, Pdf((page(1, "甲乙丙", "丁戊", "一、题.......3"), page(2, "末行")), ()), lambda _: AREA).complete
    other = compare(one, Pdf((page(1, "甲乙", "丙丁戊", "一、题3"), page(2, "末行")), ()), lambda _: AREA)
    assert other == Agreement(2, 4, 1, 2, ("-甲乙丙", "-丁戊", "+甲乙", "+丙丁戊"))
    assert compare(one, Pdf(one.pages[:1], ()), lambda _: AREA)[:4] == (3, 4, 1, 2)


def test_an_opening_bracket_that_is_closed_up_follows_the_narrow_letter_before_it() -> None:
    letter, bracket = Glyph("s", 10.0, 30.0, 6.2, 16, 0, False), Glyph("（", 8.2, 30.0, 16, 16, 0, False)
    (row,) = rows([bracket, letter])
    assert [glyph.char for glyph in row] == ["s", "（"]


def test_what_stands_below_the_type_area_is_no_line() -> None:
    one = Pdf((page(1, *["行"] * 30),), ())
    assert compare(one, one, lambda _: Rect(0, 0, 500, 600)).of_lines == 20
