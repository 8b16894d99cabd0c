"""期号 of several issues that appear as one, 特刊, and where the house wants page numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typeset_support import fonts

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.paint import paint
from briefing.paint.marks import Glyphs
from briefing.source import values
from briefing.typeset.composed import Composed, SetParagraph


def composed(folder: Path, issue: str) -> tuple[stages.Read, Composed]:
    folder.mkdir()
    (folder / "issue.yaml").write_text(f"house: gb9704\ndate: 2022-05-20\nnameplate: 简报\n{issue}", encoding="utf-8")
    (folder / "01.md").write_text("# 题\n\n文。\n", encoding="utf-8")
    source = stages.read(folder)
    return source, stages.compose(source)


def shown(page: Composed, kind: str) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, SetParagraph) and block.paragraph.kind == kind]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("20-21", "第20、21期合刊"), ("第20、21期合刊", "第20、21期合刊"), ("20—21期", "第20、21期合刊"),
        ("020-021", "第020、021期合刊"),
        ("20、21、22", "第20、21、22期合刊"), ("1-6", "第1—6期合刊"), ("第9期、第10期", "第9、10期合刊"), ("17", "第17期"),
    ],
)  # fmt: skip
def test_issues_that_appear_as_one(tmp_path: Path, written: str, printed: str) -> None:
    source, page = composed(tmp_path / "a", f"number: {written}\ntotal: 205\nkind: 特刊\n")
    assert shown(page, "number") == [f"{printed}（总第205期）"] and shown(page, "special") == ["（特刊）"]
    back = kept.restore(session.open_source(write_docx(page, source.world), "a.docx"), "a")
    assert not back.findings
    (tmp_path / "b").mkdir()
    for name, data in back.files.items():
        (tmp_path / "b" / name).write_bytes(data)
    assert replace(stages.read(tmp_path / "b").issue.number, span=None) == replace(source.issue.number, span=None)


@pytest.mark.parametrize("written", ["21-20", "20-20", "20、22、23", "1-99", "20-"])
def test_what_is_no_row_of_numbers(tmp_path: Path, written: str) -> None:
    with pytest.raises(InputError) as told:
        composed(tmp_path / "a", f"number: {written}\n")
    assert [(found.code, found.span.line) for found in told.value.diagnostics if found.span] == [("value-number", 4)]


def test_counts_stay_counts() -> None:
    with pytest.raises(values.UnreadableValue):
        values.count("20-21")


@pytest.mark.parametrize("align", ["outer", "center"])
def test_page_numbers_where_the_house_wants_them(tmp_path: Path, align: str) -> None:
    _, page = composed(tmp_path / "a", "number: 3\n")
    number = replace(page.house.page_number, align=align, format="第{n}页共{pages}页", cover_numbered=True)
    folios = {}
    for house in (page.house, replace(page.house, page_number=number)):
        painted = paint(replace(page, house=house, pages=(replace(page.pages[0], label=number.label(1, 3)),)), fonts())
        folios[house.page_number.align] = next(
            mark for mark in painted.pages[0].marks if isinstance(mark, Glyphs) and mark.text == "第1页共3页"
        )
    mark, box = folios[align], page.pages[0].box
    middle = (mark.xs[0] + mark.end) / 2 - box.left - box.measure / 2
    assert (abs(middle) < 0.01) == (align == "center")
