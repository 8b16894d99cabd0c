"""月、日前面补了零

文中的日期写 2022年5月8日，月、日不编虚位（GB/T 9704—2012，7.3.5.4）。

错：2022年05月08日，专题会议召开。
对：2022年5月8日，专题会议召开。
改法：删去 0。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_PADDED = Pattern(r"(?<![0-9.])0(?=[1-9](?:月(?!票)|日(?!元)))", "0")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _PADDED.finditer(passage.text):
        yield found(passage, *match.span(), "月、日前面补了 0", "删去 0。", "")


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
