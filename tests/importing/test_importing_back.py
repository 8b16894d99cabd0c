"""What was changed in the finished DOCX goes back into the sources, and nothing else in them moves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import noted_issues
import office_edits
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from office_edits import Document as Word
from office_edits import Element
from PIL import Image

from briefing.building import stages
from briefing.building.run import build_issue
from briefing.cli import chinese, import_
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.importing.bring_back import returned
from briefing.output.docx.word_file import write_docx

if TYPE_CHECKING:
    from docx.document import Document

Edit = Callable[["Document"], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with an issue and its outputs."""
    top = tmp_path_factory.mktemp("back")
    folder = Path(shutil.copytree(ROOT / "issues" / "2022-08-xinxi", top / "issues" / "2022-08-xinxi"))
    report = folder / "01-rexian.md"
    text = report.read_text("utf-8")
    # a remark, soft line ends and wide blanks: what an editor's own source looks like
    text = text.replace("\n\n## ", "\n\n\n<!-- 校对：不查 paragraph-long -->\n## ", 1)
    report.write_text(text, "utf-8")
    build_issue(folder, top / "build", ("docx",))
    return top


@pytest.fixture
def back(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, Path]]:
    """Edit the DOCX, bring it back; the result and the folder."""
    shutil.copytree(made, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    chinese.install()

    def run(edit: Edit, *more: str) -> tuple[Result, Path]:
        import docx

        document = docx.Document("build/2022-08-xinxi/2022-08-xinxi.docx")
        edit(document)
        document.save("改.docx")
        arguments = ["改.docx", "-i", "2022-08-xinxi", "--back", *more]
        return CliRunner().invoke(import_.command, arguments, standalone_mode=False), Path("issues/2022-08-xinxi")

    return run


def changed(paragraph: str, old: str, new: str) -> Edit:
    """Exchange `old` in the runs of the first paragraph in the style `paragraph`."""

    def edit(document: Document) -> None:
        for found in document.paragraphs:
            if found.style is not None and found.style.name == paragraph and old in found.text:
                text = found.text.replace(old, new)
                for run in found.runs[1:]:
                    run.text = ""
                found.runs[0].text = text
                return
        raise AssertionError(old)

    return edit


def sources(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def body(folder: Path) -> str:
    """The beginning of the first plain paragraph of the report."""
    lines = (folder / "01-rexian.md").read_text("utf-8").splitlines()
    return next(line for line in lines if len(line) > 40 and line[0] not in "#|>*-!<[" and "*" not in line and "[" not in line)


def test_nothing_changed_nothing_written(back: Callable[..., tuple[Result, Path]]) -> None:
    before = sources(Path("issues/2022-08-xinxi"))
    result, folder = back(lambda document: None)
    assert result.exception is None and result.return_value == 0, result.output
    assert "没有要写回的" in result.output and sources(folder) == before


def test_a_changed_word_changes_its_paragraph_only(back: Callable[..., tuple[Result, Path]]) -> None:
    folder = Path("issues/2022-08-xinxi")
    line, before = body(folder), sources(folder)
    old = line[:4]
    result, _ = back(changed("简报正文", old, f"领导改过的{old}"))
    assert result.exception is None and result.return_value == 0, result.output
    after = sources(folder)
    assert {name for name in after if after[name] != before.get(name)} == {"01-rexian.md"}
    expected = before["01-rexian.md"].decode().replace(line, line.replace(old, f"领导改过的{old}", 1), 1)
    assert after["01-rexian.md"].decode() == expected
    assert f"+ {'领导改过的' + old}"[:10] in result.output and "1 处" in result.output


def test_a_paragraph_is_added_and_one_taken_out(back: Callable[..., tuple[Result, Path]]) -> None:
    folder = Path("issues/2022-08-xinxi")
    line = body(folder)

    def edit(document: Document) -> None:
        found = next(each for each in document.paragraphs if each.text.startswith(line[:12]))
        found.insert_paragraph_before("新添的一段。", style=found.style)
        parent = found._element.getparent()
        assert parent is not None
        parent.remove(found._element)

    result, _ = back(edit)
    assert result.exception is None, result.output
    text = (folder / "01-rexian.md").read_text("utf-8")
    assert "\n\n新添的一段。\n\n" in text and line not in text and "校对：不查" in text


def test_newer_sources_are_not_written_over_unasked(back: Callable[..., tuple[Result, Path]]) -> None:
    folder = Path("issues/2022-08-xinxi")
    report = folder / "01-rexian.md"
    old = body(folder)[:4]
    report.write_text(report.read_text("utf-8") + "\n\n后来添的一段。\n", "utf-8")
    before = sources(folder)
    result, _ = back(changed("简报正文", old, f"改过的{old}"))
    assert result.return_value == 1 and "--force" in result.output and sources(folder) == before
    assert "后来添的一段" in result.output
    result, _ = back(changed("简报正文", old, f"改过的{old}"), "--force")
    assert result.return_value == 0, result.output
    assert "后来添的" not in report.read_text("utf-8")


def test_what_stands_in_issue_yaml_is_told_and_left(back: Callable[..., tuple[Result, Path]]) -> None:
    folder = Path("issues/2022-08-xinxi")
    before = sources(folder)
    result, _ = back(changed("期号", "156", "157"))
    assert result.return_value == 1 and "import-lost" in result.output and sources(folder) == before


def test_another_issue_s_document_is_refused(back: Callable[..., tuple[Result, Path]]) -> None:
    settings = Path("issues/2022-08-xinxi/issue.yaml")
    settings.write_text(settings.read_text("utf-8").replace('"008"', '"009"'), "utf-8")
    result, _ = back(lambda document: None)
    assert isinstance(result.exception, InputError) and "另一期的" in str(result.exception)
    assert [item.code for item in result.exception.diagnostics] == ["import-back"]


def test_paragraphs_at_the_end(back: Callable[..., tuple[Result, Path]]) -> None:
    def edit(document: Document) -> None:
        last = [each for each in document.paragraphs if each.style is not None and each.style.name == "简报正文"]
        report = [each for each in last if "具体安排见附件" in each.text][-1]
        report.insert_paragraph_before("倒数第二段。", style=report.style)
        report._element.addnext(report.insert_paragraph_before("最后一段。", style=report.style)._element)

    result, folder = back(edit)
    assert result.exception is None, result.output
    text = (folder / "01-rexian.md").read_text("utf-8")
    assert text.endswith("具体安排见附件。\n\n最后一段。\n") and "\n\n倒数第二段。\n\n**二是" in text
    assert "|:--------|----:|" in text, "an editor's own way to write a table stays"


def test_pictures_that_a_docx_shows_as_others_are_the_issues_own(back: Callable[..., tuple[Result, Path]]) -> None:
    """An SVG and a TIFF come back as PNG, which they are not."""
    folder = Path("issues/2022-08-xinxi")
    (folder / "图.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm"><rect width="90" height="40" fill="#808080"/>'
        '<text x="5" y="60" font-size="12">各季度</text></svg>'
    )  # fmt: skip
    Image.new("RGB", (60, 40), "#336699").save(folder / "照片.tif")
    report = folder / "fujian.md"
    report.write_text(report.read_text("utf-8") + "\n![各季度](图.svg)\n\n![照片](照片.tif)\n", "utf-8")
    build_issue(folder, Path("build"), ("docx",))
    before = sources(folder)
    result, _ = back(lambda document: None)
    assert result.exception is None and result.return_value == 0, result.output
    assert "没有要写回的" in result.output and sources(folder) == before


#: As an editor writes: lines blank or not, as it comes, remarks, tables in his own way.
_OWN_WAY = """# 题目

第一段话，
分两行写。[^1]


## 小标题
- 甲项
- 乙项

- 丙项

::: 框 专栏
框里的一段。

框里的又一段。
:::


表1　情况
| 县 | 数 |
|:--|--:|
| 甲 | 1 |
| 乙 | 2 |

1. 子项
2. 丑项

<!-- 校对：不查 paragraph-long -->

最后一段[^2]。

[^1]: 注一
[^2]: 注二

<!-- 校对：不查 all -->
"""


def _said(document: Word, end: str) -> Element:
    return next(p for p in document.root.iter(f"{office_edits.W}p") if office_edits.text_of(p).endswith(end))


def _row_removed(document: Word) -> None:
    document.remove(next(row for row in document.root.iter(f"{office_edits.W}tr") if office_edits.text_of(row) == "乙2"))


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda d: None, "", ""),
        (lambda d: d.insert(_said(d, "框里的又一段。"), 0, "新"), "框里的又一段。", "新框里的又一段。"),
        (lambda d: d.insert(_said(d, "乙项"), len(office_edits.text_of(_said(d, "乙项"))), "新"), "乙项", "乙项新"),
        (lambda d: d.remove(_said(d, "丙项")), "\n- 丙项\n", ""),
        (lambda d: d.remove(_said(d, "乙项")), "- 乙项\n\n- 丙", "\n- 丙"),
        (lambda d: d.follow(_said(d, "丑项"), "3. 寅项"), "2. 丑项\n", "2. 丑项\n3. 寅项\n"),
        (lambda d: d.follow(_said(d, "甲项"), "新项"), "- 甲项\n", "- 甲项\n- 新项\n"),
        (lambda d: d.remove(_said(d, "框里的一段。")), "框里的一段。\n", ""),
        (lambda d: d.follow(_said(d, "框里的又一段。"), "添一段。"), "又一段。\n", "又一段。\n\n添一段。\n"),
        (_row_removed, "| 乙 | 2 |\n", ""),
    ],
)
def test_the_rest_stays_to_the_letter(change: Callable[[Word], object], before: str, after: str, tmp_path: Path) -> None:
    """However the source is written."""
    folder = noted_issues.write(tmp_path / "2026-03", [_OWN_WAY])
    read = stages.read(folder, World(folder))
    document = Word(write_docx(stages.compose(read), read.world), 0)
    change(document)
    restored = kept.restore(session.open_source(document.saved(), "a.docx"), folder.name)
    found = returned(folder, restored, "a.docx")
    wanted = {"01.md": _OWN_WAY.replace(before, after, 1)} if before else {}
    assert {name: data.decode() for name, data in found.files.items()} == wanted and not found.findings
