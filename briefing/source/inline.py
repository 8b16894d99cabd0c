"""Inline Markdown tokens to inline model nodes, with a diagnostic for each construct a printed bulletin
cannot hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Findings, Span
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.model.text_lines import Break, Inline, Line, NoteMark, Text
from briefing.source import excuse_remarks, folding
from briefing.source.offsets import Places

if TYPE_CHECKING:
    from markdown_it.token import Token

#: ** 文字 **: no emphasis. Cells of a spreadsheet, as they are pasted.
_SPACED = Pattern(r"(?<!\*)\*{1,2}[ \u3000][^*]+\*|\*[^*]*[^*\s][ \u3000]\*{1,2}(?!\*)", "*")
_PASTED = Pattern(r"\S\t+\S", "\t")
_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
_MARKS = {"strong_open": "strong", "em_open": "emphasis"}
_LINK_HINT = "印刷品上点不开链接，请只写文字；需要网址时直接写出来。"
#: Token types that are refused: code, message, hint.
_REFUSED: dict[str, tuple[Code, str, str]] = {
    "html_inline": ("html", "报告里不能写 HTML 标记", "需要原样印出 < 时，请写 \\<。"),
    "code_inline": ("code", "报告里没有代码样式（`…`）", "请删去反引号。"),
    "refused_link": ("link", "报告里不能写链接", _LINK_HINT),
    "link_open": ("link", "报告里不能写链接", _LINK_HINT),
    "too_long": (
        "paragraph-size", f"这一段太长，超过 {bounds.MARKDOWN_PARAGRAPH} 字",
        "请用空行分段；表格的一格、一条脚注放不下这么多，请移到正文里。",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture in running text, before it becomes a Figure."""

    path: str
    alt: str
    caption: str
    caption_span: Span
    options: str
    span: Span


@dataclass
class Footnotes:
    """Labels in the order of their first reference, and those that have a text."""

    defined: dict[str, Span] = field(default_factory=dict)
    referenced: dict[str, int] = field(default_factory=dict)

    def number(self, label: str) -> int:
        return self.referenced.setdefault(label, len(self.referenced) + 1)


Row = list[Inline | PictureMark]


