"""段落末尾没有标点

一段话末尾要有句号、问号、叹号、省略号，或者引出下文的冒号、并列各段的分号；引号、括号在这些标点之后也可以。
独立成段的小标题、落款、日期和括号里的说明不算；句号后面的（市文明办牵头）（陈晓东 王立群），段末的（市文明办）也不算。

错：各地要结合实际，认真抓好贯彻落实
错：一是健全机制，
对：各地要结合实际，认真抓好贯彻落实。（市文明办牵头，各有关部门配合）
对：一是完善考核办法，按职责分工抓好落实（市文明办）
改法：补上标点；后面少了文字的补上文字。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import CLOSERS
from briefing.proofread.passages import Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

_ENDS = "。！？…；：—"
_HALF = ".!?;:"  # mark-half-width
_NUMBERED = Pattern(r"(?:第?[一二三四五六七八九十]{1,3}[、，]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])")
_BESIDE = Pattern(r"附件|附[：:]|注[：:]|来源|资料来源|联系人|联系电话|电话|地址|邮箱|网址|责任编辑|供稿|报[：:]|送[：:]|发[：:]")
_DATE = Pattern(r"[0-9〇一二三四五六七八九十]{2,4}年[0-9〇一二三四五六七八九十]{1,3}月[0-9〇一二三四五六七八九十]{1,3}日")
_SIGNED = Pattern(
    r"[^，。；：0-9]{2,16}(?:办|委|局|厅|部|院|会|社|府|处|科|室|中心|公司|学校|小学|中学|大学|队|站|所|街道|乡|镇|区|县|市|办公室|小组)"
)
#: Who does it, or who wrote it, in brackets at the end: after the stop, or in its place.
_CREDITED = Pattern(
    "[。！？；…”](?:（[^（）]{1,60}）|\\([^()]{1,60}\\))+$"
    "|（[^（）。]{1,60}(?:办|委|局|厅|部|院|会|社|府|处|科|室|中心|街道|乡|镇|区|县|市|负责|牵头|配合|供稿|整理|提供|报送|摄)）$"
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text.rstrip()
    bare = text.rstrip(CLOSERS)
    last = bare[-1:]
    if not last or last in _ENDS or last in _HALF or _stands_alone(passage, text):
        return
    at = len(text) - 1
    if last in "，、" and bare == text:
        yield found(passage, at, at + 1, f"段落以{last}结束", "话没有说完的补完，说完了的改成句号。")
    else:
        yield found(passage, at, at + 1, "段落末尾没有标点", "请补上句号或别的标点。")


def _stands_alone(passage: Passage, text: str) -> bool:
    """Headings that were not marked as such, signatures, dates, remarks in brackets."""
    if (text[0] in "（(〔【" and text[-1] in "）)〕】") or _CREDITED.search(text):
        return True
    if passage.bold == ((0, len(passage.text)),) and len(text) <= 40:
        return True
    if _NUMBERED.match(text) and len(text) <= 30 and not any(mark in text for mark in "，。；"):
        return True
    return bool(_BESIDE.match(text) or _DATE.fullmatch(text)) or bool(_SIGNED.fullmatch(text))


RULE = Rule(Severity.WARNING, _find, kinds=frozenset({PassageKind.PARAGRAPH, PassageKind.FRONT}))
