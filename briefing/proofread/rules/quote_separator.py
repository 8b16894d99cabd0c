"""并列的引号、书名号之间用了顿号

标有引号的并列成分之间、标有书名号的并列成分之间，通常不用顿号（GB/T 15834—2011，4.5.3.5）。
引号后面还有别的词语，与没有引号的成分并列的，要用顿号，不算错。

错：聚焦“责任清单”、“问题清单”落实整改。
错：学习《条例》、《办法》。
对：学习《条例》《办法》，做优“防疫帮销”助农、大运河文化保护等项目。
改法：删去顿号。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_SEPARATED = Pattern("(?<=[”’》〉])、(?=[“‘《〈])", "、“", "、‘", "、《", "、〈")
#: After the next item: words of its own, and then another item: “防疫帮销”助农、
_LONGER = Pattern(f"(?:“[^”]{{1,40}}”|‘[^’]{{1,40}}’|《[^》]{{1,60}}》)(?!等)[{HAN}]{{1,8}}、")


_ALIKE = ("”、“", "’、‘", "》、《", "〉、〈")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _SEPARATED.finditer(text):
        if text[match.start() - 1 : match.end() + 1] in _ALIKE and not _LONGER.match(text, match.end()):
            mark = "引号" if text[match.start() - 1] in "”’" else "书名号"
            yield found(passage, *match.span(), f"并列的{mark}之间用了顿号", "删去顿号。", "")


RULE = Rule(Severity.WARNING, _find)
