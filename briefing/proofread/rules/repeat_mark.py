"""标点重复

两个标点挨在一起，多打了一个。省略号（……）、破折号（——）、问号叹号连用（？！）不算。

错：会议要求，，各地抓好落实。
错：完善机制、，强化考核。
对：会议要求各地抓好落实……
改法：留下合适的一个。两个相同的 --fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_REPEATED = Pattern("[，、；：。]{2,}|[？！][，、；：。]+|[，、；：。]+[？！]|！{2,}|？{2,}|(?<!·)··(?!·)")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _REPEATED.finditer(passage.text):
        marks = match[0]
        if len(marks) >= 3 and set(marks) in ({"。"}, {"、"}):
            continue  # mark-ellipsis
        new = marks[0] if len(set(marks)) == 1 else None
        hint = f"留下一个{marks[0]}。" if new else "留下合适的一个。"
        yield found(passage, *match.span(), f"标点重复：{marks[:6]}", hint, new)


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
