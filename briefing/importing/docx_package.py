"""A DOCX opened without trusting it: bounded sizes, no entities, no file outside it.

ZIP directories say how large each entry becomes, and Python's reader never gives more than that, so sizes are
judged before anything is unpacked.
"""

from __future__ import annotations

import builtins
import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span

MB = 1 << 20

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """The parts of a DOCX. `file` is the name that diagnostics carry."""

    def __init__(self, data: builtins.bytes, file: str) -> None:
        self.file = file
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
            raise self._unopenable(data) from None
        if len(entries) > bounds.IMPORT_PARTS or sum(entry.file_size for entry in entries) > bounds.IMPORT_TOTAL:
            raise self.refusal("import-size", "文件解开以后太大，可能是有意做坏的", "请用 Word 打开另存一份；图片请先压缩。")
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.refusal("import-encrypted", "文件加了密，打不开", "请在 Word 里去掉密码，另存一份。")
        #: Names differ in case between writers, and OPC says that case does not matter.
        self._names = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if "word/document.xml" not in self._names and not self.main:
            raise self.refusal("import-format", "这不是 Word 文档", "请选 .docx 文件；其他格式请先在 Word 里另存为 .docx。")

    @property
    def main(self) -> str:
        """Name of the part with the text."""
        for kind, target in self._related("_rels/.rels", "").values():
            if kind == "officeDocument" and target.lower() in self._names and "word" in target.lower():
                return target
        return "word/document.xml" if "word/document.xml" in self._names else ""

    def bytes(self, name: str, limit: int = bounds.IMPORT_TOTAL) -> builtins.bytes | None:
        """The part's bytes, None where there is no such part."""
        entry = self._names.get(name.lower())
        if entry is None:
            return None
        if entry.file_size > limit:
            raise self.refusal("import-size", f"文件里的 {name} 太大", "请用 Word 打开另存一份。")
        try:
            return self._archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
            raise self.refusal("import-damaged", f"文件坏了：其中的 {name} 读不出来", _AGAIN) from None

    def xml(self, name: str) -> Element | None:
        """The part as an element tree, None where there is no such part."""
        data = self.bytes(name, bounds.IMPORT_XML)
        return None if data is None else parse(data, name, self.file)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (kind, name of the part it leads to); links to elsewhere are left out."""
        folder, base = posixpath.split(part)
        return self._related(posixpath.join(folder, "_rels", f"{base}.rels"), folder)

    def elsewhere(self, part: str) -> dict[str, str]:
        """Relationship id → address outside the package."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        nodes = () if root is None else root.iter(_RELATIONSHIP)
        return {node.get("Id", ""): node.get("Target", "") for node in nodes if node.get("TargetMode") == "External"}

    def of_kind(self, part: str, kind: str) -> list[str]:
        """Names of the existing parts that `part` is related to by `kind`."""
        return [name for found, name in self.related(part).values() if found == kind and name.lower() in self._names]

    def _related(self, name: str, folder: str) -> dict[str, tuple[str, str]]:
        root = self.xml(name)
        found = {}
        for node in () if root is None else root.iter(_RELATIONSHIP):
            if node.get("TargetMode") != "External":
                target = node.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], path)
        return found

    def refusal(self, code: Code, message: str, hint: str) -> InputError:
        return InputError(Diagnostic(code, message, Span(self.file, 1, 1), hint))

    def _unopenable(self, data: builtins.bytes) -> InputError:
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                return self.refusal("import-encrypted", "文件加了密，打不开", "请在 Word 里去掉密码，另存一份。")
            return self.refusal("import-format", "这是老格式的 Word 文档", "请在 Word 里另存为 .docx。")
        if data.startswith(b"PK"):
            return self.refusal("import-damaged", "文件不完整，可能没有传完", _AGAIN)
        return self.refusal("import-format", "这不是 Word 文档", "请选 .docx 文件；其他格式请先在 Word 里另存为 .docx。")


_AGAIN = "请让对方重新发一份；或用 Word 打开，让它修复后另存。"


class _NoDoctype(ElementTree.TreeBuilder):
    """OPC allows no document type declaration (ECMA-376 part 2, §8.1.4), the door of entity expansion."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _Doctype


class _Doctype(Exception):
    pass


def judge(data: bytes, name: str, file: str) -> None:
    """Refuse mark-up of more elements than any document has, before a tree is made of it: a tag takes a few bytes packed, and
    some hundred in memory. Raises InputError."""
    tags = data.count(b"<") - data.count(b"</")
    values = data.count(b'="') + data.count(b"='")
    if tags > bounds.IMPORT_ELEMENTS or values > 4 * bounds.IMPORT_ELEMENTS:
        most, hint = bounds.IMPORT_ELEMENTS // 10_000, "可能是有意做坏的；真有这么长，请在 Word 里分成几个文件。"
        raise InputError(Diagnostic("import-size", f"文件里的 {name} 太长：标记超过 {most} 万个", Span(file, 1, 1), hint))


#: What stands in an ODT once and is meant many times: spaces, rows, columns.
_REPEATED = re.compile(rb"(?:text:c|repeated)=[\"']0*(\d{5,})")


def judge_odt(data: bytes, file: str) -> None:
    """Refuse an ODT that unpacks to more than LibreOffice should be given. One that cannot be read is its to refuse. Raises
    InputError."""

    def refusal(message: str, code: Code = "import-size") -> InputError:
        return InputError(Diagnostic(code, message, Span(file, 1, 1), "可能是有意做坏的；请用 LibreOffice 或 WPS 打开另存一份。"))

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > bounds.IMPORT_PARTS or sum(entry.file_size for entry in entries) > bounds.IMPORT_TOTAL:
                raise refusal("文件解开以后太大")
            for entry in entries:
                if entry.filename.endswith(".xml"):
                    if entry.file_size > bounds.IMPORT_XML:
                        raise refusal(f"文件里的 {entry.filename} 太大")
                    content = archive.read(entry)
                    judge(content, entry.filename, file)
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise refusal(f"{entry.filename} 里有文档类型声明", "import-damaged")
                    if _REPEATED.search(content):
                        raise refusal(f"文件里的 {entry.filename} 有上万次的重复")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
        return


def parse(data: bytes, name: str, file: str) -> Element:
    """XML without a document type, of a bounded number of elements. Raises InputError."""
    judge(data, name, file)
    span = Span(file, 1, 1)
    try:
        parser = ElementTree.XMLParser(target=_NoDoctype())
        parser.feed(data)
        root: Element = parser.close()
        return root
    except _Doctype:
        hint = "正常的 Word 文档里没有它；请用 Word 打开另存一份。"
        raise InputError(Diagnostic("import-damaged", f"{name} 里有文档类型声明", span, hint)) from None
    except (ElementTree.ParseError, ValueError, LookupError, UnicodeError):
        raise InputError(Diagnostic("import-damaged", f"文件坏了：其中的 {name} 读不懂", span, _AGAIN)) from None
