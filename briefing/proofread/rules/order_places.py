"""城市、机关的先后不合规定

并列的城市、机关按规定的次序排（版式的 words.yaml 的 order）。按名次、得分排列的不算。

错：苏州、南京、无锡三市作了交流发言。
对：南京、无锡、苏州三市作了交流发言。
改法：按次序重排。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import sentence
from briefing.proofread.passages import WORDING, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_RANKED = Pattern(
    "位居|居前|居第|排名|名次|名列|列第|位列|分列|依次为|依次是|分别为|分别位|分别列|分别以|分别得|前[一二三四五六七八九十两0-9]+[名位]|得分(?:最高|依次|分别|由高)|"
    "第[一二三四五六1-9][名位]|自[南北东西]|由[南北东西]|从[^，。；]{0,8}到|由高到低|降序|路线|沿线|途经|沿途"
)
_JOINT = "(?:、|和|与|及|以及|，|[ 　])"


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for names in galley.words.order.values():
        yield from _in_order(passage, names)


def _in_order(passage: Passage, names: Sequence[str]) -> Iterator[Finding]:
    text = passage.text
    if len(names) < 2 or sum(name in text for name in names) < 2:
        return
    rank = {name: index for index, name in enumerate(names)}
    name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(
        f"(?P<name>{name})(?:市委、市政府|市委|市政府|市文明办|文明办|市|省|县|区|州)?(?={_JOINT}|(?P<last>.|$))", re.DOTALL
    )
    before: tuple[str, int] | None = None  # name, where its item ends
    for match in pattern.finditer(text):
        joint = re.fullmatch(_JOINT, text[before[1] : match.start()]) if before else None
        if before and joint and rank[match["name"]] < rank[before[0]]:
            first, last = sentence(text, match.start())
            if not _RANKED.search(text[first:last]):
                said = f"“{match['name']}”应在“{before[0]}”之前"
                yield found(passage, match.start(), match.start() + len(match["name"]), said, f"次序：{'、'.join(names)}。")
                before = None
                continue
        if joint and before and rank[match["name"]] < rank[before[0]]:
            continue
        before = (match["name"], match.end())


RULE = Rule(Severity.WARNING, _find, kinds=WORDING)
