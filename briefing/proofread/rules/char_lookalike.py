"""混进了样子相同的别的字符

从 PDF 里复制来的文字，常有样子是汉字、其实是部首的字符（⽂⼯⼈⾼）；老系统、竖排的文字里有半角的｡､｢｣、竖排的︐︒、小号的﹐﹕。
查找、朗读时它们不是那个字，仿宋里也多半没有。

错：⽂明办⼯作⼈员参加。
错：会议指出｡各地､各部门要落实。
对：文明办工作人员参加，各地、各部门落实。
改法：改成平常的字。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from briefing.core import lookalikes
from briefing.core.errors import Severity
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    usual = lookalikes.usual()
    if usual.keys().isdisjoint(passage.text):
        return
    for odd, run in groupby(enumerate(passage.text), lambda entry: entry[1] in usual):
        chars = list(run)
        if odd:
            start, end = chars[0][0], chars[-1][0] + 1
            meant = "".join(usual[char] for _, char in chars)
            codes = " ".join(f"U+{ord(char):04X}" for _, char in chars[:4])
            yield found(passage, start, end, f"“{passage.text[start:end]}”不是平常的字（{codes}）", f"写作“{meant}”。", meant)


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
