"""What a file is, by its contents: names lie. Everything that can be read becomes a DOCX, HTML or text; what cannot is refused
with what it is."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.records import dataclass
from briefing.files import filekinds
from briefing.importing import html, links, mail, sent_markdown, text, web_archive, wordml
from briefing.importing.docx_package import Package, judge_odt, parse
from briefing.importing.flow import Remark
from briefing.office import conversion

Kind = Literal["docx", "html", "markdown", "text"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: The stream that Word and WPS keep their text in.
_WORD = "WordDocument".encode("utf-16-le")
#: What Outlook keeps the properties of a mail in.
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
#: Groups of an RTF that are never closed: one cut short lacks a few.
_OPEN_GROUPS = 1_000
_WHOLE = {".doc", ".wps", ".wpt", ".dot"}
_WORD_NAMES = {".docx", ".docm", ".dotx", *_WHOLE}
#: Signs of the programs with which offices lock files, at their beginning.
_GUARDS = (b"%TSD-Header", b"E-SafeNet", b"LDSG", b"SmartSec", b"IPGUARD", b"TIPTOP-SEC", b"\x62\x14\x23\x65", b"CGFILE")
_PICTURE_HINT = "图片里的文字请先识别成文字；图片本身放进本期文件夹即可。"
#: Files of other kinds, by how they begin.
_STRANGERS = (
    (b"%PDF", "这是 PDF，不是 Word 文档", "请向对方要 Word 文件；或在 Word 里打开这个 PDF，另存为 .docx。"),
    (b"\xff\xd8\xff", "这是一张图片", _PICTURE_HINT),
    (b"\x89PNG", "这是一张图片", _PICTURE_HINT),
    (b"Rar!", "这是压缩包", "请先解压，再导入里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包", "请先解压，再导入里面的文件。"),
)
_FLAT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


@dataclass(frozen=True, slots=True)
class Readable:
    """What a file was made of it. `converted`: by LibreOffice, whose reading nobody here can hold against the original;
    `outside`: what it would have fetched from elsewhere, and is kept from, and what stands around it."""

    kind: Kind
    data: bytes
    converted: bool = False
    outside: tuple[Remark, ...] = ()


def readable(data: bytes, file: str) -> Readable:
    """Raises InputError, MissingToolError."""
    suffix = Path(file).suffix.lower()
    if not data.strip():
        raise _refusal("import-format", "文件是空的", file, "请核对是不是选错了文件。")
    _refuse_locked(data, file)
    if data.startswith(_OLE):
        return Readable("docx", conversion.converted(data, file, suffix if suffix in _WHOLE else ".doc"), True)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{\\rtf"):
        if len(data) > bounds.IMPORT_OFFICE:
            message = f"文件太大：超过 {bounds.IMPORT_OFFICE // bounds.MB} MB"
            raise _refusal("import-size", message, file, "请在 Word 里另存为 .docx。")
        if data.count(b"{") - data.count(b"}") > _OPEN_GROUPS:  # LibreOffice takes a gigabyte to find that out
            raise _refusal("import-damaged", "文件不完整：有很多括号没有结束", file, "请让对方重发，或在 Word 里另存为 .docx。")
        held, outside = links.without_fetching(data[data.index(b"{\\rtf") :])
        return Readable("docx", conversion.converted(held, file, ".rtf"), True, tuple(outside))
    if data.startswith(b"PK"):
        return _zipped(data, file)
    for sign, message, hint in _STRANGERS:
        if data.startswith(sign):
            raise _refusal("import-format", message, file, hint)
    if mail.looks_like_mail(start):
        words, paged, told = mail.text_of_mail(data, file)
        return Readable("html" if paged else "text", words, outside=(told,) if told else ())
    if web_archive.looks_like_mht(start):
        return Readable("html", web_archive.page_of_mht(data, file))
    if start.startswith((b"<?xml", b"<pkg:package", b"<w:wordDocument")):
        if _FLAT in data[:8192]:
            return Readable("docx", _unfolded(data, file))
        if _WORD_2003 in data[:8192]:
            return Readable("docx", wordml.docx_of(data, file))
        if not html.looks_like_html(data):
            raise _refusal("import-format", "这是 XML，不是能导入的文件", file, "请用 Word 打开，另存为 .docx。")
    if (sent := _of_markdown(data, file, suffix)) is not None:
        return sent
    if html.looks_like_html(data):
        return Readable("html", data)
    if suffix in _WORD_NAMES and not _is_text(data, file):
        hint = "请选 .docx 文件；其他格式请先在 Word 里另存为 .docx。"
        raise _refusal("import-format", "这不是 Word 文档", file, hint)
    _refuse_no_text(data, file)
    return Readable("text", data)


def _of_markdown(data: bytes, file: str, suffix: str) -> Readable | None:
    """A page of it; it may hold elements of HTML, but does not begin with one."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or not text.looks_like_text(data) or suffix in (".htm", ".html"):
        return None
    try:
        words = text.decoded(data, file)
    except InputError:  # told where it is read
        return None
    named = suffix in (".md", ".markdown")
    words, front = sent_markdown.without_front(words)
    if not front and not sent_markdown.looks_like_markdown(words, named):
        return None
    told = (Remark("front", front),) if front else ()
    return Readable("markdown", sent_markdown.as_page(words).encode(), outside=told)


