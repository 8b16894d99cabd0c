"""What offices do to the DOCX of a full bulletin comes back, and nothing else is different: made in the XML, tracked, saved again
as Word saves, saved by LibreOffice, and as .doc."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from pathlib import Path

import dense_issues
import noted_issues
import office_edits
import pytest
from office_edits import CHANGES, FINER, Change, Document, Sources, as_word
from PIL import Image

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.importing.kept import Folder
from briefing.office import libreoffice
from briefing.output.docx.word_file import write_docx

SEEDS = (4, 3, 5, 8, 10, 12, 13)
#: What is said of a change as such: that it was tracked; that the contents still have a title as it was; that words are struck
#: out; that a table has two heads.
_LAWFUL = re.compile("原文有 \\d+ 处修订：|要目、附件说明由标题排出|划去的文字没有导入|续表的表头与第一页的不同")


@functools.cache
def made(seed: int) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """A DOCX, and the sources as it gives them back unchanged."""
    house = dense_issues.HOUSES[seed % len(dense_issues.HOUSES)]
    with tempfile.TemporaryDirectory() as place:
        folder = dense_issues.write(seed, house, Path(place) / f"2024-{seed:02d}")
        read = stages.read(folder, World(folder))
        docx = write_docx(stages.compose(read), read.world)
    return docx, tuple(sources(restored(docx, seed)).items())


def restored(docx: bytes, seed: int, *, refuse: bool = False) -> Folder:
    return kept.restore(session.open_source(docx, "改.docx", refuse_changes=refuse), f"2024-{seed:02d}")


def sources(folder: Folder) -> Sources:
    return {name: data.decode() for name, data in folder.files.items() if name.endswith((".md", ".yaml"))}


def holds(docx: bytes, seed: int, wanted: Sources, *, refuse: bool = False) -> None:
    folder = restored(docx, seed, refuse=refuse)
    assert sources(folder) == wanted
    assert [found.message for found in folder.findings if not _LAWFUL.match(found.message)] == []


def edited(change: Change, seed: int, *, tracked: bool = False) -> tuple[bytes, Sources]:
    docx, said = made(seed)
    document, wanted = Document(docx, seed, tracked=tracked), dict(said)
    try:
        change(document, wanted)
    except (IndexError, StopIteration):
        pytest.skip("nothing of the kind in this issue")
    assert wanted != dict(said)
    return document.saved(), wanted


@pytest.mark.parametrize("seed", [SEEDS[0], *(pytest.param(seed, marks=pytest.mark.slow) for seed in SEEDS[1:])])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_comes_back(change: Change, seed: int) -> None:
    plain, wanted = edited(change, seed)
    holds(as_word(plain, seed), seed, wanted)
    tracked, _ = edited(change, seed, tracked=True)
    holds(as_word(tracked, seed), seed, wanted)
    holds(tracked, seed, dict(made(seed)[1]), refuse=True)


@pytest.mark.parametrize("seed", [SEEDS[0], *(pytest.param(seed, marks=pytest.mark.slow) for seed in SEEDS[1:])])
@pytest.mark.parametrize("change", FINER, ids=lambda change: change.__name__)
def test_a_finer_change_comes_back(change: Change, seed: int) -> None:
    docx, wanted = edited(change, seed)
    holds(as_word(docx, seed), seed, wanted)


def test_what_stands_in_issue_yaml_is_told() -> None:
    docx, said = made(SEEDS[0])
    document = Document(docx, 0)
    footer = next(p for p in document.body.iter(f"{office_edits.W}p") if office_edits.style(p) == "Recipients")
    document.insert(footer, len(office_edits.text_of(footer)), "、省文明办")
    folder = restored(document.saved(), SEEDS[0])
    assert sources(folder) == dict(said)
    assert [(found.code, "、省文明办" in found.message) for found in folder.findings] == [("import-lost", True)]


def test_a_tracked_row_is_one_change() -> None:
    """With the marks of its cells and their paragraphs."""
    tracked, _ = edited(office_edits.row_added, SEEDS[0], tracked=True)
    assert [found.message[:10] for found in restored(tracked, SEEDS[0]).findings] == ["原文有 1 处修订："]


@pytest.mark.parametrize("seed", [4, pytest.param(13, marks=pytest.mark.slow)])  # counted by the report, and by the page
def test_a_note_that_word_made(seed: int) -> None:
    docx, said = made(seed)
    document = Document(docx, seed)
    before = office_edits.note_added(document, "新加的注。")
    folder = restored(document.saved(), seed)
    assert not folder.findings
    (report,) = [text for text in sources(folder).values() if "新加的注" in text]
    found = re.search(rf"{re.escape(before)}\[\^(\d+)\]", report)
    assert found is not None and f"[^{found[1]}]: 新加的注。\n" in report
    assert sum(text.count("[^") for text in sources(folder).values()) == sum(text.count("[^") for _, text in said) + 2


def test_a_comment_is_told() -> None:
    """Whoever reviews a bulletin writes beside the text, too."""
    docx, said = made(SEEDS[0])
    document = Document(docx, 0)
    office_edits.comment(document, "这一段请核实")
    folder = restored(document.saved(), SEEDS[0])
    assert sources(folder) == dict(said)
    assert [found.message for found in folder.findings] == ["批注没有导入：这一段请核实"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize("seed", SEEDS)
def test_all_changes_at_once_saved_by_libreoffice(seed: int) -> None:
    """Which loses that formatting, and what was added to a note, was tracked, so only the others are refused."""
    docx, said = made(seed)
    program = office_pages.program()
    assert program is not None
    for tracked in (False, True):
        document, wanted = Document(docx, seed, tracked=tracked), dict(said)
        for change in CHANGES:
            try:
                change(document, wanted)
            except (IndexError, StopIteration):
                continue
        holds(document.saved(), seed, wanted)
        holds(libreoffice.convert(program, document.saved(), ".docx", "docx", {}), seed, wanted)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize("seed", SEEDS)
def test_as_doc(seed: int) -> None:
    """It has lost what the file keeps beside its text, and no word of its reports."""
    docx, said = made(seed)
    program = office_pages.program()
    assert program is not None
    doc = libreoffice.convert(program, docx, ".docx", "doc", {})
    folder = kept.restore(session.open_source(doc, "改.doc"), f"2024-{seed:02d}")
    assert _words(sources(folder)) == _words(dict(said))
    told = [found.message for found in folder.findings if found.code != "import-facts"]
    assert all(message.startswith("报头、版记、栏目由 issue.yaml 排出，这里写的与它不同") for message in told)


def _words(files: Sources) -> str:
    """That show in all reports, without heads, marks, and numbers before headings, which are the house's or typed."""
    text = "\n".join(re.sub(r"\A---.*?---\n", "", said, flags=re.DOTALL) for name, said in files.items() if name.endswith(".md"))
    text = re.sub(r"^#+ (?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^!.*?\"(.*)\".*$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^(.*) \{(?:head|widths|size|align|total)\b.*\}$", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"[\s|:>#*-]", "", text)


