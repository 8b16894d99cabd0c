"""A file beside the report that came of it, and repairs undone."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from briefing.core.errors import Findings, Span
from briefing.desk.side_by_side import Sides, sides, undone
from briefing.importing import account, session
from briefing.importing.repairs import Repair
from briefing.importing.session import Draft


def draft(text: str) -> Draft:
    return session.draft(session.open_source(text.encode(), "来稿.txt"), "01-来稿")


def laid(found: Draft) -> Sides:
    return sides(found.sources["来稿.txt"], found.repairs, found.markdown)


def without(found: Draft, wanted: set[int]) -> str:
    return undone(found.markdown, [done.before for done in found.repairs], laid(found).places, wanted)


TEXT = """无锡市：创新驱动  全域创建

一是加强统筹,落实责任。全市共有 12 个单位参加,共(含在建)５处。

二是"最美"人物;完成投资1，200万元，同比增长１２．５％。
"""


def test_both_sides_have_every_word() -> None:
    found = draft(TEXT)
    rows = laid(found).rows
    assert ["".join(piece.text for piece in row.stood) for row in rows] == [line for line in TEXT.split("\n") if line]
    lines = [line.removeprefix("# ") for line in found.markdown.split("\n") if line]
    assert ["".join(piece.text for piece in row.came) for row in rows] == lines
    assert rows[0].kind == "标题"
    marked = {piece.repair for row in rows for piece in row.stood if piece.repair >= 0}
    assert marked == set(range(len(found.repairs)))


def test_a_repair_is_undone_alone_and_all_together() -> None:
    found = draft(TEXT)
    places = laid(found).places
    comma = next(number for number, done in enumerate(found.repairs) if done.before == ",")
    assert without(found, {comma}) == found.markdown.replace("统筹，", "统筹,", 1)
    assert without(found, set()) == found.markdown
    assert without(found, {10_000}) == found.markdown
    assert len(places) == len(found.repairs)
    whole = without(found, set(places))
    assert whole == "# " + TEXT.replace("\n\n一", "\n\n一", 1)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_undone_reads_as_words_and_nothing_else(seed: int) -> None:
    """Whatever is chosen, the report has the paragraphs that it had, and what is in them but for the repairs."""
    dice = random.Random(seed)
    parts = [
        "一是加强统筹",
        "落实责任",
        "(含在建)",
        "５处",
        " 12 个",
        ",",
        ".",
        ";",
        '"最美"',
        "1，200万元",
        "１２．５％",
        "！",
        "  ",
    ]
    parts += ["[注]", "*", "_甲_", "|"]
    lines = ["来稿的标题"] + ["一是" + "".join(dice.choice(parts) for _ in range(dice.randrange(3, 14))) + "。" for _ in range(6)]
    found = draft("\n\n".join(lines) + "\n")
    chosen = {number for number in laid(found).places if dice.random() < 0.5}
    written = without(found, chosen)
    read = [session.read_back(text, "01-来稿.md", {}, Findings()) for text in (found.markdown, written)]
    assert read[0] is not None
    assert read[1] is not None
    kinds = [[type(block) for block in article.blocks] for article in read if article]
    assert kinds[0] == kinds[1]
    bare = ["".join("".join(account.article_texts(article)).split()) for article in read if article]
    for number in sorted(chosen, reverse=True):
        assert found.repairs[number].before in written
    more = [len("".join(done.before.split())) - len("".join(done.after.split())) for done in found.repairs]
    assert len(bare[1]) == len(bare[0]) + sum(more[number] for number in chosen)


def test_a_long_file_takes_no_time_to_speak_of() -> None:
    """Thousands of short cells, and a paragraph as long as they may be that is not to the letter in its line."""
    cells = "\n".join(f"| 甲{row} | {row} | 乙 |" for row in range(1500))
    line = "**" + "一是加强统筹。" * 1400 + "**尾"
    original = "\n".join(f"甲{row}\n{row}\n乙" for row in range(1500)) + "\n" + "一是加强统筹。" * 1400 + "首"
    began = time.process_time()
    rows = sides(original, [], f"# 题\n\n{cells}\n\n{line}\n").rows
    assert time.process_time() - began < 20  # a quiet machine: a tenth of it
    assert len(rows) == 4501
    assert all(row.came for row in rows)


def test_a_paragraph_that_is_not_in_the_report_says_so(tmp_path: Path) -> None:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    document = Document()
    body = "一是加强统筹，落实责任，按照年初部署逐项推进，取得了明显的实效，群众满意度比上年又有提高。"
    for text, size in (
        ("某市文明办文件", 36),
        ("某文明办〔2022〕15号", 16),
        ("关于创建工作的报告", 22),
        (body, 16),
        (body[4:], 16),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if text not in (body, body[4:]) else WD_ALIGN_PARAGRAPH.JUSTIFY
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if size == 36:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
    document.save(str(tmp_path / "来稿.docx"))
    found = session.draft(session.open_source((tmp_path / "来稿.docx").read_bytes(), "来稿.docx"), "01-来稿")
    rows = sides(found.sources["来稿.docx"], found.repairs, found.markdown).rows
    assert [bool(row.came) for row in rows] == [False, False, True, True, True]
    assert [finding.span.line for finding in found.findings if finding.code == "import-aside" and finding.span] == [1, 2]
    assert "15号" not in found.markdown
    assert not [finding for finding in found.findings if finding.code == "import-lost"]


MARKDOWN = """\
---
contributor: 常州市文明办供稿
---

# 常州市：以文化人

建成实践站1060个[^1]。

表1　开展情况 {head=2}

| 地区 | 场次 |
|---|---|
| 天宁 | 12 |

![](01-1.jpg "图1　宣讲团") ![](01-2.jpg "图2　进社区"){width=60mm}

::: 落款
常州市精神文明办公室
2022年5月17日
:::

[^1]: 截至4月底。
"""


def test_the_desk_sees_words_rather_than_marks() -> None:
    original = (
        "常州市精神文明办公室文件\n常州市：以文化人\n建成实践站1060个。\n表1　开展情况\n天宁\n图2　进社区\n图1　宣讲团\n"
        "常州市精神文明办公室\n常州市文明办供稿\n截至4月底。"
    )
    found = [(row.kind, "".join(piece.text for piece in row.came)) for row in sides(original, [], MARKDOWN).rows]
    assert found == [
        ("", ""),  # that line is another paragraph's
        ("标题", "常州市：以文化人"),
        ("", "建成实践站1060个[^1]。"),
        ("表题", "表1　开展情况"),
        ("表格", "天宁"),
        ("图题", "图2　进社区"),
        ("图题", "图1　宣讲团"),
        ("", "常州市精神文明办公室"),
        ("供稿单位", "常州市文明办供稿"),
        ("脚注", "截至4月底。"),
    ]


def test_a_quotation_mark_does_not_return_where_it_would_end_something() -> None:
    def repair(line: int, column: int) -> Repair:
        return Repair('"', "“", Span("a", line, column), "")

    titled = '# 题\n\n![](a.png "图1　“最美人物”颁奖")\n\n首届“最美人物”颁奖典礼举行。\n'
    repairs = [repair(1, 4), repair(2, 3)]
    assert set(sides('图1　"最美人物”颁奖\n首届"最美人物”颁奖典礼举行。', repairs, titled).places) == {1}
