"""A package that somebody sent, taken apart without trusting it: a zip of ours, or an 电子文件封装包 (DA/T 48-2009).

Names and sizes are judged before anything is unpacked. What is unsafe is refused whole; what is merely wrong is for the rules.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.records import dataclass
from briefing.preflight.package_layout import CONTENTS, README, SUMS
from briefing.preflight.package_xml import departures, parsed, place

if TYPE_CHECKING:
    from lxml import etree

EEP = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"
#: Names of devices, and what may not stand in a name, of Windows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_STRANGE = re.compile(r'[<>:"|?*]|[. ]$')
_DRIVE = re.compile(r"[A-Za-z]:")
_AGAIN = "请让对方重新传一份；还是这样的，不要解开它。"
#: Sent by no program of ours, and by none that packs honestly.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """`name`: as findings call it; `form`: zip, eep or folder; `parts`: path → contents; `found`: what was wrong already;
    `entity`: the 文件实体 of an EEP."""

    name: str
    form: str
    parts: Mapping[str, bytes]
    found: tuple[Diagnostic, ...] = ()
    entity: etree._Element | None = None

    def at(self, path: str, line: int = 1, column: int = 1) -> Span:
        return Span(f"{self.name}/{path}" if path else self.name, line, column)


def opened(name: str, data: bytes) -> ReadPackage:
    """Raises InputError where it is no package, or none that may be opened."""
    if data.startswith(b"PK"):
        return ReadPackage(name, "zip", _listed(name, _unzipped(name, data)))
    if data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _encapsulated(name, data)
    raise _refusal("package-unreadable", name, "这不是移交包（zip），也不是封装包（eep）", "请选 press --for archive 做的包。")


def of_files(name: str, parts: Mapping[str, bytes]) -> ReadPackage:
    """A package that lies unpacked in a folder. Raises InputError."""
    _judge_names(name, parts)
    return ReadPackage(name, "folder", _listed(name, dict(parts)))


def _listed(name: str, parts: dict[str, bytes]) -> dict[str, bytes]:
    """`parts`, if they look like a package's at all: one that lacks a list is spoilt, one that lacks all is another thing."""
    if not parts.keys() & {README, CONTENTS, SUMS}:
        inside = next((path for path in parts if path.endswith((".zip", ".eep")) and "/" not in path), "")
        hint = f"里面的 {inside} 才是，请写它的名字。" if inside else "请选 press --for archive 做的包，或把它整个解开的文件夹。"
        raise _refusal("package-unreadable", name, "不是移交包：里面没有说明文件、目录和校验值", hint)
    return parts


def _refusal(code: Code, name: str, message: str, hint: str = _AGAIN, inside: str = "") -> InputError:
    return InputError(Diagnostic(code, message, Span(f"{name}/{inside}" if inside else name, 1, 1), hint))


def _judge_names(package: str, names: Iterable[str]) -> None:
    for name, why in name_faults(names):
        raise _refusal("package-unsafe", package, f"{why}：{name}")


