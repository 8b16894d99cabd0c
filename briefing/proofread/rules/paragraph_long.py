"""段落太长

一段超过 400 字，读的人喘不过气，排出来是大半页没有分段。界限在版式的 words.yaml 里改（thresholds: paragraph）。

改法：按意思分段，或精简。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.characters import count
from briefing.proofread.passages import Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    length, limit = count(passage.text), galley.words.paragraph
    if length > limit:
        yield found(passage, 0, min(12, len(passage.text)), f"这一段有 {length} 字，超过 {limit} 字", "按意思分段，或精简。")


RULE = Rule(Severity.WARNING, _find, kinds=frozenset({PassageKind.PARAGRAPH, PassageKind.FRONT, PassageKind.QUOTE}))
