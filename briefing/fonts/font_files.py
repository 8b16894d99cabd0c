"""A font file as its owner gives it: the faces it holds, the names they go by, what they cover. TTF, OTF and their collections.

fontTools is imported when the first file is opened: only houses with faces of their own pay for it.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from briefing.core.han import is_han
from briefing.core.records import dataclass
from briefing.fonts.metrics import BOLD, Face, Origin, Side, sides

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._n_a_m_e import NameRecord

#: Endings of what is taken for a font file; whether it is one, its first bytes say.
SUFFIXES = (".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2", ".eot", ".pfb", ".dfont")
#: Where the blank half of a full-width mark lies (GB/T 15834-2011 §5.1).
_HALVES: dict[str, str] = {
    "before": "‘“〈《「『【〔〖（［｛",
    "after": "’”、。〉》」』】〕〗！），．：；？］｝",
    "around": "·・",
}
#: Family, subfamily's full name, PostScript name, typographic family, and the family of WWS: by any of them a face may be called.
_NAME_IDS = (1, 4, 6, 16, 21)
_FAMILY_IDS = (1, 16, 21)
_MAX_FACES = 64
_Root = Literal["fonts", "templates", "optional"]


class UnusableFont(ValueError):
    """Not a font that can be set; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Named:
    """One face of a file. Names are as `plain` makes them, but `shown`."""

    number: int
    shown: str  # the name that its owner would know, Chinese where it has one
    families: frozenset[str]
    names: frozenset[str]
    weight: int
    postscript: str
    axis: tuple[float, float, float] | None  # least, default and greatest weight of a variable face


