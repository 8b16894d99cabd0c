"""The proof: sound files prove clean, and each way of spoiling one is found, named and traced to the sources."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp

import example_issues
import pytest
from conftest import ROOT, Run
from painted_release import write_release
from prove_spoil import (
    Row,
    docx_paragraphs,
    edited_docx,
    moved,
    on_line,
    respell,
    rows,
    without_font_file,
    without_page,
)

from briefing.building import output_proof, stages
from briefing.core import plain
from briefing.core.errors import InternalError
from briefing.diagnostics.codes import codes
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.house.style import PT_PER_MM
from briefing.model.sheet import Sheet
from briefing.output.docx.word_file import write_docx
from briefing.prove import Proof, prepare, prove
from briefing.prove.aligned import differences, matching
from briefing.prove.page_pictures import ShownPages, pictured
from briefing.prove.pdf_pages import Rect, read_pdf
from briefing.prove.report import report
from briefing.prove.set_quality import measure
from briefing.typeset.composed import Composed

EM, PITCH = 16.0, 30.0


@dataclass(frozen=True)
class Made:
    """An issue with its outputs; `sources` by file name."""

    composed: Composed
    fonts: Fonts
    pdf: bytes
    docx: bytes
    sources: dict[str, str]

    def proof(self, pdf: bytes | None = None, docx: bytes | None = None) -> Proof:
        return prove(prepare(self.composed.sheet, self.composed.house), self.fonts, pdf or self.pdf, docx or self.docx)

    def source_line(self, text: str) -> tuple[str, int]:
        """(file, line) of the only source line that holds `text`."""
        found = [
            (name, number)
            for name, source in self.sources.items()
            for number, line in enumerate(source.split("\n"), 1)
            if text in line and name.endswith(".md")
        ]
        assert len(found) == 1, (text, found)
        return found[0]


def make(folder: Path) -> Made:
    world = World(folder)
    composed = stages.compose(stages.read(folder, world))
    fonts = stages.fonts_of(composed.house, world)
    return Made(composed, fonts, write_release(composed, world), write_docx(composed, world), world.sources)


@cache
def variant(setting: str, value: str) -> Made:
    """The printed bulletin of 2022 with one setting changed."""
    folder = Path(mkdtemp(prefix="prove-")) / "2022-17"
    try:
        shutil.copytree(ROOT / "issues" / "2022-17", folder)
        text = (folder / "issue.yaml").read_text("utf-8")
        lines = [line for line in text.splitlines() if not line.startswith(f"{setting}:")]
        (folder / "issue.yaml").write_text("\n".join([*lines, f"{setting}: {value}", ""]), "utf-8")
        return make(folder)
    finally:
        shutil.rmtree(folder.parent)


@pytest.fixture
def made() -> Made:
    """With page numbers in the contents, so that there is more to go wrong."""
    return variant("contents", "pages")


# --- sound files


@pytest.mark.parametrize("name", example_issues.NAMES)
def test_examples_prove_clean(name: str) -> None:
    composed = example_issues.composed(name)
    fonts = stages.fonts_of(composed.house, example_issues.source(name).world)
    expected = prepare(composed.sheet, composed.house, example_issues.source(name).world.issue, composed.drawings)
    proof = prove(expected, fonts, example_issues.pdf(name), example_issues.docx(name))
    assert proof.diagnostics == ()
    assert proof.pages == len(composed.pages)
    assert proof.lines > 25
    assert proof.characters > 500


def test_the_same_text_proves_clean_on_28_by_22() -> None:
    made = variant("house", "gb9704")
    assert made.composed.house.grid.chars == 28
    assert made.proof().diagnostics == ()


def test_contents_with_page_numbers_prove_clean(made: Made) -> None:
    assert made.proof().diagnostics == ()


def test_figures_are_those_of_the_lines(made: Made) -> None:
    proof = made.proof()
    summary = proof.summary()
    assert summary["outputs"] == ["PDF", "DOCX"]
    assert (summary["pages"], summary["findings"]) == (8, 0)
    loosest, tightest = (plain.number(plain.entries(summary[key])["em"]) for key in ("loosest", "tightest"))
    assert 0.02 < loosest < 0.15
    assert tightest <= loosest


# --- spoilt PDFs


def text_of(row: Row) -> str:
    return "".join(sort.char for sort in row)


def fault(proof: Proof, code: str, others: set[str] | None = None) -> tuple[int, int, tuple[str, int]]:
    """(page, line, (file, source line)) of the first finding with `code`; no findings but it and `others`."""
    assert {finding.diagnostic.code for finding in proof.findings} <= {code, *(others or set())}, proof.diagnostics
    found = next((finding for finding in proof.findings if finding.diagnostic.code == code), None)
    assert found is not None, proof.diagnostics
    span = found.diagnostic.span
    assert span is not None
    assert found.diagnostic.code in codes()
    return found.page, found.line, (span.file, span.line)


@pytest.fixture
def body(made: Made) -> tuple[int, int, str]:
    """(page, line, its text) of a full line in the middle of a paragraph."""
    return 3, 5, text_of(rows(made.pdf, 3)[4])


def test_a_glyph_removed(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    proof = made.proof(respell(made.pdf, page, on_line(line, lambda row: row[:6] + row[7:])))
    found = fault(proof, "prove-text")
    assert found[2] == made.source_line(text)
    message = proof.findings[0].diagnostic.message
    assert message.startswith(f"PDF 第{page}页第{line}行：")
    assert f"缺少“{text[6]}”（1 字）" in message
    span = proof.findings[0].diagnostic.span
    assert span is not None
    assert made.sources[span.file].split("\n")[span.line - 1][span.column - 1] == text[6]


def test_a_glyph_replaced(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spoil(row: Row) -> Row:
        return [*row[:6], replace(row[6], code=row[9].code), *row[7:]]

    proof = made.proof(respell(made.pdf, page, on_line(line, spoil)))
    assert fault(proof, "prove-text")[2] == made.source_line(text)
    assert f"应为“{text[6]}”，却是“{text[9]}”" in proof.findings[0].diagnostic.message


def test_two_characters_exchanged(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spoil(row: Row) -> Row:
        return [*row[:6], replace(row[6], code=row[7].code), replace(row[7], code=row[6].code), *row[8:]]

    assert fault(made.proof(respell(made.pdf, page, on_line(line, spoil))), "prove-text")[2] == made.source_line(text)


def test_a_line_shifted_one_mm_sideways(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    proof = made.proof(respell(made.pdf, page, on_line(line, lambda row: moved(row, right=-1))))
    assert fault(proof, "prove-ragged") == (page, line, made.source_line(text))
    assert "偏左 1.0 mm" in proof.findings[0].diagnostic.message


def test_a_line_shifted_one_mm_down(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    proof = made.proof(respell(made.pdf, page, on_line(line, lambda row: moved(row, down=1))))
    assert fault(proof, "prove-grid") == (page, line, made.source_line(text))
    assert "偏下 1.0 mm" in proof.findings[0].diagnostic.message


def test_one_glyph_off_its_baseline(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    proof = made.proof(respell(made.pdf, page, on_line(line, lambda row: [*row[:8], *moved(row[8:9], down=1), *row[9:]])))
    assert fault(proof, "prove-grid") == (page, line, made.source_line(text))


def test_one_glyph_out_of_step(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    proof = made.proof(respell(made.pdf, page, on_line(line, lambda row: [*row[:8], *moved(row[8:9], right=0.6), *row[9:]])))
    assert fault(proof, "prove-gap") == (page, line, made.source_line(text))


def test_an_overfull_line(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spread(row: Row) -> Row:
        return [replace(sort, x=sort.x + 0.8 * number) for number, sort in enumerate(row)]

    proof = made.proof(respell(made.pdf, page, on_line(line, spread)))
    assert fault(proof, "prove-overfull") == (page, line, made.source_line(text))


def test_a_mark_at_the_start_of_a_line(made: Made) -> None:
    """The stop at the end of one line goes to the next, whose characters make room."""
    page, line = next(
        (page, number)
        for page in range(2, 8)
        for number, (above, below) in enumerate(zip(rows(made.pdf, page), rows(made.pdf, page)[1:], strict=False), 1)
        if above[-1].char in "，。；" and len(above) > 24 and abs(below[0].x - above[0].x) < 1
    )

    def spoil(lines: list[Row]) -> list[Row]:
        above, below = lines[line - 1], lines[line]
        mark = replace(above[-1], x=below[0].x, y=below[0].y)
        lines[line - 1] = above[:-1]
        lines[line] = [mark, *moved(below, right=EM / PT_PER_MM)]
        return lines

    text = text_of(rows(made.pdf, page)[line])
    proof = made.proof(respell(made.pdf, page, spoil))
    found = fault(proof, "prove-edge", {"prove-ragged", "prove-overfull"})
    assert found == (page, line + 1, made.source_line(text))
    assert {finding.line for finding in proof.findings} <= {line, line + 1}


def test_a_lone_character(made: Made) -> None:
    """The last character of a paragraph, with its stop, goes to a line of its own."""
    page, line = next(
        (page, number)
        for page in range(2, 8)
        for number, (row, below) in enumerate(zip(rows(made.pdf, page), rows(made.pdf, page)[1:], strict=False), 1)
        if 12 < len(row) < 24 and row[-1].char == "。" and below[0].x - row[0].x > EM and len(below) > 20
    )
    text = text_of(rows(made.pdf, page)[line - 1])

    def spoil(row: Row) -> Row:
        left = row[0].x
        return row[:-2] + [replace(s, x=left + EM * i, y=s.y + PITCH) for i, s in enumerate(row[-2:])]

    proof = made.proof(respell(made.pdf, page, on_line(line, spoil)))
    found = fault(proof, "prove-lone", {"prove-ragged"})
    assert found == (page, line + 1, made.source_line(text))


def test_a_wrong_page_number(made: Made) -> None:
    digit = next(sort for sort in rows(made.pdf, 4)[-1] if sort.char == "4")

    def spoil(row: Row) -> Row:
        return [replace(sort, code=digit.code) if sort.char == "3" else sort for sort in row]

    proof = made.proof(respell(made.pdf, 3, on_line(-1, spoil)))
    assert fault(proof, "prove-folio")[0] == 3
    assert "印作“—4—”，应为“— 3 —”" in proof.findings[0].diagnostic.message


def test_a_page_number_on_the_wrong_side(made: Made) -> None:
    proof = made.proof(respell(made.pdf, 3, on_line(-1, lambda row: moved(row, right=-120))))
    assert fault(proof, "prove-folio")[0] == 3
    assert "应在右侧" in proof.findings[0].diagnostic.message


def test_no_page_number(made: Made) -> None:
    proof = made.proof(respell(made.pdf, 5, on_line(-1, lambda row: [])))
    assert fault(proof, "prove-folio")[0] == 5


def test_a_wrong_page_number_in_the_contents(made: Made) -> None:
    first = rows(made.pdf, 1)
    numbered = [number for number, row in enumerate(first, 1) if row[-1].char.isdigit() and row[-1].x > 480]
    line = numbered[-1]
    wrong = first[numbered[-2] - 1][-1]
    assert wrong.char != first[line - 1][-1].char
    proof = made.proof(respell(made.pdf, 1, on_line(line, lambda row: [*row[:-1], replace(row[-1], code=wrong.code)])))
    page, number, _ = fault(proof, "prove-contents")
    assert (page, number) == (1, line)
    assert f"页码是 {wrong.char}，标题在第 {first[line - 1][-1].char} 页" in proof.findings[0].diagnostic.message


def test_a_font_not_embedded(made: Made) -> None:
    proof = made.proof(without_font_file(made.pdf, "Briefing-Biaosong"))
    assert fault(proof, "prove-font")[0] == 1
    assert "Briefing-Biaosong" in proof.findings[0].diagnostic.message


def test_a_page_dropped(made: Made) -> None:
    text = text_of(rows(made.pdf, 4)[1])
    others = {"prove-folio", "prove-colophon", "prove-contents", "prove-ragged"}
    proof = made.proof(without_page(made.pdf, 4))
    _, _, (file, _) = fault(proof, "prove-text", others)
    assert file == made.source_line(text)[0]
    assert [f.page for f in proof.findings if f.diagnostic.code == "prove-folio"] == [4, 5, 6, 7]


def test_the_colophon_moved_up(made: Made) -> None:
    def spoil(lines: list[Row]) -> list[Row]:
        start = next(number for number, row in enumerate(lines) if row[0].char == "报")
        return [*lines[:start], *(moved(row, down=-3) for row in lines[start:-1]), lines[-1]]

    proof = made.proof(respell(made.pdf, 8, spoil))
    assert fault(proof, "prove-colophon")[0] == 8
    assert "偏上 3.0 mm" in proof.findings[0].diagnostic.message


def test_a_line_below_the_type_area(made: Made) -> None:
    last = len(rows(made.pdf, 3)) - 1
    proof = made.proof(respell(made.pdf, 3, on_line(last, lambda row: moved(row, down=6))))
    assert fault(proof, "prove-page", {"prove-grid"})[:2] == (3, last)


def test_a_glyph_in_another_size(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spoil(row: Row) -> Row:
        return [*row[:6], replace(row[6], size=row[6].size * 0.97), *row[7:]]

    proof = made.proof(respell(made.pdf, page, on_line(line, spoil)))
    assert fault(proof, "prove-glyph", {"prove-gap"}) == (page, line, made.source_line(text))


def test_a_glyph_that_is_none(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spoil(row: Row) -> Row:
        return [*row[:6], replace(row[6], code=b"\0\0"), *row[7:]]

    proof = made.proof(respell(made.pdf, page, on_line(line, spoil)))
    assert fault(proof, "prove-text")[2] == made.source_line(text)
    assert f"缺少“{text[6]}”" in proof.findings[0].diagnostic.message


def test_a_glyph_from_another_face(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body
    title = next(sort for row in rows(made.pdf, 2) for sort in row if sort.size > 19)

    def spoil(row: Row) -> Row:
        return [*row[:6], replace(row[6], code=title.code, font=title.font), *row[7:]]

    proof = made.proof(respell(made.pdf, page, on_line(line, spoil)))
    found = fault(proof, "prove-text", {"prove-font"})
    assert found[2] == made.source_line(text)


# --- spoilt DOCX


def paragraph(made: Made, number: int = 20) -> tuple[str, str]:
    """(XML, first characters) of a body paragraph."""
    xml = [found for found in docx_paragraphs(made.docx) if "<w:sectPr" not in found][number]
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml))
    assert len(words) > 30
    return xml, words[:20]


def test_a_paragraph_twice_in_the_docx(made: Made) -> None:
    xml, words = paragraph(made)
    proof = made.proof(docx=edited_docx(made.docx, lambda text: text.replace(xml, xml + xml, 1)))
    assert fault(proof, "prove-text")[2] == made.source_line(words)
    assert re.match(r"DOCX 第\d+段：.*重复了", proof.findings[0].diagnostic.message)


def test_a_paragraph_missing_from_the_docx(made: Made) -> None:
    xml, words = paragraph(made)
    proof = made.proof(docx=edited_docx(made.docx, lambda text: text.replace(xml, "", 1)))
    assert fault(proof, "prove-text")[2] == made.source_line(words)
    assert "缺少" in proof.findings[0].diagnostic.message


def test_a_paragraph_divided_in_the_docx(made: Made) -> None:
    xml, words = paragraph(made)
    divided = xml.replace(words, f"{words}</w:t></w:r></w:p><w:p><w:r><w:t>", 1)
    proof = made.proof(docx=edited_docx(made.docx, lambda text: text.replace(xml, divided, 1)))
    assert fault(proof, "prove-text")[2] == made.source_line(words)


def test_a_space_added_in_the_docx(made: Made) -> None:
    xml, words = paragraph(made)
    spaced = xml.replace(words, f"{words[:9]} {words[9:]}", 1)
    proof = made.proof(docx=edited_docx(made.docx, lambda text: text.replace(xml, spaced, 1)))
    assert fault(proof, "prove-text")[2] == made.source_line(words)


def test_a_wrong_page_number_in_the_docx(made: Made) -> None:
    def spoil(text: str) -> str:
        return re.sub(r"(PAGEREF _Ref0002.*?<w:t>)\d+", r"\g<1>9", text, count=1, flags=re.DOTALL)

    proof = made.proof(docx=edited_docx(made.docx, spoil))
    assert fault(proof, "prove-contents")[0] == 0
    assert proof.findings[0].diagnostic.message.startswith("DOCX")
    assert "页码是 9" in proof.findings[0].diagnostic.message


def test_a_bookmark_missing_from_the_docx(made: Made) -> None:
    def spoil(text: str) -> str:
        return re.sub(r'<w:bookmarkStart [^>]*w:name="_Ref0002"/>', "", text)

    assert fault(made.proof(docx=edited_docx(made.docx, spoil)), "prove-contents")


def test_page_numbers_of_the_docx_on_the_wrong_side(made: Made) -> None:
    def spoil(text: str) -> str:
        text = text.replace('w:val="PageNumberLeft"', "@").replace('w:val="PageNumberRight"', 'w:val="PageNumberLeft"')
        return text.replace("@", 'w:val="PageNumberRight"')

    spoilt = made.docx
    with zipfile.ZipFile(io.BytesIO(spoilt)) as package:
        numbered = [name for name in package.namelist() if b'"PageNumber' in package.read(name) and "footer" in name]
    for name in numbered:
        spoilt = edited_docx(spoilt, spoil, name)
    proof = made.proof(docx=spoilt)
    assert {finding.diagnostic.code for finding in proof.findings} == {"prove-folio"}
    assert len(proof.findings) == 2


# --- whole files


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", bytes(500)])
def test_broken_files_are_findings(made: Made, data: bytes) -> None:
    proof = prove(prepare(made.composed.sheet, made.composed.house), made.fonts, data, data)
    assert [finding.diagnostic.code for finding in proof.findings] == ["prove-unreadable"] * 2


def test_each_format_is_proved_alone(made: Made) -> None:
    pdf = prove(prepare(made.composed.sheet, made.composed.house), made.fonts, pdf=made.pdf)
    docx = prove(prepare(made.composed.sheet, made.composed.house), made.fonts, docx=made.docx)
    assert (pdf.outputs, pdf.findings, docx.outputs, docx.findings) == (("PDF",), (), ("DOCX",), ())
    assert (docx.pages, docx.loosest) == (0, None)


def test_an_empty_sheet_has_nothing_to_miss(made: Made) -> None:
    proof = prove(prepare(Sheet(()), made.composed.house), made.fonts, docx=made.docx)
    assert [finding.diagnostic.code for finding in proof.findings] == ["prove-text"]


def test_a_build_refuses_what_does_not_prove(made: Made, body: tuple[int, int, str]) -> None:
    page, line, _ = body
    spoilt = respell(made.pdf, page, on_line(line, lambda row: moved(row, down=1)))
    expected = prepare(made.composed.sheet, made.composed.house)
    with pytest.raises(InternalError, match=rf"PDF 第{page}页第{line}行") as caught:
        output_proof.ensure(expected, made.fonts, {"pdf": spoilt, "docx": made.docx})
    assert caught.value.exit_code == 70
    assert output_proof.ensure(expected, made.fonts, {"pdf": made.pdf}).findings == ()


# --- alignment


@pytest.mark.parametrize(
    ("wanted", "found", "changes"),
    [
        ("甲乙丙丁", "甲乙丙丁", []),
        ("甲乙丙丁", "甲丙丁", [(1, 2, 1, 1)]),
        ("甲乙丙丁", "甲乙乙丙丁", [(2, 2, 2, 3)]),
        ("甲乙丙丁", "甲戊丙丁", [(1, 2, 1, 2)]),
        ("甲乙丙丁", "", [(0, 4, 0, 0)]),
        ("", "甲", [(0, 0, 0, 1)]),
        ("甲乙丙丁戊己", "甲丙丁戊庚己", [(1, 2, 1, 1), (5, 5, 4, 5)]),
    ],
)
def test_differences(wanted: str, found: str, changes: list[tuple[int, int, int, int]]) -> None:
    assert differences(wanted, found) == changes
    for index, place in enumerate(matching(len(wanted), len(found), differences(wanted, found))):
        assert place == -1 or wanted[place] == found[index] or found[index] == "戊" != wanted[place]


# --- counts over any PDF

AREA = Rect(28 * PT_PER_MM, 37 * PT_PER_MM, 184 * PT_PER_MM, 262 * PT_PER_MM)


def test_counts_of_a_sound_file(made: Made) -> None:
    counts = measure(read_pdf(made.pdf).pages[1:], AREA, EM)
    assert counts.lines > 110
    assert counts.full > 90
    assert not (counts.ragged or counts.loose or counts.uneven or counts.lone or counts.edges)


def test_counts_see_a_ragged_and_a_loose_line(made: Made, body: tuple[int, int, str]) -> None:
    page, line, text = body

    def spread(row: Row) -> Row:
        return [replace(sort, x=sort.x + 2 * number) for number, sort in enumerate(row)]

    counts = measure(read_pdf(respell(made.pdf, page, on_line(line, spread))).pages, AREA, EM)
    assert [(place.page, place.line, place.text) for place in counts.ragged[-1:]] == [(page, line, text)]
    assert [(place.page, place.line) for place in counts.loose] == [(page, line)]


def test_counts_see_a_mark_at_the_start_of_a_line(made: Made, body: tuple[int, int, str]) -> None:
    page, line, _ = body
    comma = next(sort for row in rows(made.pdf, page) for sort in row if sort.char == "，")
    spoilt = respell(made.pdf, page, on_line(line, lambda row: [replace(row[0], code=comma.code), *row[1:]]))
    counts = measure(read_pdf(spoilt).pages, AREA, EM)
    assert [(place.page, place.line) for place in counts.edges] == [(page, line)]


# --- report and command


def test_the_report_shows_every_finding_on_its_page(made: Made, body: tuple[int, int, str]) -> None:
    page, line, _ = body
    spoilt = respell(made.pdf, page, on_line(line, lambda row: moved(row, right=-1, down=1)))
    docx = edited_docx(made.docx, lambda text: text.replace("简报", "简&lt;b&gt;报", 1))
    proof = made.proof(spoilt, docx)
    shown = pictured(spoilt)
    page_html = report(proof, "2022-17", shown, made.sources)
    assert len(proof.findings) >= 3
    for finding in proof.findings:
        assert finding.diagnostic.message in unescape(page_html)
        assert str(finding.diagnostic.span or "") in page_html
    assert page_html.count("<img ") == 8
    assert page_html.count("<rect ") == sum(finding.rect is not None for finding in proof.findings)
    assert page_html.count("data:image/png;base64,") == 8
    for found, read in zip(shown.pages, read_pdf(spoilt).pages, strict=True):
        words = re.findall(r"<tspan [^>]*>([^<]*)", found.markup)
        assert sorted(unescape("".join(words))) == sorted(glyph.char for glyph in read.glyphs)
    assert "<b>报" not in page_html
    assert "<script" not in page_html
    assert not re.search(r"(?:src|href)=\"https?:", page_html)


def test_the_report_of_sound_files_says_so(made: Made) -> None:
    page_html = report(made.proof(), "2022-17", ShownPages(), made.sources)
    assert "无误" in page_html
    assert "<rect " not in page_html


def test_the_command(briefing: Run, sample: Path, tmp_path: Path) -> None:
    unbuilt = briefing("prove", "5")
    assert unbuilt.code == 2
    assert re.search("briefing'? build 2024-05", unbuilt.err)
    assert briefing("build", "5").code == 0
    sound = briefing("prove", "5", "--report")
    assert (sound.code, sound.err) == (0, "")
    assert re.match(r"2024-05：\d+ 页 \d+ 行，\d+ 字，PDF、DOCX 无误\n", sound.out)
    page_html = (tmp_path / "build/2024-05/prove.html").read_text("utf-8")
    assert "没有发现问题" in page_html
    assert page_html.count('<svg xmlns="http://www.w3.org/2000/svg" class="sheet"') == int(sound.out.split()[0].split("：")[1])
    assert "<img " not in page_html and "甲市：稳步推进示范创建工作" in page_html and 'data-src="01-甲.md:3:1"' in page_html
    output = tmp_path / "build/2024-05/2024-05.docx"
    output.write_bytes(edited_docx(output.read_bytes(), lambda text: text.replace("甲市", "乙市")))
    edited = briefing("prove", "5", "--report", str(tmp_path / "看.html"))
    assert edited.code == 3
    assert "2024-05.docx 在制作以后被改动过" in edited.err
    assert "[prove-text] DOCX 第" in edited.err
    assert 'class="sheet"' in (tmp_path / "看.html").read_text("utf-8"), "the PDF is as it was made"
    output.unlink()
    gone = briefing("prove", "5")
    assert (gone.code, "2024-05.docx 不在了，没有核对" in gone.err) == (1, True)
    assert re.match(r"2024-05：\d+ 页 \d+ 行，\d+ 字，PDF 无误\n", gone.out)


def test_the_command_says_that_sources_have_changed(briefing: Run, sample: Path) -> None:
    assert briefing("build", "5", "--format", "pdf").code == 0
    report_file = sample / "01-甲.md"
    report_file.write_text(report_file.read_text("utf-8").replace("逐项", "一一"), "utf-8")
    found = briefing("prove", "5", "--report")
    assert found.code == 3
    assert "请重新制作" in found.err
    page_html = (sample.parent.parent / "build/2024-05/prove.html").read_text("utf-8")
    words = "".join(re.findall(r"<tspan [^>]*>([^<]*)", page_html))
    assert 'class="sheet"' not in page_html and "逐项落实责任" in words, "the pages are those of the file"
    assert "issues/2024-05/01-甲.md:3:" in found.err
    assert "应为“一一”，却是“逐项”" in found.err


@pytest.mark.slow
def test_the_report_depends_on_nothing_else(briefing: Run, sample: Path, tmp_path: Path) -> None:
    assert briefing("build", "5", "--format", "pdf").code == 0
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        ran = briefing("prove", "5", "--report", str(tmp_path / f"{seed}.html"), PYTHONHASHSEED=seed, TZ=zone)
        assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()
