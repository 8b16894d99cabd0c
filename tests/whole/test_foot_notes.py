"""Notes at the foot of their page: where they stand, in every output, and back from a DOCX."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import noted_issues
import pikepdf
import pytest
from noted_issues import NOTE, TEXT, report
from painted_release import write_archive, write_release
from PIL import Image
from slices import share

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.model import walk
from briefing.model.text_lines import NoteMark, plain
from briefing.office import libreoffice
from briefing.output.css.whole_pdf import write_pdf as styled_release
from briefing.output.docx.word_file import write_docx
from briefing.preflight.archive_rules import preflight
from briefing.prove.check_office import check_office
from briefing.prove.note_places import measure
from briefing.prove.pdf_pages import read_pdf
from briefing.prove.proof import Proof, prepare, prove
from briefing.typeset import page_numbering
from briefing.typeset.composed import Composed, SetParagraph, SetTable
from briefing.typeset.foot_notes import RULE_ABOVE, SEPARATOR, targets

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "".join(TEXT)
EACH = [f"第{number}条。{NOTE}" for number in range(1, 33)]
SEVERAL = report(f"{LONG}[^1]{LONG}[^2]\n\n{LONG}又[^1]。", EACH[:2])
ALL_OVER = f"""{TEXT[0]}

表1　各县情况[^2]

| 县 | 数[^3] |
|---|---|
| 甲 | 12[^4] |
| 乙 | 34 |

注：表注。

::: 框 专栏[^5]
{TEXT[0]}框里[^6]。
:::

::: 两栏
{TEXT[1]}左[^7]。

{TEXT[2]}右[^8]。
:::

## 小标题[^9]

- 列表[^10]

> 引文[^11]

::: 批示 某领导
批示[^12]。
:::

::: 宽页
{LONG}[^13]
:::

