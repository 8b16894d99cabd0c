"""着重号: dots under what is emphasised, in every output, and back from Word files."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from painted_release import write_release

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx
from briefing.paint import paint
from briefing.paint.marks import Dots, Glyphs
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import Composed

TEXT = "# 题\n\n请*务必（2月）、按时A*报送，**不要**误。\n"
#: What a dot stands under.
DOTTED = "务必2月按时A"


def made(folder: Path, house: str = "inline: {emphasis: {font: fangsong, dots: true}}") -> tuple[Composed, World]:
    templates = folder / "templates"
    (templates / "own").mkdir(parents=True)
    shutil.copytree(ROOT / "templates" / "gb9704", templates / "gb9704")
    (templates / "own" / "house.yaml").write_text(f"extends: gb9704\ntitle: 自家\n{house}\n", "utf-8")
    issue = folder / "2024-01"
    issue.mkdir()
    (issue / "issue.yaml").write_text("house: own\nnumber: 1\ndate: 2024-03-08\nnameplate: 简报\noffices: 办公室\n", "utf-8")
    (issue / "01.md").write_text(TEXT, "utf-8")
    world = World(issue, templates_root=templates)
    return stages.compose(stages.read(issue, world)), world


def test_a_dot_in_the_middle_under_each_character_and_none_under_marks(tmp_path: Path) -> None:
    composed, world = made(tmp_path)
    marks = [mark for page in paint(composed, stages.fonts_of(composed.house, world)).pages for mark in page.marks]
    dots = [mark for mark in marks if isinstance(mark, Dots)]
    middles = [(dot.left + dot.right) / 2 for dot in dots]
    line = [mark for mark in marks if isinstance(mark, Glyphs) and abs(mark.baseline - dots[0].y) < mark.size / 2]
    ends = [(x, char) for mark in line for x, char in zip((*mark.xs, mark.end), (*mark.text, ""), strict=True)]
    above = "".join(next(char for (x, char), (right, _) in pairwise(ends) if x <= middle < right) for middle in middles)
    assert above == DOTTED and {dot.gaps for dot in dots} == {0}
    shapes = [shape for page in read_pdf(write_release(composed, world)).pages for shape in page.shapes]
    small = [shape for shape in shapes if shape.right - shape.left < 4]
    assert len(small) == len(DOTTED)


def test_word_has_them_under_the_same_characters(tmp_path: Path) -> None:
    composed, world = made(tmp_path)
    with zipfile.ZipFile(io.BytesIO(write_docx(composed, world))) as archive:
        styles, document = archive.read("word/styles.xml").decode(), archive.read("word/document.xml").decode()
    assert styles.count('<w:em w:val="underDot"/>') == 1
    bare = set(re.findall(r'<w:style [^>]*w:styleId="([^"]*)"(?:(?!</w:style>).)*<w:em w:val="none"/>', styles, re.DOTALL))
    runs = re.findall(r'<w:r><w:rPr><w:rStyle w:val="(InlineEmphasis[^"]*)"/>.*?</w:rPr>(.*?)</w:r>', document)
    texts = [(style in bare, "".join(re.findall(r"<w:t[^>]*>([^<]*)", run)).replace("\u200b", "")) for style, run in runs]
    assert "".join(text for without, text in texts if not without) == DOTTED
    assert "".join(text for without, text in texts if without) == "（）、"


def test_a_house_set_by_weasyprint_has_none(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        made(tmp_path, "pdf: weasyprint\ninline: {emphasis: {dots: true}}")
    (told,) = refused.value.diagnostics
    assert told.code == "house-fit" and "dots" in told.hint and told.span is not None and told.span.line == 4
