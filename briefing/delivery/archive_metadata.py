"""The record of an archived issue: what it is, in the terms of DA/T 46-2009 (文书类电子文件元数据方案), as XML and JSON.

Names are the standard's Chinese ones. What neither the issue nor the house says is left out, never invented, and named under
未著录. 期号, 总期号, 目次, 签发人 and 数字摘要 are our additions: a bulletin is looked for by the first, and a file is trusted
later by the last. `briefing/schema/archive/record.xsd` is its grammar.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import briefing
from briefing.core.plain import Plain, entries
from briefing.core.records import dataclass
from briefing.delivery.archive_business import agents_and_business
from briefing.delivery.archive_number import file_number, year_of
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue, Section
from briefing.model.text_lines import plain

NAMESPACE = "urn:briefing:archive"
FORMATS = {
    "pdf": "PDF/A-2u、PDF/UA-1（ISO 19005-2、ISO 14289-1）", "ofd": "OFD（GB/T 33190-2016）", "docx": "DOCX（ISO/IEC 29500）",
}  # fmt: skip
#: What is archived beside the 正本, by ending.
_DRAFTS = {"docx": "定稿"}

#: Elements of the standard (§5 to §7) by what they belong to, "" for those of their own.
ELEMENTS: dict[str, tuple[str, ...]] = {
    "来源": ("档案馆名称", "档案馆代码", "全宗名称", "立档单位名称"),
    "": ("电子文件号", "附注"),
    "档号": (
        "全宗号", "目录号", "年度", "保管期限", "机构或问题", "类别号", "室编案卷号", "馆编案卷号", "室编件号", "馆编件号",
        "文档序号", "页号",
    ),
    "内容描述": (
        "题名", "并列题名", "副题名", "说明题名文字", "主题词", "关键词", "人名", "摘要", "分类号", "文件编号", "责任者", "日期",
        "文种", "紧急程度", "主送", "抄送", "密级", "保密期限",
    ),
    "形式特征": ("文件组合类型", "件数", "页数", "语种", "稿本"),
    "电子属性": ("文档创建程序", "信息系统描述"),
    "存储位置": ("当前位置", "脱机载体编号", "脱机载体存址", "缩微号"),
    "权限管理": ("知识产权说明", "授权", "控制标识"),
}  # fmt: skip
#: Those without which DA/T 48-2009 knows no package.
REQUIRED: dict[str, tuple[str, ...]] = {
    "来源": ("立档单位名称",), "": ("电子文件号",), "档号": ("年度", "保管期限", "室编件号"),
    "内容描述": ("题名", "责任者", "日期", "密级"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """Element → a text, a list of either, or a mapping of more elements; empty ones are left out already."""

    elements: Mapping[str, Any]

    @property
    def number(self) -> str:
        """档号; "" where it is not complete."""
        return str(self.elements.get("档号", {}).get("档号", ""))

    def missing(self, wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Names of the `wanted` elements that nobody has said."""
        return tuple(_missing(self.elements, wanted))

    def as_json(self) -> bytes:
        return (json.dumps(self.elements, ensure_ascii=False, indent=2) + "\n").encode()

    def as_xml(self) -> bytes:
        """UTF-8; one element for each entry of a list."""
        body = "".join(_xml(name, value, 1) for name, value in self.elements.items())
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<文件实体 xmlns="{NAMESPACE}" 方案="DA/T 46-2009">\n{body}</文件实体>\n'.encode()


def _titles(section: Section) -> list[str]:
    """Of a section's reports; 简讯 have that of the section."""
    return [str(section.name)] if section.brief else [plain(article.title) for article in section.articles]


