"""落款 (GB/T 9704-2012 §7.3.5.2) and attachment notes (§7.3.4): read, told where wrong, set, proved, and back from the DOCX."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from painted_release import write_release
from read_support import SOUND_PNG

from briefing.building import stages
from briefing.core.errors import Findings, InputError
from briefing.files import world
from briefing.importing import kept, recognise, session
from briefing.model.blocks import Signature
from briefing.model.text_lines import plain
from briefing.output.docx.word_file import write_docx
from briefing.prove import proof
from briefing.source.markdown import read_report
from briefing.typeset.composed import Composed, SetParagraph

ISSUE = "house: gb9704\nnumber: 5\ndate: 2022-05-20\nnameplate: 工作简报\noffices: 某办\n"


def composed(folder: Path, report: str, issue: str = "", **others: str) -> tuple[stages.Read, Composed]:
    folder.mkdir(exist_ok=True)
    for name, text in {"issue.yaml": ISSUE + issue, "01-a.md": report, **{f"{k}.md": v for k, v in others.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    source = stages.read(folder)
    return source, stages.compose(source)


def paragraphs(page: Composed, *kinds: str) -> list[SetParagraph]:
    return [block for block in page.blocks if isinstance(block, SetParagraph) and block.paragraph.kind in kinds]


def right(block: SetParagraph, page: Composed) -> float:
    """White at the right of its last line, in em."""
    line = block.lines[-1]
    return (page.house.page.measure - line.x - line.width) / block.size


@pytest.mark.parametrize(
    ("office", "office_right", "date_right"),
    [
        ("江苏省精神文明建设指导委员会办公室", 2, None),  # longer than the date: it keeps the margin
        ("省文明办", None, 2),  # shorter: the date does
    ],
)
def test_an_office_and_its_date(tmp_path: Path, office: str, office_right: float | None, date_right: float | None) -> None:
    _, page = composed(tmp_path / "a", f"# 题\n\n文。\n\n::: 落款\n{office}\n2022年5月13日\n:::\n")
    name, date = paragraphs(page, "signature", "signature-date")
    assert date.lines[0].x - name.lines[0].x == pytest.approx(2 * date.size)
    if office_right is not None:
        assert right(name, page) == pytest.approx(office_right, abs=0.1)
    if date_right is not None:
        assert right(date, page) == pytest.approx(date_right, abs=0.1)
    assert name.before == pytest.approx(page.house.grid.pitch) and date.before == 0


def test_several_offices_one_white_line(tmp_path: Path) -> None:
    text = "# 题\n\n文。\n\n::: 落款\n甲办\n乙办\n2022年5月\n:::\n\n::: signature\n丙办\n:::\n"
    _, page = composed(tmp_path / "a", text, "signature: 全期办|二〇二二年五月十三日\n")
    found = [(block.text, block.before > 0) for block in paragraphs(page, "signature", "signature-date")]
    own = [("甲办", True), ("乙办", False), ("2022年5月", False), ("丙办", True)]
    assert found == [*own, ("全期办", False), ("二〇二二年五月十三日", False)]


@pytest.mark.parametrize(
    ("offices", "level"),
    [
        (["省文明办", "省教育厅", "省公安厅"], {0, 1, 2}),  # the last gives way to the date, and the others with it
        (["江苏省文明办", "省公安厅"], {0, 1}),
        (["甲厅", "江苏省精神文明建设指导委员会办公室"], {0, 1}),  # the last is longer than the date
        (["中共江苏省委宣传部江苏省精神文明建设指导委员会", "乙厅"], {1}),  # the first has no room to give way
        ([f"{'江苏省' * 9}办", "丙厅", "乙厅"], {1, 2}),  # nor has one of two lines
    ],
)
def test_several_offices_end_level(tmp_path: Path, offices: list[str], level: set[int]) -> None:
    lines = "\n".join(offices)
    source, page = composed(tmp_path / "a", f"# 题\n\n文。\n\n::: 落款\n{lines}\n2022年5月13日\n:::\n")
    names = paragraphs(page, "signature")
    ends = [round(right(name, page), 3) for name in names]
    assert {number for number, end in enumerate(ends) if end == ends[-1]} == level
    assert all(end == pytest.approx(2, abs=0.1) for number, end in enumerate(ends) if number not in level)
    assert min(line.x for name in names for line in name.lines) >= -0.01
    assert proved(page, source) == []


def proved(page: Composed, source: stages.Read) -> list[str]:
    """What the proof finds in both outputs."""
    fonts = stages.fonts_of(page.house, source.world)
    expected = proof.prepare(page.sheet, page.house, source.world.issue)
    files = {"pdf": write_release(page, source.world), "docx": write_docx(page, source.world)}
    return [item.message for item in proof.prove(expected, fonts, **files).diagnostics]


@pytest.mark.parametrize(
    "group",
    [
        "::: 批示 甲\n\n好。\n\n:::",
        f"::: 框 题\n\n{'文' * 60}\n\n:::",
        f"::: 链接\n\n{'文' * 60}\n\n:::",
        "::: 并排\n![甲](a.png)\n![乙](a.png)\n:::",
    ],
)
def test_none_stands_on_a_page_without_what_it_ends(tmp_path: Path, group: str) -> None:
    """A frame, or pictures side by side, goes over with it, and so does the heading above."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.png").write_bytes(SOUND_PNG)
    pages = set()
    for lines in range(12):
        head = "---\nsignature: [甲厅, 2022年5月13日]\n---\n# 题\n\n"
        _, page = composed(tmp_path / "a", f"{head}{'文。' * 3}\n\n" + "文。\n\n" * lines + f"## 小标题\n\n{group}\n")
        where = {item.index: one.number for one in page.pages for item in one.items}
        heading = next(
            i for i, block in enumerate(page.blocks) if isinstance(block, SetParagraph) and block.text.endswith("小标题")
        )
        ends = [
            i for i, block in enumerate(page.blocks) if isinstance(block, SetParagraph) and block.paragraph.kind == "signature"
        ]
        assert {where[index] for index in range(heading, ends[0] + 1)} == {where[heading]}, lines
        pages.add(where[heading])
    assert pages == {1, 2}  # it has room where the text is short


