"""What stays whole in a title while any other break serves: names in marks, places, persons, numbers with what they count, items
of a list, phrases of four characters. Each with what a line's end inside it costs, in the unit of `title_partings`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from briefing.core.han import HAN, all_han
from briefing.core.pattern import Pattern
from briefing.typeset.place_names import places_in
from briefing.typeset.unparted import ATOMS
from briefing.typeset.word_ends import phrases

#: In the order of how much it hurts. A number comes apart only where nothing else is left.
NUMBER, PLACE, QUOTED, PERSON, RHYTHM, ITEM, IN_PLACE, ORDER, TERM = 60.0, 50.0, 46.0, 30.0, 24.0, 22.0, 20.0, 18.0, 17.0
#: What stands in marks stays whole up to so many characters; a longer name parts within, too, each place dearer by `ENCLOSED`.
_LONG_NAME, ENCLOSED = 18, 6.0
#: Items of a list of up to so many characters are whole; lists of up to so many in all, too.
_LONG_ITEM, _SHORT_LIST = 9, 9
_PAIRS = {"《": "》", "〈": "〉", "“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "〔": "〕", "(": ")"}
#: 走深走实, 自治法治德治, 进校园进军营进企业: which character of a group of how many recurs in the next ones.
_RHYTHMS = ((0, 2), (1, 2), (0, 3))
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕"
    "聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯"
    "阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "夏侯", "尉迟", "公孙", "令狐", "慕容", "端木")
#: What a number stands with although it is no unit of it: 增长|18.5%, 12345|热线, 今年|1月.
_NUMBER_BESIDE = Pattern(
    rf"(?:(?:增长|下降|提高到?|达到?|降至|升至|增至|突破|超过?|逾|近|约|居|位列|位居|实现|今年|去年|明年|截至|每年|第)(?=[0-9第])[0-9第]+|"
    rf"[0-9.]+(?:[件家个名人万亿]+)?[{HAN}]{{2}}(?=$|[^{HAN}]))",
    *"0123456789第",
)
_LIST = Pattern(rf"[{HAN}A-Za-z0-9+]+(?:、[{HAN}A-Za-z0-9+]+)+", "、")


class Unit(NamedTuple):
    """Characters `start:end`, and what a line's end among them costs; `more`: what it costs beside what it costs anyway."""

    start: int
    end: int
    cost: float
    more: float = 0.0


def units(text: str, words: Sequence[tuple[int, int]]) -> Iterator[Unit]:
    """Of a title whose words are `words` (start, end)."""
    yield from _in_marks(text)
    for chain in places_in(text, words):
        yield Unit(chain[0][0], chain[-1][1], IN_PLACE)
        yield from (Unit(start, end, PLACE) for start, end in chain)
    yield from (Unit(start, end, NUMBER) for start, end in numbers_in(text))
    for match in _NUMBER_BESIDE.finditer(text):
        yield Unit(match.start(), match.end(), ORDER)
    edges = {0, *(end for _, end in words)}
    yield from (Unit(start, end, RHYTHM) for start, end in _rhythms(text) if {start, end} <= edges)
    yield from _persons(text, words)
    yield from _lists(text, words)
    terms, longest = _terms()
    for start in range(len(text)):
        if end := next((start + n for n in range(longest, 1, -1) if text[start : start + n] in terms), 0):
            yield Unit(start, end, TERM)


def numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """Numbers with their signs and units, dates."""
    return (match.span() for match in ATOMS.finditer(text))


@cache
def _terms() -> tuple[frozenset[str], int]:
    """Terms, and how long the longest is."""
    terms = phrases("term")
    return terms, max(map(len, terms))


def _rhythms(text: str) -> Iterator[tuple[int, int]]:
    """Groups of Han characters, two or more, in each of which the same character recurs."""
    for place, length in _RHYTHMS:
        for start in range(len(text) - 2 * length + 1):
            end = start
            while (
                text[end + place : end + place + 1] == text[start + place]
                and len(group := text[end : end + length]) == length
                and all_han(group)
            ):
                end += length
            if end - start > length:
                yield start, end


