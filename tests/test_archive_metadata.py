"""The archive's record: the standard's elements in its order, what is stated and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import example_issues

from briefing.house_archive import ArchiveStyle
from briefing.press.metadata import ArchivedFile, Metadata, metadata

PDF = ArchivedFile("2022-17-archive.pdf", "PDF/A-2u", b"%PDF")


def record(archive: ArchiveStyle | None = None, files: tuple[ArchivedFile, ...] = (PDF,), **masthead: Any) -> Metadata:
    source = example_issues.source("2022-17")
    issue = replace(source.issue, masthead=replace(source.issue.masthead, **masthead))
    house = replace(source.house, archive=archive or ArchiveStyle())
    return metadata(issue, house, "江苏精神文明建设简报第17期", 8, files, "briefing")


def read(found: Metadata) -> ElementTree.Element:
    return ElementTree.fromstring(found.as_xml())


def test_what_the_issue_says() -> None:
    found = read(record())
    said = {
        name: [item.text for item in found.iterfind(f".//{name}")]
        for name in ("题名", "副题名", "责任者", "日期", "文件编号", "页数")
    }
    assert said == {
        "题名": ["江苏精神文明建设简报第17期"], "副题名": ["贯彻落实全省文明城市创建工作座谈会精神专刊 1"],
        "责任者": ["江苏省文明办"], "日期": ["2022-05-13"], "文件编号": ["苏简字1004号"], "页数": ["8"],
    }  # fmt: skip
    assert [item.text for item in found.iterfind("内容描述/主送")] == [
        "报：中央文明办；省文明委主任、副主任、委员", "发：各设区市、县（市、区）文明委、文明办，省文明委成员单位",
    ]  # fmt: skip
    assert found.findtext("来源/立档单位名称") == "江苏省文明办"


def test_what_nobody_states_is_left_out() -> None:
    found = read(record())
    assert all((item.text or "").strip() for item in found.iter() if len(item) == 0)
    names = {item.tag for item in found.iter()}
    assert not names & {"全宗号", "保管期限", "密级", "保密期限", "摘要", "业务实体"}
    assert [item.tag for item in found] == ["聚合层次", "来源", "档号", "内容描述", "形式特征", "电子属性"]


def test_what_the_house_says() -> None:
    style = ArchiveStyle(archives="江苏省档案馆", fonds="X123", retention="永久", department="秘书处", creator="江苏省文明委")
    found = read(record(style, secrecy="秘密★1年", signer="张三"))
    assert found.findtext("来源/档案馆名称") == "江苏省档案馆" and found.findtext("来源/立档单位名称") == "江苏省文明委"
    assert [(item.tag, item.text) for item in found.find("档号") or ()] == [
        ("全宗号", "X123"), ("年度", "2022"), ("保管期限", "永久"), ("机构或问题", "秘书处"),
    ]  # fmt: skip
    assert (found.findtext("内容描述/密级"), found.findtext("内容描述/保密期限")) == ("秘密", "1年")
    assert (found.findtext("业务实体/业务行为"), found.findtext("机构人员实体/机构人员名称")) == ("签发", "张三")


def test_every_file_is_accounted_for() -> None:
    ofd = ArchivedFile("2022-17.ofd", "OFD", b"PK")
    entries = read(record(files=(PDF, ofd))).findall("电子属性")
    assert [(item.findtext("计算机文件名"), item.findtext("计算机文件大小")) for item in entries] == [
        ("2022-17-archive.pdf", "4"), ("2022-17.ofd", "2"),
    ]  # fmt: skip
    assert entries[0].findtext("数字摘要/值") == hashlib.sha256(b"%PDF").hexdigest()


def test_json_says_the_same() -> None:
    found = record(files=(PDF, PDF))
    data = json.loads(found.as_json())
    assert data["内容描述"]["题名"] == "江苏精神文明建设简报第17期" and len(data["电子属性"]) == 2
    assert data["标准"] == read(found).get("标准") == "DA/T 46-2009"

    def leaves(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        return [leaf for part in (value.values() if isinstance(value, dict) else value) for leaf in leaves(part)]

    assert sorted(leaves(data)[1:]) == sorted(str(item.text) for item in read(found).iter() if len(item) == 0)


def test_the_same_bytes() -> None:
    assert record().as_xml() == record().as_xml() and record().as_json() == record().as_json()
