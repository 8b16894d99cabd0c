"""Containers of a report (`::: 批示 …`): what the reader says of them, where they stand, what outputs make of them."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Run
from importing_generated import canonical
from read_support import png

from briefing.building import stages
from briefing.core import bounds
from briefing.core.errors import Findings, InputError
from briefing.files import world
from briefing.house.load import load_house
from briefing.importing import kept, session
from briefing.model.blocks import Beside, Box, Columns, within
from briefing.model.text_lines import plain
from briefing.output.docx.word_file import write_docx
from briefing.output.pdf import write_pdf
from briefing.paint import paint
from briefing.paint.marks import Bar, Glyphs
from briefing.prove import proof
from briefing.source.markdown import read_report
from briefing.source.write import markdown
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, Page, Placed, SetGroup, SetParagraph

SPECIMEN = ROOT / "tests" / "specimen" / "boxes"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
HEAD = "house: {house}\nnumber: 3\ndate: 2022-05-13\nnameplate: 工作简报\noffices: 省文明办\nrecipients:\n  发: [各市]\n"
LONG = "各地坚持以人民为中心，把文明城市创建作为提升城市治理水平的重要抓手，统筹推进城乡精神文明建设，取得明显成效。"

Write = Callable[[str], Path]


@pytest.fixture
def report(tmp_path: Path) -> Write:
    """Writes an issue of one report with two pictures."""

    def write(text: str, house: str = "gb9704") -> Path:
        folder = tmp_path / "2022-03"
        folder.mkdir(exist_ok=True)
        (folder / "issue.yaml").write_text(HEAD.format(house=house), "utf-8")
        (folder / "01.md").write_text(f"# 标题\n\n{text}\n", "utf-8")
        for name, width in (("a.png", 900), ("b.png", 600)):
            (folder / name).write_bytes(_picture(width, 600))
        return folder

    return write


@cache
def _picture(width: int, height: int) -> bytes:
    return png(width, height, zlib.compress((b"\0" + b"\x80" * width) * height))


def found(folder: Path) -> list[tuple[str, int, int]]:
    """Code, line and column of every finding, counted from the line after the title's."""
    _, findings = read_report(world.Root(folder), "01.md")
    return [(item.code, item.span.line - 2, item.span.column) for item in findings.items if item.span]


# --- the reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: 匡\n\n字。\n\n:::", [("box-name", 1, 5)]),
        ("::: warning\n字。\n:::", [("box-name", 1, 5)]),
        ("::: 框\n\n字。", [("box-end", 1, 1)]),
        ("字。\n\n:::", [("box-end", 3, 1)]),
        ("::: 框\n字。\n:::\n:::", [("box-end", 4, 1)]),
        ("::: 框\n字。\n::: 框\n字。\n:::\n:::", [("box-nesting", 3, 5)]),
        ("::: 两栏\n字。\n::: 并排\n![甲](a.png)\n![乙](b.png)\n:::\n:::", [("box-nesting", 3, 5)]),
        ("::: 框\n:::", [("box-content", 1, 1)]),
        ("::: 批示\n字。\n:::", [("box-head", 1, 1)]),
        ("::: 批示 2022-05-13\n字。\n:::", [("box-head", 1, 1)]),
        ("::: 批示 张三 2022-02-30\n字。\n:::", [("box-head", 1, 11)]),
        ("::: 编者按 甲\n字。\n:::", [("box-head", 1, 9)]),
        ("::: 编者按\n- 字。\n:::", [("box-content", 2, 3)]),
        ("::: 两栏 甲\n字。\n:::", [("box-head", 1, 8)]),
        ("::: 并排\n![甲](a.png)\n:::", [("box-content", 1, 1)]),
        ("::: 并排\n![甲](a.png)\n\n![乙](b.png)\n\n字。\n:::", [("box-content", 6, 1)]),
        ("::: 并排\n![甲](a.png){width=40mm}\n![乙](b.png)\n:::", [("box-content", 2, 1)]),
        ("> ::: 框", [("box-place", 1, 3)]),
        ("- 甲\n- ::: 框", [("box-place", 2, 3)]),
        ("    ::: 框", [("box-place", 1, 5)]),
        ("：：： 框\n\n字。\n\n：：：", [("typed-full-width", 1, 1), ("typed-full-width", 5, 1)]),
        ("::: 框\n\n# 又一个\n\n字。\n\n:::", [("title-second", 3, 1)]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(report: Write, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(report(text)) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("> " * 60 + "甲:::", {"nesting"}),
        ("- " * 60 + "甲:::", {"list-item"}),
        ("::: 框 " + " " * 9_900 + "甲\n字。\n:::", set()),
        ("::: 框 " + "\u3000" * 9_900 + "甲\n字。\n:::", set()),
        ("：：：" + " " * 9_900 + "甲", set()),
        ("::: 二维码 https://" + "." * 9_900 + " 甲\n:::", {"qr-code"}),
        ("::: 二维码 https://a.gov.cn/\n:::\n\n" * 20, set()),
    ],
)
def test_lines_that_are_nearly_fences_take_no_time(report: Write, text: str, codes: set[str]) -> None:
    folder = report(text)
    with bounds.bounded("读", 3.0):
        assert {code for code, *_ in found(folder)} == codes