_TWO_OF_ALL = """一段话。

![甲图](甲.png "图1　甲")

表1　甲 {widths=1,2}

| 县 | 数 |
|---|---|
| 甲 | 一<br>二 |

又一段话。

![乙图](乙.png "图2　乙")

表2　乙 {widths=3,1}

| 区 | 值 |
|---|---|
| 乙 | 三<br>四 |
| 丙 | 5 |"""


def test_what_is_taken_out_moves_nothing_else(tmp_path: Path) -> None:
    """Names of files, widths of columns and breaks that an author typed stay with theirs."""
    folder = noted_issues.write(tmp_path / "2026-03", [noted_issues.report(_TWO_OF_ALL, [])])
    for name, colour in {"甲.png": "#336699", "乙.png": "#993333"}.items():
        Image.new("RGB", (60, 40), colour).save(folder / name)
    read = stages.read(folder, World(folder))
    docx = write_docx(stages.compose(read), read.world)
    before = kept.restore(session.open_source(docx, "a.docx"), folder.name)
    document = Document(docx, 0)
    for kind in ("FigureCaption", "TableCaption"):
        caption = next(p for p in document.body.iter(f"{office_edits.W}p") if office_edits.style(p) == kind)
        beside = caption.getprevious() if kind == "FigureCaption" else caption.getnext()
        assert beside is not None
        for each in (caption, beside):
            document.body.remove(each)
    after = kept.restore(session.open_source(document.saved(), "a.docx"), folder.name)
    assert not after.findings
    said = before.files["01.md"].decode()
    start, end = said.index("![甲图]"), said.index("又一段话")
    assert after.files["01.md"].decode() == said[:start] + said[end:]
    assert after.files["乙.png"] == before.files["乙.png"] and "甲.png" not in after.files
