"""The sidecar of an archived issue: what it is, in the terms of DA/T 46-2009 (文书类电子文件元数据方案), as XML and JSON.

Names are the standard's Chinese ones. What neither the issue nor the house says is left out, never invented. 期号, 总期号, 目次,
签发人 and 数字摘要 are our additions: a bulletin is looked for by the first, and a file is trusted later by the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import briefing
from briefing.core.plain import Entries, Plain, entries
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue, Section, plain

NAMESPACE = "urn:briefing:archive"
FORMATS = {"pdf": "PDF/A-2u、PDF/UA-1（ISO 19005-2、ISO 14289-1）", "ofd": "OFD（GB/T 33190-2016）"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """Element → a text, a list of either, or a mapping of more elements; empty ones are left out already."""

    elements: Entries

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


def metadata(issue: Issue, house: HouseStyle, title: str, pages: int, files: Mapping[str, bytes]) -> Metadata:
    """`files`: name → bytes of what is archived. `title`: of the whole issue."""
    style, head = house.archive, issue.masthead
    secrecy, _, period = head.secrecy.partition("★")
    year = issue.number.year or (issue.date.year if issue.date else None)
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
        "密级": secrecy,
        "保密期限": period,
    }
    electronic: list[Entries] = [
        {
            "格式信息": FORMATS.get(name.rpartition(".")[2], ""),
            "计算机文件名": name,
            "计算机文件大小": len(data),
            "数字摘要": {"算法": "SHA-256", "值": hashlib.sha256(data).hexdigest()},
        }
        for name, data in sorted(files.items())
    ]
    elements: Entries = {
        "聚合层次": "文件",
        "来源": {
            "档案馆名称": style.archives,
            "档案馆代码": style.archives_code,
            "全宗名称": style.fonds_name,
            "立档单位名称": style.creator or "、".join(head.offices),
        },
        "档号": {
            "全宗号": style.fonds,
            "目录号": style.catalogue,
            "年度": year,
            "保管期限": style.retention,
            "机构或问题": style.department,
            "类别号": style.category,
        },
        "内容描述": described,
        "形式特征": {"文件组合类型": "单件", "页数": pages, "语种": "汉语", "稿本": style.version},
        "电子属性": {"文件": electronic, "文档创建程序": f"briefing {briefing.__version__}"},
    }
    return Metadata(entries(_kept(elements)))


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
    return f"{indent}<{name}>{escape(str(value), quote=False)}</{name}>\n"
