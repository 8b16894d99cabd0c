"""电子文件封装包 (EEP) after DA/T 48-2009: the parts of a package as Base64 in one XML file, with metadata in its own words.

A 文档数据 is a version of the issue, an 编码 a file. What the standard requires and nobody has said is not made up: such an issue
has no EEP. The grammar, `briefing/schema/archive/eep.xsd`, is our reading of the part that is written."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Mapping

from briefing.core.plain import Entries, Plain, entries
from briefing.delivery.archive_metadata import FORMATS, Metadata, text_of
from briefing.preflight.package_layout import role

_NAMESPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
_DESCRIPTION = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成"
_KIND = "本封装包包含电子文件数据及其元数据，原始封装，未经修改"
_CODING = "计算机文件二进制流的Base64编码（IETF RFC 2045）；反编码以后，照反编码关键字还原扩展名"
#: The 文档 of a package, each with the roles of its files: a 文档数据 for every role.
_GROUPS = (
    ("主文档", "正文", ("正本", "定稿")), ("附属文档", "稿件", ("稿件",)), ("附属文档", "元数据", ("元数据",)),
    ("附属文档", "四性检测自检报告", ("四性检测",)), ("附属文档", "目录、校验值、说明和格式", ("格式", "说明", "")),
)  # fmt: skip
_SPARE = ("内容描述", "形式特征", "存储位置", "权限管理")
#: There though nothing is known of it.
_ALWAYS = ("存储位置", "权限管理")
#: In the order of the standard; where it knows one value and the record has several, they are joined.
_ORDER: dict[str, tuple[str, ...]] = {
    "来源": ("档案馆名称", "档案馆代码", "全宗名称", "立档单位名称"),
    "档号": ("全宗号", "目录号", "年度", "保管期限", "机构或问题", "类别号", "室编案卷号", "室编件号"),
    "内容描述": (
        "题名", "说明题名文字", "关键词", "摘要", "文件编号", "责任者", "日期", "文种", "主送", "密级", "保密期限",
    ),
    "形式特征": ("文件组合类型", "页数", "语种", "稿本"),
    "存储位置": ("当前位置", "脱机载体编号", "脱机载体存址"),
    "权限管理": ("控制标识",),
}  # fmt: skip


def encapsulated(files: Mapping[str, bytes], record: Metadata, made: datetime.datetime) -> bytes:
    """`files`: the parts of a package; `made`: what stands for the time of making. UTF-8."""
    said = record.elements
    pieces = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<电子文件封装包 xmlns="{_NAMESPACE}">\n',
        _leaf("封装包格式描述", _DESCRIPTION),
        _leaf("版本", "2009"),
        '<被签名对象 eep版本="2009">\n',
        _leaf("封装包类型", "原始型"),
        _leaf("封装包类型描述", _KIND),
        _leaf("封装包创建时间", made.replace(tzinfo=None, microsecond=0).isoformat()),
        _leaf("封装包创建单位", said["来源"]["立档单位名称"]),
        "<封装内容>\n<文件实体块>\n<文件实体>\n",
        _leaf("聚合层次", said["聚合层次"]),
        _owner("来源", said),
        _leaf("电子文件号", said["电子文件号"]),
        _owner("档号", said, record.number),
        *(_owner(name, said) for name in _SPARE),
        _leaf("附注", said["附注"]) if "附注" in said else "",
        "<文件数据>\n",
        *_documents(files, str(said["电子属性"]["文档创建程序"])),
        "</文件数据>\n</文件实体>\n</文件实体块>\n",
        _block("业务实体块", "业务实体", [entity for entity in said["业务实体"] if "行为时间" in entity]),
        _block("机构人员实体块", "机构人员实体", said["机构人员实体"]),
        "</封装内容>\n</被签名对象>\n</电子文件封装包>\n",
    ]
    return "".join(pieces).encode()


def _owner(name: str, said: Entries, text: str = "") -> str:
    inner = entries(said.get(name, {}))
    if not inner and name not in _ALWAYS:
        return ""
    leaves = "".join(_leaf(key, inner[key]) for key in _ORDER[name] if key in inner)
    return f"<{name}>{text_of(text)}\n{leaves}</{name}>\n"


def _leaf(name: str, value: Plain) -> str:
    text = "；".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"<{name}>{text_of(text)}</{name}>\n"


def _block(name: str, entity: str, entities: list[Mapping[str, str]]) -> str:
    rows = "".join(f"<{entity}>\n{''.join(_leaf(key, value) for key, value in one.items())}</{entity}>\n" for one in entities)
    return f"<{name}>\n{rows}</{name}>\n"


def _documents(files: Mapping[str, bytes], program: str) -> list[str]:
    found: list[str] = []
    number = 0
    for standing, title, roles in _GROUPS:
        versions = [mine for wanted in roles if (mine := [path for path in sorted(files) if role(path) == wanted])]
        if not versions:
            continue
        number += 1
        name = f"修改0-文档{number}"
        said = (("文档标识符", name), ("文档序号", number), ("文档主从声明", standing), ("题名", title))
        found.append(f"<文档>\n{''.join(_leaf(key, value) for key, value in said)}")
        for at, paths in enumerate(versions, 1):
            found.append(f'<文档数据 文档数据ID="{name}-文档数据{at}">\n')
            found += [
                _coding(f"{name}-文档数据{at}-编码{which}", path, files[path], program) for which, path in enumerate(paths, 1)
            ]
            found.append("</文档数据>\n")
        found.append("</文档>\n")
    return found


def _coding(name: str, path: str, data: bytes, program: str) -> str:
    ending = path.rpartition("/")[2].rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    own = role(path) in ("正本", "定稿")
    attributes = "".join(
        [
            _leaf("格式信息", FORMATS[ending]) if own and ending in FORMATS else "",
            _leaf("计算机文件名", path),
            _leaf("计算机文件大小", len(data)),
            _leaf("文档创建程序", program) if own else "",
        ]
    )
    packed = base64.encodebytes(data).decode("ascii")
    return (
        f'<编码 编码ID="{name}">\n<电子属性>\n{attributes}</电子属性>\n'
        f"{_leaf('编码描述', _CODING)}{_leaf('反编码关键字', ending)}"
        f'<编码数据 编码数据ID="{name}-编码数据">\n{packed}</编码数据>\n</编码>\n'
    )
