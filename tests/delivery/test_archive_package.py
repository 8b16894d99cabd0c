"""What is handed over: 档号, the record, the package and its self-report."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import example_issues
import importing_generated
import package_support as support
import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from lxml import etree
from package_support import ARCHIVE, FILING, NUMBER, pressed, write
from slices import share

from briefing.building import stages
from briefing.cli import main
from briefing.core import bounds
from briefing.core.errors import InputError, Severity, Span
from briefing.delivery import archive_set
from briefing.delivery.archive_metadata import ELEMENTS, REQUIRED, metadata
from briefing.delivery.archive_number import file_number
from briefing.delivery.archive_report import CHECKS
from briefing.delivery.archive_set import archive_issue
from briefing.files.world import World
from briefing.model.issue_parts import Filing
from briefing.preflight.package_reader import unportable
from briefing.prove.pdf_pages import read_pdf

EEP = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"


def numbered(item: int | None = 12, volume: int | None = None, **archive: object) -> tuple[str, tuple[str, ...]]:
    source = example_issues.source("2022-17")
    house = replace(source.house, archive=replace(source.house.archive, **archive))  # type: ignore[arg-type]
    return file_number(replace(source.issue, filing=Filing(item=item, volume=volume)), house)


KNOWN = {"fonds": "X043", "category": "WS", "retention": "永久"}


@pytest.mark.parametrize(
    ("archive", "number"),
    [
        (KNOWN, "X043-WS·2022-Y-0012"),
        (KNOWN | {"retention": "定期30年"}, "X043-WS·2022-D30-0012"),
        (KNOWN | {"retention": "10年"}, "X043-WS·2022-D10-0012"),
        (KNOWN | {"retention": "长期", "retention_code": "C"}, "X043-WS·2022-C-0012"),
        (KNOWN | {"department": "办公室", "department_code": "BGS"}, "X043-WS·2022-Y-BGS-0012"),
        (KNOWN | {"department": "BGS", "item_digits": 3}, "X043-WS·2022-Y-BGS-012"),
        (KNOWN | {"number": "{fonds}.{year}.{item}"}, "X043.2022.0012"),
        (KNOWN | {"number": "{fonds}-{catalogue}-{volume}-{item}", "catalogue": "2", "volume": 3}, "X043-2-3-0012"),
        ({"number": "简报{year}第{number}期"}, "简报2022第17期"),
    ],
)
def test_a_file_number_by_the_houses_rule(archive: dict[str, object], number: str) -> None:
    assert numbered(**archive) == (number, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("archive", "missing"),
    [
        ({}, ("全宗号", "类别号", "保管期限代码")),
        (KNOWN | {"item": None}, ("件号",)),
        (KNOWN | {"retention": "长期"}, ("保管期限代码",)),
        (KNOWN | {"department": "办公室"}, ("机构（问题）代码",)),
        (KNOWN | {"number": "{volume}-{item}"}, ("案卷号",)),
    ],
)
def test_half_a_file_number_is_none(archive: dict[str, object], missing: tuple[str, ...]) -> None:
    assert numbered(**archive) == ("", missing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("fonds: X/43", "不能用在档号里"),
        ("department_code: 办 公", "不能用在档号里"),
        ("category: " + "长" * 41, "不能用在档号里"),
        ('number: "{fonds}/{item}"', "不能用的字符"),
        ('number: ".{item}"', "不能用的字符"),
        ('number: "{fonds}-{year}"', "没有件号"),
        ('number: "{全宗号}-{item}"', "没有 {全宗号} 这一项"),
        ('number: "{fonds-{item}"', "花括号不成对"),
        ("package: rar", "不能是“rar”"),
        ("item_digits: 0", "太小"),
    ],
)
def test_what_a_house_may_not_say(line: str, words: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {}, "")
    (tmp_path / "templates/own/house.yaml").write_text(f"extends: gb9704\ntitle: 自家\narchive:\n  {line}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        stages.read(folder, World(folder, workplace=tmp_path))
    [found] = caught.value.diagnostics
    assert words in found.message and found.span is not None and found.span.line == 4


@pytest.mark.parametrize(
    ("lines", "words", "place"),
    [
        ("archive: {item: 一打}", "item", (8, 17)),
        ("archive: {件号: 12}", "没有“件号”", (8, 11)),
        ("archive: 12", "archive 应当逐行写明", (8, 10)),
        ("archive:\n  steps:\n    - 签发 张三", "每一步要写明", (10, 7)),
        ("archive:\n  steps:\n    - {action: 签发}", "缺少 who", (10, 7)),
        ("archive:\n  steps: {who: 张三}", "缺少 action", (9, 10)),
        ("archive:\n  steps: {action: 签发, who: 张三, date: 昨天}", "date", (9, 38)),
        ("archive:\n  steps: {action: 签发, who: 张三, kind: 领导}", "kind 不能是“领导”", (9, 38)),
    ],
)
def test_what_an_issue_says_wrong(lines: str, words: str, place: tuple[int, int], tmp_path: Path) -> None:
    folder = write(tmp_path, {}, lines + "\n")
    with pytest.raises(InputError) as caught:
        stages.read(folder, World(folder, workplace=tmp_path))
    [found] = caught.value.diagnostics
    assert words in found.message and found.span is not None and (found.span.line, found.span.column) == place


def test_what_was_done_by_whom(tmp_path: Path) -> None:
    folder = write(tmp_path)
    read = stages.read(folder, World(folder, workplace=tmp_path))
    record = metadata(read.issue, read.house, "某某信息第5期", 1, {"a.pdf": b"x"}, "uuid:1")
    said = record.elements
    steps = [(entity["业务行为"], entity["机构人员标识符"], entity.get("行为时间", "")) for entity in said["业务实体"]]
    names = {entity["机构人员标识符"]: entity["机构人员名称"] for entity in said["机构人员实体"]}
    assert [(action, names[who], when) for action, who, when in steps] == [
        ("供稿", "甲市文明办", ""), ("审核", "李四", "2024-03-07"), ("会签", "宣传科", ""), ("签发", "张三", ""),
        ("印发", "某某市文明办", "2024-03-08"),
    ]  # fmt: skip
    assert {entity["机构人员名称"]: entity["机构人员类型"] for entity in said["机构人员实体"]} == {
        "某某市文明办": "单位", "甲市文明办": "单位", "李四": "个人", "宣传科": "内设机构", "张三": "个人",
    }  # fmt: skip
    assert (record.number, said["电子文件号"], said["存储位置"]) == (NUMBER, "uuid:1", {"脱机载体编号": "GP-2024-01"})
    assert record.missing(REQUIRED) == () and "密级" not in said["未著录"] and "缩微号" in said["未著录"]
    every = {name for names in ELEMENTS.values() for name in names}
    assert set(said["未著录"]) < every


def test_nothing_is_made_up(tmp_path: Path) -> None:
    folder = write(tmp_path, {}, "")
    read = stages.read(folder, World(folder, workplace=tmp_path))
    record = metadata(read.issue, read.house, "某某信息第5期", 1, {"a.pdf": b"x"})
    assert record.number == "" and set(record.missing(REQUIRED)) == {"电子文件号", "保管期限", "室编件号", "密级"}
    assert set(record.missing(REQUIRED)) <= set(record.elements["未著录"])
    assert "" not in [leaf.text for leaf in etree.fromstring(record.as_xml()).iter() if not len(leaf)]


# --- the package


def test_what_is_in_it() -> None:
    files = support.parts(support.package("zip"))
    assert {path for path in files if not path.startswith("格式/")} == {
        f"电子档案/{NUMBER}.pdf", f"电子档案/{NUMBER}.docx", f"元数据/{NUMBER}.xml", f"元数据/{NUMBER}.json", "稿件/issue.yaml",
        "稿件/01-甲.md", "四性检测/自检报告.pdf", "四性检测/自检报告.xml", "说明文件.txt", "目录.xml", "SHA256SUMS",
    }  # fmt: skip
    assert files["稿件/01-甲.md"].decode() == support.REPORT
    sums = {line[66:]: line[:64] for line in files["SHA256SUMS"].decode().splitlines()}
    assert sums == {path: hashlib.sha256(data).hexdigest() for path, data in files.items() if path != "SHA256SUMS"}
    for grammar, inside in (("元数据", f"元数据/{NUMBER}.xml"), ("目录", "目录.xml"), ("四性检测", "四性检测/自检报告.xml")):
        etree.XMLSchema(etree.fromstring(files[f"格式/{grammar}.xsd"])).assertValid(etree.fromstring(files[inside]))
    said = files["说明文件.txt"].decode()
    assert f"档号：{NUMBER}" in said and "未著录" in said and "缩微号" in said


def test_the_self_report() -> None:
    files = support.parts(support.package("zip"))
    rows = etree.fromstring(files["四性检测/自检报告.xml"]).findall("{*}项目")
    results = {row.get("编号"): (row.get("结果"), row.findtext("{*}说明")) for row in rows}
    assert list(results) == [check.number for check in CHECKS]
    assert not [number for number, (result, _) in results.items() if result == "不合格"]
    assert results["GD-1-7"] == ("合格", f"{NUMBER}；文件名与它一致") and results["GD-4-2"][0] == "需人工"
    assert results["GD-2-5"] == ("需人工", "著录了 供稿、审核、会签、签发、印发；全不全，由人看")
    pages = read_pdf(files["四性检测/自检报告.pdf"]).pages
    text = "".join(glyph.char for page in pages for glyph in page.glyphs)
    for row in rows:
        for words in (row.get("编号"), row.findtext("{*}名称"), row.findtext("{*}说明")):
            assert "".join(str(words).split()) in "".join(text.split()), words


def test_an_eep_holds_the_same() -> None:
    root = etree.fromstring(support.package("eep"), etree.XMLParser(huge_tree=True))
    etree.XMLSchema(etree.parse(ROOT / "briefing/schema/archive/eep.xsd")).assertValid(root)
    coded = {
        coding.findtext(f"{EEP}电子属性/{EEP}计算机文件名", ""): base64.b64decode(coding.findtext(f"{EEP}编码数据", ""))
        for coding in root.iter(f"{EEP}编码")
    }
    zipped = support.parts(support.package("zip"))
    assert coded == zipped
    assert root.findtext(f".//{EEP}档号", "").strip() == NUMBER
    dated = [entity.findtext(f"{EEP}行为时间") for entity in root.iter(f"{EEP}业务实体")]
    assert dated == ["2024-03-07", "2024-03-08"], "the standard wants a day, and the others have none"


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write(tmp_path / "elsewhere", {**ARCHIVE, "package": "zip"})
    done, files = pressed(tmp_path / "elsewhere")
    assert files[f"{NUMBER}.zip"] == support.package("zip")
    assert [Path(name).suffix for name in done.files] == [".zip", ".pdf", ".xml", ".json"] and done.diagnostics == ()
    assert files[f"{NUMBER}.xml"] == support.parts(files[f"{NUMBER}.zip"])[f"元数据/{NUMBER}.xml"]
    again, _ = pressed(tmp_path / "elsewhere")
    assert not again.changed and again.files == done.files


# --- what stands in the way


def refused(folder: Path) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        pressed(folder)
    assert not list((folder / "build").rglob("*.zip")) and not list((folder / "build").rglob("*.eep"))
    item = caught.value.diagnostics[0]
    return item.code, item.message


def test_a_file_number_that_is_the_name_of_an_output(tmp_path: Path) -> None:
    write(tmp_path, {"number": "{year}-0{number}"})
    assert refused(tmp_path) == ("archive-number-taken", "档号 2024-05 与成品 2024-05.pdf 同名")


def test_an_eep_needs_what_its_standard_needs(tmp_path: Path) -> None:
    write(tmp_path, {"package": "veo", "retention": "永久"}, "archive:\n  record: A1\n")
    code, message = refused(tmp_path)
    assert code == "archive-incomplete" and message.endswith("没有著录：室编件号、密级")


def test_drafts_that_no_other_system_could_unpack(tmp_path: Path) -> None:
    write(tmp_path, more={"issues/2024-05/旧/a.txt": b"1", "issues/2024-05/旧/A.txt": b"2"})
    assert refused(tmp_path) == ("archive-draft", "与 旧/A.txt 重名，装不进移交包")
    write(tmp_path, {**ARCHIVE, "drafts": "false"})
    assert not [path for path in support.parts(pressed(tmp_path)[1][f"{NUMBER}.zip"]) if path.startswith("稿件/")]


def test_a_package_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PACKAGE_BYTES", bounds.MB + 1000)
    write(tmp_path)
    code, message = refused(tmp_path)
    assert code == "archive-size" and f"{NUMBER}.pdf" in message


def test_a_template_that_cannot_be_set_keeps_nothing_back(tmp_path: Path) -> None:
    write(tmp_path, {**ARCHIVE, "package": "zip"}, more={"templates/own/selfcheck.html.j2": b"<html>{{ report.nothing }}</html>"})
    done, files = pressed(tmp_path)
    assert done.diagnostics[0].code == "archive-report" and {item.severity for item in done.diagnostics} == {Severity.WARNING}
    inside = support.parts(files[f"{NUMBER}.zip"])
    assert "四性检测/自检报告.xml" in inside and "四性检测/自检报告.pdf" not in inside
    assert support.found_in(files[f"{NUMBER}.zip"]) == []


def test_no_package_where_none_is_wanted(tmp_path: Path) -> None:
    write(tmp_path, {"package": "none", "fonds": "X043"}, "")
    done, files = pressed(tmp_path)
    assert {name for name in files if "archive" in name} == {f"2024-05-archive.{kind}" for kind in ("pdf", "xml", "json")}
    assert [item.code for item in done.diagnostics] == ["archive-number"]
    assert [file["计算机文件名"] for file in json.loads(files["2024-05-archive.json"])["电子属性"]["文件"]] == [
        "2024-05-archive.pdf"
    ]


@pytest.mark.slow
def test_an_ofd_goes_along(briefing: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert briefing("build", "5", "--format", "ofd").code == 0
    assert briefing("press", "5", "--for", "archive").code == 0
    folder = tmp_path / "build/2024-05"
    inside = support.parts((folder / f"{NUMBER}.zip").read_bytes())
    assert inside[f"电子档案/{NUMBER}.ofd"] == (folder / "2024-05.ofd").read_bytes()
    assert briefing("verify", f"build/2024-05/{NUMBER}.zip").code == 0
    assert briefing("prove", "5").code == 0


def test_what_is_said_of_the_filing_survives_the_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    docx = tmp_path / "a.docx"
    docx.write_bytes(support.parts(support.package("zip"))[f"电子档案/{NUMBER}.docx"])
    assert main(["import", str(docx), "--new", "2024-06"]) in (0, 1)
    first, second = (
        stages.read(tmp_path / "issues" / name, World(tmp_path / "issues" / name, workplace=tmp_path)).issue.filing
        for name in ("2024-05", "2024-06")
    )
    assert first.written == second.written and FILING.count("action") == len(second.steps)


@pytest.mark.slow
@settings(max_examples=share(24, 2), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(importing_generated.issue())
def test_whatever_may_stand_in_an_issue(files: dict[str, bytes]) -> None:
    """A package of it is made and is sound, or its sources are at fault."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "issues", "2022-17")
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        try:
            archive_issue(folder, Path(place, "build"))
        except InputError as error:
            assert not [item for item in error.diagnostics if item.code.startswith(("archive", "package"))], error
            return
        data = Path(place, "build", "2022-17", "2022-17-archive.zip").read_bytes()
        assert support.found_in(data) == []
        inside = support.parts(data)
        assert {name: inside[f"稿件/{name}"] for name in files} == files


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.name for path in (ROOT / "issues").iterdir() if (path / "issue.yaml").exists()])
def test_every_example_and_house(name: str, briefing: Run, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "issues" / name, tmp_path / "issues" / name)
    done = briefing("press", name, "--for", "archive")
    assert done.code == 0, done.err
    checked = briefing("verify", f"build/{name}/{name}-archive.zip")
    assert checked.code == 0, checked.err
    with zipfile.ZipFile(io.BytesIO((tmp_path / f"build/{name}/{name}-archive.zip").read_bytes())) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("name", ["CON.txt", "旧/aux", "com1.md", "a:b.png", "什么?.md", "a.", "b ", "x/y|z"])
def test_names_that_not_every_system_has_are_told(name: str) -> None:
    assert unportable(name) and not any(map(unportable, ("CONTRACT.txt", "旧/auxiliary.md", "com10.md", "a b.png", ".a")))


def test_a_file_number_that_the_files_of_another_issue_have(tmp_path: Path) -> None:
    """Of whatever house; its own of the last time are no others."""
    number = "X043-WS·2022-Y-0012"
    for folder, name in (
        ("2022-16", f"{number}.zip"),
        ("2022-17", f"{number}.pdf"),
        ("2022-15", f"{number}3.zip"),
        ("a", "b.pdf"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"")
    (tmp_path / "file").write_bytes(b"")
    issue: Any = SimpleNamespace(filing=SimpleNamespace(span=Span("issue.yaml", 5, 10)))
    release: Any = SimpleNamespace(plan=SimpleNamespace(folder=tmp_path / "2022-17"), issue=issue)
    (told,) = archive_set._taken(release, number)
    assert (told.code, told.severity, told.span) == ("archive-number-taken", Severity.WARNING, issue.filing.span)
    assert "与 2022-16 的相同" in told.message and not [*archive_set._taken(release, "")]
