"""Marks of Markdown that would be printed as typed: written full-width by a Chinese input method (＃＃ ＊＊ ［^1］ ｜), or with
a space after them that Markdown does not know.

Looked for in the lines as they are, since the parser takes all of these for words. A finding carries a fix where one thing can be
meant; none is made of a line that an excuse names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Edit, Severity, Span
from briefing.core.pattern import Pattern

CODE: Code = "typed-full-width"

_WIDE_SPACE = "\u3000\u00a0"
_HEADING = Pattern(rf"^[ {_WIDE_SPACE}]*(?P<marks>[#＃]{{1,5}})(?P<gap>[ \t{_WIDE_SPACE}]*)(?=[^\s#＃])")
_BULLET = Pattern(rf"^ *[-*+](?P<gap>[{_WIDE_SPACE}]+)(?=\S)", *_WIDE_SPACE)
_QUOTE = Pattern(rf"^(?P<mark>＞)[ {_WIDE_SPACE}]*(?=\S)", "＞")
_BOLD = Pattern(
    r"(?<![*＊\\])(?:＊＊|＊\*|\*＊|\*\*(?=[^*＊\n]{1,200}＊))"
    r"(?P<words>[^\s*＊，。；：、！？）”][^*＊\n]{0,199})(?<=\S)[*＊]{2}(?![*＊])",
    "＊",
)
#: One ＊ on each side of some words, or ＊＊ that begins a line and has no partner.
_STRAY = Pattern(
    r"(?<![*＊0-9])＊(?=[^\s*＊，。；：、！？）”0-9])[^*＊\n]{1,80}(?<=\S)＊(?![*＊0-9])|^＊＊(?=[^\s*＊])[^*＊\n]*$",
    "＊",
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤某"
)
_MARKS = "，。；：、！？…”）"
#: Before a bold run-in begins.
_BEFORE_BOLD = Pattern(rf"(?:^|[。；：，！？“（|｜])[ {_WIDE_SPACE}>-]*$")
_OPEN, _CLOSE = "[\\[［【]", "[\\]］】]"
_NOTE = Pattern(rf"(?<!\\){_OPEN}[\^＾](?P<label>[^\s\[\]［］【】]{{1,40}}){_CLOSE}(?P<colon>[：:]?)", "^", "＾")
_PICTURE = Pattern(
    rf"(?<!\\)[!！]{_OPEN}(?P<alt>[^\[\]［］【】\n]{{0,300}}){_CLOSE}"
    rf"[(（][ {_WIDE_SPACE}]*(?P<path>[^\s()（）\"“”]+\.(?:png|jpe?g))"
    rf"(?:[ {_WIDE_SPACE}]+[\"“](?P<title>[^\"“”\n]*)[\"”])?[ {_WIDE_SPACE}]*[)）]",
    "!",
    "！",
    flags=re.IGNORECASE,
)
_BAR = Pattern(r"(?<!\\)[|｜]", "|", "｜")
_RULE_CELL = Pattern(r"[ \u3000]*[:：]?[-—－―─–]+[:：]?[ \u3000]*")

#: Rows of a table that are compared with one.
_NEAR = 12
_WIDE_RULE = frozenset("—－―─–：")
#: No line without one of these holds any of them.
_SIGNS = frozenset("＃＊＞［］【】＾！（）｜\u3000\u00a0") | _WIDE_RULE


def check(
    file: str, lines: Sequence[str], exists: Callable[[str], bool], excused: Callable[[str, int], bool]
) -> Iterator[Diagnostic]:
    """What would be printed as typed in the `lines` of a report. `exists` tells whether a picture is there, `excused` whether
    nothing is to be said of a code on a line (from 1)."""
    reader = _Typed(file, lines, exists)
    for row, line in enumerate(lines):
        if not _SIGNS.isdisjoint(line) and not excused(CODE, row + 1):
            yield from reader.line(row)


class _Typed:
    def __init__(self, file: str, lines: Sequence[str], exists: Callable[[str], bool]) -> None:
        self._file, self._lines, self._exists = file, lines, exists
        self._titled = any(line.startswith(("# ", "#\t")) for line in lines)
        notes = [(match["label"], bool(match["colon"]) and not match.start()) for line in lines for match in _NOTE.finditer(line)]
        self._referred = {label for label, defines in notes if not defines}
        self._defined = {label for label, defines in notes if defines}

    def line(self, row: int) -> Iterator[Diagnostic]:
        line = self._lines[row]
        if match := _HEADING.match(line):
            yield from self._heading(row, match)
        elif match := _BULLET.match(line):
            yield self._found(row, *match.span("gap"), "列表记号后面的空格不对", "请用一个英文空格。", " ")
        elif match := _QUOTE.match(line):
            yield self._found(row, *match.span(), "引文的 > 打成了全角", "请用英文的 >，后面空一格。", "> ")
        for match in _BOLD.finditer(line):
            if "＊" in match[0] and not {line[: match.start()][-1:], match["words"][-1]} <= _SURNAMES:  # 王＊＊与赵＊＊
                sure = _BEFORE_BOLD.search(line[: match.start()]) and _is_lead(match["words"], line[match.end() :])
                new = f"**{match['words']}**" if sure else None
                yield self._found(row, *match.span(), "加粗的星号打成了全角", "请用英文的 **。", new)
        for match in _STRAY.finditer(line) if not _BOLD.search(line) else ():
            named = {line[: match.start()][-1:], match[0].rstrip("＊")[-1:]} <= _SURNAMES
            if not named:
                yield self._found(row, *match.span(), "星号打成了全角", "请用英文的 *，前后成对。", None)
        for match in _NOTE.finditer(line):
            yield from self._note(row, match)
        for match in _PICTURE.finditer(line):
            title = f' "{match["title"]}"' if match["title"] is not None else ""
            right = f"![{match['alt']}]({match['path']}{title})"
            told = match.span("title") if match["title"] is not None else (match.end(), match.end())
            marks = line[match.start() : match.start("alt")] + line[match.end("alt") : told[0]] + line[told[1] : match.end()]
            if not _SIGNS.isdisjoint(marks):
                new = right if self._exists(match["path"]) else None
                yield self._found(row, *match.span(), "图片的记号打成了全角", f"请写成 {right}。", new)
        if "｜" in line or ("|" in line and not _WIDE_RULE.isdisjoint(line)):
            yield from self._bars(row)

    def _heading(self, row: int, match: re.Match[str]) -> Iterator[Diagnostic]:
        marks, gap = match["marks"], match["gap"]
        if "＃" not in marks and (not gap or gap[0] in " \t"):
            return
        if not gap and (len(marks) == 1 or "＃" in self._lines[row][match.end() :]):  # ＃1机组, ＃话题＃
            return
        new = "#" * len(marks) + " "
        what = "标题的 # 打成了全角" if "＃" in marks else "标题的 # 后面的空格不对"
        sure = len(marks) > 1 or not self._titled
        hint = "请用英文的 #，后面空一个英文空格。"
        yield self._found(row, match.start("marks"), match.end(), what, hint, new if sure else None)

    def _note(self, row: int, match: re.Match[str]) -> Iterator[Diagnostic]:
        label = match["label"]
        defines = bool(match["colon"]) and not match.start()
        right = f"[^{label}]{':' if defines else match['colon']}"
        if match[0] == right:
            return
        both = label in self._referred and label in self._defined
        new = right + (" " if defines and not self._lines[row][match.end() : match.end() + 1].isspace() else "")
        hint = f"请写成 {right}，用英文的方括号和冒号。"
        yield self._found(row, *match.span(), "脚注的记号打成了全角", hint, new if both else None)

    def _bars(self, row: int) -> Iterator[Diagnostic]:
        """A row of a table whose bars, or some of them, are ｜; a ｜ inside a cell of a sound table is only itself."""
        line = self._lines[row].strip()
        cells = _BAR.split(self._lines[row])
        rule = self._rules(row)
        if not rule and not self._is_row(row, line):
            return
        if "｜" not in line and (not rule or _WIDE_RULE.isdisjoint(line)):
            return
        new = "|".join(_ruled(cell) if rule and cell.strip() else cell for cell in cells)
        what, hint = "表格的竖线打成了全角", "请用英文的 |。"
        if "｜" not in line:
            what, hint = "表格的分隔行打成了全角", "请写 | --- |，每列一个。"
        severity = Severity.ERROR if self._before(row).startswith("|") and not rule else Severity.WARNING
        yield self._found(row, 0, len(self._lines[row]), what, hint, new, severity)

    def _is_row(self, row: int, line: str) -> bool:
        """Whether a line with ｜ is a row of a table for these: it begins with one, or has as many bars as the rows around it
        only with them."""
        if line[:1] == "｜" or (line[:1] == "|" and line[-1:] != "|"):
            return True
        block = self._block(row)
        usual = Counter(len(_BAR.findall(other)) for other in block if "｜" not in other).most_common(1)
        alike = bool(usual) and line.count("|") != usual[0][0] == len(_BAR.findall(line))
        return alike and (line[:1] == "|" or any(self._rules(other) for other in range(max(0, row - _NEAR), row + 2)))

    def _block(self, row: int) -> Sequence[str]:
        """The lines around lines[row] that have bars."""
        first = last = row
        while first and row - first < _NEAR and _BAR.search(self._lines[first - 1]):
            first -= 1
        while last + 1 < len(self._lines) and last - row < _NEAR and _BAR.search(self._lines[last + 1]):
            last += 1
        return self._lines[first : last + 1]

    def _rules(self, row: int) -> bool:
        """Whether lines[row] is the rule of a table: the second of its block, of nothing but dashes."""
        if row >= len(self._lines) or not row or not _BAR.search(self._lines[row - 1]):
            return False
        cells = [cell for cell in _BAR.split(self._lines[row]) if cell.strip()]
        dashes = bool(cells) and all(_RULE_CELL.fullmatch(cell) for cell in cells) and bool(_BAR.search(self._lines[row]))
        return dashes and not (row > 1 and _BAR.search(self._lines[row - 2]))

    def _before(self, row: int) -> str:
        """The line before, with its bars as they should be: a row that tears a table is refused by the reader."""
        return self._lines[row - 1].lstrip().replace("｜", "|") if row else ""

    def _found(
        self, row: int, start: int, end: int, message: str, hint: str, new: str | None, severity: Severity = Severity.WARNING
    ) -> Diagnostic:
        span, old = Span(self._file, row + 1, start + 1, end - start), self._lines[row][start:end]
        fix = Edit(span, old, new) if new is not None and new != old else None
        return Diagnostic("typed-full-width", message, span, hint + ("--fix 会改。" if fix else ""), severity, fix)


def _is_lead(words: str, after: str) -> bool:
    """Whether bold words end like a run-in lead or a whole line, and not like what hides a name: ＊＊市＊＊区."""
    return words[-1] in _MARKS or not after.strip() or after.lstrip()[0] in _MARKS + "|｜"


def _ruled(cell: str) -> str:
    """:---: of a cell of a rule that was typed ：———：."""
    text = cell.strip(" \u3000")
    return f" {':' if text[0] in ':：' else ''}---{':' if text[-1] in ':：' else ''} "
