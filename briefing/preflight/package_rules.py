"""What a package for the archive promises, held against what is in it: its lists, its checksums, its record, its names. What its
PDF promises is in `package_documents`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.plain import leaves, read
from briefing.core.records import dataclass
from briefing.preflight import package_documents
from briefing.preflight.package_layout import (
    CONTENTS,
    DOCUMENTS,
    README,
    RECORD,
    REPORT,
    SIGNATURES,
    SIGNED,
    SUMS,
    role,
)  # fmt: skip
from briefing.preflight.package_reader import EEP, ReadPackage
from briefing.preflight.package_xml import departures, parsed, place

if TYPE_CHECKING:
    from lxml import etree

_NS = {"m": "urn:briefing:archive", "p": "urn:briefing:package"}
#: As sha256sum writes it; * is what it says of binary files on some systems.
_SUM = re.compile(r"([0-9a-fA-F]{64}) [ *](\S.*)")
#: Findings of one kind that are told.
_TOLD = 20


@dataclass(frozen=True, slots=True)
class ExaminedPackage:
    """A package as it was found: the title and 档号 of its record, its signatures, and everything that is wrong."""

    title: str
    number: str
    signatures: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def examine(
    package: ReadPackage, judged: dict[str, list[Diagnostic]] | None = None, beside: dict[str, bytes] | None = None
) -> ExaminedPackage:
    """Never raises for its contents. `judged`: what was found in PDFs before, by digest, which need not be looked through again;
    `beside`: signatures that lie beside the package."""
    found = [*package.found, *_layout(package)]
    contents, wrong = _xml(package, CONTENTS, "contents")
    found += wrong
    path = _record_path(package)
    record, wrong = _xml(package, path, "record") if path else (None, [])
    found += wrong
    found += _sums(package)
    if contents is not None:
        found += _contents(package, contents)
    if record is not None:
        found += _record(package, path, record, contents)
        found += package_documents.problems(package, path, record, {} if judged is None else judged)
        if package.entity is not None:
            found += _wrapper(package, package.entity, record)
    for name in package.parts:
        if name.startswith(REPORT) and name.endswith(".xml"):
            found += _xml(package, name, "report")[1]
    signatures = {name: data for name, data in package.parts.items() if name.startswith(SIGNATURES)} | (beside or {})
    found += _signatures(package, signatures)
    return ExaminedPackage(
        _text(record, "题名"), _text(record, "档号/m:档号", top=True), tuple(signatures), tuple(dict.fromkeys(found))
    )


def _text(record: etree._Element | None, name: str, top: bool = False) -> str:
    path = f"m:{name}" if top else f"m:内容描述/m:{name}"
    return "" if record is None else str(record.findtext(path, "", _NS))


def _xml(package: ReadPackage, path: str, grammar: str) -> tuple[etree._Element | None, list[Diagnostic]]:
    """The tree, None where it cannot be read or is not of its grammar."""
    if path not in package.parts:
        return None, []
    file = package.at(path).file
    root, wrong = parsed(package.parts[path], file)
    if root is not None:
        wrong = list(departures(root, grammar, file))
    return (None if wrong else root), wrong


def _record_path(package: ReadPackage) -> str:
    found = [path for path in package.parts if path.startswith(RECORD) and path.endswith(".xml")]
    return found[0] if len(found) == 1 else ""


def _layout(package: ReadPackage) -> Iterator[Diagnostic]:
    hint = "请重新做包（press --for archive --force），整个交出去，不要拆开。"
    for name in (README, CONTENTS, SUMS):
        if name not in package.parts:
            yield Diagnostic("package-incomplete", f"包里没有 {name}", package.at(""), hint)
    records = [path for path in package.parts if path.startswith(RECORD) and path.endswith(".xml")]
    if len(records) != 1:
        said = "没有元数据" if not records else f"有 {len(records)} 份元数据：{'、'.join(records[:4])}"
        yield Diagnostic("package-incomplete", f"{RECORD} 里{said}，应当有一份 XML", package.at(RECORD.rstrip("/")), hint)
    if not any(path.startswith(DOCUMENTS) and path.endswith(".pdf") for path in package.parts):
        yield Diagnostic("package-incomplete", f"{DOCUMENTS} 里没有 PDF", package.at(DOCUMENTS.rstrip("/")), hint)


def _sums(package: ReadPackage) -> Iterator[Diagnostic]:
    data = package.parts.get(SUMS)
    if data is None:
        return
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        yield Diagnostic("package-checksum", "校验值的文件不是 UTF-8", package.at(SUMS))
        return
    listed: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        match = _SUM.fullmatch(line)
        spot = package.at(SUMS, number)
        if not match:
            yield Diagnostic("package-checksum", f"这一行不是校验值：{line[:60]}", spot)
            continue
        value, path = match.groups()
        if path in listed:
            yield Diagnostic("package-checksum", f"{path} 在第 {listed[path]} 行已经列过", spot)
        listed[path] = number
        if path not in package.parts:
            yield Diagnostic("package-incomplete", f"校验值里有 {path}，包里没有", spot)
        elif hashlib.sha256(package.parts[path]).hexdigest() != value.lower():
            message = f"{path} 与校验值（SHA-256）不符：做好以后被改动过，或传坏了"
            yield Diagnostic("package-checksum", message, spot, "请让对方重新传一份；改动过的，请重新做包。")
    for path in package.parts:
        if path not in listed and path != SUMS and not path.startswith(SIGNATURES):
            yield Diagnostic("package-extra", "这个文件不在校验值里", package.at(path), "不是包里的，请移走；是的，请重新做包。")


def _contents(package: ReadPackage, contents: etree._Element) -> Iterator[Diagnostic]:
    """The list: each file is there, as large, with the same digest, and there are no others."""
    file = package.at(CONTENTS).file
    listed = {}
    for entry in contents.iterfind("p:文件", _NS):
        path, spot = entry.get("路径", ""), place(entry, file)
        listed[path] = entry
        data = package.parts.get(path)
        if data is None:
            yield Diagnostic("package-incomplete", f"目录里有 {path}，包里没有", spot)
            continue
        if entry.get("大小") != str(len(data)):
            message = f"{path}：目录里写的大小是 {entry.get('大小')}，实际 {len(data)} 字节"
            yield Diagnostic("package-checksum", message, spot)
        elif entry.get("SHA-256") != hashlib.sha256(data).hexdigest():
            yield Diagnostic("package-checksum", f"{path} 与目录里的数字摘要不符", spot)
        if entry.get("类别") != role(path):
            message = f"{path}：目录里写的类别是“{entry.get('类别')}”，按位置应为“{role(path) or '不列'}”"
            yield Diagnostic("package-metadata", message, spot)
    extra = [path for path in package.parts if role(path) and path not in listed]
    for path in extra[:_TOLD]:
        yield Diagnostic("package-extra", "这个文件不在目录里", package.at(path), "不是包里的，请移走；是的，请重新做包。")
    total = sum(int(entry.get("大小", "0")) for entry in listed.values())
    for name, said, counted in (("文件数", contents.get("文件数"), len(listed)), ("字节数", contents.get("字节数"), total)):
        if said != str(counted):
            message = f"目录里写的{name}是 {said}，列出的是 {counted}"
            yield Diagnostic("package-metadata", message, place(contents, file))


def _record(package: ReadPackage, path: str, record: etree._Element, contents: etree._Element | None) -> Iterator[Diagnostic]:
    """The record: its files, the 档号 in their names, the contents' words, and the JSON beside it."""
    file = package.at(path).file
    named = {}
    for entry in record.iterfind("m:电子属性/m:文件", _NS):
        name, spot = entry.findtext("m:计算机文件名", "", _NS), place(entry, file)
        named[name] = entry
        data = package.parts.get(f"{DOCUMENTS}{name}")
        if data is None:
            yield Diagnostic("package-incomplete", f"元数据里有 {name}，{DOCUMENTS} 里没有", spot)
        elif entry.findtext("m:计算机文件大小", "", _NS) != str(len(data)):
            said = entry.findtext("m:计算机文件大小", "", _NS)
            yield Diagnostic("package-metadata", f"{name}：元数据里写的大小是 {said}，实际 {len(data)} 字节", spot)
        elif entry.findtext("m:数字摘要/m:值", "", _NS) != hashlib.sha256(data).hexdigest():
            yield Diagnostic("package-metadata", f"{name} 与元数据里的数字摘要不符", spot)
    for inside in package.parts:
        if inside.startswith(DOCUMENTS) and inside.removeprefix(DOCUMENTS) not in named:
            yield Diagnostic("package-metadata", "元数据里没有这个文件", package.at(inside))
    number = _text(record, "档号/m:档号", top=True)
    if number:
        for inside in package.parts:
            stem = inside.rpartition("/")[2].rpartition(".")[0]
            if inside.startswith((DOCUMENTS, RECORD)) and stem != number:
                yield Diagnostic("package-metadata", f"文件名不是档号 {number}", package.at(inside))
    item, listed = None if contents is None else contents.find("p:件", _NS), package.at(CONTENTS).file
    if item is not None:
        for name, said in _listed(record).items():
            if (item.get(name) or "").split() != said.split():
                message = f"目录的{name}是“{item.get(name) or '空'}”，元数据里是“{said or '空'}”"
                yield Diagnostic("package-metadata", message, place(item, listed))
    beside = path.removesuffix(".xml") + ".json"
    if beside in package.parts:
        yield from _json(package, beside, record)