@pytest.mark.parametrize("text", [r"\::: 框", "甲 ::: 乙", "比例：：三比二", "“::”", "甲\n\n：：：\n\n乙\n\n：：："])
def test_what_is_no_container_is_text(report: Write, text: str) -> None:
    folder = report(text)
    article, findings = read_report(world.Root(folder), "01.md")
    assert article is not None and not findings.items
    assert not any(isinstance(block, Box | Columns | Beside) for block in within(article.blocks))


def test_a_container_needs_no_blank_lines_and_knows_english_names(report: Write) -> None:
    folder = report("前文。\n:::Story 题\n字。\n- 甲\n:::\n后文。\n::: instruction 省长 李四\n好。\n:::")
    article, findings = read_report(world.Root(folder), "01.md")
    assert article is not None and not findings.items
    assert [type(block).__name__ for block in article.blocks] == ["Paragraph", "Box", "Paragraph", "Box"]


def test_the_first_line_of_an_instruction(report: Write) -> None:
    article, _ = read_report(world.Root(report("::: 批示 省委书记 张三 2022年5月6日\n\n好。\n\n:::")), "01.md")
    assert article is not None
    box = article.blocks[0]
    assert isinstance(box, Box) and plain(box.title) == "省委书记 张三" and str(box.date) == "2022-05-06"
    assert box.title[0].span.column == 8
    assert "::: 批示 省委书记 张三 2022-05-06" in markdown(article)


def test_the_fix_of_full_width_colons(report: Write) -> None:
    folder = report("：：：框\n\n字。\n\n：：：")
    _, findings = read_report(world.Root(folder), "01.md")
    assert [item.fix and item.fix.new for item in findings.items] == [":::", ":::"]


# --- pages


def composed(folder: Path) -> Composed:
    return stages.compose(stages.read(folder, world.World(folder)))


def items(page: Page, group: SetGroup) -> list[Placed]:
    return [item for item in page.items if group.start <= item.index < group.end]


@pytest.fixture(scope="module")
def specimen() -> Composed:
    return composed(SPECIMEN)


def test_a_frame_encloses_its_text_and_what_follows_is_on_the_grid(specimen: Composed) -> None:
    pitch = specimen.house.grid.pitch
    boxes = [group for group in specimen.groups if group.box is not None]
    assert [group.kind for group in boxes] == ["instruction", "story", "link", "editor-note", "background"]
    for group in boxes:
        for page in specimen.pages:
            placed = items(page, group)
            if not placed:
                continue
            top = placed[0].y
            bottom = max(item.y + specimen.blocks[item.index].standing(item.first, item.last) for item in placed)
            lines = [patch for patch in page.patches if patch.right - patch.left > 100]
            assert any(abs(patch.top - (top - group.padding)) < 0.01 for patch in lines)
            assert any(abs(patch.bottom - (bottom + group.padding)) < 0.01 for patch in lines)
            for item in placed:
                block = specimen.blocks[item.index]
                assert isinstance(block, SetParagraph)
                left, width = group.slots[item.index - group.start]
                assert all(line.x >= left - 0.01 and line.x + line.width <= left + width + 0.01 for line in block.lines)
            body = [item for item in page.items if specimen.regions[item.index] == "body"]
            after = [item for item in body if item.index >= group.end and item.y > bottom]
            if after:
                gap = after[0].y - specimen.blocks[after[0].index].before
                in_frame = any(other.start <= after[0].index < other.end for other in specimen.groups)
                assert in_frame or abs(gap / pitch - round(gap / pitch)) < 1e-6


def test_columns_are_balanced_and_part_between_items(specimen: Composed) -> None:
    group = next(group for group in specimen.groups if group.kind == "columns")
    page = next(page for page in specimen.pages if items(page, group))
    left = [item for item in items(page, group) if not item.x]
    right = [item for item in items(page, group) if item.x]
    heights = [
        max(item.y + specimen.blocks[item.index].standing(item.first, item.last) for item in column)
        - min(item.y for item in column)
        for column in (left, right)
    ]
    assert abs(heights[0] - heights[1]) < 3.5 * specimen.house.grid.pitch
    assert left[0].y == right[0].y and right[0].first == 0
    width = group.slots[0][1]
    assert abs(right[0].x + width - specimen.house.page.measure) < 0.01


