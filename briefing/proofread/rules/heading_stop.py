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

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.passages import HEADINGS, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text.rstrip()
    if text[-1:] in "。，；、：;,":
        new = "" if text[-2:-1] not in "。，；、：" else None
        yield found(passage, len(text) - 1, len(text), f"标题末尾用了{text[-1]}", "标题末尾不用这个标点。", new)


RULE = Rule(Severity.WARNING, _find, kinds=HEADINGS)
