"""简称的引出方式不规范

第一次用全称时，用“（以下简称‘××’）”说明简称：不写“下称”“简称”“以下简称为”，简称加引号。

错：《全国文明城市测评体系》（下称《测评体系》）印发后，各地组织学习。
错：全国文明典范城市（简称典范城市）创建启动。
对：全国文明典范城市（以下简称“典范城市”）创建启动。
改法：写成（以下简称“……”）。只是“下称”“简称”不对的，--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import WORDING, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_INTRODUCED = Pattern(
    r"(?<=[（(])(?P<phrase>(?:以下|下文|下|后文|以后|后|文中|本文|之后|以下均|下面|统|或|也|又|一般|通常)?(?:简|统|合)?称(?:为|作|之为|：|:)?)"
    r"(?P<name>[“《\"‘][^”》\"’]{1,30}[”》\"’]|[^（）()，。；\n]{1,20})(?=[）)、，或])",
    "称",
)
_RIGHT = {"以下简称", "以下统称", "以下合称"}
_OTHER = {"或称", "也称", "又称", "一般称", "通常称", "统称", "合称", "称"}  # other names, not short ones


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _INTRODUCED.finditer(passage.text):
        phrase, name = match["phrase"], match["name"]
        if phrase in _OTHER:
            continue
        quoted = name[0] in '“《"‘'
        if phrase not in _RIGHT:
            hint = f"写成（以下简称“{name.strip('“”《》')}”）。"
            yield found(passage, *match.span("phrase"), f"“{phrase}”不规范", hint, "以下简称" if quoted else None)
        elif not quoted:
            yield found(passage, *match.span("name"), "简称没有加引号", f"写成（以下简称“{name}”）。")


RULE = Rule(Severity.WARNING, _find, kinds=WORDING)
