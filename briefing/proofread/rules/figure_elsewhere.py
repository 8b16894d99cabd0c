"""同一个数前后不同

一篇里同一样东西说了两次，数却不同：前面“全市共有志愿者12万人”，后面“全市志愿者13万人”。
时间不同的、一个是约数的不算；说全省、全国和写明城市的，各篇之间也比。

错：
    全市共有注册志愿者12万人，活跃度居全省前列。

    全市注册志愿者13万人，人人参与。
对：
    全市共有注册志愿者12.3万人，活跃度居全省前列。

    全市注册志愿者12万人，人人参与。
改法：核对原始数据，改成一样；说的不是一回事的，写清楚差别。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.errors import Severity
from briefing.proofread.characters import HAN
from briefing.proofread.figures import Figure, figures
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_UNIT = re.compile("(?:%|[人名个家件条处所支户次项篇场亩吨座元辆台张公里平方米]{1,3})")
#: Said between a thing and its amount, or before it, without changing what it is.
_EMPTY = re.compile(
    "目前|现在|截至目前|现已|已经|累计|一共|总共|共有|共计|共|已有|现有|已|现|有|达到|达|为|是|超过|突破|总数|总量|数量|人数|约|近|逾|超|建成|拥有|"
    "的|了|其中|在册|合计|总计|据统计|统计显示"
)
_SUBJECT = re.compile(f"[{HAN}A-Za-z“”]+$")
#: What a figure is of changes with these: an increase, a part, a time.
_RELATIVE = re.compile("增|减|升|降|新|每|平均|人均|同比|环比|比上|余下|剩|去年|上年|今年|当年|本年|年底|月|季度|上半年|分别|第|其他|其余|前|约|近|左右")
_TIME = re.compile(r"\d{4}年|\d{1,2}月|去年|上年|今年|当年|[一二三四]季度|上半年|下半年|前\d")
_COMMON = re.compile("全省|全国|我省")


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    figure: Figure
    times: frozenset[str]


def _find(galley: Galley) -> Iterator[Finding]:
    cities = tuple(name for order in galley.words.order.values() for name in order)
    first: dict[tuple[int, str, str], _Said] = {}
    for passage in galley.passages:
        if passage.kind not in PROSE:
            continue
        for key, said in _measured(passage, cities):
            before = first.setdefault(key, said)
            if before is said or before.times != said.times or before.figure.agrees(said.figure):
                continue
            other = before.passage.text[before.figure.start : before.figure.end] + key[2]
            start, end = said.figure.start, said.figure.end
            message = f"“{key[1]}”前面是 {other}，这里是 {passage.text[start:end]}{key[2]}"
            hint = f"前面在 {before.passage.span(before.figure.start, before.figure.end)}；核对原始数据。"
            yield found(passage, start, end, message, hint)


def _measured(passage: Passage, cities: tuple[str, ...]) -> Iterator[tuple[tuple[int, str, str], _Said]]:
    """(report or -1 for what is the same in all reports, thing, unit) of each figure whose thing is said right before it."""
    text = passage.text
    for one in figures(text):
        unit = _UNIT.match(text, one.end)
        if unit is None or text[unit.end() : unit.end() + 1] in ("余", "多", "左", "以"):
            continue
        subject = _SUBJECT.search(text[max(0, one.start - 24) : one.start])
        if subject is None or re.search("约|近|逾|超|过$", subject[0][-3:]) or _RELATIVE.search(subject[0]):
            continue
        thing = _EMPTY.sub("", subject[0])
        if not 4 <= len(thing) <= 16:
            continue
        start = max(text.rfind(mark, 0, one.start) for mark in "。；\n") + 1
        times = frozenset(_TIME.findall(text[start : one.start]))
        shared = bool(_COMMON.search(thing)) or any(thing.startswith(city) for city in cities)
        yield (-1 if shared else passage.report, thing, unit[0]), _Said(passage, one, times)


RULE = Rule(Severity.WARNING, whole=_find)
