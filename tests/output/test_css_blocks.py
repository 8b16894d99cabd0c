"""`<div class="css">` in a house's template: HTML that CSS lays out, in every output."""

from __future__ import annotations

import io
import shutil
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pypdfium2
import pytest
from conftest import ROOT
from painted_release import write_release
from pictures_made import photograph, saved
from PIL import Image

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.model.sheet import Picture
from briefing.output.css import weasyprint_engine
from briefing.output.css.whole_pdf import write_pdf
from briefing.output.docx.word_file import write_docx
from briefing.prove import prepare, prove
from briefing.typeset.composed import Composed

BLOCK = """<div class="css">
  <style>.note{border:2pt solid var(--red);padding:6pt 12pt;font-family:var(--kai)} b{font-family:SimHei}</style>
  <div class="note"><b>编者按</b>{% for line in issue.editor_note %}<p>{{ runs(line) }}</p>{% endfor %}</div>
  <svg width="100" height="20" viewBox="0 0 100 20"><rect width="90" height="20" fill="var(--red)"/></svg>
  <img src="p.png" alt=""/>
</div>"""
ISSUE = "house: kuang\nnumber: 5\ndate: 2024-03-08\nnameplate: 示范简报\neditor_note: 甲市的做法值得各地借鉴，请结合实际学习。\n"
TEMPLATE = "templates/kuang/bulletin.html.j2"
REPORT = "# 甲市：稳步推进示范创建工作\n\n一是加强统筹。\n\n二是狠抓落实。\n"


@pytest.fixture(scope="module", autouse=True)
def engine_at_hand() -> None:
    """Children that draw find it loaded."""
    weasyprint_engine.start([ROOT / "fonts"])


def world_of(block: str, issue: str = ISSUE) -> World:
    folder = Path(mkdtemp())
    templates = folder / "templates"
    (templates / "kuang").mkdir(parents=True)
    shutil.copytree(ROOT / "templates/gb9704", templates / "gb9704")
    (templates / "kuang/house.yaml").write_text("extends: gb9704\ntitle: 带框的简报\n", "utf-8")
    template = '{% extends "gb9704/bulletin.html.j2" %}\n{% block opening %}\n' + block + "\n{% endblock %}\n"
    (templates / "kuang/bulletin.html.j2").write_text(template, "utf-8")
    (folder / "2024-05").mkdir()
    (folder / "2024-05/issue.yaml").write_text(issue, "utf-8")
    (folder / "2024-05/01-甲.md").write_text(REPORT, "utf-8")
    (folder / "2024-05/p.png").write_bytes(saved(photograph(3, (60, 30)), "PNG"))
    return World(folder / "2024-05", templates)


def composed_of(block: str, issue: str = ISSUE) -> tuple[stages.Read, Composed]:
    world = world_of(block, issue)
    source = stages.read(world.issue.folder, world)
    return source, stages.compose(source)


@cache
def made() -> tuple[stages.Read, Composed]:
    return composed_of(BLOCK)


def told(block: str, issue: str = ISSUE) -> list[str]:
    with pytest.raises(InputError) as caught:
        composed_of(block, issue)
    return [f"{item.span} {item.code} {item.message}" for item in caught.value.diagnostics]


@pytest.mark.parametrize("write", [write_release, pytest.param(write_pdf, marks=pytest.mark.slow)])
def test_a_block_is_drawn_as_wide_as_the_measure_and_its_text_is_text(write: object) -> None:
    source, composed = made()
    data: bytes = write(composed, source.world)  # type: ignore[operator]
    with pypdfium2.PdfDocument(data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        (form,) = [item for page in document for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_FORM], max_depth=1)]
        assert form.get_matrix().a == pytest.approx(composed.house.page.measure, abs=0.1)
    assert "编者按" in text and "甲市的做法值得各地借鉴" in "".join(text.split())
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    assert prove(expected, source.fonts(), pdf=data).diagnostics == ()


def test_a_block_is_a_picture_in_the_docx_with_what_it_says() -> None:
    source, composed = made()
    docx = write_docx(composed, source.world)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert 'descr="编者按甲市的做法值得各地借鉴，请结合实际学习。"' in package.read("word/document.xml").decode()
        image = Image.open(io.BytesIO(package.read("word/media/image1.png"))).convert("RGB")
    assert (230, 0, 18) in {color for _, color in image.getcolors(1 << 24) or ()}
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    assert prove(expected, source.fonts(), docx=docx).diagnostics == ()


def test_nothing_of_the_issue_counts_as_left_out() -> None:
    source, composed = made()
    assert [item for item in source.findings.items if item.code == "template-drops"] == []
    (block,) = [block for block in composed.sheet.blocks if isinstance(block, Picture)]
    assert block.span is not None and (block.span.file, block.span.line) == ("templates/kuang/bulletin.html.j2", 3)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('<div class="css">\n<script>x()</script></div>', f"{TEMPLATE}:4:1 template-vocabulary CSS 块里不能用 <script>"),
        ('<div class="css"><img src="gone.png"/></div>', "file-missing"),
        ('<div class="css"><p style="colour:red">字</p></div>', f"{TEMPLATE}:3:1 css-unsupported CSS 块画不出来：Ignored"),
        ('<div class="css"><p style="background:url(http://a.b/c.png)">字</p></div>', "pdf-fetch"),
        ('<div class="css"><p style="display:none">字</p><b>见</b></div>', "css-text CSS 块里的字没有全画出来：“字”"),
        ('<div class="css"><p style="height:400mm;background:red"></p></div>', "css-unsupported CSS 块画不出来：太高"),
        ('<div class="css"><p></p></div>', "css-unsupported CSS 块画不出来：没有内容"),
        ("<div>字</div>", "template-vocabulary"),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_out_is_told_at_its_place(block: str, said: str) -> None:
    lines = told(block)
    assert any(said in line for line in lines), lines


def test_a_character_without_a_face_is_told_where_its_author_wrote_it() -> None:
    assert told(BLOCK, ISSUE.replace("值得", "值得😀"))[0].startswith("issue.yaml:5:21 missing-glyph")
