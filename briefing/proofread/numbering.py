"""The numbers of a report in order: 一、（一）1.（1）① at the head of a paragraph or after a mark, 一是 … 二是, 第一，… 第二，.

Several numberings run at once: headings, a list in a paragraph, the leads of paragraphs. `slips` follows each by its style and by
whether it stands at the heads of paragraphs or inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from briefing.core.numerals import numeral
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.proofread.passages import Passage, PassageKind

_H = "[一二三四五六七八九十百零]{1,5}"
_AT_HEAD = Pattern(
    rf"(?P<first>(?P<v1>{_H})(?:、(?![一二三四五六七八九十])|[.．,，]))|(?P<second>[（(](?P<v2>{_H})[）)])|"
    r"(?P<third>(?P<v3>\d{1,2})(?:[.．](?!\d)|、(?=[^\d、])))|(?P<fourth>[（(](?P<v4>\d{1,2})[）)])|(?P<fifth>[①-⑳])"
)
#: Inside a paragraph: after a mark that ends a part of it.
_INSIDE = Pattern(
    rf"(?<=[。；：！？，])(?:(?P<second>[（(](?P<v2>{_H})[）)])|(?P<third>(?P<v3>\d{{1,2}})[.．](?![\d ]))|"
    r"(?P<fourth>[（(](?P<v4>\d{1,2})[）)])|(?P<fifth>[①-⑳]))"
)
#: Leads of sentences: 一是, 第一，, 一要, 其一，; the lookbehind is checked by hand, since a passage's start counts.
_LEAD = Pattern(
    rf"(?P<shi>(?P<v6>{_H})是(?![否一二三四五六七八九十]))|(?P<nth>第(?P<v7>{_H})[，、,：:](?!第|[一二三四五六七八九十]))|"
    rf"(?P<yao>(?P<v8>{_H})要(?=[^素点领件]))|(?P<qi>其(?P<v9>[一二三四五六])[，、是：,])"
)
_BEFORE_LEAD = "。；：！？，、\n”）*　 :;,"

STYLES = {
    "first": "一、", "second": "（一）", "third": "1.", "fourth": "（1）", "fifth": "①",
    "shi": "一是", "nth": "第一，", "yao": "一要", "qi": "其一，",
}  # fmt: skip
#: How deep a style stands among headings; leads of sentences stand nowhere.
RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_BY_LEVEL = ("first", "second", "third", "fourth")
_NUMBERED = frozenset({PassageKind.PARAGRAPH, PassageKind.HEADING, PassageKind.ITEM, PassageKind.FRONT, PassageKind.QUOTE})


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number at passage.text[start:end]. `value` None: a heading that the house numbers."""

    passage: Passage
    index: int  # of the passage within the report
    start: int
    end: int
    style: str
    value: int | None
    head: bool  # at the head of its passage

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def numbers(passages: Iterable[Passage]) -> list[TypedNumber]:
    """The numbers of one report's passages, in order."""
    found: list[TypedNumber] = []
    for index, passage in enumerate(passages):
        if passage.kind in _NUMBERED:
            found += _of(passage, index)
    return found


def _of(passage: Passage, index: int) -> Iterator[TypedNumber]:
    text = passage.text
    label = re.match(r"(\d{1,9})([.)])", passage.label)
    if label:
        style = "third" if label[2] == "." and not passage.level else f"item{passage.level}{label[2]}"
        yield TypedNumber(passage, index, 0, min(1, len(text)), style, int(label[1]), True)
    head = _AT_HEAD.match(text)
    if head:
        yield _number(passage, index, head, True)
    elif passage.kind is PassageKind.HEADING and passage.level <= len(_BY_LEVEL):
        yield TypedNumber(passage, index, 0, 1, _BY_LEVEL[passage.level - 1], None, True)
    rest = [_number(passage, index, match, False) for match in _INSIDE.finditer(text)]
    for match in _LEAD.finditer(text):
        begins = match.start() == (head.end() if head else 0)
        within = (
            match.end() - match.start() == 2
            and text[match.start() : match.start() + 2] == "一是"
            and text[match.start() - 1] in "中即为有："
        )
        if begins or within or text[match.start() - 1] in _BEFORE_LEAD:
            rest.append(_number(passage, index, match, match.start() == 0))
    yield from sorted(rest, key=lambda number: number.start)


def _number(passage: Passage, index: int, match: re.Match[str], head: bool) -> TypedNumber:
    style = next(name for name, part in match.groupdict().items() if part and name in STYLES)
    digits = next((part for name, part in match.groupdict().items() if part and name.startswith("v")), "")
    value = ord(match[0]) - ord("①") + 1 if style == "fifth" else int(digits) if digits.isdecimal() else numeral(digits)
    return TypedNumber(passage, index, *match.span(style), style, value, head)


class Slip(Enum):
    GAP = "gap"
    REPEAT = "repeat"


@dataclass(slots=True)
class _Open:
    last: int | None  # None: any number may follow
    index: int  # of the passage of the last number


def slips(found: Sequence[TypedNumber]) -> Iterator[tuple[Slip, TypedNumber, int]]:
    """What is wrong in a report's numbers: the kind of slip, where, and the number before it in its list (0: none)."""
    lists: dict[tuple[str, bool], _Open] = {}
    for position, number in enumerate(found):
        _close(lists, number)
        key = (number.style, number.head)
        own, other = lists.get(key), lists.get((number.style, not number.head))
        value = number.value
        if value is None:
            lists[key] = _Open(None, number.index)
            continue
        joined = next((item for item in (own, other) if item and item.last in (None, value - 1)), None)
        if joined is not None:
            if joined is other and not number.head:
                del lists[number.style, True]
            lists[key] = _Open(value, number.index)
            continue
        before = own or other
        if value == 1:
            twice = own is None and other is not None and _again(other, number)
            if twice or (own is not None and not _may_restart(own, number, found[position + 1 :])):
                yield Slip.REPEAT, number, (own or other or _Open(0, 0)).last or 0
            lists[key] = _Open(1, number.index)
        elif before is None:
            yield Slip.GAP, number, 0
            lists[key] = _Open(value, number.index)
        elif value <= (before.last or 0):
            yield Slip.REPEAT, number, before.last or 0
            before.index = number.index
        else:
            yield Slip.GAP, number, before.last or 0
            lists[key] = _Open(value, number.index)


def _close(lists: dict[tuple[str, bool], _Open], number: TypedNumber) -> None:
    """A heading ends the lists below it."""
    rank = RANKS.get(number.style)
    if rank is None or not number.head:
        return
    for key in list(lists):
        deeper = RANKS.get(key[0], 9 if number.passage.kind is PassageKind.HEADING or rank <= 2 else 0)
        if deeper > rank:
            del lists[key]


def _again(other: _Open, number: TypedNumber) -> bool:
    """一是…；一是…: the paragraph began with one, and here is another that no colon leads to."""
    return not number.head and other.index == number.index and number.passage.text[: number.start][-1:] in ("；", "，")


def _may_restart(own: _Open, number: TypedNumber, rest: Sequence[TypedNumber]) -> bool:
    """Whether another list of the same style may begin here."""
    if not number.head:
        before = number.passage.text[: number.start][-1:]
        if own.index != number.index or before == "：":
            return True
        following = next((other for other in rest if other.style == number.style and other.index == number.index), None)
        return before == "。" and (own.last or 0) >= 2 and following is not None and following.value == 2
    if number.style in ("first", "second"):
        return False
    return (own.last or 0) >= 2 and number.index - own.index > 1
