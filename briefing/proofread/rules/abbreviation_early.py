"""简称在说明之前就用了

同一篇里，说明“以下简称”之前就用了简称，读者还不知道它指什么。标题里用简称不算。

错：
    典范城市创建是今年的重点。

    全国文明典范城市（以下简称“典范城市”）三年测评一次，典范城市创建要久久为功。
对：
    全国文明典范城市（以下简称“典范城市”）三年测评一次，典范城市创建要久久为功。
改法：前面改用全称，或把“以下简称”移到第一次出现的地方。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.abbreviations import Definition, definitions
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        for definition in definitions(passages):
            for short in definition.shorts:
                yield from _early(passages, definition, short)


def _early(passages: list[Passage], definition: Definition, short: str) -> Iterator[Finding]:
    if len(short) < 2:
        return
    for passage in passages[: definition.index + 1]:
        if passage.kind not in PROSE:
            continue
        own = passage is definition.passage
        limit = definition.start - len(definition.full) if own else len(passage.text)
        if own and short not in definition.full:
            limit = definition.start
        at = passage.text.find(short, 0, limit)
        while at >= 0 and _within_full(passage.text, at, short, definition.full):
            at = passage.text.find(short, at + 1, limit)
        if at >= 0:
            said = f"简称“{short}”用在说明之前"
            yield found(passage, at, at + len(short), said, "这里改用全称，或把“以下简称”移到这里。")
            return


def _within_full(text: str, at: int, short: str, full: str) -> bool:
    """Whether the hit is a part of the full name, or of a longer word."""
    place = full.find(short)
    if place > 0 and text[:at].endswith(full[max(0, place - 2) : place]):
        return True
    after = text[at + len(short) :]
    return place == 0 and len(full) > len(short) and after.startswith(full[len(short) : len(short) + 2])


RULE = Rule(Severity.WARNING, whole=_find)