def name_faults(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that lead elsewhere, that not every system can write, or that two files have, each with why (Chinese)."""
    seen: dict[str, str] = {}
    for name in names:
        if why := _unsafe(name):
            yield name, why
        same = unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            yield name, f"与 {seen[same]} 重名"
        seen[same] = name


def unportable(name: str) -> str:
    """Why not every system can write a file of this name, "" where all can (Chinese)."""
    pieces = name.split("/")
    if any(_RESERVED.fullmatch(piece) for piece in pieces):
        return "Windows 上不能有叫这个名字的文件"
    if any(_STRANGE.search(piece) for piece in pieces):
        return "文件名里有 Windows 上不能用的字符，或以点、空格结尾"
    return ""


def _unsafe(name: str) -> str:
    if name.startswith("/") or _DRIVE.match(name):
        return "文件名是绝对路径"
    if "\\" in name:
        return "文件名里有反斜线"
    if any(ord(sign) < 32 or ord(sign) == 127 or 0xD800 <= ord(sign) < 0xE000 for sign in name):
        return "文件名里有控制字符"
    pieces = name.rstrip("/").split("/")
    if ".." in pieces:
        return "文件名会跑到包外"
    return "文件名不完整" if not all(piece.strip(" .") for piece in pieces) else ""


def _unzipped(name: str, data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError):
        raise _refusal("package-unreadable", name, "压缩包不完整，可能没有传完", _AGAIN) from None
    if entries and not _whole(data, archive, entries):
        raise _refusal("package-unreadable", name, "压缩包不完整，或前后有别的数据，可能没有传完", _AGAIN)
    total = sum(entry.file_size for entry in entries)
    if len(entries) > bounds.PACKAGE_PARTS or total > bounds.PACKAGE_BYTES:
        raise _refusal("package-unsafe", name, "压缩包解开以后太大，可能是有意做坏的")
    for entry in entries:
        mode = entry.external_attr >> 16
        if entry.flag_bits & 1:
            raise _refusal("package-unsafe", name, "压缩包加了密", "请让对方去掉口令，重新打包。", entry.filename)
        if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
            raise _refusal("package-unsafe", name, f"包里有链接或特殊文件：{entry.filename}")
        if entry.compress_type not in _METHODS:
            raise _refusal("package-unsafe", name, f"用了不通用的压缩方法：{entry.filename}", "请用一般的 zip 重新打包。")
    _judge_names(name, (entry.filename for entry in entries))
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry.is_dir():
            continue
        try:
            found[entry.filename] = archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
            raise _refusal("package-unreadable", name, f"压缩包坏了：{entry.filename} 读不出来", _AGAIN, entry.filename) from None
    return _lifted(found)


def _whole(data: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether the directory that was found is that of the whole file: one that was cut off may end in a DOCX of its own."""
    end = data.rfind(b"PK\5\6") + 22 + len(archive.comment)
    return min(entry.header_offset for entry in entries) == 0 and end == len(data)


def _lifted(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Without the one folder into which somebody put all of it before packing it again."""
    tops = {path.partition("/")[0] for path in parts}
    top = f"{next(iter(tops))}/" if len(tops) == 1 else ""
    if top and CONTENTS not in parts and f"{top}{CONTENTS}" in parts:
        return {path.removeprefix(top): data for path, data in parts.items()}
    return parts


def _encapsulated(name: str, data: bytes) -> ReadPackage:
    root, wrong = parsed(data, name, bounds.PACKAGE_PARTS * 40)
    if root is None:
        raise InputError(*wrong)
    if root.tag != f"{EEP}电子文件封装包":
        message = "这个 XML 不是电子文件封装包（DA/T 48—2009）"
        raise _refusal("package-unreadable", name, message, "请选 press --for archive 做的包。")
    found = list(departures(root, "eep", name))
    codings = list(root.iter(f"{EEP}编码"))
    names = [coding.findtext(f"{EEP}电子属性/{EEP}计算机文件名") or "" for coding in codings]
    _judge_names(name, names)
    parts: dict[str, bytes] = {}
    for path, coding in zip(names, codings, strict=True):
        packed = coding.find(f"{EEP}编码数据")
        try:
            text = "" if packed is None or packed.text is None else packed.text
            parts[path] = base64.b64decode(re.sub(r"\s", "", text), validate=True)
        except (binascii.Error, ValueError):
            spot = place(coding if packed is None else packed, name)
            found.append(Diagnostic("package-unreadable", f"{path} 的编码数据不是完好的 Base64", spot, _AGAIN))
            continue
        said = coding.findtext(f"{EEP}电子属性/{EEP}计算机文件大小") or ""
        if said != str(len(parts[path])):
            message = f"{path}：封装包里写的大小是 {said}，编码数据是 {len(parts[path])} 字节"
            found.append(Diagnostic("package-checksum", message, place(coding, name)))
    return ReadPackage(name, "eep", parts, tuple(found), root.find(f".//{EEP}文件实体"))
