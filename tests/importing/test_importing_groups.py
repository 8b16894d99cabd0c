"""Frames and columns of Word files of others come in as what they are."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefing.importing import session
from briefing.model.blocks import Box, Columns, Heading, Table
from briefing.model.bulletin import Article
from briefing.model.text_lines import plain
from briefing.source.write import markdown

LONG = "各地坚持以人民为中心，把文明城市创建作为提升城市治理水平的重要抓手，统筹推进城乡精神文明建设，取得明显成效。"


def imported(make: Callable[[Document], None]) -> Article:
    made = docx.Document()
    made.add_paragraph("关于文明城市创建情况的汇报").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph(LONG * 3)
    make(made)
    made.add_paragraph(LONG * 3)
    buffer = io.BytesIO()
    made.save(buffer)
    return session.draft(session.open_source(buffer.getvalue(), "来稿.docx"), "来稿").article


def framed(*lines: str, bold: bool = True) -> Callable[[Document], None]:
    def make(made: Document) -> None:
        cell = made.add_table(1, 1).cell(0, 0)
        for number, text in enumerate(lines):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            paragraph.add_run(text).bold = bold and not number
        cell.add_paragraph("")

    return make


@pytest.mark.parametrize(
    ("lines", "kind", "title", "first"),
    [
        (("城东的一天", LONG, LONG), "story", "城东的一天", LONG),
        ((LONG, LONG), "story", "", LONG),
        (("编者按：现将做法摘发如下。",), "editor-note", "", "现将做法摘发如下。"),
        (("编者按", LONG), "editor-note", "", LONG),
        (("相关链接", LONG), "link", "", LONG),
        (("链接：文明城市测评体系", LONG), "link", "文明城市测评体系", LONG),
        (("背景资料", LONG), "background", "", LONG),
        (("背景复杂的地区，要逐一走访。", LONG), "story", "", "背景复杂的地区，要逐一走访。"),
    ],
)
def test_a_table_of_one_cell_is_a_frame(lines: tuple[str, ...], kind: str, title: str, first: str) -> None:
    article = imported(framed(*lines))
    (box,) = (block for block in article.blocks if isinstance(block, Box))
    assert (box.kind, plain(box.title)) == (kind, title)
    assert plain(box.blocks[0].content) == first  # type: ignore[union-attr]
    assert [type(block).__name__ for block in article.blocks] == ["Paragraph", "Box", "Paragraph"]


def test_two_frames_are_two() -> None:
    def make(made: Document) -> None:
        framed("甲", LONG)(made)
        framed("乙", LONG)(made)

    assert [plain(block.title) for block in imported(make).blocks if isinstance(block, Box)] == ["甲", "乙"]


def test_a_frame_around_most_of_the_text_is_its_layout() -> None:
    article = imported(framed("城东的一天", *[LONG] * 12))
    assert not any(isinstance(block, Box) for block in article.blocks)
    assert markdown(article).count(LONG) == 3 + 12 + 3


def test_a_section_of_two_columns_is_two_columns() -> None:
    def make(made: Document) -> None:
        made.add_section(WD_SECTION.CONTINUOUS)
        for text in ("一、城东", LONG, "二、城西", LONG):
            made.add_paragraph(text)
        columns = OxmlElement("w:cols")
        columns.set(qn("w:num"), "2")
        section = made.add_section(WD_SECTION.CONTINUOUS)
        narrow = made.sections[-2]._sectPr
        for old in narrow.findall(qn("w:cols")):
            narrow.remove(old)
        narrow.append(columns)
        for old in section._sectPr.findall(qn("w:cols")):
            section._sectPr.remove(old)

    article = imported(make)
    (columns,) = (block for block in article.blocks if isinstance(block, Columns))
    assert [type(block) for block in columns.blocks[::2]] == [Heading, Heading]
    assert "::: 两栏\n" in markdown(article)


def test_merged_cells_stay_merged() -> None:
    def make(made: Document) -> None:
        table = made.add_table(3, 3)
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                cell.text = f"第{number}格"
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))

    (table,) = (block for block in imported(make).blocks if isinstance(block, Table))
    assert table.header[1].across == 2 and table.rows[0][0].down == 2
