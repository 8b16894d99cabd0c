"""A PDF → facts about it: every colour that is painted and how, every picture and its resolution, fonts, boxes, labels."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.code import Code
from briefing.core.records import dataclass
from briefing.preflight.color_spaces import SpotInk
from briefing.preflight.content_walk import page_facts
from briefing.preflight.found_objects import Shared
from briefing.preflight.page_facts import PageFacts
from briefing.preflight.pdf_types import Container
from briefing.preflight.unreadable import CUT_OFF, FAULTS, UnreadablePrint, cut_off, reason_of

if TYPE_CHECKING:
    import pikepdf

#: In what qpdf says while it opens a file and while it reads a page: what is lost, and what that means.
_LOST: tuple[tuple[str, Code, str], ...] = (
    (
        "Pages tree includes non-dictionary",
        "preflight-pages",
        "有的页写坏了（纸张大小、放大倍数等数值不对），读不出来，没有算在内",
    ),
    ("MediaBox is undefined", "preflight-box", "有的页没有写明纸张大小（MediaBox），各家软件会当成不同的纸"),
)
_UNFINISHED = ("(content", "stream data", "object as null")


@dataclass(frozen=True, slots=True)
class Intent:
    kind: str
    condition: str
    profile: bytes | None  # the ICC header, 128 bytes


@dataclass(frozen=True, slots=True)
class Survey:
    """`spots`: its spot inks, each as often as it is declared differently; `copies`: records of its document parts (ISO 16612-2),
    or else its bookmarks; `lost`: codes of what is not there any more or never was, and what it is (Chinese)."""

    version: str
    encrypted: bool
    identified: bool
    pages: tuple[PageFacts, ...]
    intents: tuple[Intent, ...]
    info: Mapping[str, str]
    xmp: Mapping[str, str]
    actions: tuple[str, ...]
    spots: tuple[SpotInk, ...] = ()
    copies: int = 0
    lost: tuple[tuple[Code, str], ...] = ()

    @property
    def label(self) -> str:
        """The PDF/X that it says it is, "" if none."""
        return self.xmp.get("X4") or self.xmp.get("X1") or self.info.get("GTS_PDFXVersion", "")


def survey(data: bytes) -> Survey:
    """Raises UnreadablePrint."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            len(document.pages)  # by which the tree of pages is read, and mended
            warnings = [str(warning) for warning in document.get_warnings()]
            lost = tuple((code, said) for words, code, said in _LOST if any(words in warning for warning in warnings))
            if cut_off(data):
                lost = (("preflight-unreadable", CUT_OFF), *lost)
            shared = Shared(_hidden(document))
            pages = tuple(_pages(document, shared))
            return Survey(
                document.pdf_version, document.is_encrypted, "/ID" in document.trailer, pages, tuple(_intents(document)),
                {name.lstrip("/"): str(value).lstrip("/") for name, value in document.docinfo.items()},
                _xmp(document), tuple(_actions(document)), tuple(shared.spots), _copies(document), lost,
            )  # fmt: skip
    except (pikepdf.PdfError, pikepdf.PasswordError, *FAULTS) as error:
        raise UnreadablePrint(reason_of(error, data), isinstance(error, pikepdf.PasswordError)) from error


def _actions(document: pikepdf.Pdf) -> Iterator[str]:
    """What a file can do of itself, and files that hide in it."""
    names: Container = document.Root.get("/Names", {})
    for holder, entries in ((document.Root, ("/OpenAction", "/AA", "/AcroForm")), (names, ("/JavaScript", "/EmbeddedFiles"))):
        yield from (entry for entry in entries if entry in holder)


