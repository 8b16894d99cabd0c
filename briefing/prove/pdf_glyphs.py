"""The characters of one page of a PDF, as PDFium reads them: columns of codes, places and text objects, then glyphs.

Every question is asked of all characters at once (`map` over a C function), and of a text object what its characters share.
"""

from __future__ import annotations

import ctypes
import re
import sys
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise, repeat
from typing import NamedTuple, cast

from briefing.core.pdfium import Matrix


class Glyph(NamedTuple):
    """One character as it is drawn. `y` is its baseline, `advance` the width that the file's font gives it."""

    char: str
    x: float
    y: float
    advance: float
    size: float
    font: int  # into Pdf.fonts
    unmapped: bool  # the file does not say which character this is: a missing glyph looks like that
    hyphen: bool = False  # it ends a line between letters: one of the text, or one that parts a word there
    tail: float = 0.0  # how wide the hyphen is that parts the word after it, where that is told with it
    turned: bool = False  # it reads downwards

    @property
    def right(self) -> float:
        return self.x + self.advance + self.tail


class PdfFont(NamedTuple):
    name: str  # without the tag of a subset
    embedded: bool


#: Letters that PDFium may have told instead of a ligature that has a code of its own; they are then all at one place.
_LIGATURES = {"ffi": 0xFB03, "ffl": 0xFB04, "ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "st": 0xFB06}
_FIRST = re.compile("[fs]")
_LONGEST = max(map(len, _LIGATURES))
#: What has to be asked about: what may be white space that PDFium added, halves of characters above U+FFFF, a hyphen at a
#: line's end (as 2 or U+FFFE), and what the file gives no meaning.
_ODD = re.compile("[\0- \xad\ud800-\udfff\ufffe]")
#: With one of these on a page PDFium's text of it may differ from what it says of single characters.
_ALONE = re.compile("[\0-\x1f\ud800-\udfff\ufffe]")
_HYPHEN = (0x02, 0xFFFE)
#: A hyphen that ends a line, in columns of codes: a soft one, or one of the text. No character has this code.
_LINE_HYPHEN = -2
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_GONE, _UNKNOWN = -1, 0xFFFD


class _Widths(dict[int, float]):
    """Code → advance in em of one face of the file, asked at its first use."""

    def __init__(self, pdfium: ctypes.PyDLL) -> None:
        self._pdfium = pdfium
        self._width = ctypes.c_float()
        self.font = 0  # a handle of the face, on the page that is open now

    def __missing__(self, code: int) -> float:
        # the file may have one of the two hyphens only; what it has not is an em wide
        self[code] = width = min(map(self._ask, (0x2D, 0xAD) if code == _LINE_HYPHEN else (code,)))
        return width

    def _ask(self, code: int) -> float:
        self._pdfium.FPDFFont_GetGlyphWidth(self.font, code, 1000.0, ctypes.byref(self._width))
        return self._width.value / 1000


class _Advances(dict[int, float]):
    """The same in pt at one type size: one number for all glyphs of a kind, not one for each."""

    def __init__(self, widths: _Widths, size: float) -> None:
        self.widths, self._size = widths, size

    def __missing__(self, code: int) -> float:
        self[code] = advance = self.widths[code] * self._size
        return advance


class _Characters(dict[int, str]):
    """As `chr`, which makes a new string at every call."""

    def __missing__(self, code: int) -> str:
        self[code] = char = "-" if code == _LINE_HYPHEN else chr(code)
        return char


class GlyphReader:
    """Reads the pages of one file. `fonts`: those met so far, each with its number."""

    def __init__(self, pdfium: ctypes.PyDLL) -> None:
        self._pdfium = pdfium
        self.fonts: dict[PdfFont, int] = {}
        self._widths: dict[int, _Widths] = {}
        self._advances: dict[tuple[int, float], _Advances] = {}
        self._chars = _Characters()
        self._name = ctypes.create_string_buffer(256)
        self._size, self._matrix = ctypes.c_float(), Matrix()

    def read(self, text: int, height: float, painted: Sequence[int], aside: set[int]) -> tuple[tuple[Glyph, ...], str]:
        """The glyphs of a text page in the order in which its text objects are `painted`, without white space that PDFium
        generated; and what the text objects `aside` say, which are no glyphs of the page."""
        pdfium = self._pdfium
        count = pdfium.FPDFText_CountChars(text)
        if count <= 0:
            return (), ""
        holders: list[int | None] = list(map(pdfium.FPDFText_GetTextObject, repeat(text), range(count)))
        codes, spelt = self._codes(text, count)
        xs, ys = self._origins(text, count)
        unmapped = self._amend(text, spelt, codes, xs, ys)
        if _GONE in codes or None in holders:
            kept = [code != _GONE and holder is not None for code, holder in zip(codes, holders, strict=True)]
            codes, xs, ys, holders = (list(compress(column, kept)) for column in (codes, xs, ys, holders))  # type: ignore[assignment]
            unmapped = list(compress(unmapped, kept))
        down = {y: height - y for y in set(ys)}
        return self._glyphs(codes, xs, [down[y] for y in ys], unmapped, holders, painted, aside)

    def _codes(self, text: int, count: int) -> tuple[list[int], str]:
        """Of every character, UTF-16; and the same as a string with a character for each."""
        buffer = array("H", bytes(2 * (count + 1)))  # of ctypes each length would be a type
        if self._pdfium.FPDFText_GetText(text, 0, count, buffer.buffer_info()[0]) == count + 1:  # with its end
            spelt = buffer[:count].tobytes().decode(_UTF16, "surrogatepass")
            if len(spelt) == count and not _ALONE.search(spelt):
                return buffer[:count].tolist(), spelt
        codes = list(map(self._pdfium.FPDFText_GetUnicode, repeat(text), range(count)))
        return codes, "".join(map(chr, codes))

    def _origins(self, text: int, count: int) -> tuple[list[float], list[float]]:
        places = array("d", bytes(16 * count))
        step = 2 * places.itemsize
        begin = places.buffer_info()[0]
        end = begin + count * step
        half = step // 2
        across, down = range(begin, end, step), range(begin + half, end + half, step)
        deque(map(self._pdfium.FPDFText_GetCharOrigin, repeat(text), range(count), across, down), 0)
        return places[::2].tolist(), places[1::2].tolist()

    def _amend(self, text: int, spelt: str, codes: list[int], xs: Sequence[float], ys: Sequence[float]) -> list[bool]:
        """Make one code of each character that PDFium tells as several, its others _GONE. Returns which have no meaning."""
        pdfium, count = self._pdfium, len(codes)
        unmapped = [False] * count
        told = 0
        for match in _FIRST.finditer(spelt):
            at = match.start()
            end = at + 1
            while end < min(count, at + _LONGEST) and xs[end] == xs[at] and ys[end] == ys[at]:
                end += 1
            ligature = _LIGATURES.get(spelt[at:end])
            if ligature and at >= told:
                codes[at:end] = [ligature, *repeat(_GONE, end - at - 1)]
                told = end
        for match in _ODD.finditer(spelt):
            at, code = match.start(), codes[match.start()]
            if code == _GONE:
                continue
            if 0xDC00 <= code < 0xE000:
                follows = at > 0 and 0xD800 <= ord(spelt[at - 1]) < 0xDC00
                codes[at] = _GONE if follows else _UNKNOWN  # told with its first half
            elif 0xD800 <= code < 0xDC00:
                codes[at] = _whole(code, ord(spelt[at + 1]) if at + 1 < count else 0)
            elif code < 33 and pdfium.FPDFText_IsGenerated(text, at):
                codes[at] = _GONE
            elif code == 0xAD or (code in _HYPHEN and pdfium.FPDFText_IsHyphen(text, at) == 1):
                codes[at] = _LINE_HYPHEN
            elif code < 32:
                unmapped[at] = pdfium.FPDFText_HasUnicodeMapError(text, at) == 1
        return unmapped

    def _glyphs(
        self,
        codes: Sequence[int],
        xs: Sequence[float],
        ys: Sequence[float],
        unmapped: Sequence[bool],
        holders: Sequence[int | None],
        painted: Sequence[int],
        aside: set[int],
    ) -> tuple[tuple[Glyph, ...], str]:
        borders = [at for at, (one, other) in enumerate(pairwise(holders), 1) if one != other]
        chars = self._chars.__getitem__
        found: list[Glyph] = []
        drawn: list[str] = []
        faces: dict[int, int] = {}  # of this page: a handle holds as long as the page is open
        order = {holder: place for place, holder in enumerate(painted)}
        stretches = sorted(  # PDFium has what stands on one baseline from left to right
            (stretch for stretch in pairwise((0, *borders, len(codes))) if stretch[0] < stretch[1]),
            key=lambda stretch: order.get(holders[stretch[0]] or 0, len(order)),
        )
        for start, end in stretches:
            holder = holders[start]
            if holder is None:
                continue
            stretch = codes[start:end]
            if holder in aside:
                drawn += map(chars, stretch)
                continue
            font = self._pdfium.FPDFTextObj_GetFont(holder)
            if font not in faces:
                faces[font] = self._face(font)
            number, size = faces[font], self._type_size(holder)
            advances = self._advances.get((number, size))
            if advances is None:
                widths = self._widths.setdefault(number, _Widths(self._pdfium))
                advances = self._advances[number, size] = _Advances(widths, size)
            advances.widths.font = font
            columns = zip(
                map(chars, stretch), xs[start:end], ys[start:end], map(advances.__getitem__, stretch), repeat(size),
                repeat(number), unmapped[start:end], map(_LINE_HYPHEN.__eq__, stretch),
                repeat(0.0), repeat(self._matrix.b < -abs(self._matrix.a)),
            )  # fmt: skip
            found += cast("Iterator[Glyph]", map(tuple.__new__, repeat(Glyph), columns))  # its own `__new__` is Python
        return tuple(found), "".join(drawn)

    def _face(self, font: int) -> int:
        pdfium = self._pdfium
        length = pdfium.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
        name = self._name.raw[: max(0, length - 1)].decode("utf-8", "replace")
        if name[6:7] == "+":
            name = name[7:]
        found = PdfFont(name, pdfium.FPDFFont_GetIsEmbedded(font) == 1)
        return self.fonts.setdefault(found, len(self.fonts))

    def _type_size(self, holder: int) -> float:
        """Pt, of a text object, whose matrix is then known."""
        size, matrix = self._size, self._matrix
        self._pdfium.FPDFTextObj_GetFontSize(holder, ctypes.byref(size))
        self._pdfium.FPDFPageObj_GetMatrix(holder, ctypes.byref(matrix))
        return float(size.value * (matrix.c**2 + matrix.d**2) ** 0.5)


def _whole(high: int, low: int) -> int:
    """A half without its other half is no character, and is told as unknown."""
    return 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF) if 0xDC00 <= low < 0xE000 else _UNKNOWN
