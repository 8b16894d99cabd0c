"""Nothing that looks like a manuscript is left out without a word, and every slip of a name or a key is told as what it is."""

from __future__ import annotations

import datetime
import io
import os
import shlex
import unicodedata
import zipfile
from pathlib import Path

import pytest
from read_support import SOUND_PNG

from briefing.building import stages
from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.files.filekinds import kind_of
from briefing.files.world import World
from briefing.model import fields
from briefing.source import Defaults, load_issue, values, yaml_tree

YAML = "house: test\nnumber: 17\ndate: 2022-05-13\n"
REPORT = "# 标题\n\n正文一段，写得很清楚。\n"
LISTED = YAML + "reports:\n  - 01-a.md\n"


def defaults_of(house: str, span: Span) -> Defaults:
    return {"nameplate": "测试简报", "contents": "plain"}


def found(folder: Path) -> list[Diagnostic]:
    try:
        return load_issue(World(folder), defaults_of)[1]
    except InputError as error:
        return list(error.diagnostics)


def packed(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "<x/>")
    return data.getvalue()


DOCX = packed("word/document.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOC = OLE + "WordDocument".encode("utf-16-le")
KINDS = [
    (DOCX, "Word 文档", True),
    (DOC, "Word 97—2003", True),
    (b"{\\rtf1\\ansi", "RTF", True),
    (packed("mimetype")[:0] + b"PK\x03\x04" + b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT", True),
    (b"<!DOCTYPE html><html><body>", "网页", True),
    (b"\xef\xbb\xbf<HTML>", "网页", True),
    (b"MIME-Version: 1.0\r\n", "网页归档", True),
    (packed("xl/workbook.xml"), "Excel", False),
    (packed("ppt/presentation.xml"), "PowerPoint", False),
    (OLE + "Workbook".encode("utf-16-le"), "Excel", False),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "密码", False),
    (b"%PDF-1.7\n", "PDF", False),
    (SOUND_PNG, "PNG", False),
    (b"\xff\xd8\xff\xe0", "JPEG", False),
    (b"Rar!\x1a\x07\x00", "RAR", False),
    (bytes(4000), "空字节", False),
]


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "2022-17"
    folder.mkdir()
    (folder / "issue.yaml").write_text(LISTED, "utf-8")
    (folder / "01-a.md").write_text(REPORT, "utf-8")
    return folder


MISNAMED = {
    "04-乐清.md.txt": "04-乐清.md",
    "04-乐清.markdown": "04-乐清.md",
    "04-乐清.MD": "04-乐清.md",
    "04-乐清.Md": "04-乐清.md",
    "04-乐清.md ": "04-乐清.md",
    "04-乐清.md (1)": "04-乐清.md",
    "04-乐清.md(2)": "04-乐清.md",
    "04-乐清.md的副本": "04-乐清.md",
    "04-乐清．md": "04-乐清.md",
    "04-乐清。md": "04-乐清.md",
    "04-乐清.MARKDOWN.TXT": "04-乐清.md",
    "04 v1.2.mkd": "04 v1.2.md",
}


@pytest.mark.parametrize("name", MISNAMED)
@pytest.mark.parametrize("listed", [True, False])
def test_a_report_by_a_wrong_name_stops_the_build(issue: Path, name: str, listed: bool) -> None:
    (issue / "issue.yaml").write_text(LISTED if listed else YAML, "utf-8")
    (issue / name).write_text(REPORT, "utf-8")
    (finding,) = found(issue)
    assert (finding.code, finding.severity) == ("report-name", Severity.ERROR)
    assert name in finding.message and f"改名为 {MISNAMED[name]}" in finding.hint
    assert ("列入 issue.yaml" in finding.hint) == listed
    assert str(finding.span) == ("issue.yaml:5:3" if listed else "issue.yaml:1:1")
    (issue / name).rename(issue / f"_{name}")
    assert found(issue) == []


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("04-乐清.txt", REPORT.encode(), "import"),
        ("04-乐清", REPORT.encode(), "04-乐清.md"),
        ("04-乐清.定稿", REPORT.encode("gb18030"), "04-乐清.定稿.md"),
        ("04-乐清.docx", DOCX, "import"),
        ("乐清（定稿） 2.DOCX", DOCX, "import"),
        ("04-乐清.doc", DOC, "import"),
        ("04-乐清.wps", DOC, "import"),
        ("04-乐清.md.docx", DOCX, "import"),
        ("04-乐清", DOCX, "import"),
        ("04-乐清.pdf", b"%PDF-1.4", "Word 原件"),
        ("issue.yml", YAML.encode(), "issue.yaml"),
        ("issue.yaml.txt", YAML.encode(), "issue.yaml"),
        ("issue (1).yaml", YAML.encode(), "issue.yaml"),
    ],
)
def test_what_may_be_a_manuscript_is_told(issue: Path, name: str, data: bytes, advice: str) -> None:
    (issue / name).write_bytes(data)
    (finding,) = found(issue)
    assert (finding.code, finding.severity) == ("file-unused", Severity.WARNING)
    assert name in finding.message and advice in finding.hint
    if advice == "import":
        words = shlex.split(finding.hint.partition("运行 ")[2].partition("；")[0])
        assert words[:2] == ["briefing", "import"] and Path(words[2]) == issue / name and Path(words[4]) == issue


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("_04.docx", DOCX),
        ("~$04.docx", b"x"),
        (".04.md", b"x"),
        ("04.md~", b"x"),
        ("04.md.bak", REPORT.encode()),
        ("Thumbs.db", OLE),
        ("a.docx", DOCX),
        ("02-a（定稿）.docx", DOCX),
        ("a.txt", REPORT.encode()),
        ("tu1.py", "# 画图，用这个".encode()),
        ("x.json", b"{}"),
        ("notes", b"ascii only"),
        ("README", REPORT.encode()),
        ("issue.yaml.bak", YAML.encode()),
    ],
)
def test_what_is_no_manuscript_is_passed_over(issue: Path, name: str, data: bytes) -> None:
    (issue / name).write_bytes(data)
    assert found(issue) == []