def _in_marks(text: str) -> Iterator[Unit]:
    """Each pair of marks with what it encloses."""
    begun: list[int] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            begun.append(at)
        elif begun and char == _PAIRS[text[begun[-1]]]:
            start = begun.pop()
            if text[at + 1 : at + 2] == text[start]:  # two names side by side are a list
                yield Unit(at, at + 2, ITEM)
            short = at + 1 - start <= _LONG_NAME + 2
            # 《关于贯彻〈安全生产法〉的意见》: the name within a name is the dearer to part
            yield Unit(start, at + 1, QUOTED if short else 0.0, ENCLOSED if begun or not short else 0.0)


def _persons(text: str, words: Sequence[tuple[int, int]]) -> Iterator[Unit]:
    """王建国同志, 副市长李明华, 张桂梅先进事迹: a surname with one or two characters beside what a person is."""
    offices = phrases("office")
    known = dict(words)
    ends = {end: start for start, end in words}
    for start in known:
        double = text.startswith(_DOUBLE_SURNAMES, start)
        if not double and text[start] not in _SURNAMES:
            continue
        given = start + (2 if double else 1)
        for end in (given + 2, given + 1):
            if end not in ends or not all_han(text[given:end]):
                continue
            if known[start] > given and known[start] != end:  # a word of its own: 高质量, 成效
                break
            behind = next((end + n for n in range(4, 1, -1) if text[end : end + n] in offices), 0)
            before = next((start - n for n in range(4, 1, -1) if start >= n and text[start - n : start] in offices), -1)
            if known[start] == end and not behind and before < 0:
                break
            if behind or before >= 0:
                yield Unit(before if before >= 0 else start, behind or end, PERSON)
                break
    for start, end in words:  # a name by itself is what no list of words has: 黄|文|秀
        if end - start == 1 and text[start] in _SURNAMES and known.get(end, end) - end in (1, 2):
            third = known[end]
            if third - end == 1 and known.get(third, third) - third == 1:
                third = known[third]
            if third - start == 3 and all_han(text[start:third]):
                yield Unit(start, third, ORDER)


def _lists(text: str, words: Sequence[tuple[int, int]]) -> Iterator[Unit]:
    for items in _listed(text, words):
        for start, end in items:
            if end - start <= _LONG_ITEM:
                yield Unit(start, end, ITEM)
        if items[-1][1] - items[0][0] <= _SHORT_LIST:
            yield Unit(items[0][0], items[-1][1], ORDER)


def list_starts(text: str, words: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Where lists begin."""
    return (items[0][0] for items in _listed(text, words))


def _listed(text: str, words: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Items between 、 of each list: the first and the last one as long as their neighbours, since nothing says where they begin
    and end; of two, as long as makes words of both."""
    edges = {0, *(end for _, end in words)}
    for chain in _LIST.finditer(text):
        items: list[tuple[int, int]] = []
        at = chain.start()
        for item in chain[0].split("、"):
            items.append((at, at + len(item)))
            at += len(item) + 1
        begin, end = items[0][1], items[-1][0]
        lengths = [items[1][1] - items[1][0], items[-2][1] - items[-2][0]] if len(items) > 2 else _of_two(begin, end, edges)
        first = _nearest(edges, max(items[0][0], begin - lengths[0]), items[0][0])
        last = _nearest(edges, min(items[-1][1], end + lengths[-1]), items[-1][1])
        yield [(first, begin), *items[1:-1], (end, last)]


def _of_two(begin: int, end: int, edges: set[int]) -> list[int]:
    """Lengths of two items of which one ends at `begin`, the other begins at `end`."""
    fitting = [length for length in (4, 2, 3, 5, 6) if begin - length in edges and end + length in edges]
    return [fitting[0] if fitting else 2]


def _nearest(places: Collection[int], wanted: int, otherwise: int) -> int:
    """The place of `places` that is `wanted`, or one next to it."""
    return next((place for place in (wanted, wanted - 1, wanted + 1) if place in places), otherwise)
