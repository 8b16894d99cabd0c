"""Characters that files store as a place in a symbol font (`w:sym`, §17.3.3.30): the signs offices use."""

from __future__ import annotations

#: Wingdings, whose places Word writes as F0xx.
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "◆", 0x77: "◆", 0xA1: "○", 0xA4: "◎",
    0xA7: "■", 0xA8: "□", 0xAB: "★", 0xB2: "☆", 0xD8: "▶", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xFB: "×", 0xFC: "√",
    0xFD: "☒", 0xFE: "☑",
    **{0x81 + index: chr(0x2460 + index) for index in range(10)},
    **{0x8C + index: chr(0x2776 + index) for index in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {0x50: "√", 0x4F: "×", 0x52: "☑", 0x51: "☒", 0xA3: "□", 0x97: "●", 0xA2: "■"}
_SYMBOL = {
    0xB7: "·", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB0: "°", 0xAE: "→", 0xAC: "←", 0xD7: "⋅",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x53: "∑", 0x44: "Δ", 0x57: "Ω", 0x2D: "−", 0x2B: "+",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str | None:
    """The character that stands at `code` (hexadecimal) of `font`; None if nobody wrote down which."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(number & 0xFF)
    if 0xE000 <= number <= 0xF8FF or number < 0x20 or 0xD800 <= number <= 0xDFFF or number > 0xFFFD:
        return None
    return chr(number)


def private(text: str) -> str:
    """`text` with the signs that WPS stores as plain characters of the private area (Wingdings at F0xx)."""
    return "".join(_WINGDINGS.get(ord(char) - 0xF000, char) if "\uf000" <= char <= "\uf0ff" else char for char in text)