def plain(name: str) -> str:
    """A name as it is compared: case, width, spaces and hyphens are nothing."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", name)).casefold()


def faces_in(data: bytes) -> list[Named]:
    """Raises UnusableFont."""
    if data[:4] in (b"wOFF", b"wOF2"):
        raise UnusableFont("是网页字体（WOFF），不能用来排版")
    from fontTools.ttLib import TTLibError

    try:
        count = _count(data)
        if count > _MAX_FACES:
            raise UnusableFont(f"里有 {count} 个字体，超过 {_MAX_FACES} 个")
        return [_named(_open(data, number), number, len(data)) for number in range(count)]
    except UnusableFont:
        raise
    except (TTLibError, OSError, ValueError, KeyError, IndexError, AttributeError, AssertionError, TypeError) as error:
        raise _broken() from error
    except Exception as error:  # struct.error and what else a spoilt table may raise: a file from outside
        raise _broken() from error


def measure(data: bytes, key: str, weight: int, named: Named, root: _Root, path: str) -> Face:
    """Coverage and advances of one face of a file. Raises UnusableFont for a broken one."""
    try:
        return _measure(data, key, weight, named, root, path)
    except Exception as error:  # as above
        raise _broken() from error


def open_face(data: bytes, origin: Origin) -> TTFont:
    """The face that `origin` names, opened lazily."""
    return _open(data, origin.number)


def location(origin: Origin) -> dict[str, float]:
    """Where on the axes of a variable face its glyphs are drawn."""
    return {} if origin.wght is None else {"wght": origin.wght}


def _broken() -> UnusableFont:
    return UnusableFont("不是完好的字体文件")


def _count(data: bytes) -> int:
    return int.from_bytes(data[8:12]) if data[:4] == b"ttcf" else 1


def _open(data: bytes, number: int) -> TTFont:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=number)
    if "glyf" in font and "maxp" in font:  # names of glyphs are nothing here, and finding them takes half a second
        font.setGlyphOrder([f"glyph{index}" for index in range(font["maxp"].numGlyphs)])
    return font


def _named(font: TTFont, number: int, size: int) -> Named:
    if any(table.offset + table.length > size for table in font.reader.tables.values()):
        raise UnusableFont("不完整，像是没有下载或复制完")
    if "glyf" not in font and "CFF " not in font and "CFF2" not in font:
        raise UnusableFont("里没有轮廓（只有点阵或彩色图形），不能用来排版")
    if not _speaks_unicode(font.reader["cmap"]):
        raise UnusableFont("里没有 Unicode 编码，不能用来排版")
    records = [(record.nameID, text) for record in font["name"].names if (text := _text(record))]
    families = [text for kind, text in records if kind in _FAMILY_IDS]
    chinese = [text for text in families if any(map(is_han, text))]
    shown = next(iter([*chinese, *families, "没有名称的字体"]))
    postscript = next((text for kind, text in records if kind == 6), "")
    axis = None
    if "fvar" in font:
        axis = next(((a.minValue, a.defaultValue, a.maxValue) for a in font["fvar"].axes if a.axisTag == "wght"), None)
    weight = int(font["OS/2"].usWeightClass) if "OS/2" in font else 400
    return Named(
        number,
        shown,
        frozenset(map(plain, families)),
        frozenset(plain(text) for kind, text in records if kind in _NAME_IDS),
        weight * 100 if weight < 10 else weight,  # some old faces count from 1 to 9
        postscript,
        axis,
    )


def _speaks_unicode(cmap: bytes) -> bool:
    """By the head of the table: unpacking it takes a third of a second, and a collection has ten."""
    records = (cmap[start : start + 4] for start in range(4, 4 + 8 * int.from_bytes(cmap[2:4]), 8))
    kinds = [(int.from_bytes(record[:2]), int.from_bytes(record[2:])) for record in records]
    return any(platform == 0 or (platform, encoding) in ((3, 1), (3, 10)) for platform, encoding in kinds)


def _text(record: NameRecord) -> str:
    try:
        return str(record.toUnicode()).strip("\0 ")
    except UnicodeDecodeError:
        return ""


def _measure(data: bytes, key: str, weight: int, named: Named, root: _Root, path: str) -> Face:
    font = _open(data, named.number)
    wght = None
    if named.axis is not None:
        least, _, greatest = named.axis
        wght = min(max(float(weight), least), greatest)
    origin = Origin(root, path, named.number, wght)
    to_milli = 1000 / font["head"].unitsPerEm
    cmap, widths = font.getBestCmap(), font["hmtx"]
    if "HVAR" in font and wght is not None:
        glyphs = font.getGlyphSet(location=location(origin))
        advances = {chr(code): glyphs[name].width * to_milli for code, name in cmap.items()}
    else:
        advances = {chr(code): widths[name][0] * to_milli for code, name in cmap.items()}
    # A half-empty mark is a full-width one; a proportional ’ has nothing to give.
    full = {char for char, width in advances.items() if width > 900}
    sha256 = hashlib.sha256(data).hexdigest()
    unique = hashlib.sha256(f"{sha256} {origin}".encode()).hexdigest()[:8]
    stem = re.sub(r"[^A-Za-z0-9]+", "", named.postscript) or "Own"
    return Face(
        name=f"{key}-{weight}",
        role=key,
        weight=BOLD if weight >= BOLD else 400,
        family=f"{stem} x{unique}",
        file="",
        coverage=tuple(_edges(sorted(cmap))),
        advances={char: round(width, 2) for char, width in advances.items() if round(width, 2) != 1000},
        default_advance=1000,
        halves=_halves(font, cmap, full, location(origin)),
        sha256=sha256,
        origin=origin,
        title=named.shown,
    )


def _halves(font: TTFont, cmap: Mapping[int, str], full: set[str], at: Mapping[str, float]) -> dict[str, Side]:
    """Of the `full`-width marks, on which side they are half empty; one that is drawn across the middle of its em, as ？ is in
    some faces, is so around its ink."""
    from fontTools.pens.boundsPen import BoundsPen

    glyphs, middle = font.getGlyphSet(location=at), font["head"].unitsPerEm / 2
    found: dict[str, Side] = {}
    for char, side in sides(_HALVES).items():
        if char in full:
            pen = BoundsPen(glyphs)
            glyphs[cmap[ord(char)]].draw(pen)
            across = pen.bounds and pen.bounds[0] < middle < pen.bounds[2]
            found[char] = "around" if across else side
    return found


def _edges(codes: list[int]) -> Iterator[int]:
    """Ranges as first, past-last, first, past-last …"""
    for place, code in enumerate(codes):
        if not place or codes[place - 1] != code - 1:
            yield code
        if place == len(codes) - 1 or codes[place + 1] != code + 1:
            yield code + 1
