"""Which characters a subset keeps."""

from __future__ import annotations

# Beyond GB 2312: marks of everyday office text, units, the number forms of documents.
# Python's codec maps the middle dot and dash of GB 2312 to U+30FB and U+2015; text has U+00B7 and U+2014.
_MARKS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Extended-A: pinyin, names
    *range(0x1CD, 0x1DD),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x2040),
    0x20AC,
    *range(0x2100, 0x214F),  # ℃ № ™
    *range(0x2160, 0x2180),
    *range(0x2190, 0x219A),
    *range(0x2200, 0x2300),
    *range(0x2460, 0x24FF),  # ① ⑴ ⒈
    *range(0x25A0, 0x2610),
    *range(0x2E3A, 0x2E3C),
    *range(0x3000, 0x3040),
    *range(0x3220, 0x3244),  # ㈠
    *range(0x3280, 0x32C0),
    *range(0x3380, 0x33E0),  # ㎡ ㎏
    *range(0xFF00, 0xFFF0),
)
_HAN = ((0x2E80, 0x2FD5), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def is_han(codepoint: int) -> bool:
    return codepoint == 0x3007 or any(low <= codepoint <= high for low, high in _HAN)


def gb2312() -> set[int]:
    """Every character of GB/T 2312-1980 (6763 of them Han)."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def _field(unihan: str, field: str) -> dict[int, str]:
    """A field of a Unihan file: code point → value."""
    rows = (line.split("\t") for line in unihan.splitlines() if not line.startswith("#"))
    return {int(row[0].removeprefix("U+"), 16): row[2] for row in rows if len(row) == 3 and row[1] == field}


def tongyong(unihan_mappings: str) -> set[int]:
    """The 8105 characters of 通用规范汉字表 (2013), from Unihan's kTGH field."""
    found = set(_field(unihan_mappings, "kTGH"))
    if len(found) != 8105:
        raise ValueError(f"the 通用规范汉字表 has 8105 characters, the data {len(found)}")
    return found


def dictionary(unihan_readings: str) -> set[int]:
    """What 现代汉语词典 explains, traditional and variant forms among it. Not for Fandol, which has the simplified character for
    some of them: a 郁 for 鬱, a 丑 for 醜."""
    return set(_field(unihan_readings, "kXHC1983"))


def marks() -> set[int]:
    return set(_MARKS)