def _listed(record: etree._Element) -> dict[str, str]:
    """What the contents say of the record."""
    return {
        "档号": _text(record, "档号/m:档号", top=True), "电子文件号": _text(record, "电子文件号", top=True),
        "题名": _text(record, "题名"), "日期": _text(record, "日期"), "密级": _text(record, "密级"),
        "保管期限": _text(record, "档号/m:保管期限", top=True), "页数": _text(record, "形式特征/m:页数", top=True),
    }  # fmt: skip


def _json(package: ReadPackage, path: str, record: etree._Element) -> Iterator[Diagnostic]:
    """It says what the XML says, in the same order."""
    try:
        said = [(name, str(value)) for name, value in leaves(read(package.parts[path]))]
    except (ValueError, RecursionError):
        yield Diagnostic("package-schema", "不是完好的 JSON", package.at(path))
        return
    wanted = [(node.tag.rpartition("}")[2], node.text or "") for node in record.iter() if len(node) == 0]
    if said != wanted:
        astray = next((pair for pair in zip(said, wanted, strict=False) if pair[0] != pair[1]), (("", ""), ("", "")))
        message = f"与 XML 的元数据不一样：JSON 里 {astray[0][0]} 是“{astray[0][1]}”，XML 里 {astray[1][0]} 是“{astray[1][1]}”"
        yield Diagnostic("package-metadata", message, package.at(path))


