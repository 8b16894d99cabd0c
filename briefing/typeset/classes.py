"""Character classes of Chinese composition, and what may stand beside what.

Clauses: GB/T 15834-2011 §5.1 (places of the marks), W3C CLREQ §3.1 (避头尾, 标点挤压), §3.2 (mixed
composition).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache


class CharClass(IntEnum):
    HAN = 0  # whatever is not listed below: 汉字, full-width letters, symbols
    OPEN = 1  # “（《 and their kin: never last
    CLOSE = 2  # ”）》 and their kin: never first
    PAUSE = 3  # ，、；： never first
    STOP = 4  # 。？！ never first
    CONNECTOR = 5  # — – ～ · between two things: never first (§5.1.6, §5.1.9)
    SLASH = 6  # ／, and / between Han characters: neither first nor last (§5.1.10)
    PAIR = 7  # —— …… two characters wide, never parted (§5.1.4, §5.1.5)
    LETTER = 8  # Latin letters, and Greek and Cyrillic ones
    DIGIT = 9
    LATIN_OPEN = 10  # ( [ {
    LATIN_MARK = 11  # . , ) and other ASCII marks that lean on what is before them
    SPACE = 12  # U+0020; it disappears at a line's edge
    WIDE_SPACE = 13  # U+3000, between the phrases of a title
    JOINED_SPACE = 14  # U+00A0: a space that never breaks
    COMBINING = 15  # an accent on the character before it
    SMALL = 16  # ー ・ ぁ and other small marks: never first in the strict level
    LATIN_PREFIX = 17  # € № −: signs of the number after them
    LATIN_SIGN = 18  # % ℃ ² +: signs of the number or letter before them
    WIDE_SIGN = 19  # ％ ′ ″: such signs as wide as a Han character: never first, and no gap before them


class Level(IntEnum):
    """How bad a line end is between two characters; a fitter takes the mildest that serves."""

    FREE = 0
    KEPT = 1  # parts a number from its unit, or an address at / . -
    HYPHEN = 2  # parts a word that is written small, with a hyphen
    NAME = 3  # parts a word that may be a name, with a hyphen: only where the line would be torn open without it
    WORD = 4  # parts a Latin word or a number without one: only where the measure holds no other line end
    FORBIDDEN = 5  # 避头尾: only where there is not even such a one
    NEVER = 6  # parts what is one: —— ……, an accent from its letter, a space from the word before it


_TABLE: dict[CharClass, str] = {
    # §5.1.3: the first half of a pair never ends a line, the second never begins one.
    CharClass.OPEN: "“‘（〔［｛《〈「『【〖",
    CharClass.CLOSE: "”’）〕］｝》〉」』】〗",
    # §5.1.1: 点号 never begin a line.
    CharClass.PAUSE: "，、；：",
    CharClass.STOP: "。？！．",
    # §5.1.6 连接号 and §5.1.9 间隔号: never first.
    CharClass.CONNECTOR: "–～〜－·‧∶",
    CharClass.SLASH: "／",
    CharClass.PAIR: "—…―⸺",
    CharClass.LATIN_OPEN: "([{￥＄￡",
    # a sign leans on its number: ±5, −3
    CharClass.LATIN_PREFIX: "$#@¥£€№±−",
    CharClass.LATIN_MARK: "!\"&'*,-./:;<=>?\\^_`|}~)]",
    # powers and indices lean on their letter as ° leans on its number: m², CO₂
    CharClass.LATIN_SIGN: "%+°℃℉‰⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀₁₂₃₄₅₆₇₈₉",
    CharClass.WIDE_SIGN: "％′″‴‱￠",
    # U+0020, and what is pasted in its place from web pages and other programs: thin, en, em and the like.
    CharClass.SPACE: " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f",
    CharClass.WIDE_SPACE: "\u3000",
    CharClass.JOINED_SPACE: "\xa0\u2007\u202f",
    # CLREQ/JLREQ cl-10, cl-11: with the strict level only.
    CharClass.SMALL: "ー・々〻ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ",
}

#: Measure words and units that follow a number on the same line where it allows (GB/T 15835-2011 writes
#: them together).
UNITS = frozenset(
    "年月日号时点分秒天周季岁世个位名人户家对双件份条项类种批次场起期届级等层栋座处所间台套辆艘架只头匹亩顷亿万千百十"
    "元角吨克斤两米里寸尺升度倍成折页本册卷篇章节款路线余多%℃㎎㎏㎜㎝㎞㎡㎥㏄㎖"
)


class _Kinds(dict[str, CharClass]):
    """The table, with an answer for every character (remembered)."""

    def __missing__(self, char: str) -> CharClass:
        if "0" <= char <= "9":
            kind = CharClass.DIGIT
        elif unicodedata.category(char) in {"Mn", "Me"}:
            kind = CharClass.COMBINING
        elif char == "\u00ad":
            kind = CharClass.LATIN_MARK  # the hyphen of a word that a line's end parts (hyphenation.py)
        elif char.isalpha() and unicodedata.name(char, "").startswith(("LATIN ", "GREEK ", "CYRILLIC ", "MICRO ")):
            kind = CharClass.LETTER
        else:
            kind = CharClass.HAN
        self[char] = kind
        return kind


#: The marks of the table, and nothing that is known of other characters by the way.
LISTED: dict[str, CharClass] = {char: kind for kind, chars in _TABLE.items() for char in chars}
KINDS: dict[str, CharClass] = _Kinds(LISTED)

#: What these are depends on what is beside them.
_IN_CONTEXT = frozenset(_TABLE[CharClass.JOINED_SPACE] + _TABLE[CharClass.PAIR] + "/×÷")

#: Parts of Latin words, numbers and addresses.
LATIN_TEXT = frozenset({CharClass.LETTER, CharClass.DIGIT})
#: What a gap parts from Han: 5% and −3℃ are as Latin as 5.
LATIN_INK = LATIN_TEXT | {CharClass.LATIN_PREFIX, CharClass.LATIN_SIGN}
WORDLIKE = LATIN_INK | {CharClass.LATIN_MARK, CharClass.LATIN_OPEN}
#: Spaces that a line's edge swallows.
SPACES = frozenset({CharClass.SPACE, CharClass.WIDE_SPACE})
BLANKS = SPACES | {CharClass.JOINED_SPACE}
#: Marks of all kinds, for 孤字: a mark does not keep a character company.
MARKS = (
    frozenset(
        {CharClass.OPEN, CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP, CharClass.CONNECTOR, CharClass.SLASH, CharClass.PAIR}
    )
    | SPACES
)

_NEVER_FIRST = frozenset(
    {
        CharClass.CLOSE, CharClass.PAUSE, CharClass.STOP, CharClass.CONNECTOR, CharClass.SLASH,
        CharClass.LATIN_MARK, CharClass.LATIN_SIGN, CharClass.WIDE_SIGN,
    }
)  # fmt: skip
_NEVER_LAST = frozenset({CharClass.OPEN, CharClass.LATIN_OPEN, CharClass.LATIN_PREFIX, CharClass.SLASH})
#: CLREQ's strict level: a dash or an ellipsis does not begin a line either.
_NEVER_FIRST_STRICT = _NEVER_FIRST | {CharClass.PAIR, CharClass.SMALL}


def never_first(strict: bool) -> frozenset[CharClass]:
    """Kinds that do not begin a line (避头)."""
    return _NEVER_FIRST_STRICT if strict else _NEVER_FIRST


def never_last() -> frozenset[CharClass]:
    """Kinds that do not end a line (避尾)."""
    return _NEVER_LAST


#: Over classes as bytes.
_SEAM = re.compile(rb"[^\0]|\0(?=[^\0])")
#: Texts whose classes are kept: those of an issue are asked for by who sets them, who writes them and who proves them.
_KEPT = 400


@lru_cache(_KEPT)
def kinds_of(text: str) -> tuple[CharClass, ...]:
    """The class of every character, in its context: a single — or an ASCII / between Han is a connector or
    a slash; × between figures is a part of the number; U+00A0 (or its like) among other spaces joins nothing:
    it was typed to fill a line."""
    if _IN_CONTEXT.isdisjoint(text):
        return tuple(map(KINDS.__getitem__, text))
    kinds = list(map(KINDS.__getitem__, text))
    last = len(kinds) - 1
    for i in [i for i, char in enumerate(text) if char in _IN_CONTEXT]:
        kind = kinds[i]
        if kind is CharClass.JOINED_SPACE:
            if (i > 0 and KINDS[text[i - 1]] in BLANKS) or (i < last and KINDS[text[i + 1]] in BLANKS):
                kinds[i] = CharClass.SPACE
        elif kind is CharClass.PAIR:
            doubled = (i > 0 and text[i - 1] == text[i]) or (i < last and text[i + 1] == text[i])
            if not doubled:
                kinds[i] = CharClass.CONNECTOR if text[i] != "…" else CharClass.PAIR
        elif text[i] in "×÷" and 0 < i < last and kinds[i - 1] in WORDLIKE and kinds[i + 1] in WORDLIKE:
            kinds[i] = CharClass.LATIN_MARK  # 3.6×10⁶ is one number
        else:
            before = kinds[i - 1] if i else CharClass.HAN
            after = kinds[i + 1] if i < last else CharClass.HAN
            if before not in WORDLIKE and after not in WORDLIKE:
                kinds[i] = CharClass.SLASH
    return tuple(kinds)


@lru_cache(_KEPT)
def seams(text: str) -> tuple[int, ...]:
    """Places of characters that are not Han, or stand before one that is not: between all others everything is plain."""
    return tuple([match.start() for match in _SEAM.finditer(bytes(kinds_of(text)))])


def mixed(before: CharClass, after: CharClass) -> bool:
    """Chinese–Latin: a Han character beside a Latin letter, a digit or a sign of one; none beside a mark (CLREQ §3.2.1)."""
    return (before is CharClass.HAN and after in LATIN_INK) or (before in LATIN_INK and after is CharClass.HAN)
