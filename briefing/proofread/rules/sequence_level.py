"""层次序号跳了一级

结构层次序数依次用“一、”“（一）”“1.”“（1）”（《党政机关公文格式》GB/T 9704—2012，7.3.3）。只有两层的，“一、”下面可以直接用“1.”或
“（1）”；同一篇里有了“（一）”，就不能再跳过它。句中的（1）（2）不算。

错：
    （一）健全机制

    各地细化分工，落实责任。
对：
    一、夯实责任

    （一）健全机制

    各地细化分工，落实责任。
改法：补上缺的一级，或换用合适的一级。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.errors import Severity
from briefing.proofread.numbering import RANKS, STYLES, TypedNumber, numbers
from briefing.proofread.rule import Finding, Galley, Rule, found

_HINT = "层次依次用“一、”“（一）”“1.”“（1）”。"


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        every = numbers(passages)
        inside = {(number.index, number.style) for number in every if not number.head}  # （1）……；（2）…… is one sentence
        ranked = (number for number in every if number.head and number.style in RANKS)
        heads = [n for n in ranked if RANKS[n.style] < 4 or (n.index, n.style) not in inside]
        yield from _report(heads)


def _report(heads: Sequence[TypedNumber]) -> Iterator[Finding]:
    used = {RANKS[number.style] for number in heads}
    above: set[int] = set()  # ranks that stand above the present place
    noted: set[int] = set()
    for number in heads:
        rank = RANKS[number.style]
        above = {other for other in above if other < rank}
        missing = _missing(rank, above, used)
        if missing and missing not in noted:
            noted.add(missing)
            style = STYLES[next(name for name, value in RANKS.items() if value == missing)]
            said = f"“{number.passage.label or number.text}”上面没有“{style}”"
            yield found(number.passage, number.start, number.end, said, _HINT)
        above.add(rank)
        if rank == 1:
            noted.clear()


def _missing(rank: int, above: set[int], used: set[int]) -> int:
    """The rank that should stand above and does not; 0: all is well."""
    if rank == 2:
        return 0 if 1 in above else 1
    if rank == 3:
        return 2 if 1 in above and 2 not in above and 2 in used else 0
    if rank == 4 and 3 not in above:
        straight = 1 in above and not {2, 3} & used
        return 0 if straight else 3
    return 0


RULE = Rule(Severity.ERROR, whole=_find)
