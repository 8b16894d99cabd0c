"""“约”和“左右”重复

“约”“近”“大约”“将近”和“左右”“上下”“余”“多”都表示约数，只用一个。

错：参加活动的约300人左右。
错：共有近200余名志愿者参加。
对：参加活动的约300人，平均年龄30岁左右。
改法：删去一头。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import NUMERALS
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_ABOUT = "(?:大约|大概|大致|约|将近|接近|近|差不多|估计)"
_FIGURE = rf"(?:[0-9][0-9,.]*[万亿千百]*|[{NUMERALS}半几数]+|百分之[{NUMERALS}]+)"
_WRONG = Pattern(
    rf"{_ABOUT}(?:为|有|在|占|需|需要|达|用|要)?(?:{_FIGURE}[^，。；：！？、\n的]{{0,6}}?(?:左右|上下(?!游|班|级|联)|前后)"
    rf"|{_FIGURE}(?:余|多|来)(?!样|元化|功能|媒体|方|次)|{_FIGURE}[^，。；：！？、\n的]{{0,3}}?(?:以上|许(?!可|多)))"
    rf"|(?<![0-9{NUMERALS}])[几数]{{1}}[十百千万]+[^，。；：！？、\n的]{{0,4}}左右"
    rf"|(?:超过|不低于|不少于|至少|最多|不超过)[^，。；：！？、\n]{{0,2}}{_FIGURE}[^，。；：！？、\n的]{{0,5}}?左右"
    rf"|[0-9{NUMERALS}](?:余|多)[万亿](?:余|多)(?!样|元化)"
    rf"|{_FIGURE}(?:余|多)[^，。；：！？、\n的]{{0,4}}?(?:左右|上下(?!游|班|级))",
    "左右",
    "上下",
    "前后",
    "余",
    "多",
    "来",
    "以上",
    "许",
)
#: 近 and 约 as parts of other words.
_PART = Pattern("(?:附|邻|临|靠|就|最|接|亲|节|公|条|契|预|集|合|制|签|违|履|相|远)$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _WRONG.finditer(text):
        if match[0][0] in "近约" and _PART.search(text[: match.start()]):
            continue
        yield found(passage, *match.span(), f"“{match[0]}”重复表示约数", "两头只留一头。")


RULE = Rule(Severity.WARNING, _find)
