"""The documents in a package: each is what its name says and can be opened; the PDFs keep the rules of PDF/A-2u and PDF/UA-1;
what the record says of the issue the PDF says itself, in its properties and on its pages."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.core.errors import BriefingError, Diagnostic, Severity, Span
from briefing.core.numerals import chinese
from briefing.preflight.archive_rules import preflight
from briefing.preflight.package_layout import DOCUMENTS, REPORT
from briefing.preflight.package_reader import ReadPackage
from briefing.preflight.package_xml import place
from briefing.preflight.page_words import words
from briefing.preflight.survey import survey
from briefing.preflight.unreadable import UnreadablePrint, reason_of

if TYPE_CHECKING:
    from lxml import etree

_NS = {"m": "urn:briefing:archive"}
_IDENTIFIER = re.compile(rb"<xmpMM:DocumentID>([^<]{1,100})</xmpMM:DocumentID>")
#: What a package of an office document has in it.
_MAIN = {".docx": "word/document.xml", ".ofd": "OFD.xml"}
#: 密级 that a page has to show.
_SECRET = ("绝密", "机密", "秘密")


def problems(
    package: ReadPackage, path: str, record: etree._Element, judged: dict[str, list[Diagnostic]]
) -> Iterator[Diagnostic]:
    """`path`: where the `record` lies; `judged`: as `package_rules.examine`."""
    pages = record.findtext("m:形式特征/m:页数", "0", _NS)
    for name, data in package.parts.items():
        if name.startswith((DOCUMENTS, REPORT)) and name.endswith(".pdf"):
            own = name.startswith(REPORT)
            for item in _judged(name.rpartition("/")[2], data, 0 if own else int(pages), judged):
                if not (own and item.code == "archive-pages"):
                    yield Diagnostic(item.code, item.message, package.at(name), item.hint, item.severity)
            if not own:
                yield from _agreeing(package, path, record, data)
        elif name.startswith(DOCUMENTS):
            yield from _opens(package, name, data)


def _judged(name: str, data: bytes, pages: int, judged: dict[str, list[Diagnostic]]) -> list[Diagnostic]:
    key = judgement(data, pages)
    if key not in judged:
        try:
            judged[key] = preflight(name, data, pages)
        except BriefingError:
            raise
        except Exception as error:  # a library's fault over a file that was made to have it
            judged[key] = [Diagnostic("archive-unreadable", f"{name}：读不出来：{reason_of(error, data)}")]
    return judged[key]


def judgement(data: bytes, pages: int) -> str:
    """What a PDF that should have `pages` is called among those judged."""
    return f"{hashlib.sha256(data).hexdigest()} {pages}"


def identifier(data: bytes) -> str:
    """By which a PDF calls itself in its XMP, which lies in the open in a file for the archive; "" for none."""
    match = _IDENTIFIER.search(data)
    return match[1].decode("utf-8", "replace") if match else ""


def _opens(package: ReadPackage, name: str, data: bytes) -> Iterator[Diagnostic]:
    """An office document is a zip with a certain part in it."""
    ending = f".{name.rpartition('.')[2]}"
    if ending not in _MAIN:
        yield Diagnostic("package-metadata", "电子档案只收 PDF、OFD 和 DOCX", package.at(name))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entry = archive.getinfo(_MAIN[ending])
            fine = entry.file_size <= 200 << 20 and bool(archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
        fine = False
    if not fine:
        hint = "请重新做包（press --for archive --force）。"
        yield Diagnostic("package-unreadable", f"不是完好的 {ending[1:].upper()} 文件", package.at(name), hint)


def _agreeing(package: ReadPackage, path: str, record: etree._Element, data: bytes) -> Iterator[Diagnostic]:
    """What the record says, against the PDF's own properties and the words of its first and last page."""
    try:
        facts = survey(data)
    except UnreadablePrint:
        return  # told already
    file = package.at(path).file

    def node(name: str) -> etree._Element | None:
        return record.find(f"m:内容描述/m:{name}", _NS)

    title = node("题名")
    if title is not None and facts.xmp.get("Title", "").split() != (title.text or "").split():
        message = f"题名“{title.text}”与 PDF 自己写的“{facts.xmp.get('Title', '')}”不一样"
        yield Diagnostic("package-metadata", message, place(title, file))
    number = record.find("m:电子文件号", _NS)
    own = identifier(data)
    if number is not None and (number.text or "").startswith("uuid:") and number.text != own:
        yield Diagnostic("package-metadata", f"电子文件号“{number.text}”与 PDF 自己写的“{own}”不一样", place(number, file))
    first, both = words(data, (0,)), words(data, (0, -1))
    hint = "请对照首页看一看；元数据错的，请重新做包。"
    for office in record.iterfind("m:内容描述/m:责任者", _NS):
        said = "".join((office.text or "").split())
        if said not in both and said not in "".join(facts.xmp.get("Author", "").split()):
            yield _unseen(f"责任者“{said}”", place(office, file), hint)
    issue = node("期号")
    if issue is not None and not all(
        _numbered(unicodedata.normalize("NFKC", first), each) for each in re.findall(r"[0-9]{1,9}", issue.text or "")
    ):
        yield _unseen(f"期号 {issue.text} ", place(issue, file), hint)
    date = node("日期")
    if (
        date is not None
        and not _dated(both, date.text or "")
        and not facts.xmp.get("CreationDate", "").startswith(date.text or "")
    ):
        yield _unseen(f"日期 {date.text} ", place(date, file), hint)
    secrecy = node("密级")
    if secrecy is not None and secrecy.text in _SECRET and secrecy.text not in first:
        yield _unseen(f"密级“{secrecy.text}”", place(secrecy, file), hint)


def _unseen(what: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic("package-words", f"元数据的{what}在 PDF 的页面上没有找到", span, hint, Severity.WARNING)


def _numbered(text: str, number: str) -> bool:
    value = int(number)
    return re.search(rf"(?<!\d)0*{value}(?!\d)", text) is not None or chinese(value) in text


def _dated(text: str, date: str) -> bool:
    """2022-05-13 as 2022年5月13日, or in characters."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    if not match:
        return False
    year, month, day = match[1], int(match[2]), int(match[3])
    years = "".join("〇一二三四五六七八九"[int(digit)] for digit in year)
    said = (f"{years}年{chinese(month)}月{chinese(day)}日", f"{years.replace('〇', '零')}年{chinese(month)}月{chinese(day)}日")
    return re.search(rf"{year}年0?{month}月0?{day}日", text) is not None or any(each in text for each in said)
