"""没有这一天

日历上没有的日期：2月30日、6月31日、13月。

错：2月30日前报送材料。
错：2022-06-31前完成整改。
对：2024年2月29日前报送材料，活动历时13个月。
改法：核对原始材料，改成正确的日期。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.dates import mentions
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for date in mentions(passage.text, galley.date):
        if not 1 <= date.month <= 12:
            yield found(passage, date.start, date.end, f"没有 {date.month} 月", "请核对月份。")
        elif date.day is not None and not 1 <= date.day <= date.last_day:
            year = f" {date.year} 年" if date.year and date.month == 2 else " "
            said = f"{year.rstrip()} {date.month} 月只有 {date.last_day} 天，没有 {date.day} 日".strip()
            yield found(passage, date.start, date.end, said, "请核对日期。")


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