def _wrapper(package: ReadPackage, entity: etree._Element, record: etree._Element) -> Iterator[Diagnostic]:
    """What an EEP says of the issue, its record says."""
    code = entity.find(f"{EEP}档号")
    pairs: tuple[tuple[str, str, etree._Element | None], ...] = (
        ("题名", _text(record, "题名"), entity.find(f"{EEP}内容描述/{EEP}题名")),
        ("日期", _text(record, "日期"), entity.find(f"{EEP}内容描述/{EEP}日期")),
        ("密级", _text(record, "密级"), entity.find(f"{EEP}内容描述/{EEP}密级")),
        ("电子文件号", _text(record, "电子文件号", top=True), entity.find(f"{EEP}电子文件号")),
        ("档号", _text(record, "档号/m:档号", top=True), code),
        ("室编件号", _text(record, "档号/m:室编件号", top=True), None if code is None else code.find(f"{EEP}室编件号")),
    )
    for name, said, node in pairs:
        found = (node.text or "").strip() if node is not None else ""
        if found.split() != said.split():
            spot = place(entity if node is None else node, package.name)
            yield Diagnostic("package-metadata", f"封装包的{name}是“{found or '空'}”，元数据里是“{said or '空'}”", spot)


def _signatures(package: ReadPackage, signatures: dict[str, bytes]) -> Iterator[Diagnostic]:
    """Whether they look like any: what they say is for the office's own signing software."""
    for name, data in signatures.items():
        der = data[:1] == b"\x30" and len(data) > 16
        if not (der or data.lstrip().startswith(b"-----BEGIN ")) or not name.endswith(SIGNED):
            hint = f"签名和时间戳是 CMS 或 PEM 的文件，扩展名是 {'、'.join(SIGNED)}。"
            spot = package.at(name) if name in package.parts else Span(name, 1, 1)
            yield Diagnostic("package-signature", "不像签名或时间戳的文件", spot, hint, Severity.WARNING)
