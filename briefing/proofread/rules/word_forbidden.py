"""本单位不用的词

本单位规定不用的说法，在版式的 words.yaml 的 forbidden 里，可以写明理由和改用什么。

错：切实搞好春节期间的志愿服务。
对：切实做好春节期间的志愿服务。
改法：照提示改用别的说法。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.borders import torn
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for entry, start in galley.words.forbidden.hits(text, lambda _, start, end: not torn(text, start, end)):
        hint = (f"改用“{entry.use}”。" if entry.use else "请换一种说法。") + entry.why
        yield found(passage, start, start + len(entry.form), f"本单位不用“{entry.form}”", hint)


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
