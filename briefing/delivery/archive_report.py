"""四性检测: what DA/T 70-2018 wants looked at before filing (归档环节), and our answer to each: looked at, by the very rules that
`briefing verify` has; not applicable; or for people.

Numbers and names are the standard's. GD-1-9 and GD-3-5 to GD-3-7 are not here: we had no text of them to go by."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import briefing
from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.delivery.archive_metadata import ELEMENTS, REQUIRED, Metadata

NAMESPACE = "urn:briefing:four-properties"
BASIS, PHASE = "DA/T 70—2018", "归档"
_QUALITIES = {"1": "真实性", "2": "完整性", "3": "可用性", "4": "安全性"}
GOOD, BAD, VOID, MANUAL = "合格", "不合格", "不适用", "需人工"
#: Findings that are quoted in one row.
_QUOTED = 3


class Check(NamedTuple):
    """A row of the standard. `by`: findings that would make it fail, of whose code it is enough to know the beginning; `result`
    where nothing is looked at."""

    number: str
    title: str
    said: str
    by: tuple[str, ...] = ()
    result: str = ""


class Row(NamedTuple):
    number: str
    title: str
    result: str
    said: str

    @property
    def quality(self) -> str:
        return _QUALITIES[self.number[3]]


CHECKS = (
    Check(
        "GD-1-1",
        "固化信息有效性",
        "每个文件的 SHA-256 与校验值一致；电子签名、电子印章、时间戳没有，或由人来验",
        ("package-checksum",),
    ),
    Check("GD-1-2", "元数据项数据长度", "照元数据.xsd，没有空的项目", ("package-schema",)),
    Check("GD-1-3", "元数据项数据类型、格式", "照元数据.xsd：日期、页数、大小、数字摘要的写法", ("package-schema",)),
    Check("GD-1-4", "设定值域的元数据项值域符合度", "照目录.xsd、元数据.xsd：类别、算法、聚合层次", ("package-schema",)),
    Check(
        "GD-1-5", "元数据项数据值合理性", "题名、责任者、期号、日期与 PDF 的属性和页面一致", ("package-metadata", "package-words")
    ),
    Check("GD-1-6", "元数据项数据包含特殊字符", "读稿件时查过，看不见的字符不收；XML 完好", ("package-schema",)),
    Check("GD-1-7", "档号规范性", "照版式的格式编成，文件名与它一致", ("package-metadata",)),
    Check("GD-1-8", "元数据项数据重复性", "包里只有一件；与已归档的是否重复，由档案系统查", result=MANUAL),
    Check(
        "GD-1-10",
        "内容数据的电子属性一致性",
        "文件名、大小、格式、数字摘要与元数据、目录一致",
        ("package-metadata", "package-checksum"),
    ),
    Check(
        "GD-1-11",
        "元数据与内容关联一致性",
        "元数据里的文件都在包里，包里的都在元数据里",
        ("package-incomplete", "package-metadata"),
    ),
    Check(
        "GD-1-12",
        "说明文件和目录文件规范性",
        "说明文件、目录、校验值都有，目录照目录.xsd",
        ("package-schema", "package-incomplete"),
    ),
    Check("GD-1-13", "信息包目录结构规范性", "各文件夹照说明文件，没有多的、少的", ("package-incomplete", "package-extra")),
    Check("GD-1-14", "信息包一致性", "交接以后用 briefing verify，或 sha256sum -c SHA256SUMS 再核对一次", result=MANUAL),
    Check("GD-2-1", "总件数相符性", "1 件", ("package-metadata",)),
    Check("GD-2-2", "总字节数相符性", "目录里的文件数、字节数与实际一致", ("package-metadata", "package-checksum")),
    Check("GD-2-3", "元数据项完整性", ""),
    Check("GD-2-4", "元数据必填著录项目", "", ("package-schema",)),
    Check("GD-2-5", "过程信息完整性", "", result=MANUAL),
    Check("GD-2-6", "连续性元数据项", "件号与前后各件是否连着，由档案系统查", result=MANUAL),
    Check(
        "GD-2-7", "内容数据完整性", "页数与成品一致，文件都能打开", ("archive-pages", "package-incomplete", "package-unreadable")
    ),
    Check("GD-2-8", "附件数据完整性", "附件排在正本里，没有另外的附件", result=VOID),
    Check("GD-2-9", "归档范围", "由人照归档范围和保管期限表核对", result=MANUAL),
    Check("GD-2-10", "信息包元数据完整性", "元数据的 XML、JSON 都有，内容相同", ("package-schema", "package-incomplete")),
    Check("GD-2-11", "信息包内容数据完整性", "目录、校验值、元数据里的文件一个不少", ("package-incomplete", "package-extra")),
    Check("GD-3-1", "信息包中元数据的可读性", "XML、JSON 都能读出", ("package-schema",)),
    Check("GD-3-2", "目标数据库中的元数据可访问性", "归档前没有数据库", result=VOID),
    Check("GD-3-3", "内容数据格式", "正本是 PDF/A-2u、PDF/UA-1，照标准逐条查过；查了哪些见 docs/archive.md", ("archive-",)),
    Check(
        "GD-3-4",
        "内容数据的可读性",
        "PDF 的字体、文字、颜色都在文件里；OFD、DOCX 能打开",
        ("archive-unreadable", "package-unreadable"),
    ),
    Check("GD-3-8", "信息包中包含的内容数据格式合规性", "没有加密，只用通用的压缩方法", ("archive-locked", "package-unsafe")),
    Check("GD-4-1", "系统环境中是否安装杀毒软件", "由人查", result=MANUAL),
    Check("GD-4-2", "病毒感染", "正本里没有脚本、动作、附件，已查；病毒由杀毒软件查", result=MANUAL),
    Check("GD-4-3", "载体中多余文件", "包里没有目录以外的文件；光盘、硬盘上的由人查", ("package-extra",)),
    Check("GD-4-4", "载体读取速度", "用光盘、硬盘移交的由人查", result=MANUAL),
    Check("GD-4-5", "载体外观", "用光盘、硬盘移交的由人查", result=MANUAL),
    Check("GD-4-6", "光盘合格性", "用光盘移交的由人查", result=MANUAL),
    Check("GD-4-7", "操作过程安全性", "由人照保密和安全的规定查", result=MANUAL),
)


@dataclass(frozen=True, slots=True)
class SelfReport:
    """`number`: 档号 or ""; `date`: that of the issue, ISO, or ""."""

    title: str
    number: str
    date: str
    rows: tuple[Row, ...]

    @property
    def program(self) -> str:
        return f"briefing {briefing.__version__}"

    @property
    def summary(self) -> str:
        counted = {result: sum(row.result == result for row in self.rows) for result in (GOOD, BAD, VOID, MANUAL)}
        return "，".join(f"{result} {count} 项" for result, count in counted.items() if count)

    def as_xml(self) -> bytes:
        item = f' 档号="{escape(self.number)}"' if self.number else ""
        rows = "".join(
            f'  <项目 编号="{row.number}" 性="{row.quality}" 结果="{row.result}">\n'
            f"    <名称>{escape(row.title, quote=False)}</名称>\n    <说明>{escape(row.said, quote=False)}</说明>\n  </项目>\n"
            for row in self.rows
        )
        head = f'<四性检测 xmlns="{NAMESPACE}" 依据="{BASIS}" 环节="{PHASE}" 检测程序="{self.program}">'
        item += f' 题名="{escape(" ".join(self.title.split()))}"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n  <对象{item}/>\n{rows}</四性检测>\n'.encode()


def self_report(record: Metadata, missing: Iterable[str], found: Iterable[Diagnostic]) -> SelfReport:
    """`missing`: parts of the 档号 that are not known; `found`: what the examination of the package found."""
    told, described = list(found), record.elements["内容描述"]
    rows = tuple(_row(check, record, tuple(missing), told) for check in CHECKS)
    return SelfReport(str(described["题名"]), record.number, str(described.get("日期", "")), rows)


def _row(check: Check, record: Metadata, missing: tuple[str, ...], found: list[Diagnostic]) -> Row:
    wrong = [item for item in found if any(item.code.startswith(code) for code in check.by)]
    if wrong:
        quoted = "；".join(item.message for item in wrong[:_QUOTED])
        return Row(check.number, check.title, BAD, quoted)
    own = _OWN.get(check.number)
    result, said = own(record, missing) if own else ("", "")
    return Row(check.number, check.title, result or check.result or GOOD, said or check.said)


def _number(record: Metadata, missing: tuple[str, ...]) -> tuple[str, str]:
    return (
        (GOOD, f"{record.number}；文件名与它一致") if record.number else (BAD, f"档号不全，缺 {'、'.join(missing)}；文件名用期号")
    )


def _elements(record: Metadata, missing: tuple[str, ...]) -> tuple[str, str]:
    absent = record.missing(ELEMENTS)
    return (MANUAL, f"未著录：{'、'.join(absent)}；是不是本来没有，由人看") if absent else (GOOD, "DA/T 46—2009 的项目都有")


def _required(record: Metadata, missing: tuple[str, ...]) -> tuple[str, str]:
    absent = record.missing(REQUIRED)
    return (BAD, f"没有著录：{'、'.join(absent)}") if absent else (GOOD, "DA/T 48—2009 必有的项目都有")


def _process(record: Metadata, missing: tuple[str, ...]) -> tuple[str, str]:
    steps = list(dict.fromkeys(entity["业务行为"] for entity in record.elements.get("业务实体", [])))
    return (MANUAL, f"著录了 {'、'.join(steps)}；全不全，由人看" if steps else "没有著录办理过程")


def _continuous(record: Metadata, missing: tuple[str, ...]) -> tuple[str, str]:
    item = record.elements.get("档号", {}).get("室编件号")
    return (MANUAL, f"件号 {item}；与前后各件是否连着，由档案系统查" if item else "没有件号")


#: Rows whose answer depends on what the record says.
_OWN = {"GD-1-7": _number, "GD-2-3": _elements, "GD-2-4": _required, "GD-2-5": _process, "GD-2-6": _continuous}