def _refuse_no_text(data: bytes, file: str) -> None:
    """What nothing above knows is text only if it reads as one: of a photograph or a shortcut a reader of text would keep the few
    letters in it, and they would be called all its words."""
    found = filekinds.kind_of(data)
    if found is not None:
        hint = "请选 .docx 文件；要用的内容请先放进 Word 文档。"
        if found.picture:
            hint = _PICTURE_HINT
        elif "照片" in found.name:
            hint = "图片里的文字请先识别成文字；要用这张图的，请先导出为 JPEG。"
        gap = " " if found.name[0].isascii() else ""
        raise _refusal("import-format", f"这是{gap}{found.name}，不是 Word 文档", file, hint)
    if not text.looks_like_text(data):
        if file.lower().endswith((".txt", ".md")):
            text.decoded(data, file)  # a text in no encoding that is known says so
        raise _refusal("import-format", "这不是 Word 文档，也不是纯文本", file, "请核对是不是选错了文件；要选 .docx 文件。")


def _refuse_locked(data: bytes, file: str) -> None:
    if data.startswith(_GUARDS) or b"E-SafeNet" in data[:64]:
        hint = "请在装有这个软件的电脑上解密（常见于右键菜单），或请对方发来解密后的文件。"
        raise _refusal("import-encrypted", "文件被单位的加密软件加了密，离开那里就打不开", file, hint)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _refusal("import-encrypted", "文件加了密，打不开", file, "请在 Word 里去掉密码，另存一份。")
        if _OUTLOOK in data:
            raise _refusal("import-format", "这是一封 Outlook 邮件", file, "请打开它，把附件另存出来，再导入附件。")
        if _WORD not in data:  # LibreOffice would show its bytes as text
            hint = "文件可能坏了，或是表格、幻灯片；请用 Word 或 WPS 打开，另存为 .docx。"
            raise _refusal("import-format", "这不是 Word 文档", file, hint)


def _zipped(data: bytes, file: str) -> Readable:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:120]:
        judge_odt(data, file)
        return Readable("docx", conversion.converted(data, file, ".odt"), True, tuple(links.in_odt(data)))
    try:
        names = {name.lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()[:10_000]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return Readable("docx", data)  # its reader says what is wrong with it
    for sign, message in (("xl/", "这是 Excel 表格"), ("ppt/", "这是幻灯片"), ("ofd.xml", "这是 OFD 版式文件")):
        if any(name.startswith(sign) for name in names) and "word/document.xml" not in names:
            raise _refusal("import-format", f"{message}，不是 Word 文档", file, "请把要用的内容放进 Word 文档，存成 .docx。")
    if "[content_types].xml" not in names and any(name.endswith((".docx", ".doc", ".wps")) for name in names):
        raise _refusal("import-format", "这是压缩包", file, "请先解压，再导入里面的文件。")
    if "word/document.xml" in names and (chunk := _only_chunk(data, file)):
        return readable(chunk, file)
    return Readable("docx", data)


def _only_chunk(data: bytes, file: str) -> bytes:
    """The page inside a DOCX that is nothing else: web systems wrap one so (`w:altChunk`). Empty where there is none."""
    package = Package(data, file)
    content = package.bytes(package.main, bounds.IMPORT_XML) or b""
    if b"altChunk" not in content or re.search(rb"<(?:\w+:)?t[ >]", content):
        return b""
    chunks = [package.bytes(name) or b"" for name in package.of_kind(package.main, "aFChunk")]
    return chunks[0] if len(chunks) == 1 and not chunks[0].startswith(b"PK") else b""


def _unfolded(data: bytes, file: str) -> bytes:
    """The DOCX of a Flat OPC file: one XML with all parts (ECMA-376, as Word saves “Word XML 文档”). Raises InputError."""
    root = parse(data, Path(file).name, file)
    stream, total = io.BytesIO(), 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for part in root.iter(f"{_PKG}part"):
            name = (part.get(f"{_PKG}name") or "").lstrip("/")
            binary, xml = part.find(f"{_PKG}binaryData"), part.find(f"{_PKG}xmlData")
            content = b""
            if binary is not None:
                try:
                    content = base64.b64decode(re.sub(r"\s+", "", binary.text or ""))
                except (binascii.Error, ValueError):
                    content = b""
            elif xml is not None and len(xml):
                content = ElementTree.tostring(xml[0], "utf-8", xml_declaration=True)
            total += len(content)
            if name and total <= bounds.IMPORT_TOTAL:
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def _is_text(data: bytes, file: str) -> bool:
    try:
        words = text.decoded(data, file)
    except InputError:
        return False
    return not words.lstrip().startswith("<")


def _refusal(code: Code, message: str, file: str, hint: str) -> InputError:
    return InputError(Diagnostic(code, message, Span(file, 1, 1), hint))