def test_attachment_notes_hang(tmp_path: Path) -> None:
    """§7.3.4: no white between them, the second number under the first, turned lines under the text."""
    title = "关于全省各地各有关部门文明城市创建工作任务分解和责任清单的说明"
    _, page = composed(
        tmp_path / "a", "# 题\n\n文。\n", "attachments: [b.md, c.md]\n", b=f"# {title}\n\n文。\n", c="# 短\n\n文。\n"
    )
    first, second = paragraphs(page, "attachment-note", "attachment-item")
    assert len(first.lines) == 2 and second.before == 0
    widths = [width + extra for width, extra in zip(first.widths, first.lines[0].after, strict=False)]
    start = first.lines[0].x
    assert second.lines[0].x == pytest.approx(start + sum(widths[:3]), abs=1)
    assert first.lines[1].x == pytest.approx(start + sum(widths[:5]), abs=1)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("::: 落款\n:::", "box-content", 3),
        ("::: 落款\n2022年5月13日\n:::", "signature", 4),
        ("::: 落款\n2022年5月13日\n省文明办\n:::", "signature", 4),
        ("::: 落款\n省文明办\n2022-05-13\n:::", "signature", 5),
        ("::: 落款\n省文明办\n5月13日", "box-end", 3),
        ("::: 落欸\n省文明办\n:::", "box-name", 3),
        ("::: 落款 省文明办\n:::", "box-head", 3),
        ("::: 落款\n- 省文明办\n:::", "box-content", 4),
        ("::: 落款\n![图](a.png)\n:::", "picture-inline", 4),
        ("> ::: 落款\n> 甲\n> :::", "box-place", 3),
        ("::: 落款\n甲\n::: 落款\n乙\n:::\n:::", "box-nesting", 5),
        (":::", "box-end", 3),
        ("::: 落款\n" + "甲\n" * 13 + ":::", "signature", 16),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, text: str, code: str, line: int) -> None:
    (tmp_path / "a.md").write_text(f"# 题\n\n{text}\n\n后文。\n", encoding="utf-8")
    _, findings = read_report(world.Root(tmp_path), "a.md")
    assert (code, line) in [(found.code, found.span.line) for found in findings.items if found.span]


