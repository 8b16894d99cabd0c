"""汉字之间用了半角标点

中文里的标点占一个汉字的位置；半角的逗号、句号、括号、直引号多半是没有切换输入法打出来的，也有一半全角一半半角的括号。
时刻（10:30）、比（2:1）、小数、分节号（12,345）、网址和外文词语里的不算。

错：一是加强领导,健全机制。
错：国内生产总值(GDP)增长3%。
错：完成率达到100%.其中城区先行完成。
对：国内生产总值（GDP）增长3%，上午10:30发布。
改法：改成全角标点。--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import IS_CHINESE, IS_HAN
from briefing.proofread.passages import EVERYWHERE, Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

_FULL = dict(zip(",.;:?!()", "，。；：？！（）", strict=True))
#: Addresses of the net and of mail, and file names.
_FOREIGN = Pattern(
    r"(?a)(?:[a-z]{3,6}://|www\.)[!-~]+|[\w.+-]+@[\w.-]+\.[A-Za-z]{2,}|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+",
    ".", "@", ":",
)  # fmt: skip
_MARK = Pattern(r"[,.;:?!]")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    if not IS_HAN.search(text):
        return
    foreign = [match.span() for match in _FOREIGN.finditer(text)]
    for match in _MARK.finditer(text):
        index = match.start()
        if not any(start <= index < end for start, end in foreign) and _among_han(passage, index):
            yield _wrong(passage, index, _FULL[match[0]])
    yield from _brackets(passage)
    yield from _quotes(passage)


def _wrong(passage: Passage, index: int, full: str) -> Finding:
    half = passage.text[index]
    return found(passage, index, index + 1, f"半角的 {half}", f"汉字之间用全角的{full}。", full)


def _among_han(passage: Passage, index: int) -> bool:
    text, mark = passage.text, passage.text[index]
    before, after = text[:index][-1:], text[index + 1 :][:1]
    if mark in text[max(0, index - 1) : index] or after == mark:
        return mark in "?!" and bool(IS_CHINESE.search(text[max(0, index - 3) : index]))  # .. is an ellipsis
    left, right = bool(IS_CHINESE.match(before)), bool(IS_CHINESE.match(after))
    ends = not after or after == "\n"
    if mark == ".":
        numbers = index <= 3 and text[:index].strip("0123456789一二三四五六七八九十") == ""  # 1. and, for sequence-mark, 一.
        if numbers or (before.isascii() and before.isalnum() and right and after != "”"):
            return False  # 。；2.强化
        signed = before in _SIGNS and (ends or right)
        return signed or (left and (ends or right or after in " 0123456789")) or (ends and passage.kind in _ENDED and index > 8)
    if before.isascii() and before.isdigit() and after.isascii() and after.isdigit():
        return False
    return left or right or (ends and index > 3)


#: After a figure and its sign a sentence ends.
_SIGNS = tuple("%％‰℃")
#: Where a figure at the end is followed by a full stop, and not by a point.
_ENDED = {PassageKind.PARAGRAPH, PassageKind.FRONT, PassageKind.QUOTE, PassageKind.ITEM, PassageKind.NOTE}


def _brackets(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    stack: list[int] = []
    for index, char in enumerate(text):
        if char in "(（":
            stack.append(index)
        elif char in ")）" and stack:
            start = stack.pop()
            pair = text[start] + char
            near = text[max(0, start - 1) : start] + text[start + 1 : index] + text[index + 1 : index + 2]
            if pair == "（）" or (pair == "()" and not IS_CHINESE.search(near)):
                continue
            for place in (start, index):
                if text[place] in "()":
                    yield _wrong(passage, place, _FULL[text[place]])
    for start in stack:
        if text[start] == "(" and IS_HAN.search(text[max(0, start - 1) : start + 2]):
            yield _wrong(passage, start, "（")


def _quotes(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for straight, pair in (('"', "“”"), ("'", "‘’")):
        places = [index for index, char in enumerate(text) if char == straight and not _is_sign(text, index)]
        if not any(IS_CHINESE.search(text[max(0, index - 1) : index + 2]) for index in places):
            continue
        even = len(places) % 2 == 0
        for turn, index in enumerate(places):
            hint = f"中文里用{pair}。"
            yield found(passage, index, index + 1, f"半角的直引号 {straight}", hint, pair[turn % 2] if even else None)


def _is_sign(text: str, index: int) -> bool:
    """An apostrophe (it's), or minutes and seconds (5'30")."""
    before, after = text[:index][-1:], text[index + 1 :][:1]
    if text[index] == "'":
        return before.isascii() and before.isalnum() and (after.isascii() and after.isalnum())
    return before.isdigit() and "'" in text[max(0, index - 4) : index]


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
