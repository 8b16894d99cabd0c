"""说的几项与列的不符

说了“三个区”，就要列三个；说了“五项举措”，后面就要有“一是”到“五是”。列到“等”的不算。

错：玄武、秦淮、建邺、鼓楼三个区先行试点。
错：推出五项举措：一是建机制，二是强督查，三是重宣传，四是抓培训。
错：来自江苏、浙江、安徽四省的代表参加。
对：玄武、秦淮、鼓楼三个区先行，无锡、苏州等5市跟进；提出两点要求：一是抓早，二是抓细。
改法：核对名单，改正数目或补上漏的。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.numerals import numeral
from briefing.core.pattern import Pattern
from briefing.proofread.numbering import numbers
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_COUNT = "[二两三四五六七八九十]|[2-9]|1[0-9]"
_NAME = f"[{HAN}]{{1,8}}"
#: Names in a row, and then how many there are.
_BEFORE = Pattern(
    rf"(?P<names>(?:{_NAME}、)+{_NAME}?(?:[和与及]|以及)?{_NAME}?)(?P<count>{_COUNT})(?P<unit>个?(?:省|市|县|区|镇|乡|街道|社区|村|部门|单位|国|州|盟|旗|"
    r"地(?!级|方)|家单位|所学校|所高校|名同志|位同志|个方面|个环节|个领域|个层面|个板块))(?!(?:[一二两三四五六七八九十]|\d)|联|级)",
    "、",
)
#: A name that is counted itself: 南京、苏州两市和…
_COUNTED = Pattern(f"(?:{_COUNT})个?[省市县区镇乡村家名位]")
_ITEMS = "项|个|点|条|类|种|方面|步|大|招|件"
#: How many there will be, before the first of them.
_AHEAD = Pattern(rf"(?P<count>{_COUNT})(?:{_ITEMS})[{HAN}“”]{{0,10}}[：:，]?$", *_ITEMS.split("|"))
_LEADS = ("shi", "yao")


def _find(galley: Galley) -> Iterator[Finding]:
    for report in galley.reports().values():
        for index, passage in enumerate(report):
            if passage.kind in PROSE:
                yield from _names(passage)
                yield from _leads(passage, report[index + 1] if index + 1 < len(report) else None)


def _names(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _BEFORE.finditer(text):
        names, said = match["names"], _number(match["count"])
        before = text[: match.start()]
        # names of a longer list, or of one that began before another mark
        if (
            "等" in names
            or _COUNTED.search(names)
            or said is None
            or before.endswith(("、", "（", "”", "》", "）"))
            or _goes_on(before)
        ):
            continue
        listed = names.count("、") + 1 + _joined(names)
        if listed != said and 1 < listed <= 12 and names[-1] != "、":
            message = f"列了 {listed} 个，说的是“{match['count']}{match['unit']}”"
            yield found(passage, match.start("count"), match.end("unit"), message, "请核对名单和数目。")


def _goes_on(before: str) -> bool:
    """Whether the names before are of the same list: 姑苏区，以及…"""
    clause = max(before.rfind(mark) for mark in "。；：！？\n") + 1
    return "、" in before[clause:]


def _joined(names: str) -> int:
    """One more for 和 between the last two."""
    last = names.rpartition("、")[2]
    joint = next((word for word in ("以及", "和", "与", "及") if word in last[1:-1]), "")
    return 1 if joint else 0


def _leads(passage: Passage, following: Passage | None) -> Iterator[Finding]:
    found_numbers = [number for number in numbers([passage]) if number.style in _LEADS]
    for style in _LEADS:
        leads = [number for number in found_numbers if number.style == style]
        values = [number.value for number in leads]
        if len(leads) < 2 or values != list(range(1, len(leads) + 1)):
            continue
        ahead = _AHEAD.search(passage.text[: leads[0].start])
        said = _number(ahead["count"]) if ahead else None
        if ahead is None or said is None or said == len(leads):
            continue
        after = numbers([following])[:1] if following is not None else []
        if after and after[0].style == style and after[0].value == len(leads) + 1:
            continue
        message = f"说的是“{ahead['count']}”，后面列了 {len(leads)} 项"
        yield found(passage, *ahead.span("count"), message, "请核对，改正数目或补上漏的。")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else numeral(text)


RULE = Rule(Severity.WARNING, whole=_find)