def test_pictures_side_by_side_are_of_one_height(specimen: Composed) -> None:
    group = next(group for group in specimen.groups if group.kind == "beside")
    page = next(page for page in specimen.pages if items(page, group))
    placed = items(page, group)
    pictures = [item for item in placed if not isinstance(specimen.blocks[item.index], SetParagraph)]
    assert len({round(item.y, 3) for item in pictures}) == 1
    assert len({round(specimen.blocks[item.index].standing(item.first, item.last), 3) for item in pictures}) == 1
    parts = [specimen.blocks[item.index] for item in placed if item not in pictures]
    texts = [block.text for block in parts if isinstance(block, SetParagraph)]
    assert texts == [
        "（a）城东广场",
        "（b）城西河道",
        "三个示范点的新面貌",
    ]


def test_pictures_side_by_side_stand_in_word_where_they_stand_in_print(specimen: Composed) -> None:
    """A line has them without white beside them, and their row begins as high as they are."""
    data = write_docx(specimen, world.World(SPECIMEN))
    document = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    row = next(row for row in document.iter(f"{W}tr") if len(list(row.iter(f"{WP}inline"))) > 1)
    inlines = list(row.iter(f"{WP}inline"))
    assert {inline.get(f"dist{side}") for inline in inlines for side in "TBLR"} == {"0"}
    height = row.find(f"{W}trPr/{W}trHeight")
    assert height is not None and height.get(f"{W}hRule") == "atLeast"
    highest = max(int(inline.find(f"{WP}extent").get("cy", "")) for inline in inlines)  # type: ignore[union-attr]
    assert abs(int(height.get(f"{W}val", "")) * 635 - highest) <= 635


@pytest.mark.parametrize("shapes", [((30, 600), (1600, 400)), ((30, 600), (1600, 400), (1600, 400)), ((10, 10), (30, 600))])
def test_the_narrowest_of_pictures_side_by_side_leaves_room_for_its_caption(
    shapes: tuple[tuple[int, int], ...], report: Write
) -> None:
    folder = report("\n".join(["::: 并排 总题", *(f"![分图]({i}.png)" for i in range(len(shapes))), ":::"]))
    for number, (width, height) in enumerate(shapes):
        (folder / f"{number}.png").write_bytes(_picture(width, height))
    page = composed(folder)
    measure, places = page.house.page.measure, sorted(set(page.groups[0].slots))
    slots = [(x, width) for x, width in places if width < measure]
    assert len(slots) == len(shapes) and min(width for _, width in slots) > 60
    assert slots[0][0] == pytest.approx(0) and sum(slots[-1]) == pytest.approx(measure)


def test_columns_over_a_page_turn_fill_page_by_page(report: Write) -> None:
    text = "\n\n".join(f"**{number}。**{LONG * 2}" for number in "甲乙丙丁戊己庚辛壬癸")
    page = composed(report(f"{LONG * 3}\n\n::: 两栏\n\n{text}\n\n:::\n\n后文。"))
    group = page.groups[0]
    shares = [
        [len([item for item in items(each, group) if bool(item.x) is side]) for side in (False, True)] for each in page.pages
    ]
    used = [share for share in shares if any(share)]
    assert len(used) >= 2 and all(all(share) for share in used)
    order = [(item.index, item.first) for each in page.pages for item in items(each, group)]
    assert order == sorted(order)


def test_a_frame_parts_as_the_house_says(report: Write) -> None:
    text = "\n\n".join([LONG * 9, "::: 框 题", LONG * 5, LONG * 5, ":::", "后文。"])
    parted = composed(report(text))
    pages = [page for page in parted.pages if items(page, parted.groups[0])]
    assert len(pages) == 2
    for page in pages:  # a frame on each
        assert len(page.patches) == 4
        low = max(item.y + parted.blocks[item.index].standing(item.first, item.last) for item in items(page, parted.groups[0]))
        assert low + parted.groups[0].padding <= parted.house.grid.lines * parted.house.grid.pitch + 0.01


def test_a_frame_that_no_page_holds_parts_and_says_so(report: Write) -> None:
    folder = report("\n\n".join(["::: 框 题", *[LONG * 5] * 7, ":::"]))
    source = stages.read(folder, world.World(folder))
    house = source.house
    boxes = {**house.boxes, "story": replace(house.boxes["story"], part=False)}
    found = Findings()
    pages = typeset(stages.compose(source).sheet, replace(house, boxes=boxes), source.fonts(), found).pages
    assert len(pages) > 1
    assert [item.code for item in found.items if item.code.startswith("box")] == ["box-too-tall"]


# --- outputs


