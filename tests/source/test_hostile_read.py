"""Wrong input: each mistake is named at its line and column, and nothing hangs or raises anything else.

`tests/source/hostile/<case>/` is an issue folder; its file `expected` lists `file:line:column code` of every
finding. What is too large or too binary to keep as a file is generated here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from read_support import SOUND_PNG, ending, png

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.files.world import MAX_MARKDOWN, MAX_YAML, World
from briefing.source import Defaults, load_issue

HOSTILE = Path(__file__).parent / "hostile"
YAML = "house: test\nnumber: 17\ndate: 2022-05-13\n"
REPORT = "# 标题\n\n正文。\n"


def defaults_of(house: str, span: Span) -> Defaults:
    if house != "test":
        raise InputError(Diagnostic("house-missing", "没有这个版式", span))
    return {"nameplate": "测试简报", "contents": "plain"}


def findings(folder: Path) -> list[str]:
    """`file:line:column code` of everything found that is more than a note."""
    try:
        _, found = load_issue(World(folder), defaults_of)
    except InputError as error:
        found = list(error.diagnostics)
    assert all(item.message and not item.message.isascii() for item in found)
    return sorted(f"{item.span} {item.code}" for item in found if item.severity is not Severity.NOTE)


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "2022-17"
    folder.mkdir()
    (folder / "issue.yaml").write_text(YAML, encoding="utf-8")
    (folder / "a.md").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", sorted(path.name for path in HOSTILE.iterdir()))
def test_every_mistake_is_named_at_its_place(case: str) -> None:
    folder = HOSTILE / case
    assert findings(folder) == sorted((folder / "expected").read_text(encoding="utf-8").split("\n")[:-1])


def test_the_sound_base_of_all_cases_has_no_finding(issue: Path) -> None:
    assert findings(issue) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SOUND_PNG, None),
        (png(20_000, 10_000), "picture-size"),
        (SOUND_PNG[:-20], "picture-damaged"),
        (SOUND_PNG[:30], "picture-damaged"),
        (SOUND_PNG.replace(b"IDAT", b"IDAX"), "picture-damaged"),
        (png(0, 5), "picture-damaged"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture-damaged"),
        (b"", "picture-format"),
        (b"<html><p>404</html>", "picture-format"),
    ],
)
def test_pictures(issue: Path, data: bytes, code: str | None) -> None:
    (issue / "图.png").write_bytes(data)
    (issue / "a.md").write_text(REPORT + "\n![图](图.png)\n", encoding="utf-8")
    assert findings(issue) == ([f"a.md:5:1 {code}"] if code else [])


def test_a_link_out_of_the_folder_is_not_followed(issue: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(SOUND_PNG)
    os.symlink(tmp_path / "secret.png", issue / "图.png")
    (issue / "a.md").write_text(REPORT + "\n![图](图.png)\n", encoding="utf-8")
    assert findings(issue) == ["a.md:5:1 path-outside"]


def test_a_pipe_is_not_waited_for(issue: Path) -> None:
    os.mkfifo(issue / "图.png")
    (issue / "a.md").write_text(REPORT + "\n![图](图.png)\n", encoding="utf-8")
    assert findings(issue) == ["a.md:5:1 file-missing"]


def test_a_folder_named_like_a_report(issue: Path) -> None:
    (issue / "b.md").mkdir()
    (issue / "issue.yaml").write_text(YAML + "reports: [a.md, b.md]\n", encoding="utf-8")
    assert findings(issue) == ["issue.yaml:4:17 report-missing"]


@pytest.mark.parametrize(("name", "size"), [("issue.yaml", MAX_YAML), ("a.md", MAX_MARKDOWN)])
def test_file_sizes_are_bounded(issue: Path, name: str, size: int) -> None:
    (issue / name).write_bytes(b"a" * (size + 1))
    assert findings(issue) == [f"{name}:1:1 file-size"]


def test_a_report_of_endless_lines_is_not_parsed(issue: Path) -> None:
    (issue / "a.md").write_text("# 标题\n\n" + "a\n\n" * 100_000, encoding="utf-8")
    assert findings(issue) == ["a.md:20000:1 report-size"]


def test_findings_of_one_report_are_bounded(issue: Path) -> None:
    (issue / "a.md").write_text("# 标题\n\n" + "一**二\n\n" * 1_000, encoding="utf-8")
    found = findings(issue)
    assert len(found) == 201 and "a.md:3:2 emphasis-open" in found and "a.md:401:2 findings-more" in found


def test_a_long_folded_value_takes_linear_time(issue: Path) -> None:
    (issue / "issue.yaml").write_text(YAML + "special: a\n" + "  字 b\n" * 60_000, encoding="utf-8")
    with ending():
        assert findings(issue) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 5_000, "issue.yaml:1:33 yaml-depth"),
        ("a: " + "{a: " * 5_000, "issue.yaml:1:128 yaml-depth"),
        ("a:\n" + "".join(f"{'  ' * n}- \n" for n in range(1, 60)), "issue.yaml:33:65 yaml-depth"),
        ("a: [" + "x," * 30_000 + "]", "issue.yaml:1:40003 yaml-size"),
    ],
    ids=["brackets", "braces", "indents", "nodes"],
)
def test_yaml_limits(issue: Path, text: str, expected: str) -> None:
    (issue / "issue.yaml").write_text(text, encoding="utf-8")
    with ending():
        assert findings(issue) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("文" * 10_001, "a.md:3:1 paragraph-size"),
        ("> " * 3_000 + "引", "a.md:3:1 nesting"),
        ("- " * 3_000 + "项", "a.md:3:1 list-item"),
        ("| 甲 |" * 30 + "\n" + "| --- " * 30 + "|\n", None),
        ("[" * 9_999, None),
        ("![" * 4_999, "a.md:3:1 picture-syntax"),
        ("*a **b " * 1_400, "a.md:3:1 emphasis-open"),
        ("<" * 9_999, None),
        ("`" * 5_000 + "a", None),
        ("[^" * 4_999, None),
        ("&" * 9_999, None),
        ("\\" * 9_998, None),
    ],
    ids=[
        "long",
        "quotes",
        "lists",
        "table",
        "brackets",
        "pictures",
        "stars",
        "angles",
        "ticks",
        "notes",
        "amps",
        "slashes",
    ],
)
def test_markdown_limits(issue: Path, body: str, expected: str | None) -> None:
    """Inputs that blow up naive parsers come to an end, as text or as a finding."""
    (issue / "a.md").write_text(f"# 标题\n\n{body}\n", encoding="utf-8")
    with ending():
        found = findings(issue)
    if expected:
        assert expected in found


def test_the_folder_name_and_the_number_disagree(issue: Path) -> None:
    copied = issue.rename(issue.with_name("2022-18"))
    assert findings(copied) == ["issue.yaml:2:9 folder-number"]


def test_unsafe_folder_name(issue: Path) -> None:
    odd = issue.rename(issue.with_name("第17期 (终稿)"))
    assert findings(odd) == ["issue.yaml:1:1 folder-name"]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_issue(World(tmp_path / "2022-99"), defaults_of)
    assert caught.value.diagnostics[0].code == "folder-missing"