def test_what_cannot_be_a_manuscript_is_told_once(issue: Path) -> None:
    """By the reader of the folder or by `Root.tree`, never by both."""
    (issue / "05-e.md").symlink_to("nowhere.md")
    (issue / "06-f.md").symlink_to("/etc/passwd")
    os.mkfifo(issue / "07-g.md")
    Path(os.fsdecode(os.fsencode(issue) + "/08-说明.md".encode("gbk"))).write_text(REPORT, "utf-8")
    (issue / "issue.yaml").write_text(LISTED.replace("test", "gb9704\nnameplate: 某某简报"), "utf-8")
    told = sorted((item.code, item.severity, item.span.file if item.span else "") for item in stages.check(issue))
    assert told == [
        ("file-name-encoding", Severity.ERROR, "issue.yaml"),
        ("file-special", Severity.WARNING, "07-g.md"),
        ("path-outside", Severity.ERROR, "06-f.md"),
        ("report-name", Severity.ERROR, "05-e.md"),
    ]


def test_folders_links_and_pictures(issue: Path) -> None:
    (issue / "来稿").mkdir()
    (issue / "来稿" / "02-b.md").write_text(REPORT, "utf-8")
    (issue / "_旧").mkdir()
    (issue / "_旧" / "c.md").write_text(REPORT, "utf-8")
    (issue / "03-c.md").mkdir()
    (issue / "05-e.md").symlink_to("nowhere.md")
    (issue / "tu.png").write_bytes(SOUND_PNG)
    codes = {(item.code, item.severity, item.message.split()[0]) for item in found(issue)}
    assert codes == {
        ("file-unused", Severity.WARNING, "来稿/"),
        ("report-name", Severity.ERROR, "03-c.md"),
        ("report-name", Severity.ERROR, "05-e.md"),
        ("picture-unused", Severity.NOTE, "文件夹里的图片"),
    }
    (issue / "03-c.md").rmdir()
    (issue / "05-e.md").unlink()
    (issue / "issue.yaml").write_text(LISTED + "  - 来稿/02-b.md\n", "utf-8")
    (issue / "来稿" / "02-b.md").write_text(f"{REPORT}又一段。\n", "utf-8")
    (note,) = found(issue)
    assert (note.code, note.severity) == ("picture-unused", Severity.NOTE) and "tu.png" in note.message


