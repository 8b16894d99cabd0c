"""What leads LibreOffice to notes of tables and of columns stands in a paragraph of the same page; Word has it at the mark."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import noted_issues
import pytest
from lxml import etree
from noted_issues import NOTE, TEXT, report

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ROWS = "\n".join(f"| 第{n}县{'[^2]' if n == 2 else ''} | {n} |" for n in range(1, 41))
TABLE = report(f"{TEXT[0]}[^1]\n\n表1　情况\n\n| 县 | 数 |\n|---|---|\n{ROWS}\n\n{TEXT[1]}[^3]", ["甲。", "乙。", "丙。"])
COLUMNS = report(f"{TEXT[0]}\n\n::: 两栏\n{TEXT[1]}[^1]\n\n{TEXT[2]}[^2]\n:::\n\n{TEXT[0]}[^3]", ["甲。", "乙。", "丙。"])
FIRST = report(f"::: 两栏\n{TEXT[1]}[^1]\n\n{TEXT[2]}[^2]\n:::\n\n{TEXT[0]}[^3]", ["甲。", "乙。", "丙。"])


def document(folder: Path, reports: list[str]) -> etree._Element:
    folder = noted_issues.write(folder / "2026-03", reports)
    read = stages.read(folder, World(folder))
    with zipfile.ZipFile(io.BytesIO(write_docx(stages.compose(read), read.world))) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def references(root: etree._Element, view: str) -> Iterator[tuple[str, str]]:
    """What leads to notes in the order of the document, as Word meets it (`Choice`) or others do (`Fallback`), each with the
    style of its paragraph."""
    other = {"Choice": "Fallback", "Fallback": "Choice"}[view]
    for reference in root.iter(f"{_W}footnoteReference"):
        if not any(above.tag == _MC + other for above in reference.iterancestors()):
            paragraph = next(reference.iterancestors(f"{_W}p"))
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            assert style is not None
            yield reference.get(f"{_W}id", ""), style.get(f"{_W}val", "").split("-")[0]


def test_the_note_of_a_table_at_a_pages_foot_hangs_at_its_caption(tmp_path: Path) -> None:
    root = document(tmp_path, [TABLE])
    assert list(references(root, "Choice")) == [("1", "Body"), ("2", "TableCell"), ("3", "Body")]
    assert list(references(root, "Fallback")) == [("1", "Body"), ("2", "TableCaption"), ("3", "Body")]


@pytest.mark.parametrize("text", [COLUMNS, FIRST])
def test_notes_of_columns_hang_at_a_paragraph_beside_them(text: str, tmp_path: Path) -> None:
    root = document(tmp_path, [text])
    for view, within in (("Choice", 2), ("Fallback", 0)):
        found = [one for one, _ in references(root, view)]
        section = next(root.iter(f"{_W}cols")).getparent()
        assert found == ["1", "2", "3"]
        assert section is not None
        assert sum(1 for block in ended_by(root, section) for _ in references(block, view)) == within, view


def ended_by(root: etree._Element, section: etree._Element) -> list[etree._Element]:
    """The blocks of a section."""
    body = root.find(f"{_W}body")
    assert body is not None
    found: list[etree._Element] = []
    for child in body:
        found.append(child)
        ends = next(child.iter(f"{_W}sectPr"), None)
        if ends is section:
            return found
        if ends is not None:
            found = []
    raise AssertionError("no section of columns")


@pytest.mark.parametrize("seed", range(1, 9))
def test_each_note_is_led_to_once_and_in_order(seed: int, tmp_path: Path) -> None:
    root = document(tmp_path, noted_issues.made(seed))
    whole = [one for one, _ in references(root, "Choice")]
    assert whole == [str(number) for number in range(1, len(whole) + 1)]
    assert [one for one, _ in references(root, "Fallback")] == whole


def test_a_note_that_parts_stays_with_its_mark(tmp_path: Path) -> None:
    root = document(tmp_path, [report(f"{TEXT[0]}\n\n::: 两栏\n{TEXT[1] * 3}\n\n{TEXT[2] * 9}[^1]\n:::", [NOTE * 30])])
    assert list(references(root, "Fallback")) == list(references(root, "Choice"))
