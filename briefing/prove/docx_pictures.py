"""A finished DOCX → its pictures in the order of the text, as Word shows them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.prove.looks import PictureLook, Unseen, of_file
from briefing.prove.pdf_pages import UnreadableFile

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_docx_pictures(data: bytes) -> list[PictureLook | None]:
    """None: it cannot be shown, or not as it lies in the package (cropped or turned by Word). Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            relations = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
            targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
            body = ElementTree.fromstring(package.read("word/document.xml"))
            return [_look(package, inline, targets) for inline in body.iter(f"{_WP}inline")]
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise UnreadableFile(f"不是完好的 DOCX 文件（{error}）") from None


def _look(package: zipfile.ZipFile, inline: Element, targets: dict[str | None, str]) -> PictureLook | None:
    extent, blip = inline.find(f"{_WP}extent"), next(inline.iter(f"{_A}blip"), None)
    frame = next(inline.iter(f"{_A}xfrm"), None)
    if extent is None or blip is None or next(inline.iter(f"{_A}srcRect"), None) is not None:
        return None
    if frame is not None and any(frame.get(name, "0") not in ("0", "false") for name in ("rot", "flipH", "flipV")):
        return None
    part = posixpath.normpath(posixpath.join("word", targets[blip.get(f"{_R}embed")]))
    try:
        return of_file(package.read(part))._replace(ratio=int(extent.get("cx", "0")) / int(extent.get("cy", "0")))
    except (Unseen, ValueError, ZeroDivisionError):
        return None
