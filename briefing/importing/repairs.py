"""Typing habits put right, each with its place: half-width marks among Han, spaces between Han and digits, straight
quotes, full-width digits. GB/T 15834-2011 for the marks, GB/T 15835-2011 for the digits.

A paragraph's characters are held one by one with where they came from, so that repairs that follow one another
still name the place in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.core import lookalikes, unseen
from briefing.core.errors import Span
from briefing.core.han import is_han
from briefing.core.numerals import COUNTED
from briefing.core.records import dataclass
from briefing.importing import look
from briefing.importing.flow import Flow, Para

#: Marks of Chinese text, which need no space beside them.
_MARKS = "、。，；：？！…—“”‘’（）《》〈〉【】〔〕「」·～"
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
#: And selectors of variants, which no face here has.
_INVISIBLE = re.compile(f"[{unseen.INVISIBLE}\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])")
_HALF = re.compile("[,;:?!.]")
#: In patterns of `_shape`: any Han. A class of all of them takes milliseconds to compile.
_ANY = "一"
_SPACED_OUT = re.compile(f"{_ANY}(?:[ \u00a0\u3000]{{1,2}}{_ANY}){{2,}}|{_ANY}[ \u00a0\u3000]{{1,2}}{_ANY}(?=[：:])")
#: Names and other words set side by side, 张三 李四 王五: their spaces are all that parts them.
_LISTED = re.compile(f"(?<!{_ANY}){_ANY}{{2,4}}(?: {_ANY}{{2,4}}){{2,}}(?!{_ANY})")
_NUMBERED = re.compile(r"[图表]\s*\d+(?:[-—.]\d+)*")
_HAN_NUMBER = re.compile("^[一二三四五六七八九十]{1,3}([.．])")
#: 1，200万元: groups of three digits, before something that is counted.
_GROUPED = re.compile(
    r"(?<!\d，)(?<![\d.．])[1-9]\d{0,2}(?:，\d{3})+(?![\d，])(?=(?:\.\d+)?(?:余|多)?"
    rf"[{COUNTED}]|$)"
)
#: A stop typed half-width after a percentage: 100%.其中
_AFTER_SIGN = "%％‰℃”’"
#: Blanks this wide between the labels of a form say that something is to be written there.
_FORM = re.compile(r"[：:]([ \u00a0\u2000-\u200a\u3000\t]+)(?=[^\s：:。，；]{1,12}[：:])")
_ROOM = 3
_BOXES = "□☐☑☒√■"
#: Room as wide as this between words parts columns.
_COLUMN = 4
_TO_FULL = dict(zip(",;:?!.", "，；：？！。", strict=True))


@dataclass(frozen=True, slots=True)
class Repair:
    """`before` became `after` at `span`; `around` is the text there as it is now."""

    before: str
    after: str
    span: Span
    around: str


def repair(flow: Flow) -> list[Repair]:
    """Put every paragraph of `flow` right. Spaces at the ends of a paragraph only make room: they go unlisted."""
    shown = (para for para in flow.paragraphs() if not para.contents)
    return [done for para in shown for done in _Paragraph(para, flow.file).repair()]


class _Paragraph:
    def __init__(self, para: Para, file: str) -> None:
        self._para, self._file = para, file
        self._chars: list[str] = []
        self._owners: list[int] = []
        self._columns: list[int] = []
        for owner, piece in enumerate(para.pieces):
            for char in piece.text:
                self._columns.append(len(self._columns) + 1)
                self._chars.append(char)
                self._owners.append(owner)
        self._rooms: set[int] = set()  # where blanks begin that stay
        self._done: list[tuple[str, str, int, int]] = []  # before, after, column, index when done

    def repair(self) -> list[Repair]:
        self._bare(_INVISIBLE)
        self._lookalikes()
        self._wide()
        self._form()
        self._spaces()
        if any(map(is_han, self._chars)):
            self._number()
            self._brackets()
            self._quotes()
            self._marks()
            self._groups()
        self._write_back()
        text = self._text
        return [
            Repair(before, after, Span(self._file, self._para.number, column), _around(text, index, after))
            for before, after, column, index in sorted(self._done, key=lambda done: done[2])
        ]

    @property
    def _text(self) -> str:
        return "".join(self._chars)

    def _change(self, start: int, end: int, new: str, listed: bool = True) -> None:
        """Characters from `start` to `end` become `new`, which belongs to the piece of the first of them."""
        before = self._text[start:end]
        if before == new:
            return
        column, owner = self._columns[start], self._owners[start]
        self._chars[start:end] = list(new)
        self._owners[start:end] = [owner] * len(new)
        self._columns[start:end] = [column] * len(new)
        if listed:
            self._done.append((before, new, column, start))

    # --- what is put right

    def _bare(self, pattern: re.Pattern[str]) -> None:
        for match in reversed(list(pattern.finditer(self._text))):
            self._change(*match.span(), "", listed=False)

    def _lookalikes(self) -> None:
        """⽂明｡ → 文明。 as PDF viewers and old systems put them."""
        usual = lookalikes.usual()
        for index, char in enumerate(self._chars):
            if char in usual:
                self._change(index, index + 1, usual[char])

    def _wide(self) -> None:
        """１２．５％ → 12.5%."""
        for match in _WIDE.finditer(self._text):
            self._change(*match.span(), "".join(chr(ord(char) - 0xFEE0) for char in match[0]))

    def _form(self) -> None:
        """整理：      审核：  The room stays, in full-width spaces."""
        text = self._text
        if "。" in text:
            return
        for match in reversed(list(_FORM.finditer(text))):
            width = sum(_width(char) for char in match[1])
            if width >= _ROOM:
                self._change(*match.span(1), "\u3000" * min(-(-width // 2), 12), listed=False)
        self._rooms = {
            match.start(1) for match in _FORM.finditer(self._text) if len(match[1]) > 1 and not match[1].strip("\u3000")
        }

    def _groups(self) -> None:
        """1，200万元 → 1,200万元."""
        for match in _GROUPED.finditer(self._text):
            for place in re.finditer("，", match[0]):
                self._change(match.start() + place.start(), match.start() + place.end(), ",")

    def _spaces(self) -> None:
        text = self._text
        shape = "".join(_ANY if is_han(char) else char for char in text)
        spaced_out = [match.span() for match in _SPACED_OUT.finditer(shape)]
        listed = [match.span() for match in _LISTED.finditer(shape)]
        sentences = "。" in text or text.rstrip()[-1:] in (".", ";", "；")
        sign = look.bullet(text)
        for match in reversed(list(_SPACES.finditer(text))):
            start, end = match.span()
            before, after = text[start - 1 : start] if start else "", text[end : end + 1]
            if start in self._rooms:
                continue
            if before in ("", "\n") or after in ("", "\n") or end <= sign:
                self._change(start, end, "", listed=False)
            elif not sentences and _NUMBERED.fullmatch(text[:start]):  # 表1 各市得分
                self._change(start, end, "\u3000")
            elif any(first < start < last for first, last in spaced_out if not self._phrases(text, first, last)):
                self._change(start, end, "")
            else:
                # one space amid sentences is a slip of the thumb
                wide = "\t" in match[0] or sum(map(_width, match[0])) >= _COLUMN
                if not sentences and after in _BOXES:
                    self._change(start, end, "\u3000")  # □是　□否
                    continue
                if wide and not sentences and before not in _MARKS and after not in _MARKS:
                    self._change(start, end, "\u3000")  # columns of a list set without a table
                    continue
                slipped = match[0] in " \u00a0" and sentences and not any(a < start < b for a, b in listed)
                self._change(start, end, _space(before, after, slipped))

    @staticmethod
    def _phrases(text: str, first: int, last: int) -> bool:
        """Whether single characters spaced apart are part of a longer run of words: 张三 李 四 王五."""
        return is_han(text[:first][-1:]) or is_han(text[last : last + 1])

    def _number(self) -> None:
        """一. → 一、"""
        match = _HAN_NUMBER.match(self._text)
        if match and match.end() < len(self._chars):
            self._change(*match.span(1), "、")

    def _brackets(self) -> None:
        open_at: list[int] = []
        for index, char in enumerate(self._chars):
            if char == "(":
                open_at.append(index)
            elif char == ")" and open_at:
                start = open_at.pop()
                text = self._text
                near = text[max(0, start - 1) : start] + text[start + 1 : index] + text[index + 1 : index + 2]
                if any(map(_is_chinese, near)):
                    self._change(start, start + 1, "（")
                    self._change(index, index + 1, "）")

    def _quotes(self) -> None:
        """Straight double quotes in turn; single ones only around Han, since they are apostrophes too."""
        for straight, pair in (('"', "“”"), ("'", "‘’")):
            places = [i for i, char in enumerate(self._chars) if char == straight]
            if straight == "'":
                places = [i for i in places if not _apostrophe(self._text, i)]
            if len(places) % 2:
                places.pop()
            for turn, index in enumerate(places):
                self._change(index, index + 1, pair[turn % 2])

    def _marks(self) -> None:
        text = self._text
        for match in _HALF.finditer(text):
            index, char = match.start(), match[0]
            before, after = text[:index][-1:], text[index + 1 :][:1]
            if _is_chinese_mark(char, before, after, index):
                self._change(index, index + 1, _TO_FULL[char])

    def _write_back(self) -> None:
        texts: list[list[str]] = [[] for _ in self._para.pieces]
        for char, owner in zip(self._chars, self._owners, strict=True):
            texts[owner].append(char)
        rebuilt = (replace(piece, text="".join(chars)) for piece, chars in zip(self._para.pieces, texts, strict=True))
        self._para.pieces = [piece for piece in rebuilt if piece.text or piece.note]


def _is_chinese(char: str) -> bool:
    """Han, or a mark of Chinese text."""
    return char != "" and (is_han(char) or char in _MARKS)


def _space(before: str, after: str, slipped: bool) -> str:
    """What a stretch of spaces between two characters is: nothing beside a mark or between Han and a digit or
    letter, a full-width space between phrases unless it `slipped` in, else one space."""
    han_before, han_after = is_han(before), is_han(after)
    if before in _MARKS or after in _MARKS or (before.isdigit() and after in "%％‰℃"):
        return ""
    if han_before and han_after:
        return "" if slipped else "\u3000"
    return "" if han_before or han_after else " "


def _width(char: str) -> int:
    """Of a blank, in half-width characters."""
    return 4 if char == "\t" else 2 if char in "\u3000\u2003" else 1


def _apostrophe(text: str, index: int) -> bool:
    beside = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return not any(map(_is_chinese, beside))


def _is_chinese_mark(char: str, before: str, after: str, index: int) -> bool:
    if not before or before in ",;:?!.":
        return bool(before) and char in "?!" and before in "?!"
    chinese_before, chinese_after = _is_chinese(before), _is_chinese(after)
    if char == ".":
        if after == ".":
            return False
        ends = not after or chinese_after or after == "\n"
        closes = before in _AFTER_SIGN and ends and bool(after)
        return closes or (chinese_before and ends) or (not after and index > 8 and before.isalnum() | (before == "%"))
    if before.isdigit() and after.isdigit():
        return False
    return chinese_before or chinese_after or (not after and index > 8)


def _around(text: str, index: int, after: str) -> str:
    index = min(index, len(text))
    return text[max(0, index - 6) : index + len(after) + 6].strip()