{LONG}"""
ROWS = "\n".join(f"| 第{n}县[^{n}] | {n} |" for n in range(1, 31))
#: Its last line is so short that copyfitting sets it in a line less, where that saves a page.
TIGHTENED = (
    f"{TEXT[2]}同志们，朋友们。{TEXT[2]}截至5月13日，PM2.5平均浓度35μg/m³，同比下降12.4%。他说：“《关于进一步加强工作的意见》（云发〔2025〕"
    "3号）要学深悟透。”[^2]。Internet of Things、COVID-19、GDP等指标完成情况较好。"
)
_LINES = ["字。"] * 18
#: Short reports with notes.
SHARING = [
    report("\n\n".join([*_LINES, "甲[^1]乙[^2]。"]), EACH[:2]), report("甲[^1]乙[^2]又[^1]。", EACH[2:4]),
    report("\n\n".join([*_LINES, "甲[^1]。", *_LINES[:14], "又[^1]。"]), EACH[4:5]), report("甲[^1]又[^1]。", EACH[5:6]),
]  # fmt: skip
JIANGSU = "jiangsu-jingshen-wenming"
PLAIN_ROWS = "\n".join(f"| 某县 | {n} |" for n in range(30))


def rows_with(marked: int, note: int) -> str:
    """A table of forty rows, of which one has the mark of a note."""
    rows = (f"| 第{n}县{f'[^{note}]' if n == marked else ''} | {n} |" for n in range(1, 41))
    return "| 县 | 数 |\n|---|---|\n" + "\n".join(rows)


#: Reports by what is hard about them.
HARD = {
    "several notes, one marked twice": [SEVERAL, report(f"另一篇[^1]。{LONG}", ["甲"])],
    "more notes than a page holds": [report("\n\n".join(f"第{n}段[^{n}]。{TEXT[0]}" for n in range(1, 13)), [NOTE * 8] * 12)],
    "a note longer than a page": [report(f"{LONG}[^1]{LONG * 6}\n\n{LONG}[^2]", [NOTE * 60, "乙"])],
    "a note that parts": [report(f"{LONG * 5}[^1]。", [NOTE * 9])],
    "many notes in one paragraph": [report("".join(f"{TEXT[n % 3]}[^{n}]" for n in range(1, 33)), EACH)],
    "a mark in a short last line": [report(f"{LONG * 6}{TEXT[0]}末行[^1]。", EACH[:1])],
    "marks on one line": [report(f"{LONG * 4}甲[^1]乙[^2]丙[^3]。{LONG}", [NOTE * 3, NOTE, NOTE * 5])],
    "signed": [report(f"{LONG * 5}[^1]\n\n::: 落款\n市委办公室[^2]\n2026年5月13日\n:::", EACH[:2])],
    "notes all over": [report(ALL_OVER, EACH[:13], "题目[^1]")],
    "a row's note, rows under it, and a table under a line's": [
        report(
            f"甲[^1]。\n\n表1　情况\n\n{rows_with(12, 2)}\n\n{LONG}[^3]\n\n{rows_with(2, 4)}",
            [NOTE * 3, NOTE * 8, NOTE, NOTE * 5],
        )
    ],
    "a table over pages": [report(f"| 县 | 数 |\n|---|---|\n{ROWS}", [f"第{n}条。" for n in range(1, 31)])],
}


def composed_of(folder: Path) -> tuple[Composed, World]:
    world = World(folder.resolve(), workplace=folder.parent)
    return stages.compose(stages.read(folder, world)), world


@pytest.fixture(scope="module", params=list(HARD))
def hard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Composed, World]:
    folder = noted_issues.write(tmp_path_factory.mktemp("hard") / "2026-03", HARD[request.param])
    return (request.param, *composed_of(folder))


def marks(composed: Composed) -> Iterator[tuple[str, int]]:
    """What each mark leads to, and the page of its line, in the order of the pages."""
    for page in composed.pages:
        for item in page.items:
            block = composed.blocks[item.index]
            cells = [block] if isinstance(block, SetParagraph) else []
            lines = [(item.first, item.last)] * len(cells)
            if isinstance(block, SetTable):
                parts = {band.row for band in block.bands[item.first : item.last]}
                cells = [cell for row in sorted(parts) for cell in block.cells[row]]
                lines = [(0, len(cell.lines)) for cell in cells]
            for cell, (first, last) in zip(cells, lines, strict=True):
                place = 0
                for run in cell.runs:
                    if run.style == "note-ref" and any(line.start <= place < line.end for line in cell.lines[first:last]):
                        yield run.target, page.number
                    place += len(run.text)


def held(composed: Composed) -> None:
    """What is so on any pages with notes."""
    whole = dict.fromkeys(range(len(composed.notes)), 0)
    begins: dict[str, int] = {}
    late = False  # notes longer than a page keep others waiting
    for page in composed.pages:
        bottom = 0.0
        for item in page.items:
            if composed.regions[item.index] != "colophon":
                bottom = max(bottom, item.y + composed.blocks[item.index].standing(item.first, item.last))
        closing = [item.y for item in page.items if composed.regions[item.index] == "colophon"]
        y, shown = None, list[str]()
        for placed in page.notes:
            note = composed.notes[placed.index]
            assert placed.first == whole[placed.index], "parts of a note go on where they stopped"
            whole[placed.index] = placed.last
            if not placed.first:
                shown.append(note.text.split("〕")[0])
                begins[note.paragraph.anchor] = page.number
                left = len(note.lines) - placed.last
                assert late or not left or min(placed.last, left) >= 2, (page.number, "two lines on either side of a page turn")
                last = page.items[-1]
                led = targets(composed.blocks[last.index], last.last - 1, last.last)
                assert late or not left or note.paragraph.anchor in led, (page.number, "a note under which text stands is whole")
            above = not placed.first and all(other.first for other in page.notes if other.y < placed.y)
            assert y is None or abs(placed.y - y) < 0.01 or above, "one under the other"
            y = placed.y + note.standing(placed.first, placed.last)
        assert len(shown) == len(set(shown)), (page.number, "no two notes of one number")
        if page.notes:
            assert y is not None and page.notes[0].y - bottom >= SEPARATOR - 0.02, (
                page.number,
                "the text stands above the notes",
            )
            assert y <= min([page.box.depth, *closing]) + 0.01, "the notes above the 版记"
            lines = (page.notes[0].y - SEPARATOR + 0.02) // composed.house.grid.pitch
            assert late or closing or bottom <= lines * composed.house.grid.pitch + 0.02, (page.number, "whole lines of the grid")
            assert closing or abs(y - page.box.depth) < 0.01, "on the bottom of the type area"
            late = late or sum(n.last - n.first for n in page.notes) * 18 > 0.75 * page.box.depth
    assert all(whole[index] == len(note.lines) for index, note in enumerate(composed.notes)), "every line of every note"
    met: set[str] = set()
    for target, number in marks(composed):
        if target not in met and not late:
            assert begins[target] == number, (target, number, "a note begins on the page of its mark")
        met.add(target)
    assert met == {note.paragraph.anchor for note in composed.notes}


def proved(composed: Composed, world: World, pdf: bytes, docx: bytes | None) -> Proof:
    expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    return prove(expected, stages.fonts_of(composed.house, world), pdf, docx)


def restored(data: bytes, place: Path) -> stages.Read:
    """The issue of a DOCX, read again in a folder of `place`."""
    folder = place / "2026-03"
    found = kept.restore(session.open_source(data, "a.docx"), folder.name)
    assert not found.findings, found.findings
    folder.mkdir(parents=True)
    for name, content in found.files.items():
        (folder / name).write_bytes(content)
    return stages.read(folder, World(folder.resolve()))


def test_hard_cases_stand_as_they_must_and_prove(hard: tuple[str, Composed, World]) -> None:
    name, composed, world = hard
    held(composed)
    pdf = write_release(composed, world)
    assert proved(composed, world, pdf, write_docx(composed, world)).findings == ()
    found = measure(read_pdf(pdf).pages, composed.house.styles["body"].size)
    assert len({mark.text for mark in found.marks}) >= min(2, len(composed.notes))
    assert not found.astray or name == "a note longer than a page"


def test_one_mark_one_note_on_the_line_of_the_mark(tmp_path: Path) -> None:
    """A line whose note has no room for its first line goes to the next page with it: no mark is left alone."""
    for lines in range(12, 17):
        text = "".join(TEXT[0] for _ in range(lines))
        composed, _ = composed_of(
            noted_issues.write(tmp_path / f"2026-{lines:02d}", [report(f"{text}末[^1]。{LONG}", [NOTE * 4])])
        )
        held(composed)


@pytest.mark.parametrize("numbering", ["report", "page", "issue"])
def test_numbers_are_those_the_house_wants(numbering: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # whose houses an import knows
    reports = [report(f"{LONG * 3}[^1]{LONG * 3}[^2]{LONG}又[^1]。", EACH[:2]), report(f"{LONG * 4}[^1]{LONG}[^2]", ["甲", "乙"])]
    folder = noted_issues.write(tmp_path / "2026-03", reports, numbering=numbering)
    composed, world = composed_of(folder)
    held(composed)
    shown = [[composed.notes[placed.index].text[1] for placed in page.notes if not placed.first] for page in composed.pages]
    if numbering == "page":
        assert all(numbers == [str(n) for n in range(1, len(numbers) + 1)] for numbers in shown) and sum(map(len, shown)) == 5
    else:
        every = [number for numbers in shown for number in numbers]
        assert every == (["1", "2", "1", "2"] if numbering == "report" else ["1", "2", "3", "4"])
    docx = write_docx(composed, world)
    assert proved(composed, world, write_release(composed, world), docx).findings == ()
    restarts = set(re.findall(rb'numRestart w:val="(\w+)"', zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml")))
    assert restarts == {b"eachPage" if numbering == "page" else b"continuous"}
    back = restored(docx, tmp_path / "back")
    assert [[mark.number for mark in _marks(article)] for article in back.issue.all_articles] == [[1, 2, 1], [1, 2]]
    assert write_docx(stages.compose(back), back.world) == docx


def test_reports_that_share_a_page_count_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third begins on a page of its own, and with 1; the fourth where there are but marks of the third."""
    monkeypatch.chdir(tmp_path)
    folder = noted_issues.write(tmp_path / "2026-03", SHARING)
    composed, world = composed_of(folder)
    held(composed)
    shown = [[composed.notes[placed.index].text[1] for placed in page.notes if not placed.first] for page in composed.pages]
    assert [number for numbers in shown for number in numbers] == ["1", "2", "3", "4", "1", "2"]
    docx = write_docx(composed, world)
    assert proved(composed, world, write_release(composed, world), docx).findings == ()
    back = restored(docx, tmp_path / "back")
    assert [[mark.number for mark in _marks(article)] for article in back.issue.all_articles] == [
        [1, 2],
        [1, 2, 1],
        [1, 1],
        [1, 1],
    ]
    assert write_docx(stages.compose(back), back.world) == docx


