"""Wide pages and fold-outs (`::: 宽页`, `wide: true`): what the reader says, which pages there are, what outputs make of them."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pikepdf
import pytest
from conftest import ROOT, Run
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from importing_generated import canonical

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.files import world
from briefing.house.leaves import on_leaf
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.importing import kept, session
from briefing.model.blocks import Table, Wide
from briefing.model.bulletin import Article
from briefing.output.docx.word_file import write_docx
from briefing.output.ofd import write_ofd
from briefing.output.pdf import write_pdf
from briefing.paint import paint
from briefing.paint.marks import Glyphs
from briefing.press.bound import bound
from briefing.press.impose import padded
from briefing.press.imposed_pdf import SheetJob, apart_pdf, imposed_pdf, proof_pdf
from briefing.prove import proof
from briefing.prove.pdf_pages import read_pdf
from briefing.source.markdown import read_report
from briefing.source.write import markdown
from briefing.typeset import typeset
from briefing.typeset.composed import Composed

SPECIMEN = ROOT / "tests" / "specimen" / "wide"
HEAD = "house: gb9704\nnumber: 3\ndate: 2022-05-13\nnameplate: 工作简报\noffices: 省文明办\nrecipients:\n  发: [各市]\n"
TABLE = "| 指标 | 南京 |\n| --- | --- |\n| 场次 | 12 |"
LONG = "各地坚持以人民为中心，把文明城市创建作为提升城市治理水平的重要抓手，统筹推进城乡精神文明建设，取得明显成效。"

Write = Callable[..., Path]


@pytest.fixture
def issue(tmp_path: Path) -> Write:
    """Writes an issue of one report."""

    def write(text: str, head: str = "", more: str = "") -> Path:
        folder = tmp_path / "2022-03"
        folder.mkdir(exist_ok=True)
        (folder / "issue.yaml").write_text(HEAD + more, "utf-8")
        (folder / "01.md").write_text(f"{head}# 标题\n\n{text}\n", "utf-8")
        return folder

    return write


@cache
def specimen() -> stages.Read:
    return stages.read(SPECIMEN)


@cache
def composed() -> Composed:
    return stages.compose(specimen())


def set_in(folder: Path, change: Callable[[HouseStyle], HouseStyle] = lambda house: house) -> Composed:
    read = stages.read(folder)
    return typeset(stages.compose(read).sheet, change(read.house), read.fonts())


def leaves(pages: Composed) -> list[str]:
    return [page.leaf for page in pages.pages]


def empty(pages: Composed) -> list[int]:
    return [page.number for page in pages.pages if not page.items]


# --- the reader


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        (f"::: 宽页\n{TABLE}\n:::", "", []),
        (f"::: 宽页 A3\n{TABLE}\n:::", "", []),
        ("::: 宽页\n::: 框\n字。\n:::\n:::", "", []),
        (
            "::: 宽页\n::: 框\n::: 并排\n字。\n:::\n:::\n:::",
            "",
            [("box-content", 4, 1), ("box-content", 3, 1), ("box-content", 2, 1), ("box-content", 1, 1)],
        ),
        ("::: 宽页\n:::", "", [("box-content", 1, 1)]),
        ("::: 宽页\n字。", "", [("box-end", 1, 1)]),
        ("::: 宽页 表一\n字。\n:::", "", [("box-head", 1, 8)]),
        ("::: 宽页\n::: 折页\n字。\n:::\n:::", "", [("box-nesting", 2, 5)]),
        ("::: 框\n::: 宽页\n字。\n:::\n:::", "", [("box-nesting", 2, 5)]),
        ("::: 横页\n字。\n:::", "", [("box-name", 1, 5)]),
        ("字。\n\n::: 宽页\n字。\n:::", "---\nwide: true\n---\n", [("box-nesting", 6, 1)]),
        ("字。", "---\nwide: 竖\n---\n", [("value-choice", 0, 7)]),
    ],
)
def test_wrong_use_has_its_place(issue: Write, text: str, head: str, expected: list[tuple[str, int, int]]) -> None:
    _, findings = read_report(world.Root(issue(text, head)), "01.md")
    assert [(item.code, item.span.line - 2, item.span.column) for item in findings.items if item.span] == expected


@pytest.mark.parametrize(
    ("written", "leaf"), [("true", "wide"), ("是", "wide"), ("A4", "wide"), ("a3", "foldout"), ("false", "")]
)
def test_wide_of_a_head(issue: Write, written: str, leaf: str) -> None:
    article, findings = read_report(world.Root(issue("字。", f"---\nwide: {written}\n---\n")), "01.md")
    assert article is not None
    assert (article.wide, findings.items) == (leaf, [])


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    for article in (*specimen().issue.articles, *(each.article for each in specimen().issue.attachments)):
        (tmp_path / "a.md").write_text(markdown(article), "utf-8")
        again, findings = read_report(world.Root(tmp_path), "a.md")
        assert again is not None
        assert markdown(again) == markdown(article)
        assert not findings.errors


# --- pages


def test_pages_of_the_specimen() -> None:
    """A fold-out begins on a right-hand page and takes both sides of its sheet; the 版记 stands on a page of the house's own."""
    assert leaves(composed()) == ["", "wide", "", *["wide"] * 5, "foldout", "foldout", "", ""]
    assert empty(composed()) == [8, 10, 11]
    sizes = {page.leaf: (round(page.box.width / PT_PER_MM), round(page.box.height / PT_PER_MM)) for page in composed().pages}
    assert sizes == {"": (210, 297), "wide": (297, 210), "foldout": (420, 297)}


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("size", [(210.0, 297.0), (176.0, 250.0)])
def test_a_turned_page_lies_on_the_others(size: tuple[float, float], mirrored: bool) -> None:
    """GB/T 9704-2012 §8: bound like the others, its head at the binding on right-hand pages and at the cut on left-hand ones, the
    type area and the page number of a turned page are where those of the other pages are."""

    def change(house: HouseStyle) -> HouseStyle:
        width, height = size
        page = replace(house.page, width_mm=width, height_mm=height, mirrored=mirrored)
        page = replace(page, type_area_width_mm=width - 54, type_area_height_mm=height - 72)
        return replace(house, page=page)

    read = specimen()
    pages = typeset(composed().sheet, change(read.house), read.fonts())
    painted = paint(pages, read.fonts())
    plain = {page.box.right_hand: page.box for page in pages.pages if not page.leaf}
    numbers: dict[tuple[bool, bool], tuple[float, float]] = {}
    for page, marks in zip(pages.pages, painted.pages, strict=True):
        box, own = page.box, plain[page.box.right_hand]
        for mark in marks.marks:
            if isinstance(mark, Glyphs) and mark.text == page.label and page.leaf != "foldout" and len(page.label) == 5:
                edge = mark.end if box.right_hand else mark.xs[0]
                down = box.width - mark.baseline if mark.turned else mark.baseline
                numbers[box.right_hand, mark.turned] = edge, down
        if page.leaf == "wide":
            bound = (box.top, box.width - box.left - box.measure, box.depth, box.measure)  # a quarter turn to the left
            assert bound == pytest.approx((own.left, own.top, own.measure, own.depth))
    assert numbers[True, True] == pytest.approx(numbers[True, False])
    assert numbers[False, True] == pytest.approx((plain[False].left + 14, numbers[True, False][1]))  # one character in


