"""标题末尾用了句号

标题独占一行，末尾不用句号、逗号、分号；问号、叹号、省略号按意思用（GB/T 15834—2011，附录 A.5）。

错：
    ## 一、夯实责任体系。

    各地细化分工。
对：
    ## 一、夯实责任体系

    各地细化分工。
改法：删去末尾的标点。--fix 会改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.errors import Severity
from briefing.proofread.passages import HEADINGS, Kind, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

#: A paragraph that is nothing but a number and a few words is a heading that was not marked as one.
_LIKE_HEADING = re.compile("(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，。；：！？]{2,24}[。，；]$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text.rstrip()
    if passage.kind is Kind.PARAGRAPH and not _LIKE_HEADING.match(text):
        return
    if text[-1:] in "。，；、：;,":
        new = "" if passage.kind is not Kind.PARAGRAPH and text[-2:-1] not in "。，；、：" else None
        yield found(passage, len(text) - 1, len(text), f"标题末尾用了{text[-1]}", "标题末尾不用这个标点。", new)


RULE = Rule(Severity.WARNING, _find, kinds=HEADINGS | {Kind.PARAGRAPH})
