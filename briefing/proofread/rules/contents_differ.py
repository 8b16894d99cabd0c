"""目录里的标题与正文标题不同

contents_title 可以省去标题里的空格、换行，可以截去后半；别的字不能不同。

错：
    ---
    contents_title: 南京市：凝心聚力促创建
    ---
    # 南京市：齐心协力促创建

    各地抓好落实。
对：
    ---
    contents_title: 南京市：齐心协力
    ---
    # 南京市：齐心协力　促创建

    各地抓好落实。
改法：核对哪一个是对的，改成一样；相同时可以不写 contents_title。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.passages import PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found


def _find(galley: Galley) -> Iterator[Finding]:
    for passages in galley.reports().values():
        title = next((passage for passage in passages if passage.kind is PassageKind.TITLE), None)
        listed = next((passage for passage in passages if passage.kind is PassageKind.CONTENTS), None)
        if title is None or listed is None:
            continue
        whole, short = (re.sub(r"\s", "", passage.text) for passage in (title, listed))
        if not whole.startswith(short.rstrip("…")):
            same = next((i for i, (one, two) in enumerate(zip(whole, short, strict=False)) if one != two), len(whole))
            at = _place(listed.text, same)
            said = f"目录里的标题与正文不同，正文是“{whole[max(0, same - 2) : same + 10]}”"
            yield found(listed, at, len(listed.text), said, "核对哪一个是对的，改成一样。")


def _place(text: str, count: int) -> int:
    """Where the character after `count` that are no white space stands."""
    seen = 0
    for index, char in enumerate(text):
        if not char.isspace():
            if seen == count:
                return index
            seen += 1
    return max(0, len(text) - 1)


RULE = Rule(Severity.ERROR, whole=_find)