def test_characters_are_as_far_apart_on_all_pages(issue: Write) -> None:
    pages = set_in(issue(f"{LONG}\n\n::: 宽页\n{LONG}\n:::"))
    house = pages.house
    wide = on_leaf(house, "wide")
    assert wide.grid_tracking(16.0) == house.grid_tracking(16.0)
    assert (wide.grid.lines, wide.grid.pitch) == (15, house.grid.pitch)


def test_a_house_of_wide_pages_turns_none(issue: Write) -> None:
    def lying(house: HouseStyle) -> HouseStyle:
        page = replace(house.page, width_mm=297, height_mm=210, type_area_width_mm=225, type_area_height_mm=130)
        return replace(house, page=page, grid=replace(house.grid, lines=12))

    folder = issue("字。\n\n::: 宽页\n字。\n:::")
    pages = set_in(folder, lying)
    assert set(leaves(pages)) == {""}
    data = write_docx(pages, stages.read(folder).world)
    assert set(re.findall(r"<w:pgSz [^>]*>", document(data))) == {'<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'}


def test_a_table_too_wide_is_told_what_is_wider(issue: Write) -> None:
    """The same on a wide page sets; where not even that is enough a fold-out may be, and past that nothing is promised."""
    head = "| 指标 | " + " | ".join(f"市{n}" for n in range(15)) + " |"
    rows = f"{head}\n|{' --- |' * 16}\n| 数 | " + " | ".join("123456789.5" for _ in range(15)) + " |"
    for text, hint in ((rows, "::: 宽页、:::"), (f"::: 宽页\n{rows}\n:::", "::: 宽页 A3"), (f"::: 折页\n{rows}\n:::", "")):
        try:
            set_in(issue(text))
            told = ""
        except InputError as error:
            told = " ".join(item.hint for item in error.diagnostics)
        assert hint in told and (told != "") == (hint != "")


