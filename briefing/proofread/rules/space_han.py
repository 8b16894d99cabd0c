"""汉字之间、标点旁边有空格

汉字之间不打空格，标点本身已经占着空；从网页或表格粘贴来的文字常带着不换行空格、成串的全角空格，会照样印出来。
并列的人名（陈晓东 王立群）、为对齐而隔开的两字姓名（张　三）、表里的字不算。

错：会议对重点工 作作了部署。
错：各地要加强领导， 落实责任。
错：各地要加强领导 落实责任。
对：会议对重点工作作了部署，各地要加强领导，落实责任。
对：（陈晓东 王立群 供稿）
改法：删去空格；该有标点的补上标点。把一个词隔开的、在标点旁边的、在段首段末的，--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.borders import one_word
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_NARROW = "\u00a0\u2000-\u200a\u202f\u205f"
_ANY = f" {_NARROW}\u3000"
_SPACES = frozenset(" \u00a0\u202f\u205f\u3000") | {*map(chr, range(0x2000, 0x200B))}
_NEEDS = tuple(_SPACES)
_BETWEEN = Pattern(f"(?<=[{HAN}])[{_ANY}]+(?=[{HAN}])", *_NEEDS)
#: Spaces as typed, not the one of a Han that parts what is listed.
_BESIDE = Pattern(
    f"[ {_NARROW}]+(?=[，。；：、！？）”》〉】])|(?<=[，。；、！？（“《〈【])[ {_NARROW}]+"
    f"|(?<=[{HAN}])[ {_NARROW}]+(?=[“《〈])|(?<=[”》〉])[ {_NARROW}]+(?=[{HAN}])",
    *_NEEDS,
)
_EDGE = Pattern(f"^[{_NARROW}]+|[{_NARROW}\u3000]+$", *_NEEDS)
_RUN = Pattern(f"[{HAN}]+")
#: A blank to be filled in: （ ）.
_EMPTY = frozenset(("（）", "【】", "“”", "《》", "〈〉"))
#: Names that are listed, or a name of two characters that is spread, have no more on either side.
_NAME = 4


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    done: set[int] = set()
    for pattern, what in ((_EDGE, "段首、段末的空格"), (_BESIDE, "标点旁边有空格")):
        for match in pattern.finditer(text):
            around = text[: match.start()][-1:] + text[match.end() :][:1]
            if match.start() not in done and around not in _EMPTY:
                done.add(match.start())
                yield found(passage, *match.span(), what, "删去空格。--fix 会改。", "")
    for match in _BETWEEN.finditer(text):
        start, end = match.span()
        if start in done:
            continue
        before, after = _before(text, start), _after(text, end)
        if _spread(text, start, end, before, after):
            continue
        listed = match[0] in (" ", "\u3000") and _listed(text, before, after)
        if not listed and one_word(before, after):
            yield found(passage, start, end, "一个词里面有空格", "删去空格。--fix 会改。", "")
        elif not listed and not _leads(passage, match[0], start, before):
            yield found(passage, start, end, "汉字之间有空格", "删去空格；话断开了的，补上标点。")


def _before(text: str, index: int) -> str:
    start = index
    while start and index - start < 12 and _RUN.match(text[start - 1]):
        start -= 1
    return text[start:index]


def _after(text: str, index: int) -> str:
    match = _RUN.match(text[index : index + 12])
    return match[0] if match else ""


def _spread(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Whether a space spreads a name of two or three characters: 张 力, 王 国 强."""
    lone = len(before) == 1, len(after) == 1
    more = text[: start - 1][-1:], text[end + 1 :][:1]
    return all(lone) or (lone[0] and more[0] in _SPACES) or (lone[1] and more[1] in _SPACES)


def _listed(text: str, before: str, after: str) -> bool:
    """Whether a space parts what stands side by side: short names, or a text without a stop of its own (a line of a table of
    names, a signature, a heading that was not marked)."""
    named = 1 < len(before) <= _NAME and 1 < len(after) <= _NAME
    return named or text.rstrip()[-1:] not in "。！？；：…”"


def _leads(passage: Passage, space: str, start: int, before: str) -> bool:
    """Whether a space stands after the run-in words of a paragraph: 强化统筹　把创建工作……"""
    return (len(space) == 1 and any(end == start for _, end in passage.bold)) or (space == "\u3000" and start == len(before))


RULE = Rule(Severity.WARNING, _find, kinds=PROSE)
