"""Files for the archive: the rules of PDF/A-2u (ISO 19005-2:2011) that reading can check. `accessible_rules` has PDF/UA-1's.

A file that breaks one has not earned its label. What only a person can judge is listed in docs/archive.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.preflight import accessible_rules, archive_fonts, archive_objects
from briefing.preflight.painting_order import PaintedObject, painted
from briefing.preflight.survey import Survey, survey
from briefing.preflight.unreadable import UnreadablePrint, reason_of

if TYPE_CHECKING:
    import pikepdf

Problem = archive_objects.Problem
_PREFIX = "{%s}%s"
_NAMESPACES = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}
_SAME = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file as it was read: the open `document`, its bytes, the facts of `survey` and what is painted on each page."""

    data: bytes
    document: pikepdf.Pdf
    facts: Survey
    pages: tuple[tuple[PaintedObject, ...], ...]


def preflight(name: str, data: bytes, pages: int) -> list[Diagnostic]:
    """Everything that is wrong with the file called `name`, which should have `pages` pages. Never raises for its contents."""
    import pikepdf

    found: list[Problem] = []
    try:
        facts = survey(data)
        with pikepdf.open(io.BytesIO(data)) as document:
            file = ArchiveFile(data, document, facts, tuple(tuple(painted(page)) for page in document.pages))
            for rule in RULES:
                found += rule(file)
            found += accessible_rules.problems(document, file.pages)
    except (
        UnreadablePrint,
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
    ) as error:
        locked = isinstance(error, UnreadablePrint) and error.locked
        found = [("archive-locked" if locked else "archive-unreadable", f"读不出来：{reason_of(error, data)}")]
    else:
        found += [("archive-unreadable", f"第{page.number}页，{said}") for page in facts.pages for said in page.unread]
        if len(facts.pages) != pages:
            found.append(("archive-pages", f"有 {len(facts.pages)} 页，成品是 {pages} 页"))
    return [Diagnostic(code, f"{name}：{message}") for code, message in dict.fromkeys(found)]


def _form(file: ArchiveFile) -> Iterator[Problem]:
    """ISO 19005-2 §6.1.2, §6.1.3: header, binary comment, file identifier, no encryption, nothing after the end."""
    head = file.data[:1024].split(b"\n", 2)
    if not file.data.startswith(b"%PDF-1.") or len(head) < 2:
        yield "archive-form", "文件头不是 %PDF-1.n（ISO 19005-2 §6.1.2）"
    elif not head[1].startswith(b"%") or sum(byte > 127 for byte in head[1][1:5]) < 4:
        yield "archive-form", "文件头之后没有二进制标记（ISO 19005-2 §6.1.2）"
    if not file.facts.identified:
        yield "archive-form", "没有文件标识 ID（ISO 19005-2 §6.1.3）"
    if file.facts.encrypted:
        yield "archive-locked", "文件加了密（ISO 19005-2 §6.1.3）"
    if not file.data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "archive-form", "文件末尾还有别的数据（ISO 19005-2 §6.1.3）"


def _label(file: ArchiveFile) -> Iterator[Problem]:
    """ISO 19005-2 §6.6.2, §6.6.4; ISO 14289-1 §5: XMP in the clear, with both labels, in step with Info."""
    stream = file.document.Root.get("/Metadata")
    if stream is None:
        yield "archive-label", "没有 XMP（ISO 19005-2 §6.6.2.1）"
        return
    if "/Filter" in stream:
        yield "archive-label", "XMP 压缩了，不用工具读不出来（ISO 19005-2 §6.6.2.1 注）"
    from lxml import etree

    try:
        root = etree.fromstring(stream.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        line, column = error.position
        yield "archive-label", f"XMP 不是完好的 XML（ISO 19005-2 §6.6.2.1）：第{line}行第{column}列写坏了"
        return
    for prefix, name, wanted in (("pdfaid", "part", "2"), ("pdfaid", "conformance", "U"), ("pdfuaid", "part", "1")):
        said = root.findtext(".//" + _PREFIX % (_NAMESPACES[prefix], name), "")
        if said.strip() != wanted:
            clause = "ISO 14289-1 §5" if prefix == "pdfuaid" else "ISO 19005-2 §6.6.4"
            yield "archive-label", f"XMP 的 {prefix}:{name} 是“{said or '无'}”，应为 {wanted}（{clause}）"
    yield from _agreeing(file)


def _agreeing(file: ArchiveFile) -> Iterator[Problem]:
    """ISO 19005-2 §6.6.3: what Info says, XMP says too."""
    from briefing.output.pdf.xmp import iso_date

    for name in _SAME:
        said = file.facts.info.get(name, "")
        said = iso_date(said) if name.endswith("Date") else said
        if said and file.facts.xmp.get(name, "") != said:
            found = file.facts.xmp.get(name, "")
            yield "archive-metadata", f"XMP 的 {name}“{found}”与文件属性“{said}”不一致（ISO 19005-2 §6.6.3）"


def _colors(file: ArchiveFile) -> Iterator[Problem]:
    """ISO 19005-2 §6.2.3, §6.2.4.3: an output intent with a profile; device colours only of its kind."""
    intents = [intent for intent in file.facts.intents if intent.kind == "GTS_PDFA1"]
    channels = b""
    if len(intents) != 1:
        yield "archive-intent", f"应有一个输出意图 GTS_PDFA1，有 {len(intents)} 个（ISO 19005-2 §6.2.3）"
    else:
        header = intents[0].profile or b""
        channels = header[16:20]
        if header[36:40] != b"acsp" or header[12:16] not in (b"mntr", b"prtr"):
            yield "archive-intent", "输出意图里没有显示器或印刷机的 ICC 文件（ISO 19005-2 §6.2.3）"
        elif header[8:10] > b"\x04\x20":
            yield "archive-intent", f"ICC 文件的版本 {header[8]}.{header[9] >> 4} 太新（ISO 19005-2 §6.2.3）"
    allowed = {b"RGB ": {"DeviceRGB", "DeviceGray"}, b"CMYK": {"DeviceCMYK", "DeviceGray"}, b"GRAY": {"DeviceGray"}}
    fine = allowed.get(channels, set())
    for page in file.facts.pages:
        uses = [(use.object, use.color.space) for use in page.uses] + [(item.object, item.space) for item in page.pictures]
        for where, space in uses:
            if space.startswith("Device") and space != "DeviceN" and space not in fine:
                yield "archive-color", f"第{page.number}页，{where}：{space} 没有相应的输出意图（ISO 19005-2 §6.2.4.3）"


def _fonts(file: ArchiveFile) -> Iterator[Problem]:
    """ISO 19005-2 §6.2.11."""
    fonts: dict[tuple[int, int], tuple[pikepdf.Object, set[int], int]] = {}
    for number, page in enumerate(file.pages, 1):
        for item in page:
            if item.font is not None and item.visible:
                _, codes, _ = fonts.setdefault(item.font.objgen, (item.font, set(), number))
                codes.update(int.from_bytes(item.codes[at : at + 2], "big") for at in range(0, len(item.codes), 2))
    for font, codes, number in fonts.values():
        for code, what in archive_fonts.problems(font, codes):
            yield code, f"第{number}页，{str(font.get('/BaseFont', ''))[1:]}：{what}"


def _objects(file: ArchiveFile) -> Iterator[Problem]:
    yield from archive_objects.problems(file.document)


RULES: tuple[Callable[[ArchiveFile], Iterator[Problem]], ...] = (_form, _label, _colors, _fonts, _objects)
