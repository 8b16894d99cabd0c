"""全角的数字或字母

数字、拉丁字母和百分号用半角；全角的占一个汉字宽，排出来松散，也查找不到。一个数里有全角有半角，更是打错的；
数里隔开千位的逗号打成了全角，读起来就成了两个数。

错：２０２２年，全市新增ＡＰＰ用户３万人。
错：全年投入1，200万元，惠及12，345人。
对：2022年，全市新增APP用户3万人。
改法：改成半角。--fix 会改；逗号要自己改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.numerals import COUNTED
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

#: A number of groups of three, before something that is counted, 1，200万元, and none of a row of numbers: 1，200，3.
_GROUPED = Pattern(
    rf"(?<![\d，.．第])[1-9][0-9]{{0,2}}(?:，[0-9]{{3}})+(?:\.[0-9]+)?(?=(?:余|多)?[{COUNTED}])",
    "，",
)
_WIDE = Pattern("(?:[０-９Ａ-Ｚａ-ｚ％＋／]|(?<=[0-9０-９])．(?=[0-9０-９]))+")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _GROUPED.finditer(passage.text):
        number = match[0].replace("，", ",")
        hint = f"一个数写作 {number} 或 {number.replace(',', '')}；是两个数，用顿号或写明各是什么。"
        yield found(passage, *match.span(), f"{match[0]} 里的逗号是全角的", hint)
    for match in _WIDE.finditer(passage.text):
        if not any(char.isalnum() or char == "％" for char in match[0]):
            continue
        half = "".join(chr(ord(char) - 0xFEE0) for char in match[0])
        yield found(passage, *match.span(), f"全角的 {match[0]}", f"用半角的 {half}。", half)


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
