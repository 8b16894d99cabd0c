"""用混的词

两个词都有，用在这里的是另一个：截止（截至）目前、做出（作出）决定、反应（反映）情况、法制（法治）政府。
词表在版式的 words.yaml 的 confused 里，写明在哪些词语前后才算错，可以增减。

错：截止目前，全市已建成服务点120个。
错：市委作出部署，广泛收集群众反应的问题。
对：截至目前，全市已建成服务点120个；报名截止时间为5月底。
改法：照提示改；拿不准时查《现代汉语词典》。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.borders import torn
from briefing.proofread.passages import WORDING, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for entry, start in galley.words.confused.hits(text, lambda _, start, end: not torn(text, start, end)):
        hint = f"这里宜用“{entry.use}”。{entry.why}"
        yield found(passage, start, start + len(entry.form), f"“{entry.form}”用在这里不对", hint)


RULE = Rule(Severity.WARNING, _find, kinds=WORDING)
