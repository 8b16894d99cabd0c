"""省略号写得不对

省略号是六个圆点，占两个字的位置：……。三个句号、三个小点、单个 … 都不是。省略号和“等”意思一样，只用一个（GB/T 15834—2011，4.11）。

错：发放宣传册、环保袋...
错：设立服务台、咨询点等……
对：设立服务台、咨询点、便民箱……
改法：改成……；与“等”连用的删去一个。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import IS_HAN
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_WRONG = Pattern(
    r"\.{2,}|．{2,}|。{3,}|[·•・]{2,}|⋯+|、{3,}|…+(?:[.·]+…*)*", "..", "．．", "。。", "··", "••", "・・", "⋯", "、、", "…"
)
_TWICE = Pattern(r"等(?:等|人|地|方面)?(…+)|(…+)等", "…")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    if not IS_HAN.search(text):
        return
    for match in _WRONG.finditer(text):
        dots = match[0]
        if set(dots) == {"…"} and len(dots) in (2, 4):
            continue
        yield found(passage, *match.span(), f"省略号写成了 {dots[:12]}", "省略号是六个圆点：……。", "……")
    for match in _TWICE.finditer(text):
        yield found(passage, *match.span(), "“等”和省略号重复", "意思一样，删去一个。")


RULE = Rule(Severity.WARNING, _find)
