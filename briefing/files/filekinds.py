"""What a file is by its bytes, whatever its name says. Pure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from briefing.core.errors import Diagnostic, Span
from briefing.pictures import picture_kinds


class FileKind(NamedTuple):
    """`name` in Chinese; `importable`: the ending under which `briefing import` makes a report of it, "" for what it
    refuses; `picture`: it can stand in a report."""

    name: str
    importable: str = ""
    picture: bool = False


DOCX = FileKind("Word 文档（.docx）", importable=".docx")
DOC = FileKind("Word 97—2003 或 WPS 的文档（.doc、.wps）", importable=".doc")
_ZIPS = (
    (b"word/", DOCX),
    (b"xl/", FileKind("Excel 表格（.xlsx）")),
    (b"ppt/", FileKind("PowerPoint 幻灯片（.pptx）")),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", FileKind("ODT 文档", importable=".odt")),
    (b"mimetypeapplication/vnd.oasis.opendocument", FileKind("OpenDocument 文件")),
    (b"OFD.xml", FileKind("OFD 版式文件")),
)
#: Names of streams in an OLE container; its directory stores them so.
_OLES = (
    ("EncryptedPackage", FileKind("加了密码的 Office 文件")),
    ("WordDocument", DOC),
    ("Workbook", FileKind("Excel 97—2003 表格（.xls）")),
    ("PowerPoint Document", FileKind("PowerPoint 97—2003 幻灯片（.ppt）")),
)
_MAGIC = (
    (b"%PDF-", FileKind("PDF 文件")),
    (b"{\\rtf", FileKind("RTF 文档", importable=".rtf")),
    (b"Rar!\x1a\x07", FileKind("RAR 压缩包")),
    (b"7z\xbc\xaf\x27\x1c", FileKind("7z 压缩包")),
    (b"\x1f\x8b\x08", FileKind("gzip 压缩包")),
    (b"\x7fELF", FileKind("程序文件")),
    (b"SQLite format 3\0", FileKind("数据库文件")),
)
_PAGES = (b"<!doctype html", b"<html")


def kind_of(data: bytes) -> FileKind | None:
    """The kind of a file that is no plain text; None for text, and for bytes that nothing is known of. `data` may be the
    beginning of the file, where 64 KB tell nearly all."""
    if data and not data.strip(b"\0"):
        return FileKind("只有空字节的文件，内容已经丢失")
    if data.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPS if mark in data), FileKind("压缩包（.zip）"))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for mark, kind in _OLES if mark.encode("utf-16-le") in data), FileKind("Office 97—2003 文件"))
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    return found or _picture(data) or _markup(data[:2048])


def _picture(data: bytes) -> FileKind | None:
    name = picture_kinds.kind_of(data)
    if name == "BMP" and b"\0" not in data[:30]:
        return None  # “BM 工作…” is a text; a bitmap has zeros in its head
    if name in picture_kinds.ACCEPTED:
        return FileKind(f"{name} 图片", picture=True)
    return FileKind("HEIC 照片") if name == "HEIC" else None


def _markup(head: bytes) -> FileKind | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_PAGES):
        return FileKind("网页（.html）", importable=".html")
    if start.startswith(b"<?xml") and b"word" in start:
        return FileKind("Word 的 XML 文档", importable=".xml")
    if start.startswith(b"mime-version:"):
        return FileKind("网页归档（.mht）", importable=".mht")
    return None


def not_text(path: str, kind: FileKind, span: Span | None, command: Callable[[str], str]) -> Diagnostic:
    """What is said of a file that is to be read as text and is something else. `command`: how a file of the folder,
    or with "" the folder, is named on a command line."""
    hint = "请换成纯文本文件，用 UTF-8 编码保存。"
    if kind.importable:
        given, first = path, "请"
        if path.endswith(".md"):
            given = f"{path.removesuffix('.md')}{kind.importable}"
            first = f"只改扩展名没有用。请把它改名为 {PurePosixPath(given).name}，从 issue.yaml 里删去它，再"
        hint = f"{first}运行 briefing import {command(given)} -i {command('')}，由它变成稿件。"
    elif kind.picture:
        hint = "图片在稿件里这样写：![图中内容](文件名)。"
    elif "PDF" in kind.name or "OFD" in kind.name:
        hint = "请向来稿单位要它的 Word 原件，再用 briefing import 变成稿件。"
    return Diagnostic("file-kind", f"{path} 不是文本，是{kind.name}", span, hint)
