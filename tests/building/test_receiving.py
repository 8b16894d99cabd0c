"""Whose a file is that somebody sent, and the report that waits for it."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

from briefing.building import receiving, scaffold
from briefing.files.world import World
from briefing.house.load import load_house
from briefing.importing import placing, session

SENDERS = {
    "南京": "南京 南京市 南京2 南京-2 1-南京 03_南京 南京市文明办 南京文明办简报 南京市文明办报送的简报材料（定稿）"
    " 南京（二稿） 南京-修改稿 南京市最终版"
    " 南京市委宣传部信息 南京稿 南京简报稿v2 南京市报送的材料 南京（终稿） 南京-第二稿",
    "连云港": "连云港 连云港市 连云港市文明办-上报稿",
    "海安": "海安 海安市",
    "": "稿件 简报材料2 报告1 新建文档 附件3 2 20220513 最终稿 材料-修改稿 doc1 信息（定稿）",
}  # fmt: skip


@pytest.mark.parametrize(("office", "names"), SENDERS.items())
def test_who_sent_a_file_by_its_name(office: str, names: str) -> None:
    assert {name: receiving.sender(placing.stem(f"{name}.docx")) for name in names.split(" ")} == dict.fromkeys(
        names.split(" "), office
    )


def source(name: str, *paragraphs: str) -> session.Source:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return session.open_source(stream.getvalue(), name)


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It waits for three cities."""
    folder = tmp_path_factory.mktemp("issue")
    house = load_house(World(folder), "gb9704")
    made = scaffold.fresh(folder, 18, datetime.date(2022, 5, 20), house, ["南京市", "苏州市", "无锡市"])
    for name, text in made.files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "title", "name"),
    [
        ("苏州2.docx", "创新驱动", "02-苏州市"),
        ("稿件（定稿）.docx", "苏州市：创新驱动", "02-苏州市"),
        ("文明办报送.docx", "无锡市：创新驱动", "03-无锡市"),
        ("常州.docx", "常州市：创新驱动", "04-常州"),
        ("稿件.docx", "创新驱动", "04-稿件"),
    ],
)
def test_it_goes_into_the_report_that_waits_for_it(issue: Path, file: str, title: str, name: str) -> None:
    draft = receiving.drafted(source(file, title, "一是加强统筹，落实责任，共有12个单位参加。"), issue)
    assert (draft.name, draft.article.path) == (name, f"{name}.md")


def test_the_second_of_one_city_is_put_beside_the_first(issue: Path) -> None:
    draft = receiving.drafted(source("苏州.docx", "苏州市：创新驱动", "一是加强统筹。"), issue, taken=["02-苏州市"])
    assert draft.name == "04-苏州"


def test_a_caption_is_no_title(issue: Path) -> None:
    """Centred, as titles are."""
    document = Document()
    document.add_paragraph("苏州市：创新驱动")
    document.add_paragraph("一是加强统筹，落实责任。")
    for words in ("表1 各区整治情况", "图1 志愿者在社区服务"):
        document.add_paragraph(words).alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        document.add_paragraph("二是常态长效。")
    stream = io.BytesIO()
    document.save(stream)
    draft = receiving.drafted(session.open_source(stream.getvalue(), "苏州.docx"), issue)
    assert draft.markdown.startswith("# 苏州市：创新驱动\n")
