"""百分点写错了

两个百分数相减，差的是“个百分点”：从35%提高到40%，提高了5个百分点，不是5%（那是原来的5%）。“百分点”前面要有“个”，
“%”“百分之”和“百分点”不能叠用。

错：占比由35%提高到40%，提高5%。
错：增速比上年提高3.2百分点。
错：合格率为百分之九十八点五%，增长8%个百分点。
对：占比由35%提高到40%，提高5个百分点，比计划快1.2个百分点。
改法：照提示改；漏了“个”“点”的，--fix 会补上。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_CHANGE = "(?:提高|提升|上升|增长|增加|扩大|下降|降低|减少|回落|收窄|缩小|高|低)"
_BARE = Pattern("(?<=[0-9])(?=百分点)", "百分点")
_CUT = Pattern("(?<=[0-9])个百分(?![点之比数制率])", "个百分")
_TWICE = Pattern("[0-9.]+[%％]个?百分点|百分之[^，。；：！？、\n]{1,8}?[%％]", "百分")
_FROM_TO = Pattern(
    rf"(?:由|从)[^，。；：！？\n0-9]{{0,8}}(?P<a>[0-9]+(?:\.[0-9]+)?)[%％][^，。；：！？\n0-9]{{0,4}}?{_CHANGE}(?:到|至|为)了?"
    rf"[^，。；：！？\n0-9]{{0,8}}(?P<b>[0-9]+(?:\.[0-9]+)?)[%％]，[^，。；：！？\n0-9]{{0,6}}?{_CHANGE}了?(?P<c>[0-9]+(?:\.[0-9]+)?)[%％]",
    "%",
    "％",
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _BARE.finditer(text):
        start = match.start()
        yield found(passage, start, start + 3, "“百分点”前面缺“个”", "写成“个百分点”。", "个百分点")
    for match in _CUT.finditer(text):
        yield found(passage, *match.span(), "“个百分”后面缺“点”", "写成“个百分点”。", "个百分点")
    for match in _TWICE.finditer(text):
        yield found(passage, *match.span(), f"“{match[0]}”两种写法叠用", "只留一种：8%，或8个百分点，或百分之八。")
    for match in _FROM_TO.finditer(text):
        difference = abs(Decimal(match["b"]) - Decimal(match["a"]))
        if difference == Decimal(match["c"]):
            hint = f"写成“{match['c']}个百分点”。"
            yield found(passage, match.start("c"), match.end(), "两个百分数之差是“个百分点”", hint)


RULE = Rule(Severity.ERROR, _find)