@pytest.mark.slow
def test_numbers_that_pages_would_turn_with_go_on_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the same numbers twice on a page are found."""
    folder = noted_issues.write(tmp_path / "2026-03", SHARING)
    monkeypatch.setattr("briefing.typeset.ROUNDS", 0)  # as if the pages turned with the numbers
    turning, world = composed_of(folder)
    assert [note.text[1] for note in turning.notes] == ["1", "2", "3", "4", "5", "6"]
    assert proved(turning, world, write_release(turning, world), write_docx(turning, world)).findings == ()
    monkeypatch.setattr(page_numbering, "numbers", lambda *_: {})
    alike, world = composed_of(folder)
    assert "prove-text" in {fault.diagnostic.code for fault in proved(alike, world, write_release(alike, world), None).findings}


def test_a_figures_caption_may_have_a_mark(tmp_path: Path) -> None:
    """And comes back with it from a DOCX."""
    folder = noted_issues.write(tmp_path / "2026-03", [report('文[^1]。\n\n![](a.png "图1　走势[^2]（续）")', EACH[:2])])
    Image.new("RGB", (300, 100), (200, 210, 220)).save(folder / "a.png")
    composed, world = composed_of(folder)
    held(composed)
    assert [note.text[:6] for note in composed.notes] == ["〔1〕第1条", "〔2〕第2条"]
    docx = write_docx(composed, world)
    assert proved(composed, world, write_release(composed, world), docx).findings == ()
    back = restored(docx, tmp_path / "back")
    assert [mark.number for article in back.issue.all_articles for mark in _marks(article)] == [1, 2]
    said = "".join(path.read_text("utf-8") for path in (tmp_path / "back").rglob("*.md"))
    assert "图1　走势[^2]（续）" in said


@pytest.mark.parametrize(
    ("text", "style"),
    [
        (f"| 县 | 数[^2] |\n|---|---|\n{PLAIN_ROWS}\n\n又[^1]，再[^1][^3]。", "tables: {continued: true}"),
        ("要求落实到位[^1]。\n\n" + "字。\n\n" * 24 + TIGHTENED, ""),
    ],
    ids=["a head that is said again", "lines that copyfitting tightens"],
)
def test_numbers_of_pages_are_those_of_their_pages_everywhere(text: str, style: str, tmp_path: Path) -> None:
    """In what a table says again over the page, in a further mark of a note, in lines that are set once more."""
    folder = noted_issues.write(
        tmp_path / "2026-03", [report(text, ["甲", "乙", "丙"][: 2 + ("[^3]" in text)])], numbering="page", style=style + "\n"
    )
    (folder / "issue.yaml").write_text("house: noted\nnumber: 3\ndate: 2026-05-13\n", "utf-8")
    composed, world = composed_of(folder)
    assert proved(composed, world, write_release(composed, world), write_docx(composed, world)).findings == ()


def test_a_head_that_is_said_again_has_no_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their notes are on the page before."""
    monkeypatch.chdir(tmp_path)
    text = f"要求落实到位[^1]。\n\n表1　情况\n\n| 县 | 数[^2] |\n|---|---|\n{PLAIN_ROWS}"
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", [report(text, ["甲", "乙"])]))
    held(composed)
    pdf, docx = write_release(composed, world), write_docx(composed, world)
    assert proved(composed, world, pdf, docx).findings == ()
    first, second = ("".join(glyph.char for glyph in page.glyphs if glyph.char.strip()) for page in read_pdf(pdf).pages)
    assert "县数〔2〕某县" in first and "续表1县数某县" in second
    back = restored(docx, tmp_path / "back")
    assert write_docx(stages.compose(back), back.world) == docx


