"""Characters that a source may not hold because nobody sees them: controls, and marks of no width that come with pasted text.

They stop the reader wherever they stand, also where they break what is written (a zero-width space before `#` or `number:`), and
are told at their place. Where nothing but deleting them can be meant, the finding carries that fix. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Edit, InputError, Span

_CONTROL: tuple[Code, str] = ("control-character", "控制字符")
_INVISIBLE: tuple[Code, str] = ("invisible-character", "字符")
CODES = frozenset((_CONTROL[0], _INVISIBLE[0]))
#: What XML cannot carry or a line-based format would misread: C0 and C1 controls but tab and newline, the
#: line and paragraph separators, and the two noncharacters at the end of the plane. A set, not a pattern:
#: compiling a class of the whole plane takes longer than reading an issue.
CONTROLS = frozenset({*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\ufffe\uffff"}) - {"\t", "\n"}
#: Of these, what other programs begin a line with: whether a paragraph was meant, only a reader can tell.
_BREAKS = frozenset("\x0b\x0c\x85\u2028\u2029")
#: No width and no ink in Chinese or Latin text: zero-width spaces and marks, soft hyphen, fillers, operators, emoji selectors.
_NO_WIDTH = frozenset(
    {*"\u00ad\u034f\u061c\u200b\ufeff\ufe0e\ufe0f\u115f\u1160\u3164\uffa0", *map(chr, range(0x2060, 0x2070))}
    | {*map(chr, range(0xE0000, 0xE0080))}
)
#: Needed inside words of scripts that join their letters; anywhere else they are nothing.
_JOINERS = frozenset("\u200c\u200d\u180e")
#: Needed in a line that holds letters written from right to left; anywhere else they are nothing.
_DIRECTIONS = frozenset({"\u200e", "\u200f", *map(chr, range(0x202A, 0x202F))})
_ALL = CONTROLS | _NO_WIDTH | _JOINERS | _DIRECTIONS
#: Those that take no room, for use inside a character class.
INVISIBLE = "".join(sorted(_NO_WIDTH | _JOINERS | _DIRECTIONS))
_DIRECTED = frozenset(("R", "AL", "AN"))
#: One stray character may be pasted; hundreds are a binary file, or a page of the web. Showing this many is enough.
_SHOWN = 10


def refuse(text: str, file: str, kinds: frozenset[str] = _ALL) -> None:
    """Raise InputError with the places of the first characters in `text` that nobody sees; `text` has lines that end in \\n."""
    found = []
    for diagnostic in _findings(text, file, kinds):
        found.append(diagnostic)
        if len(found) == _SHOWN:
            break
    if found:
        raise InputError(*found)


def edits(text: str, file: str) -> list[Edit]:
    """All fixes of what `refuse` would refuse; one for each run of characters, also beyond the first ten."""
    return [item.fix for item in _findings(text, file, _ALL) if item.fix is not None]


def _findings(text: str, file: str, kinds: frozenset[str]) -> Iterator[Diagnostic]:
    if kinds.isdisjoint(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not kinds.isdisjoint(line):
            for start, end in _runs(line, kinds):
                yield _finding(line, start, end, Span(file, number, start + 1, end - start))


def escaped(text: str, span: Span) -> Iterator[Diagnostic]:
    """Of a quoted value: what its escapes bring in (\\a, \\u200b) that a source may not hold. `span`: of the value's text;
    its first such character is told."""
    if not _ALL.isdisjoint(text):
        for start, end in _runs(text, _ALL):
            names = "、".join(dict.fromkeys(named(char) for char in text[start:end]))
            hint = "请删去引号里的这个写法：反斜线和它后面的编码。"
            yield Diagnostic("text-control", f"引号里的编码是不能印刷的字符 {names}", span.shifted(start), hint)
            return


def _runs(line: str, kinds: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of characters that nobody sees and nothing needs."""
    directed = not _DIRECTIONS.isdisjoint(line) and any(
        unicodedata.bidirectional(char) in _DIRECTED for char in line if char not in _ALL
    )
    start = -1
    for index, char in enumerate(line + "\n"):
        if char in kinds and not (directed and char in _DIRECTIONS) and not (char in _JOINERS and _joins(line, index)):
            start = index if start < 0 else start
        elif start >= 0:
            yield start, index
            start = -1


def _joins(line: str, index: int) -> bool:
    """Whether a neighbour is a letter of a script that joins its letters, or a sign of one above the plane (emoji)."""
    beside = line[max(0, index - 1) : index] + line[index + 1 : index + 2]
    return any(
        ("\u0600" <= char <= "\u1aff" and unicodedata.category(char)[0] in "LM") or "\U0001f000" <= char < "\U00020000"
        for char in beside
    )


def _finding(line: str, start: int, end: int, span: Span) -> Diagnostic:
    run = line[start:end]
    code, kind = _CONTROL if not CONTROLS.isdisjoint(run) else _INVISIBLE
    names = "、".join(dict.fromkeys(named(char) for char in run))
    if not _BREAKS.isdisjoint(run) and line[:start].strip() and line[end:].strip():
        hint = "它在别的软件里是换行。要另起一段的，删去它再空一行；不要的，删去就行。"
        return Diagnostic(code, f"文字里有看不见的换行字符 {names}", span, hint)
    hint = "请删去这个字符，多半是粘贴时带进来的；briefing check --fix 会删。"
    return Diagnostic(code, f"文字里有看不见的{kind} {names}", span, hint, fix=Edit(span, run, ""))


_NAMES = {
    "\u200b": "零宽空格", "\ufeff": "零宽不换行空格", "\u00ad": "软连字符", "\u2060": "词连接符", "\u200c": "零宽不连字",
    "\u200d": "零宽连字", "\u200e": "从左到右标记", "\u200f": "从右到左标记", "\ufe0f": "表情样式", "\u2028": "行分隔符",
    "\u2029": "段分隔符", "\x0b": "垂直制表符", "\x0c": "换页符", "\u00a0": "不换行空格", "\u3000": "全角空格", " ": "空格",
}  # fmt: skip


def named(char: str) -> str:
    """How a character that nobody sees is called: U+200B（零宽空格）."""
    name = _NAMES.get(char, "")
    return f"U+{ord(char):04X}{f'（{name}）' if name else ''}"
