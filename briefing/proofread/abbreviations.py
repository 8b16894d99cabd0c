"""Short names as a text defines them: 江苏省精神文明建设指导委员会（以下简称“省文明委”）."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.proofread.passages import Passage

_DEFINED = Pattern(r"[（(](?:以下|下|下文|后文|以下统)?(?:统|合)?(?:简|并)?称为?[：:]?(?P<shorts>[^（）()\n]{1,40})[）)]", "称")
_QUOTED = Pattern(r"[“《\"]([^”》\"]{1,20})[”》\"]")
_TAIL = Pattern(f"[{HAN}A-Za-z0-9、“”《》（）]{{1,40}}$")


@dataclass(frozen=True, slots=True)
class Definition:
    """`shorts` stand for `full`, the words before the bracket at passage.text[start:end]; `full` may begin too early."""

    passage: Passage
    index: int  # of the passage within the report
    start: int
    end: int
    full: str
    shorts: tuple[str, ...]


#: A report that defines more is no report; each is looked for in all of it.
_MOST = 40


def definitions(passages: list[Passage]) -> Iterator[Definition]:
    return itertools.islice(_definitions(passages), _MOST)


def _definitions(passages: list[Passage]) -> Iterator[Definition]:
    for index, passage in enumerate(passages):
        for match in _DEFINED.finditer(passage.text):
            before = re.split("[，。；：！？\n]", passage.text[max(0, match.start() - 60) : match.start()])[-1]
            tail = _TAIL.search(before)
            shorts = tuple(_QUOTED.findall(match["shorts"])) or (match["shorts"].strip(),)
            yield Definition(passage, index, *match.span(), tail[0] if tail else "", shorts)
