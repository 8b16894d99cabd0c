"""减少用了“倍”

减少一倍就是没有了，所以减少不能用倍数，要用分数或百分数：减少一半、下降三分之二、降低20%。“减少到原来的三分之一”也可以。

错：投诉量比上年下降了2倍。
对：投诉量比上年下降三分之二，办件量增长2倍。
改法：算出减少的部分占原来的多少，写成分数或百分数。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import NUMERALS
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_WRONG = Pattern(
    "(?:减少|下降|降低|缩小|缩短|缩减|减小|减轻|下滑|下跌|锐减|骤减|递减|压缩|回落|削减|节约|节省|减|降|少|跌|低|短|轻)(?!不了)"
    rf"[^，。；：！？、\n0-9增长提高扩]{{0,6}}?[0-9{NUMERALS}半几数][0-9.,{NUMERALS}多余]*倍(?!增|率|数)",
    "倍",
)
#: 不少于2倍 says at least.
_LIMIT = Pattern("[不至最]$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _WRONG.finditer(text):
        if not _LIMIT.search(text[: match.start()]) and "于" not in match[0]:
            yield found(passage, *match.span(), "减少不能用倍数", "写成分数或百分数，如“下降三分之二”“降低20%”。")


RULE = Rule(Severity.WARNING, _find)
