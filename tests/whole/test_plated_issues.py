"""Issues with pictures side by side, wide pages and fold-outs among their text (plated_issues.py): text fills the pages before
them; all is proved, and comes back from the DOCX as it was."""

from __future__ import annotations

import io
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import dense_issues
import plated_issues
import pytest
import word_grammar
from painted_release import write_release
from pdf_tree import TaggedPdf
from slices import share
from test_dense_issues import in_reading_order

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.prove.check_office import check_office
from briefing.prove.pdf_pages import read_pdf
from briefing.prove.proof import prepare, prove
from briefing.typeset.composed import Composed, Page

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def composed_of(seed: int, tmp_path: Path) -> tuple[Composed, stages.Read]:
    house = dense_issues.HOUSES[seed % len(dense_issues.HOUSES)]
    folder = plated_issues.write(seed, house, tmp_path / "2026-03")
    read = stages.read(folder, World(folder))
    return stages.compose(read), read


def holds(seed: int, tmp_path: Path) -> tuple[bytes, bytes, stages.Read, Composed]:
    """That the release of an issue is proved, read in order, and comes back."""
    composed, read = composed_of(seed, tmp_path)
    pdf, docx = write_release(composed, read.world), write_docx(composed, read.world)
    expected = prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    assert prove(expected, read.fonts(), pdf, docx).findings == ()
    assert word_grammar.faults(docx) == []
    in_reading_order(TaggedPdf(pdf), tmp_path / "2026-03")
    back = kept.restore(session.open_source(docx, "a.docx"), "2026-03")
    assert not back.findings
    folder = tmp_path / "back" / "2026-03"
    folder.mkdir(parents=True)
    for name, content in back.files.items():
        (folder / name).write_bytes(content)
    again = stages.read(folder)
    assert write_docx(stages.compose(again), again.world) == docx
    return pdf, docx, read, composed


@pytest.mark.parametrize("seed", [2, 9])
def test_text_fills_pages_before_pictures_side_by_side(seed: int, tmp_path: Path) -> None:
    composed, _ = composed_of(seed, tmp_path)
    blank, rows = plated_issues.blank_feet(composed), {group.start for group in composed.groups}
    heads = [page.number for page in composed.pages if page.items and page.items[0].index in rows]
    assert heads and not any(number - 1 in blank for number in heads)


def test_text_fills_pages_before_wide_pages(tmp_path: Path) -> None:
    """Paragraphs go whole: what is left blank is less than the next of them; text between two that goes before both."""
    composed, _ = composed_of(3, tmp_path)
    assert [page.leaf for page in composed.pages].count("wide") == 2
    assert plated_issues.blank_feet(composed) == {}


def test_a_docx_keeps_the_white_around_pictures_side_by_side(tmp_path: Path) -> None:
    """Of two rows without a caption for all: at the head of the page after a wide page, and between them."""
    composed, read = composed_of(1, tmp_path)
    rows = [group for page in composed.pages for group in composed.groups if page.number == 12 and on(page, group.start)]
    page = composed.pages[11]
    at = {item.index: item.y for item in page.items}
    low = max(at[index] + composed.blocks[index].height for index in range(rows[0].start, rows[0].end))
    found = white_above_rows(write_docx(composed, read.world))
    assert len(rows) == 2
    number = next(number for number, group in enumerate(composed.groups) if group is rows[0])
    assert found[number : number + 2] == pytest.approx([at[rows[0].start], at[rows[1].start] - low], abs=3)


def test_a_docx_that_libreoffice_saved_comes_back(tmp_path: Path) -> None:
    """It moves bookmarks at the beginning of a paragraph with which a section ends to the end of the one above."""
    composed, read = composed_of(5, tmp_path)
    docx = write_docx(composed, read.world)
    package = {name: zipfile.ZipFile(io.BytesIO(docx)).read(name) for name in zipfile.ZipFile(io.BytesIO(docx)).namelist()}
    root = ElementTree.fromstring(package["word/document.xml"])
    moved = 0
    for above, paragraph in pairwise(root[0]):
        if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            places = [mark for mark in paragraph if mark.get(f"{W}name", "").startswith("_Figure")]
            ends = [
                end
                for mark in places
                for end in paragraph
                if end.tag == f"{W}bookmarkEnd" and end.get(f"{W}id") == mark.get(f"{W}id")
            ]
            for element in (*places, *ends):
                paragraph.remove(element)
                above.append(element)
                moved += 1
    package["word/document.xml"] = ElementTree.tostring(root)
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as target:
        for name, data in package.items():
            target.writestr(name, data)
    assert moved
    back, again = (kept.restore(session.open_source(data, "a.docx"), "2026-03") for data in (docx, saved.getvalue()))
    assert again.files == back.files


def on(page: Page, index: int) -> bool:
    return any(item.index == index for item in page.items)


def white_above_rows(docx: bytes) -> list[float]:
    """Height of the empty paragraph above each row of pictures, pt; 0: there is none."""
    package = zipfile.ZipFile(io.BytesIO(docx))
    styles = {style.get(f"{W}styleId"): style for style in ElementTree.fromstring(package.read("word/styles.xml"))}
    body = next(iter(ElementTree.fromstring(package.read("word/document.xml"))))
    found = []
    for above, table in pairwise(body):
        if table.tag != f"{W}tbl" or table.find(f".//{W}drawing") is None:
            continue
        named = above.find(f"{W}pPr/{W}pStyle")
        line = (
            styles[named.get(f"{W}val")].find(f"{W}pPr/{W}spacing")
            if named is not None and not "".join(above.itertext())
            else None
        )
        found.append(float(line.get(f"{W}line", "0")) / 20 if line is not None else 0.0)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 1 + share(24)))
def test_they_are_proved_and_come_back(seed: int, tmp_path: Path) -> None:
    holds(seed, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize("seed", [1, 3, 5])
def test_libreoffice_has_the_same_pages(seed: int, tmp_path: Path) -> None:
    """With rows at the head of a page, wide pages in a row, and fold-outs."""
    pdf, docx, read, composed = holds(seed, tmp_path)
    expected = prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    found = check_office(expected, read_pdf(pdf), read_pdf(office_pages.print_docx(docx, composed.house)), "LibreOffice")
    assert found.agreement.complete, found.agreement
