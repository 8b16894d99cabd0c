"""数目的起止用了短横

年份、日期、数目的起止用一字线（2021—2022年）或浪纹线（10%～15%），不用半角的短横（GB/T 15834—2011，4.13）。
电话号码、期号、型号、标准号和 2022-05-13 这样的日期里的短横不算。

错：实施2021-2023年三年行动计划，降低10-15%。
对：实施2021—2023年三年行动计划，降低10%～15%，热线025-83390000。
改法：改成—或～。--fix 改成—。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_UNIT = "[%年月日号时点分个万亿元倍%％岁]"
#: Each side a figure that may carry its unit; nothing of a longer code on either side.
_RANGE = Pattern(
    rf"(?<![0-9A-Za-z.\-－–/〔])(?P<first>\d{{1,5}}(?:\.\d+)?(?::\d\d)?)(?P<unit>{_UNIT}{{0,2}})(?P<dash>[-－–])"
    rf"(?P<second>\d{{1,5}}(?:\.\d+)?(?::\d\d)?)(?P<after>{_UNIT}?)(?![0-9A-Za-z.\-－–])",
    "-",
    "－",
    "–",
)
_WEEK = Pattern("(?<=[周期][一二三四五六日])(?P<dash>[-－–])(?=(?:周|星期)?[一二三四五六日])", "-", "－", "–")
_YEAR = Pattern(r"(?:19|20)\d\d")
_ADDRESS = Pattern("(?:室|幢|栋|单元|号楼|号$|期)")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _RANGE.finditer(text):
        if _is_range(match, text):
            yield _wrong(passage, match)
    for match in _WEEK.finditer(text):
        yield _wrong(passage, match)


def _wrong(passage: Passage, match: re.Match[str]) -> Finding:
    return found(passage, *match.span("dash"), "起止用了短横", "用一字线—或浪纹线～。", "—")


def _is_range(match: re.Match[str], text: str) -> bool:
    if re.search(r"[A-Za-z/] ?$", text[: match.start()]):
        return False  # GB/T 9704-2012
    first, second, after = match["first"], match["second"], text[match.end("second") :][:3]
    if match["unit"] or ":" in first:
        return True
    if _YEAR.fullmatch(first):
        if _YEAR.fullmatch(second):
            return True
        return len(second) == 2 and second > first[2:] and after[:1] in ("年", "学")  # 2021-22年
    if first.startswith("0") or (second.startswith("0") and len(second) > 1 and "." not in second) or _ADDRESS.match(after):
        return False
    return bool(match["after"]) or bool(re.match(f"[{HAN}℃]", after))


RULE = Rule(Severity.WARNING, _find)
