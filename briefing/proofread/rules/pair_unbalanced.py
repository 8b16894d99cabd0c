"""引号、书名号、括号不成对

一对标点缺了一半，或者互相交叉，读者不知道引文、书名到哪里为止。引号里面再用引号，外双内单；书名号里面再用书名号，外双内单
（《标点符号用法》GB/T 15834—2011，4.8、4.9、4.15）。引文分几段时，每段开头用上引号，只在最后一段末尾用下引号，这样写不算错。

错：坚持“一把手工程，定期调度。
错：学习《关于“三个清单》”的通知。
错：学习“把“一网统管”平台用起来”的做法。
对：学习“把‘一网统管’平台用起来”的做法。
改法：补上缺的一半；交叉的调整先后；里面一层改用‘’或〈〉。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.proofread.passages import EVERYWHERE, Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

#: Half-width brackets are their full-width fellows here; mark-half-width has its say about them.
_PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕", "「": "」", "『": "』", "(": "）"}
_CLOSERS = {close: open for open, close in _PAIRS.items() if open != "("} | {")": "（"}
_INSIDE = {"“": "‘’", "《": "〈〉"}


def _find(galley: Galley) -> Iterator[Finding]:
    following = dict(zip(galley.passages, galley.passages[1:], strict=False))
    for passage in galley.passages:
        yield from _passage(passage, following.get(passage))


def _passage(passage: Passage, after: Passage | None) -> Iterator[Finding]:
    text = passage.text
    stack: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _PAIRS:
            opener = "（" if char == "(" else char
            if opener in _INSIDE and any(other == opener for other, _ in stack[-1:]):
                inner = _INSIDE[opener]
                yield found(
                    passage,
                    index,
                    index + 1,
                    f"{opener}里面又用{opener}",
                    f"里面一层用{inner}，或者前面缺了一个{_PAIRS[opener]}。",
                )
            elif opener == "‘" and "“" not in (other for other, _ in stack):
                yield found(passage, index, index + 1, "‘ 不在双引号里面", "先用双引号“”，里面一层才用单引号‘’。")
            stack.append((opener, index))
        elif char in _CLOSERS and not _is_other(text, index):
            opener = _CLOSERS[char]
            if stack and stack[-1][0] == opener:
                stack.pop()
                continue
            depth = next((depth for depth in range(len(stack) - 1, -1, -1) if stack[depth][0] == opener), None)
            if depth is None:
                yield found(passage, index, index + 1, f"{char}前面没有{opener}", "请补上，或删去这个标点。")
            elif _closed_later(text, index, stack[depth + 1 :]):
                yield found(passage, index, index + 1, f"{stack[-1][0]}和{opener}交叉了", "里面的一对要先结束。")
                del stack[depth]
            else:
                for lone, place in stack[depth + 1 :]:
                    yield _lone(passage, lone, place)
                del stack[depth:]
    for opener, index in stack:
        if not _goes_on(passage, opener, index, after):
            yield _lone(passage, opener, index)


def _lone(passage: Passage, opener: str, index: int) -> Finding:
    return found(passage, index, index + 1, f"{opener}后面没有{_PAIRS[opener]}", "请补上，或删去这个标点。")


def _closed_later(text: str, index: int, inner: list[tuple[str, int]]) -> bool:
    return any(_PAIRS[opener] in text[index + 1 : index + 30] for opener, _ in inner)


def _is_other(text: str, index: int) -> bool:
    """An apostrophe, or the bracket of a number that has only one: 1）."""
    before = text[:index][-1:]
    if text[index] == "’":
        return before.isascii() and before.isalnum() and text[index + 1 : index + 2].isascii()
    if text[index] in "）)":
        start = index
        while start and text[start - 1].isascii() and text[start - 1].isalnum() and index - start < 3:
            start -= 1
        return start < index and (start == 0 or text[start - 1] in "。；：，、\n ")
    return False


def _goes_on(passage: Passage, opener: str, index: int, after: Passage | None) -> bool:
    """A quotation of several paragraphs: each begins with the mark."""
    same = after is not None and after.report == passage.report and after.kind in (PassageKind.PARAGRAPH, PassageKind.QUOTE)
    return same and opener == "“" and index == 0 and after is not None and after.text.startswith("“")


RULE = Rule(Severity.ERROR, whole=_find, kinds=EVERYWHERE)