def test_a_head_is_held_to_the_same(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        composed(tmp_path / "a", "---\nsignature: 2022年5月13日\n---\n# 题\n\n文。\n", "signature: [甲办, 2022/5/13]\n")
    assert [(found.code, str(found.span)) for found in told.value.diagnostics if found.span] == [
        ("signature", "01-a.md:2:12"), ("signature", "issue.yaml:6:17"),
    ]  # fmt: skip


def test_each_comes_back_to_where_it_was_written(tmp_path: Path) -> None:
    head = "---\nsignature: [甲 办, 2022年5月]\ncontributor: 丁\n---\n\n# 题\n\n"
    text = f"{head}文。\n\n::: 落款\n乙办\n:::\n\n文。\n\n::: 落款\n丙\n2022年5月13日\n:::\n"
    source, page = composed(tmp_path / "a", text, "signature: [全期办, 2022年5月20日]\nattachments: [b.md]\n", b="# 附\n\n文。\n")
    data = write_docx(page, source.world)
    back = kept.restore(session.open_source(data, "a.docx"), "a")
    assert not back.findings
    report = back.files["01-a.md"].decode()
    assert report.count("::: 落款") == 2 and report.endswith("::: 落款\n丙\n2022年5月13日\n:::\n")
    assert "signature:\n  - 甲 办\n  - 2022年5月\n" in report
    assert "signature:\n  - 全期办\n  - 2022年5月20日\n" in back.files["issue.yaml"].decode()
    (tmp_path / "b").mkdir()
    for name, content in back.files.items():
        (tmp_path / "b" / name).write_bytes(content)
    again = stages.read(tmp_path / "b")
    assert write_docx(stages.compose(again), again.world) == data
    assert [tuple(map(plain, block.lines)) for block in again.issue.articles[0].blocks if isinstance(block, Signature)] == [
        ("乙办",), ("丙", "2022年5月13日"),
    ]  # fmt: skip
    assert dataclasses.replace(again.issue.articles[0], span=source.issue.articles[0].span).contributor == "丁"


def test_it_comes_back_before_pages_of_another_format(tmp_path: Path) -> None:
    """Its own and the issue's stand on the last upright page, and the attachment on a turned one."""
    text = "# 题\n\n文。\n\n::: 落款\n甲厅\n乙厅\n2022年5月13日\n:::\n"
    for issue in ("", "signature: [全期办, 2022年5月20日]\n"):
        source, page = composed(
            tmp_path / f"a{len(issue)}", text, f"{issue}attachments: [b.md]\n", b="---\nwide: true\n---\n\n# 附\n\n文。\n"
        )
        back = kept.restore(session.open_source(write_docx(page, source.world), "a.docx"), "a")
        assert not back.findings
        assert back.files["01-a.md"].decode() == text


@pytest.mark.parametrize("align", ["right", "left"])
def test_that_of_a_foreign_word_file_comes_in_as_one(align: str) -> None:
    """An office and a date at the right under the text; at the left they are paragraphs like others."""
    document = docx.Document()
    for text in ("关于开展文明实践活动的情况", "今年以来，各地开展文明实践活动。", "甲市文明办", "2022年5月13日"):
        paragraph = document.add_paragraph(text)
        if text[:2] in ("甲市", "20") and align == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stream = io.BytesIO()
    document.save(stream)
    source = session.open_source(stream.getvalue(), "甲市.docx")
    article = recognise.build(source.flow, "01-a", Findings()).article
    signed = [tuple(map(plain, block.lines)) for block in article.blocks if isinstance(block, Signature)]
    assert signed == ([("甲市文明办", "2022年5月13日")] if align == "right" else [])
    assert len(article.blocks) == (2 if align == "right" else 3)