@pytest.mark.parametrize(
    ("listed", "file", "hint"),
    [
        ("04-乐清", "04-乐清.md", "是不是 04-乐清.md？"),
        ("04-乐清.MD", "04-乐清.md", "是不是 04-乐清.md？"),
        ("04-乐清.md", "04-乐清.MD", "改名为 04-乐清.md"),
        ("04-乐清.md", "04-乐清.md.txt", "改名为 04-乐清.md"),
        ("04-乐清.md", "04-乐青.md", "是不是 04-乐青.md？"),
        ("乐清.md", "04-乐清.md", "是不是 04-乐清.md？"),
        ("04—乐清.md", "04-乐清.md", "是不是 04-乐清.md？"),
        ("-04-乐清.md", "04-乐清.md", "短横"),
    ],
)
def test_a_listed_report_that_is_not_there_is_told_once(issue: Path, listed: str, file: str, hint: str) -> None:
    (issue / "issue.yaml").write_text(f"{LISTED}  - '{listed}'\n", "utf-8")
    (issue / file).write_text(REPORT, "utf-8")
    (finding,) = found(issue)
    assert finding.severity is Severity.ERROR and str(finding.span) == "issue.yaml:6:6"
    assert hint in finding.hint + finding.message


@pytest.mark.parametrize(("data", "name", "importable"), KINDS)
def test_a_file_that_is_no_text_is_told_by_its_bytes(issue: Path, data: bytes, name: str, importable: bool) -> None:
    kind = kind_of(data)
    assert kind is not None and name in kind.name and bool(kind.importable) == importable
    (issue / "01-a.md").write_bytes(data)
    (finding,) = found(issue)
    assert finding.code == "file-kind" and str(finding.span) == "01-a.md:1:1" and name in finding.message
    assert ("briefing import" in finding.hint) == (importable or "PDF" in name)
    (issue / "01-a.md").rename(issue / "01-a.docx")
    (issue / "issue.yaml").write_text(LISTED.replace("01-a.md", "01-a.docx"), "utf-8")
    (finding,) = found(issue)
    assert finding.code == "file-kind" and str(finding.span) == "issue.yaml:5:5"


@pytest.mark.parametrize("text", ["BM 工作简报", "PK 赛", "%PDF 说明"[1:], "{\\r", "II*期", "<p>", "", "Rar"])
def test_texts_are_texts(text: str) -> None:
    assert kind_of(text.encode()) is None


def test_a_large_word_file_by_a_report_s_name(issue: Path) -> None:
    (issue / "01-a.md").write_bytes(DOCX + bytes(3 << 20))
    assert [item.code for item in found(issue)] == ["file-kind"]


@pytest.mark.parametrize("name", ["01-café.md", "02-Zoë.md", "03-ガイド.md"])
def test_a_name_stored_by_a_mac_is_the_same_name(issue: Path, name: str) -> None:
    stored = unicodedata.normalize("NFD", name)
    assert stored != name
    (issue / stored).write_text(REPORT + "\n![图](é.png)\n", "utf-8")
    (issue / unicodedata.normalize("NFD", "é.png")).write_bytes(SOUND_PNG)
    (issue / "issue.yaml").write_text(f"{LISTED}  - {name}\n", "utf-8")
    assert found(issue) == []
    (issue / name).write_text(REPORT, "utf-8")  # now there are two that look the same
    assert [item.code for item in found(issue) if item.severity is Severity.ERROR] == ["report-unlisted"]


@pytest.mark.parametrize(
    "path", ["TU1.PNG", "tu1.jpg", "tu 1.png", "C:\\Users\\我\\tu1.png", "/home/我/tu1.png", "图/tu1.png", "tul.png"]
)
def test_a_picture_by_another_name_is_suggested(issue: Path, path: str) -> None:
    (issue / "tu1.png").write_bytes(SOUND_PNG)
    (issue / "01-a.md").write_text(f"{REPORT}\n![图](<{path}>)\n", "utf-8")
    errors = [item for item in found(issue) if item.severity is Severity.ERROR]
    assert len(errors) == 1 and "tu1.png" in errors[0].hint


