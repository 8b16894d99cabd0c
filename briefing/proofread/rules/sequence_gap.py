"""序号漏了一个

一是、二是、四是，一、二、四、：中间漏了一个，或者前面删了一段而后面没有改；也包括没有“一”就写“二”的。

错：一是加强领导；二是健全机制；四是严格考核。
对：一是加强领导；二是健全机制；三是严格考核。
改法：看看是漏了一段，还是序号没有顺下来。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.numerals import chinese
from briefing.proofread.numbering import Slip, TypedNumber, numbers, slips
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        for slip, number, before in slips(numbers(passages)):
            if slip is Slip.GAP:
                yield _finding(number, before)


def _finding(number: TypedNumber, before: int) -> Finding:
    here = number.text if not number.passage.label else number.passage.label
    if before:
        wanted = (number.value or 0) - 1
        missing = chinese(wanted) if not any(char.isdigit() for char in here) else str(wanted)
        said = f"“{here}”前面缺了“{missing}”"
    else:
        said = f"“{here}”前面没有“{'1' if any(char.isdigit() for char in here) else '一'}”"
    return found(number.passage, number.start, number.end, said, "补上漏掉的，或把序号顺下来。")


RULE = Rule(Severity.ERROR, whole=_find)
