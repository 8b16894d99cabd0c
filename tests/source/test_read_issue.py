"""A folder to an Issue: house defaults, sections, reports and attachments; the real issue against its
source."""

from __future__ import annotations

import datetime
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.core.decode import decode
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.plain import Entries
from briefing.files.world import NO_DATE, World
from briefing.model.blocks import Paragraph
from briefing.model.bulletin import Article, Issue
from briefing.model.issue_parts import Contents, Masthead, Number
from briefing.model.text_lines import plain
from briefing.source import load_issue, yaml_tree
from briefing.source.issue import Defaults

ROOT = Path(__file__).parents[2]
REPORT = "# {}\n\n正文。\n"


def load(folder: Path, text: str, defaults: Defaults | None = None, reports: tuple[str, ...] = ("a.md", "b.md")) -> Issue:
    folder = folder / "2022-17"
    folder.mkdir(exist_ok=True)
    (folder / "issue.yaml").write_text(text, encoding="utf-8")
    for name in reports:
        (folder / name).write_text(REPORT.format(name), encoding="utf-8")
    return load_issue(World(folder), lambda house, span: defaults or {})[0]


def _paragraphs(article: Article) -> list[Paragraph]:
    return [block for block in article.blocks if isinstance(block, Paragraph)]


def test_the_real_issue() -> None:
    issue, found = load_issue(World(ROOT / "issues" / "2022-17"), lambda house, span: {})
    assert found == []
    assert (issue.name, issue.house) == ("2022-17", "jiangsu-jingshen-wenming")
    assert issue.number.value == 17
    assert (issue.date, issue.number.year) == (datetime.date(2022, 5, 13), 2022)
    assert issue.masthead.special == "贯彻落实全省文明城市创建工作座谈会精神专刊 1"
    assert (issue.colophon.serial, issue.colophon.print_run) == ("苏简字1004号", 400)
    assert [section.name for section in issue.sections] == ["工作交流"]
    assert [plain(article.title) for article in issue.articles] == [
        "南京市：凝心聚力　奋勇争先　争创人民满意的全国文明典范城市",
        "苏州市：为民惠民　共建共享　努力向全国文明典范城市目标奋进",
        "镇江市：强化常态长效　聚焦求新求变　向着争创全国文明典范城市目标持续奔跑",
    ]
    blocks = [block for article in issue.articles for block in article.blocks]
    assert all(isinstance(block, Paragraph) and block.lead == 0 for block in blocks)
    assert [len(article.blocks) for article in issue.articles] == [5, 4, 4]
    # the transcription of the printed original, without the spaces and line ends that its reading added
    text = ""
    for article in issue.articles:
        text += plain(article.title) + "".join(plain(block.content) for block in _paragraphs(article))
    bare = text.replace("\u3000", "")
    assert len(bare) == 3288
    assert hashlib.sha256(bare.encode()).hexdigest() == "3561749f1b669979a0e1fb55f0da41e3d281626469b1179d38947854f41b4891"


def test_an_issue_states_only_what_differs_from_the_house(tmp_path: Path) -> None:
    defaults: Entries = {
        "nameplate": ["江苏", "简报"],
        "mark": "工作资料",
        "offices": "省文明办",
        "contents": {"style": "pages", "heading": "目录"},
        "recipients": {"报": ["省委", "省政府"], "发": "各市"},
        "digits": 3,
    }
    issue = load(tmp_path, "house: test\nnumber: 17\nmark: ''\nrecipients: {送: 各省}\n", defaults)
    assert issue.masthead == Masthead(nameplate=("江苏", "简报"), offices=("省文明办",))
    assert [(item.role, item.lines) for item in issue.colophon.recipients] == [("送", ("各省",))]
    assert issue.contents == Contents("pages", "目录")
    assert (issue.number.value, issue.number.digits, issue.number.year) == (17, 3, None)


def test_a_mistake_in_the_defaults_is_shown_in_the_house(tmp_path: Path) -> None:
    defaults = yaml_tree.load("knid: 增刊\nkind: 号外\n", "templates/test/house.yaml", first_line=40)
    with pytest.raises(InputError) as caught:
        load(tmp_path, "house: test\nnumber: 17\n", defaults)
    assert [f"{item.span} {item.code}" for item in caught.value.diagnostics] == [
        "templates/test/house.yaml:40:1 key-unknown",
        "templates/test/house.yaml:41:7 value-choice",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", ["a.md", "b.md"])]),
        ("reports: [b.md, a.md]\n", [("", ["b.md", "a.md"])]),
        ("sections: 交流\n", [("交流", ["a.md", "b.md"])]),
        ("sections: [{name: 交流, numbering: ★}]\n", [("交流", ["a.md", "b.md"])]),
        (
            "sections:\n- name: 要闻\n  reports: b.md\n- name: 简讯\n  reports: [a.md]\n",
            [("要闻", ["b.md"]), ("简讯", ["a.md"])],
        ),
        ("attachments: b.md\n", [("", ["a.md"])]),
    ],
)
def test_which_reports_an_issue_holds(tmp_path: Path, text: str, expected: object) -> None:
    issue = load(tmp_path, "house: test\nnumber: 17\n" + text)
    assert [(item.name, [article.path for article in item.articles]) for item in issue.sections] == expected


