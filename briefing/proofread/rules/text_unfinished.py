"""好像还没有写完

××、XX市、（待补）这样的记号多半是起草时留着以后填的，忘了填就印出去了。隐去真名（张××）不算；确实要这样印的，写明不查。
模板和 Word 里“请在这里写……”“单击此处输入文字”一类的话，制作时也会提醒，见 placeholder。

错：截至5月，XX市建成服务点××个。
错：全年接待游客3.2万人次（待核实）。
对：截至5月，全市建成服务点120个；当事人张××已被行政处罚。
改法：填上；不用的删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_LEFT = Pattern(
    "(?<![A-Za-z])[XxＸｘ×✕╳]{2,12}(?![A-Za-z0-9])"
    "|[（(【〔](?:数据|此处|内容|具体)?(?:待补|待核|待填|待定|待确认|待更新|待查|待落实)[^）)】〕]{0,12}[）)】〕]"
    f"|待补(?=[，。；、]|$)|(?<=[{HAN}])[_＿]{{2,}}(?=[{HAN}])|[0-9]+[_＿]+(?=[年月日])"
)
_MASKS = frozenset("XxＸｘ×✕╳")
_IS_HAN = Pattern(f"[{HAN}]")
#: What is counted or called so; after a name that is hidden none of these follows.
_COUNTED = frozenset("年月日时省市县区州旗镇乡村路街局委厅部办院校厂号名个家次场项条件起人万亿元％%")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _LEFT.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        named = match[0][0] in _MASKS and bool(_IS_HAN.match(before)) and after not in _COUNTED and len(match[0]) < 4
        if not named:
            yield found(passage, *match.span(), f"“{match[0]}”好像还没有写完", "请填上；不用的删去。")


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
