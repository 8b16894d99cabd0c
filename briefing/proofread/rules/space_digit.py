"""汉字与数字、字母之间有空格

公文里汉字与数字、字母之间不打空格，该空多少由版式排出；手打的空格在行首、行末会露出来。数字和它的百分号、千分号是一个整体，中间也不空。

错：截至 5 月，全市共有 15 个服务点。
错：覆盖率达到40 %，比上年提高3 ‰。
对：截至5月，全市共有15个服务点，覆盖率达到40%。
改法：删去空格。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.passages import HEADINGS, Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

_SPACE = "[ \u00a0\u2002-\u200a\u202f]+"
_BETWEEN = Pattern(
    f"(?<=[{HAN}]){_SPACE}(?=[0-9A-Za-z＋+-]?[0-9A-Za-z])|(?<=[0-9A-Za-z%]){_SPACE}(?=[{HAN}])",
    " ",
    "\u00a0",
    "\u2009",
    "\u202f",
    "\u2002",
    "\u2003",
)
_BEFORE_SIGN = Pattern(f"(?<=[0-9０-９]){_SPACE}(?=[%％‰])", "%", "％", "‰")
_NUMBERED = Pattern(r"(?:[图表]\s?[0-9A-Za-z.\-—]+|[0-9]+(?:\.[0-9]+)*)$")


_NUMBERED_KINDS = HEADINGS | {PassageKind.CAPTION}


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _BETWEEN.finditer(text):
        if passage.kind in _NUMBERED_KINDS and _NUMBERED.fullmatch(text[: match.start()]):
            continue  # 图1 各县（区）来电量
        yield found(passage, *match.span(), "汉字与数字、字母之间有空格", "删去空格。", "")
    for match in _BEFORE_SIGN.finditer(text):
        yield found(passage, *match.span(), "数字与百分号之间有空格", "删去空格。", "")


RULE = Rule(Severity.WARNING, _find)
