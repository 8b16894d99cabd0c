"""Fonts of a file for the archive: whether everything that is shown can be drawn, and be read as text, for ever."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.core.code import Code
from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

#: What a code must not mean (ISO 19005-2 §6.2.11.7.2).
_NOT_CHARACTERS = {"", "\0", "\ufeff", "\ufffe"}
_WIDTH = 1.0  # thousandths of an em: how far PDF and font may differ (ISO 19005-2 §6.2.11.5: 1/1000)
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def problems(font: pikepdf.Object, codes: set[int]) -> Iterator[tuple[Code, str]]:
    """(code of the finding, what is wrong) with a font of which `codes` are shown."""
    if font.get("/Subtype") != "/Type0":
        yield "archive-font", "不是复合字体（Type 0），没有核对"
        return
    bearer = font.DescendantFonts[0]
    descriptor: Container = bearer.get("/FontDescriptor", {})
    program = next((descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor), None)
    if program is None:
        yield "archive-font", "没有嵌入（ISO 19005-2 §6.2.11.4）"
    if str(font.get("/Encoding", "")) not in ("/Identity-H", "/Identity-V"):
        yield "archive-font", "编码不是 Identity-H（ISO 19005-2 §6.2.11.3）"
    if bearer.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in bearer:
        yield "archive-font", "没有 CIDToGIDMap（ISO 19005-2 §6.2.11.3.2）"
    if "/ToUnicode" not in font:
        yield "archive-unicode", "没有 ToUnicode，文字不能提取（ISO 19005-2 §6.2.11.7.2）"
    else:
        meanings = unicode_map(font.ToUnicode.read_bytes())
        unknown = sorted(code for code in codes if meanings.get(code, "") in _NOT_CHARACTERS)
        if unknown:
            yield "archive-unicode", f"ToUnicode 缺 {len(unknown)} 个字，第一个是 <{unknown[0]:04x}>（ISO 19005-2 §6.2.11.7.2）"
    if 0 in codes:
        yield "archive-font", "用了缺字符号 .notdef（ISO 19005-2 §6.2.11.8）"
    if program is not None and str(bearer.get("/CIDToGIDMap", "/Identity")) == "/Identity":
        yield from _outlines(program.read_bytes(), bearer, codes)


def unicode_map(cmap: bytes) -> dict[int, str]:
    """Code → text, of a ToUnicode CMap (ISO 32000-1 §9.10.3)."""
    found: dict[int, str] = {}
    for kind, body in _BLOCK.findall(cmap):
        tokens: list[bytes] = [
            b"[" if match[2] else b"]" if match[3] else bytes.fromhex(match[1].decode()) for match in _TOKEN.finditer(body)
        ]
        at = 0
        while at < len(tokens):
            first = int.from_bytes(tokens[at], "big")
            if kind == b"bfchar":
                found[first] = tokens[at + 1].decode("utf-16-be", "replace")
                at += 2
                continue
            last = min(int.from_bytes(tokens[at + 1], "big"), first + 0xFFFF)
            if tokens[at + 2] == b"[":
                end = tokens.index(b"]", at)
                for code, text in zip(range(first, last + 1), tokens[at + 3 : end], strict=False):
                    found[code] = text.decode("utf-16-be", "replace")
                at = end + 1
            else:
                base = int.from_bytes(tokens[at + 2], "big")
                for code in range(first, last + 1):
                    size = len(tokens[at + 2])
                    found[code] = (base + code - first).to_bytes(size, "big").decode("utf-16-be", "replace")
                at += 3
    return found


def _outlines(program: bytes, bearer: pikepdf.Object, codes: set[int]) -> Iterator[tuple[Code, str]]:
    """The glyphs are there, as wide as the PDF says."""
    import pikepdf
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(io.BytesIO(program), lazy=True)
        order, metrics, unit = font.getGlyphOrder(), font["hmtx"], font["head"].unitsPerEm
    except (TTLibError, KeyError, AssertionError):
        yield "archive-font", "嵌入的字体读不出来（ISO 19005-2 §6.2.11.4）"
        return
    widths, usual = _widths(bearer.get("/W", pikepdf.Array())), float(bearer.get("/DW", 1000))
    for code in sorted(codes):
        if code >= len(order):
            yield "archive-font", f"字体里没有 <{code:04x}> 这个字形（ISO 19005-2 §6.2.11.4）"
            return
        advance = metrics[order[code]][0] * 1000 / unit
        if abs(advance - widths.get(code, usual)) > _WIDTH:
            yield "archive-font", f"<{code:04x}> 的宽度与字体不一致（ISO 19005-2 §6.2.11.5）"
            return


def _widths(array: pikepdf.Object) -> dict[int, float]:
    import pikepdf

    found: dict[int, float] = {}
    items = list(array)
    while items:
        first = int(items.pop(0))
        second = items.pop(0)
        if isinstance(second, pikepdf.Array):
            found.update({first + number: float(width) for number, width in enumerate(second)})
        else:
            width = float(items.pop(0))
            found.update(dict.fromkeys(range(first, min(int(second), first + 0xFFFF) + 1), width))
    return found
