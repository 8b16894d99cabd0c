"""年份只写了两位

年份要写全四位：1999年、2022年（GB/T 15835—2011，5.1.2）。“经过22年”“20年来”说的是时间长短，不算。

错：99年以来，全市持续创建，22年5月启动新一轮行动。
对：1999年以来，全市持续创建，经过22年努力，成效明显。
改法：写全四位。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_SHORT = Pattern(r"(?<![0-9.%～—至\-])['’‘]?([0-9]{2})年(?![代级])", "年")
#: Only a year of the calendar has a month, an end, a quarter.
_CALENDAR_AFTER = Pattern(
    "\\d{1,2}月|度|底|初|末|以来|上半年|下半年|第[一二三四]季度|[一二三四1-4]季度|春|夏|秋|冬|全年|同期|元旦|国庆"
)
_DURATION_AFTER = Pattern(
    "[来间内多余以之后前]|时间|期间|历史|如一日|期|的|左右|寿命|党龄|工龄|教龄|坚守|坚持|如|风雨|磨一剑|过去|光阴|岁月|租|期满|使用权|产权|合同|免|质保|承包"
)
_CALENDAR_BEFORE = Pattern("(?:自|从|据|早在|于|截至|到|至|比|较|与|和|是|对|按|照|在|根据|同|迄|即)$")
_BEGUN = Pattern(
    "启动|开工|建成|成立|开始|创建|投入|出台|印发|获|被|入选|施工|竣工|动工|引进|实施|投产|改制|换届|修建|落成|搬|开通|开馆|开办|创办|入伍|入党|毕业|退伍|当选"
)
_DURATION_BEFORE = Pattern(
    "(?:经过|历时|近|约|超过|满|长达|第|连续|达|共|已|了|用|以上|每|这|过去|前|后|任期|为期|至少|最多|不足|延长|保存|干|当|有|整整|"
    "历经|大约|时隔|未来|今后|最近|耗时|从事[^，。；]{0,6}|坚持|坚守|奋斗|工作|服务|扎根|使用|期限[为是]?|质保)$"
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text, now = passage.text, galley.date.year if galley.date else 2030
    for match in _SHORT.finditer(text):
        value, before, after = int(match[1]), text[: match.start()], text[match.end() :]
        if _is_year(value, before, after, now):
            century = 2000 if value <= now % 100 + 10 else 1900
            yield found(passage, match.start(1), match.end(), f"年份只写了两位：{match[0]}", f"写成 {century + value}年。")


def _is_year(value: int, before: str, after: str, now: int) -> bool:
    if _DURATION_BEFORE.search(before):
        return False
    if _CALENDAR_AFTER.match(after):
        return True
    if _DURATION_AFTER.match(after):
        return False
    if value < 10:  # nobody writes 05年 for five years
        return True
    likely = value >= 49 or value <= now % 100 + 10
    begins = not before or before[-1] in "，。；：！？、“（\n"
    if _CALENDAR_BEFORE.search(before):
        return likely
    if begins and likely and _BEGUN.match(after):
        return True
    if value >= 70 or abs(value - now % 100) <= 2:
        return begins and bool(re.match(f"[{HAN}，]", after))
    return False


RULE = Rule(Severity.WARNING, _find)
