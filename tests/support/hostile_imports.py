"""Hostile files to import: bombs, depths, widths and damage in DOCX, ODT, RTF, HTML and text."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from hostile_running import Case, Shelf
from importing_support import BODY, SAMPLES, centred, p, package, picture, zipped
from read_support import png

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _file(name: str, expected: str, file: str, make: Callable[[], bytes], *command: str) -> Case:
    def lay(shelf: Shelf) -> None:
        shelf.outside(file, make())

    return Case("import", name, lay, expected, command or ("import", file, "-i", "17"))


def _docx(name: str, expected: str, make: Callable[[], bytes]) -> Case:
    return _file(name, expected, "a.docx", make)


def _packed(parts: dict[str, bytes]) -> bytes:
    """A package, pressed as small as it goes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def document(content: bytes, **others: bytes) -> bytes:
    return _packed(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": content, **{f"word/{k}.xml": v for k, v in others.items()}}
    )


def body(content: str, **others: bytes) -> bytes:
    return document(f"<w:document {SPACE}><w:body>{content}</w:body></w:document>".encode(), **others)


def sound(more: str) -> bytes:
    """A report with a title and a paragraph, and `more` after them."""
    return body(f"<w:p><w:r><w:t>标题在此</w:t></w:r></w:p><w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>{more}")


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: int, columns: int) -> str:
    cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return "<w:tbl>" + f"<w:tr>{cell * columns}</w:tr>" * rows + "</w:tbl>"


def odt(content: str, **others: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", _ODT + content + "</office:text></office:body></office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        for name, data in others.items():
            archive.writestr(name, data)
    return out.getvalue()


_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'office:version="1.2"><office:body><office:text>'
)


def _zip_of_zips(depth: int) -> bytes:
    data = b"0" * 1_000_000
    for _ in range(depth):
        data = _packed({f"{n}.zip": data for n in range(4)})
    return data


def _overlapping(count: int) -> bytes:
    """Entries that share one body, so that little becomes much."""
    inner = _packed({"word/document.xml": b" " * (20 << 20)})
    place = inner.rfind(b"PK\x01\x02")
    entry, end = inner[place : inner.rfind(b"PK\x05\x06")], inner[inner.rfind(b"PK\x05\x06") :]
    entries = b"".join(entry.replace(b"word/document.xml", f"word/docum{n:03}.xml".encode()) for n in range(count))
    entries = entry + entries
    return inner[:place] + entries + end[:8] + struct.pack("<HHII", count + 1, count + 1, len(entries), place) + b"\0\0"


def _styles(count: int, ring: bool = False) -> bytes:
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='s{n}'><w:name w:val='s{n}'/><w:basedOn w:val='s{(n + 1) % count if ring else n + 1}'/></w:style>"
        for n in range(count)
    )
    return f"<w:styles {SPACE}>{styles}</w:styles>".encode()