def test_a_blank_page_after_a_wide_one_is_explained(issue: Write) -> None:
    read = stages.read(issue("字。\n\n::: 宽页\n字。\n:::"))
    pages = stages.compose(read)
    assert leaves(pages) == ["", "wide", "", ""]
    assert [page.label for page in pages.pages] == ["", "— 2 —", "", ""]


# --- outputs


def document(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


@cache
def files() -> dict[str, bytes]:
    read, pages = specimen(), composed()
    painted = paint(pages, read.fonts())
    return {
        "pdf": write_pdf(painted, read.world),
        "docx": write_docx(pages, read.world),
        "ofd": write_ofd(painted, read.world),
    }


def test_outputs_are_proved() -> None:
    read = specimen()
    found = proof.prove(proof.prepare(composed().sheet, read.house, read.world.issue), read.fonts(), **files())
    assert [item.message for item in found.diagnostics] == []


def test_a_page_of_the_wrong_format_is_found() -> None:
    read = specimen()
    regions = tuple(replace(region, leaf="") if region.leaf == "wide" else region for region in composed().sheet.regions)
    wrong = typeset(replace(composed().sheet, regions=regions), read.house, read.fonts())
    data = write_pdf(paint(wrong, read.fonts()), read.world)
    found = proof.prove(proof.prepare(composed().sheet, read.house, read.world.issue), read.fonts(), pdf=data)
    assert "prove-page" in {item.code for item in found.diagnostics}


def test_sections_of_the_docx() -> None:
    """One for each run of pages of one format; the number of a turned page is in a box that is turned as well."""
    found = re.findall(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"( w:orient="landscape")?/>', document(files()["docx"]))
    lying = [(round(int(width) / 56.7), bool(orient)) for width, _, orient in found]
    assert [width for width, _ in lying] == [210, 297, 210, 297, 297, 420, 420, 210, 210]
    assert all(orient == (width > 210) for width, orient in lying)
    package = zipfile.ZipFile(io.BytesIO(files()["docx"]))
    footers = [package.read(name).decode() for name in package.namelist() if name.startswith("word/footer")]
    assert sum('vert="vert"' in footer for footer in footers) >= 2


def test_it_comes_back_to_the_same_bytes(tmp_path: Path) -> None:
    folder = kept.restore(session.open_source(files()["docx"], "wide.docx"), "wide")
    assert not folder.findings
    back_folder = tmp_path / "wide"
    back_folder.mkdir()
    for name, data in folder.files.items():
        (back_folder / name).write_bytes(data)
    back = stages.read(back_folder)
    assert canonical(back.issue) == canonical(specimen().issue)
    assert write_docx(stages.compose(back), back.world) == files()["docx"]


# --- Word files of others


def word(*sections: tuple[str, int, int]) -> bytes:
    """Paragraphs or, for 表, tables, each on pages of a size, mm."""
    made = docx.Document()
    for number, (text, width, height) in enumerate(sections):
        section = made.sections[0] if not number else made.add_section()
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
        for line in text.split("\n"):
            if line == "表":
                table = made.add_table(2, 3)
                for cell in (cell for row in table.rows for cell in row.cells):
                    cell.text = "甲"
            else:
                made.add_paragraph(line)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def imported(data: bytes) -> Article:
    return session.draft(session.open_source(data, "来稿.docx"), "来稿").article


def test_sections_of_others_come_in_as_what_they_are() -> None:
    article = imported(word((f"情况汇报\n{LONG}", 210, 297), (f"表\n{LONG}", 297, 210), (LONG, 420, 297), (LONG, 210, 297)))
    assert [getattr(block, "leaf", "") for block in article.blocks] == ["", "wide", "foldout", ""]
    wide = article.blocks[1]
    assert isinstance(wide, Wide)
    assert isinstance(wide.blocks[0], Table)
    assert "::: 宽页\n" in markdown(article)


def test_a_file_of_wide_pages_is_a_wide_report() -> None:
    article = imported(word((f"情况汇报\n{LONG}\n表", 297, 210)))
    assert article.wide == "wide"
    assert "wide: true\n" in markdown(article)


# --- print


def test_fold_outs_are_no_part_of_the_book() -> None:
    assert padded(14, True, (11, 12)) == [*range(1, 11), 13, 14]
    assert padded(6, False, (3, 4)) == [1, 2, 5, 6]
    pages = pikepdf.open(io.BytesIO(apart_pdf(files()["pdf"], (9, 10)))).pages
    assert [round(float(page.MediaBox[2]) / PT_PER_MM) for page in pages] == [420, 420]


def test_turned_pages_lie_in_their_place() -> None:
    """Each character of page 2 is on the imposed sheet where a quarter turn to the left takes it, and wholly on its half."""
    job = pikepdf.open(io.BytesIO(files()["pdf"]))
    for leaf in job.pages:
        leaf.TrimBox = leaf.MediaBox
    buffer = io.BytesIO()
    job.save(buffer)
    page = read_pdf(buffer.getvalue()).pages[1]
    laid = bound(specimen().house, "骑马订", None, len(job.pages), True, (9, 10))
    face = specimen().world.fonts.bytes("BriefingHei-Regular.ttf", world.MAX_FONT)
    sheets = SheetJob(laid.imposition, laid.papers, 0.0, 0.0, "2022-05", face)
    sheet = read_pdf(imposed_pdf(buffer.getvalue(), sheets)).pages[1]
    wanted = {(round(glyph.y), round(page.width - glyph.x), glyph.char) for glyph in page.glyphs if not glyph.char.isspace()}
    found = {(round(glyph.x), round(glyph.y), glyph.char) for glyph in sheet.glyphs}
    near = {(x + a, y + b, char) for x, y, char in found for a in (-1, 0, 1) for b in (-1, 0, 1)}
    assert wanted <= near
    half = page.height
    proofs = read_pdf(proof_pdf(buffer.getvalue())).pages
    assert all(0 <= glyph.x <= each.width and 0 <= glyph.y <= each.height for each in (*proofs, sheet) for glyph in each.glyphs)
    assert half < sheet.width


@pytest.mark.slow
@pytest.mark.parametrize("house", ["gb9704", "yanjiu-cankao"])
def test_the_specimen_in_all_outputs(briefing: Run, tmp_path: Path, house: str) -> None:
    """By the CLI, with LibreOffice where it is, and in all sets; of a house whose pages WeasyPrint draws, too."""
    folder = tmp_path / "issues" / "2022-05"
    shutil.copytree(SPECIMEN, folder)
    (folder / "issue.yaml").write_text((SPECIMEN / "issue.yaml").read_text("utf-8").replace("gb9704", house), "utf-8")
    assert briefing("check", "2022-05").code == 0
    assert briefing("build", "2022-05", "--format", "pdf", "--format", "docx", "--format", "ofd").code == 0
    assert briefing("press", "2022-05", "--for", "print").code == 0
    assert (tmp_path / "build" / "2022-05" / "2022-05-foldouts.pdf").exists()
    assert briefing("press", "2022-05", "--for", "archive").code == 0
    if shutil.which("soffice") is not None:
        said = briefing("prove", "2022-05", "--office")
        assert said.code == 0
        lines = re.search(r"(\d+)/(\d+) 行、(\d+)/(\d+) 页", said.out)
        assert lines is not None and lines[1] == lines[2] and lines[3] == lines[4], said.out
