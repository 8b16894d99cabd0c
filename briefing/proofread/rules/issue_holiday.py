"""印发日期不是工作日

印发日期是星期六、星期日，或放假的日子。放假和调休的日子在版式的 words.yaml 里（holidays），每年按国务院办公厅的通知添上。

错：
    本期：number: 17
    本期：date: 2022-05-14
错：
    本期：number: 17
    本期：date: 2022-05-02
对：
    本期：number: 17
    本期：date: 2022-05-07
改法：核对日期；确实在这一天印发的，在这一行写明不查。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.rule import Finding, Galley, Rule


def _find(galley: Galley) -> Iterator[Finding]:
    day, words = galley.date, galley.words
    if day is None or day in words.work:
        return
    if day in words.off:
        yield Finding(f"{day:%Y-%m-%d} 放假", "请核对印发日期。", span=galley.keys.get("date"))
    elif day.weekday() >= 5:
        said = f"{day:%Y-%m-%d} 是星期{'六日'[day.weekday() - 5]}"
        hint = "请核对印发日期。" if day.year in words.years else "请核对印发日期；调休的日子可以写进 words.yaml 的 holidays。"
        yield Finding(said, hint, span=galley.keys.get("date"))


RULE = Rule(Severity.WARNING, whole=_find)
