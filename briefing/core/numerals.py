"""Chinese numerals, as headings and lists of reports are numbered. Pure."""

from __future__ import annotations

from briefing.core.pattern import Pattern

_DIGITS = "零一二三四五六七八九"
#: What begins that which a number counts: 200万元, 12个.
COUNTED = "万亿元人个户家件次吨亩公平里米名场条项台套辆株册份篇幅起例所座处村"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_SIZES = {name: size for size, name in _UNITS if name}
_VALUES = {char: number for number, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
#: Without its 零.
_SAID = Pattern("".join(f"(?:[{_DIGITS[1:]}]?{name})?" for name in _SIZES) + f"[{_DIGITS[1:]}]?")
#: Below 亿亿 each group of four digits is said with its own name.
_GROUPS = ((10**8, "亿"), (10**4, "万"), (1, ""))


def chinese(number: int) -> str:
    """0 … 10¹²−1 as people say them: 十一, 一百零三, 一万零二十. Larger ones stay in digits."""
    if not 0 <= number < 10**12:
        return str(number)
    said, skipped = "", False
    for size, name in _GROUPS:
        group, number = divmod(number, size)
        if group:
            said += ("零" if said and (skipped or group < 1000) else "") + _group(group) + name
        skipped = not group
    if not said:
        return _DIGITS[0]
    return said[1:] if said.startswith("一十") else said


def numeral(text: str) -> int | None:
    """二十一 → 21, 二〇二二 → 2022, however it is put together; None if it is no number below 10,000."""
    if not text or any(char not in _VALUES and char not in _SIZES for char in text):
        return None
    if len(text) > 1 and not any(char in _SIZES for char in text):
        return int("".join(str(_VALUES[char]) for char in text)) if len(text) <= 4 else None
    total, digit = 0, 0
    for char in text:
        if char in _SIZES:
            total += (digit or 1) * _SIZES[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit


def value(said: str) -> int | None:
    """What `chinese` writes, 0 … 9999, and what people write for it (两百, 一十, 二〇): None for what is none, as 六六十."""
    words = said.replace("两", "二").replace("〇", "零")
    if not _SIZES.keys().isdisjoint(words):
        said = words.replace("零", "")
        return numeral(said) if _SAID.fullmatch(said) else None
    digits = [_DIGITS.find(word) for word in words]
    return int("".join(map(str, digits))) if words and -1 not in digits and (len(words) == 1 or words[0] != "零") else None


def _group(number: int) -> str:
    """1 … 9999."""
    said, skipped = "", False
    for size, name in _UNITS:
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if skipped and said else "") + _DIGITS[digit] + name
        skipped = not digit
    return said
