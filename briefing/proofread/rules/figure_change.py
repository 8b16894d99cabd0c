"""增减与前后两个数不符

“由A增加到B，增长C%”三个数要对得上：由120增加到150，增长的是25%；由120件下降到150件，方向反了。
“增长下降”“减少增加”只留一个。

错：产量由120吨增加到150吨，增长20%。
错：投诉由120件下降到150件。
错：规模以上工业增加值同比增长下降5%。
对：产量由120吨增加到150吨，增长25%；能耗由2.5吨降至2吨，下降20%；从第9位升到第3位；三年间由100家增加到150家，年均增长14%。
改法：核对三个数，改正错的那个。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.figures import Amount, figures
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_UP = "增加|提高|提升|上升|增长|扩大|攀升|上涨|拓展|升|增|涨"
_DOWN = "减少|下降|降低|压缩|缩短|精简|下调|压减|回落|下跌|缩减|降|减"
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?(?:万亿|亿|万)?"
#: No mark, no other figure.
_GAP = r"[^，。；：！？\n0-9]"
_CHANGED = Pattern(
    rf"(?:由|从){_GAP}{{0,10}}?(?:[0-9]{{4}}年[^，。；：！？、\n0-9]{{0,8}}?)?(?P<a>{_NUMBER})(?P<unit>{_GAP}{{0,4}}?)(?:，)?(?:大幅|稳步|逐年|已|快速)?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为|成)了?(?:[0-9]{{4}}年{_GAP}{{0,8}}?|{_GAP}{{0,4}}?)(?P<b>{_NUMBER})(?P<rest>{_GAP}{{0,4}})"
    rf"(?:[，；]{_GAP}{{0,6}}?(?P<verb>{_UP}|{_DOWN}|增幅|降幅)(?:了|达到?|为)?(?P<c>[0-9]+(?:\.[0-9]+)?)[%％](?!的|以上|左右))?",
    "到",
    "至",
    "为",
    "成",
)
_AVERAGE = Pattern("年均|平均|月均|人均|每|预计|分别|比重|占")
_BOTH = Pattern("(?:增长|增加|提高)(?:了)?(?:下降|减少|降低)(?=[0-9了])|(?:下降|减少|降低)(?:了)?(?:增长|增加|提高)(?=[0-9了])")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _CHANGED.finditer(text):
        before, after = _amount(match["a"]), _amount(match["b"])
        rank = text[match.start("a") - 1] == "第"  # the first is the highest
        if before is None or after is None or rank or _other_units(match["unit"], match["rest"], match["a"], match["b"]):
            continue
        fell = match["down"] is not None
        if (after.value > before.value) if fell else (after.value < before.value):
            message = f"由 {match['a']} {match['up'] or match['down']}到 {match['b']}，方向反了"
            yield found(passage, match.start("a"), match.end("b"), message, "请核对两个数，或改成增、减。")
        elif _says_share(match) and not _fits(before, after, Decimal(match["c"]), _step(match["c"])):
            share = abs(after.value - before.value) / before.value * 100
            message = f"由 {match['a']} 到 {match['b']}，变化约 {share:.1f}%，不是 {match['c']}%"
            yield found(passage, match.start("c"), match.end("c"), message, "请核对三个数。")
    for match in _BOTH.finditer(text):
        yield found(passage, *match.span(), f"“{match[0]}”自相矛盾", "增、减只留一个。")


def _says_share(match: re.Match[str]) -> bool:
    """Whether it says by how many percent two amounts differ that are no percentages themselves."""
    return bool(match["c"]) and not _AVERAGE.search(match[0]) and "%" not in match["unit"] + match["rest"][:1]


def _amount(text: str) -> Amount | None:
    return next(figures(text), None)


def _other_units(unit: str, rest: str, one: str, other: str) -> bool:
    """Whether the figures are said in units that differ: 由500米延长到2公里, 由8000增加到1.2万人."""
    if one[-1] in "万亿" and other[-1] in "万亿":
        return bool(unit) and not rest.startswith(unit.strip("的"))
    return bool(unit.strip("的")) and not rest.startswith(unit.strip("的"))


def _step(text: str) -> Decimal:
    return Decimal(1).scaleb(-len(text.partition(".")[2]))


def _fits(before: Amount, after: Amount, said: Decimal, step: Decimal) -> bool:
    """Whether a change of `said` percent may be that between two amounts, each rounded as it is said."""
    firsts = [before.value - before.step / 2, before.value + before.step / 2]
    lasts = [after.value - after.step / 2, after.value + after.step / 2]
    if firsts[0] <= 0:
        return True
    changes = [(last - first) / first * 100 for first in firsts for last in lasts]
    share = said if after.value >= before.value else -said
    return min(changes) - step <= share <= max(changes) + step


RULE = Rule(Severity.WARNING, _find)
