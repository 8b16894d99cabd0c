"""“超过”和“以上”重复

“超过”“不低于”“至少”已经说明是下限，“以上”多余；“不超过”“至多”已经说明是上限，“以下”“以内”多余。

错：参加志愿服务的超过100人以上。
错：合格率不低于95%以上。
错：补贴最低不少于500元，超过100余家企业参展。
对：参加志愿服务的超过100人，60岁以上的有20人。
改法：删去一头。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import NUMERALS
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_AMOUNT = rf"[^，。；：！？、\n]{{0,4}}?(?:[0-9]|[{NUMERALS}半几数]|百分之)[^，。；：！？、\n的]{{0,8}}?"
_LOWER = Pattern(
    rf"(?:超过|超出|不低于|不少于|不小于|不下于|不下|至少|最少|最低|起码|多于|高于|大于|突破|高达|多达|逾|超)(?!市|级){_AMOUNT}"
    "(?P<more>及?以上|之上|开外)",
    "以上",
    "之上",
    "开外",
)
_UPPER = Pattern(
    rf"(?:不超过|不多于|不高于|不大于|至多|最多|最高|顶多|不足|不到|低于|少于|小于|未满|控制在){_AMOUNT}(?P<more>及?以下|之下)|"
    rf"(?:不超过|至多|最多|顶多|不多于|不大于){_AMOUNT}(?P<within>以内|之内)",
    "以下",
    "之下",
    "以内",
    "之内",
)
_TWICE = Pattern(
    "(?:最低|最少|至少|起码)不(?:少于|低于|小于)|(?:最高|最多|至多)不(?:超过|多于|高于|大于)|"
    "(?:超过|突破|多达|高达)了?[0-9][0-9.,]*[百千万亿]*(?:余|多)(?!样|元)",
    "不",
    "余",
    "多",
)
_AT_MOST = Pattern("不$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _LOWER.finditer(text):
        if not (match[0].startswith(("超过", "高于", "大于", "多于")) and _AT_MOST.search(text[: match.start()])):
            yield found(passage, *match.span(), f"“{match[0]}”前后重复", "两头只留一头。")
    for match in _TWICE.finditer(text):
        if not _AT_MOST.search(text[: match.start()]):
            yield found(passage, *match.span(), f"“{match[0]}”前后重复", "两头只留一头。")
    for match in _UPPER.finditer(text):
        if not match[0].startswith("控制在"):
            yield found(passage, *match.span(), f"“{match[0]}”前后重复", "两头只留一头。")


RULE = Rule(Severity.WARNING, _find)