@pytest.mark.parametrize("name", ["issue.yml", "issue.yaml.txt", "Issue.yaml", "ISSUE.YAML", "issue .yaml", "issue（1）.yaml"])
def test_settings_by_another_name(issue: Path, name: str) -> None:
    (issue / "issue.yaml").rename(issue / name)
    (finding,) = found(issue)
    assert finding.code == "issue-missing" and f"{name}，请把它改名为 issue.yaml" in finding.hint


def test_reports_in_one_line_with_chinese_commas(issue: Path) -> None:
    (issue / "02-b.md").write_text(REPORT, "utf-8")
    (issue / "issue.yaml").write_text(YAML + "reports: 01-a.md、02-b.md\n", "utf-8")
    (finding,) = found(issue)
    assert finding.code == "report-missing" and "[01-a.md, 02-b.md]" in finding.hint


def test_a_section_by_its_name_alone_is_told_once(issue: Path) -> None:
    (issue / "issue.yaml").write_text(YAML + "sections:\n  - 工作交流:\n    - 01-a.md\n", "utf-8")
    (finding,) = found(issue)
    assert (finding.code, str(finding.span)) == ("value-shape", "issue.yaml:5:5") and "- name: 工作交流" in finding.hint


# --- keys


@pytest.mark.parametrize("group", ["ISSUE", "HEAD", "SECTION", "ATTACHMENT", "CONTENTS"])
def test_every_field_is_known_by_its_chinese_name(group: str) -> None:
    from briefing.source import keys

    known = getattr(fields, group)
    taken: dict[str, str] = {}
    for field in known:
        assert field.title and len(field.title) <= 6, field
        for name in (field.title, *field.names):
            assert taken.setdefault(name, field.key) == field.key, f"{name} is {taken[name]} and {field.key}"
            assert keys.meant(name, known)[0] == field.key
        for spelling in (field.key.upper(), f" {field.key}", field.key.title(), field.key.replace("_", "＿")):
            assert keys.meant(spelling, known)[0] == field.key


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("期号: 18", "“期号”在这里写作 number，如 number: 17。"),
        ("印数: 400", "print_run"),
        ("Title: 甲", "标题写在稿件里"),
        ("Date: 2022-05-13", "小写"),
        ("供稿单位: 甲", "要写在稿件开头的两行 --- 之间"),
        ("signer_: 甲", "signer"),
        ("全部: 1", "number（期号）、"),
    ],
)
def test_an_unknown_key_is_answered_with_the_one_that_is_meant(issue: Path, line: str, hint: str) -> None:
    (issue / "issue.yaml").write_text(LISTED + line + "\n", "utf-8")
    (finding,) = found(issue)
    assert (finding.code, str(finding.span)) == ("key-unknown", "issue.yaml:6:1")
    assert hint in finding.hint


def test_what_is_meant_is_not_missing_as_well(issue: Path) -> None:
    (issue / "issue.yaml").write_text("版式: test\n期号: 17\n", "utf-8")
    assert [item.code for item in found(issue)] == ["key-unknown", "key-unknown"]


# --- slips of YAML


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("reports:\n  - 01.md\n  -02.md\n", "yaml-dash", "f:3:3"),
        ("reports:\n  -01-x.md\n  -02-x.md\nnumber: 3\n", "yaml-dash", "f:2:3"),
        ("reports:\n  - 01.md\n  －02.md\n", "yaml-dash", "f:3:3"),
        ("reports:\n  — 01.md\n", "yaml-dash", "f:2:3"),
        ("reports:\n  * 01.md\n", "yaml-dash", "f:2:3"),
        ("reports:\n  -\u300001.md\n", "yaml-dash", "f:2:3"),
        ("a: b\nreports:\n  - 01.md\n　　- 02.md\n", "yaml-space", "f:4:1"),
        ("sections:\n　　- name: x\n", "yaml-space", "f:2:1"),
        ("house: x\n\xa0number: 3\n", "yaml-space", "f:2:1"),
        ("recipients:\n  报: a\n　发: b\n", "yaml-space", "f:3:1"),
        ("期号：18\nhouse: x\n", "yaml-colon", "f:1:3"),
        ("reports:\n\t- a.md\n", "yaml-tab", "f:2:1"),
    ],
)
def test_a_slip_is_told_as_what_it_is(text: str, code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        yaml_tree.load(text, "f")
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.span)) == (code, place)


