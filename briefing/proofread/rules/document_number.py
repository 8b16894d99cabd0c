"""发文字号写得不对

发文字号由机关代字、年份、序号组成：年份标全称，用六角括号〔〕括入；序号不加“第”，不编虚位（1 不编为 01），后面加“号”
（《党政机关公文格式》GB/T 9704—2012，7.2.5）。

错：按照苏文明〔2022〕第05号要求抓好落实。
错：印发通知（苏文明办（2022）5号）。
对：印发通知（苏文明办〔2022〕5号）。
改法：改成〔2022〕5号这样的写法。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_NUMBER = Pattern(
    r"(?P<open>[（(\[［【〔〈<{《])\s*(?P<year>(?:19|20)?\d\d)年?\s*(?P<close>[）)\]］】〕〉>}》])\s*"
    r"(?P<nth>第)?\s*(?P<number>\d{1,5})\s*号",
    "号",
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _NUMBER.finditer(passage.text):
        year = match["year"]
        right = f"〔{year if len(year) == 4 else '20' + year}〕{int(match['number'])}号"
        if match[0] != right and (len(year) == 4 or match["open"] in "〔[［【"):
            hint = f"写成 {right}。"
            yield found(passage, *match.span(), f"发文字号的写法不对：{match[0]}", hint, right if len(year) == 4 else None)


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
