"""Characters that files store as a place in a symbol font (`w:sym`, §17.3.3.30, or text set in it): the signs offices use.

Of Wingdings' pictures those are here that have a character of their own which printing faces hold; what is not here is
told as unknown, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

#: Wingdings, whose places Word writes as F0xx.
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x52: "☼", 0x58: "✠", 0x59: "✡",
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "◆",
    0x77: "◆", 0x78: "☒", 0x7B: "✿", 0x80: "⓪", 0x8B: "⓪", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "○", 0xA3: "○",
    0xA4: "◎", 0xA5: "◎", 0xA6: "○", 0xA7: "■", 0xA8: "□", 0xA9: "▲", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹",
    0xB1: "⊕", 0xB2: "☆", 0xB3: "☆", 0xB5: "★", 0xB6: "☆", 0xD5: "⌫", 0xD8: "▶", 0xD7: "◀", 0xD9: "▲", 0xDA: "▼",
    0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "←", 0xE8: "→",
    0xE9: "↑", 0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙", 0xEE: "↘", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "↔",
    0xF4: "↕", 0xF8: "▪", 0xF9: "▫", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + index: chr(0x2460 + index) for index in range(10)},
    **{0x8C + index: chr(0x2776 + index) for index in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "☒", 0x56: "⊗", 0x57: "⊗",
    **{0x69 + index: "⓪①②③④⑤⑥⑦⑧⑨⑩"[index] for index in range(11)},
    **{0x75 + index: chr(0x2776 + index) for index in range(10)},
    0x96: "•", 0x97: "●", 0x98: "●", 0x99: "○", 0x9A: "○", 0x9B: "○", 0x9C: "◎", 0x9F: "■", 0xA0: "■", 0xA1: "■", 0xA2: "■",
    0xA3: "□", 0xA4: "□", 0xA5: "□", 0xA6: "□", 0xAE: "◆", 0xAF: "◆", 0xB0: "◆", 0xB1: "◇", 0xB2: "◇", 0xDE: "★", 0xDF: "★",
    0xE9: "★", 0xEA: "★", 0xF4: "★",
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "→", 0x22: "←", 0x23: "↑", 0x24: "↓", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x72: "△",
    0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷", 0x78: "◣", 0x79: "◢", 0x7D: "▶", 0x7C: "◀", 0x7B: "▲", 0x7E: "▼",
}  # fmt: skip
_WEBDINGS = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x61: "√", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "×", 0x98: "★",
    0x59: "♥", 0x69: "ℹ", 0x3D: "◎",
}  # fmt: skip
#: Adobe's Symbol: what differs from Latin-1 of the places that are printed.
_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **{place: chr(place) for place in range(0x20, 0x41)},
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5B: "[", 0x5C: "∴", 0x5D: "]", 0x5E: "⊥", 0x5F: "_",
    0x7B: "{", 0x7C: "|", 0x7D: "}", 0x7E: "～", 0xA2: "′", 0xA3: "≤", 0xA4: "/", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥",
    0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC4: "⊗", 0xC5: "⊕", 0xC6: "∅",
    0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©",
    0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "·", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒",
    0xDF: "⇓", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3, "webdings": _WEBDINGS,
    "symbol": _SYMBOL, "symbolps": _SYMBOL,
}  # fmt: skip


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


def is_symbolic(font: str) -> bool:
    """Whether the letters of `font` are signs."""
    return font.lower() in _FONTS


def spelled(text: str, font: str) -> Iterator[tuple[str, bool]]:
    """Each character of text in `font`, and whether it is known: places F0xx are Wingdings' where the font is none of those
    above (WPS stores them so), and Latin-1 is signs where it is."""
    for char in text:
        number = ord(char)
        private = 0xF000 <= number <= 0xF0FF
        if private or (is_symbolic(font) and 0x20 < number < 0x100):
            found = symbol(font if is_symbolic(font) else "Wingdings", f"{number:x}")
            yield (found or "□", found is not None)
        else:
            yield char, True
