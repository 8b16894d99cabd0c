"""期号与上一期不衔接

期号跳了一个、退了回去，或者与另一期重复；写了总期数的，也要与上一期的总期数相接。只与 issues/ 里同一版式的各期比，
跨年可以从 1 开始。

错：
    本期：number: 17
    上期：number: 15
错：
    本期：number: 17
    上期：number: 17
对：
    本期：number: 17
    上期：number: 16
改法：核对期号；中间确实缺一期的，在这一行写明不查。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.neighbours import Neighbour, year_of
from briefing.proofread.rule import Finding, Galley, Rule


def _find(galley: Galley) -> Iterator[Finding]:
    number = galley.issue.number
    if number.value is None:
        return
    year = number.year or year_of(galley.issue.name)
    same = [other for other in galley.neighbours if other.number and _year(other) == year]
    span = galley.keys.get("number") or number.span
    twin = next((other for other in same if other.number == number.value), None)
    if twin is not None:
        yield Finding(f"第 {number.value} 期已经有了：{twin.name}", "请核对期号。", span=span)
        return
    last = _last(galley.neighbours, galley.date, number.value, year)
    if last is None or last.number is None:
        return
    begins = number.value == 1 and _year(last) != year
    if number.value != last.number + 1 and not begins:
        said = f"上一期是第 {last.number} 期（{last.name}），这一期是第 {number.value} 期"
        yield Finding(said, "请核对期号。", span=span)
    elif last.total and number.total and number.total != last.total + 1:
        said = f"上一期是总第 {last.total} 期，这一期是总第 {number.total} 期"
        yield Finding(said, "请核对总期数。", span=galley.keys.get("total") or span)


def _last(others: tuple[Neighbour, ...], issued: datetime.date | None, number: int, year: int | None) -> Neighbour | None:
    """The issue before this one: by its date, or where there are no dates by its number in the same year."""
    numbered = [other for other in others if other.number is not None]
    dated = [(other.date, other.number or 0, other) for other in numbered if issued and other.date and other.date <= issued]
    if dated:
        return max(dated, key=lambda entry: entry[:2])[2]
    earlier = [
        other for other in numbered if not (issued and other.date) and _year(other) == year and (other.number or 0) < number
    ]
    return max(earlier, key=lambda other: other.number or 0, default=None)


def _year(other: Neighbour) -> int | None:
    return other.date.year if other.date else year_of(other.name)


RULE = Rule(Severity.WARNING, whole=_find)
