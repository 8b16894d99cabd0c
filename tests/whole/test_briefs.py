"""简讯: items without titles, straight under their section; lines between items; in all outputs, and back."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, Run
from importing_generated import canonical

from briefing.building import stages
from briefing.building.scaffold import following
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.model.sheet import ITEM_RULE, SheetParagraph, SheetRule
from briefing.output.docx.word_file import write_docx
from briefing.source.write import markdown
from briefing.typeset.composed import Composed, SetParagraph, SetRule

SPECIMEN = ROOT / "tests" / "specimen" / "briefs"
HEAD = "house: gb9704\nnumber: 6\ndate: 2022-06-24\nnameplate: 基层动态\n"
ITEM = "**建成书屋。**书屋由返乡大学生管理。"


@cache
def specimen() -> stages.Read:
    return stages.read(SPECIMEN, World(SPECIMEN))


@cache
def composed() -> Composed:
    return stages.compose(specimen())


def issue(folder: Path, section: str, **reports: str) -> stages.Read:
    """An issue of one section; files by name."""
    folder.mkdir(exist_ok=True)
    listed = ", ".join(f"{name}.md" for name in reports)
    (folder / "issue.yaml").write_text(f"{HEAD}sections:\n  - name: 简讯\n    reports: [{listed}]\n{section}", "utf-8")
    for name, text in reports.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return stages.read(folder, World(folder))


def shown(read: stages.Read) -> list[str]:
    """What stands in the body: the text of each item's beginning, ─ for a rule."""
    blocks = stages.compose(read).sheet.blocks
    kinds = (block for block in blocks if isinstance(block, SheetRule) or block.kind == "brief")  # type: ignore[union-attr]
    return [block.text if isinstance(block, SheetParagraph) else "─" for block in kinds
            if isinstance(block, SheetParagraph) or block.kind == ITEM_RULE]  # type: ignore[union-attr]  # fmt: skip


def test_items_run_on_from_their_numbers(tmp_path: Path) -> None:
    brief = "    form: 简讯\n    numbering: 1.\n"
    read = issue(tmp_path / "a", brief, a=f"{ITEM}\n\n后一段。\n\n---\n\n第二条。", b="第三条。")
    assert shown(read) == ["1.建成书屋。书屋由返乡大学生管理。", "2.第二条。", "3.第三条。"]
    assert [len(item.blocks) for item in read.issue.sections[0].briefs] == [2, 1, 1]


def test_a_line_stands_between_items_where_house_or_section_wants_one(tmp_path: Path) -> None:
    text = "一。\n\n---\n\n二。"
    assert shown(issue(tmp_path / "a", "    form: 简讯\n    rule: 有\n", a=text, b="三。")) == ["一。", "─", "二。", "─", "三。"]
    assert "─" not in shown(issue(tmp_path / "b", "    form: 简讯\n", a=text))
    reports = issue(tmp_path / "c", "    rule: 有\n", a="# 甲\n\n一。", b="# 乙\n\n二。")
    assert shown(reports) == ["─"]


def test_a_line_at_the_end_of_a_page_is_not_drawn(tmp_path: Path) -> None:
    """None is the last of a page, or the first; and what is not drawn is no paragraph of the DOCX."""
    text = "\n\n---\n\n".join(f"第{number}条。" for number in range(1, 31))
    read = issue(tmp_path / "a", "    form: 简讯\n    rule: 有\n", a=text)
    pages = stages.compose(read)
    assert len(pages.pages) > 2
    void = drawn = 0
    for page in pages.pages:
        blocks = [pages.blocks[item.index] for item in page.items if pages.regions[item.index] == "body"]
        rules = [block for block in blocks if isinstance(block, SetRule)]
        void, drawn = void + sum(rule.void for rule in rules), drawn + sum(not rule.void for rule in rules)
        for outer in (blocks[:1], blocks[-1:]):
            assert all(isinstance(block, SetParagraph) or block.void for block in outer)  # type: ignore[union-attr]
    assert (void, void + drawn) == (len(pages.pages) - 1, 29)
    document = zipfile.ZipFile(io.BytesIO(write_docx(pages, read.world))).read("word/document.xml").decode()
    assert document.count('"RuleItem') == drawn


