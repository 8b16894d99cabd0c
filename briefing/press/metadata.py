"""The archive's record of an issue, in the terms of DA/T 46-2009 文书类电子文件元数据方案, as XML and as JSON.

Elements stand in the standard's order under its own names. What neither the issue nor the house states is left out: an archive
fills in what it alone knows (件号, 电子文件号), and nothing here is guessed. The digest of a file is not in the standard.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from briefing.house import HouseStyle
from briefing.model import Issue, plain

#: An element: its name, and its text or its elements. What would be empty is "" or ().
Element = tuple[str, "str | tuple[Element, ...]"]
STANDARD = "DA/T 46-2009"


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file that the record accounts for; `kind` is its format in words."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Metadata:
    elements: tuple[Element, ...]

    def as_xml(self) -> bytes:
        root = ElementTree.Element("文件实体", {"标准": STANDARD})
        _fill(root, self.elements)
        ElementTree.indent(root)
        return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, 'unicode')}\n".encode()

    def as_json(self) -> bytes:
        """An element that stands more than once is a list."""
        record = {"标准": STANDARD, **_object(self.elements)}
        return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def metadata(issue: Issue, house: HouseStyle, title: str, pages: int, files: Sequence[ArchivedFile], program: str) -> Metadata:
    """`title`: the bulletin's name with its number, as the PDF calls itself; `pages` of the printed bulletin; `program`: what made
    the files, with its version."""
    archive = house.archive
    date = issue.date
    creator = archive.creator or "、".join(issue.masthead.offices)
    year = issue.number.year or (date.year if date else None)
    elements: tuple[Element, ...] = (
        ("聚合层次", "文件"),
        ("来源", (
            ("档案馆名称", archive.archives),
            ("档案馆代码", archive.archives_code),
            ("全宗名称", archive.fonds_name),
            ("立档单位名称", creator),
        )),
        ("档号", (
            ("全宗号", archive.fonds),
            ("目录号", archive.catalogue),
            ("年度", str(year or "")),
            ("保管期限", archive.retention),
            ("机构或问题", archive.department),
            ("类别号", archive.category),
        )),
        ("内容描述", tuple(_content(issue, house, title))),
        ("形式特征", (("件数", "1"), ("页数", str(pages)), ("语种", "汉语"), ("稿本", archive.version))),
        *(("电子属性", _file(file, program)) for file in files),
        *((("业务实体", (("业务行为", "签发"),)), ("机构人员实体", (("机构人员名称", issue.masthead.signer),)))
          if issue.masthead.signer else ()),
    )  # fmt: skip
    return Metadata(_stated(elements))


def _content(issue: Issue, house: HouseStyle, title: str) -> Iterable[Element]:
    secrecy, _, term = issue.masthead.secrecy.partition("★")
    yield "题名", title
    yield "副题名", issue.masthead.special
    yield from (("关键词", word) for word in issue.keywords)
    yield "摘要", "\n".join(plain(line) for line in issue.summary)
    yield "文件编号", issue.colophon.serial
    yield from (("责任者", office) for office in issue.masthead.offices)
    yield "日期", issue.date.isoformat() if issue.date else ""
    yield "文种", house.archive.document_type
    # The standard knows 主送 and 抄送; a bulletin's 报, 送 and 发 are kept as they are printed.
    yield from (("主送", f"{entry.role}：{'；'.join(entry.lines)}") for entry in issue.colophon.recipients)
    yield "密级", secrecy
    yield "保密期限", term


def _file(file: ArchivedFile, program: str) -> tuple[Element, ...]:
    return (
        ("格式信息", file.kind),
        ("计算机文件名", file.name),
        ("计算机文件大小", str(len(file.data))),
        ("文档创建程序", program),
        ("数字摘要", (("算法", "SHA-256"), ("值", hashlib.sha256(file.data).hexdigest()))),
    )


def _stated(elements: Iterable[Element]) -> tuple[Element, ...]:
    """Without the elements that say nothing."""
    kept = ((name, value if isinstance(value, str) else _stated(value)) for name, value in elements)
    return tuple((name, value) for name, value in kept if value)


def _fill(parent: ElementTree.Element, elements: Iterable[Element]) -> None:
    for name, value in elements:
        element = ElementTree.SubElement(parent, name)
        if isinstance(value, str):
            element.text = value
        else:
            _fill(element, value)


def _object(elements: Iterable[Element]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for name, value in elements:
        found.setdefault(name, []).append(value if isinstance(value, str) else _object(value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
