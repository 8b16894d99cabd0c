"""Passages in scripts that no line of a bulletin can be set in here: told once, as what they are. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

#: What the Unicode names of a script's characters begin with → what the script is called.
_NAMES = {
    "ARABIC": "维吾尔文、哈萨克文等（阿拉伯字母）",
    "TIBETAN": "藏文",
    "MONGOLIAN": "蒙古文",
    "PHAGS-PA": "八思巴文",
    "YI": "彝文",
    "HANGUL": "朝鲜文",
    "THAI": "泰文",
    "LAO": "老挝文",
    "KHMER": "高棉文",
    "MYANMAR": "缅文",
    "NEW TAI LUE": "傣文",
    "TAI": "傣文",
    "LISU": "傈僳文",
    "MIAO": "苗文",
    "MANCHU": "满文",
    "DEVANAGARI": "天城文",
    "BENGALI": "孟加拉文",
    "TAMIL": "泰米尔文",
    "HEBREW": "希伯来文",
    "SYRIAC": "叙利亚文",
    "OLD": "古代文字",
    "GEORGIAN": "格鲁吉亚文",
    "ARMENIAN": "亚美尼亚文",
    "ETHIOPIC": "埃塞俄比亚文",
}


#: Scripts whose letters stand each by itself, from left to right: with a face that has them they are set like Latin ones.
_PLAIN = frozenset(_NAMES[first] for first in ("YI", "HANGUL", "LISU", "GEORGIAN", "ARMENIAN", "ETHIOPIC"))


class ScriptPassage(NamedTuple):
    start: int
    end: int
    script: str

    @property
    def joined(self) -> bool:
        """Whether its letters join, stack or run from right to left, which no line is set in here whatever faces there are."""
        return self.script not in _PLAIN


def passages(text: str, settable: Callable[[str], bool]) -> Iterator[ScriptPassage]:
    """Stretches of letters that are not `settable`, each of one script, with the spaces, marks and digits inside it."""
    if text.isascii():
        return
    found: list[tuple[int, str]] = []
    for place, char in enumerate(text):
        if char > "\u0590" and (name := _script(char)) and not settable(char):
            found.append((place, name))
    for script, group in groupby(_joined(text, found), lambda entry: entry[0]):
        places = [place for _, place in group]
        yield ScriptPassage(places[0], places[-1] + 1, script.partition("\0")[0])


def _joined(text: str, found: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """Each place with its passage: the script, and the place where the passage began."""
    start, before = 0, None
    for place, script in found:
        if before is None or before[1] != script or any(map(_other_letter, text[before[0] + 1 : place])):
            start = place
        before = (place, script)
        yield f"{script}\0{start}", place


def _other_letter(char: str) -> bool:
    """Whether a character between two letters of a script ends the passage: a Han character, a Latin letter."""
    return unicodedata.category(char)[0] == "L" and _script(char) == ""


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((script for first, script in _NAMES.items() if name.startswith(f"{first} ")), "")
