"""What a Han character is, for every reader, rule and writer: the ideographs of all planes, so that a name with a rare character
(㛃, 𬭊) is a name everywhere. Pure."""

from __future__ import annotations

#: For use inside a character class: radicals, 〇, ideographs, compatibility ideographs, the planes of ideographs.
HAN = "\u2e80-\u2fd5\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RANGES = (("\u4e00", "\u9fff"), ("\u3400", "\u4dbf"), ("\uf900", "\ufaff"), ("\u2e80", "\u2fd5"), ("\U00020000", "\U0003ffff"))


def is_han(char: str) -> bool:
    """Whether it is one Han character; "" is none."""
    return char == "〇" or any(first <= char <= last for first, last in _RANGES)


def all_han(text: str) -> bool:
    """Whether `text` has no other characters; "" has none."""
    return all(map(is_han, text))