def metadata(
    issue: Issue, house: HouseStyle, title: str, pages: int, files: Mapping[str, bytes], identifier: str = ""
) -> Metadata:
    """`files`: name → bytes of what is archived. `title`: of the whole issue; `identifier`: by which its PDF calls itself."""
    style, head, filing = house.archive, issue.masthead, issue.filing
    secrecy, _, period = head.secrecy.partition("★")
    record = filing.record or identifier
    agents, business = agents_and_business(issue, house, record)
    described = {
        "题名": title,
        "说明题名文字": head.special,
        "关键词": list(issue.keywords),
        "摘要": "\n".join(plain(line) for line in issue.summary),
        "目次": [title for section in issue.sections for title in _titles(section)],
        "文件编号": issue.colophon.serial,
        "期号": issue.number.value if issue.number.until is None else f"{issue.number.value}-{issue.number.until}",
        "总期号": issue.number.total,
        "责任者": list(head.offices),
        "签发人": head.signer,
        "日期": issue.date.isoformat() if issue.date else "",
        "文种": style.genre,
        # The standard knows 主送 and 抄送; a bulletin's 报, 送, 发 and 增发 are kept as they are printed.
        "主送": [f"{entry.role}：{'；'.join(entry.lines)}" for entry in issue.colophon.recipients],
        "密级": secrecy or style.secrecy,
        "保密期限": period,
    }
    elements: dict[str, Any] = {
        "聚合层次": "文件",
        "来源": {
            "档案馆名称": style.archives,
            "档案馆代码": style.archives_code,
            "全宗名称": style.fonds_name,
            "立档单位名称": style.creator or "、".join(head.offices),
        },
        "电子文件号": record,
        "档号": {
            "档号": file_number(issue, house).text,
            "全宗号": style.fonds,
            "目录号": style.catalogue,
            "年度": year_of(issue),
            "保管期限": style.retention,
            "机构或问题": style.department,
            "类别号": style.category,
            "室编案卷号": filing.volume,
            "室编件号": filing.item,
        },
        "内容描述": described,
        "形式特征": {"文件组合类型": "单件", "页数": pages, "语种": "汉语", "稿本": style.version},
        "电子属性": {
            "文件": [_electronic(name, data, style.version) for name, data in sorted(files.items())],
            "文档创建程序": f"briefing {briefing.__version__}",
        },
        "存储位置": {
            "当前位置": filing.location or style.location,
            "脱机载体编号": filing.carrier,
            "脱机载体存址": style.carrier_place,
        },
        "权限管理": {"控制标识": style.rights},
        "附注": filing.remark,
        "机构人员实体": agents,
        "业务实体": business,
    }
    kept = entries(_kept(elements))
    return Metadata({**kept, "未著录": list(_missing(kept, ELEMENTS))})


def _electronic(name: str, data: bytes, version: str) -> dict[str, Any]:
    kind = name.rpartition(".")[2]
    return {
        "稿本": _DRAFTS.get(kind, version),
        "格式信息": FORMATS.get(kind, ""),
        "计算机文件名": name,
        "计算机文件大小": len(data),
        "数字摘要": {"算法": "SHA-256", "值": hashlib.sha256(data).hexdigest()},
    }


def _missing(elements: Mapping[str, Any], wanted: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for owner, names in wanted.items():
        said = elements.get(owner, {}) if owner else elements
        yield from (name for name in names if name not in said)


def _kept(value: Plain) -> Plain:
    """Without what is empty, at any depth."""
    if isinstance(value, Mapping):
        inner = {name: _kept(item) for name, item in value.items()}
        return {name: item for name, item in inner.items() if item not in ("", None, {}, [])}
    if isinstance(value, list):
        return [_kept(item) for item in value]
    return value


def _xml(name: str, value: Plain, depth: int) -> str:
    indent = "  " * depth
    if isinstance(value, list):
        return "".join(_xml(name, item, depth) for item in value)
    if isinstance(value, Mapping):
        inner = "".join(_xml(key, item, depth + 1) for key, item in value.items())
        return f"{indent}<{name}>\n{inner}{indent}</{name}>\n"
    return f"{indent}<{name}>{text_of(value)}</{name}>\n"


def text_of(value: Plain) -> str:
    """As it stands in XML. A carriage return that is not named becomes another character when it is read."""
    return escape(str(value), quote=False).replace("\r", "&#13;")
