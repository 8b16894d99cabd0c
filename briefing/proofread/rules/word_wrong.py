"""写错的词

这样写任何时候都不对：帐户（账户）、按排（安排）、布署（部署）、其它（其他）。词表在版式的 words.yaml 的 wrong 里，可以增减。
前后两个词相接碰巧成了这个样子的（给予|警告、围绕|幸福、一支|特别）不算；拿不准是不是相接的，只提出来，--fix 不改。

错：会议对下一阶段工作作了布署。
对：会议对下一阶段工作作了部署。
对：一支特别能吃苦的队伍，围绕幸福城市建设，自己经营，对失职的给予警告。
改法：照提示改。前后确是两头词界的，--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.borders import Verdict, verdict
from briefing.proofread.lexicon import WrongForm
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text

    def said(entry: WrongForm, start: int, end: int) -> Verdict:
        return verdict(text, start, end, entry.use)

    for entry, start in galley.words.wrong.hits(text, lambda *place: said(*place) is not Verdict.ACROSS):
        end = start + len(entry.form)
        new = entry.use if entry.always and said(entry, start, end) is Verdict.WORD else None
        yield found(passage, start, end, f"“{entry.form}”写错了", f"写作“{entry.use}”。{entry.why}", new)


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
