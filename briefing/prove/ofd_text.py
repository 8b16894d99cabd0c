"""A finished OFD → its pages: size and text, read from the XML alone, following the references as a reader does."""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from typing import NamedTuple

from briefing.prove.pdf_pages import UnreadableFile

NS = "{http://www.ofdspec.org/2016}"


class OfdPage(NamedTuple):
    width: float  # mm
    height: float
    text: str  # in the order in which it is painted


def read_ofd(data: bytes) -> tuple[OfdPage, ...]:
    """Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _, places = page_parts(archive)
            return tuple(_page(ET.fromstring(archive.read(place))) for place in places)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("不是完好的 OFD 文件") from error


def page_parts(archive: zipfile.ZipFile) -> tuple[str, list[str]]:
    """Names of the document's own part and of its pages. Raises KeyError, ParseError, ValueError."""
    root = _required(ET.fromstring(archive.read("OFD.xml")).findtext(f"{NS}DocBody/{NS}DocRoot"))
    pages = ET.fromstring(archive.read(root)).iterfind(f"{NS}Pages/{NS}Page")
    return root, [posixpath.join(posixpath.dirname(root), page.get("BaseLoc", "")) for page in pages]


def _page(root: ET.Element) -> OfdPage:
    box = _required(root.findtext(f"{NS}Area/{NS}PhysicalBox")).split()
    return OfdPage(float(box[2]), float(box[3]), "".join(code.text or "" for code in root.iter(f"{NS}TextCode")))


def _required(text: str | None) -> str:
    if not text:
        raise ValueError("an element is missing")
    return text
