"""Pictures and objects that a file does not hold but has fetched from elsewhere when it is opened: where from.

LibreOffice is kept from fetching them and says nothing of it, so the addresses are read here, from the formats that it opens.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from briefing.core import bounds
from briefing.core.errors import InputError
from briefing.importing.docx_package import parse
from briefing.importing.flow import Remark
from briefing.importing.word_names import attribute, local

#: What an ODT may hold an address in that nobody follows by himself.
_FOLLOWED_BY_HAND = {"a", "bookmark-ref"}
#: Within the package: `Pictures/…`, `./Object 1`, `#mark`. Elsewhere: with a scheme, from the root, or upwards.
_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|/|\.\.")
#: A field's instruction in RTF: the control word cannot be written otherwise, the words after it in many ways.
_INSTRUCTION = re.compile(rb"(?:\\\*\s*)?\\fldinst(?![a-z])")
_WRITTEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?\??|\\([\\{}])|\\\*|\\[a-z]{1,32}-?\d{0,10} ?|[{}\r\n]")
#: Fields whose result is another file (ISO/IEC 29500-1 §17.16.5), and where from.
_FETCHES = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD)\b(.*)", re.IGNORECASE | re.DOTALL
)
_PLACE = re.compile(r'"([^"]+)"|((?!\\)[^\s"]*[/.:\\][^\s"]*)')
#: Bytes of an instruction that are looked at: a path, its switches and some wrapping. Its name stands among the first characters.
_LONGEST, _NAME = 1_000, 20


def in_odt(data: bytes) -> list[Remark]:
    """What has an address outside the package, each once, in their order; those that cannot be read are none."""
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in ("content.xml", "styles.xml"):
                if name in archive.namelist() and archive.getinfo(name).file_size <= bounds.IMPORT_XML:
                    for element in parse(archive.read(name), name, name).iter():
                        address = attribute(element, "href").strip()
                        if local(element) not in _FOLLOWED_BY_HAND and _ELSEWHERE.match(address):
                            found.setdefault(address, "picture" if local(element) in ("image", "fill-image") else "object")
    except (InputError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError):
        pass
    return [Remark(kind, address, 0, address) for address, kind in found.items()]


def without_fetching(data: bytes) -> tuple[bytes, list[Remark]]:
    """An RTF without the fields that fetch other files, and those of them whose file is missing in it. What they showed last
    stays."""
    found: dict[str, str] = {}
    parts: list[bytes] = []
    done = 0
    for match in _INSTRUCTION.finditer(data):
        words, ended = _instruction(data[match.end() : match.end() + _LONGEST])
        fetches = _FETCHES.match(words)
        if fetches or (not ended and len(words.strip()) < _NAME):  # what is wrapped so thickly has something to hide
            parts += [data[done : match.start()], b"\\*\\leftout"]  # a group that no reader knows is passed over
            done = match.end()
        if fetches and not _result_is_there(data, match.end()):
            place = _PLACE.search(fetches[2])
            address = re.sub(r"\\+", lambda _: "\\", (place[1] or place[2]) if place else fetches[1])
            found.setdefault(address, "picture" if fetches[1].upper() == "INCLUDEPICTURE" else "object")
    return b"".join((*parts, data[done:])), [Remark(kind, address, 0, address) for address, kind in found.items()]


def _result_is_there(data: bytes, start: int) -> bool:
    """Whether the field whose instruction begins at `start` holds its picture."""
    result = data.find(b"\\fldrslt", start, start + 2 * _LONGEST)
    return result >= 0 and data.find(b"\\pict", result, result + _LONGEST) >= 0


def _instruction(data: bytes) -> tuple[str, bool]:
    """The words of a field's instruction, whatever they are wrapped in, and whether its group ends within `data`."""
    depth = 0
    out: list[str] = []
    at = 0
    for match in _WRITTEN.finditer(data):
        out.append(data[at : match.start()].decode("latin-1"))
        at = match.end()
        if match[1]:
            out.append(chr(int(match[1], 16)))
        elif match[2]:
            out.append(chr(int(match[2]) % 0x10000))
        elif match[3]:
            out.append(match[3].decode())
        elif match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if depth < 0:
                return "".join(out), True
    return "".join((*out, data[at:].decode("latin-1"))), False
