"""一篇比别的长得多

一期有三篇以上时，一篇的字数超过其他各篇中位数的 2.5 倍。倍数在版式的 words.yaml 里改（thresholds: ratio）。

改法：精简，或分成两篇。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.characters import count
from briefing.proofread.passages import HEADINGS
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(galley: Galley) -> Iterator[Finding]:
    for section in galley.issue.sections:  # 简讯 are not measured by 工作交流
        numbers = [galley.issue.articles.index(article) for article in section.articles]
        yield from _among(galley, numbers)


def _among(galley: Galley, numbers: list[int]) -> Iterator[Finding]:
    reports = galley.reports()
    lengths = {number: sum(count(passage.text) for passage in reports.get(number, ())) for number in numbers}
    if len(lengths) < 3:
        return
    for number, length in lengths.items():
        usual = _median([other for key, other in lengths.items() if key != number])
        first = next((passage for passage in reports.get(number, ()) if passage.kind not in HEADINGS), None)
        if first is not None and usual and length > galley.words.ratio * usual:
            said = f"这一篇有 {length} 字，是其他各篇（一般 {round(usual)} 字）的 {length / usual:.1f} 倍"
            yield found(first, 0, min(12, len(first.text)), said, "精简，或分成两篇。")


def _median(values: list[int]) -> float:
    """As statistics.median, whose import takes as long as all of this."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


RULE = Rule(Severity.WARNING, whole=_find)
