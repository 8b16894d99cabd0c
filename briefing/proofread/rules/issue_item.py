"""件号与另一期重复

同一版式、同一年（按卷整理的，同一卷）的各期，件号（issue.yaml 的 archive: {item: …}）不能相同：档号会是同一个，后归档的把先归档的
顶掉。只与 issues/ 里同一版式的各期比。

错：
    本期：archive: {item: 12}
    上期：archive: {item: 12}
对：
    本期：archive: {item: 12}
    上期：archive: {item: 11}
对：
    本期：archive: {item: 1, volume: 3}
    上期：archive: {item: 1, volume: 2}
改法：核对件号；件号由档案室编，不知道的先不写。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.neighbours import year_of
from briefing.proofread.rule import Finding, Galley, Rule


def _find(galley: Galley) -> Iterator[Finding]:
    issue, filing = galley.issue, galley.issue.filing
    year = issue.number.year or (galley.date.year if galley.date else year_of(issue.name))
    for other in galley.neighbours if filing.item else ():
        theirs = other.date.year if other.date else year_of(other.name)
        if (other.item, other.volume, theirs) == (filing.item, filing.volume, year):
            span = filing.span or galley.keys.get("archive")
            yield Finding(f"件号 {filing.item} 与 {other.name} 的重复", "请核对件号；档号会是同一个。", span=span)
            return


RULE = Rule(Severity.WARNING, whole=_find)
