"""写错的词

这样写任何时候都不对：帐户（账户）、按排（安排）、布署（部署）、其它（其他）。词表在版式的 words.yaml 的 wrong 里，可以增减。

错：会议对下一阶段工作作了布署。
对：会议对下一阶段工作作了部署。
改法：照提示改。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import Severity
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for entry, start in galley.words.wrong.hits(passage.text):
        hint = f"写作“{entry.use}”。{entry.why}"
        new = entry.use if entry.always else None
        yield found(passage, start, start + len(entry.form), f"“{entry.form}”写错了", hint, new)


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
