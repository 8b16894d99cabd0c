"""Chinese numerals, as headings and lists of reports are numbered. Pure."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
#: What begins that which a number counts: 200万元, 12个.
COUNTED = "万亿元人个户家件次吨亩公平里米名场条项台套辆株册份篇幅起例所座处村"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
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


def value(said: str) -> int | None:
    """What `chinese` writes, 0 … 9999, and what people write for it (两百, 一十, 二〇): None for what is none."""
    words = said.replace("两", "二").replace("〇", "零")
    if "十" not in words and "百" not in words and "千" not in words:
        digits = [_DIGITS.find(word) for word in words]
        return int("".join(map(str, digits))) if words and -1 not in digits and (len(words) == 1 or words[0] != "零") else None
    total, digit, last = 0, None, 10_000
    sizes = {name: size for size, name in _UNITS if name}
    for word in words:
        if word in sizes:
            if sizes[word] >= last or digit == 0:
                return None
            total, last = total + (1 if digit is None else digit) * sizes[word], sizes[word]
            digit = None
        elif word != "零":
            if digit is not None:
                return None
            digit = _DIGITS.find(word)
    return total + (digit or 0)


def _group(number: int) -> str:
    """1 … 9999."""
    said, skipped = "", False
    for size, name in _UNITS:
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if skipped and said else "") + _DIGITS[digit] + name
        skipped = not digit
    return said