def test_the_contents_name_the_section() -> None:
    entries = {block.text for block in composed().sheet.blocks if isinstance(block, SheetParagraph) and block.target}
    assert {"【简讯】", "【县区简讯】"} <= entries
    assert not any("家风" in entry for entry in entries)


def test_markdown_of_items_reads_back_as_it_was(tmp_path: Path) -> None:
    for number, article in enumerate(specimen().issue.articles):
        again = tmp_path / str(number)
        if not article.title:
            read = issue(again, "    form: 简讯\n", a=markdown(article))
            assert markdown(read.issue.articles[0]) == markdown(article)


def test_it_comes_back_to_the_same_bytes(tmp_path: Path) -> None:
    data = write_docx(composed(), specimen().world)
    folder = kept.restore(session.open_source(data, "briefs.docx"), "briefs")
    assert not folder.findings
    (tmp_path / "briefs").mkdir()
    for name, content in folder.files.items():
        (tmp_path / "briefs" / name).write_bytes(content)
    back = stages.read(tmp_path / "briefs")
    assert canonical(back.issue) == canonical(specimen().issue)
    assert write_docx(stages.compose(back), back.world) == data


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (f"# 标题\n\n{ITEM}", "brief-title", (1, 1)),
        (f"{ITEM}\n\n## 小标题\n\n字。", "brief-part", (3, 4)),
        (f"---\nsubtitle: 副标题\n---\n\n{ITEM}", "brief-part", (1, 1)),
        (f"---\nwide: true\n---\n\n{ITEM}", "brief-part", (1, 1)),
        (f"{ITEM}\n\n::: 宽页\n字。\n:::", "brief-part", (3, 1)),
        (f"{ITEM}\n\n::: 落款\n省文明办\n:::", "brief-part", (3, 1)),
        ("- 只有一项", "brief-part", (1, 3)),
        (f"{ITEM}\n\n---\n\n> 引文", "brief-part", (5, 1)),
        (f"{ITEM}\n\n---\n\n---\n\n字。", "rule", (5, 1)),
        (f"{ITEM}\n\n---\n", "rule", (3, 1)),
        (f"{ITEM}\n\n::: 框\n字。\n\n---\n\n字。\n:::", "rule", (6, 1)),
        (f"{ITEM}\n\n- 一项\n\n  ---\n", "rule", (5, 3)),
        ("---\ncontributor: 甲\n---\n", "report-empty", (1, 1)),
    ],
)  # fmt: skip
def test_what_is_no_item_is_told(tmp_path: Path, text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as raised:
        issue(tmp_path / "a", "    form: 简讯\n", a=text)
    found = [(item.code, item.span.line, item.span.column) for item in raised.value.diagnostics if item.span]
    assert (code, *place) in found


def test_a_report_without_title_is_told_of_briefs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有标题") as raised:
        issue(tmp_path / "a", "", a=ITEM)
    assert any("form: 简讯" in item.hint for item in raised.value.diagnostics)


@pytest.mark.slow
def test_the_specimen(briefing: Run, tmp_path: Path) -> None:
    shutil.copytree(SPECIMEN, tmp_path / "issues" / "briefs")
    assert briefing("check", "briefs").out.strip().endswith("没有问题")
    ran = briefing("build", "briefs", "--format", "pdf", "--format", "docx", "--format", "ofd")
    assert ran.code == 0, ran.err
    if shutil.which("soffice"):
        said = briefing("prove", "briefs", "--office").out
        assert re.search(r"与 PDF 相同的有 (\d+)/\1 行、(\d+)/\2 页", said), said


def test_the_next_issue_is_built_like_this_one(tmp_path: Path) -> None:
    """A file of 简讯 begins as one: without title, two items apart."""
    target = tmp_path / "2022-07"
    target.mkdir()
    for name, text in following(SPECIMEN, target, 7, date(2022, 7, 8)).files.items():
        (target / name).write_text(text, "utf-8")
    read = stages.read(target, World(target))
    assert [len(section.briefs) for section in read.issue.sections] == [0, 4, 2]
    assert {item.code for item in read.findings.items} == {"placeholder"}