def test_attachments_are_numbered_and_may_be_labelled(tmp_path: Path) -> None:
    names = ("a.md", "b.md", "c.md")
    issue = load(tmp_path, "house: t\nnumber: 1\nattachments: [b.md, {label: 附表, file: c.md}]\n", reports=names)
    assert [(item.label, item.article.path) for item in issue.attachments] == [
        ("附件1", "b.md"),
        ("附表", "c.md"),
    ]
    issue = load(tmp_path, "house: t\nnumber: 1\nattachments: c.md\n", reports=names)
    assert [item.label for item in issue.attachments] == ["附件"]


def test_drafts_stay_out(tmp_path: Path) -> None:
    issue = load(tmp_path, "house: t\nnumber: 17\n", reports=("a.md", "_b.md"))
    assert [article.path for article in issue.articles] == ["a.md"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("number: 第017期\ntotal: 205\n", Number(17, None, 205, 3, Span("issue.yaml", 2, 9, 5))),
        ("date: 2022-05-13\n", Number(None, 2022)),
        ("date: 2022-01-05\nyear: 2021\nnumber: '17'\n", Number(17, 2021, span=Span("issue.yaml", 4, 10, 2))),
    ],
)
def test_numbers(tmp_path: Path, text: str, number: Number) -> None:
    assert load(tmp_path, "house: test\n" + text).number == number


def test_the_house_error_comes_with_all_others(tmp_path: Path) -> None:
    def missing(house: str, span: Span) -> dict[str, str]:
        raise InputError(Diagnostic("house-missing", "没有这个版式", span))

    (tmp_path / "issue.yaml").write_text("house: x\ndate: 1\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("没有标题", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_issue(World(tmp_path), missing)
    codes = [item.code for item in caught.value.diagnostics]
    assert codes == ["title-missing", "house-missing", "value-date"]


def test_the_world_remembers_what_was_read(tmp_path: Path) -> None:
    load(tmp_path, "house: test\nnumber: 17\n", reports=("a.md",))
    world = World(tmp_path / "2022-17")
    load_issue(world, lambda house, span: {})
    assert sorted(world.issue.digests) == ["a.md", "issue.yaml"]
    assert world.sources["a.md"] == REPORT.format("a.md")
    assert world.issue.digests["a.md"] == hashlib.sha256(REPORT.format("a.md").encode()).hexdigest()


def test_the_clock_is_the_issue_or_the_environment(tmp_path: Path) -> None:
    day = datetime.date(2022, 5, 13)
    assert World(tmp_path, environ={}).timestamp(day).isoformat() == "2022-05-13T00:00:00+00:00"
    assert World(tmp_path, environ={}).timestamp(None) == NO_DATE
    assert World(tmp_path, environ={"SOURCE_DATE_EPOCH": "86400"}).timestamp(day).isoformat() == "1970-01-02T00:00:00+00:00"
    with pytest.raises(InputError):
        World(tmp_path, environ={"SOURCE_DATE_EPOCH": "soon"}).timestamp(day)


def test_templates_and_fonts_are_found_beside_the_package_or_where_the_environment_says(
    tmp_path: Path,
) -> None:
    assert World(tmp_path, environ={}).templates.folder == ROOT / "templates"
    assert World(tmp_path, environ={"BRIEFING_HOME": "/opt/b"}).fonts.folder == Path("/opt/b/fonts")


def test_parsers_are_imported_only_when_something_is_read() -> None:
    code = "import sys, briefing.source; print({'yaml', 'markdown_it', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("Cafe\u0301", "Café"), ("n\u0303o", "ño"), ("\uf9dc隆", "\uf9dc隆"), ("x\u0301", "x\u0301"), ("文\u0301", "文\u0301")],
)
def test_an_accent_typed_after_its_letter_is_one_letter(typed: str, read: str) -> None:
    assert decode(typed.encode(), "a.md") == (read, [])
