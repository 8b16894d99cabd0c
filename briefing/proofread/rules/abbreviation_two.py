"""一个名称有两个简称

同一个机构、文件在一篇里先后用了两个简称，读者会当成两样东西。

错：
    全国文明典范城市（以下简称“典范城市”）三年测评一次。

    各地对照全国文明典范城市（以下简称“文明典范市”）标准找差距。
对：
    全国文明典范城市（以下简称“典范城市”）三年测评一次，各地对照典范城市标准找差距。
改法：全篇只用一个简称。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.abbreviations import Definition, definitions
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_HINT = "全篇只用一个简称。"
#: What a short name of an office begins with, and may lose on the way: 市文明办, 文明办.
_LEVEL = Pattern("^(?:全国|中央|省|市|县|区|州|镇|我|本)")


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        seen: list[Definition] = []
        for definition in definitions(passages):
            yield from _again(definition, seen)
            seen.append(definition)
            for short in definition.shorts:
                yield from _shortened(passages, definition, short)


def _again(definition: Definition, seen: list[Definition]) -> Iterator[Finding]:
    if len(definition.shorts) > 1 and not re.search("[、和与及]", definition.full[-24:]):
        names = "、".join(f"“{short}”" for short in definition.shorts)
        yield found(definition.passage, definition.start, definition.end, f"一个名称有几个简称：{names}", _HINT)
    for other in seen:
        if _same(other.full, definition.full) and set(other.shorts) != set(definition.shorts):
            said = f"同一个名称前面简称“{other.shorts[0]}”，这里简称“{definition.shorts[0]}”"
            start = definition.passage.text.find(definition.shorts[0], definition.start)
            yield found(definition.passage, start, start + len(definition.shorts[0]), said, _HINT)
            return


def _same(first: str, second: str) -> bool:
    """Whether two names end alike, whatever stood before them in their sentences."""
    first, second = (text.strip("《》“”") for text in (first, second))
    common = 0
    while common < min(len(first), len(second)) and first[-1 - common] == second[-1 - common]:
        common += 1
    return common >= min(6, len(first), len(second)) and common >= 4


def _shortened(passages: list[Passage], definition: Definition, short: str) -> Iterator[Finding]:
    """The defined short name without its level, standing alone, after the definition."""
    bare = _LEVEL.sub("", short)
    if bare == short or len(bare) < 3:
        return
    alone = re.compile(f"(?<![{HAN}]){re.escape(bare)}|(?<=[由向经据请对和与及、]){re.escape(bare)}")
    for passage in passages[definition.index :]:
        if passage.kind not in PROSE:
            continue
        match = alone.search(passage.text, definition.end if passage is definition.passage else 0)
        if match and not re.search("[省市县区各、]$", passage.text[: match.start()][-1:]):
            said = f"前面简称“{short}”，这里简称“{bare}”"
            yield found(passage, *match.span(), said, _HINT)
            return


RULE = Rule(Severity.WARNING, whole=_find)