def test_a_wide_page_begins_after_the_pages_of_a_long_note(tmp_path: Path) -> None:
    """The rest of the note is set for upright pages, and fills one that has nothing else."""
    text = f"{LONG}[^1]\n\n::: 宽页\n{LONG}\n:::\n\n{LONG}"
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", [report(text, [NOTE * 40])]))
    held(composed)
    assert [page.leaf for page in composed.pages].count("wide") == 1
    assert all(not page.notes for page in composed.pages if page.leaf)
    assert proved(composed, world, write_release(composed, world), None).findings == ()


def test_notes_go_lower_than_the_grid_of_the_text(tmp_path: Path) -> None:
    """They stand on the bottom of the type area, which a house may make deeper than its lines are."""
    style = "grid: {lines: 16, chars: none}\nstyles:\n  note: {size: 三号, leading: 1行}\n"
    style += "notes: {place: foot}\n"
    folder = noted_issues.write(tmp_path / "2026-03", [report(f"{LONG}[^1]", [NOTE * 25])], JIANGSU, style=style)
    composed, world = composed_of(folder)
    held(composed)
    assert proved(composed, world, write_release(composed, world), None).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["notes all over", "a note that parts"])
def test_weasyprint_has_notes_where_they_were_composed(name: str, tmp_path: Path) -> None:
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", HARD[name], style="pdf: weasyprint\n"))
    held(composed)
    assert composed.house.styled and composed.notes
    assert proved(composed, world, styled_release(composed, world), None).findings == ()


