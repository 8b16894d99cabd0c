"""Bytes of Chinese text that are neither UTF-8 nor GB18030, told by the characters that are often used. Pure."""

from __future__ import annotations

from collections.abc import Set

#: Shares of characters that are often used, by which encodings are told; fewer characters than `_TELLING` tell nothing.
_MOSTLY, _NEARLY_ALL, _HARDLY, _TELLING = 0.6, 0.95, 0.25, 12
#: So many characters without one beyond are no chance.
_HANGUL = 30
#: The least second byte of what is often used.
_SECOND = {"gb18030": 0xA1, "cp950": 0x40}


def other_encoding(data: bytes) -> str | None:
    """Big5, as Hong Kong and Taiwan save text; "" where it is neither that nor GB18030; None where it is UTF-8 or GB18030.

    Any bytes of the one are mostly characters of the other, too; those that are often used tell them apart."""
    try:
        data.decode("utf-8")
        return None
    except UnicodeDecodeError:
        pass
    usual, count = _usual_share(data, "gb18030", {0xA1, 0xA3, *range(0xB0, 0xD8)})
    if usual >= _MOSTLY:
        return "" if _is_korean(data) else None
    other, others = _usual_share(data, "cp950", {0xA1, *range(0xA4, 0xC7)})
    if other >= _NEARLY_ALL and others >= _TELLING:
        return "cp950"
    return "" if count >= _TELLING and usual < _HARDLY else None


def _is_korean(data: bytes) -> bool:
    """Hangul (KS X 1001) has the bytes of the Han from 啊 to 取, in GB 2312 the first two of three by their sound: no Chinese
    text of some length is without 是, 在, 中, 有."""
    leads = [char.encode("gb18030")[0] for char in data.decode("gb18030", "ignore") if char > "\u3020"]
    found = [lead for lead in leads if lead > 0xA9]
    return len(found) >= _HANGUL and max(found) <= 0xC8


def _usual_share(data: bytes, encoding: str, leads: Set[int]) -> tuple[float, int]:
    """Of the characters of `data` that are not ASCII, the share that is often used: marks and Han of two bytes, the first of them
    in `leads`. And how many there are."""
    try:
        words = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0, 0
    found = [char.encode(encoding) for char in words if char > "\x7f"]
    often = sum(len(code) == 2 and code[0] in leads and code[1] >= _SECOND[encoding] for code in found)
    return (often / len(found) if found else 1.0), len(found)
