"""Pages of their own before the text: the contents, a 批示."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run
from importing_generated import canonical

from briefing.building import stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.output.pdf import write_pdf
from briefing.paint import paint
from briefing.prove import proof

HOUSES = ("gb9704", "jiangsu-jingshen-wenming")
ISSUE = """house: {house}
number: 6
date: 2022-06-24
nameplate: 工作简报
offices: 云溪市文明办
contents: {{style: pages, heading: 目录, place: {place}}}
{front}sections:
  - name: 工作交流
    reports: [01.md]
"""
FRONT = "front: [00-pishi.md, 00-wenjian.md]\n"


def issue(folder: Path, house: str = "gb9704", place: str = "另页", front: str = FRONT, text: str = "正文。",
          templates: Path = ROOT / "templates") -> stages.Read:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issue.yaml").write_text(ISSUE.format(house=house, place=place, front=front), "utf-8")
    (folder / "01.md").write_text(f"# 让志愿服务进楼道\n\n{text}\n", "utf-8")
    if front:
        (folder / "00-pishi.md").write_text("# 领导批示\n\n::: 批示 市委书记 张三 2022-06-20\n请各县区学习借鉴。\n:::\n", "utf-8")
        (folder / "00-wenjian.md").write_text("# 致读者\n\n本刊改版。\n", "utf-8")
    return stages.read(folder, World(folder, templates))


def regions(read: stages.Read) -> list[list[str]]:
    """Of each page, what stands on it."""
    pages = stages.compose(read)
    return [list(dict.fromkeys(pages.regions[item.index] for item in page.items)) for page in pages.pages]


@pytest.mark.parametrize(
    ("house", "place", "front", "wanted"),
    [
        ("gb9704", "接排", "", [["masthead", "contents", "body"]]),
        ("gb9704", "另页", "", [["cover"], ["front"], ["body"]]),
        ("gb9704", "接排", FRONT, [["cover"], ["front"], ["front"], ["body"]]),
        ("gb9704", "另页", FRONT, [["cover"], ["front"], ["front"], ["front"], ["body"]]),
        ("jiangsu-jingshen-wenming", "接排", FRONT, [["cover"], ["front"], ["front"], ["body"]]),
        ("jiangsu-jingshen-wenming", "另页", "", [["cover"], ["front"], ["body"]]),
    ],
)
def test_pages_of_their_own(tmp_path: Path, house: str, place: str, front: str, wanted: list[list[str]]) -> None:
    found = regions(issue(tmp_path / "a", house, place, front))
    assert [[name for name in page if name != "colophon"] for page in found if page and page != ["colophon"]] == wanted


def own_house(place: Path, house: str, numbered: bool) -> None:
    folder = place / "templates" / "own"
    folder.mkdir(parents=True)
    said = f"extends: {house}\ntitle: 自家\npage_number: {{front_numbered: {str(numbered).lower()}}}\n"
    (folder / "house.yaml").write_text(said, "utf-8")


@pytest.mark.parametrize("numbered", [True, False])
def test_their_numbers_are_the_house_s(tmp_path: Path, numbered: bool) -> None:
    """They count in either case, so that the contents name the pages of the file; the proof knows which are shown."""
    own_house(tmp_path, "gb9704", numbered)
    shutil.copytree(ROOT / "templates" / "gb9704", tmp_path / "templates" / "gb9704")
    read = issue(tmp_path / "issues" / "a", "own", templates=tmp_path / "templates")
    pages = stages.compose(read)
    assert [bool(page.label) for page in pages.pages[:5]] == [False, *[numbered] * 3, True]
    assert pages.anchors["a3"] == 5
    files = {"pdf": write_pdf(paint(pages, read.fonts()), read.world), "docx": write_docx(pages, read.world)}
    found = proof.prove(proof.prepare(pages.sheet, read.house, read.world.issue), read.fonts(), **files)
    assert [item.message for item in found.diagnostics] == []


@pytest.mark.parametrize("house", HOUSES)
def test_they_come_back_to_the_same_bytes(tmp_path: Path, house: str) -> None:
    read = issue(tmp_path / "a" / "2022-06", house)
    data = write_docx(stages.compose(read), read.world)
    folder = kept.restore(session.open_source(data, "a.docx"), "2022-06")
    assert not folder.findings
    (tmp_path / "b" / "2022-06").mkdir(parents=True)
    for name, content in folder.files.items():
        (tmp_path / "b" / "2022-06" / name).write_bytes(content)
    back = stages.read(tmp_path / "b" / "2022-06")
    assert canonical(back.issue) == canonical(read.issue)
    assert write_docx(stages.compose(back), back.world) == data


@pytest.mark.slow
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("numbered", [True, False])
def test_libreoffice_sets_them_alike(briefing: Run, tmp_path: Path, house: str, numbered: bool) -> None:
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice")
    own_house(tmp_path, house, numbered)
    (tmp_path / "issues").mkdir()
    shutil.copytree(ROOT / "templates", tmp_path / "templates", dirs_exist_ok=True)
    issue(tmp_path / "issues" / "2022-06", "own", text="一、正文要写得长一些。\n\n" * 40, templates=tmp_path / "templates")
    ran = briefing("build", "2022-06", "--office")
    assert ran.code == 0, ran.err
    said = ran.out + ran.err
    assert re.search(r"与 PDF 相同的有 (\d+)/\1 行、(\d+)/\2 页", said), said
