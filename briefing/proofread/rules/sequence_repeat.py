"""序号重复

同一个序号用了两次，或者退了回去：一、二、二、，一是、二是、一是。

错：一是加强领导；二是健全机制；二是严格考核。
对：一是加强领导；二是健全机制；三是严格考核。
改法：把序号顺下来。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.numbering import Slip, numbers, slips
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        for slip, number, before in slips(numbers(passages)):
            if slip is Slip.REPEAT:
                here = number.passage.label or number.text
                said = f"序号“{here}”重复" if before == number.value else f"序号“{here}”退了回去"
                yield found(number.passage, number.start, number.end, said, "把序号顺下来。")


RULE = Rule(Severity.ERROR, whole=_find)
