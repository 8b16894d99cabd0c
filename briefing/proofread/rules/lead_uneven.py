"""段首句的写法不一致

一期里“一是……”这样的段首句要一个样：都加粗或都不加粗，加粗到同一种标点，标点都在粗体之内或都在粗体之外。

错：
    **一是加强领导。**成立专班，定期调度。

    **二是健全机制，**完善考核，以考促创。

    **三是营造氛围。**广泛宣传，人人参与。
对：
    **一是加强领导。**成立专班，定期调度。

    **二是健全机制。**完善考核，以考促创。
改法：改成与其他段一样。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage, PassageKind, by_report
from briefing.proofread.rule import Finding, Galley, Rule, found

_STYLES = {
    "一是": Pattern("[一二三四五六七八九十]{1,2}是"),
    "（一）": Pattern("（[一二三四五六七八九十]{1,2}）"),
    "第一，": Pattern("第[一二三四五六七八九十][，、]"),
    "一、": Pattern("[一二三四五六七八九十]{1,2}、"),
    "1.": Pattern(r"\d{1,2}[.．](?!\d)"),
}
_MARKS = "，。；：、！？,.;:"
_MARKED = Pattern("[，。；：！？](?!”)")
#: A lead that is not bold is known by being short.
_SHORT = 16
_HINT = "改成与其余各段一样。"


def _find(galley: Galley) -> Iterator[Finding]:
    for style in _STYLES.values():
        leads = [p for p in galley.passages if p.kind is PassageKind.PARAGRAPH and style.match(p.text) and not _bold_all(p)]
        shapes = [_shape(passage) for passage in leads]
        if not any(shapes):
            for group in by_report(leads).values():
                yield from _plain(group)
            continue
        if len(set(shapes)) < 2:
            continue
        usual = Counter(shapes).most_common(1)[0][0]
        for passage, shape in zip(leads, shapes, strict=True):
            if shape != usual:
                end = passage.bold[0][1] if shape else _MARKED.search(passage.text)
                at = end if isinstance(end, int) else end.end() if end else 4
                message = f"这一段的段首句{_said(shape)}；其余各段的段首句{_said(usual)}"
                yield found(passage, 0, min(at, len(passage.text)), message, _HINT)


def _plain(leads: list[Passage]) -> Iterator[Finding]:
    """Leads that are not bold: short sentences of their own, but for some that run on."""
    firsts = [_MARKED.search(passage.text) for passage in leads]
    marks = [first[0] for first in firsts if first]
    if len(marks) < 3 or len(marks) < len(leads):
        return
    usual, times = Counter(marks).most_common(1)[0]
    stops = [first.start() for first in firsts if first and first[0] == usual]
    if usual != "。" or times * 2 <= len(marks) or max(stops) > _SHORT:
        return
    for passage, first in zip(leads, firsts, strict=True):
        if first and first[0] != usual and first.start() <= _SHORT:
            yield found(passage, 0, first.end(), f"这一段的段首句以“{first[0]}”结束；其余各段的以“{usual}”结束", _HINT)


def _bold_all(passage: Passage) -> bool:
    """A heading that was not marked as one."""
    return passage.bold == ((0, len(passage.text)),)


def _shape(passage: Passage) -> str:
    """ "" without a bold lead; else the mark that ends it, after ` where the mark is not bold itself."""
    if not passage.bold or passage.bold[0][0] != 0:
        return ""
    text, end = passage.text, passage.bold[0][1]
    if text[end - 1] in _MARKS:
        return text[end - 1]
    return "`" + (text[end : end + 1] if text[end : end + 1] in _MARKS else "…")


def _said(shape: str) -> str:
    if not shape:
        return "没有加粗"
    if shape == "`…":
        return "只有几个字加粗，没有到标点"
    if shape[0] == "`":
        return f"加粗到“{shape[1:]}”前面为止，“{shape[1:]}”本身不加粗"
    return f"加粗到“{shape}”为止，“{shape}”也加粗"


RULE = Rule(Severity.WARNING, whole=_find)