class InlineReader:
    """Reads the content of one block at a time; `findings` and `footnotes` are those of the whole report."""

    def __init__(self, findings: Findings, footnotes: Footnotes) -> None:
        self._findings = findings
        self._footnotes = footnotes

    def rows(self, tokens: Iterable[Token], places: Places) -> list[Row]:
        """The content as rows, one for each soft-broken source line."""
        rows: list[Row] = [[]]
        marks: list[str] = []
        lone = -1  # offset after the last asterisk without a partner
        tokens = [*tokens]
        for token in tokens:
            kind = token.type
            if kind == "text" and token.content:  # the markers of matched emphasis are empty
                if token.meta.get("unmatched"):
                    if token.meta["at"] != lone:  # one finding for both asterisks of **
                        self._unmatched(places.span(token.meta["at"]), tokens)
                    lone = token.meta["at"] + 1
                for text, span in places.pieces(token.meta["at"], token.content):
                    self._text(text, span, rows[-1], _marks(marks))
            elif kind == "text_special":
                self._special(token, places, rows[-1], _marks(marks))
            elif kind in _MARKS:
                marks.append(_MARKS[kind])
            elif kind in ("strong_close", "em_close"):
                marks.pop()
            elif kind == "script":
                span = places.span(token.meta["at"] + 1, len(token.content))
                self._text(token.content, span, rows[-1], _marks(marks) | {token.info})
            elif kind == "softbreak":
                rows.append([])
            elif kind == "hardbreak":
                rows[-1].append(Break(places.span(token.meta["at"])))
            elif kind == "footnote_ref":
                self._reference(token, places, rows[-1])
            elif kind == "picture":
                rows[-1].append(self._picture(token, places))
            elif kind == "html_inline" and excuse_remarks.is_remark(token.content):
                _closed_up(rows[-1])
            elif kind in _REFUSED:
                code, message, hint = _REFUSED[kind]
                self._findings.add(code, message, places.span(token.meta["at"]), hint)
        return rows

    def line(self, tokens: Iterable[Token], places: Places, what: str) -> Line:
        """The content as one line of a `what`, where pictures have no place."""
        return self.joined(self.rows(tokens, places), what)

    def joined(self, rows: list[Row], what: str) -> Line:
        """Rows joined as a paragraph: no space between Han characters, one between Latin words."""
        items: list[Inline] = []
        for row in rows:
            for index, item in enumerate(row):
                if isinstance(item, PictureMark):
                    self._findings.add(
                        "picture-inline",
                        f"{what}里不能夹图片",
                        item.span,
                        "请把图片单独放一段，前后各空一行。",
                    )
                    continue
                if index == 0 and items and isinstance(items[-1], Text) and isinstance(item, Text):
                    last = items[-1]
                    items[-1] = replace(last, text=last.text + folding.joint(last.text, item.text))
                items.append(item)
        return tuple(items)

    def _unmatched(self, span: Span, tokens: Iterable[Token]) -> None:
        hint = "请在文字前后写同样多的星号；要印出星号本身，请写 \\*。"
        if _SPACED.search("".join(token.content for token in tokens if token.type == "text")):
            hint = f"星号和文字之间不能有空格：写 **文字**，不写 ** 文字 **。{hint}"
        self._findings.add("emphasis-open", "这里的星号没有配成对", span, hint)

    def _text(self, text: str, span: Span, row: Row, marks: frozenset[str]) -> None:
        if "\t" in text:
            place = span.shifted(text.index("\t"))
            hint = "请删去，或改用全角空格。"
            if _PASTED.search(text):
                hint = f"是从表格里粘贴来的，请写成 | 甲 | 乙 |，表头下面一行写 | --- | --- |；不是的，{hint}"
            self._findings.add("tab", "文字里有制表符（Tab）", place, hint)
        if "![" in text:
            hint = '应写成 ![图片说明](文件名.png "图题")；文件名里有空格、括号的写 ![图片说明](<文件 名(1).png>)。'
            self._findings.add("picture-syntax", "图片的写法不对", span.shifted(text.index("![")), hint)
        last = row[-1] if row else None
        if isinstance(last, Text) and last.marks == marks and _adjoin(last, span):
            joined = last.text + text
            row[-1] = Text(joined, last.span._replace(length=len(joined)), marks)
        else:
            row.append(Text(text, span, marks))

    def _special(self, token: Token, places: Places, row: Row, marks: frozenset[str]) -> None:
        at, content, markup = token.meta["at"], token.content, token.markup
        if token.info == "entity":
            span = places.span(at, len(markup))
            if any(unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn") for character in content) or (
                content == "\ufffd" or content in "\u2028\u2029"
            ):
                self._findings.add("entity", f"{markup} 不是可以印出来的字符", span, "请直接写出需要的字。")
        else:
            span = places.span(at + len(markup) - len(content), len(content))
        row.append(Text(content, span, marks))

    def caption(self, text: str, span: Span) -> Line:
        """What stands in the quotes of a picture: plain text, with marks of notes."""
        found: list[Inline] = []
        span, text = span.shifted(len(text) - len(text.lstrip())), text.strip()  # blanks at its ends would move it off the middle
        at = 0
        for match in _MARK.finditer(text):
            if match.start() > at:
                found.append(Text(text[at : match.start()], span.shifted(at, match.start() - at)))
            found.append(self._noted(match[1], span.shifted(match.start(), len(match[0]))))
            at = match.end()
        if at < len(text):
            found.append(Text(text[at:], span.shifted(at, len(text) - at)))
        return tuple(found)

    def _reference(self, token: Token, places: Places, row: Row) -> None:
        label = token.meta["label"]
        row.append(self._noted(label, places.span(token.meta["at"], len(label) + 3)))

    def _noted(self, label: str, span: Span) -> NoteMark:
        if label not in self._footnotes.defined:
            self._findings.add(
                "footnote-undefined",
                f"脚注 [^{label}] 没有内容",
                span,
                f"请另起一段写“[^{label}]: 脚注内容”。",
            )
        return NoteMark(self._footnotes.number(label), span)

    @staticmethod
    def _picture(token: Token, places: Places) -> PictureMark:
        meta = token.meta
        span = places.span(meta["at"])
        caption_span = places.span(meta["caption_at"], len(meta["caption"])) if meta["caption"] else span
        return PictureMark(meta["path"], token.content.strip(), meta["caption"], caption_span, meta["options"], span)


def _closed_up(row: Row) -> None:
    """A remark is set apart from what it follows; where somebody has gone on writing behind it, that is no space of the text."""
    if row and isinstance(last := row[-1], Text):
        bare = last.text.rstrip(" \t\u3000")
        if bare != last.text and bare and not bare[-1].isascii():
            row[-1] = replace(last, text=bare, span=last.span._replace(length=len(bare)))


def _marks(opened: list[str]) -> frozenset[str]:
    """One of the two at most: bold 楷体 is set bold, as no 楷体 has a bold."""
    return frozenset({"strong"} if "strong" in opened else opened)


def _adjoin(text: Text, span: Span) -> bool:
    """Whether `span` begins right after `text` in the source."""
    return text.span.line == span.line and text.span.column + len(text.text) == span.column