def _marks(article: object) -> list[NoteMark]:
    return [item for text in walk.texts(article) for item in text.line if isinstance(item, NoteMark)]  # type: ignore[arg-type]


def test_word_counts_what_it_can_and_is_told_the_rest(tmp_path: Path) -> None:
    """Each report begins with 1, on a page of its own: of the second one Word's count would be another."""
    reports = [report(f"{LONG * 4}[^1]甲[^2]", EACH[:2]), report(f"{LONG * 6}[^1]", ["乙"])]
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", reports))
    package = zipfile.ZipFile(io.BytesIO(write_docx(composed, world)))
    document, notes = (package.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    choices = re.findall(r"<mc:Choice Requires=\"w15\">(.*?)</mc:Choice>", document)
    told = [bool(re.search("customMarkFollows", choice)) for choice in choices if "footnoteReference" in choice]
    assert told == [False, False, True]
    assert (
        notes.count("<w:footnoteRef/>") == 2
        and "separator" in notes
        and "<w:footnotePr>" in package.read("word/settings.xml").decode()
    )


@pytest.mark.parametrize("hard", ["several notes, one marked twice", "notes all over", "a note that parts"], indirect=True)
def test_a_docx_comes_back_with_its_notes(hard: tuple[str, Composed, World], tmp_path: Path) -> None:
    _, composed, world = hard
    docx = write_docx(composed, world)
    back = restored(docx, tmp_path)
    assert write_docx(stages.compose(back), back.world) == docx


def test_notes_are_tagged_and_lead_both_ways(tmp_path: Path) -> None:
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", HARD["notes all over"]))
    data = write_archive(composed, world)
    assert preflight("a.pdf", data, len(composed.pages)) == []
    with pikepdf.open(io.BytesIO(data)) as document:
        nodes = list(_nodes(document.Root.StructTreeRoot))
        notes = [node for node in nodes if node.get("/S") == "/Note"]
        references = [node for node in nodes if node.get("/S") == "/Reference"]
        assert len(notes) == len(references) == 13 and len({str(node.ID) for node in notes}) == 13
        # what follows the mark in its paragraph is read after it
        kinds = [_kinds(node) for node in nodes if node.get("/S") == "/P" and "/Reference" in _kinds(node)]
        assert any(row.index("/Reference") not in (0, len(row) - 1) for row in kinds)
        places = {str(name): place for name, place in _pairs(document.Root.Names.Dests.Names)}
        links = [note for page in document.pages for note in page.get("/Annots", [])]
        led = {str(link.Dest) for link in links}
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert "题目" in titles, "a title's mark is none of its bookmark"
        assert led <= places.keys() and len([name for name in led if name.endswith("-mark")]) == 13


def _nodes(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids: pikepdf.Object = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _nodes(kid)


def _kinds(node: pikepdf.Object) -> list[str]:
    return [str(kid.get("/S", "")) if isinstance(kid, pikepdf.Dictionary) else "" for kid in node.K]


def _pairs(names: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    items = list(names)
    return zip(items[::2], items[1::2], strict=True)


def test_notes_under_the_report_stand_before_its_supplier(tmp_path: Path) -> None:
    text = f"---\ncontributor: 市统计局\n---\n\n{report(f'{LONG}[^1]', ['注'])}"
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", [text], JIANGSU))
    kinds = [block.paragraph.kind for block in composed.blocks if isinstance(block, SetParagraph)]
    assert not composed.notes and kinds.index("note") == kinds.index("byline") - 1
    assert proved(composed, world, write_release(composed, world), write_docx(composed, world)).findings == ()


def test_notes_under_the_report_stand_one_under_the_other(tmp_path: Path) -> None:
    """Whatever lines the grid has; what is below them is on it again."""
    text = f"---\ncontributor: 市统计局\n---\n\n{report('甲[^1]乙[^2]丙[^3]。', EACH[:3])}"
    composed, _ = composed_of(noted_issues.write(tmp_path / "2026-03", [text], JIANGSU))
    placed = [(composed.blocks[item.index], item.y) for page in composed.pages for item in page.items]
    notes = [(y, block.height) for block, y in placed if isinstance(block, SetParagraph) and block.paragraph.kind == "note"]
    assert [round(low - y - high, 2) for (y, high), (low, _) in pairwise(notes)] == [0.0, 0.0]
    byline = next(y for block, y in placed if isinstance(block, SetParagraph) and block.paragraph.kind == "byline")
    assert byline % composed.house.grid.pitch < 0.01


def test_a_spoilt_note_is_found(tmp_path: Path) -> None:
    """A note that goes missing, or stands twice, in a PDF or a DOCX."""
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", HARD["several notes, one marked twice"]))
    expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    fonts = stages.fonts_of(composed.house, world)
    pages = [replace(page, notes=page.notes[1:]) for page in composed.pages]
    gone = write_release(replace(composed, pages=tuple(pages)), world)
    assert "prove-text" in {fault.diagnostic.code for fault in prove(expected, fonts, gone).findings}
    other = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_docx(composed, world))) as package, zipfile.ZipFile(other, "w") as spoilt:
        for name in package.namelist():
            data = package.read(name)
            spoilt.writestr(name, data.replace("口径".encode(), "口".encode(), 1) if name == "word/footnotes.xml" else data)
    assert {fault.diagnostic.code for fault in prove(expected, fonts, None, other.getvalue()).findings} == {"prove-text"}


@pytest.mark.parametrize("seed", range(1, 7))
def test_generated_issues(seed: int, tmp_path: Path) -> None:
    composed, _ = composed_of(noted_issues.write(tmp_path / "2026-03", noted_issues.made(seed)))
    held(composed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 100 + share(120, least=4)))
