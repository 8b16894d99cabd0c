"""The package that an office hands over: the 正本 as PDF/A (and OFD), the 定稿 as DOCX, the sources, the record, the self-report,
and the lists by which all of it is found again and known to be whole. The same parts are zipped, or wrapped in an EEP
(`archive_eep`); the same sources give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from html import escape

import briefing
from briefing.delivery.archive_metadata import Metadata
from briefing.output.opc import canonical_zip
from briefing.preflight.package_layout import (
    CONTENTS,
    DOCUMENTS,
    DRAFTS,
    README,
    RECORD,
    REPORT,
    SCHEMA_NAMES,
    SCHEMAS,
    SIGNATURES,
    SUMS,
    role,
    schema,
)  # fmt: skip

NAMESPACE = "urn:briefing:package"
#: Deflating these again takes next to nothing off.
_PACKED = (".pdf", ".docx", ".ofd", ".png", ".jpg", ".jpeg")


def parts(
    base: str, record: Metadata, documents: Mapping[str, bytes], drafts: Mapping[str, bytes], report: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Path → contents of everything in a package. `base`: what the record's files are called; `drafts`: the sources by their
    names; `report`: files of the self-report."""
    found = {
        **{f"{DOCUMENTS}{name}": data for name, data in documents.items()},
        **{f"{DRAFTS}{name}": data for name, data in drafts.items()},
        f"{RECORD}{base}.xml": record.as_xml(),
        f"{RECORD}{base}.json": record.as_json(),
        **{f"{REPORT}{name}": data for name, data in report.items()},
        **{f"{SCHEMAS}{name}": schema(grammar) for grammar, name in SCHEMA_NAMES.items()},
    }
    found[README] = _readme(record, bool(drafts), bool(report))
    found[CONTENTS] = _contents(record, found)
    found[SUMS] = "".join(f"{digest(data)}  {path}\n" for path, data in sorted(found.items())).encode()
    return found


def zipped(files: Mapping[str, bytes]) -> bytes:
    return canonical_zip(files, _PACKED)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _contents(record: Metadata, files: Mapping[str, bytes]) -> bytes:
    said = record.elements
    described = said["内容描述"]
    item = {
        "档号": record.number, "电子文件号": said.get("电子文件号", ""), "题名": described["题名"],
        "日期": described.get("日期", ""),
        "保管期限": said.get("档号", {}).get("保管期限", ""), "密级": described.get("密级", ""), "页数": said["形式特征"]["页数"],
    }  # fmt: skip
    rows = [
        _tag("文件", {"路径": path, "类别": role(path), "大小": len(data), "SHA-256": digest(data)})
        for path, data in sorted(files.items())
        if role(path)
    ]
    listed = [data for path, data in files.items() if role(path)]
    head = f'<目录 xmlns="{NAMESPACE}" 版本="1" 件数="1" 文件数="{len(listed)}" 字节数="{sum(map(len, listed))}">'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, _tag("件", item), *rows, "</目录>"]
    return ("\n".join(lines) + "\n").encode()


def _tag(name: str, values: Mapping[str, object]) -> str:
    said = "".join(f' {key}="{_attribute(str(value))}"' for key, value in values.items() if value != "")
    return f"  <{name}{said}/>"


def _attribute(text: str) -> str:
    """White space that stands in an attribute as it is becomes a space when it is read."""
    return escape(text).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def _readme(record: Metadata, drafts: bool, report: bool) -> bytes:
    said, described = record.elements, record.elements["内容描述"]
    rows = [
        ("题名", described["题名"]),
        ("档号", record.number or "没有编（缺的项目见下面的未著录）"),
        ("电子文件号", said.get("电子文件号", "")),
        ("立档单位", said.get("来源", {}).get("立档单位名称", "")),
        ("责任者", "、".join(described.get("责任者", []))),
        ("日期", described.get("日期", "")),
        ("件数", "1"),
        ("页数", str(said["形式特征"]["页数"])),
    ]
    kept = [
        f"{DOCUMENTS}　　正本（PDF/A-2u、PDF/UA-1；另做了 OFD 的也在这里），定稿（DOCX）",
        *([f"{DRAFTS}　　　　稿件：issue.yaml、各篇 Markdown 和图片，可用 briefing 重新排出"] if drafts else []),
        f"{RECORD}　　　元数据，照 DA/T 46—2009 的名称；XML 和 JSON 内容相同",
        *([f"{REPORT}　　照 DA/T 70—2018 归档环节自检的报告，PDF 给人看，XML 给程序读"] if report else []),
        f"{SCHEMAS}　　　　　各种 XML 的格式（XSD），结构是本程序的",
        f"{CONTENTS}　　　　每个文件的位置、类别、大小和数字摘要",
        f"{SUMS}　　　每个文件的 SHA-256，在这个文件夹里运行 sha256sum -c SHA256SUMS 核对",
        f"{SIGNATURES}　　　　　没有这个文件夹，就是没有签名；签名和时间戳是对 {SUMS} 做的，放在这里，不进目录",
    ]
    lines = [
        "移交包说明",
        "",
        *(f"{name}：{value}" for name, value in rows if value),
        "",
        "包里有什么",
        *kept,
        "",
        f"制作：briefing {briefing.__version__}。核对：briefing verify 这个包。",
        "日期都是印发日期，不是制作的时间：同样的稿件每次做出的字节都相同。",
        "",
        "未著录的项目（稿件和版式都没有说，不编造）",
        "、".join(said["未著录"]) or "无",
    ]
    return ("\n".join(lines) + "\n").encode()
