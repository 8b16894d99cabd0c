"""Slips that leave a paragraph looking right in the source and wrong on the page."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from briefing.core.errors import Findings, Severity, Span
from briefing.core.pattern import Pattern
from briefing.model.text_lines import Text
from briefing.source.inline import Row
from briefing.source.table_blocks import text_of

JOINED = "item-joined"

#: What a new item of a text begins with. The first (一是, 1.) is as often a new paragraph as the others.
_ITEM = Pattern(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|、|要)|第[一二三四五六七八九十]{1,2}[，、]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳●○•·■□◆◇▪★☆－])"
)
#: Where a sentence may end before it.
_STOPS = ("。", "！", "？", "：", "…", "”", "）")

#: The line under a table's head, and what parts two cells.
_RULE = Pattern(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*(?:[ \t]*:?-+:?[ \t]*\|?)[ \t]*")
_STROKE = Pattern(r"(?<!\\)\|")
_HASH_GLUED = Pattern(r"#{1,6}[^#\s]")


class SlipChecker:
    """Looks at the paragraphs of one report; `file` is the name that its spans carry."""

    def __init__(self, file: str, lines: list[str], findings: Findings, excused: Callable[[str, int], bool]) -> None:
        self._file = file
        self._lines = lines
        self._findings = findings
        self._excused = excused
        self._indent_noted = False

    def check(self, line: int, rows: list[Row]) -> None:
        """The paragraph that begins on `lines[line]`."""
        first = self._lines[line]
        start = len(first) - len(first.lstrip(" \t"))
        span = Span(self._file, line + 1, start + 1)
        opening = first[start : start + 1]
        if opening == "\u3000" and not self._indent_noted:
            self._indent_noted = True  # authors who type the indent type it everywhere
            self._findings.add(
                "indent-typed",
                "段首的全角空格已略去，缩进由版式排出",
                span,
                "不必手打空格。",
                Severity.NOTE,
            )
        if opening == "#" and _HASH_GLUED.match(text_of(rows[0])):  # \\# is meant
            marks = "#" * (len(first.lstrip()) - len(first.lstrip().lstrip("#")))
            self._findings.add("heading-space", "# 后面缺一个空格", span, f"请写成“{marks} 标题”。")
        if opening == "|":
            self._rule(line, span)
        for before, row in itertools.pairwise(rows):
            head = row[0] if row else None
            self._item(text_of(before).rstrip(), row)
            if isinstance(head, Text) and head.text.startswith("\u3000"):
                self._findings.add(
                    "paragraph-joined",
                    "像是新的一段，但上面没有空行",
                    head.span,
                    "分段请空一行；同一段请删去行首的空格。",
                )

    def _rule(self, line: int, head: Span) -> None:
        """What begins as a table and is none, for want of a rule under its head, or of as many cells in it."""
        below = self._lines[line + 1] if line + 1 < len(self._lines) else ""
        wanted, found = map(_cells, (self._lines[line], below))
        if not _RULE.fullmatch(below):
            said, place, hint = "表格缺少表头下面的分隔行", head, "请在表头下面加一行 | --- | --- |，每列一个。"
        else:
            said = f"表头有 {wanted} 格，下面的分隔行有 {found} 格"
            place = head._replace(line=line + 2, column=len(below) - len(below.lstrip()) + 1)
            hint = "请改成一样多，每列一个 ---；文字里的竖线写 \\|。"
        self._findings.add("table-rule", said, place, hint)

    def _item(self, before: str, row: Row) -> None:
        """A line that begins with an item, right under the end of a sentence or another item: joined to it, and perhaps meant to
        stand apart."""
        match = _ITEM.match(text_of(row))
        head = row[0] if row else None
        if match is None or not isinstance(head, Text) or not (before[-1:] in _STOPS or _ITEM.match(before)):
            return
        if not self._excused(JOINED, head.span.line):
            self._findings.add(
                "item-joined",
                f"“{match[0]}”像是新的一段，但上面没有空行，会接在上一行后面",
                head.span._replace(length=len(match[0])),
                "分段请空一行；同一段请接在一行里。",
                Severity.WARNING,
            )


def _cells(line: str) -> int:
    """How many a line of a table has; strokes at its ends part nothing."""
    bare = line.strip()
    strokes = [match.start() for match in _STROKE.finditer(bare)]
    return 1 + sum(0 < place < len(bare) - 1 for place in strokes)