def _copies(document: pikepdf.Pdf) -> int:
    """Records that cover the pages without a gap, one after the other; 0 where they do not."""
    if "/DPartRoot" not in document.Root:
        outlines: Container = document.Root.get("/Outlines", {})
        return int(outlines.get("/Count", 0))
    pages = [page.obj for page in document.pages]  # each by its number would be looked for again from the first
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    found, after = 0, 0
    for group in document.Root.DPartRoot.DPartRootNode.DParts:
        for part in group:
            last = part.get("/End", part.Start)
            own = pages[after : numbers[last.objgen] + 1]
            if numbers[part.Start.objgen] != after or any(page.DPart.objgen != part.objgen for page in own):
                return 0
            found, after = found + 1, numbers[last.objgen] + 1
    return found if after == len(numbers) else 0


def _hidden(document: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Object numbers of the layers that are off when the file is opened (ISO 32000-1 §8.11.4.3)."""
    properties = document.Root.get("/OCProperties")
    if properties is None:
        return frozenset()
    default: Container = properties.get("/D", {})
    off = {group.objgen for group in default.get("/OFF", [])}
    if str(default.get("/BaseState", "/ON")) == "/OFF":
        off |= {group.objgen for group in properties.get("/OCGs", [])} - {group.objgen for group in default.get("/ON", [])}
    return frozenset(off)


def _pages(document: pikepdf.Pdf, shared: Shared) -> Iterator[PageFacts]:
    """Of pages that share drawing and boxes, as copies of one run do, the first alone is walked."""
    import pikepdf

    seen: dict[tuple[object, ...], PageFacts] = {}
    for number, page in enumerate(document.pages, 1):
        contents, resources = page.obj.get("/Contents"), page.obj.get("/Resources")
        key: tuple[object, ...] = (number,)
        if contents is not None and contents.is_indirect and resources is not None and resources.is_indirect:
            key = (contents.objgen, resources.objgen, str(page.obj.get("/TrimBox")), "/Annots" in page)
        if key not in seen:
            try:
                facts = page_facts(number, page, shared)
            except (pikepdf.PdfError, *FAULTS) as error:
                raise UnreadablePrint(f"第{number}页，{reason_of(error)}") from error
            warnings = [str(warning) for warning in document.get_warnings()]
            if any(words in warning for words in _UNFINISHED for warning in warnings):
                cut = "内容没有读到底：括号、字符串没有收口，或数据缺了、坏了"
                facts = replace(facts, unread=(cut, *facts.unread))
            seen[key] = facts
        yield replace(seen[key], number=number)


def _intents(document: pikepdf.Pdf) -> list[Intent]:
    found = []
    for item in document.Root.get("/OutputIntents", []):
        profile = item.get("/DestOutputProfile")
        header = profile.read_bytes()[:128] if profile is not None else None
        found.append(Intent(str(item.get("/S", "")).lstrip("/"), str(item.get("/OutputConditionIdentifier", "")), header))
    return found


_XMP_NAMES = {
    "Title": "{http://purl.org/dc/elements/1.1/}title", "Author": "{http://purl.org/dc/elements/1.1/}creator",
    "Producer": "{http://ns.adobe.com/pdf/1.3/}Producer", "Trapped": "{http://ns.adobe.com/pdf/1.3/}Trapped",
    "Creator": "{http://ns.adobe.com/xap/1.0/}CreatorTool", "CreationDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
    "ModDate": "{http://ns.adobe.com/xap/1.0/}ModifyDate", "X4": "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion",
    "X1": "{http://ns.adobe.com/pdfx/1.3/}GTS_PDFXVersion", "DocumentID": "{http://ns.adobe.com/xap/1.0/mm/}DocumentID",
}  # fmt: skip


def _xmp(document: pikepdf.Pdf) -> dict[str, str]:
    from lxml import etree

    stream = document.Root.get("/Metadata")
    if stream is None:
        return {}
    try:
        root = etree.fromstring(stream.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    found = {}
    for name, tag in _XMP_NAMES.items():
        element = root.find(f".//{tag}")
        if element is not None:
            found[name] = "".join(str(text) for text in element.itertext()).strip()
    return found
