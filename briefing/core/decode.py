"""Bytes of a source file to text, whatever editor on whatever system saved it. Pure.

UTF-8 with or without BOM is the rule. Old Windows editors save GB18030 (of which GBK is a part): it is
read, with a note. UTF-16 and Big5 are refused. Characters that nobody sees are another matter: briefing.core.unseen.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.core.other_encodings import other_encoding

_WIDE_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ACCENT = re.compile("[\u0300-\u036f]")


def decode(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    """The text, lines ending in `\\n`, and a note if it was not UTF-8. Raises InputError with positions."""
    if data.startswith(_WIDE_BOMS) or _looks_like_utf16(data):
        raise InputError(
            Diagnostic(
                "encoding-utf16",
                "文件是 UTF-16 编码，不能读取",
                Span(file, 1, 1),
                "请在编辑器里另存为 UTF-8 编码。",
            )
        )
    notes: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        text = _gb18030(data, bad, file)
        notes.append(
            Diagnostic(
                "encoding-gb18030",
                "文件是 GB18030（GBK）编码，已按此读取",
                Span(file, 1, 1),
                "建议在编辑器里另存为 UTF-8 编码。",
                Severity.NOTE,
            )
        )
    return _composed(text.replace("\r\n", "\n").replace("\r", "\n")), notes


def _composed(text: str) -> str:
    """A letter and its accent typed one after the other (`e` + U+0301, as on a Mac) as the one letter é. Nothing else: full
    normalisation would exchange rare Han characters in names."""
    if not _ACCENT.search(text):
        return text
    return re.sub("[A-Za-z\u00c0-\u024f][\u0300-\u036f]+", lambda found: unicodedata.normalize("NFC", found[0]), text)


def _looks_like_utf16(data: bytes) -> bool:
    """UTF-16 without a BOM: every other byte of its ASCII (line ends, digits, YAML keys) is zero."""
    head = data[:4096]
    return len(head) >= 4 and (head[0::2].count(0) > len(head) // 8 or head[1::2].count(0) > len(head) // 8)


def _gb18030(data: bytes, bad: int, file: str) -> str:
    """`data` as GB18030, unless it is UTF-8 with a spoilt byte at `bad`: GB18030 would read almost
    anything."""
    before = data[:bad].decode("utf-8-sig", errors="ignore")
    if not _has_chinese(before) and other_encoding(data) == "cp950":
        hint = "请在编辑器里按 Big5 打开，字都对了，再另存为 UTF-8 编码。"
        raise InputError(
            Diagnostic("encoding-unknown", "文件是 Big5 编码（港台的系统存的），照 GBK 读会成乱字", Span(file, 1, 1), hint)
        )
    if not _has_chinese(before):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            if _has_chinese(text) and not any("\ue000" <= character <= "\uf8ff" for character in text):
                return text
    line, column = _place(before.replace("\r\n", "\n").replace("\r", "\n"))
    raise InputError(
        Diagnostic(
            "encoding-unknown",
            "这里的字节既不是 UTF-8，也不是 GB18030",
            Span(file, line, column),
            "文件可能已损坏；请用编辑器打开检查，另存为 UTF-8 编码。",
        )
    )


def _has_chinese(text: str) -> bool:
    """Whether `text` holds a common Han character or a Chinese mark."""
    return any(
        "\u4e00" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f" or "！" <= character <= "～" for character in text
    )


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of the character that follows `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
