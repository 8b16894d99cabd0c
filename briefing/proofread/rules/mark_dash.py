"""破折号写得不对

破折号占两个字的位置：——。两个半角短横、两个全角短横、单独一个 — 都不是。时间、地点、数目的起止（1—3月、北京—上海）
用单个的一字线，不算（GB/T 15834—2011，4.10、4.13）。

错：打造“大爱镇江”闪亮名片--年度人物发布会。
错：这是全市的共同目标—争创典范城市。
对：这是全市的共同目标——争创典范城市，2021—2023年见成效。
改法：改成——。两个短横的 --fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.characters import IS_HAN
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_SHORT = Pattern(r"-{2,}|－{2,}|–{2,}|[―─━]{2,}|ーー+|—{3,}", "--", "－", "–", "―", "─", "━", "ーー", "———")
_SINGLE = Pattern(f"(?<=[{HAN}”》）])([—–―－─])(?=[{HAN}“《（])", "—", "–", "―", "－", "─")
#: What stands at the ends of a range: times and places.
_TIME = Pattern("[年月日号时点周期级届次岁一二三四五六日末初上中下旬晚午晨夜今]$")
_TIME_AFTER = Pattern("^(?:[一二三四五六七八九十]|周|星期|晚|次|上|下|今|现在|目前|中|末)")
_PLACE = Pattern("(?:省|市|县|区|镇|村|站|港|路|京|沪|宁|苏|锡|通|杭|广|深|渝|蓉|台)$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    if not IS_HAN.search(text):
        return
    for match in _SHORT.finditer(text):
        new = "——" if match[0][0] in "-－–" and len(match[0]) <= 4 else None
        yield found(passage, *match.span(), f"破折号写成了 {match[0][:8]}", "破折号占两个字：——。", new)
    places = {name for order in galley.words.order.values() for name in order}
    for match in _SINGLE.finditer(text):
        before, after = text[: match.start()][-3:], text[match.end() :][:4]
        if _TIME.search(before) and _TIME_AFTER.match(after):
            continue
        left = _PLACE.search(before) or any(before.endswith(name) for name in places)
        if left and (any(after.startswith(name) for name in places) or _PLACE.search(after[:1]) or "—" in after[1:3]):
            continue
        if "—" in text[max(0, match.start() - 3) : match.start()] and _PLACE.search(after[:1]):
            continue
        yield found(passage, *match.span(), f"单个的 {match[0]}", "破折号占两个字：——；起止用一字线的除外。")


RULE = Rule(Severity.WARNING, _find)
