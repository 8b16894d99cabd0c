"""Pictures and objects that a file does not hold but has fetched from elsewhere when it is opened: where from.

LibreOffice is kept from fetching them and says nothing of it, so the addresses are read here, from the formats that it opens.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from briefing.errors import InputError
from briefing.importing.flow import Aside
from briefing.importing.names import attribute, local
from briefing.importing.package import MAX_XML, parse

#: What an ODT may hold an address in that nobody follows by himself.
_FOLLOWED_BY_HAND = {"a", "bookmark-ref"}
#: Within the package: `Pictures/…`, `./Object 1`, `#mark`. Elsewhere: with a scheme, from the root, or upwards.
_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|/|\.\.")
#: RTF, and the fields' names in it (ISO/IEC 29500-1 §17.16.5.24, .25); a backslash in a path is written twice or four times.
_FIELD = re.compile(rb"\bINCLUDE(PICTURE|TEXT)\b", re.IGNORECASE)
_ADDRESS = re.compile(rb"\bINCLUDE(PICTURE|TEXT)\b[\s{}\\a-z0-9]{0,60}?[\"\s]([^\"{}\s][^\"{}]{0,2000})[\"}\s]", re.IGNORECASE)


def in_odt(data: bytes) -> list[Aside]:
    """What has an address outside the package, each once, in their order; those that cannot be read are none."""
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in ("content.xml", "styles.xml"):
                if name in archive.namelist() and archive.getinfo(name).file_size <= MAX_XML:
                    for element in parse(archive.read(name), name, name).iter():
                        address = attribute(element, "href").strip()
                        if local(element) not in _FOLLOWED_BY_HAND and _ELSEWHERE.match(address):
                            found.setdefault(address, "picture" if local(element) in ("image", "fill-image") else "object")
    except (InputError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
        pass
    return [Aside(kind, address, 0, address) for address, kind in found.items()]


def in_rtf(data: bytes) -> list[Aside]:
    """What fields would fetch, each once, in their order."""
    found: dict[str, str] = {}
    for match in _ADDRESS.finditer(data):
        address = re.split(r"\s\\", re.sub(r"\\+", lambda _: "\\", match[2].decode("latin-1")))[0].strip()
        found.setdefault(address, "picture" if match[1].upper() == b"PICTURE" else "object")
    return [Aside(kind, address, 0, address) for address, kind in found.items()]


def without_fields(data: bytes) -> bytes:
    """An RTF whose fields for other files have a name that nobody knows: of them, what they showed last stays."""
    return _FIELD.sub(rb"LEFTOUT", data)
