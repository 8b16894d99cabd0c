"""序号后面的标点不对

“一、”后用顿号；“（一）”“（1）”“①”后不用标点；“1.”后用小圆点；“第一”“首先”后用逗号；“一是”后不用标点
（GB/T 15834—2011，附录 B.2）。

错：（一）、健全机制，落实责任。
错：第一、要统一思想。第二、要抓好落实。
对：第一，要统一思想。第二，要抓好落实。
改法：照上面的写法改。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

_H = "[一二三四五六七八九十]{1,3}"
_BEGINS = "(?:^|(?<=[。；：！？\n]))"
_FIXES: tuple[tuple[Pattern, str, str], ...] = (
    (Pattern(rf"{_BEGINS}(?P<n>[（(](?:{_H}|\d{{1,2}})[）)])(?P<mark>[、，．.：:,])(?!\d)"), "", "括号里的序号后面不用标点。"),
    (Pattern(rf"{_BEGINS}(?P<n>[①-⑳])(?P<mark>[、，．.：])"), "", "带圈的序号后面不用标点。"),
    (
        Pattern(rf"{_BEGINS}(?P<n>\d{{1,2}})(?P<mark>[.．]、|、|，(?=[{HAN}“《]))(?=[{HAN}“《])"),
        ".",
        "阿拉伯数字的序号后面用小圆点：1.。",
    ),
    (Pattern(rf"^(?P<n>{_H})(?P<mark>[.．,，]、?|、[.．,，])(?!\d)"), "、", "汉字的序号后面用顿号：一、。"),
    (Pattern(rf"(?:^|(?<=[。；：！？，\n]))(?P<n>第{_H})(?P<mark>、)(?!第|{_H}|[\d])"), "，", "“第一”后面用逗号。"),
    (Pattern("(?:^|(?<=[。；：！？，\n]))(?P<n>首先|其次|再次|最后)(?P<mark>、)"), "，", "“首先”后面用逗号。"),
    (Pattern(rf"(?:^|(?<=[。；：！？，、\n]))(?P<n>{_H}[是要])(?P<mark>[、，：,:])"), "", "“一是”后面不用标点。"),
)
#: 1、2月 and 5、大队 are no numbers of paragraphs.
_COUNTED = Pattern("[月日号岁名个年]")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for pattern, right, hint in _FIXES:
        for match in pattern.finditer(text):
            if right == "." and (_COUNTED.match(text, match.end()) or match["mark"] == "，"):
                continue
            said = f"“{match[0]}”的标点不对"
            yield found(passage, *match.span("mark"), said, hint, right)


RULE = Rule(
    Severity.ERROR,
    _find,
    kinds=frozenset(
        {PassageKind.PARAGRAPH, PassageKind.HEADING, PassageKind.ITEM, PassageKind.FRONT, PassageKind.QUOTE, PassageKind.TITLE}
    ),
)
