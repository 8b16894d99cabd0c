"""表里的负数用了短横

负号与数字一样宽，短横只有它的一半，在表里看着像漏了一笔。负数前面用负号“−”。单独一个短横是“没有”，不算。

错：
    | 地区 | 增减（%） |
    |---|--:|
    | 城东街道 | 3.1 |
    | 城西街道 | -3.4 |
对：
    | 地区 | 增减（%） |
    |---|--:|
    | 城东街道 | 3.1 |
    | 城西街道 | −3.4 |
改法：改成负号“−”，--fix 就这样改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

#: The whole cell is a number: elsewhere a hyphen joins, or stands for no sign at all.
_NEGATIVE = Pattern(r"^\s*(?P<sign>[-－–])\d[\d,]*(?:\.\d+)?\s*[%％‰℃°]?\s*$", "-", "－", "–")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    if passage.kind is PassageKind.CELL:
        for match in _NEGATIVE.finditer(passage.text):
            yield found(passage, *match.span("sign"), "负号用了短横", "用负号“−”。", "−")


RULE = Rule(Severity.NOTE, _find)