def test_more_generated_issues_prove_and_come_back(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    numbering = ("report", "page", "issue")[seed % 3]
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", noted_issues.made(seed), numbering=numbering))
    held(composed)
    docx = write_docx(composed, world)
    assert proved(composed, world, write_release(composed, world), docx).findings == ()
    back = restored(docx, tmp_path / "back")
    assert write_docx(stages.compose(back), back.world) == docx


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_libreoffice_ends_lines_and_pages_alike(tmp_path: Path) -> None:
    """Nine issues of ten in every line and page; in the others a row of a table whose last notes just go in may stand on the next
    page. No character is lost or there twice in any."""
    apart: list[tuple[int, object]] = []
    seeds = range(200, 200 + share(40, least=4))
    for seed in seeds:
        composed, world = composed_of(
            noted_issues.write(tmp_path / f"{seed}" / "2026-03", noted_issues.made(seed, columns=False))
        )
        ours = read_pdf(write_release(composed, world))
        theirs = read_pdf(office_pages.print_docx(write_docx(composed, world), composed.house))
        expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
        found = check_office(expected, ours, theirs, "LibreOffice")
        assert (found.lost, found.doubled) == (0, 0), (seed, found.diagnostics)
        if not found.agreement.complete:
            apart.append((seed, found.agreement))
    assert len(apart) <= len(seeds) / 10, apart


def test_a_note_parts_with_two_lines_on_either_side(tmp_path: Path) -> None:
    """Or goes to the next page with the line of its mark."""
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", noted_issues.parted(1, 4)))
    held(composed)
    assert any(placed.first for page in composed.pages for placed in page.notes)
    styles = zipfile.ZipFile(io.BytesIO(write_docx(composed, world))).read("word/styles.xml")
    note = re.search(rb'<w:style [^>]*w:styleId="Note".*?</w:style>', styles)
    assert note is not None and b'<w:widowControl w:val="1"/>' in note[0]


def test_under_a_line_whose_note_has_no_room_none_would_go_in(tmp_path: Path) -> None:
    """LibreOffice leaves such a line on its page otherwise, and its note comes on the next."""
    gave = 0
    for seed in range(1, 9):
        composed, _ = composed_of(noted_issues.write(tmp_path / f"{seed}" / "2026-03", noted_issues.parted(seed, 12)))
        for page, following in pairwise(composed.pages):
            if not following.items or all(note.first for note in page.notes):
                continue
            head, last = following.items[0], page.items[-1]
            block, bottom = composed.blocks[head.index], last.y + composed.blocks[last.index].standing(last.first, last.last)
            if isinstance(block, SetParagraph) and targets(block, head.first, head.first + 1):
                rule = max(patch.bottom for patch in page.patches)
                left = rule + RULE_ABOVE - SEPARATOR - bottom - block.leading
                assert left < block.leading, (seed, page.number)
                gave += page.notes[0].y - rule > RULE_ABOVE + 0.1
    assert gave


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize("seed", range(1, 1 + share(6)))
def test_libreoffice_parts_notes_alike(seed: int, tmp_path: Path) -> None:
    """Some fifty pages with notes of all lengths in all places."""
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", noted_issues.parted(seed, 40)))
    held(composed)
    theirs = read_pdf(office_pages.print_docx(write_docx(composed, world), composed.house))
    expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    assert check_office(expected, read_pdf(write_release(composed, world)), theirs, "LibreOffice").agreement.complete


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_what_libreoffice_has_saved_comes_back(tmp_path: Path) -> None:
    """It parts the runs of marks, and labels lose their style."""
    composed, world = composed_of(noted_issues.write(tmp_path / "2026-03", HARD["several notes, one marked twice"]))
    office = libreoffice.program()
    assert office is not None
    saved = libreoffice.convert(office, write_docx(composed, world), ".docx", "docx:MS Word 2007 XML")
    back = restored(saved, tmp_path / "back")
    assert [[plain(note.content) for note in article.notes] for article in back.issue.all_articles] == [EACH[:2], ["甲"]]
    assert [[mark.number for mark in _marks(article)] for article in back.issue.all_articles] == [[1, 2, 1], [1]]