def _lying(data: bytes, size: int) -> bytes:
    """The directory says that the text part unpacks to `size` bytes."""
    spoilt = bytearray(data)
    place = spoilt.rfind(b"PK\x01\x02", 0, spoilt.rfind(b"word/document.xml"))
    spoilt[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(spoilt)


def _bomb() -> bytes:
    return png(30_000, 30_000, zlib.compress(b"\0" * 30_001 * 3_000, 9))


def odt_entities() -> bytes:
    content = _ODT.replace("<office:document-content", "<!DOCTYPE d [<!ENTITY a 'aaaa'>]><office:document-content", 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content + "<text:p>&a;</text:p></office:text></office:body></office:document-content>")
    return out.getvalue()


IMPORTS: tuple[Case, ...] = (
    _docx("27 MB of XML in 29 KB", "3 a.docx:1:1 import-size", lambda: sound("<w:p/>" * (27_000_000 // 6))),
    _docx("27 MB of runs", "3 a.docx:1:1 import-size", lambda: sound("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_150_000 + "</w:p>")),
    _docx("27 MB of attributes", "3 a.docx:1:1 import-size", lambda: sound("<w:p>" + "<w:r w:a='1' w:b='2' w:c='3'/>" * 900_000 + "</w:p>")),
    _docx("27 MB in one text", "3 a.docx:1:1 import-size", lambda: sound(paragraph("文" * 9_000_000))),
    _docx("27 MB in one attribute", "0", lambda: sound(f"<w:p w:a='{'a' * 27_000_000}'/>")),
    _docx("27 MB of comments", "3 a.docx:1:1 import-size", lambda: sound("<!-- -->" * 3_400_000)),
    _docx("27 MB of spaces", "0", lambda: sound(" " * 27_000_000)),
    _docx("600,000 paragraphs", "3 a.docx:1:1 import-size", lambda: sound(paragraph("文") * 600_000)),
    _docx("600,000 paragraphs without text", "3 a.docx:1:1 import-size", lambda: sound("<w:p/>" * 600_000)),
    _docx("60,000 paragraphs", "3 a.docx:1:1 import-size", lambda: sound(paragraph("文章") * 60_000)),
    _docx("15,000 paragraphs", "0", lambda: sound(paragraph("文章一段。") * 15_000)),
    _docx("20,000 breaks", "3 a.docx:1:1 work-limit", lambda: sound("<w:p><w:r><w:t>文</w:t>" + "<w:br/>" * 20_000 + "<w:t>字</w:t></w:r></w:p>")),
    _docx("20,000 breaks with words", "3 a.docx:1:1 work-limit", lambda: sound("<w:p><w:r>" + "<w:t>文</w:t><w:br/>" * 20_000 + "</w:r></w:p>")),
    _docx("200,000 tabs", "3 a.docx:1:1 work-limit", lambda: sound("<w:p><w:r><w:t>文</w:t>" + "<w:tab/>" * 200_000 + "</w:r></w:p>")),
    _docx("a paragraph of a megabyte", "1 01-a.md:1:1 file-size", lambda: sound(paragraph("文" * 350_000))),
    _docx("a Latin word of a megabyte", "3 a.docx:1:1 import-size", lambda: sound(paragraph("w" * 1_000_000))),
    _docx("a million spaces", "3 a.docx:1:1 import-size", lambda: sound(paragraph("文" + " " * 1_000_000 + "字"))),
    _docx("a million stars", "3 a.docx:1:1 import-size", lambda: sound(paragraph("*" * 1_000_000))),
    _docx("a hundred thousand digits", "1 a.docx:3:1 import-long", lambda: sound(paragraph("1" * 100_000))),
    _docx("brackets of notes", "1 a.docx:3:1 import-long", lambda: sound(paragraph("（一）" * 30_000))),
    _docx("a table of a thousand columns", "3 a.docx:1:1 import-size", lambda: sound(table(100, 1_000))),
    _docx("a table of 24 × 490", "1", lambda: sound(table(490, 24))),
    _docx("a table of ten thousand rows", "3 a.docx:1:1 import-size", lambda: sound(table(10_000, 4))),
    _docx("tables by the ten thousand", "3 a.docx:1:1 import-size", lambda: sound(table(1, 1) * 20_000)),
    _docx("tables within tables", "3 a.docx:1:1 import-damaged", lambda: sound("<w:tbl><w:tr><w:tc>" * 2_000 + paragraph("深") + "</w:tc></w:tr></w:tbl>" * 2_000)),
    _docx("text boxes within text boxes", "3 a.docx:1:1 import-damaged", lambda: sound("<w:p><w:r><w:pict><w:txbxContent>" * 1_000 + "</w:txbxContent></w:pict></w:r></w:p>" * 1_000)),
    _docx("wrappers within wrappers", "3 a.docx:1:1 import-damaged", lambda: sound("<w:ins>" * 20_000 + "</w:ins>" * 20_000)),
    _docx("spans of a million", "0", lambda: sound("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='1000000'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>")),
    _docx("rows before by the billion", "0", lambda: sound("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='999999999'/></w:trPr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")),
    _docx("fields within fields", "0", lambda: sound("<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 20_000 + "<w:r><w:t>文</w:t></w:r></w:p>")),
    _docx("an instruction of a megabyte", "0", lambda: sound("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>" + "<w:r><w:instrText>TOC </w:instrText></w:r>" * 30_000 + "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>")),
    _docx("numbers of no end", "0", lambda: sound("<w:p><w:pPr><w:numPr><w:ilvl w:val='999999999'/><w:numId w:val='999999999'/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>" * 5_000)),
    _docx("styles by the ten thousand", "1 a.docx:1:1 import-title", lambda: body(f"<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr><w:r><w:t>{BODY}</w:t></w:r></w:p>" * 50, styles=_styles(60_000))),
    _docx("styles in a ring", "1", lambda: body(f"<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr><w:r><w:t>{BODY}</w:t></w:r></w:p>" * 5, styles=_styles(50, True))),
    _docx("styles of 29 MB", "1 a.docx:1:1 import-aside", lambda: body(paragraph("标题在此") + paragraph(BODY), styles=b"<w:styles>" + b"<w:style/>" * 2_900_000 + b"</w:styles>")),
    _docx("namespaces by the ten thousand", "3 a.docx:1:1 import-size", lambda: sound("".join(f"<w:p xmlns:n{n}='u{n}'/>" for n in range(60_000)))),
    _docx("one element with 100,000 attributes", "0", lambda: sound("<w:p " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
    _docx("entities", "3 a.docx:1:1 import-damaged", lambda: document(f"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '{'&a;' * 10}'>]><w:document {SPACE}>&b;</w:document>".encode())),
    _docx("an entity of the machine", "3 a.docx:1:1 import-damaged", lambda: document(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>')),
    _docx("31 MB", "3 a.docx:1:1 import-size", lambda: document(b" " * (31 << 20))),
    _docx("400 MB in parts", "3 a.docx:1:1 import-size", lambda: _packed({f"word/media/{n}.bin": b"\0" * (25 << 20) for n in range(20)} | {"word/document.xml": b"<a/>"})),
    _docx("390 MB of media", "1 a.docx:1:1 import-title", lambda: _packed({f"word/media/{n}.png": b"\0" * (26 << 20) for n in range(14)} | {"word/document.xml": f"<w:document {SPACE}><w:body>{paragraph('标题在此')}</w:body></w:document>".encode()})),
    _docx("a directory that lies", "3 a.docx:1:1 import-damaged", lambda: _lying(document(b" " * (20 << 20)), 1_000)),
    _docx("a directory of half a gigabyte", "3 a.docx:1:1 import-size", lambda: _lying(document(b" "), 500 << 20)),
    _docx("entries that overlap", "3 a.docx:1:1 import-damaged", lambda: _overlapping(10)),
    _docx("entries by the ten thousand", "3 a.docx:1:1 import-size", lambda: zipped({f"{n}": "" for n in range(60_000)})),
    _docx("zips within zips", "3 a.docx:1:1 import-format", lambda: _zip_of_zips(5)),
    _docx("names of no end", "3 a.docx:1:1 import-format", lambda: _packed({"a" * 60_000: b"", "word/document.xml": b"<a/>"})),
    _docx("half a file", "3 a.docx:1:1 import-damaged", lambda: SAMPLES["leads"]()[:-200]),
    _docx("noise", "3 a.docx:1:1 import-format", lambda: random.Random(5).randbytes(5_000_000)),
    _docx("locked", "3 a.docx:1:1 import-encrypted", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
    _docx("nothing", "3 a.docx:1:1 import-format", lambda: b""),
    _docx("a picture bomb", "1 a.docx:3:1 import-picture", lambda: package(centred("标题在此") + p(BODY) + p(picture("p1", "图")), {"media/a.png": _bomb()}, {"p1": ("image", "media/a.png")})),
    _file("an ODT of 29 MB", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<text:p/>" * 3_200_000)),
    _file("an ODT of 100,000 paragraphs", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<text:p>文</text:p>" * 100_000)),
    _file("an ODT of 200 MB", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<text:p>文</text:p>", **{"x.xml": b" " * (200 << 20)})),
    _file("an ODT of 500 MB", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<text:p>文</text:p>", **{f"x{n}.xml": b" " * (100 << 20) for n in range(5)})),
    _file("an ODT of spaces without end", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<text:p>文<text:s text:c='2000000000'/>字</text:p>")),
    _file("an ODT whose cells repeat", "3 a.odt:1:1 import-size", "a.odt", lambda: odt("<table:table><table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='1000000'><text:p>1</text:p></table:table-cell></table:table-row></table:table>")),
    _file("an ODT that goes deep", "1 a.odt:1:1 import-title", "a.odt", lambda: odt("<text:section text:name='a'>" * 5_000 + "<text:p>深</text:p>" + "</text:section>" * 5_000)),
    _file("an ODT with entities", "3 a.odt:1:1 import-damaged", "a.odt", odt_entities),
    _file("an ODT that is damaged", "3 a.odt:1:1 import-office", "a.odt", lambda: odt("<text:p>文</text:p>")[:-50]),
    _file("an RTF of groups", "3 a.rtf:1:1 import-damaged", "a.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000),
    _file("an RTF of groups, closed", "1 a.rtf:1:1 import-title", "a.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000 + b"a" + b"}" * 100_000 + b"}"),
    _file("an RTF of paragraphs", "3 a.rtf:1:1 import-office", "a.rtf", lambda: b"{\\rtf1 " + b"a\\par " * 300_000 + b"}"),
    _file("an RTF of cells", "3 a.rtf:1:1 import-office", "a.rtf", lambda: b"{\\rtf1 " + b"\\trowd\\cellx1000\\intbl a\\cell\\row " * 50_000 + b"}"),
    _file("an RTF of bytes without end", "3 a.rtf:1:1 import-office", "a.rtf", lambda: b"{\\rtf1 \\bin2000000000 a}"),
    _file("an RTF of fields", "1 a.rtf:1:1 import-long", "a.rtf", lambda: b"{\\rtf1 " + b"{\\field{\\fldinst INCLUDEPICTURE x}{\\fldrslt a}}" * 30_000 + b"}"),
    _file("an old Word file of noise", "1 a.doc:1:1 foreign-script", "a.doc", lambda: OLE + random.Random(4).randbytes(100_000) + "WordDocument".encode("utf-16-le")),
    _file("HTML of divs", "3 a.html:1:1 import-size", "a.html", lambda: b"<html><body>" + b"<div>" * 500_000 + b"a"),
    _file("HTML of paragraphs", "3 a.html:1:1 import-size", "a.html", lambda: "<html><body><h1>题目在此</h1>".encode() + "<p>文章</p>".encode() * 500_000),
    _file("HTML of breaks", "3 a.html:1:1 import-size", "a.html", lambda: "<html><body><p>题目在此</p><p>文".encode() + b"<br>" * 500_000),
    _file("HTML of bold", "3 a.html:1:1 import-damaged", "a.html", lambda: "<html><body><p>题目在此</p><p>文".encode() + b"<b>a" * 200_000),
    _file("HTML of a table", "3 a.html:1:1 import-size", "a.html", lambda: "<html><body><p>题目在此</p><table>".encode() + b"<tr>" + b"<td>1" * 300_000),
    _file("HTML of spans of a billion", "0", "a.html", lambda: "<html><body><p>题目在此</p><p>文</p><table><tr><td colspan=1000000000 rowspan=1000000000>1</td></tr></table>".encode()),
    _file("HTML of attributes", "1 a.html:1:1 import-title", "a.html", lambda: b"<html><body><p " + b"a=1 " * 500_000 + b">a"),
    _file("HTML of angles", "3 a.html:1:1 import-size", "a.html", lambda: b"<html><body>" + b"<" * 3_000_000),
    _file("HTML of entities", "1 a.html:2:1 import-long", "a.html", lambda: "<html><body><p>题目在此</p><p>".encode() + b"&amp;" * 600_000),
    _file("HTML of pictures in the page", "3 a.html:1:1 import-size", "a.html", lambda: "<html><body><p>题目在此</p><p>文</p>".encode() + b"<img src='data:image/png;base64,AAAA'>" * 50_000),
    _file("text of a megabyte without an end", "1 01-a.md:1:1 file-size", "a.txt", lambda: ("题目在此\n\n" + "文" * 350_000).encode()),
    _file("text of lines", "3 a.txt:1:1 import-size", "a.txt", lambda: ("题目在此\n\n" + "文章\n" * 500_000).encode()),
    _file("text of blank lines", "0", "a.txt", lambda: ("题目在此\n\n" + "\n" * 5_000_000 + BODY).encode()),
    _file("text of 190 MB", "3 a.txt:1:1 import-size", "a.txt", lambda: b"a" * (190 << 20)),
    _file("text of one line of 20 MB", "3 a.txt:1:1 import-size", "a.txt", lambda: ("题目在此\n\n" + "w" * 20_000_000).encode()),
    _file("text of spaces", "0", "a.txt", lambda: ("题目在此\n\n文" + " " * 5_000_000 + "\n\n" + BODY).encode()),
    _file("text of tabs", "3 a.txt:1:1 import-size", "a.txt", lambda: ("题目在此\n\n" + "甲\t乙\n" * 100_000).encode()),
    _file("text of nulls", "3 a.txt:1:1 import-empty", "a.txt", lambda: b"\0" * 5_000_000),
)  # fmt: skip