def test_marks_and_structure(specimen: Composed) -> None:
    painted = paint(specimen, stages.read(SPECIMEN, world.World(SPECIMEN)).fonts())
    kinds = [node.kind for node in painted.nodes]
    assert kinds.count("Art") == 1 and kinds.count("Div") == 5
    story = kinds.index("Art")
    assert any(node.parent == story and node.kind == "L" for node in painted.nodes)
    for page in painted.pages:
        bars = [place for place, mark in enumerate(page.marks) if isinstance(mark, Bar)]
        if bars and page is not painted.pages[0]:
            assert bars[0] < next(place for place, mark in enumerate(page.marks) if isinstance(mark, Glyphs))


def test_the_docx_has_real_structure(specimen: Composed) -> None:
    data = write_docx(specimen, world.World(SPECIMEN))
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))[0]
    styles = [table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") for table in body.iter(f"{W}tbl")]  # type: ignore[union-attr]
    assert styles[:6] == ["FrameInstruction", "FrameStory", "FrameLink", "FrameEditorNote", "FrameBeside", "FrameBackground"]
    sections = [(section.find(f"{W}type").get(f"{W}val"), section.find(f"{W}cols")) for section in body.iter(f"{W}sectPr")]  # type: ignore[union-attr]
    columned = [(kind, columns.get(f"{W}num")) for kind, columns in sections if columns is not None]
    assert columned == [("continuous", "2")]
    assert sum(br.get(f"{W}type") == "column" for br in body.iter(f"{W}br")) == 1


def test_the_specimen_comes_back_to_the_same_bytes(tmp_path: Path) -> None:
    one = stages.read(SPECIMEN, world.World(SPECIMEN))
    data = write_docx(stages.compose(one), one.world)
    folder = kept.restore(session.open_source(data, "boxes.docx"), "boxes")
    assert not folder.findings
    assert folder.files["01-boxes.md"].decode() == (SPECIMEN / "01-boxes.md").read_text("utf-8")
    for name, content in folder.files.items():
        (tmp_path / "boxes").mkdir(exist_ok=True)
        (tmp_path / "boxes" / name).write_bytes(content)
    two = stages.read(tmp_path / "boxes", world.World(tmp_path / "boxes"))
    assert canonical(two.issue) == canonical(one.issue)
    assert write_docx(stages.compose(two), two.world) == data


def test_a_line_that_goes_on_beside_itself_is_two(report: Write) -> None:
    """A paragraph whose last two lines stand in two columns, at one height: the proof takes them for two lines."""
    text = "城市创建文明典范" * 38 + "城。"
    source = stages.read(report(f"::: 两栏\n{text}\n:::"))
    pages = stages.compose(source)
    tops = [(item.first, item.last, item.y) for item in pages.pages[1].items if pages.regions[item.index] == "body"]
    assert tops == [(24, 25, 0.0), (25, 26, 0.0)]
    data = write_pdf(paint(pages, source.fonts()), source.world)
    found = proof.prove(proof.prepare(pages.sheet, source.house, source.world.issue), source.fonts(), pdf=data)
    assert found.diagnostics == ()


@pytest.mark.slow
def test_the_specimen_is_proved(briefing: Run, tmp_path: Path) -> None:
    """By the CLI, with LibreOffice where it is, and in all sets."""
    shutil.copytree(SPECIMEN, tmp_path / "issues" / "2022-03")
    assert briefing("check", "2022-03").code == 0
    assert briefing("build", "2022-03", "--format", "pdf", "--format", "docx", "--format", "ofd").code == 0
    assert briefing("press", "2022-03", "--for", "print").code == 0
    assert briefing("press", "2022-03", "--for", "archive").code == 0
    if shutil.which("soffice") is not None:
        said = briefing("prove", "2022-03", "--office")
        assert said.code == 0
        lines = re.search(r"(\d+)/(\d+) 行、(\d+)/(\d+) 页", said.out)
        assert lines is not None and lines[1] == lines[2] and lines[3] == lines[4], said.out


# --- the house


def test_a_ground_is_a_light_tint_of_black(tmp_path: Path) -> None:
    def house(ground: str, tint: str) -> list[tuple[str, int]]:
        folder = tmp_path / "templates" / "mine"
        shutil.copytree(ROOT / "templates" / "gb9704", tmp_path / "templates" / "gb9704", dirs_exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        text = f'extends: gb9704\ntitle: 我\ncolors:\n  tint: {{rgb: "#EEEEEE", cmyk: {tint}}}\n'
        text += f"boxes:\n  story: {{ground: {ground}}}\n"
        (folder / "house.yaml").write_text(text, "utf-8")
        try:
            load_house(world.World(tmp_path, tmp_path / "templates"), "mine")
        except InputError as error:
            return [(item.code, item.span.line if item.span else 0) for item in error.diagnostics]
        return []

    assert house("tint", "[0, 0, 0, 8]") == []
    assert house("tint", "[0, 10, 0, 0]") == house("tint", "[0, 0, 0, 60]") == [("house-value", 6)]
    assert house("tin", "[0, 0, 0, 8]") == [("house-value", 6)]
