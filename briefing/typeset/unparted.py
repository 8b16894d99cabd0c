"""What never parts in a table's cell: numbers with sign and unit, dates, Latin words, short names.

Running text may part 3月|1日 where a line would gape else. In a cell a column is made wide enough instead, so a line end there is
never needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.typeset.classes import UNITS, WORDLIKE, CharClass, Level
from briefing.typeset.strip import Strip
from briefing.typeset.word_ends import word_ends


class Parting(IntEnum):
    """What a line end in a cell costs."""

    GOOD = 0  # between words
    WORD = 1  # inside a word of Han characters: where no size of type brings its column in
    NEVER = 2


#: A text of up to so many characters is one word; a longer one of up to so many parts between words only.
_SHORT, PHRASE = 3, 12

_DIGITS = r"[0-9０-９]"
_NUMBER = rf"{_DIGITS}+(?:[.．:：/]{_DIGITS}+|[,，]{_DIGITS}{{3}}(?!{_DIGITS})|[ \u2009\u202f]{_DIGITS}{{3}}(?!{_DIGITS}))*"
_NUMERALS = "〇零○一二三四五六七八九十百千万亿两廿卅"
_NUMERAL = f"[{_NUMERALS}]"
_ANY = rf"(?:{_NUMBER}|{_NUMERAL}+)"
_SIGN = r"[-+−－＋±∓≈≥≤≧≦<>＜＞=＝~～№￥¥$第逾约近超]?"
#: Units of several characters; those of one are in `UNITS`.
_LONG_UNITS = (
    "个百分点|百分点|平方公里|平方千米|平方米|平方厘米|立方米|千瓦时|兆瓦时|千瓦|兆瓦|千伏安|千伏|公里|千米|公顷|公斤|千克|公吨|厘米|毫米|"
    "微米|纳米|毫升|毫克|微克|摄氏度|人民币|美元|欧元|港元|日元|英镑|人次|人天|车次|架次|班次|件次|户次|小时|分钟|毫秒|季度|个月|年度|周岁|"
    "标准箱|标箱|分贝|海里|英里|英寸|赫兹|兆赫|瓦|伏|安|焦|卡|帕|升|吨|字|票|处"
)
_UNIT = (
    rf"(?:{_LONG_UNITS}|[十百千万亿]{{0,3}}[多余几]?(?:{_LONG_UNITS}|[{''.join(sorted(UNITS - {'%', '℃'}))}])|"
    r"[十百千万亿]{1,3}[多余]?|"
    rf"[{HAN}]{{1,2}}(?![{HAN}])|"
    r"[%‰℃℉°％]|"
    r"[ \u00a0\u2009\u202f]?[A-Za-zµμΩ°%‰℃][A-Za-zµμΩ°%‰℃²³⁰-⁹⁻·/^0-9]{0,9}(?![A-Za-z]))"
)
#: 年 begins a date or a year's part, 月 and so on what is in it.
_DATE = (
    rf"{_ANY}年(?:度|底|初|末|中|上半年|下半年|第?{_ANY}季度|{_ANY}月(?:{_ANY}[日号]|[上中下]旬|底|初|末|份)?)?",
    rf"{_ANY}月(?:{_ANY}[日号]|[上中下]旬|底|初|末|份)?",
    rf"{_ANY}[时点](?:{_ANY}分(?:{_ANY}秒)?|整|半)?",
)
_JOINT = r"(?:[-–~～－]|—{1,2}|至|到)"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.]*://|www\.|@")


#: What never parts.
ATOMS = Pattern(
    "|".join(
        (
            rf"{_SIGN}{_NUMBER}{_JOINT}{_SIGN}{_NUMBER}{_UNIT}?起?",  # 1—2月
            *(rf"{_SIGN}{date}(?:{_JOINT}{date})?(?:起|前|后)?" for date in _DATE),
            rf"[（(〔\[]?{_SIGN}{_NUMBER}{_UNIT}?(?:起|以上|以下|以内)?[）)〕\]]?",
            rf"第{_NUMERAL}+.?|{_NUMERAL}+(?:{_LONG_UNITS}|[{''.join(sorted(UNITS - {'%', '℃', '多', '余'}))}])|百分之{_ANY}",
            r"[（(〔\[][^（）()〔〕\[\]\u2028]{1,6}[）)〕\]]",  # （万元）
        )
    ),
    *"0123456789０１２３４５６７８９（(〔[",
    *_NUMERALS,
)


def partings(strip: Strip, names: Sequence[str]) -> list[Parting]:
    """Of the gap after each character, its last one's included. `names`: words of the house."""
    text, kinds = strip.text, strip.kinds
    found = [Parting.GOOD if level <= Level.KEPT else Parting.NEVER for level in strip.level]
    address = _ADDRESS.search(text) is not None
    for i in range(len(text) - 1):
        here, following = kinds[i], kinds[i + 1]
        if (
            here in WORDLIKE
            and following in WORDLIKE
            and not (address and strip.level[i] is Level.KEPT and not _decimal(text, i))
        ):
            found[i] = Parting.NEVER
    for match in ATOMS.finditer(text):
        _bind(found, match.start(), match.end(), Parting.NEVER)
    for start, end in _han(kinds):
        if len(text) <= PHRASE:
            ends = _ends(text[start:end], tuple(names))
            alone = end - start <= _SHORT
            for i in range(start, end - 1):
                inner = i + 1 - start
                lone = inner == 1 or inner == end - start - 1
                if alone or lone or inner not in ends:
                    found[i] = max(found[i], Parting.NEVER if alone else Parting.WORD)
    if found:
        found[-1] = Parting.GOOD
    return found


def _decimal(text: str, i: int) -> bool:
    return text[i].isdigit() or (text[i + 1].isdigit() and i > 0 and text[i - 1].isdigit())


def _bind(found: list[Parting], start: int, end: int, parting: Parting) -> None:
    for i in range(start, end - 1):
        found[i] = max(found[i], parting)


def _han(kinds: Sequence[CharClass]) -> list[tuple[int, int]]:
    """Stretches of Han characters."""
    found, start = [], 0
    for i in range(len(kinds) + 1):
        if i == len(kinds) or kinds[i] is not CharClass.HAN:
            if i > start:
                found.append((start, i))
            start = i + 1
    return found


@lru_cache(maxsize=4096)
def _ends(text: str, names: tuple[str, ...]) -> frozenset[int]:
    return word_ends(text, names)