@pytest.mark.parametrize(
    "text", ["a: |\n  b\n  -c\n  　d\n", "special: 气温\n  -5℃以下\n", "a: 长\n  ——副题\n", "n: -5\n", "a: 'x\n  -y'\n", "- a\n"]
)
def test_what_is_no_slip(text: str) -> None:
    try:
        yaml_tree.load(text, "f")
    except InputError as error:
        assert {item.code for item in error.diagnostics} == {"yaml-shape"}


@pytest.mark.parametrize("before", ["\n", "\n\n \n", "\ufeff", "\ufeff\n"])
def test_blank_lines_before_a_head_do_not_hide_it(issue: Path, before: str) -> None:
    (issue / "01-a.md").write_text(f"{before}---\ncontributor: 甲\n---\n{REPORT}", "utf-8")
    read, notes = load_issue(World(issue), defaults_of)
    assert notes == [] and read.articles[0].contributor == "甲"


@pytest.mark.parametrize("fence", ["———", "－－－", "----", "--", "───", "- - -"[:1]])
def test_a_fence_that_is_none_is_told(issue: Path, fence: str) -> None:
    (issue / "01-a.md").write_text(f"{fence}\ncontributor: 甲\n---\n{REPORT}", "utf-8")
    (finding,) = found(issue)
    assert (finding.code, str(finding.span)) == ("head-fence", "01-a.md:1:1")


# --- dates


@pytest.mark.parametrize(
    "text",
    [
        "2022-05-20",
        "2022年5月20号",
        "2022年5月20日",
        "20220520",
        "二〇二二年五月二十日",
        "二○二二年五月廿日",
        "二零二二年五月二十号",
        "2022.5.20",
        "2022/5/20",
        "２０２２年５月２０日",
        "2022 年 5 月 20 日",
        "2022—05—20",
        "2022年5月20日（星期五）",
        "2022-05-20 周五",
    ],
)
def test_dates_as_people_write_them(text: str) -> None:
    assert values.date(text) == values.day_near(text, datetime.date(1999, 1, 1)) == datetime.date(2022, 5, 20)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("5月20日", (2022, 5, 18), (2022, 5, 20)),
        ("五月二十日", (2022, 5, 18), (2022, 5, 20)),
        ("5.20", (2022, 5, 18), (2022, 5, 20)),
        ("十二月三十一日", (2022, 1, 3), (2021, 12, 31)),
        ("1月3日", (2021, 12, 30), (2022, 1, 3)),
        ("5月20号", (2026, 11, 27), (2026, 5, 20)),
        ("2月29日", (2023, 12, 1), (2024, 2, 29)),
        ("今天", (2022, 5, 18), (2022, 5, 18)),
        ("5月20日（周五）", (2022, 5, 1), (2022, 5, 20)),
    ],
)
def test_a_day_without_a_year(text: str, today: tuple[int, int, int], day: tuple[int, int, int]) -> None:
    assert values.day_near(text, datetime.date(*today)) == datetime.date(*day)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5月20日", "缺少年份"),
        ("2022-02-30", "2022 年 2 月只有 28 天，没有 30 日"),
        ("20221301", "没有 13 月"),
        ("2022年5月", "缺少日"),
        ("二十", "不是日期"),
        ("2022年5月20日 星期四", "是星期五，不是星期四"),
        ("1022-5-3", "不合理"),
        ("十十月三日", "不是日期"),
    ],
)
def test_what_issue_yaml_refuses(text: str, reason: str) -> None:
    with pytest.raises(values.UnreadableValue, match=reason):
        values.date(text)
