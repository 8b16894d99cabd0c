"""A finished OFD → its pictures in the order in which they are painted."""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile

from briefing.prove.looks import PictureLook, Unseen, of_file
from briefing.prove.ofd_text import NS, page_parts
from briefing.prove.pdf_pages import UnreadableFile


def read_ofd_pictures(data: bytes) -> list[PictureLook | None]:
    """None: it cannot be shown, or stands turned. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root, pages = page_parts(archive)
            files = _files(archive, posixpath.dirname(root), ET.fromstring(archive.read(root)))
            images = [image for page in pages for image in ET.fromstring(archive.read(page)).iter(f"{NS}ImageObject")]
            return [_look(archive, image, files) for image in images]
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("不是完好的 OFD 文件") from error


def _files(archive: zipfile.ZipFile, folder: str, document: ET.Element) -> dict[str, str]:
    """Number of a resource → its file."""
    found = {}
    for kind in ("PublicRes", "DocumentRes"):
        for place in document.iter(f"{NS}{kind}"):
            resources = ET.fromstring(archive.read(posixpath.join(folder, place.text or "")))
            base = posixpath.join(folder, resources.get("BaseLoc", ""))
            for item in resources.iter(f"{NS}MultiMedia"):
                found[item.get("ID", "")] = posixpath.join(base, item.findtext(f"{NS}MediaFile", ""))
    return found


def _look(archive: zipfile.ZipFile, image: ET.Element, files: dict[str, str]) -> PictureLook | None:
    a, b, c, d, _, _ = map(float, image.get("CTM", "").split())
    if b or c or a <= 0 or d <= 0:
        return None
    try:
        return of_file(archive.read(files[image.get("ResourceID", "")]))._replace(ratio=a / d)
    except Unseen:
        return None
