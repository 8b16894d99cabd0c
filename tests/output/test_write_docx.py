"""The DOCX as an editor finds it: named styles, real fields, nothing formatted by hand, the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import ROOT, Run
from example_issues import NAMES, composed, source
from example_issues import docx as written
from example_issues import pdf as printed
from lxml import etree
from xml_support import above, at, value

from briefing.building import stages
from briefing.files.world import World
from briefing.model.text_lines import plain
from briefing.output.docx.word_file import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICIAL = {"仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体"}


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def styles(data: bytes) -> dict[str, etree._Element]:
    return {value(style, W + "styleId"): style for style in part(data, "styles").iter(W + "style")}


def said(element: etree._Element) -> str:
    """What Word shows: of alternatives the choice, which is empty."""
    return "".join(t.text or "" for t in element.iter(W + "t") if above(t).tag == W + "r")


def instructions(element: etree._Element) -> list[str]:
    return [(i.text or "").strip() for i in element.iter(W + "instrText")]


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_and_run_is_formatted_by_a_named_style(name: str) -> None:
    body, known = part(written(name), "document"), styles(written(name))
    for paragraph in body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        assert style is not None and style.get(W + "val") in known, said(paragraph)
    # a section's end belongs to its last paragraph; `w:hint` only says that “ ” — are Chinese marks
    assert {e.tag for p in body.iter(W + "pPr") for e in p} <= {W + "pStyle", W + "sectPr"}
    # and LibreOffice reads a bullet's height in a style as a superscript's
    assert {e.tag for r in body.iter(W + "rPr") for e in r} <= {W + "rStyle", W + "rFonts", W + "position"}
    raised = [r.find(f"{W}rStyle") for r in body.iter(W + "rPr") if r.find(f"{W}position") is not None]
    assert all(style is not None and value(style, W + "val").startswith("InlineBullet") for style in raised)
    assert all(set(f.attrib) == {W + "hint"} for f in body.iter(W + "rFonts"))
    used = {value(e, W + "val") for e in body.iter(W + "rStyle")}
    assert used and all(known[style].get(W + "type") == "character" for style in used)


@pytest.mark.parametrize("name", NAMES)
def test_styles_have_chinese_names_and_official_fonts(name: str) -> None:
    document = docx.Document(io.BytesIO(written(name)))
    used = {p.style and p.style.name for p in document.paragraphs if p.text}
    assert {"报名", "期号"} <= used and used & {"简报正文", "简讯"} and "Normal" not in used
    fonts = {f.get(W + "eastAsia") for s in styles(written(name)).values() for f in s.iter(W + "rFonts")} - {None}
    assert fonts and fonts <= OFFICIAL
    named = styles(written(name)).values()
    latin = {f.get(W + "ascii") for s in named for f in s.iter(W + "rFonts") if f.get(W + "eastAsia")}
    house = source(name).house
    owned = {house.word_fonts[role] for role in house.word_fonts if house.owns_latin(role)}
    assert (
        {"Times New Roman", "宋体"} <= latin <= {"Times New Roman", "宋体"} | owned
    )  # page numbers are 宋体, GB/T 9704-2012 §7.5


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_the_navigation_pane(name: str) -> None:
    known = styles(written(name))

    def level(paragraph: etree._Element) -> int | None:
        style: etree._Element | None = known[value(at(paragraph, f"{W}pPr/{W}pStyle"), W + "val")]
        while style is not None:
            found = style.find(f"{W}pPr/{W}outlineLvl")
            if found is not None:
                return int(value(found, W + "val"))
            based = style.find(W + "basedOn")
            style = None if based is None else known[value(based, W + "val")]
        return None

    outline = [(level(p), said(p)) for p in part(written(name), "document").iter(W + "p") if level(p) is not None]
    titles = [said(p).replace("\u3000", "") for p in part(written(name), "document").iter(W + "p") if level(p) == 0]
    for section in source(name).issue.sections:
        for article in section.articles:
            wanted = re.sub(r"\s", "", plain(article.title))
            assert any(wanted in re.sub(r"\s", "", title) for title in titles), (wanted, outline)


@pytest.mark.parametrize("name", NAMES)
def test_folios_are_fields_on_the_outer_side(name: str) -> None:
    document = part(written(name), "document")
    settings = part(written(name), "settings")
    assert settings.find(W + "evenAndOddHeaders") is not None
    first = next(document.iter(W + "sectPr"))
    kinds = [reference.get(W + "type") for reference in first.iter(W + "footerReference")]
    bare = not composed(name).pages[0].label  # page 1 has none, unless the house says so
    assert kinds == ["default", "even", *["first"] * bare] and (first.find(W + "titlePg") is not None) == bare
    with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
        footers = [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.startswith("word/footer")]
    folios = {value(at(f, f".//{W}pStyle"), W + "val"): instructions(f) for f in footers if instructions(f)}
    style = composed(name).house.page_number
    fields = ["PAGE", "NUMPAGES"] if "{pages}" in style.format else ["PAGE"]
    sides = ["center", "center"] if style.align == "center" else ["right", "left"]
    assert list(folios.values()) == [fields] * len(folios)
    aligned = {s: value(at(styles(written(name))[s], f".//{W}jc"), W + "val") for s in folios}
    assert [*aligned.values()] == sides


def test_page_numbers_of_the_contents_are_fields_that_say_the_true_page(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "issues" / "2022-17", tmp_path / "2022-17"))
    with (folder / "issue.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\ncontents: pages\n")
    read = stages.read(folder, World(folder))
    page = stages.compose(read)
    body = part(write_docx(page, read.world), "document")
    bookmarks = {b.get(W + "name") for b in body.iter(W + "bookmarkStart")}
    fields = [re.match(r"PAGEREF (\S+)", text) for text in instructions(body)]
    assert len(fields) == 3 and {f[1] for f in fields if f} <= bookmarks
    entries = [p for p in body.iter(W + "p") if any("PAGEREF" in text for text in instructions(p))]
    shown = [int(re.findall(r"\d+", said(p))[-1]) for p in entries]
    assert shown == sorted(page.anchors.values())


@pytest.mark.parametrize("name", NAMES)
def test_bookmarks_pair_and_tables_and_pictures_say_what_they_are(name: str) -> None:
    body = part(written(name), "document")
    starts = Counter(b.get(W + "id") for b in body.iter(W + "bookmarkStart"))
    assert starts == Counter(b.get(W + "id") for b in body.iter(W + "bookmarkEnd"))
    assert set(starts.values()) == {1}
    for table in body.iter(W + "tbl"):
        if value(at(table, f"{W}tblPr/{W}tblStyle"), W + "val").startswith(("Colophon", "Frame")):
            continue  # a frame, for the foot of the last page or for a 批示, not a table of data
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    drawings = list(body.iter(WP + "docPr"))
    assert all((d.get("descr") or "").strip() for d in drawings)
    assert len({d.get("id") for d in drawings}) == len(drawings)


@pytest.mark.parametrize("name", NAMES)
def test_grid_and_margins_are_the_houses(name: str) -> None:
    house = composed(name).house
    for section in part(written(name), "document").iter(W + "sectPr"):
        grid = at(section, W + "docGrid")
        assert abs(int(value(grid, W + "linePitch")) / 20 - house.grid.pitch) < 0.06
        size = at(section, W + "pgSz")
        assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")  # A4 in twips


@pytest.mark.parametrize("name", NAMES)
def test_dates_are_the_bulletins_and_the_archive_is_canonical(name: str) -> None:
    properties = docx.Document(io.BytesIO(written(name))).core_properties
    issued = source(name).issue.date
    assert issued is not None and properties.created.date() == properties.modified.date() == issued
    assert properties.title == composed(name).sheet.properties["title"]
    with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml" and names == sorted(names)
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_a_house_can_do_without_adjusted_lines() -> None:
    page = composed("2022-17")
    loose = replace(page, house=replace(page.house, composition=replace(page.house.composition, pin_docx=False)))

    def spaced(data: bytes) -> set[str]:
        known = styles(data)
        used = {value(e, W + "val") for e in part(data, "document").iter(W + "rStyle")}
        return {style for style in used if known[style].find(f"{W}rPr/{W}spacing") is not None}

    assert spaced(written("2022-17"))
    assert not spaced(write_docx(loose, source("2022-17").world))


def test_the_example_issues_are_the_same_bytes_anywhere(briefing: Run, tmp_path: Path) -> None:
    """In this process, folder, zone and locale, where the hash seed is any; and by the command in others."""
    for name in NAMES:
        shutil.copytree(ROOT / "issues" / name, tmp_path / "b/c/issues" / name)
    ran = briefing("build", "--all", cwd=tmp_path / "b/c", TZ="America/New_York", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    assert ran.code == 0, ran.err
    files = sorted((tmp_path / "b/c/build").rglob("*.*"))
    made = {file.name: file.read_bytes() for file in files if file.suffix in (".pdf", ".docx")}
    here = {f"{name}.{kind}": make(name) for name in NAMES for kind, make in (("pdf", printed), ("docx", written))}
    assert made == here


@pytest.mark.parametrize("body", ["文。", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"])
def test_a_colophon_with_the_second_page_to_itself_begins_a_section(tmp_path: Path, body: str) -> None:
    """Two tables in a row have no paragraph between them that could turn the page."""
    head = "house: gb9704\nnumber: 1\ndate: 2022-05-13\nnameplate: 简报\noffices: 某办\nrecipients:\n  发: [各市文明办]\n"
    (tmp_path / "issue.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "01.md").write_text(f"# 题\n\n文。\n\n{body}\n", encoding="utf-8")
    source = stages.read(tmp_path)
    page = stages.compose(source)
    assert [len(one.items) > 0 for one in page.pages] == [True, True]
    data = write_docx(page, source.world)
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert document.count("<w:sectPr>") == 2 and "</w:tbl><w:tbl>" not in document
