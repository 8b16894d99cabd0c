"""日期与星期对不上

写出的星期不是那一天的星期。没有写年份的，按上文的年份，上文没有的按本期的年份。

错：定于5月20日（星期四）召开推进会。
对：定于5月20日（星期五）召开推进会。
改法：核对日期和星期，改正其中一个。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.dates import mentions
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_DAYS = "一二三四五六日"
_NAME = "(?:星期|周|礼拜)"
_AFTER = Pattern(rf"\s*[（(，、]?(?:是|为|正值|恰逢)?\s*{_NAME}([一二三四五六日天])(?!至|到|—|～|、)")
_BEFORE = Pattern(rf"{_NAME}([一二三四五六日天])\s*[（(，]?\s*$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for date in mentions(text, galley.date):
        day = date.date if date.day else None
        behind = _AFTER.match(text, date.end)
        match = behind or _BEFORE.search(text[max(0, date.start - 8) : date.start])
        if day is None or match is None:
            continue
        right = _DAYS[day.weekday()]
        if match[1].replace("天", "日") != right:
            start, end = match.span(1) if behind else (place + max(0, date.start - 8) for place in match.span(1))
            said = f"{day.year} 年 {day.month} 月 {day.day} 日是星期{right}"
            yield found(passage, start, end, said, "请核对日期和星期，改正其中一个。")


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
