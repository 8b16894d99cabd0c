"""How pages are filled: tables that go on, figures that text passes, cells with an alignment of their own, attachment notes."""

from __future__ import annotations

import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, Run
from importing_constructs import report
from importing_generated import canonical
from importing_support import p, r, table
from painted_release import write_release
from slices import share

from briefing.building import office_pages, output_proof, stages
from briefing.core.errors import Findings, InternalError
from briefing.files.world import Root
from briefing.importing import kept, session
from briefing.model.blocks import Table
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import page_areas
from briefing.prove.page_lines import compare
from briefing.prove.pdf_pages import read_pdf
from briefing.source.markdown import read_report
from briefing.source.write import markdown
from briefing.typeset.composed import Composed, SetParagraph, SetTable

SPECIMEN = ROOT / "tests" / "specimen" / "flow"


@cache
def made() -> tuple[stages.Read, Composed, dict[str, bytes]]:
    read = stages.read(SPECIMEN)
    composed = stages.compose(read)
    return read, composed, {"docx": write_docx(composed, read.world), "pdf": write_release(composed, read.world)}


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def changed(data: bytes, before: str, after: str) -> bytes:
    """The DOCX with one thing changed in its text."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as new:
        for item in package.infolist():
            content = package.read(item)
            if item.filename == "word/document.xml":
                assert before in content.decode()
                content = content.decode().replace(before, after, 1).encode()
            new.writestr(item, content)
    return target.getvalue()


def tables(composed: Composed) -> Iterator[SetTable]:
    return (block for block in composed.blocks if isinstance(block, SetTable))


def test_the_specimen_is_proved_and_comes_back(tmp_path: Path) -> None:
    read, composed, outputs = made()
    expected = output_proof.prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    output_proof.ensure(expected, read.fonts(), outputs)
    folder = kept.restore(session.open_source(outputs["docx"], "flow.docx"), "flow")
    assert not folder.findings
    place = tmp_path / "flow"
    place.mkdir()
    for name, data in folder.files.items():
        (place / name).write_bytes(data)
    back = stages.read(place)
    assert canonical(back.issue) == canonical(read.issue)
    assert write_docx(stages.compose(back), back.world) == outputs["docx"]


def test_a_table_says_continued_on_each_page_after_its_first() -> None:
    _, composed, outputs = made()
    (block,) = tables(composed)
    parts = [item for page in composed.pages for item in page.items if composed.blocks[item.index] is block]
    assert len(parts) == 3 and [block.line_over(item.first) is not None for item in parts] == [False, True, True]
    assert block.continued is not None and block.continued.text == "续表1"
    pages = ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(outputs["pdf"]).pages]
    assert [page.count("续表1序号片区任务完成投资") for page in pages].count(1) == 2
    text = document(outputs["docx"])
    assert text.count("<w:tbl>") == 3 + 1  # and the 版记
    assert re.sub("<[^>]*>|\u200b", "", text).count("续表1") == 2


def test_what_is_said_again_is_proved() -> None:
    """A repeated head or 续表 that somebody changed is told."""
    read, composed, outputs = made()
    expected = output_proof.prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    for before, after in ((">续<", ">接<"), (">片区<", ">区片<")):
        at = document(outputs["docx"]).rindex(before)
        text = document(outputs["docx"])
        spoilt = changed(outputs["docx"], text, text[:at] + after + text[at + len(before) :])
        with pytest.raises(InternalError) as caught:
            output_proof.ensure(expected, read.fonts(), {"docx": spoilt})
        assert {item.code for item in caught.value.diagnostics} == {"prove-text"}


def test_text_passes_the_figure_and_the_docx_says_where_it_belongs() -> None:
    _, composed, outputs = made()
    (first,) = composed.passed
    block = composed.blocks[first]
    assert isinstance(block, SetParagraph) and block.text.startswith("从用地看")
    text = document(outputs["docx"])
    assert text.count('w:name="_Figure') == 1
    assert text.index("从用地看") < text.index("<w:drawing>") < text.index("分项进展")
    source = document(outputs["docx"]).index("_Figure")
    assert source < text.index("从用地看")


def test_a_figure_that_an_editor_deleted_is_gone_and_no_other_takes_its_place() -> None:
    _, _, outputs = made()
    text = document(outputs["docx"])
    picture = next(found for found in re.findall(r"<w:p>(?:(?!</w:p>).)*<w:drawing>.*?</w:p>", text, re.DOTALL))
    folder = kept.restore(session.open_source(changed(outputs["docx"], picture, ""), "flow.docx"), "flow")
    written = folder.files["01-gongzuo.md"].decode()
    assert "trend.png" not in written and written.index("从用地看") < written.index("## 分项进展") < written.index("表1")


def test_attachment_notes_have_the_names_of_the_attachments() -> None:
    _, composed, _ = made()
    notes = [block for block in composed.blocks if isinstance(block, SetParagraph) and "attachment-" in block.style.kind]
    assert [note.text[:8] for note in notes[:2]] == ["附件：附表1\u3000某", "2.上半年通报名"]
    label = notes[0].paragraph.hang
    assert len(notes[0].lines) == 2
    start = notes[0].lines[0].x + sum(notes[0].widths[:label]) + sum(notes[0].lines[0].after[:label])
    assert notes[0].lines[1].x == pytest.approx(start, abs=0.01)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_libreoffice_sets_the_specimen_alike() -> None:
    _, composed, outputs = made()
    ours = read_pdf(outputs["pdf"])
    theirs = read_pdf(office_pages.print_docx(outputs["docx"], composed.house))
    assert compare(ours, theirs, page_areas(composed.house, ours)).complete


# --- a cell's own alignment


def cells(tmp_path: Path, text: str) -> tuple[list[tuple[str, str]], Findings, str]:
    """Words and alignment of all cells, what is told of them, and the report as it is written."""
    (tmp_path / "01.md").write_text(f"# 标题\n\n{text}\n", "utf-8")
    article, findings = read_report(Root(tmp_path), "01.md")
    if article is None:
        return [], findings, ""
    (found,) = (block for block in article.blocks if isinstance(block, Table))
    said = [("".join(getattr(item, "text", "") for item in cell.content), cell.own) for row in found.rows for cell in row]
    return said, findings, markdown(article)


def test_a_cell_says_its_own_alignment(tmp_path: Path) -> None:
    row = "| 甲 {右} | 乙{居中} | {left} | \\{右} | {备注} | 12 {对齐=左} | **丙** {中} |"
    found, findings, written = cells(tmp_path, f"| 1 | 2 | 3 | 4 | 5 | 6 | 7 |\n|---|---|---|---|---|---|---|\n{row}")
    assert not findings.items
    wanted = [("甲", "right"), ("乙", "center"), ("", "left"), ("{右}", ""), ("{备注}", ""), ("12", "left"), ("丙", "center")]
    assert found == wanted
    again, _, twice = cells(tmp_path, written.removeprefix("# 标题\n\n"))
    assert again == wanted and twice == written


@pytest.mark.parametrize(
    ("cell", "code"),
    [("甲 {右对}", "table-wish"), ("甲 {对齐=上}", "table-wish"), ("甲 {rigth}", "table-wish"), ("^^ {右}", "table-merge")],
)
def test_a_wrong_alignment_has_its_place(tmp_path: Path, cell: str, code: str) -> None:
    _, findings, _ = cells(tmp_path, f"| 1 | 2 |\n|---|---|\n| 甲 | 乙 |\n| {cell} | 丙 |")
    assert [item.code for item in findings.items] == [code]
    span = findings.items[0].span
    assert span is not None and (span.line, span.column) == (6, 3)


# --- tables that other people parted by hand


def test_parts_under_continued_come_in_as_one_table() -> None:
    first, second = table([["序号", "单位"], ["1", "甲局"]]), table([["序号", "单位"], ["2", "乙局"]])
    for line in ("续表1", "表1（续）", "续上表"):
        data = report(p(r("各单位情况如下。")), p(r("表1　情况")), first, p(r(line)), second, p(r("以上。")))
        draft = session.draft(session.open_source(data, "a.docx"), "01-a")
        assert "| 1 | 甲局 |\n| 2 | 乙局 |" in draft.markdown and line not in draft.markdown
        assert [item.code for item in draft.findings if "import-lost" in item.code] == []
    other = table([["序号", "单位", "得分"], ["2", "乙局", "9"]])
    draft = session.draft(session.open_source(report(p(r("文。")), first, p(r("续表1")), other), "a.docx"), "01-a")
    assert draft.markdown.count("\n|---|") == 2 and "续表1" in draft.markdown


# --- houses that WeasyPrint sets


@pytest.mark.slow
def test_merged_rows_and_continued_tables_are_set_by_the_second_engine(briefing: Run, tmp_path: Path) -> None:
    """Its rows are no higher for what a merged cell holds."""
    folder = tmp_path / "issues" / "2022-03"
    folder.mkdir(parents=True)
    rows = "\n".join(f"| {i} | {'某区' if i % 3 == 1 else '^^'} | 某某市第{i}单位 |" for i in range(1, 43))
    (folder / "01.md").write_text(f"# 标题\n\n正文。\n\n| 序号 | 地区 | 单位 |\n|---|---|---|\n{rows}\n\n完。\n", "utf-8")
    (folder / "issue.yaml").write_text("house: yanjiu-cankao\nnumber: 3\ndate: 2022-06-30\nreports: [01.md]\n", "utf-8")
    ran = briefing("build", "2022-03", "--format", "pdf", "--format", "docx")
    assert ran.code == 0, ran.err
    pages = read_pdf((tmp_path / "build" / "2022-03" / "2022-03.pdf").read_bytes()).pages
    assert sum("续表序号地区单位" in "".join(glyph.char for glyph in page.glyphs) for page in pages) == 2


# --- rows of merged cells, and columns


def written(folder: Path, body: str) -> stages.Read:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issue.yaml").write_text("house: gb9704\nnumber: 3\ndate: 2022-06-30\nnameplate: 简报\noffices: 某办\n", "utf-8")
    (folder / "01.md").write_text(f"# 标题\n\n{body}\n", "utf-8")
    return stages.read(folder)


def tall(seed: int) -> str:
    """A table whose merged cells hold much, beside rows that do, too."""
    chance = random.Random(seed)
    count, down = chance.choice((6, 12, 25)), chance.choice((2, 3, 4, 6))
    rows = []
    for number in range(count):
        work = "推进重点项目建设，落实责任。" * chance.choice((1, 4, 12, 30)) if number % down == 0 else "^^"
        measure = "逐项明确时限和责任人，按月调度。" * chance.choice((1, 1, 3, 8))
        rows.append(f"| {number} | {work} | {measure} | {'市统计局' if number % down == 0 else '^^'} |")
    return "表1　分工\n\n| 序号 | 工作 | 措施 | 单位 |\n|:-:|:--|:--|:-:|\n" + "\n".join(rows) + "\n\n注：无。\n\n完。"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_libreoffice_has_tall_merged_rows_on_the_same_pages(tmp_path: Path) -> None:
    for seed in range(share(20)):
        read = written(tmp_path / str(seed), tall(seed))
        composed = stages.compose(read)
        ours = read_pdf(write_release(composed, read.world))
        theirs = read_pdf(office_pages.print_docx(write_docx(composed, read.world), composed.house))
        assert compare(ours, theirs, page_areas(composed.house, ours)).complete, seed


def test_a_table_that_goes_on_in_the_next_column_is_proved(tmp_path: Path) -> None:
    rows = "\n".join(f"| {number} | 第{number}单位综合处 |" for number in range(1, 10))
    read = written(tmp_path / "3", f"::: 两栏\n\n段落一。\n\n| 序号 | 单位 |\n|---|---|\n{rows}\n\n段落二。\n\n:::")
    composed = stages.compose(read)
    expected = output_proof.prepare(composed.sheet, composed.house, read.world.issue)
    output_proof.ensure(expected, read.fonts(), {"pdf": write_release(composed, read.world)})
    assert all(block.continued is None for block in tables(composed))
